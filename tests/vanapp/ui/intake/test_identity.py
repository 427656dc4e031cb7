"""The identity page: every bad number has its sentence, and nothing typed is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from devices.contract import Kind
from devices.errors import CardGone, Removed
from forms.idnumber import check_digit
from forms.record import CaptureKind
from tests.vanapp.bed import ID_NUMBER, NAME, FakeReader, card, draft, put_capture
from tests.vanapp.ui.intake.rig import Rig, Seen
from vanapp.ui.presenters.intake_check import CheckPresenter
from vanapp.ui.presenters.intake_identity import IdentityPresenter

WRONG_CHECK = ID_NUMBER[:-1] + ("0" if ID_NUMBER[-1] != "0" else "1")


class Reader:
    """A reader that goes through a script of errors and cards."""

    def __init__(self, *script: Any) -> None:
        self.script = list(script)

    def read(self, cancelled: Any, progress: Any) -> Any:
        progress("reading")
        found = self.script.pop(0)
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path, "card")


def page(rig: Rig) -> tuple[IdentityPresenter, Seen]:
    view = Seen()
    rig.begin()
    presenter = IdentityPresenter(rig.sitting, view)
    presenter.entered("")
    return presenter, view


def test_a_card_fills_the_form_and_the_flow_goes_on_by_itself(rig: Rig) -> None:
    rig.plug(Kind.CARD, FakeReader(card()))
    _, view = page(rig)
    rig.lanes.go("card")
    assert rig.stored.answers["name"] == NAME
    assert rig.stored.sources["id_number"] == "chip"
    assert view.last("show_number") == (ID_NUMBER,)
    assert rig.sitting.page == "identity"
    rig.timers.pass_all()
    assert rig.sitting.page == "matter"


def test_a_whole_good_number_goes_on_without_enter(rig: Rig) -> None:
    presenter, _ = page(rig)
    for place in range(1, 19):
        presenter.typed(ID_NUMBER[:place])
    assert rig.sitting.page == "matter"
    assert rig.stored.answers["id_number"] == ID_NUMBER


def test_the_photo_on_the_chip_is_looked_at_once_it_is_known_who_it_is(rig: Rig) -> None:
    presenter, _ = page(rig)
    assert rig.cases.prepared == []
    presenter.left()
    assert rig.cases.prepared == [False]


def test_every_keystroke_is_on_the_disk(rig: Rig) -> None:
    presenter, _ = page(rig)
    presenter.typed("4401061988")
    assert rig.stored.answers["id_number"] == "4401061988"
    assert rig.shell.all("show_saved")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (ID_NUMBER[:6] + "20260230" + "0022", "id.impossible_date"),
        (ID_NUMBER[:6] + "20991231" + "0022", "id.future_birth"),
        ("4401A6198803120024", "id.characters"),
    ],
)
def test_an_impossible_number_says_why_and_stays(rig: Rig, typed: str, code: str) -> None:
    presenter, view = page(rig)
    presenter.typed(typed)
    tone, shown, _ = view.last("show_judgement")
    assert (tone, shown) == ("wrong", code)
    presenter.go_on()
    assert rig.sitting.page == "identity"
    assert rig.stored.answers["id_number"] == typed


def test_a_wrong_check_digit_is_asked_once_then_believed(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.typed(WRONG_CHECK)
    assert view.last("show_judgement")[:2] == ("attention", "id.check_digit")
    assert rig.sitting.page == "identity"
    presenter.go_on()
    assert view.last("show_confirm") == (True,)
    presenter.go_on()
    assert rig.sitting.page == "matter"
    assert rig.stored.answers["confirmed.id_number.id.check_digit"] == WRONG_CHECK


def test_an_unknown_division_is_a_doubt_not_a_stop(rig: Rig) -> None:
    presenter, view = page(rig)
    body = "99" + ID_NUMBER[2:17]
    body = "07" + body[2:]
    presenter.typed(body + check_digit(body))
    assert view.last("show_judgement")[:2] == ("attention", "id.division_unknown")


def test_sixteen_digits_say_how_many_are_missing(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.typed(ID_NUMBER[:16])
    assert view.last("show_judgement") == ("plain", "intake.id_remaining", {"count": 2})
    presenter.go_on()
    assert view.last("show_judgement") == ("wrong", "id.too_short", {"count": 16, "missing": 2})
    assert rig.sitting.page == "identity"


def test_full_width_and_spaces_are_put_right(rig: Rig) -> None:
    presenter, _ = page(rig)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in ID_NUMBER[:10])
    presenter.typed(f" {wide} {ID_NUMBER[10:]} ")
    assert rig.stored.answers["id_number"] == ID_NUMBER
    assert rig.sitting.page == "matter"


def test_a_card_taken_away_too_early_is_told_and_the_page_goes_on_waiting(rig: Rig) -> None:
    rig.plug(Kind.CARD, Reader(CardGone(), card()))
    page(rig)
    rig.lanes.go("card")
    assert rig.shell.codes() == ["devices.card_gone"]
    assert "name" not in rig.stored.answers
    rig.timers.pass_all()
    rig.lanes.go("card")
    assert rig.stored.answers["name"] == NAME


def test_unplugging_the_reader_is_told_and_it_resumes_when_plugged_again(rig: Rig) -> None:
    rig.plug(Kind.CARD, Reader(Removed(), card()))
    _, view = page(rig)
    rig.lanes.go("card")
    assert view.last("show_reader") == ("absent",)
    assert rig.shell.codes() == ["devices.removed"]
    rig.timers.pass_all()
    rig.lanes.go("card")
    assert view.last("show_reader") == ("done",)


def test_a_card_that_differs_from_what_was_typed_waits_for_the_officer(rig: Rig) -> None:
    rig.plug(Kind.CARD, FakeReader(card()))
    presenter, _ = page(rig)
    presenter.typed(WRONG_CHECK)
    rig.lanes.go("card")
    rig.timers.pass_all()
    assert rig.shell.codes() == ["intake.card_conflict"]
    assert rig.sitting.page == "identity"
    assert rig.stored.answers["id_number"] == ID_NUMBER


def test_leaving_the_page_stops_the_reader(rig: Rig) -> None:
    rig.plug(Kind.CARD, FakeReader(card()))
    presenter, view = page(rig)
    presenter.left()
    rig.lanes.go("card")
    assert view.last("show_reader") == ("reading",) or view.last("show_reader") == ("waiting",)
    assert rig.sitting.page == "identity"


def test_the_chip_s_picture_is_shown_where_there_is_one(rig: Rig) -> None:
    rig.take(draft(rig.van))
    rig.sitting.jump("identity")
    view = Seen()
    IdentityPresenter(rig.sitting, view).entered("")
    assert view.last("show_chip_photo") == (None,)
    put_capture(rig.van, rig.application.id, CaptureKind.CHIP, "chip.photo", b"png")
    rig.sitting.refresh()
    IdentityPresenter(rig.sitting, view).entered("")
    assert view.last("show_chip_photo") == (b"png",)
    check = Seen()
    CheckPresenter(rig.sitting, check).entered("")
    assert check.last("show_earlier") == (b"png", "chip")
