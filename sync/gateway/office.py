"""One office: its data folder, its name and key, and the built parts, handed on by hand."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from sync.gateway import certificates, events, people, repository
from sync.gateway.authority import Authority, open_authority
from sync.gateway.bureau import Bureau, Safe, pem
from sync.gateway.database import Database
from sync.gateway.epoch import Epoch
from sync.gateway.errors import CannotStart
from sync.gateway.objects import FileObjects, Objects
from sync.gateway.partials import partials_beside
from sync.gateway.records import Ledger
from sync.gateway.secret_files import write_secret
from sync.gateway.tables import office as office_table
from sync.gateway.uploads import Uploads
from sync.keys import OfficeSeal, new_private_key
from sync.protocol import MAX_BODY, MAX_UPLOADS, b64url, unb64url
from sync.sealing.seal import Opener

KEY_FILE = "office.key"
OFFICE_TOKEN_FILE = "office.token"
VANS_FOLDER = "vans"


@dataclass(frozen=True)
class Limits:
    """What one asker may cost. Seconds and bytes."""

    body_bytes: int = MAX_BODY
    silence_s: float = 20.0  # longest pause within a body
    floor_bytes_s: float = 1024.0  # a body slower than this over its whole length is cut
    grace_s: float = 30.0  # ... but not before this
    uploads: int = 64  # at once, of all vans; more are asked to come back
    van_questions_s: float = 50.0  # of one van, in the long run
    van_burst: int = 500
    van_uploads: int = 2 * MAX_UPLOADS  # of one van: those it knows of, and as many whose line died unheard


@dataclass(frozen=True)
class Office:
    """The bag every part of the gateway is handed."""

    name: str
    training: bool
    era: Epoch = field(repr=False)
    seal: OfficeSeal = field(repr=False)
    authority: Authority = field(repr=False)
    safe: Safe = field(repr=False)
    database: Database = field(repr=False)
    objects: Objects = field(repr=False)
    uploads: Uploads = field(repr=False)
    ledger: Ledger = field(repr=False)
    folder: Path
    keys: Path  # the folder with the office's keys
    limits: Limits = field(default_factory=Limits)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def epoch(self) -> str:
        """Drawn when its data was made, or restored from a backup."""
        return self.era.told

    @property
    def bureau(self) -> Bureau:
        """What parcels are sealed to now, and the keys that are here."""
        return self.safe.bureau()

    @property
    def opener(self) -> Opener:
        """Opens parcels of this office's vans, if the bureau's key is here."""
        bureau, authorities = self.bureau, [self.authority.certificate]
        if bureau.authority is not None:
            authorities.append(bureau.authority.certificate)
        return Opener(bureau.holders, authorities)

    @property
    def packs(self) -> Path:
        """What the bureau offers vans: a TUF repository, once there is one (sync.gateway.repository)."""
        return self.keys / "packs"

    def close(self) -> None:
        self.objects.close()
        self.database.close()


@dataclass(frozen=True)
class Storage:
    """Where an office keeps what it has; without a word, all of it in its data folder (one machine).

    database: `postgresql://…`; objects: `s3://…`. keys: the folder with the office's keys, the same for all
    gateways of one office.
    """

    database: str | None = None
    objects: str | None = None
    keys: Path | None = None


def open_office(
    folder: Path,
    *,
    training: bool | None = None,
    name: str | None = None,
    limits: Limits | None = None,
    storage: Storage | None = None,
) -> Office:
    """Open an office by its data folder, or make it. training=None: whatever it is (it must exist then).

    Raises CannotStart: an office made for training never becomes a real one, nor the other way round; and a
    database belongs to one key.
    """
    storage = storage or Storage()
    keys = storage.keys or folder
    if training is None and not (keys / KEY_FILE).exists():
        raise CannotStart(reason="no-such-folder")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    seal = OfficeSeal(_private_key(keys / KEY_FILE))
    database = Database(storage.database or folder / "gateway.db")
    try:
        facts = _facts(database, training=bool(training), name=name, key=seal.public)
        if training is not None and facts["training"] != str(int(training)):
            raise CannotStart(reason="training-folder" if facts["training"] == "1" else "real-folder")
        if facts["key"] != seal.public:
            raise CannotStart(reason="other-key")
        era = Epoch(folder, database, lambda: datetime.now(UTC))
        objects = _objects(storage.objects, folder)
    except CannotStart:
        database.close()
        raise
    return Office(
        name=facts["name"],
        training=facts["training"] == "1",
        era=era,
        seal=seal,
        authority=open_authority(keys, facts["name"], datetime.now(UTC)),
        safe=Safe(keys, facts["name"], datetime.now(UTC)),
        database=database,
        objects=objects,
        uploads=Uploads(database, partials_beside(database, folder), facts["training"] == "1"),
        ledger=Ledger(database, seal, facts["name"], keys),
        folder=folder,
        keys=keys,
        limits=limits or Limits(),
    )


def enrol_van(office: Office, van: str, url: str) -> dict[str, object]:
    """What a van's laptop is told once: its tokens, and what it will know this office by."""
    token = people.enrol(office.database, people.Speaker("van", van), office.now())
    return {
        **_invitation(office, van),
        "format": "vanapp.enrolment/2",
        "van": van,
        "token": token if office.training else "",
        "url": url,
        "office": office.name,
        "key": office.seal.public,
        "training": office.training,
    }


