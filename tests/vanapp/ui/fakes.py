"""Small stand-ins for what the screens are handed: lanes that run at once, a day of invented people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, ClassVar, TypeVar

from forms.status import Status
from sync.errors import SyncError
from vanapp.packs import PacksError
from vanapp.settings import Settings
from vanapp.store.heard import Heard
from vanapp.ui.tasks import Cancel
from vanapp.usecases.check_kit import KitLine, KitRecord
from vanapp.usecases.choose_camera import CameraThere, Fixable
from vanapp.usecases.list_outbox import OutboxPage, OutboxRow
from vanapp.usecases.people_lists import Listed, ListHead, ListsPage
from vanapp.usecases.today import Draft, Today, Visit

T = TypeVar("T")

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


class InlineLanes:
    """Runs at once, in the caller's thread; `held` keeps the calls back until `go` when set."""

    def __init__(self, *, held: bool = False) -> None:
        self.held = held
        self.lanes: list[str] = []
        self._waiting: list[Callable[[], None]] = []

    def run(
        self,
        lane: str,
        op: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        cancel: Cancel | None = None,
    ) -> Cancel:
        token = cancel or Cancel()
        self.lanes.append(lane)

        def work() -> None:
            try:
                result = op()
            except (Coded, PacksError, SyncError) as error:
                if failed is not None and not token():
                    failed(error)
                return
            if done is not None and not token():
                done(result)

        if self.held:
            self._waiting.append(work)
        else:
            work()
        return token

    def go(self) -> None:
        """Do what was held back."""
        waiting, self._waiting = self._waiting, []
        for work in waiting:
            work()

    def relay(self, heard: Callable[..., None]) -> Callable[..., None]:
        return heard

    def close(self) -> None:
        """Nothing runs."""

    def post(self, call: Callable[[], None]) -> None:
        call()


class Coded(Exception):
    """An expected error."""

    code = "test.coded"
    values: ClassVar[dict[str, object]] = {}


NAMES = ("刘秀兰", "周雅婷", "吴建军", "黄志明", "林嘉欣", "郑玉珍", "何伟强")
MATTERS = ("renewal_damage", "first", "loss", "renewal_expiry", "first", "renewal_expiry", "change")
SHELVES = ("here", "here", "office", "needs_you", "accepted", "accepted", "accepted")
STATUS = {
    "here": Status.SEALED,
    "office": Status.RECEIVED,
    "needs_you": Status.RETURNED,
    "accepted": Status.ACCEPTED,
}


def outbox_row(key: int) -> OutboxRow:
    """The row at that place of an endless outbox; newest first means highest key first."""
    kind = (key * 3) % 7 if key < 7 else key % 7
    shelf = SHELVES[kind]
    return OutboxRow(
        key=key,
        id=f"01TEST{key:020d}",
        number=f"D027-20261121-{key % 10000:04d}",
        name=NAMES[kind],
        matter=MATTERS[kind],
        sealed_at=NOON - timedelta(minutes=37 * (30 - key if key < 30 else 0)),
        # Every other one that needs the officer was refused at the door, not returned by a reviewer.
        status=Status.SEALED if shelf == "needs_you" and key % 2 else STATUS[shelf],
        shelf=shelf,
        urgent=kind == 2,
        training=True,
        version=1,
        size=1_130_000 - kind * 90_000,
        tries=0,
        code="sync.unreachable" if key % 7 == 0 and shelf == "here" else "",
        due_at=None,
        sending=kind == 1,
        received_at=NOON if shelf == "office" else None,
        heard=Heard(("相片右肩过曝,请重拍",)) if shelf == "needs_you" else Heard(),
    )


@dataclass
class FakeOutbox:
    """list_outbox over `count` rows, by key."""

    count: int = 43
    asked: list[tuple[str, str, int | None]] = field(default_factory=list)

    def __call__(self, wanted: str, search: str, after: int | None, limit: int) -> OutboxPage:
        self.asked.append((wanted, search, after))
        rows: list[OutboxRow] = []
        key = (after if after is not None else self.count + 1) - 1
        while key > 0 and len(rows) < limit:
            row = outbox_row(key)
            if wanted in ("all", row.shelf) and search in row.name + row.number:
                rows.append(row)
            key -= 1
        share = self.count // 7
        counts = {
            "all": self.count,
            "here": 2 * share,
            "office": share,
            "accepted": 3 * share,
            "needs_you": share,
        }
        return OutboxPage(tuple(rows), counts, rows[-1].key if len(rows) >= limit else None)


