"""Minutiae records: what is written is read, by us and by others; nothing broken gets through."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.biometrics import fingers
from devices.biometrics.fingers.template import ENDING, FORK, OTHER, FingerTemplate, Minutia
from devices.biometrics.formats import fmr
from devices.biometrics.formats.errors import BadRecord, NotWritable
from devices.contract import FingerImage
from devices.virtual import prints
from tests.devices.rigs import refusal

SIZE = (256, 360)
# Written by hand from the tables of ISO/IEC 19794-2:2005, clause 7.
BY_HAND = bytes.fromhex(
    "464d5200 20323000 00000030 0000 0100 0168 00c5 00c5 01 00"  # header: 48 bytes, 256 x 360, 197/cm, 1 view
    "01 00 50 03"  # right thumb, view 0 live plain, quality 80, 3 minutiae
    "400a 0014 00 5a"  # ending at 10, 20, 0 degrees, quality 90
    "8064 00c8 40 00"  # fork at 100, 200, 90 degrees, unknown quality
    "0003 0004 ff 64"  # other at 3, 4, 358.6 degrees, quality 100
    "0000"
)


def minutiae() -> st.SearchStrategy[Minutia]:
    place = st.integers(0, 0x3FFF)
    kind = st.sampled_from((ENDING, FORK, OTHER))
    angle = st.integers(0, 255).map(lambda step: round(step * 360 / 256) % 360)
    return st.builds(Minutia, place, place, angle, kind, st.integers(0, 100))


def test_a_record_by_hand_is_read_and_written_alike() -> None:
    record = fmr.decode(BY_HAND)
    assert (record.width_px, record.height_px, record.dpi) == (256, 360, 500)
    (view,) = record.views
    assert (view.position, view.quality) == (1, 80)
    assert view.minutiae == (
        Minutia(10, 20, 0, ENDING, 90),
        Minutia(100, 200, 90, FORK, 0),
        Minutia(3, 4, 359, OTHER, 100),
    )
    assert fmr.encode(record) == BY_HAND


@given(st.lists(minutiae(), max_size=80), st.integers(0, 10), st.integers(0, 100), st.binary(max_size=30))
def test_what_is_written_is_read(found: list[Minutia], position: int, quality: int, extended: bytes) -> None:
    view = fmr.View(tuple(found), position, 1, 0, quality, extended)
    record = fmr.MinutiaeRecord((view,), *SIZE)
    assert fmr.decode(fmr.encode(record)) == record


def test_a_kind_the_standard_reserves_is_unknown() -> None:
    reserved = BY_HAND.replace(bytes.fromhex("00030004ff"), bytes.fromhex("c0030004ff"))
    assert fmr.decode(reserved).views[0].minutiae[2] == Minutia(3, 4, 359, OTHER, 100)


def test_templates_come_back_with_their_fingers() -> None:
    print_ = FingerTemplate("default", "1", (Minutia(1, 2, 45, ENDING, 50),), *SIZE, 500, 16, 61)
    record = fmr.of_templates([print_, print_])
    assert [(view.position, view.number) for view in record.views] == [(6, 0), (6, 1)]
    back = fmr.templates_of(fmr.decode(fmr.encode(record)))
    assert [(t.position, t.quality, t.minutiae) for t in back] == [(16, 61, print_.minutiae)] * 2
    assert {t.engine for t in back} == {fmr.ENGINE}


def test_prints_of_two_sizes_are_not_one_record() -> None:
    sizes = (FingerTemplate("a", "1", (), 256, 360), FingerTemplate("a", "1", (), 300, 360))
    with pytest.raises(NotWritable):
        fmr.of_templates(sizes)


@pytest.mark.parametrize(
    "minutia",
    [Minutia(0x4000, 0, 0), Minutia(0, -1, 0), Minutia(0, 0, 0, 3), Minutia(0, 0, 0, 0, 101)],
)
def test_what_has_no_room_is_not_written(minutia: Minutia) -> None:
    with pytest.raises(NotWritable):
        fmr.encode(fmr.MinutiaeRecord((fmr.View((minutia,)),), *SIZE))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    refusal(fmr.decode, data, BadRecord)
    refusal(fmr.decode, fmr.MAGIC + data, BadRecord)


@given(st.integers(0, len(BY_HAND) - 1), st.integers(0, 255))
def test_any_changed_byte_is_read_or_refused(at: int, value: int) -> None:
    refusal(fmr.decode, BY_HAND[:at] + bytes([value]) + BY_HAND[at + 1 :], BadRecord)


@pytest.mark.parametrize("cut", range(len(BY_HAND)))
def test_a_record_cut_anywhere_is_refused(cut: int) -> None:
    with pytest.raises(BadRecord):
        fmr.decode(BY_HAND[:cut])


def test_nbis_reads_our_minutiae_in_its_dialect() -> None:
    """nbis-py's loader wants a header of 26 bytes and nothing behind the minutiae; it rounds angles."""
    nbis = pytest.importorskip("nbis", reason="nbis-py has no wheel for this machine")
    image = FingerImage(prints.impression(prints.grow(101), 1, "good", SIZE).tobytes(), *SIZE, 500)
    template = fingers.extract(image, position=11)
    record = fmr.decode(fmr.encode(fmr.of_templates([template])))
    (view,) = record.views
    body = b"".join(
        struct.pack(
            ">HHBB", (2 if m.kind == FORK else 1) << 14 | m.x, m.y, round(m.angle_deg * 256 / 360) & 255, 32
        )
        for m in view.minutiae
    )
    head = fmr.MAGIC + struct.pack(">I2xHH7xB", 26 + len(body), *SIZE, len(view.minutiae))
    settings = nbis.NbisExtractorSettings(
        min_quality=0.0, get_center=False, check_fingerprint=False, compute_nfiq2=False, ppi=500.0
    )
    extractor = nbis.new_nbis_extractor(settings)
    theirs = extractor.load_iso_19794_2_2005(head + body).get()
    assert len(theirs) == len(template.minutiae) > 20
    placed = {(m.x(), m.y()) for m in theirs}
    assert placed == {(m.x, m.y) for m in template.minutiae}


def test_another_makers_records_come_out_byte_by_byte() -> None:
    """SecuGen's, beside the FVC sets: not committed, see tests/bench/README.md."""
    folder = Path(__file__).resolve().parents[5] / "data" / "fvc"
    found = sorted(folder.glob("*/DB*_B/*.iso"))
    if not found:
        pytest.skip("the FVC sets with SecuGen's records are not beside the project")
    for path in found[::7]:
        data = path.read_bytes()
        assert fmr.encode(fmr.decode(data)) == data, path.name
