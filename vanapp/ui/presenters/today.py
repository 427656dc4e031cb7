"""Today's presenter: asks the store for the day, the instruments for their state, and words both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PyQt6.QtCore import QCoreApplication

from vanapp.ui.presenters.kit import kit_item
from vanapp.ui.screens.today import Needed, Stop
from vanapp.ui.tasks import Runs
from vanapp.ui.widgets import Item
from vanapp.ui.words import instrument_word, joined, way_word

if TYPE_CHECKING:
    from vanapp.usecases.list_outbox import OutboxRow
    from vanapp.usecases.today import Draft, Today, Visit

_ICONS = {
    "visit": "house",
    "delivery": "package",
    "van": "van",
    "campus": "student",
    "booking": "calendar-check",
}
_DRAFT = "draft:"


class TodayView(Protocol):
    def set_subtitle(self, subtitle: str) -> None: ...
    def show_stops(self, stops: Sequence[Stop]) -> None: ...
    def show_check(self, items: Sequence[Item]) -> None: ...
    def show_needed(self, needed: Sequence[Needed]) -> None: ...
    def show_counts(self, counts: dict[str, int]) -> None: ...


@dataclass(frozen=True)
class Beginning:
    """An application to go on with, or a visit to begin, or neither: whoever stands there."""

    application: str | None = None
    visit: Visit | None = None


class TodayPresenter:
    """`ask` is usecases.today with its services; `matter` words a matter id in the language in force."""

    def __init__(
        self,
        view: TodayView,
        lanes: Runs,
        ask: Callable[[], Today],
        *,
        matter: Callable[[str], str],
        failed: Callable[[Exception], None],
        unit: str,
        language: Callable[[], str] = lambda: "zh",
    ) -> None:
        self._view, self._lanes, self._ask = view, lanes, ask
        self._matter, self._failed, self._unit = matter, failed, unit
        self._language = language
        self._today: Today | None = None
        self._instruments: tuple[tuple[str, bool], ...] = ()
        self._line = "unknown"

    def load(self) -> None:
        """Ask again: on entering the page and whenever something was sealed, sent or decided."""
        self._lanes.run("store", self._ask, self._loaded, self._failed)

    def show_instruments(self, states: Sequence[tuple[str, bool]]) -> None:
        """(kind, ready) of every instrument of the kit."""
        self._instruments = tuple(states)
        self._show_check()

    def show_line(self, state: str) -> None:
        self._line = state
        self._show_check()

    def say_again(self) -> None:
        """The language changed."""
        if self._today is not None:
            self._loaded(self._today)

    def begun(self, stop_id: str) -> Beginning:
        """What a stop's id stands for; a planned visit without an application is to be begun."""
        if stop_id.startswith(_DRAFT):
            return Beginning(application=stop_id.removeprefix(_DRAFT))
        visits = self._today.visits if self._today is not None else ()
        visit = next((v for v in visits if v.id == stop_id), None)
        is_open = visit is not None and visit.state == "open"
        return Beginning(visit.application if visit is not None and is_open else None, visit)

    def _loaded(self, today: Today) -> None:
        self._today = today
        translate = QCoreApplication.translate
        day = translate("Today", "{month} 月 {day} 日 {weekday}").format(
            month=today.day.month, day=today.day.day, weekday=_weekday(today.day.weekday())
        )
        stops = translate("Today", "{n} 站").format(n=_stops(today))
        self._view.set_subtitle(joined(day, self._unit, stops))
        own = {visit.application for visit in today.visits if visit.application}
        drafts = [self._draft(draft) for draft in today.drafts if draft.id not in own]
        self._view.show_stops([*drafts, *(self._stop(visit) for visit in today.visits)])
        self._view.show_needed([Needed(r.id, r.name, self._why(r)) for r in today.needs_you])
        self._view.show_counts(dict(today.counts))
        self._show_check()

    def _why(self, row: OutboxRow) -> str:
        return next(iter(row.heard.why(self._language())), "")

    def _stop(self, visit: Visit) -> Stop:
        translate = QCoreApplication.translate
        age = translate("Today", " · {n} 岁").format(n=visit.age) if visit.age is not None else ""
        matter = self._matter(visit.matter) if visit.matter else ""
        begin = {
            "visit": translate("Today", "开始上门"),
            "delivery": translate("Today", "开始送证"),
        }.get(visit.kind, translate("Today", "开始"))
        return Stop(
            id=visit.id,
            at=visit.at,
            title=f"{visit.title}{age}",
            chip=way_word(visit.kind),
            chip_icon=_ICONS.get(visit.kind, "map-pin"),
            note=joined(matter, visit.address, visit.note),
            state="dropped" if _is_off(visit) else visit.state,
            begin=translate("Today", "继续") if visit.state == "open" else begin,
            care=joined(visit.care, _contact(visit)),
            news=_news(visit),
        )

    def _draft(self, draft: Draft) -> Stop:
        translate = QCoreApplication.translate
        number = translate("Today", "临时受理号 {number}").format(number=draft.number)
        return Stop(
            id=_DRAFT + draft.id,
            at=translate("Today", "待续"),
            title=draft.name or translate("Today", "未填姓名"),
            chip=translate("Today", "未办完"),
            chip_icon="pencil-simple",
            note=joined(self._matter(draft.matter), number),
            state="open",
            begin=translate("Today", "继续"),
        )

    def _show_check(self) -> None:
        translate = QCoreApplication.translate
        ready = [kind for kind, is_ready in self._instruments if is_ready]
        missing = [instrument_word(kind) for kind, is_ready in self._instruments if not is_ready]
        items = [
            Item(
                translate("Today", "设备就绪 {ready}/{all}").format(
                    ready=len(ready), all=len(self._instruments)
                ),
                "attention" if missing else "done",
            )
        ]
        if self._today is not None and self._today.kit is not None:
            items.append(kit_item(self._today.kit))
        if self._today is not None:
            stops = translate("Today", "行程已在本机 · {n} 站").format(n=_stops(self._today))
            items.append(Item(stops, "done"))
            if late := len(self._today.to_come):
                items.append(Item(translate("Today", "容缺材料 {n} 件到期").format(n=late), "attention"))
            if held := self._today.held:
                items.append(Item(translate("Today", "代管原件 {n} 件").format(n=held), "here"))
            drafts = len(self._today.drafts)
            if drafts:
                items.append(Item(translate("Today", "还有 {n} 件没办完").format(n=drafts), "attention"))
        line = {
            "up": translate("Today", "已连接办证网"),
            "unknown": translate("Today", "正在查看网络"),
        }.get(self._line, translate("Today", "离线，采集不受影响"))
        mark = {"up": "done", "unknown": "here"}.get(self._line, "attention")
        items.append(Item(line, mark))
        items += [Item(translate("Today", "{name}未就绪").format(name=name), "attention") for name in missing]
        self._view.show_check(items)


def _is_off(visit: Visit) -> bool:
    """Called off before anybody began there."""
    return bool(visit.dropped) and visit.state == "planned"


def _stops(today: Today) -> int:
    return sum(not _is_off(visit) for visit in today.visits)


def _contact(visit: Visit) -> str:
    """Whom to call, often not the applicant: name, in what relation, telephone."""
    who = visit.contact
    if who and visit.contact_relation:
        bracketed = QCoreApplication.translate("Today", "{name}（{relation}）")
        who = bracketed.format(name=who, relation=visit.contact_relation)
    return " ".join(part for part in (who, visit.phone) if part)


def _news(visit: Visit) -> str:
    if visit.state != "open":
        return ""
    translate = QCoreApplication.translate
    return {
        "changed": translate("Today", "局里有改动"),
        "dropped": translate("Today", "局里已取消"),
    }.get(visit.news, "")


def _weekday(number: int) -> str:
    translate = QCoreApplication.translate
    return (
        translate("Today", "星期一"),
        translate("Today", "星期二"),
        translate("Today", "星期三"),
        translate("Today", "星期四"),
        translate("Today", "星期五"),
        translate("Today", "星期六"),
        translate("Today", "星期日"),
    )[number]
