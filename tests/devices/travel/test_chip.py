"""The chip driver on a byte-level chip: what it reads, whom it believes, and thirty things that go wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.contract import ChipKey, ChipTrust
from devices.errors import BadReply, Busy, Cancelled, CardGone, DeviceError, Removed, Silent
from devices.travel.chip import takes_long_answers
from devices.travel.errors import ChipLocked, ChipServiceMissing, SessionLost, WrongKey
from devices.travel.face import pixels
from devices.travel.files import FAR, LONG_PIECE, SHORT_PIECE
from devices.travel.mrz import parse
from devices.virtual.mrtd_files import files_of
from devices.virtual.mrtd_issuer import issuer
from devices.virtual.mrtd_model import LONG_ATR, MrtdChip
from tests.devices.travel import specimens
from tests.devices.travel.rig import DETAILS, KEY, ChipRig, face, files, utopia


@pytest.fixture
def rig() -> ChipRig:
    return ChipRig()


def test_everything_the_chip_says_is_read(rig: ChipRig) -> None:
    rig.lay()
    read = rig.read()
    assert read.lines == specimens.TD3
    assert parse(read.lines).valid
    assert read.fields == DETAILS
    assert (read.face, read.face_type) == (face(), "image/jpeg")
    assert read.files == files()
    assert read.present == (1, 2, 11)
    assert read.agrees == {1: True, 2: True, 11: True}
    assert (read.trust, read.reason, read.troubles) == (ChipTrust.AUTHENTIC, "", ())
    assert rig.steps == ["waiting", "touched", "unlocking", "reading", "photo"]


def test_a_document_laid_down_later_is_waited_for(rig: ChipRig) -> None:
    rig.on_step["waiting"] = lambda: rig.later(rig.lay)
    assert rig.read().lines == specimens.TD3


def test_the_picture_becomes_pixels() -> None:
    frame = pixels(face())
    assert (frame.width_px, frame.height_px, len(frame.rgb)) == (240, 320, 240 * 320 * 3)
    assert pixels(face(kind="JPEG2000")).height_px == 320


def test_a_picture_in_jpeg_2000_is_found() -> None:
    rig = ChipRig(chip_files=files_of(specimens.TD3, face((90, 120), "JPEG2000"), {}, utopia()))
    rig.lay()
    assert rig.read().face_type == "image/jp2"


def test_a_picture_beyond_32_kilobytes_is_read_with_the_other_command() -> None:
    large = face((500, 600))
    assert len(large) > FAR
    rig = ChipRig(chip_files=files_of(specimens.TD3, large, {}, utopia()))
    rig.lay()
    assert rig.read().face == large


@pytest.mark.parametrize("lines", [specimens.TD1, specimens.TD2, specimens.HK_MACAO_PERMIT])
def test_cards_have_their_own_shapes_of_the_zone(lines: tuple[str, ...]) -> None:
    rig = ChipRig(chip_files=files_of(lines, b"", {}, utopia()))
    rig.lay()
    assert rig.read().lines == lines


def test_the_number_of_a_permit_is_filled_up_for_the_key() -> None:
    """Eight digits and a filler: the key is over nine places."""
    zone = parse(specimens.TAIWAN_PERMIT)
    key = ChipKey(zone.number, zone.birth, zone.expiry)
    rig = ChipRig()
    rig.chip = MrtdChip(files_of(zone.lines, b"", {}, None), key)
    rig.lay()
    assert rig.read(key).lines == zone.lines


# long answers


def test_a_chip_that_takes_long_answers_is_asked_for_them() -> None:
    short, long = ChipRig(), ChipRig(atr=LONG_ATR)
    for rig in (short, long):
        rig.lay()
        assert rig.read().face == face()
    assert len(face()) > 4 * LONG_PIECE
    assert long.chip.commands < short.chip.commands / (LONG_PIECE / SHORT_PIECE / 4)


def test_a_reader_that_refuses_them_is_asked_for_short_ones() -> None:
    rig = ChipRig(atr=LONG_ATR)
    rig.chip.fault("refuses_long")
    rig.lay()
    assert rig.read().face == face()
    assert rig.steps.count("unlocking") == 2


@pytest.mark.parametrize(
    ("atr", "long"),
    [
        (LONG_ATR.hex(), True),
        ("3B80800101", False),
        ("3B8F8001804F0CA000000306030001000000006A", False),
        ("3B8580017300800093", False),
        ("", False),
        ("3B", False),
        ("3BFF", False),
    ],
)
def test_what_the_atr_promises(atr: str, long: bool) -> None:
    assert takes_long_answers(bytes.fromhex(atr)) is long


@given(st.binary(max_size=33))
def test_any_atr_at_all(atr: bytes) -> None:
    takes_long_answers(atr)


# whom to believe


def test_without_roots_nobody_vouches(rig: ChipRig) -> None:
    rig.driver = type(rig.driver)(rig.slots)
    rig.lay()
    read = rig.read()
    assert (read.trust, read.reason) == (ChipTrust.NOT_CHECKED, "no_roots")
    assert all(read.agrees.values())


def test_another_states_root_does_not_vouch(rig: ChipRig) -> None:
    rig.driver = type(rig.driver)(rig.slots, roots=[issuer().root])
    rig.lay()
    assert rig.read().trust is ChipTrust.UNKNOWN_SIGNER


@pytest.mark.parametrize(
    ("fault", "trust", "reason"),
    [
        ("altered", ChipTrust.WRONG, "part_differs"),
        ("bad_list", ChipTrust.WRONG, "list_unreadable"),
        ("no_list", ChipTrust.NOT_CHECKED, "no_list"),
    ],
)
def test_what_does_not_agree_is_not_believed(rig: ChipRig, fault: str, trust: ChipTrust, reason: str) -> None:
    rig.chip.fault(fault)
    rig.lay()
    read = rig.read()
    assert (read.trust, read.reason) == (trust, reason)
    assert read.agrees.get(1, False) is False


def test_a_face_that_is_none_is_left_out_and_named(rig: ChipRig) -> None:
    rig.chip.fault("bad_face")
    rig.lay()
    read = rig.read()
    assert (read.face, read.troubles) == (b"", ("face",))
    assert read.lines == specimens.TD3
    assert read.trust is ChipTrust.WRONG


# what goes wrong

FAULTS: dict[str, type[DeviceError]] = {
    "no_challenge": ChipLocked,
    "other_key": WrongKey,
    "wrong_proof": BadReply,
    "wrong_echo": BadReply,
    "short_answer": BadReply,
    "wrong_mac": BadReply,
    "wrong_padding": BadReply,
    "no_mac": BadReply,
    "garbage": BadReply,
    "plain_error": SessionLost,
    "session_lost": SessionLost,
    "no_file": BadReply,
    "file_refused": SessionLost,
    "nothing_read": BadReply,
    "too_much": BadReply,
    "ends_early": BadReply,
    "too_big": BadReply,
    "lying_length": BadReply,
    "drips": BadReply,
    "short_status": BadReply,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_chip_that_does_wrong_is_named_and_the_next_read_works(rig: ChipRig, fault: str) -> None:
    rig.chip.fault(fault)
    rig.lay()
    with pytest.raises(FAULTS[fault]) as caught:
        rig.read()
    if fault == "too_big":
        assert str(caught.value.values["expected"]).startswith("at most")
    if FAULTS[fault] is BadReply:
        assert caught.value.values["expected"] is not None
        assert caught.value.values["got"] is not None
    assert rig.slots.opened == 0
    rig.chip.fault(fault, on=False)
    rig.chip.commands = 0
    assert rig.read().lines == specimens.TD3


def test_every_fault_of_the_model_is_tried() -> None:
    elsewhere = {"no_application", "altered", "bad_list", "no_list", "bad_face", "refuses_long"}
    assert set(FAULTS) | elsewhere == MrtdChip.FAULTS


@pytest.mark.parametrize(
    ("fault", "error"), [("card_gone", CardGone), ("unplugged", Removed), ("silent", Silent)]
)
def test_it_may_happen_at_every_step(fault: str, error: type[DeviceError]) -> None:
    """Before each command of the first thirty, and at later ones."""
    for after in (*range(12), 20, 40):
        rig = ChipRig()
        rig.slots.faults.add(fault)
        rig.slots.gone_after = after
        rig.lay()
        with pytest.raises(error):
            rig.read()


def test_another_document_than_the_zones(rig: ChipRig) -> None:
    rig.lay()
    with pytest.raises(WrongKey):
        rig.read(ChipKey("L898902C4", KEY.birth, KEY.expiry))
    assert rig.read().lines == specimens.TD3


def test_a_card_without_such_a_chip_is_said_and_passed_over(rig: ChipRig) -> None:
    rig.chip.fault("no_application")
    other = MrtdChip(files(), KEY)
    rig.on_step["other_card"] = lambda: rig.later(lambda: rig.slots.lay(other))
    rig.lay()
    assert rig.read().lines == specimens.TD3
    assert rig.steps[:4] == ["waiting", "touched", "other_card", "touched"]


def test_cancelled_while_it_waits(rig: ChipRig) -> None:
    waiting: list[bool] = []
    rig.on_step["waiting"] = lambda: waiting.append(True)
    rig.cancelled = lambda: bool(waiting)  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        rig.read()


def test_cancelled_amid_the_photo(rig: ChipRig) -> None:
    stopped: list[bool] = []
    rig.on_step["photo"] = lambda: stopped.append(True)
    rig.cancelled = lambda: bool(stopped)  # type: ignore[method-assign]
    rig.lay()
    with pytest.raises(Cancelled):
        rig.read()
    assert rig.chip.commands < 40


def test_the_same_document_laid_again_amid_the_reading_is_gone(rig: ChipRig) -> None:
    rig.on_step["reading"] = rig.lay
    rig.lay()
    with pytest.raises(CardGone):
        rig.read()


@pytest.mark.parametrize(("fault", "error"), [("busy", Busy), ("no_service", ChipServiceMissing)])
def test_readers_that_cannot_be_used(rig: ChipRig, fault: str, error: type[DeviceError]) -> None:
    rig.slots.faults.add(fault)
    rig.lay()
    with pytest.raises(error):
        rig.read()
    assert rig.slots.opened == 0


@settings(max_examples=60)
@given(st.data())
def test_any_answers_at_all_end_in_a_result_or_a_coded_error(data: st.DataObject) -> None:
    """A hostile chip: any one of its answers is replaced by any bytes."""
    rig = ChipRig(chip_files=files_of(specimens.TD3, b"", {}, None))
    at = data.draw(st.integers(1, 14))
    answer = data.draw(st.binary(max_size=80) | st.binary(max_size=12).map(lambda tail: tail + b"\x90\x00"))
    honest = rig.chip.transmit

    def transmit(apdu: bytes) -> bytes:
        return answer if rig.chip.commands + 1 == at and honest(apdu) else honest(apdu)

    rig.chip.transmit = transmit  # type: ignore[method-assign]
    rig.lay()
    if answer[-2:] == b"\x6a\x82" or at == 1:
        rig.later(lambda: rig.slots.plug(False), 0.2)  # passed over: it would wait for another card
    try:
        rig.read()
    except DeviceError as error:
        assert error.code  # noqa: PT017 - whichever it is
