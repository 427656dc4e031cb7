"""A document under the camera on the identity page: one key, read by itself, never without an Enter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from devices.contract import Frame, Kind
from tests.vanapp.bed import FakeReader, card
from tests.vanapp.ui.intake.rig import Rig, Seen
from tests.vanapp.usecases.test_read_document import NUMBER, Reads, front, line
from vanapp.ui.presenters.intake_document import LOOKS
from vanapp.ui.presenters.intake_identity import IdentityPresenter
from vanapp.usecases.read_document import read_document

FRAME = Frame(bytes([200]) * (64 * 64 * 3), 64, 64)
NOTHING = (line("今天天气很好", 50, 60),)


class Script:
    """What lies under the camera at each look; the last one stays."""

    def __init__(self, rig: Rig, *documents: Any) -> None:
        self.rig, self.documents, self.looks = rig, list(documents), 0
        rig.cases.read_document = self.read

    def read(self, application: str, picture: Any) -> Any:
        self.looks += 1
        lines = self.documents.pop(0) if len(self.documents) > 1 else self.documents[0]
        return read_document(self.rig.van.services, application, picture, Reads(lines))


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path, "card")


def page(rig: Rig, *documents: Any) -> tuple[IdentityPresenter, Seen, Script]:
    script = Script(rig, *documents)
    view = Seen()
    rig.begin()
    presenter = IdentityPresenter(rig.sitting, view)
    presenter.entered("")
    return presenter, view, script


def look(rig: Rig, presenter: IdentityPresenter, passes: int = 1) -> None:
    presenter.look()
    rig.camera.show(FRAME)
    for _ in range(passes):
        rig.timers.pass_all()


def test_one_key_reads_the_card_and_the_officer_goes_on(rig: Rig) -> None:
    presenter, view, _ = page(rig, front())
    look(rig, presenter)
    assert view.last("show_number") == (NUMBER,)
    assert view.last("show_read") == ("id_card", 6, 0)
    assert rig.stored.sources["name"] == "ocr"
    assert rig.camera.sink is None  # the camera rests again
    rig.timers.pass_all()
    assert rig.sitting.page == "identity"  # nothing goes on by itself: the officer compares first
    presenter.go_on()
    assert rig.sitting.page == "matter"


def test_a_document_laid_late_is_read_when_it_lies_there(rig: Rig) -> None:
    presenter, view, script = page(rig, NOTHING, NOTHING, front())
    look(rig, presenter, 3)
    assert script.looks == 3
    assert ("nothing",) in view.all("show_looking")
    assert view.last("show_read") == ("id_card", 6, 0)


def test_what_cannot_be_read_is_given_up_and_told(rig: Rig) -> None:
    presenter, view, script = page(rig, NOTHING)
    look(rig, presenter, LOOKS + 3)
    assert script.looks == LOOKS
    assert rig.shell.codes() == ["usecases.no_document"]
    assert view.last("show_looking") == ("",)


def test_the_same_key_ends_it(rig: Rig) -> None:
    presenter, view, script = page(rig, NOTHING)
    look(rig, presenter)
    presenter.look()
    assert view.last("show_looking") == ("",)
    assert rig.camera.sink is None
    rig.timers.pass_all()
    assert script.looks == 1


def test_a_look_that_comes_back_after_leaving_is_of_no_concern(rig: Rig) -> None:
    rig.lanes.held.add("analysis")
    presenter, view, _ = page(rig, front())
    look(rig, presenter)
    presenter.left()
    rig.lanes.go("analysis")
    assert view.all("show_read") == []


def test_no_camera_is_told_and_looked_for(rig: Rig) -> None:
    rig.camera.plugged = False
    presenter, _, script = page(rig, front())
    presenter.look()
    assert rig.shell.codes() == ["devices.not_connected"]
    rig.camera.plugged = True
    rig.timers.pass_all()  # looked for again
    rig.camera.show(FRAME)
    rig.timers.pass_all()
    assert script.looks == 1


def test_anothers_document_is_told(rig: Rig) -> None:
    presenter, view, _ = page(rig, front())
    presenter.typed("440106198803120024")
    rig.sitting.jump("identity")
    look(rig, presenter)
    assert "intake.other_person" in rig.shell.codes()
    assert view.all("show_read") == []


def test_a_difference_from_what_was_typed_is_told(rig: Rig) -> None:
    presenter, _, _ = page(rig, front())
    rig.sitting.answer("name", "欧阳雪")
    look(rig, presenter)
    assert "intake.document_conflict" in rig.shell.codes()
    assert rig.stored.answers["name"] == "欧阳雪"


def test_a_card_on_the_reader_ends_the_look(rig: Rig) -> None:
    rig.plug(Kind.CARD, FakeReader(card()))
    presenter, view, _ = page(rig, front())
    presenter.look()
    rig.lanes.go("card")
    assert rig.camera.sink is None
    assert view.last("show_looking") == ("",)
    presenter.look()  # the chip said it all
    assert rig.camera.sink is None
