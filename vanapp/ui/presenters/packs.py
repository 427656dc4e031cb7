"""The packs card's presenter: which pack is in use and whose word it is, what is ready, what was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PyQt6.QtCore import QCoreApplication

from vanapp.ui.tasks import Runs

if TYPE_CHECKING:
    from vanapp.usecases.take_packs import Standing


@dataclass(frozen=True)
class PackVerbs:
    """All blocking; lane: net."""

    standing: Callable[[], Standing | None]
    take: Callable[[], Standing | None]  # from a USB stick


@dataclass(frozen=True)
class Told:
    """What the card shows, in words; "" is not shown. using: name and day; source: whose word it is."""

    using: str
    source: str
    next: str = ""
    refused: str = ""
    update: str = ""
    install: str = ""


class PacksView(Protocol):
    def show_told(self, told: Told) -> None: ...
    def show_taking(self, taking: bool, said: str) -> None: ...


class PacksPresenter:
    def __init__(
        self,
        view: PacksView,
        lanes: Runs,
        verbs: PackVerbs,
        *,
        words: Callable[[str, Mapping[str, object]], str],
        say: Callable[[object], str],
    ) -> None:
        """words: of a code and its values; say: of an error."""
        self._view, self._lanes, self._verbs = view, lanes, verbs
        self._words, self._say = words, say
        self._standing: Standing | None = None

    def load(self) -> None:
        self._view.show_taking(False, "")
        self._lanes.run("net", self._verbs.standing, self._show, self._failed)

    def say_again(self) -> None:
        self._show(self._standing)

    def take(self) -> None:
        """What the bureau sent on a stick."""
        self._view.show_taking(True, QCoreApplication.translate("Packs", "正在核验 U 盘上的更新…"))
        self._lanes.run("net", self._verbs.take, self._taken, self._failed)

    def _taken(self, standing: Standing | None) -> None:
        translate = QCoreApplication.translate
        before, self._standing = self._standing, standing
        changed = standing is not None and (
            before is None
            or (before.next, before.update, before.refused)
            != (standing.next, standing.update, standing.refused)
        )
        said = translate("Packs", "已核验，见上") if changed else translate("Packs", "已核验，没有新的内容")
        self._view.show_taking(False, said)
        self._show(standing)

    def _failed(self, error: Exception) -> None:
        self._view.show_taking(False, self._say(error))

    def _show(self, standing: Standing | None) -> None:
        self._standing = standing
        if standing is None:
            return
        translate = QCoreApplication.translate
        came = {
            "program": translate("Packs", "随程序"),
            "line": translate("Packs", "局里经办证网发来"),
            "stick": translate("Packs", "局里经 U 盘送来"),
        }[standing.came]
        pack, refused, update = standing.using, standing.refused, standing.update
        self._view.show_told(
            Told(
                using=f"{pack.name} · {pack.date.isoformat()} · {came}",
                source=pack.source,
                next=translate("Packs", "{pack} 已核验，下次启动起用").format(pack=standing.next)
                if standing.next
                else "",
                refused=self._words(refused.code, refused.values) if refused is not None else "",
                update=translate("Packs", "{version} 已核验，尚未安装").format(version=update.version)
                if update is not None
                else "",
                install=translate("Packs", "请技术员关闭本程序后安装：{path}").format(
                    path=standing.folder / update.file
                )
                if update is not None
                else "",
            )
        )
