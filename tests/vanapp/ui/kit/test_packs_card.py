"""The packs card of the settings: what is in use and whose word it is; a stick; why one was refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from forms.packs.shelf import lay_beside
from tests.sync.bureaus import Bureau
from tests.vanapp.test_packs import offer, pack
from tests.vanapp.ui.fakes import InlineLanes
from vanapp.clock import SystemClock
from vanapp.packs import Packs
from vanapp.problems import words
from vanapp.ui.presenters.packs import PacksPresenter, PackVerbs
from vanapp.ui.screens.packs_card import PacksCard


class Desk:
    """The card over real packs of an invented bureau. stick: what is plugged in."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.bureau = Bureau(folder / "bureau")
        self.stick = folder
        self.packs = Packs(folder / "packs", self.bureau.root.decode(), SystemClock())
        self.card = PacksCard()
        qtbot.addWidget(self.card)
        self.presenter = PacksPresenter(
            self.card,
            InlineLanes(),
            PackVerbs(standing=self.packs.standing, take=lambda: self.packs.look_at_stick(self.stick)),
            words=lambda code, values: words(code, values),
            say=lambda error: words(error),  # type: ignore[arg-type]
        )
        self.card.stick_asked.connect(self.presenter.take)
        self.card.show()
        self.presenter.load()

    def plug(self, name: str) -> None:
        self.stick = self.bureau.stick(name)
        button = next(b for b in self.card.findChildren(QPushButton) if b.text() == "从 U 盘更新")
        button.click()

    def said(self) -> str:
        return "\n".join(label.text() for label in self.card.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    lay_beside(())
    yield Desk(qtbot, tmp_path)
    lay_beside(())


def test_it_says_which_pack_is_in_use_and_whose_word_it_is(desk: Desk) -> None:
    said = desk.said()
    assert "guangdong@1 · 2026-11-28 · 随程序" in said
    assert desk.packs.standing().using.source in said
    assert "没有采用的" not in said
    assert "程序新版本" not in said


def test_a_pack_of_a_stick_is_announced_for_the_next_start(desk: Desk) -> None:
    offer(desk.bureau, 2, pack(2))
    desk.plug("first")
    assert "guangdong@2 已核验，下次启动起用" in desk.said()
    desk.plug("again")
    assert "已核验，没有新的内容" in desk.said()


def test_a_refused_pack_says_why_and_where(desk: Desk) -> None:
    offer(desk.bureau, 2, pack(2).replace(b"materials:", b"material:", 1))
    desk.plug("stick")
    said = desk.said()
    assert "没有采用的" in said
    assert "guangdong-2.yaml" in said
    assert "material (" in said
    assert "guangdong@1 · 2026-11-28 · 随程序" in said


def test_a_stick_with_an_older_list_or_nothing_says_so(desk: Desk, tmp_path: Path) -> None:
    offer(desk.bureau, 2, pack(2))
    desk.plug("new")
    button = next(b for b in desk.card.findChildren(QPushButton) if b.text() == "从 U 盘更新")
    desk.stick = tmp_path / "nothing"
    button.click()
    assert "U 盘上没有局里发布的更新" in desk.said()
    assert button.isEnabled()


def test_an_update_says_that_a_technician_installs_it(desk: Desk) -> None:
    desk.bureau.offer("vanapp_9.0_amd64.deb", b"program", kind="application", facts={"version": "9.0"})
    desk.plug("stick")
    said = desk.said()
    assert "9.0 已核验，尚未安装" in said
    assert str(desk.packs.standing().folder / "vanapp_9.0_amd64.deb") in said
