"""Whose signatures we believe: the roots the office gave us, and nobody else (never the system's).

Certificates of devices come from many makers, so of a leaf only its key, its dates and its chain are asked;
whoever signs certificates must be allowed to. There is no line in the field, so revocation is not asked: the
office takes a maker out by taking out its root.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from devices.sbi.errors import Untrusted

LONGEST_CHAIN: Final = 4  # makers' certificates between a device and a root
DAMAGED: Final = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What cryptography says of certificates that are none."""

SMALLEST_KEY, LARGEST_KEY = 2048, 8192  # bits; SBI 0.9.5 "Cryptography": RSA >= 2048


class Trust:
    """The configured roots."""

    def __init__(self, roots: Sequence[x509.Certificate]) -> None:
        if not roots:
            raise ValueError("nothing to trust")
        self._store = Store(list(roots))

    def key_of(self, chain: Sequence[x509.Certificate], at: datetime) -> RSAPublicKey:
        """The key of chain[0], once the chain leads to a root and every certificate in it is valid `at`.

        Raises Untrusted(reason = chain, expired, key).
        """
        leaf, others = chain[0], list(chain[1 : 1 + LONGEST_CHAIN])
        try:
            key = leaf.public_key()
        except DAMAGED as error:
            raise Untrusted(reason="key") from error
        if not isinstance(key, RSAPublicKey) or not SMALLEST_KEY <= key.key_size <= LARGEST_KEY:
            raise Untrusted(reason="key")
        verifier = (
            PolicyBuilder()
            .store(self._store)
            .time(at)
            .max_chain_depth(LONGEST_CHAIN)
            .extension_policies(ca_policy=_MAY_SIGN, ee_policy=ExtensionPolicy.permit_all())
            .build_client_verifier()
        )
        try:
            verifier.verify(leaf, others)
        except (VerificationError, *DAMAGED) as error:
            raise Untrusted(reason="chain" if _in_date(leaf, at) else "expired") from error
        return key


def _in_date(certificate: x509.Certificate, at: datetime) -> bool:
    try:
        return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
    except DAMAGED:
        return False


def _is_authority(
    _policy: object, _certificate: x509.Certificate, constraints: x509.BasicConstraints | None
) -> None:
    if constraints is None or not constraints.ca:
        raise ValueError("may not sign certificates")


_MAY_SIGN: Final = ExtensionPolicy.permit_all().require_present(
    x509.BasicConstraints, Criticality.AGNOSTIC, _is_authority
)


def roots_in(folder: Path) -> tuple[x509.Certificate, ...]:
    """Every certificate in the folder's *.pem files; empty when there is no such folder.

    Raises ValueError for a file that is none: a damaged root must be noticed, not skipped.
    """
    found: list[x509.Certificate] = []
    for path in sorted(folder.glob("*.pem")):
        found += x509.load_pem_x509_certificates(path.read_bytes())
    return tuple(found)