def a_day() -> Today:
    """Four stops, one draft, one returned."""
    stops = (
        ("09:30", "visit", "刘秀兰", 78, "renewal_damage", "女儿预约"),
        ("10:15", "delivery", "陈国强", 83, None, "新证 1 张 · 需核验本人并收回旧证"),
        ("11:00", "van", "东山口公交站", None, None, "预约 9 人 · 现场名额 6 人"),
        ("14:00", "campus", "第十六中学 初三(2)班", None, None, "名单 46 人 · 可受理 43"),
    )
    visits = tuple(
        Visit(f"v{place}", "t", at, kind, title, age, matter, note, id_number=f"p{place}")
        for place, (at, kind, title, age, matter, note) in enumerate(stops)
    )
    first = replace(
        visits[0],
        address="广州市越秀区北京路 1 号 302 房",
        contact="王女士",
        contact_relation="女儿",
        phone="13800138000",
        care="卧床，听力弱，讲粤语",
    )
    visits = (first, *visits[1:])
    counts = {"here": 12, "office": 31, "accepted": 28, "needs_you": 1, "draft": 0}
    drafts: tuple[Draft, ...] = ()
    return Today(date(2026, 11, 20), visits, drafts, (outbox_row(1),), counts)


def a_list(chosen: str, search: str) -> ListsPage:
    """A school's list, somebody done and somebody begun, and an outreach list."""
    heads = (
        ListHead("roster", "s1", date(2026, 11, 30), "第十六中学 初三", 46, 2),
        ListHead("outreach", "o1", date(2026, 12, 31), "北京街社区", 12, 0),
    )
    names = ("林嘉欣", "黄子轩", "欧阳静怡", "古丽巴哈尔·艾则孜", "陈雨桐")
    pupils = tuple(
        Listed("roster", "s1", place, name, f"44010420110101{place:03d}X", {"class": "初三(2)班"})
        for place, name in enumerate(names)
    )
    contact = {"contact": "王女士", "phone": "13800138000", "care": "卧床，听力弱", "valid_to": "20270101"}
    old = Listed(
        "outreach", "o1", 0, "刘秀兰", "440104194803120024", {"address": "人民北路712号302房", **contact}
    )
    done = replace(pupils[0], application="a", status="received")
    begun = replace(pupils[1], application="b", status="draft")
    people = (old,) if chosen == "outreach/o1" else (done, begun, *pupils[2:])
    return ListsPage(heads, chosen or "roster/s1", tuple(p for p in people if search in p.name))


@dataclass
class FakeBench:
    """States by kind; `change` tells who listens."""

    codes: dict[str, str | None] = field(default_factory=lambda: {"printer": "devices.not_connected"})
    listeners: list[Callable[[], None]] = field(default_factory=list)

    LABELS: ClassVar[dict[str, str]] = {
        "card": "iDR210 (SDT)",
        "finger": "DigitalPersona U.are.U 4500",
        "camera": "USB 2.0 Camera",
        "printer": "",
    }

    def state(self, kind: str) -> Any:
        code = self.codes.get(kind)
        instrument = None
        if code != "devices.not_connected":
            instrument = SimpleNamespace(
                key=kind, label=self.LABELS[kind], serial="{D027-1}" if kind == "finger" else ""
            )
        return SimpleNamespace(kind=kind, instrument=instrument, code=code)

    def states(self) -> list[Any]:
        return [state for kind in self.LABELS if (state := self.state(kind)).instrument is not None]

    def on_change(self, heard: Callable[[], None]) -> Callable[[], None]:
        self.listeners.append(heard)
        return lambda: self.listeners.remove(heard)

    def change(self, kind: str, code: str | None) -> None:
        self.codes[kind] = code
        for heard in self.listeners:
            heard()


