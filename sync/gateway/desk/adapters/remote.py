"""Register, e-licences, SMS and courier as small HTTP services: an example of each, told in the README.

A bureau's own system speaks otherwise; then a file beside this one says the same five things its way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from forms.days import parse_day, write_day
from sync.gateway.desk.adapters.contract import Fate, Licence, Reply, Resident, Shipment, ShortText
from sync.gateway.desk.adapters.errors import Away, Declined
from sync.gateway.desk.adapters.site import Site
from sync.gateway.desk.adapters.web import SharedKey, Web
from sync.protocol import moment

T = TypeVar("T")


class _Remote:
    """A site, its key, and answers that are what they should be or Away (garbage)."""

    name = ""

    def __init__(self, site: Site, key: SharedKey) -> None:
        self._web = Web(self.name, site, key)

    def _read(self, said: Any, read: Callable[[Any], T]) -> T:
        try:
            return read(said)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Away(adapter=self.name, reason="garbage") from error


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError("text expected")
    return said


def _day(text: str) -> date | None:
    """YYYYMMDD; "" is none. Raises ValueError."""
    day = parse_day(_text(text))
    if text and day is None:
        raise ValueError("no such day")
    return day


class RemoteRegister(_Remote):
    """`POST /residents/look-up`, `POST /residents/community`: a number never stands in an address."""

    name = "http-register"

    def resident(self, id_number: str) -> Resident | None:
        said = self._web.ask("POST", "/residents/look-up", {"id_number": id_number})
        return self._read(said, lambda told: _resident(told["resident"]) if told["resident"] else None)

    def community(self, name: str, *, expires_before: date, born_before: date) -> Sequence[Resident]:
        days = {"expires_before": write_day(expires_before), "born_before": write_day(born_before)}
        said = self._web.ask("POST", "/residents/community", {"community": name, **days})
        return self._read(said, lambda told: tuple(_resident(one) for one in told["residents"]))


def _resident(said: Mapping[str, Any]) -> Resident:
    names = ("id_number", "name", "address", "community", "phone")
    return Resident(**{name: _text(said[name]) for name in names}, valid_to=_day(said["valid_to"]))


class RemoteLicences(_Remote):
    """`POST /licences/held`, `GET /licences/{id}/content`."""

    name = "http-licences"

    def held(self, id_number: str) -> Sequence[Licence]:
        said = self._web.ask("POST", "/licences/held", {"holder": id_number})
        return self._read(said, lambda told: tuple(_licence(one) for one in told["licences"]))

    def content(self, licence: str) -> bytes:
        try:
            return self._web.fetch("GET", f"/licences/{quote(licence, safe='')}/content")
        except Declined as error:
            raise _as_unknown(error) from error


def _licence(said: Mapping[str, Any]) -> Licence:
    kind, by, media = (_text(said[name]) for name in ("kind", "issued_by", "media_type"))
    return Licence(_text(said["id"]), kind, by, _day(said["valid_to"]), media)


def _as_unknown(error: Declined) -> Declined:
    known = error.values["reason"] != "http-404"
    return error if known else Declined(adapter=error.values["adapter"], reason="unknown")


class _Sender(_Remote):
    """What is handed over under our own id, and what became of it."""

    _path = ""

    def _put(self, id: str, said: Mapping[str, str]) -> str:
        told = self._web.ask("PUT", f"{self._path}/{quote(id, safe='')}", said)
        return self._read(told, lambda heard: _text(heard["reference"]))

    def fate(self, reference: str) -> Fate:
        try:
            said = self._web.ask("GET", f"{self._path}/{quote(reference, safe='')}")
        except Declined as error:
            raise _as_unknown(error) from error
        return self._read(said, lambda told: Fate(told["state"]))


class RemoteSms(_Sender):
    """`PUT /messages/{id}`, `GET /messages/{reference}`, `GET /replies?after=`."""

    name = "http-sms"
    _path = "/messages"

    def hand_over(self, message: ShortText) -> str:
        return self._put(message.id, {"phone": message.phone, "text": message.text})

    def replies(self, after: str) -> Sequence[Reply]:
        said = self._web.ask("GET", "/replies?" + urlencode({"after": after}))
        return self._read(said, lambda told: tuple(_reply(one) for one in told["replies"]))


def _reply(said: Mapping[str, Any]) -> Reply:
    return Reply(_text(said["id"]), _text(said["to"]), _text(said["text"]), moment(said["at"]))


class RemoteCourier(_Sender):
    """`PUT /shipments/{id}`, `GET /shipments/{reference}`."""

    name = "http-courier"
    _path = "/shipments"

    def hand_over(self, shipment: Shipment) -> str:
        to = {"name": shipment.name, "phone": shipment.phone, "address": shipment.address}
        return self._put(shipment.id, {"what": shipment.what, **to})


REMOTE: Mapping[str, Callable[[Site, SharedKey], Any]] = {
    "register": RemoteRegister,
    "licences": RemoteLicences,
    "sms": RemoteSms,
    "courier": RemoteCourier,
}
"""Kind -> its HTTP example."""
