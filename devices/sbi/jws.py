"""Opening what a device signed: JSON Web Signature (RFC 7515), RS256, its certificate in the header (x5c)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import jwt
from cryptography import x509

from devices.errors import BadReply
from devices.sbi.errors import Untrusted
from devices.sbi.fields import base64url, json_of, mapping
from devices.sbi.trust import DAMAGED, Trust

LONGEST_HEADER: Final = 64 << 10
MOST_CERTIFICATES: Final = 8
_WIRE: Final = jwt.PyJWS(algorithms=["RS256"])


def opened(token: str, trust: Trust, at: datetime) -> Mapping[str, Any]:
    """The signed object, once signature and certificates hold. Raises Untrusted, BadReply."""
    header = _header(token)
    if header.get("alg") != "RS256":
        raise Untrusted(reason="algorithm")
    if "crit" in header or header.get("b64", True) is not True:
        raise Untrusted(reason="algorithm")
    key = trust.key_of(_certificates(header.get("x5c")), at)
    try:
        payload = _WIRE.decode(token, key=key, algorithms=["RS256"])
    except jwt.InvalidSignatureError as error:
        raise Untrusted(reason="signature") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise BadReply(expected="a JSON Web Signature", got=type(error).__name__) from error
    return mapping(json_of(payload), "what was signed")


def _header(token: str) -> Mapping[str, Any]:
    parts = token.split(".", 3)
    if len(parts) == 1:
        raise Untrusted(reason="unsigned")
    if len(parts) != 3 or not token.isascii() or len(parts[0]) > LONGEST_HEADER:
        raise BadReply(expected="a JSON Web Signature", got=f"{len(token)} characters of something else")
    return mapping(json_of(base64url(parts[0], "header")), "header")


def _certificates(x5c: object) -> list[x509.Certificate]:
    """Leaf first. The specification shows one text, RFC 7515 says a list; both are met."""
    written = [x5c] if isinstance(x5c, str) else x5c
    if not isinstance(written, list) or not 0 < len(written) <= MOST_CERTIFICATES:
        raise Untrusted(reason="certificate")
    found = []
    for one in written:
        if not isinstance(one, str):
            raise Untrusted(reason="certificate")
        try:
            found.append(x509.load_der_x509_certificate(base64.b64decode(one, validate=True)))
        except (binascii.Error, *DAMAGED) as error:
            raise Untrusted(reason="certificate") from error
    return found
