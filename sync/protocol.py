"""The wire contract both ends share: paths, headers, problem types (all told in protocol.md)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, unquote

VERSION = 2
SUPPORTED = (VERSION,)

HELLO = "/v2/hello"
FILES = "/files"
CHANGES = "/v2/changes"
RECORDS = "/v2/records"  # /{id}/receipt
HELD = "/v2/held"
BUREAU = "/v2/bureau"
NUMBERS = "/v2/numbers"
PACKS = "/v2/packs"  # /metadata/{name}, /targets/{kind}/{name}
EST = "/.well-known/est"  # /cacerts, /simpleenroll, /simplereenroll

OFFICE_DECISIONS = "/v2/office/decisions"
OFFICE_RECORDS = "/v2/office/records"
OFFICE_VANS = "/v2/office/vans"
OFFICE_ALARMS = "/v2/office/alarms"
OFFICE_WORK = "/v2/office/work"

# What a client says, besides Authorization: Bearer.
VAN = "Van-Id"
PROTOCOL = "Van-Protocol"  # "2", both ways
NONCE = "Van-Nonce"  # 22 base64url characters, new with every request
RECORD = "Van-Record"  # record id, with an upload of the IETF dialect
DIGEST = "Repr-Digest"  # RFC 9530
TRAINING = "Van-Training"  # "1" or "0", both ways
URGENT = "Van-Urgent"  # "1": overtakes
ABOUT = "Van-About"  # with a probe: what the laptop runs and how much waits there
# What the office says: with every answer, so that no other server can speak for it.
OFFICE = "Van-Office"  # percent-encoded UTF-8
TIME = "Van-Time"
EPOCH = "Van-Epoch"  # another one than before: the office was made anew, or restored from a backup
RECEIPT = "Van-Receipt"  # base64url of the receipt: with the last byte of a record, and for ever after
SIGNATURE = "Van-Signature"
# What is signed of an answer's own headers, when they are there.
SIGNED_HEADERS = (
    *("Location", "Retry-After", "Upload-Complete", "Upload-Length", "Upload-Offset"),
    *(EPOCH, RECEIPT),
)

# tus 1.0.0 and draft-ietf-httpbis-resumable-upload (interop version 8).
TUS = "Tus-Resumable"
TUS_VERSION = "1.0.0"
TUS_EXTENSIONS = "creation,creation-with-upload,termination,expiration,checksum"
TUS_CHECKSUMS = "sha256,sha1,md5"
INTEROP = "Upload-Draft-Interop-Version"
INTEROP_VERSION = "8"
OFFSET = "Upload-Offset"
LENGTH = "Upload-Length"
COMPLETE = "Upload-Complete"
METADATA = "Upload-Metadata"
EXPIRES = "Upload-Expires"
LIMIT = "Upload-Limit"
TUS_TYPE = "application/offset+octet-stream"
PARTIAL_TYPE = "application/partial-upload"
PKCS10_TYPE = "application/pkcs10"
PKCS7_TYPE = "application/pkcs7-mime"

JSON_TYPE = "application/json"
PROBLEM_TYPE = "application/problem+json"
PROBLEM_PREFIX = "urn:vanapp:problem:"

MAX_BODY = 32 * 1024 * 1024  # bytes of one parcel
MAX_ANSWER = 4 * 1024 * 1024  # bytes of one JSON answer
MAX_WAIT_S = 25.0  # longest a question for changes is held
STICK_FOLDER = "vanapp-packs"  # what the bureau offers, on a USB stick
MAX_PIECE = 1024 * 1024  # bytes of a pack or update in one answer
MAX_NOTICES = 200  # in one answer
MAX_HELD = 1000  # records in one question to a restored office
MAX_UPLOADS = 6  # one van's, open at the same time
EXPIRE_DAYS = 7  # an unfinished upload, after its last byte
CERTIFICATE_DAYS = 90  # a van's; it renews when two thirds are over

RECORD_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}\Z", re.ASCII)  # a ULID
VAN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}\Z", re.ASCII)
UPLOAD_ID = re.compile(r"[0-9a-f]{32}\Z", re.ASCII)
# Kinds and names of what a bureau offers, on either side of the line.
OFFER_KIND = re.compile(r"(scenario|application)\Z", re.ASCII)
OFFER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+~-]*(\.[A-Za-z0-9_+~-]+)*\Z", re.ASCII)
NONCE_FORM = re.compile(r"[A-Za-z0-9_-]{16,64}\Z", re.ASCII)

# Problem type -> HTTP status. What a client does about each stands in sync/verdicts.py and protocol.md.
PROBLEMS: Mapping[str, int] = {
    "bad-request": 400,
    "digest-mismatch": 400,
    "sign-in-needed": 401,
    "device-revoked": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "slow-body": 408,
    "digest-conflict": 409,
    "offset-conflict": 409,
    "token-used": 409,
    "id-taken": 409,
    "not-allowed": 409,
    "cursor-ahead": 410,
    "gone": 410,
    "length-required": 411,
    "tus-version": 412,
    "too-large": 413,
    "unsupported-media": 415,
    "bad-container": 422,
    "bad-manifest": 422,
    "bad-signature": 422,
    "not-for-us": 422,
    "training-parcel": 422,
    "real-parcel": 422,
    "upgrade-required": 426,
    "too-many": 429,
    "checksum-mismatch": 460,
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

    headers: the answer's own by any case of the name (or spelled as here), at least Van-Office, Van-Time,
    Van-Training and Van-Protocol; those of SIGNED_HEADERS are signed, too.
    body: as sent; empty for HEAD and 204. A nonce of the asker's makes an old answer worthless.
    """
    words = {
        "body": hashlib.sha256(body).hexdigest(),
        "headers": {name.lower(): headers[name] for name in SIGNED_HEADERS if name in headers},
        "nonce": nonce,
        "office": office_of_header(headers[OFFICE]),
        "protocol": headers[PROTOCOL],
        "status": status,
        "time": headers[TIME],
        "training": headers[TRAINING],
    }
    return canonical(words)
