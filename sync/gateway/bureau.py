"""The certificates parcels are sealed to: the bureau's current one, and the next, so that a change surprises
no van that is out for weeks.

Kept with the office's keys as `bureau-1.pem`, `bureau-1.key`, `bureau-2.pem` ...; the two with the highest
numbers are current and next; older keys stay, to open what was sealed to them. Where the keys (not the
certificates) are taken away to a safer place, the gateway keeps parcels unopened.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from sync.gateway.authority import EARLIER, read_holder, subject, write_holder
from sync.gateway.errors import CannotStart
from sync.sealing.suites import Holder

log = logging.getLogger(__name__)

LIFE = timedelta(days=2 * 365)
_FILE = re.compile(r"bureau-(\d+)\.pem\Z")


@dataclass(frozen=True)
class Bureau:
    """certificates: current, next. holders: every one whose key is here, old ones too."""

    certificates: Sequence[x509.Certificate]
    holders: Sequence[Holder] = field(repr=False)

    def pems(self) -> list[str]:
        return [one.public_bytes(Encoding.PEM).decode() for one in self.certificates]


def open_bureau(folder: Path, office: str, now: datetime) -> Bureau:
    """What is in `folder`; two new ones when there is none. Raises CannotStart."""
    numbers = _numbers(folder)
    if not numbers:
        for number in (1, 2):
            _make(folder, office, number, now)
        numbers = [1, 2]
    certificates = [_read(folder / f"bureau-{number}.pem") for number in numbers[-2:]]
    with_key = [number for number in numbers if (folder / f"bureau-{number}.key").exists()]
    files = [(folder / f"bureau-{number}.pem", folder / f"bureau-{number}.key") for number in with_key]
    return Bureau(certificates, [read_holder(*pair) for pair in files])


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
        found = [entry for entry in os.scandir(self._folder) if entry.name.startswith("bureau-")]
        return tuple(sorted((entry.name, entry.stat().st_mtime_ns) for entry in found))


def rotate(folder: Path, office: str, now: datetime) -> int:
    """The next one becomes current, and a new next is made. Returns its number."""
    number = max(_numbers(folder), default=0) + 1
    _make(folder, office, number, now)
    return number


def _numbers(folder: Path) -> list[int]:
    found = (_FILE.match(path.name) for path in folder.iterdir())
    return sorted(int(one[1]) for one in found if one is not None)


def _make(folder: Path, office: str, number: int, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    named = subject(f"{office} bureau {number}")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + LIFE)
        .sign(key, hashes.SHA256())
    )
    write_holder(Holder(certificate, key), folder / f"bureau-{number}.pem", folder / f"bureau-{number}.key")


def _read(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CannotStart(reason="unreadable-certificate", file=path.name) from error
