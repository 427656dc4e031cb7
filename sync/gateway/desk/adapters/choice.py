"""Which adapter stands behind each interface: `DIR/adapters.toml`, checked whole before anything is used.

Without the file, or a table in it, the local one; of what goes out to residents, nobody. Each mistake is told
with its line, all at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from sync.gateway.desk.adapters import local, nobody
from sync.gateway.desk.adapters.contract import Adapters
from sync.gateway.desk.adapters.site import Site, is_safe
from sync.gateway.errors import CannotStart

FILE, FOLDER = "adapters.toml", "adapters"
KINDS = ("register", "licences", "payments", "sms", "courier")
SHORTEST_KEY = 32  # bytes of a shared key
LONGEST_WAIT_S = 30

_LOCAL: Mapping[str, Callable[[Path], Any]] = {
    "register": local.LocalRegister,
    "licences": local.LocalLicences,
    "payments": local.LocalPayments,
    "sms": local.LocalSms,
    "courier": local.LocalCourier,
}
_NOBODY: Mapping[str, Callable[[], Any]] = {"sms": nobody.NoSms, "courier": nobody.NoCourier}
# use -> keys it must have, besides "use"; every site may also have "ca" and "timeout_s".
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "none": (),
    "local": (),
    "http": ("url", "key_id", "key_file"),
    "wechat": (
        *("url", "appid", "mchid", "serial", "key_file"),
        *("platform_serial", "platform_key_file", "notify_url"),
    ),
}
_MAY = ("ca", "timeout_s")
_TABLE = re.compile(r"\s*\[\s*([A-Za-z0-9_-]+)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_SYNTAX = re.compile(r"line (\d+)")


@dataclass(frozen=True)
class Mistake:
    """code: syntax, unknown-table, unknown-key, missing, unknown-use, text, safe-url, file, key, seconds."""

    line: int
    where: str  # "sms.url"
    code: str


@dataclass
class _Reading:
    folder: Path
    lines: Mapping[str, int]
    mistakes: list[Mistake] = field(default_factory=list)

    def note(self, where: str, code: str) -> None:
        self.mistakes.append(
            Mistake(self.lines.get(where) or self.lines.get(where.split(".")[0], 1), where, code)
        )


def choose(folder: Path) -> Adapters:
    """By `folder`/adapters.toml. Raises CannotStart (adapters; values: mistakes)."""
    path = folder / FILE
    text = path.read_text("utf-8") if path.exists() else ""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX.search(str(error))
        line = int(found[1]) if found else max(1, text.count("\n"))
        raise _wrong([Mistake(line, "", "syntax")]) from error
    reading = _Reading(folder, dict(_lines(text)))
    for table in said:
        if table not in KINDS:
            reading.note(table, "unknown-table")
    built = {kind: _built(reading, kind, said.get(kind, {})) for kind in KINDS}
    if reading.mistakes:
        raise _wrong(sorted(reading.mistakes, key=lambda one: one.line))
    return Adapters(**built)


def _wrong(mistakes: list[Mistake]) -> CannotStart:
    return CannotStart(reason=FOLDER, file=FILE, mistakes=[vars(one) for one in mistakes])


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Where each table and key stands; a key of the second table of one name cannot be (TOML refuses it)."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := _TABLE.match(line):
            table = head[1]
            yield table, number
        elif key := _KEY.match(line):
            yield f"{table}.{key[1]}" if table else key[1], number


def _built(reading: _Reading, kind: str, said: Any) -> Any:
    """The adapter; None when something about it is wrong, and then it is noted."""
    if not isinstance(said, dict):
        return reading.note(kind, "unknown-table")
    use = said.get("use", "none" if kind in _NOBODY else "local")
    uses = ("local", "wechat" if kind == "payments" else "http", *(("none",) if kind in _NOBODY else ()))
    if use not in uses:
        return reading.note(f"{kind}.use", "unknown-use")
    before = len(reading.mistakes)
    for key in said:
        if key not in ("use", *_NEEDS[use], *(_MAY if _NEEDS[use] else ())):
            reading.note(f"{kind}.{key}", "unknown-key")
    for key in _NEEDS[use]:
        if key not in said:
            reading.note(f"{kind}.{key}", "missing")
        elif not isinstance(said[key], str) or not said[key]:
            reading.note(f"{kind}.{key}", "text")
    if len(reading.mistakes) > before:
        return None
    if use == "none":
        return _NOBODY[kind]()
    if use == "local":
        return _LOCAL[kind](reading.folder / FOLDER)
    site = _site(reading, kind, said)
    made = _wechat(reading, kind, said, site) if use == "wechat" else _shared(reading, kind, said, site)
    return None if len(reading.mistakes) > before else made


def _site(reading: _Reading, kind: str, said: Mapping[str, Any]) -> Site:
    if not is_safe(said["url"]):
        reading.note(f"{kind}.url", "safe-url")
    timeout_s = said.get("timeout_s", 5)
    if not isinstance(timeout_s, int | float) or not 0 < timeout_s <= LONGEST_WAIT_S:
        reading.note(f"{kind}.timeout_s", "seconds")
        timeout_s = 5
    ca = None
    if "ca" in said:
        ca = reading.folder / str(said["ca"])
        if not ca.is_file():
            reading.note(f"{kind}.ca", "file")
    return Site(said["url"], ca, float(timeout_s))


def _shared(reading: _Reading, kind: str, said: Mapping[str, Any], site: Site) -> Any:
    key = _content(reading, kind, said, "key_file").strip()
    if len(key) < SHORTEST_KEY:
        return reading.note(f"{kind}.key_file", "key")
    from sync.gateway.desk.adapters import (  # requests takes 80 ms: only who has such a system pays
        remote,
        web,
    )

    return remote.REMOTE[kind](site, web.SharedKey(said["key_id"], key))


def _wechat(reading: _Reading, kind: str, said: Mapping[str, Any], site: Site) -> Any:
    ours = _pem(reading, kind, said, "key_file")
    theirs = _pem(reading, kind, said, "platform_key_file")
    if not isinstance(ours, rsa.RSAPrivateKey) or not isinstance(theirs, rsa.RSAPublicKey):
        return None
    from sync.gateway.desk.adapters.wechat import Merchant, WechatPayments

    texts = {name: said[name] for name in ("appid", "mchid", "serial", "notify_url", "platform_serial")}
    return WechatPayments(site, Merchant(**texts, key=ours, platform=theirs))


def _pem(reading: _Reading, kind: str, said: Mapping[str, Any], name: str) -> object:
    content = _content(reading, kind, said, name)
    try:
        if name == "platform_key_file":
            found: object = load_pem_public_key(content)
        else:
            found = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, rsa.RSAPrivateKey | rsa.RSAPublicKey):
        reading.note(f"{kind}.{name}", "key")
    return found


def _content(reading: _Reading, kind: str, said: Mapping[str, Any], name: str) -> bytes:
    """Of a file beside adapters.toml; b"" when it is not there, and then that is noted, too."""
    try:
        return (reading.folder / str(said[name])).read_bytes()
    except OSError:
        reading.note(f"{kind}.{name}", "file")
        return b""
