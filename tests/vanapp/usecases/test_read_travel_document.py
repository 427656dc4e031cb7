"""A travel document fills what is empty, zone first, then chip; card and officer are never written over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from devices.contract import ChipKey, Kind
from devices.drivers.pcsc_mrtd import PcscMrtd
from devices.travel import hanzi
from devices.travel.errors import NotAnMrz, WrongKey
from devices.travel.mrz import Mrz, check_digit
from devices.virtual.chip_slots import VirtualSlots
from devices.virtual.mrtd_files import files_of
from devices.virtual.mrtd_model import MrtdChip
from forms.record import Application, CaptureKind
from tests.devices.travel import specimens
from tests.devices.travel.rig import face, utopia
from tests.vanapp.bed import ID_NUMBER, FakeReader, Van, card
from tests.vanapp.bed import NAME as CARD_NAME
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.read_card import read_card
from vanapp.usecases.read_travel_document import TravelOutcome, read_travel_chip, read_zone, zone_of
from vanapp.usecases.undo import undo

NAME = "刘兰"  # fits its place in the zone with room left


def passport(name: str = NAME, birth: str = "880312", sex: str = "F", expiry: str = "360110") -> str:
    """A PRC passport's two lines, for the invented resident."""
    optional = hanzi.encode(name, 12) + "B9"
    first = "POCHNCHEN<<LAN".ljust(44, "<")
    number = "EA1234567" + check_digit("EA1234567")
    dates = birth + check_digit(birth) + sex + expiry + check_digit(expiry)
    rest = optional + check_digit(optional)
    over = number + dates.replace(sex, "", 1) + rest
    return f"{first}\n{number}CHN{dates}{rest}{check_digit(over)}"


PASSPORT = passport()


def begun(van: Van, matter: str = "loss") -> str:
    return begin_application(van.services, way="visit", matter=matter).id


def zone(van: Van, application_id: str, typed: str = PASSPORT) -> TravelOutcome:
    return read_zone(van.services, application_id, zone_of(typed))


def plug_chip(van: Van, typed: str = PASSPORT, details: Mapping[str, str] | None = None, **more: Any) -> Mrz:
    """A reader with a document on it."""
    told = zone_of(typed)
    files = files_of(told.lines, more.get("face", face()), details or {}, utopia())
    chip = MrtdChip(files, ChipKey(told.number.replace(" ", "<"), told.birth, told.expiry))
    for fault in more.get("faults", ()):
        chip.fault(fault)
    slots = VirtualSlots()
    slots.lay(chip)
    driver = PcscMrtd(slots, roots=more.get("roots", [utopia().root]), now=van.services.clock.now)
    van.bench.drivers[Kind.CHIP] = driver
    return told


def read(van: Van, application_id: str, told: Mrz) -> TravelOutcome:
    with van.bench.drivers[Kind.CHIP]:
        return read_travel_chip(van.services, application_id, told, lambda: False, lambda _step: None)


def stored(van: Van, application_id: str) -> Application:
    return van.store.applications.get(application_id)


def test_the_specimen_of_this_test_is_a_zone() -> None:
    assert zone_of(PASSPORT).valid
    assert zone_of(PASSPORT).chinese_name == NAME


def test_a_zone_fills_the_empty_answers_in_one_step(van: Van) -> None:
    id_ = begun(van)
    outcome = zone(van, id_)
    assert dict(outcome.filled) == {"name": NAME, "birth": "19880312", "sex": "2"}
    assert outcome.warnings == ()
    application = stored(van, id_)
    assert {application.sources[name] for name in outcome.filled} == {"mrz"}
    evidence = application.capture("travel.zone")
    assert evidence is not None
    assert (evidence.kind, evidence.device) == (CaptureKind.DOCUMENT, "officer")
    assert van.store.captures.content(evidence.sha256).decode() == PASSPORT
    assert NAME not in repr(outcome)
    undo(van.services, id_)
    after = stored(van, id_)
    assert not {"name", "birth", "sex"} & set(after.answers)
    assert after.capture("travel.zone") is None


def test_what_is_no_zone_is_refused() -> None:
    with pytest.raises(NotAnMrz):
        zone_of("hello")


def test_a_chip_says_more_than_the_zone(van: Van) -> None:
    """The whole name, the whole birthday, the number, the face."""
    id_ = begun(van)
    details = {"name": "欧阳<<若兰花", "birth": "19880312", "personal_number": ID_NUMBER}
    outcome = read(van, id_, plug_chip(van, details=details))
    assert dict(outcome.filled) == {
        "name": "欧阳若兰花",
        "birth": "19880312",
        "sex": "2",
        "id_number": ID_NUMBER,
    }
    application = stored(van, id_)
    assert application.sources["name"] == "travel_chip"
    portrait, evidence = application.capture("chip.portrait"), application.capture("travel.chip")
    assert portrait is not None
    assert evidence is not None
    assert van.store.captures.content(portrait.sha256) == face()
    assert evidence.facts["trust"] == "authentic"
    sizes = evidence.facts["files"]
    assert isinstance(sizes, dict)
    assert sum(int(str(size)) for size in sizes.values()) == evidence.size
    undo(van.services, id_)
    assert stored(van, id_).capture("chip.portrait") is None