class FakeKit:
    """A kit check that finds what it is told to; and the camera it watches."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.kept: KitRecord | None = None
        self.watching = False
        self.stop_first: Callable[[], None] | None = None
        self.slips: list[bool] = []  # one per slip: might a sheet be spent
        self.slip_way: str | Exception = "file"

    def slip(self, record: KitRecord, sheet: bool) -> Any:
        self.slips.append(sheet)
        if isinstance(self.slip_way, Exception):
            raise self.slip_way
        return SimpleNamespace(way=self.slip_way)

    def watch(self) -> object:
        self.watching = True
        return self

    def rest(self) -> None:
        self.watching = False

    def check(
        self, _shutter: object, cancelled: Callable[[], bool], told: Callable[[Any], None]
    ) -> KitRecord:
        told(SimpleNamespace(kind="card", verdict="under_way", step="waiting"))
        if self.stop_first is not None:
            self.stop_first()
        lines = []
        for kind in ("card", "finger", "camera", "receipt", "printer"):
            code = self.codes.get(kind, "")
            verdict = "stopped" if cancelled() else "no_go" if code else "go"
            facts = {"tried": "no"} if kind == "printer" else {}
            lines.append(KitLine(kind, "", verdict, code, 0.9, facts))
            told(lines[-1])
        good = sum(line.verdict == "go" for line in lines)
        record = KitRecord(NOON, "440103-027", good, len(lines), 12.3, True, tuple(lines))
        if not cancelled():
            self.kept = record
        return record


class FakeCameras:
    """Two cameras; frames and trouble come when the test says so."""

    def __init__(self) -> None:
        self.there = (
            CameraThere("usb-desk", "/dev/video0", "USB 2.0 Camera", ("1920x1080", "1280x720")),
            CameraThere("usb-arm", "/dev/video2", "Document Camera S1", ("3264x2448", "1280x720")),
        )
        self.fixable = Fixable(("1", "2", "3", "4", "5"), ("1/25", "1/50", "1/100"))
        self.asked: list[str] = []
        self.watched: list[str] = []  # purposes, in the order the camera was started
        self.sink: Callable[[Any], None] | None = None
        self.trouble: Callable[[Exception], None] | None = None
        self.notice: Callable[[str, Any], None] | None = None

    def listed(self) -> tuple[CameraThere, ...]:
        return self.there

    def ask(self, key: str) -> Fixable:
        self.asked.append(key)
        return self.fixable

    def watch(self, purpose: str, sink: Any, trouble: Any, notice: Any) -> None:
        self.watched.append(purpose)
        self.sink, self.trouble, self.notice = sink, trouble, notice

    def unwatch(self) -> None:
        self.sink = None


class FakeDesk:
    """Notes what it was told."""

    def __init__(self) -> None:
        self.people = tuple(SimpleNamespace(key=f"p{i}", name=name) for i, name in enumerate(NAMES))
        self.current = self.people[0]
        self.documents = ("household_register", "id_front")
        self.auto = True
        self.told: list[tuple[str, object]] = []

    def person(self, key: str) -> Any:
        return next(person for person in self.people if person.key == key)

    def __getattr__(self, name: str) -> Callable[..., None]:
        def note(*args: object, **named: object) -> None:
            self.told.append((name, args or named))

        return note


class FakeUnopened:
    """Opens for the training pass-phrase."""

    def __init__(self, services: Any, settings: Settings | None = None) -> None:
        self.training = True
        self.hint = ("440103-027", "xunlian")
        self.settings = settings or Settings(theme="light")
        self._services = services

    def sign_in(self, officer: str, pass_phrase: str) -> Any:
        self.verify(officer, pass_phrase)
        return self._services

    def verify(self, officer: str, pass_phrase: str) -> None:
        if pass_phrase != "xunlian":
            raise Coded


def say(error: object, language: str) -> str:
    """Words for an error, as vanapp.problems has them."""
    code = getattr(error, "code", error)
    words = {
        "devices.not_connected": (
            "没有连接。请插好数据线,约一秒后自动识别。",
            "Not connected. Plug in its cable.",
        ),
        "sync.unreachable": ("离线", "offline"),
        "test.coded": (
            "警号或口令不对,请再试一次。",
            "Number or pass-phrase is not right. Please try again.",
        ),
    }
    zh, en = words.get(str(code), (str(code), str(code)))
    return en if language == "en" else zh
