"""BAC and secure messaging against the worked example of ICAO Doc 9303-11, Appendix D, byte by byte."""

from __future__ import annotations

from devices.travel import apdu, bac, lds
from devices.travel.apdu import Command
from devices.travel.bac import Session, authenticate, derived, keys_of
from devices.travel.secure import SecureChannel
from devices.virtual.mrtd_model import MrtdChip
from tests.devices.travel import icao


def test_the_keys_that_follow_from_the_zone() -> None:
    keys = keys_of(icao.KEY)
    assert (keys.enc, keys.mac) == (icao.K_ENC, icao.K_MAC)
    assert derived(icao.SEED) == keys


def test_authentication_says_what_is_printed_and_ends_with_the_printed_keys() -> None:
    channel = icao.Scripted(icao.AUTHENTICATION)
    session = authenticate(channel, icao.KEY, icao.random)
    assert (session.keys.enc, session.keys.mac) == (icao.KS_ENC, icao.KS_MAC)
    assert session.counter == icao.SSC
    assert channel.finished


def test_three_secured_commands_and_their_answers() -> None:
    channel = icao.Scripted(icao.READING)
    secure = SecureChannel(channel, Session(bac.KeyPair(icao.KS_ENC, icao.KS_MAC), icao.SSC))
    assert secure.ask(Command(0, 0xA4, 2, 0x0C, b"\x01\x1e")) == (b"", apdu.OK)
    head = secure.ask(Command(0, 0xB0, 0, 0, le=4))
    rest = secure.ask(Command(0, 0xB0, 0, 4, le=0x12))
    assert (head[1], rest[1]) == (apdu.OK, apdu.OK)
    assert head[0] + rest[0] == icao.EF_COM
    assert channel.finished


def test_what_the_file_says() -> None:
    assert lds.groups_of(icao.EF_COM) == (1, 2)


def test_our_own_chip_answers_as_the_printed_one() -> None:
    """So that what is proven on the model is proven on more than itself."""
    own = iter([icao.RND_IC, bytes.fromhex("0B4F80323EB3191CB04970CB4052790B")])
    chip = MrtdChip({"COM": icao.EF_COM}, icao.KEY, random=lambda _count: next(own))
    chip.transmit(bytes.fromhex("00A4040C07A0000002471001"))
    for ask, answer in icao.AUTHENTICATION + icao.READING:
        assert chip.transmit(bytes.fromhex(ask)).hex().upper() == answer
