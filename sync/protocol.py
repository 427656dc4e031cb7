"""The wire contract both ends share, version 1: paths, headers, problem types (all told in protocol.md)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, unquote

VERSION = 1

HELLO = "/v1/hello"
RECORDS = "/v1/records"
CHANGES = "/v1/changes"
OFFICE_DECISIONS = "/v1/office/decisions"
OFFICE_RECORDS = "/v1/office/records"
OFFICE_VANS = "/v1/office/vans"
OFFICE_ALARMS = "/v1/office/alarms"

# What a client says, besides Authorization: Bearer.
VAN = "Van-Id"
PROTOCOL = "Van-Protocol"  # "1", both ways
NONCE = "Van-Nonce"  # 22 base64url characters, new with every request
DIGEST = "Repr-Digest"  # RFC 9530
TRAINING = "Van-Training"  # "1" or "0", both ways
URGENT = "Van-Urgent"  # "1": overtakes
# What the office says: with every answer, so that no other server can speak for it.
OFFICE = "Van-Office"  # percent-encoded UTF-8
TIME = "Van-Time"
SIGNATURE = "Van-Signature"

BODY_TYPE = "application/vnd.vanapp.parcel"
JSON_TYPE = "application/json"
PROBLEM_TYPE = "application/problem+json"
PROBLEM_PREFIX = "urn:vanapp:problem:"

MAX_BODY = 32 * 1024 * 1024  # bytes of one parcel
MAX_ANSWER = 4 * 1024 * 1024  # bytes of one JSON answer
MAX_WAIT_S = 25.0  # longest a question for changes is held
MAX_NOTICES = 200  # in one answer

RECORD_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}\Z", re.ASCII)  # a ULID
VAN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}\Z", re.ASCII)
NONCE_FORM = re.compile(r"[A-Za-z0-9_-]{16,64}\Z", re.ASCII)

# Problem type -> HTTP status. What a client does about each stands in sync/verdicts.py and protocol.md.
PROBLEMS: Mapping[str, int] = {
    "bad-request": 400,
    "digest-mismatch": 400,
    "sign-in-needed": 401,
    "van-revoked": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "slow-body": 408,
    "digest-conflict": 409,
    "id-taken": 409,
    "not-allowed": 409,
    "cursor-ahead": 410,
    "length-required": 411,
    "too-large": 413,
    "bad-container": 422,
    "bad-manifest": 422,
    "training-parcel": 422,
    "real-parcel": 422,
    "upgrade-required": 426,
    "busy": 503,
    "trouble": 500,
    "disk-full": 507,
}


def canonical(value: object) -> bytes:
    """JSON with one spelling: UTF-8, keys sorted, no spaces. What is signed and hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    """Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def stamp(moment: datetime) -> str:
    """Aware time -> "2026-11-21T03:50:40.123Z": UTC, milliseconds, the only spelling on the wire."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def moment(text: str) -> datetime:
    """The reverse of stamp. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def digest_header(sha256_hex: str) -> str:
    """ "sha-256=:<base64>:" (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256_hex)).decode()}:"


def digest_of_header(value: str) -> str:
    """Lower-case hex of the sha-256 in a Repr-Digest header. Raises ValueError when there is none."""
    found = re.search(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:,|$)", value)
    if found is None:
        raise ValueError("no sha-256 in Repr-Digest")
    return base64.b64decode(found[1], validate=True).hex()


def office_header(name: str) -> str:
    return quote(name, safe="")


def office_of_header(value: str) -> str:
    return unquote(value, errors="strict")


def answer_words(nonce: str, status: int, headers: Mapping[str, str], body: bytes) -> bytes:
    """What the office signs with every answer.

    headers: the answer's own, at least Van-Office, Van-Time, Van-Training and Van-Protocol.
    body: as sent; empty for HEAD. A nonce of the asker's makes an old answer worthless.
    """
    return canonical(
        {
            "body": hashlib.sha256(body).hexdigest(),
            "nonce": nonce,
            "office": office_of_header(headers[OFFICE]),
            "protocol": headers[PROTOCOL],
            "status": status,
            "time": headers[TIME],
            "training": headers[TRAINING],
        }
    )
