"""What names a person, as it lies in the office's database: sealed to the bureau, only whose key reads it."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from sync.errors import BadParcel
from sync.gateway.desk.errors import Closed
from sync.protocol import canonical
from sync.sealing import enveloped
from sync.sealing.international import International

if TYPE_CHECKING:
    from sync.gateway.office import Office


def seal(office: Office, said: object) -> bytes:
    """Anything JSON can say."""
    return enveloped.encrypt(gzip.compress(canonical(said)), office.bureau.certificates, International())


def unseal(office: Office, content: bytes) -> Any:
    """Raises Closed: the bureau's key is not here."""
    try:
        opened = enveloped.decrypt(content, office.bureau.holders, International())
    except BadParcel as error:
        raise Closed from error
    return json.loads(gzip.decompress(opened))