def office_token(office: Office) -> str:
    """The token of this machine's own office tools, made at the first call; in the data folder (0600)."""
    path = office.folder / OFFICE_TOKEN_FILE
    if not path.exists():
        write_secret(path, people.enrol(office.database, people.Speaker("office", "local"), office.now()))
    return path.read_text().strip()


def van_file(office: Office, van: str, url: str) -> Path:
    """The enrolment file of a van beside the gateway: made once, then kept, with today's address."""
    path = office.folder / VANS_FOLDER / f"{van}.json"
    path.parent.mkdir(exist_ok=True, mode=0o700)
    if path.exists():
        said = {**json.loads(path.read_text()), **_invitation(office, van), "format": "vanapp.enrolment/2"}
    else:
        said = enrol_van(office, van, url)
    write_secret(path, json.dumps({**said, "url": url}, ensure_ascii=False))
    return path


def _invitation(office: Office, van: str) -> dict[str, object]:
    """What it needs to get a certificate and to seal; the token works once, so each file has its own."""
    return {
        "enrol": certificates.new_token(office.database, van, office.now()),
        "ca": pem(office.authority.certificate),
        "bureau": office.bureau.pems(),
        "packs": repository.newest_root(office.packs),
    }


def _objects(url: str | None, folder: Path) -> Objects:
    if url is None:
        return FileObjects(folder)
    from sync.gateway.objects_s3 import (
        S3Objects,
    )  # half a second to import: only who keeps parcels there pays

    FileObjects(folder)  # its folders, for what is on its way in
    return S3Objects(url)


def _private_key(path: Path) -> bytes:
    if not path.exists():
        write_secret(path, b64url(new_private_key()))
    return unb64url(path.read_text().strip())


def _facts(database: Database, *, training: bool, name: str | None, key: str) -> dict[str, str]:
    with database.write() as connection:
        facts = {row.fact: row.value for row in connection.execute(select(office_table))}
        if not facts:
            default = "Training office" if training else "Office"
            facts = {
                "training": str(int(training)),
                "epoch": secrets.token_hex(8),
                "name": name or default,
                "key": key,
            }
            rows = [{"fact": fact, "value": value} for fact, value in facts.items()]
            connection.execute(insert(office_table), rows)
            events.append(connection, at=datetime.now(UTC), kind="founded", who="gateway", **facts)
        elif "key" not in facts:  # an office from before the key was kept here
            facts["key"] = key
            connection.execute(insert(office_table).values(fact="key", value=key))
    return facts
