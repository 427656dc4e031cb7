"""Texts and courier orders for residents: written with what they tell of, handed over, and what became of it.

    written -> handed -> confirmed
           \\-> failed  -> (again) written
    written, failed -> by_hand        somebody telephoned instead

"handed" says that the adapter took it, "confirmed" that it said so later; nothing else counts as sent. An
adapter that is away leaves the message "written", with its trouble, and it is tried again for a week. To whom
and what is sealed to the bureau: where its key is not, nothing is sent.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update
from ulid import ULID

from forms.words import Words, parse_words
from sync.gateway import events
from sync.gateway.desk.adapters.contract import Adapters, Fate, Shipment, ShortText
from sync.gateway.desk.adapters.errors import Away, Declined
from sync.gateway.desk.errors import Closed, NotNow, NotThere, Stale
from sync.gateway.desk.sealed import seal, unseal
from sync.gateway.desk.tables import messages
from sync.protocol import moment, stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

WHO = "messages"
WAYS = ("sms", "courier")
STATES = ("written", "handed", "confirmed", "failed", "by_hand")
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
TRIED_FOR = timedelta(days=7)  # then it has failed: news a week old confuses
LOOKED_AFTER_FOR = timedelta(days=7)  # then nobody will confirm it any more
CLAIM = timedelta(minutes=2)  # longer than any adapter may take
KEPT = timedelta(days=30)  # after the last change; then what names a person goes
_AT_ONCE = 20
_TEXTS = Path(__file__).with_name("messages.toml")


@dataclass(frozen=True)
class Order:
    """What is to be told. cause: the same twice is once ("event:17"). about: a record, a booking.

    to: "phone", for a courier also "name" and "address". values: fill the template's {names}.
    """

    cause: str
    way: str
    template: str
    about: str
    to: Mapping[str, str] = field(repr=False)
    values: Mapping[str, str] = field(repr=False)


@cache
def texts() -> Mapping[str, Words]:
    """The templates of messages.toml."""
    said = tomllib.loads(_TEXTS.read_text("utf-8"))
    return {name: parse_words(row, f"messages.toml {name}") for name, row in said.items()}


def write(connection: Connection, office: Office, order: Order) -> bool:
    """Inside the transaction of what it tells about. False: written before, for the same cause."""
    known = select(messages.c.id).where(messages.c.cause == order.cause)
    if connection.execute(known).first() is not None:
        return False
    now = office.now()
    filled = {"office": office.name, **order.values}
    content = {"to": dict(order.to), "text": texts()[order.template].say("zh", filled)}
    lacking = next((name for name in _wanted(order.way) if not order.to.get(name)), "")
    row = {
        "id": str(ULID()),
        "cause": order.cause,
        "way": order.way,
        "template": order.template,
        "about": order.about,
        "content": seal(office, content),
        "state": "failed" if lacking else "written",
        "adapter": "",
        "reference": "",
        "tries": 0,
        "due_at": None if lacking else stamp(now),
        "trouble": f"no-{lacking}" if lacking else "",
        "written_at": stamp(now),
        "changed_at": stamp(now),
        "revision": 1,
    }
    connection.execute(insert(messages).values(**row))
    _note(connection, row, WHO, now)
    return True


def _wanted(way: str) -> tuple[str, ...]:
    return ("phone", "name", "address") if way == "courier" else ("phone",)


@dataclass
class Round:
    """What one round did."""

    handed: int = 0
    waiting: int = 0
    failed: int = 0
    confirmed: int = 0


def send(office: Office, adapters: Adapters) -> Round:
    """One round over what is due: hand over what is written, ask after what was handed over. Blocking.

    Several may go round at once: each message is claimed first, and an adapter takes the same id once.
    """
    done, now = Round(), office.now()
    due = select(messages).where(messages.c.due_at <= stamp(now)).order_by(messages.c.due_at).limit(_AT_ONCE)
    with office.database.read() as connection:
        rows = [dict(row) for row in connection.execute(due).mappings()]
    for row in rows:
        claimed = {"due_at": stamp(now + CLAIM)}
        with office.database.write() as connection:
            mine = _change(connection, row, claimed, now)
        if not mine:
            continue
        row = {**row, **claimed, "revision": row["revision"] + 1}
        (_hand_over if row["state"] == "written" else _look)(office, adapters, row, done)
    return done


def _hand_over(office: Office, adapters: Adapters, row: Mapping[str, Any], done: Round) -> None:
    now = office.now()
    tried: dict[str, Any] = {"tries": row["tries"] + 1}
    changed: dict[str, Any]
    try:
        content = unseal(office, row["content"])
        name, reference = _give(adapters, row, content)
    except Closed:
        changed = {"due_at": stamp(now + CLAIM), "trouble": "closed"}
        done.waiting += 1
    except Away as error:
        done.waiting += 1
        changed = {**tried, **_later(row, error, now)}
        done.failed += changed.get("state") == "failed"
    except Declined as error:
        done.failed += 1
        trouble = str(error.values["reason"])
        changed = {**tried, "state": "failed", "due_at": None, "trouble": trouble}
    else:
        done.handed += 1
        changed = {**tried, "state": "handed", "adapter": name, "reference": reference, "trouble": ""}
        changed["due_at"] = stamp(now + FIRST_WAIT)
    _settle(office, row, changed)


def _give(adapters: Adapters, row: Mapping[str, Any], content: Mapping[str, Any]) -> tuple[str, str]:
    to, text = content["to"], content["text"]
    if row["way"] == "courier":
        shipment = Shipment(row["id"], text, to["name"], to["phone"], to["address"])
        return adapters.courier.name, adapters.courier.hand_over(shipment)
    return adapters.sms.name, adapters.sms.hand_over(ShortText(row["id"], to["phone"], text))


def _later(row: Mapping[str, Any], error: Away, now: datetime) -> dict[str, Any]:
    trouble = str(error.values["reason"])
    if now - moment(row["written_at"]) > TRIED_FOR:
        return {"state": "failed", "due_at": None, "trouble": trouble}
    wait = min(FIRST_WAIT * 2 ** min(row["tries"], 10), LONGEST_WAIT)
    named = error.values.get("retry_after_s")
    if isinstance(named, int):
        wait = max(wait, timedelta(seconds=named))
    return {"due_at": stamp(now + wait), "trouble": trouble}


def _look(office: Office, adapters: Adapters, row: Mapping[str, Any], done: Round) -> None:
    """What became of it, as the adapter that took it says."""
    now = office.now()
    adapter = adapters.courier if row["way"] == "courier" else adapters.sms
    since = now - moment(row["changed_at"])
    again = stamp(now + min(max(since, FIRST_WAIT), LONGEST_WAIT)) if since < LOOKED_AFTER_FOR else None
    if adapter.name != row["adapter"]:
        return _settle(office, row, {"due_at": None, "trouble": "other-adapter"})
    try:
        fate = adapter.fate(row["reference"])
    except (Away, Declined):
        fate = Fate.HANDED
    if fate is Fate.HANDED:
        return _settle(office, row, {"due_at": again})
    done.confirmed += fate is Fate.CONFIRMED
    done.failed += fate is Fate.FAILED
    trouble = "not-delivered" if fate is Fate.FAILED else ""
    return _settle(office, row, {"state": fate.value, "due_at": None, "trouble": trouble})


def _settle(office: Office, row: Mapping[str, Any], changed: dict[str, Any]) -> None:
    """Whoever claimed it later has the word."""
    now = office.now()
    with office.database.write() as connection:
        if _change(connection, row, changed, now) and changed.get("state", row["state"]) != row["state"]:
            _note(connection, {**row, **changed}, WHO, now)


def _change(connection: Connection, row: Mapping[str, Any], changed: dict[str, Any], now: datetime) -> bool:
    """Only as it was read. changed_at tells when the state changed, not when it was looked at."""
    moved = {"changed_at": stamp(now)} if changed.get("state", row["state"]) != row["state"] else {}
    same = (messages.c.id == row["id"]) & (messages.c.revision == row["revision"])
    told = update(messages).where(same).values(**changed, **moved, revision=row["revision"] + 1)
    return bool(connection.execute(told).rowcount)


def _note(connection: Connection, row: Mapping[str, Any], who: str, now: datetime) -> None:
    facts = {name: row[name] for name in ("id", "way", "template", "state", "adapter", "trouble")}
    events.append(connection, at=now, kind="message", who=who, record=row["about"][:26], **facts)


def again(office: Office, id: str, revision: int, who: str) -> None:
    """A failed one is tried once more. Raises NotThere, Stale, NotNow."""
    _by_staff(office, id, revision, who, {"state": "written", "due_at": stamp(office.now()), "trouble": ""})


def by_hand(office: Office, id: str, revision: int, who: str) -> None:
    """Somebody told the resident otherwise; it is not sent any more. Raises NotThere, Stale, NotNow."""
    _by_staff(office, id, revision, who, {"state": "by_hand", "due_at": None})


def _by_staff(office: Office, id: str, revision: int, who: str, changed: dict[str, Any]) -> None:
    now = office.now()
    allowed = ("failed",) if changed["state"] == "written" else ("written", "failed")
    with office.database.write() as connection:
        found = connection.execute(select(messages).where(messages.c.id == id)).mappings().one_or_none()
        if found is None:
            raise NotThere
        row = dict(found)
        if row["revision"] != revision:
            raise Stale
        if row["state"] not in allowed or not row["content"]:
            raise NotNow(state=row["state"])
        if changed["state"] == "written":
            changed = {**changed, "written_at": stamp(now), "tries": 0}
        _change(connection, row, changed, now)
        _note(connection, {**row, **changed}, who, now)


@dataclass(frozen=True)
class Content:
    """What is told to whom. None in `content` of a message that was let go."""

    phone: str = field(repr=False)
    text: str = field(repr=False)
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


def content(office: Office, row: Mapping[str, Any]) -> Content | None:
    """Raises Closed."""
    if not row["content"]:
        return None
    said = unseal(office, row["content"])
    return Content(
        text=said["text"], **{name: said["to"].get(name, "") for name in ("phone", "name", "address")}
    )


def listed(
    office: Office, *, state: str = "", about: str = "", before: str = "", limit: int = 50
) -> Sequence[RowMapping]:
    """Newest first; `before`: the id of the last one seen."""
    asked = select(messages).order_by(messages.c.id.desc()).limit(limit)
    if state:
        asked = asked.where(messages.c.state == state)
    if about:
        asked = asked.where(messages.c.about == about)
    if before:
        asked = asked.where(messages.c.id < before)
    with office.database.read() as connection:
        return connection.execute(asked).mappings().all()


def find(office: Office, id: str) -> RowMapping:
    """Raises NotThere."""
    with office.database.read() as connection:
        row = connection.execute(select(messages).where(messages.c.id == id)).mappings().one_or_none()
    if row is None:
        raise NotThere
    return row


def counts(office: Office) -> Mapping[str, int]:
    """How many in each state."""
    asked = select(messages.c.state, func.count()).group_by(messages.c.state)
    with office.database.read() as connection:
        found = {row[0]: row[1] for row in connection.execute(asked)}
    return {state: found.get(state, 0) for state in STATES}


def let_go(office: Office) -> int:
    """What names a person goes a month after the last change."""
    before = stamp(office.now() - KEPT)
    old = (messages.c.changed_at < before) & (messages.c.content != b"") & messages.c.due_at.is_(None)
    with office.database.write() as connection:
        return connection.execute(update(messages).where(old).values(content=b"")).rowcount
