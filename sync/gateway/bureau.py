"""The certificates parcels are sealed to: the bureau's current one, and the next, so that a change surprises
no van that is out for weeks.

Kept with the office's keys as `bureau-1.pem`, `bureau-1.key`, `bureau-2.pem` ..., those of the national
algorithms as `bureau-sm2-1.pem` ...; the two with the highest numbers are current and next; older keys stay,
to open what was sealed to them. `bureau-profile` says which of the two vans seal to. Where the keys (not the
certificates) are taken away to a safer place, the gateway keeps parcels unopened.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from sync.gateway import national
from sync.gateway.authority import begun, read_holder, subject, write_holder
from sync.gateway.errors import CannotStart
from sync.gateway.national import NationalAuthority
from sync.sealing.international import International
from sync.sealing.national import National
from sync.sealing.suites import Holder

log = logging.getLogger(__name__)

LIFE = timedelta(days=2 * 365)
CMS, GM = International.name, National.name
PROFILE = "bureau-profile"
_FILE = re.compile(r"bureau-(sm2-)?(\d+)\.pem\Z")
_OURS = ("bureau-", national.CERTIFICATE, national.KEY)


@dataclass(frozen=True)
class Bureau:
    """certificates: current, next, of the profile `cms`; in_national: those of `gm`, none before that was
    chosen once. holders: every one whose key is here, of either, old ones too. authority: of the devices' SM2
    certificates.
    """

    certificates: Sequence[x509.Certificate]
    holders: Sequence[Holder] = field(repr=False)
    profile: str = CMS
    in_national: Sequence[x509.Certificate] = ()
    authority: NationalAuthority | None = None

    @property
    def sealed_to(self) -> Sequence[x509.Certificate]:
        """What vans seal to from now on: current, next."""
        return self.in_national if self.profile == GM else self.certificates

    def pems(self) -> list[str]:
        """Of the profile every van can begin with."""
        return [pem(one) for one in self.certificates]


def open_bureau(folder: Path, office: str, now: datetime) -> Bureau:
    """What is in `folder`; two new ones when there is none. Raises CannotStart."""
    if not _numbers(folder, CMS):
        for number in (1, 2):
            _make(folder, office, number, now)
    ours, in_national = _certificates(folder, CMS), _certificates(folder, GM)
    return Bureau(
        [_read(path) for path in ours[-2:]],
        [*_holders(ours, read_holder), *_holders(in_national, national.read_holder)],
        _profile(folder),
        [_read(path) for path in in_national[-2:]],
        national.open_national(folder),
    )


class Safe:
    """The folder with the bureau's certificates and keys, looked at again whenever its files have changed.

    A gateway goes on with what it last read when a file cannot be read now; its log says so.
    """

    def __init__(self, folder: Path, office: str, now: datetime) -> None:
        """Raises CannotStart."""
        self._folder, self._office = folder, office
        self._seen = self._looks()
        self._bureau = open_bureau(folder, office, now)

    def bureau(self) -> Bureau:
        """As it is now. Any thread."""
        looks = self._looks()
        if looks and looks != self._seen:
            try:
                self._bureau = open_bureau(self._folder, self._office, datetime.now(UTC))
            except CannotStart as error:
                log.error("the bureau's certificates: %s", error.values.get("reason"))
            self._seen = looks
        return self._bureau

    def _looks(self) -> tuple[tuple[str, int], ...]:
        found = [entry for entry in os.scandir(self._folder) if entry.name.startswith(_OURS)]
        return tuple(sorted((entry.name, entry.stat().st_mtime_ns) for entry in found))


def rotate(folder: Path, office: str, now: datetime) -> int:
    """The next one becomes current, and a new next is made, in each suite there is. Returns its number."""
    number = max(_numbers(folder, CMS), default=0) + 1
    _make(folder, office, number, now)
    if ours := _numbers(folder, GM):
        _make_national(folder, office, ours[-1] + 1, now)
    return number


def choose(folder: Path, office: str, profile: str, now: datetime) -> None:
    """From now on vans seal so; what was sealed the other way is opened as ever. profile: `cms`, `gm`.

    The authority and the certificates are there before the word for them: a gateway that looks meanwhile
    tells either the one or the other.
    """
    if profile == GM and not (folder / national.KEY).exists():
        national.make_authority(folder, office, now)
    if profile == GM and not _numbers(folder, GM):
        for number in (1, 2):
            _make_national(folder, office, number, now)
    half = folder / f"half-{PROFILE}"
    half.write_text(f"{profile}\n", "ascii")
    half.replace(folder / PROFILE)


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _profile(folder: Path) -> str:
    path = folder / PROFILE
    said = path.read_text("ascii", "replace").strip() if path.exists() else CMS
    if said not in (CMS, GM) or (said == GM and not _numbers(folder, GM)):
        raise CannotStart(reason="unreadable-certificate", file=PROFILE)
    return said


def _numbers(folder: Path, suite: str) -> list[int]:
    found = (_FILE.match(path.name) for path in folder.iterdir())
    return sorted(int(one[2]) for one in found if one is not None and bool(one[1]) == (suite == GM))


def _certificates(folder: Path, suite: str) -> list[Path]:
    return [folder / _name(suite, number) for number in _numbers(folder, suite)]


def _name(suite: str, number: int) -> str:
    return f"bureau-{'sm2-' if suite == GM else ''}{number}.pem"


def _holders(certificates: Sequence[Path], read: Callable[[Path, Path], Holder]) -> list[Holder]:
    pairs = [(path, path.with_suffix(".key")) for path in certificates]
    return [read(certificate, key) for certificate, key in pairs if key.exists()]


def _make(folder: Path, office: str, number: int, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    named = subject(f"{office} bureau {number}")
    certificate = begun(named, named, now, LIFE).public_key(key.public_key()).sign(key, hashes.SHA256())
    path = folder / _name(CMS, number)
    write_holder(Holder(certificate, key), path, path.with_suffix(".key"))


def _make_national(folder: Path, office: str, number: int, now: datetime) -> None:
    national.make_bureau(folder / _name(GM, number), f"{office} bureau SM2 {number}", now, LIFE)


def _read(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CannotStart(reason="unreadable-certificate", file=path.name) from error
