"""A van to test in: the real database and forms; fakes for what we do not own (clock, devices, office)."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from devices.contract import CardRead, FingerImage, Frame, Instrument, Kind
from forms.idnumber import check_digit
from forms.record import Application, CaptureKind
from sync.engine import Engine
from sync.envelope import Content, unpack
from sync.errors import SyncError
from sync.parcel import Notice, Parcel, Receipt
from sync.sealing.seal import Opener, Sealer, open_by_key
from tests.sync.sealing.papers import issue
from vanapp.arrivals import Arrivals
from vanapp.paths import Paths
from vanapp.services import Services, Session
from vanapp.settings import Settings
from vanapp.store import Store
from vanapp.store.database import Database
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.capture import make_capture
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.collect_fee import collect_fee
from vanapp.usecases.sign import sign

KEY = bytes(range(32))
START = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)  # 09:30 in China
_BODY = "44010619880312002"
ID_NUMBER = _BODY + check_digit(_BODY)
NAME = "刘秀兰"


@dataclass
class FakeClock:
    at: datetime = START
    ticks: int = 1_000_000

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def monotonic_ns(self) -> int:
        self.ticks += 1_000_000
        return self.ticks

    def pass_s(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass(frozen=True)
class FakeState:
    instrument: Instrument | None = None
    code: str | None = None


@dataclass
class FakeBench:
    """Hands each job the driver put there; no driver: the state is empty."""

    drivers: dict[Kind, Any] = field(default_factory=dict)

    def state(self, kind: Kind) -> FakeState:
        if kind not in self.drivers:
            return FakeState()
        return FakeState(Instrument(f"bus/{kind}", kind, f"fake_{kind}", "Fake", serial="S-1", training=True))

    def use(self, kind: Kind, job: Callable[[Any], Any], cancelled: Callable[[], bool]) -> Any:
        return job(self.drivers[kind])


@dataclass
class FakeReader:
    card: CardRead

    def read(self, cancelled: Callable[[], bool], progress: Callable[[str], None]) -> CardRead:
        progress("reading")
        return self.card


@dataclass
class FakeScanner:
    images: list[FingerImage]

    def capture(self, cancelled: Callable[[], bool], progress: Callable[[str], None]) -> FingerImage:
        progress("touched")
        return self.images.pop(0)


@dataclass
class FakeGateway:
    """An office that takes everything, unless `error` is set; notices are put in by the test."""

    error: SyncError | None = None
    got: list[Parcel] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def deliver(self, parcel: Parcel) -> Receipt:
        if self.error is not None:
            raise self.error
        self.got.append(parcel)
        return Receipt(parcel.id, parcel.sha256, START, "office", "sig")

    def changes(self, cursor: int, wait_s: float) -> tuple[tuple[Notice, ...], int]:
        if self.error is not None:
            raise self.error
        fresh = tuple(n for n in self.notices if n.cursor > cursor)
        return fresh, max([cursor, *(n.cursor for n in fresh)])


CA = issue("office CA")
BUREAU = issue("bureau")
DEVICE = issue("D027", by=CA)


class FakePapers:
    """Papers no office had to issue: really signed, really encrypted."""

    def __init__(self, sealer: Sealer | None = None) -> None:
        self._sealer = sealer or Sealer(DEVICE, [BUREAU.certificate])

    def sealer(self) -> Sealer:
        return self._sealer

    def open(self, sealed: bytes) -> bytes:
        return open_by_key(sealed, {"cms": DEVICE.key})


def opened(parcel: Parcel) -> Content:
    """What is in it, as the bureau reads it."""
    return unpack(Opener([BUREAU], [CA.certificate]).open(parcel.body).content)


@dataclass
class Van:
    services: Services
    clock: FakeClock
    bench: FakeBench
    gateway: FakeGateway
    store: Store
    database: Database


def make_van(folder: Path, training: bool = True) -> Van:
    """Open (or open again) the van whose file lies in `folder`."""
    clock, bench, gateway, papers = FakeClock(), FakeBench(), FakeGateway(), FakePapers()
    paths = Paths(folder / "data", folder / "config", folder / "cache").make()
    database = Database(paths.database, KEY)
    store = Store(database, clock)
    services = Services(
        clock=clock,
        paths=paths,
        settings=Settings(),
        store=store,
        session=Session("440103-027", "李敏", "越秀流动车", "D027"),
        bench=bench,
        camera=None,
        papers=papers,
        gateway=gateway,
        engine=Engine(store.outbox, Arrivals(store, papers.open, clock), gateway, clock, chance=lambda: 0.0),
        line=None,
        training=training,
    )
    return Van(services, clock, bench, gateway, store, database)


PARTICULARS = {
    "name": NAME,
    "id_number": ID_NUMBER,
    "sex": "2",
    "ethnic": "01",
    "birth": "19880312",
    "address": "广东省广州市越秀区人民北路1号302房",
    "issuer": "广州市公安局越秀分局",
    "valid_from": "20061201",
    "valid_to": "20261201",
    "phone": "13800138000",
    "household": "local",
    "collect_way": "station",
}


def card() -> CardRead:
    person = {k: PARTICULARS[k] for k in ("name", "sex", "birth", "address", "id_number", "issuer")}
    dates = {k: PARTICULARS[k] for k in ("valid_from", "valid_to")}
    return CardRead("citizen", {**person, "nation": "01", **dates}, bytes(256), bytes(1024), bytes(1024))


def jpeg(size: tuple[int, int] = (64, 80)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#8090a0").save(out, "JPEG")
    return out.getvalue()


def blank_page(size: tuple[int, int] = (64, 80)) -> Frame:
    """A picture with no page to find on it."""
    return Frame(b"\x80\x90\xa0" * (size[0] * size[1]), *size)


def page_on_a_bed() -> Frame:
    """White paper, somewhat turned, on a dark bed."""
    picture = Image.new("RGB", (800, 600), "#303438")
    ImageDraw.Draw(picture).polygon(((150, 90), (660, 110), (645, 500), (135, 480)), fill="#f0f0ec")
    return Frame(picture.tobytes(), 800, 600)


def put_capture(
    van: Van, application_id: str, kind: CaptureKind, slot: str, content: bytes, **facts: Any
) -> str:
    """Keep a capture without its instrument; returns its id."""
    capture = make_capture(van.services, kind, slot, content, "image/png", facts=facts)
    with van.store.transaction():
        van.store.captures.add(application_id, capture, content)
    return capture.id


def draft(van: Van, matter: str = "renewal_expiry") -> Application:
    """A begun application with the particulars typed."""
    begun = begin_application(van.services, way="visit")
    choose_matter(van.services, begun.id, matter)
    for field_id, text in PARTICULARS.items():
        answer(van.services, begun.id, field_id, text)
    return van.store.applications.get(begun.id)


def ready(van: Van, matter: str = "renewal_expiry", size: int = 2000) -> Application:
    """An application with everything a seal wants. size: bytes of each picture."""
    begun = draft(van, matter)
    complete(van, begun.id, size)
    return van.store.applications.get(begun.id)


def complete(van: Van, application_id: str, size: int = 2000) -> None:
    put_capture(van, application_id, CaptureKind.PORTRAIT, "portrait", b"p" * size)
    for slot, position in (("finger.1", 11), ("finger.2", 16)):
        content = slot.encode() + b"f" * size
        put_capture(van, application_id, CaptureKind.FINGER, slot, content, position=position, quality=60)
    sign(van.services, application_id, "applicant", [[(0, 0, 0), (5, 5, 16)]], b"signature")
    collect_fee(van.services, application_id, "scan")


def without(application: Application, **changes: Any) -> Application:
    return replace(application, **changes)
