"""The worked example of ICAO Doc 9303-11, Appendix D: every byte as printed there."""

from __future__ import annotations

from devices.contract import ChipKey

KEY = ChipKey("L898902C", "690806", "940623")
SEED = bytes.fromhex("239AB9CB282DAF66231DC5A4DF6BFBAE")
K_ENC = bytes.fromhex("AB94FDECF2674FDFB9B391F85D7F76F2")
K_MAC = bytes.fromhex("7962D9ECE03D1ACD4C76089DCE131543")
RND_IC = bytes.fromhex("4608F91988702212")
RND_IFD = bytes.fromhex("781723860C06C226")
K_IFD = bytes.fromhex("0B795240CB7049B01C19B33E32804F0B")
KS_ENC = bytes.fromhex("979EC13B1CBFE9DCD01AB0FED307EAE5")
KS_MAC = bytes.fromhex("F1CB1F1FB5ADF208806B89DC579DC1F8")
SSC = 0x887022120C06C226

EF_COM = bytes.fromhex("60145F0104303130365F36063034303030305C026175")

AUTHENTICATION = [
    ("0084000008", "4608F919887022129000"),
    (
        "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728",
        "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000",
    ),
]
READING = [
    ("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "990290008E08FA855A5D4C50A8ED9000"),
    (
        "0CB000000D9701048E08ED6705417E96BA5500",
        "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
    ),
    (
        "0CB000040D9701128E082EA28A70F3C7B53500",
        "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
    ),
]


def random(count: int) -> bytes:
    """The example's random numbers: 8 bytes are RND.IFD, 16 are K.IFD."""
    return {8: RND_IFD, 16: K_IFD}[count]


class Scripted:
    """A channel that knows this conversation and no other."""

    def __init__(self, script: list[tuple[str, str]]) -> None:
        self._script = [(bytes.fromhex(ask), bytes.fromhex(answer)) for ask, answer in script]

    def answer(self, apdu: bytes) -> bytes:
        expected, answer = self._script.pop(0)
        assert apdu == expected, f"{apdu.hex()} instead of {expected.hex()}"
        return answer

    def transmit(self, apdu: bytes) -> tuple[bytes, int]:
        answer = self.answer(apdu)
        return answer[:-2], int.from_bytes(answer[-2:])

    @property
    def finished(self) -> bool:
        return not self._script
