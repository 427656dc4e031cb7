"""The kit check's presenter: runs it in a lane, words every row as it changes, shows how it ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PyQt6.QtCore import QCoreApplication

from vanapp.ui.tasks import Cancel, Runs
from vanapp.ui.widgets import Item
from vanapp.ui.words import instrument_word

if TYPE_CHECKING:
    from vanapp.usecases.check_kit import KitRecord

Told = Callable[[Any], None]


class Pictures(Protocol):
    """The camera for the check: GUI thread only."""

    def watch(self) -> Any:
        """Start it; returns the shutter its pictures go into."""
        ...

    def rest(self) -> None: ...


@dataclass(frozen=True)
class KitVerbs:
    """check(shutter, cancelled, told): blocking, lane card; `told` is called in other threads.

    slip(record, sheet): blocking, lane print; sheet: a sheet of A4 may be spent.
    """

    check: Callable[[Any, Callable[[], bool], Told], KitRecord]
    pictures: Pictures
    slip: Callable[[KitRecord, bool], PrintedLike]


class PrintedLike(Protocol):
    """Where the slip went: way "paper", "queue" or "file"."""

    @property
    def way(self) -> str: ...


class KitView(Protocol):
    def show_slip(self, can_print: bool) -> None: ...
    def show_running(self, running: bool) -> None: ...
    def show_lines(self, items: Sequence[Item]) -> None: ...


class KitPresenter:
    def __init__(
        self,
        view: KitView,
        lanes: Runs,
        verbs: KitVerbs,
        *,
        trouble: Callable[[str], str],
        failed: Callable[[Exception], None],
        checked: Callable[[], None],
    ) -> None:
        """trouble(code): a sentence with the remedy, in the language in force. checked: a result was kept."""
        self._view, self._lanes, self._verbs = view, lanes, verbs
        self._trouble, self._failed, self._checked = trouble, failed, checked
        self._rows: dict[str, Any] = {}
        self._record: KitRecord | None = None
        self._cancel: Cancel | None = None
        self._watching = False
        self._slip = ""  # "paper", "queue", "file" or the code of what went wrong

    def check(self) -> None:
        if self._cancel is not None:
            return
        cancel, closing = Cancel(), Cancel()
        self._cancel, self._watching = cancel, True
        self._rows, self._record, self._slip = {}, None, ""
        self._view.show_running(True)
        self._view.show_slip(False)
        self._show()
        shutter, told = self._verbs.pictures.watch(), self._lanes.relay(self._told)
        # The officer's stop is asked inside: `done` must come all the same, with what was found so far.
        self._lanes.run(
            "card",
            lambda: self._verbs.check(shutter, lambda: cancel() or closing(), told),
            self._done,
            self._broke,
            cancel=closing,
        )

    def stop(self) -> None:
        """The officer's, or the page is left: the camera is wanted elsewhere."""
        if self._cancel is not None:
            self._cancel.cancel()
            self._rest()

    def say_again(self) -> None:
        """The language changed."""
        self._show()

    def _told(self, row: Any) -> None:
        if self._cancel is not None:
            self._rows[str(row.kind)] = row
            self._show()

    def _done(self, record: KitRecord) -> None:
        self._ended()
        self._rows = {line.kind: line for line in record.lines}
        is_whole = all(line.verdict != "stopped" for line in record.lines)
        self._record = record if is_whole else None
        self._show()
        if is_whole:
            self._view.show_slip(True)
            self._print(record, sheet=False)
            self._checked()

    def print_again(self) -> None:
        """The officer wants the slip on paper, whatever printer there is."""
        if self._record is not None:
            self._print(self._record, sheet=True)

    def _print(self, record: KitRecord, *, sheet: bool) -> None:
        def told(slip: str) -> None:
            if self._record is record:
                self._slip = slip
                self._show()

        def failed(error: Exception) -> None:
            code = getattr(error, "code", None)
            if code is None:
                self._failed(error)
            else:
                told(str(code))

        self._lanes.run(
            "print", lambda: self._verbs.slip(record, sheet), lambda printed: told(printed.way), failed
        )

    def _broke(self, error: Exception) -> None:
        self._ended()
        self._failed(error)

    def _ended(self) -> None:
        self._cancel = None
        self._rest()
        self._view.show_running(False)

    def _rest(self) -> None:
        """Once: after it another page may use the camera."""
        if self._watching:
            self._watching = False
            self._verbs.pictures.rest()

    def _show(self) -> None:
        items = [_item(row, self._trouble) for row in self._rows.values()]
        if self._record is not None:
            items.append(kit_item(self._record))
        if self._slip:
            items.append(_slip_item(self._slip, self._trouble))
        self._view.show_lines(items)


def kit_item(record: KitRecord) -> Item:
    """The whole check in one line."""
    words = QCoreApplication.translate("Kit", "设备自检 {good}/{all} · {seconds} 秒")
    text = words.format(good=record.good, all=record.total, seconds=round(record.seconds))
    return Item(text, "done" if record.is_go else "attention")


def _slip_item(slip: str, trouble: Callable[[str], str]) -> Item:
    words = {
        "paper": QCoreApplication.translate("Kit", "检查单已打印，并存在本机"),
        "queue": QCoreApplication.translate("Kit", "检查单已交给打印机，并存在本机"),
        "file": QCoreApplication.translate("Kit", "检查单已存在本机；要纸质的请按 F6"),
    }
    if slip in words:
        return Item(words[slip], "done")
    kept = QCoreApplication.translate("Kit", "检查单已存在本机，没有打印。{trouble}")
    return Item(kept.format(trouble=trouble(slip)), "attention")


def _item(row: Any, trouble: Callable[[str], str]) -> Item:
    translate, name = QCoreApplication.translate, instrument_word(str(row.kind))
    verdict = str(row.verdict)
    if verdict == "under_way":
        return Item(f"{name} · {_step(str(row.kind), row.step)}", "here")
    if verdict == "go":
        if row.facts.get("tried") == "no":
            return Item(translate("Kit", "{name} · 已连接，未试印").format(name=name), "done")
        seconds = translate("Kit", "{name} · 通过 · {seconds} 秒")
        return Item(seconds.format(name=name, seconds=f"{row.seconds:.1f}"), "done")
    if verdict == "stopped":
        return Item(translate("Kit", "{name} · 没有检查完").format(name=name), "open")
    missing, refused = translate("Kit", "{name} · 未连接"), translate("Kit", "{name} · 不通过")
    words = missing if verdict == "not_there" else refused
    return Item(f"{words.format(name=name)} · {trouble(row.code)}", "attention")


def _step(kind: str, step: str) -> str:
    translate = QCoreApplication.translate
    waiting = {
        "card": translate("Kit", "请放一张身份证"),
        "finger": translate("Kit", "请按一下手指"),
    }
    if step == "waiting" and kind in waiting:
        return waiting[kind]
    if step == "lift":
        return translate("Kit", "请抬起手指")
    return translate("Kit", "正在检查")
