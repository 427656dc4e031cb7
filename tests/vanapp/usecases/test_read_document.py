"""What a document says fills what is empty, with its doubts; chip and officer are never written over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from devices.contract import Frame, Kind
from devices.ocr.reader import Line
from forms.idnumber import check_digit
from tests.devices.ocr.test_fields import BACK, PAGE, front, line
from tests.vanapp.bed import FakeReader, Van, card
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.errors import NoDocument
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.read_card import read_card
from vanapp.usecases.read_document import DocumentOutcome, read_document
from vanapp.usecases.undo import undo

FRAME = Frame(bytes([200]) * (64 * 64 * 3), 64, 64)
NUMBER = "44010419911018032" + check_digit("44010419911018032")
FULL_BACK = (*BACK, line("2016.10.10-2036.10.10", 370, 532))


@dataclass
class Reads:
    """A text reader that gives back these lines."""

    said: tuple[Line, ...]

    def lines(self, picture: Any) -> tuple[Line, ...]:
        return self.said


def read(van: Van, application_id: str, lines: tuple[Line, ...], picture: Any = FRAME) -> DocumentOutcome:
    return read_document(van.services, application_id, picture, Reads(lines))


def begun(van: Van) -> str:
    return begin_application(van.services, way="visit", matter="renewal_expiry").id


def test_a_card_under_the_camera_fills_the_empty_answers_in_one_step(van: Van) -> None:
    id_ = begun(van)
    outcome = read(van, id_, front())
    assert outcome.kind == "id_card"
    assert dict(outcome.filled) == {
        "name": "欧阳雪梅",
        "sex": "2",
        "ethnic": "01",
        "birth": "19911018",
        "address": "广东省广州市越秀区人民北路688号1502房之一",
        "id_number": NUMBER,
    }
    assert {outcome.application.sources[name] for name in outcome.filled} == {"ocr"}
    assert "雪梅" not in repr(outcome)
    undo(van.services, id_)
    empty = van.store.applications.get(id_)
    assert [name for name, source in empty.sources.items() if source == "ocr"] == []
    assert empty.captures == ()


def test_both_sides_fill_one_form_and_both_pictures_stay(van: Van) -> None:
    id_ = begun(van)
    read(van, id_, front())
    outcome = read(van, id_, FULL_BACK)
    assert outcome.filled == {
        "issuer": "广州市公安局越秀分局",
        "valid_from": "20161010",
        "valid_to": "20361010",
    }
    assert {c.slot for c in outcome.application.captures} == {"read.id_card", "read.id_card_back"}


def test_the_picture_stays_with_the_confidence_of_each_entry_and_no_entry(van: Van) -> None:
    capture = read(van, begun(van), front()).application.capture("read.id_card")
    assert capture.facts["fields"]["id_number"] == {
        "confidence": 0.99,
        "checks": ["check_digit"],
        "doubts": [],
    }
    assert "欧阳" not in str(capture.facts)
    assert capture.media_type == "image/jpeg"


def test_the_chip_is_never_written_over(van: Van) -> None:
    id_ = begun(van)
    van.bench.drivers[Kind.CARD] = FakeReader(card())
    stood = read_card(van.services, id_, lambda: False, lambda _: None).application.answers
    outcome = read(van, id_, front(number="-"))
    assert outcome.filled == {}
    assert outcome.application.answers == stood
    assert set(outcome.conflicts) >= {"name", "birth"}


def test_the_officers_own_answer_stays_and_the_difference_is_told(van: Van) -> None:
    id_ = begun(van)
    answer(van.services, id_, "name", "欧阳雪")
    outcome = read(van, id_, front())
    assert outcome.application.answers["name"] == "欧阳雪"
    assert outcome.conflicts == {"name": ("欧阳雪", "欧阳雪梅")}
    assert "name" not in outcome.filled


def test_another_persons_page_fills_nothing(van: Van) -> None:
    id_ = begun(van)
    other = "44010419620101001" + check_digit("44010419620101001")
    answer(van.services, id_, "id_number", other)
    outcome = read(van, id_, PAGE)
    assert outcome.other_person
    assert outcome.filled == {}
    assert outcome.application.captures == ()
    assert "name" not in outcome.application.answers


def test_a_better_second_look_replaces_the_first(van: Van) -> None:
    id_ = begun(van)
    read(van, id_, front(name="欧阳雪每"))
    assert read(van, id_, front()).filled == {"name": "欧阳雪梅"}


def test_a_rare_character_bars_sealing_until_it_is_confirmed(van: Van) -> None:
    id_ = begun(van)
    outcome = read(van, id_, front(name="欧阳䶮"))
    assert outcome.doubts == {"name": ("ocr.rare_character",)}
    waiting = [(m.field, m.code) for m in make_checklist(van.services, id_).stops]
    assert ("name", "ocr.rare_character") in waiting
    answer(van.services, id_, "confirmed.name.ocr.rare_character", "欧阳䶮")
    waiting = [(m.field, m.code) for m in make_checklist(van.services, id_).stops]
    assert ("name", "ocr.rare_character") not in waiting


def test_a_doubt_ends_when_the_officer_types_the_answer(van: Van) -> None:
    id_ = begun(van)
    read(van, id_, front(name="欧阳䶮"))
    saved = answer(van.services, id_, "name", "欧阳雪梅")
    assert not [m for m in saved.mistakes if m.code.startswith("ocr.")]
    assert not [m for m in make_checklist(van.services, id_).stops if m.code.startswith("ocr.")]


def test_a_second_reading_asks_anew(van: Van) -> None:
    id_ = begun(van)
    read(van, id_, front(name="欧阳䶮"))
    answer(van.services, id_, "confirmed.name.ocr.rare_character", "欧阳䶮")
    read(van, id_, front(name="欧阳龑"))
    assert [m.code for m in make_checklist(van.services, id_).stops if m.code.startswith("ocr.")]


def test_a_passports_zone_fills_name_birth_and_sex(van: Van) -> None:
    zone = (
        line("P<D<<SMITH<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<<<<", 50, 600),
        line("C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4", 50, 660),
    )
    outcome = read(van, begun(van), zone)
    assert outcome.kind == "mrz"
    assert dict(outcome.filled) == {"name": "SMITH ANNA", "birth": "19640812", "sex": "2"}


def test_a_scanned_page_is_kept_as_the_file_it_is(van: Van) -> None:
    capture = read(van, begun(van), PAGE, b"the page's own bytes").application.capture("read.household")
    assert van.store.captures.content(capture.sha256) == b"the page's own bytes"


def test_nothing_known_is_told_and_changes_nothing(van: Van) -> None:
    id_ = begun(van)
    before = van.store.applications.get(id_)
    with pytest.raises(NoDocument):
        read(van, id_, (line("今天天气很好", 50, 60),))
    assert van.store.applications.get(id_).answers == before.answers


def test_the_audit_knows_how_many_and_no_name(van: Van) -> None:
    id_ = begun(van)
    read(van, id_, front())
    entry = next(e for e in van.store.audit.about(id_) if e.what == "read_document")
    assert "欧阳" not in str(entry)
