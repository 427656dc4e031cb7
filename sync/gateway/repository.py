"""What the bureau offers its vans, signed with keys of its own: a TUF repository of plain files.

Four roles. `root` says which keys hold for all roles: its keys (two of three) are made into a folder that is
then taken away and locked up. `targets` says what is offered, `snapshot` which lists belong together,
`timestamp` that this is today's. Written so that `timestamp.json` comes last: killed before, nothing changed.

Source: https://theupdateframework.github.io/specification/latest/ (version 1.0)
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from sync import protocol
from sync.gateway.errors import CannotStart, Problem
from sync.gateway.secret_files import write_secret

ROOT_KEYS, ROOT_THRESHOLD = 3, 2
ONLINE = ("targets", "snapshot", "timestamp")
LIVES = {"root": timedelta(days=3650), "targets": timedelta(days=730), "snapshot": timedelta(days=730)}
TIMESTAMP_DAYS = 180
"""How long a van out of reach of any line or stick believes what it was told last (at least 90)."""


@dataclass(frozen=True)
class Offer:
    """One thing offered. facts: what a van shows of it before it has it."""

    kind: str  # "scenario", "application"
    name: str  # of the file
    facts: Mapping[str, str]

    @property
    def path(self) -> str:
        return f"{self.kind}/{self.name}"


def newest_root(folder: Path) -> str:
    """The list of keys a van pins at its enrolment; "" before `init`."""
    number = _newest(folder / "metadata", "root")
    return (folder / "metadata" / f"{number}.root.json").read_text("utf-8") if number else ""


class Repository:
    """folder: metadata/, targets/, keys/ (of the roles in daily use). One writer at a time (a lock)."""

    def __init__(self, folder: Path, now: datetime) -> None:
        """Raises CannotStart."""
        if not newest_root(folder):
            raise CannotStart(reason="no-packs")
        self._folder, self._now = folder, now.replace(microsecond=0)
        self._metadata = folder / "metadata"

    @classmethod
    def init(cls, folder: Path, root_keys: Path, now: datetime) -> Repository:
        """New keys and an empty list. root_keys: a folder on a stick, locked up afterwards.

        Raises CannotStart: there is a repository already.
        """
        from tuf.api.metadata import Metadata, Root

        if newest_root(folder):
            raise CannotStart(reason="packs-exist")
        for part in (folder / "metadata", folder / "targets", folder / "keys", root_keys):
            part.mkdir(parents=True, exist_ok=True, mode=0o700)
        now = now.replace(microsecond=0)
        root = Root(expires=now + LIVES["root"], consistent_snapshot=True)
        signers = [_new_key(root_keys / f"root-{number}.pem") for number in range(1, ROOT_KEYS + 1)]
        for signer in signers:
            root.add_key(signer.public_key, "root")
        root.roles["root"].threshold = ROOT_THRESHOLD
        for role in ONLINE:
            root.add_key(_new_key(folder / "keys" / f"{role}.pem").public_key, role)
        made: Any = Metadata(root)
        _sign(made, signers)
        _write(folder / "metadata" / "1.root.json", made.to_bytes())
        repository = cls(folder, now)
        with repository._alone():
            repository._publish({}, TIMESTAMP_DAYS)
        return repository

    def offers(self) -> list[Mapping[str, Any]]:
        """What is offered now: path, length, sha256 and the facts of each."""
        return [
            {"path": path, "length": target.length, "sha256": target.hashes["sha256"], **target.custom}
            for path, target in sorted(self._targets().items())
        ]

    def expires(self) -> datetime:
        """Until when vans believe what is offered now."""
        expires: datetime = self._signed("timestamp").signed.expires
        return expires

    def add(self, file: Path, offer: Offer, days: int = TIMESTAMP_DAYS) -> str:
        """Offer a file from now on; returns its sha256. The same again changes nothing but the dates.

        Raises Problem: id-taken when that name was given to other bytes.
        """
        from tuf.api.metadata import TargetFile

        if not (protocol.OFFER_KIND.match(offer.kind) and protocol.OFFER_NAME.match(offer.name)):
            raise Problem("bad-request", reason="name", name=offer.name)
        with self._alone():
            targets = dict(self._targets())
            target = TargetFile.from_file(offer.path, str(file), ["sha256"])
            target.unrecognized_fields["custom"] = {"kind": offer.kind, **offer.facts}
            sha256 = str(target.hashes["sha256"])
            if offer.path in targets and targets[offer.path].hashes["sha256"] != sha256:
                raise Problem("id-taken", name=offer.path)
            place = self._folder / "targets" / offer.kind / f"{sha256}.{offer.name}"
            place.parent.mkdir(exist_ok=True, mode=0o700)
            _copy(file, place)
            targets[offer.path] = target
            self._publish(targets, days)
        return sha256

    def withdraw(self, path: str, days: int = TIMESTAMP_DAYS) -> bool:
        """Offer it no longer. Vans that have it keep it: what was begun with it goes on with it."""
        with self._alone():
            targets = dict(self._targets())
            found = targets.pop(path, None)
            if found is not None:
                self._publish(targets, days)
        return found is not None

    def refresh(self, days: int = TIMESTAMP_DAYS) -> None:
        """The same offers, with today's date."""
        with self._alone():
            self._publish(self._targets(), days)

    def renew_key(self, role: str, root_keys: Path) -> None:
        """A new key for one role, because the old one may be known to others. Needs the root keys.

        Raises CannotStart: fewer than two of them are there.
        """
        from tuf.api.metadata import Metadata

        with self._alone():
            number = _newest(self._metadata, "root")
            root: Any = Metadata.from_file(str(self._metadata / f"{number}.root.json"))
            signers = [_key(path) for path in sorted(root_keys.glob("root-*.pem"))]
            known = [one for one in signers if one.public_key.keyid in root.signed.roles["root"].keyids]
            if len(known) < ROOT_THRESHOLD:
                raise CannotStart(reason="root-keys", found=len(known), needed=ROOT_THRESHOLD)
            for keyid in list(root.signed.roles[role].keyids):
                root.signed.revoke_key(keyid, role)
            path = self._folder / "keys" / f"{role}.pem"
            path.unlink(missing_ok=True)
            root.signed.add_key(_new_key(path).public_key, role)
            root.signed.version += 1
            root.signed.expires = self._now + LIVES["root"]
            _sign(root, known)
            _write(self._metadata / f"{number + 1}.root.json", root.to_bytes())
            self._publish(self._targets(), TIMESTAMP_DAYS)

    def export(self, stick: Path) -> Path:
        """All of it but the keys, for vans without a line; the newest list is written last."""
        out = stick / protocol.STICK_FOLDER
        files = [path for path in sorted((self._folder / "targets").rglob("*")) if path.is_file()]
        files += sorted(self._metadata.glob("*.json"), key=lambda path: path.name == "timestamp.json")
        for path in files:
            place = out / path.relative_to(self._folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            _copy(path, place)
        return out

    def _targets(self) -> Mapping[str, Any]:
        number = self._version("targets")
        if not number:
            return {}
        targets: Mapping[str, Any] = self._signed("targets", number).signed.targets
        return targets

    def _version(self, role: str) -> int:
        """As told by the timestamp: what a killed writer left behind does not count."""
        if not (self._metadata / "timestamp.json").exists():
            return 0
        timestamp = self._signed("timestamp").signed
        if role == "timestamp":
            return int(timestamp.version)
        snapshot = int(timestamp.snapshot_meta.version)
        if role == "snapshot":
            return snapshot
        return int(self._signed("snapshot", snapshot).signed.meta["targets.json"].version)

    def _signed(self, role: str, number: int | None = None) -> Any:
        from tuf.api.metadata import Metadata

        name = f"{role}.json" if number is None else f"{number}.{role}.json"
        return Metadata.from_file(str(self._metadata / name))

    def _publish(self, targets: Mapping[str, Any], days: int) -> None:
        from tuf.api.metadata import Metadata, MetaFile, Snapshot, Targets, Timestamp

        versions = {role: self._version(role) + 1 for role in ONLINE}
        listed: Any = Metadata(
            Targets(versions["targets"], expires=self._now + LIVES["targets"], targets=dict(targets))
        )
        meta = {"targets.json": self._put(listed, "targets", versions["targets"], MetaFile)}
        snapshot: Any = Metadata(
            Snapshot(versions["snapshot"], expires=self._now + LIVES["snapshot"], meta=meta)
        )
        newest = self._put(snapshot, "snapshot", versions["snapshot"], MetaFile)
        timestamp: Any = Metadata(
            Timestamp(versions["timestamp"], expires=self._now + timedelta(days=days), snapshot_meta=newest)
        )
        _sign(timestamp, [_key(self._folder / "keys" / "timestamp.pem")])
        _write(self._metadata / "timestamp.json", timestamp.to_bytes())

    def _put(self, made: Any, role: str, version: int, meta_file: Any) -> Any:
        _sign(made, [_key(self._folder / "keys" / f"{role}.pem")])
        body = made.to_bytes()
        _write(self._metadata / f"{version}.{role}.json", body)
        return meta_file.from_data(version, body, ["sha256"])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _newest(folder: Path, role: str) -> int:
    numbers = (path.name.split(".")[0] for path in folder.glob(f"*.{role}.json"))
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def _new_key(path: Path) -> Any:
    """An Ed25519 key in a file of its own. Raises CannotStart: there is one already."""
    if path.exists():
        raise CannotStart(reason="key-exists", file=path.name)
    made = Ed25519PrivateKey.generate()
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_secret(path, pem.decode().strip())
    return _key(path)


def _key(path: Path) -> Any:
    """Raises CannotStart: the key was taken away."""
    from securesystemslib.signer import CryptoSigner

    try:
        key: Any = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError) as error:
        raise CannotStart(reason="no-key", file=path.name) from error
    return CryptoSigner(key)


def _sign(metadata: Any, signers: Sequence[Any]) -> None:
    metadata.signatures.clear()
    for signer in signers:
        metadata.sign(signer, append=True)


def _write(path: Path, body: bytes) -> None:
    half = path.with_name(f".{path.name}.half")
    with half.open("wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
    half.replace(path)


def _copy(source: Path, place: Path) -> None:
    half = place.with_name(f".{place.name}.half")
    with source.open("rb") as file, half.open("wb") as out:
        shutil.copyfileobj(file, out)
        out.flush()
        os.fsync(out.fileno())
    half.replace(place)
