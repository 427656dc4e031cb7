"""The office's signed word that it holds a parcel: written once, the same bytes for ever."""

from __future__ import annotations

import json
from datetime import datetime

from sync.keys import OfficeKey, OfficeSeal
from sync.parcel import Receipt
from sync.protocol import canonical, moment, stamp


def _words(id: str, sha256: str, received_at: datetime, office: str, van: str) -> dict[str, str]:
    return {"id": id, "office": office, "received_at": stamp(received_at), "sha256": sha256, "van": van}


def write(seal: OfficeSeal, *, id: str, sha256: str, received_at: datetime, office: str, van: str) -> bytes:
    """The receipt as it goes over the wire and into the gateway's row: canonical JSON, signed."""
    words = _words(id, sha256, received_at, office, van)
    return canonical({**words, "signature": seal.sign(canonical(words))})


def read(body: bytes) -> Receipt:
    """Raises ValueError when it is not a receipt. The signature is not looked at: see `genuine`."""
    try:
        said = json.loads(body)
        text = {name: said[name] for name in ("id", "sha256", "received_at", "office", "signature", "van")}
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise ValueError("not a receipt") from error
    if not all(isinstance(value, str) for value in text.values()):
        raise ValueError("not a receipt")
    return Receipt(**{**text, "received_at": moment(text["received_at"])})


def genuine(receipt: Receipt, key: OfficeKey) -> bool:
    """Whether this office signed exactly this receipt; holds for one read back from the store, too."""
    words = _words(receipt.id, receipt.sha256, receipt.received_at, receipt.office, receipt.van)
    return key.signed(canonical(words), receipt.signature)
