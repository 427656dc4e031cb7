"""SM2 over the curve of GM/T 0003.5: encryption, signature. Source: GM/T 0003.2, GM/T 0003.4, GM/T 0009.

Written here because the one Python package that has it draws its one-off numbers from `random`, which anyone
can foretell. Not constant in time; so that time tells nothing, a secret number is used in a disguise that is
another one each time (`_disguised`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cache, cached_property

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SIGNER = b"1234567812345678"  # the identity everybody signs under, unless agreed otherwise (GM/T 0009)

_DIGIT, _DIGITS = 16, 81  # a number in disguise has 321 bits

Point = tuple[int, int]
_Jacobian = tuple[int, int, int]  # (x, y, z) stands for (x / z², y / z³); z = 0 is the point at infinity


@dataclass(frozen=True)
class PrivateKey:
    """number: 1 … N - 2."""

    number: int = field(repr=False)

    @cached_property
    def public(self) -> Point:
        return _affine(_base_times(_disguised(self.number)))


@asn1.sequence
class Cipher:
    x: int
    y: int
    check: bytes
    text: bytes


@asn1.sequence
class Signature:
    r: int
    s: int


def new_private_key() -> PrivateKey:
    return PrivateKey(secrets.randbelow(N - 2) + 1)


def point_of(raw: bytes) -> Point:
    """Uncompressed (04 x y). Raises ValueError when it is not on the curve."""
    if len(raw) != 65 or raw[0] != 4:
        raise ValueError("not an uncompressed point")
    x, y = int.from_bytes(raw[1:33], "big"), int.from_bytes(raw[33:], "big")
    if x >= P or y >= P or (y * y - x * x * x - A * x - B) % P:
        raise ValueError("not on the curve")
    return x, y


def sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def encrypt(public: Point, data: bytes) -> bytes:
    """DER as GM/T 0009 has it."""
    while True:
        once = secrets.randbelow(N - 1) + 1
        x1, y1 = _affine(_base_times(_disguised(once)))
        x2, y2 = _affine(_times(_disguised(once), public))
        mask = _derive(_b(x2) + _b(y2), len(data))
        if any(mask):
            break
    text = bytes(a ^ b for a, b in zip(data, mask, strict=True))
    return asn1.encode_der(Cipher(x=x1, y=y1, check=sm3(_b(x2) + data + _b(y2)), text=text))


def decrypt(private: PrivateKey, cipher: bytes) -> bytes:
    """Raises ValueError when it was changed, or is for another key."""
    said = asn1.decode_der(Cipher, cipher)
    if not (0 <= said.x < P and 0 <= said.y < P):
        raise ValueError("not on the curve")
    x2, y2 = _affine(_times(_disguised(private.number), point_of(b"\4" + _b(said.x) + _b(said.y))))
    mask = _derive(_b(x2) + _b(y2), len(said.text))
    data = bytes(a ^ b for a, b in zip(said.text, mask, strict=True))
    if sm3(_b(x2) + data + _b(y2)) != said.check:
        raise ValueError("changed")
    return data


def sign(private: PrivateKey, words: bytes, signer: bytes = SIGNER) -> bytes:
    """DER SEQUENCE of r and s, over SM3."""
    e = _e(private.public, words, signer)
    while True:
        once = secrets.randbelow(N - 1) + 1
        r = (e + _affine(_base_times(_disguised(once)))[0]) % N
        s = pow(1 + private.number, -1, N) * (once - r * private.number) % N
        if r and s and r + once != N:
            return asn1.encode_der(Signature(r=r, s=s))


def signed(public: Point, words: bytes, signature: bytes, signer: bytes = SIGNER) -> bool:
    try:
        said = asn1.decode_der(Signature, signature)
    except ValueError:
        return False
    t = (said.r + said.s) % N
    if not (0 < said.r < N and 0 < said.s < N and t):
        return False
    point = _plus(_base_times(said.s), _times(t, public))
    return point[2] != 0 and (_e(public, words, signer) + _affine(point)[0]) % N == said.r


def _e(public: Point, words: bytes, signer: bytes) -> int:
    """The digest that is signed, bound to who signs (Z of GM/T 0003.2)."""
    known = (A, B, *G, *public)
    z = sm3((len(signer) * 8).to_bytes(2, "big") + signer + b"".join(_b(number) for number in known))
    return int.from_bytes(sm3(z + words), "big")


def _derive(shared: bytes, length: int) -> bytes:
    blocks = range(1, -(-length // 32) + 1)
    return b"".join(sm3(shared + number.to_bytes(4, "big")) for number in blocks)[:length]


def _b(number: int) -> bytes:
    return number.to_bytes(32, "big")


def _affine(point: _Jacobian) -> Point:
    x, y, z = point
    inverse = pow(z, -1, P)
    return x * inverse**2 % P, y * inverse**3 % P


def _twice(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    if not z or not y:
        return 0, 1, 0
    four_x_yy = 4 * x * y * y % P
    slope = 3 * (x - z * z) * (x + z * z) % P  # a = -3
    x3 = (slope * slope - 2 * four_x_yy) % P
    return x3, (slope * (four_x_yy - x3) - 8 * y**4) % P, 2 * y * z % P


def _plus(one: _Jacobian, other: _Jacobian) -> _Jacobian:
    if not one[2]:
        return other
    if not other[2]:
        return one
    (x1, y1, z1), (x2, y2, z2) = one, other
    u1, u2 = x1 * z2 * z2 % P, x2 * z1 * z1 % P
    s1, s2 = y1 * z2**3 % P, y2 * z1**3 % P
    if u1 == u2:
        return _twice(one) if s1 == s2 else (0, 1, 0)
    h, r = u2 - u1, s2 - s1
    x3 = (r * r - h**3 - 2 * u1 * h * h) % P
    return x3, (r * (u1 * h * h - x3) - s1 * h**3) % P, h * z1 * z2 % P


def _plus_affine(one: _Jacobian, other: Point) -> _Jacobian:
    """The same with z = 1: four multiplications fewer."""
    x1, y1, z1 = one
    if not z1:
        return (*other, 1)
    zz = z1 * z1 % P
    h, r = other[0] * zz % P - x1, other[1] * zz * z1 % P - y1
    if not h:
        return _twice(one) if not r else (0, 1, 0)
    hh = h * h % P
    hhh, x1_hh = h * hh % P, x1 * hh % P
    x3 = (r * r - hhh - 2 * x1_hh) % P
    return x3, (r * (x1_hh - x3) - y1 * hhh) % P, h * z1 % P


def _times(number: int, point: Point) -> _Jacobian:
    """Four bits at a time."""
    small: list[_Jacobian] = [(0, 1, 0), (*point, 1)]
    while len(small) < _DIGIT:
        small.append(_plus_affine(small[-1], point))
    result = small[0]
    for digit in f"{number:x}":
        for _ in range(4):
            result = _twice(result)
        result = _plus(result, small[int(digit, _DIGIT)])
    return result


@cache  # two threads may both make it: the same
def _base() -> tuple[tuple[Point, ...], ...]:
    """G times 1 … 15, times 16 to the power of 0, 1, 2 …: made in a few hundredths of a second."""
    rows, first = [], G
    for _ in range(_DIGITS):
        row: list[_Jacobian] = [(*first, 1)]
        while len(row) < _DIGIT:
            row.append(_plus_affine(row[-1], first))
        *few, following = map(_affine, row)
        rows.append(tuple(few))
        first = following
    return tuple(rows)


def _base_times(number: int) -> _Jacobian:
    """Of G. number: below 2^324."""
    result: _Jacobian = (0, 1, 0)
    for row in _base():
        if digit := number % _DIGIT:
            result = _plus_affine(result, row[digit - 1])
        number //= _DIGIT
    return result


def _disguised(number: int) -> int:
    """Leads to the same point: N times any point of the curve is nothing (its cofactor is 1)."""
    return number + (secrets.randbelow(2**64) + 2**64) * N
