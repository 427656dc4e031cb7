"""Finding a person again without keeping the person: a keyed hash of a number or telephone.

Identity numbers are few enough that a plain hash of one is as good as the number itself. Without the key,
which lies with the office's other keys and never in its database, this one tells nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from forms.fieldtypes import tidy_phone
from forms.idnumber import tidy
from sync.gateway.secret_files import write_secret

if TYPE_CHECKING:
    from sync.gateway.office import Office

KEY_FILE = "search.key"


def person(office: Office, id_number: str) -> str:
    """64 hex digits: the same for the same identity number, however it was typed."""
    return person_by(office.keys, id_number)


def person_by(keys: Path, id_number: str) -> str:
    """The same, by the folder with the office's keys; "" for none."""
    tidied = tidy(id_number)
    return _hash(keys, "person", tidied) if tidied else ""


def phone(office: Office, number: str) -> str:
    """The same of a telephone; "" for none."""
    tidied = tidy_phone(number)
    return _hash(office.keys, "phone", tidied) if tidied else ""


def _hash(keys: Path, kind: str, text: str) -> str:
    return hmac.new(_key(keys / KEY_FILE), f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()


def _key(path: Path) -> bytes:
    """Made by whoever comes first; of gateways that start together, all get the same."""
    if not path.exists():
        fresh = path.with_name(f"{KEY_FILE}.{secrets.token_hex(4)}")
        write_secret(fresh, secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return bytes.fromhex(path.read_text().strip())