def test_a_face_in_jpeg_2000_is_kept_as_jpeg(van: Van) -> None:
    id_ = begun(van)
    read(van, id_, plug_chip(van, face=face((60, 80), "JPEG2000")))
    portrait = stored(van, id_).capture("chip.portrait")
    assert portrait is not None
    assert van.store.captures.content(portrait.sha256)[:3] == b"\xff\xd8\xff"


def test_the_chip_counts_over_the_zone_and_not_the_other_way_round(van: Van) -> None:
    id_ = begun(van)
    zone(van, id_)
    read(van, id_, plug_chip(van, details={"name": "陈<<若兰花"}))
    assert stored(van, id_).answers["name"] == "陈若兰花"
    again = zone(van, id_)
    assert stored(van, id_).answers["name"] == "陈若兰花"
    assert again.conflicts["name"] == ("陈若兰花", NAME)


def test_the_officers_and_the_cards_words_stay(van: Van) -> None:
    id_ = begun(van)
    answer(van.services, id_, "name", "陈兰")
    outcome = zone(van, id_)
    assert outcome.conflicts == {"name": ("陈兰", NAME)}
    assert stored(van, id_).answers["name"] == "陈兰"
    other = begun(van, "renewal_expiry")
    van.bench.drivers[Kind.CARD] = FakeReader(card())
    read_card(van.services, other, lambda: False, lambda _step: None)
    zone(van, other, passport("王芳"))
    assert stored(van, other).answers["name"] == CARD_NAME


@pytest.mark.parametrize("typed", [passport(birth="880313"), passport(sex="M")])
def test_another_persons_document_fills_nothing(van: Van, typed: str) -> None:
    id_ = begun(van)
    answer(van.services, id_, "id_number", ID_NUMBER)
    outcome = zone(van, id_, typed)
    assert outcome.other_person
    assert not outcome.filled
    application = stored(van, id_)
    assert "name" not in application.answers
    assert application.capture("travel.zone") is None


def ticked(van: Van, application_id: str) -> bool:
    items = make_checklist(van.services, application_id).items
    return next(item.done for item in items if item.material.id == "OTHERID")


def test_a_passport_proves_identity_after_a_loss(van: Van) -> None:
    id_ = begun(van)
    assert not ticked(van, id_)
    zone(van, id_)
    assert ticked(van, id_)


@pytest.mark.parametrize(
    ("typed", "warning"),
    [
        (passport(expiry="250110"), "travel.expired"),
        (PASSPORT.replace("EA1234567", "EA1234568"), "travel.check_digit"),
        ("\n".join(specimens.HONG_KONG_PASSPORT), "travel.not_citizen"),
        ("\n".join(specimens.HK_MACAO_PERMIT), "travel.not_citizen"),
        ("\n".join(specimens.TAIWAN_PERMIT), "travel.not_citizen"),
        ("\n".join(specimens.TD3), "travel.not_citizen"),
    ],
)
def test_what_the_officer_must_know_is_said_and_proves_nothing(van: Van, typed: str, warning: str) -> None:
    id_ = begun(van)
    assert warning in zone(van, id_, typed).warnings
    assert not ticked(van, id_)


def test_a_permit_to_hong_kong_is_a_citizens(van: Van) -> None:
    warnings = zone(van, begun(van), specimens.EXIT_HK_MACAO[0]).warnings
    assert "travel.not_citizen" not in warnings


def test_a_name_of_three_characters_may_be_cut(van: Van) -> None:
    assert zone(van, begun(van), passport("陈若兰")).warnings == ("travel.name_cut",)
    told = plug_chip(van, passport("陈若兰"), {"name": "陈<<若兰"})
    assert read(van, begun(van), told).warnings == ()


def test_nobody_vouches_is_said(van: Van) -> None:
    assert read(van, begun(van), plug_chip(van, roots=[])).warnings == ("travel.unsigned",)


def test_a_chip_that_was_altered_fills_nothing_and_is_kept_as_evidence(van: Van) -> None:
    id_ = begun(van)
    outcome = read(van, id_, plug_chip(van, faults=["bad_list"]))
    assert outcome.warnings[0] == "travel.not_trusted"
    assert not outcome.filled
    application = stored(van, id_)
    assert application.capture("travel.chip") is not None
    assert application.capture("chip.portrait") is None
    assert not ticked(van, id_)


def test_another_document_on_the_reader_does_not_open(van: Van) -> None:
    plug_chip(van)
    with pytest.raises(WrongKey):
        read(van, begun(van), zone_of(passport(expiry="360111")))


def test_the_audit_says_what_happened_without_the_person(van: Van) -> None:
    id_ = begun(van)
    zone(van, id_)
    entry = van.store.audit.about(id_)[-1]
    assert entry.what == "read_travel_document"
    assert "19880312" not in repr(entry)
    assert NAME not in repr(entry)


def test_the_day_is_the_vans(van: Van) -> None:
    """A document that ends today still holds today."""
    day = van.services.clock.now()
    last = passport(expiry=f"{day:%y%m%d}")
    assert "travel.expired" not in zone(van, begun(van), last).warnings
    before = passport(expiry=f"{day - timedelta(days=2):%y%m%d}")
    assert "travel.expired" in zone(van, begun(van), before).warnings
