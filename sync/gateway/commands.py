"""The office from the command line: decide, list, enrol, revoke, check. Works beside a running gateway."""

from __future__ import annotations

import hashlib
import json
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from forms.sheets.reading import BadFile
from sync.gateway import (
    alarms,
    bureau,
    epoch,
    events,
    mail,
    pack_desk,
    people,
    service_desk,
    staff_desk,
    stick,
    unit_desk,
    work,
    worksheets,
)
from sync.gateway.decisions import Decision, decide
from sync.gateway.desk import earlier, revocation
from sync.gateway.office import Office, Storage, enrol_van, open_office
from sync.gateway.secret_files import write_secret
from sync.parcel import NoticeKind

Out = Callable[[object], None]


def run(name: str, asked: Namespace, out: Out) -> int:
    """Exit code. Raises Problem, CannotStart."""
    training = True if name == "demo" else None  # it makes its folder, and never a real one
    office = open_office(asked.data, training=training, storage=storage(asked))
    try:
        return COMMANDS[name](office, asked, out)
    finally:
        office.close()


def storage(asked: Namespace) -> Storage:
    return Storage(asked.database, asked.objects, asked.keys)


def _decide(office: Office, asked: Namespace, out: Out) -> int:
    decision = Decision(asked.record, asked.decision, tuple(asked.reason), tuple(asked.field))
    decided = decide(office.database, decision, "command-line", office.now())
    out({"record": asked.record, "state": decided.state, "cursor": decided.cursor})
    return 0


def _records(office: Office, asked: Namespace, out: Out) -> int:
    after = 0
    while rows := office.ledger.listed(state=asked.state, after=after):
        for row in rows:
            out(dict(row))
        after = rows[-1]["arrival"]
    return 0


def _vans(office: Office, _asked: Namespace, out: Out) -> int:
    for row in people.vans(office.database):
        out(dict(row))
    return 0


def _alarms(office: Office, _asked: Namespace, out: Out) -> int:
    for row in alarms.listed(office.database, limit=1_000_000):
        out({**row, "facts": json.loads(row["facts"])})
    return 0


def _enrol(office: Office, asked: Namespace, out: Out) -> int:
    """The file is for the van's laptop; it is the only place the token ever stands in clear."""
    path: Path = asked.out
    write_secret(path, json.dumps(enrol_van(office, asked.van, asked.url), ensure_ascii=False))
    out({"van": asked.van, "file": str(path)})
    return 0


def _import(office: Office, asked: Namespace, out: Out) -> int:
    """One line per file, then the sum; exit 1 when something was refused."""
    counts = dict.fromkeys(("taken", "known", "refused"), 0)
    for brought in stick.bring(office, asked.folder):
        counts[brought.state] += 1
        out({name: value for name, value in vars(brought).items() if value})
    out(counts)
    return 1 if counts["refused"] else 0


def _restored(office: Office, _asked: Namespace, out: Out) -> int:
    """Say that this office's data is an older one; where a gateway sees it itself, it need not be said."""
    out({"epoch": epoch.draw(office.database, office.now())})
    return 0


def _rotate(office: Office, _asked: Namespace, out: Out) -> int:
    """The bureau's next certificate becomes the current one; running gateways tell it at once."""
    number = bureau.rotate(office.keys, office.name, office.now())
    _log(office, "bureau-rotated", number=number)
    told = mail.tell_all(office.database, NoticeKind.BUREAU, office.now())
    out({"bureau": number, "vans_told": told})
    return 0


def _profile(office: Office, asked: Namespace, out: Out) -> int:
    """With which algorithms vans seal from now on, told at once. Without a word: how it is."""
    if asked.profile is None:
        out({"profile": office.bureau.profile})
        return 0
    bureau.choose(office.keys, office.name, asked.profile, office.now())
    _log(office, "bureau-profile", profile=asked.profile)
    told = mail.tell_all(office.database, NoticeKind.BUREAU, office.now())
    out({"profile": asked.profile, "vans_told": told})
    return 0


def _log(office: Office, kind: str, **facts: Any) -> None:
    with office.database.write() as connection:
        events.append(connection, at=office.now(), kind=kind, who="command-line", **facts)


def _revoke(office: Office, asked: Namespace, out: Out) -> int:
    ended = revocation.revoke(office, asked.van, "command-line", asked.reason)
    out({"van": asked.van, "revoked": ended})
    return 0 if ended else 1


def _check(office: Office, asked: Namespace, out: Out) -> int:
    """The event chain and every record's file, with --read all their bytes; exit 1 when one is not well."""
    with office.database.read() as connection:
        broken = events.first_break(connection)
    kept, wanted, after = set(office.objects.digests()), set(), 0
    while rows := office.ledger.listed(after=after, limit=1000):
        wanted |= {row["sha256"] for row in rows}
        after = rows[-1]["arrival"]
    missing = len(wanted - kept)
    facts = {
        "records": after,
        "missing_files": missing,
        "strays": len(kept - wanted),
        "chain_breaks_at": broken,
    }
    damaged = _damaged(office, wanted & kept) if asked.read else []
    out({**facts, "damaged_files": damaged} if asked.read else facts)
    return 0 if broken is None and not missing and not damaged else 1


def _damaged(office: Office, digests: set[str]) -> list[str]:
    return [one for one in sorted(digests) if hashlib.sha256(office.objects.read(one)).hexdigest() != one]


def _put(office: Office, asked: Namespace, out: Out) -> int:
    """One line per mistake (line, column, code), then what was put in; exit 1 when rows were left out."""
    head = worksheets.Head(asked.id, asked.day, asked.title)
    kind, path = WORK[asked.command], asked.file
    if not path.is_file():
        raise BadFile
    file = worksheets.File(asked.van, kind, path.read_bytes(), head, path.resolve().parent)
    taken = worksheets.take(office, file, "command-line")
    for mistake in taken.mistakes:
        out(vars(mistake))
    for id, put in taken.sheets:
        out({"kind": kind, "id": id, **vars(put)})
    out({"put": taken.good if taken.sheets else 0, "left_out": len({one.line for one in taken.mistakes})})
    return 1 if taken.mistakes else 0


def _work(office: Office, asked: Namespace, out: Out) -> int:
    """What there is to do; with --tell, what a van's device could not read so far is told again."""
    if asked.tell:
        out({"van": asked.tell, "told": work.tell_waiting(office, asked.tell)})
        return 0
    for row in work.listed(office, asked.van):
        told = {name: value for name, value in row.items() if name != "told_key"}
        out({**told, "waits_for_certificate": not row["told_key"]})
    return 0


def _withdraw(office: Office, asked: Namespace, out: Out) -> int:
    off = work.withdraw(office, asked.van, WORK[asked.what], asked.id, "command-line")
    out({"van": asked.van, "id": asked.id, "withdrawn": off})
    return 0 if off else 1


def _pictures(office: Office, asked: Namespace, out: Out) -> int:
    """Earlier photos and prints of a roster's people; exit 1 when some files were nobody's or no picture."""
    path: Path = asked.path
    if not path.exists():
        raise BadFile
    files = earlier.of_folder(path) if path.is_dir() else earlier.of_zip(path.read_bytes())
    done = earlier.attach(office, asked.roster, files, "command-line")
    out({"roster": asked.roster, **vars(done)})
    return 1 if done.strangers or done.bad else 0


WORK: Mapping[str, str] = {
    "trips": "trip",
    "bookings": "booking",
    "roster": "roster",
    "outreach": "outreach",
    "drafts": "draft",
    "earlier": "earlier",
}
"""Command -> kind of work."""

COMMANDS: Mapping[str, Callable[[Office, Namespace, Out], int]] = {
    "decide": _decide,
    "records": _records,
    "vans": _vans,
    "alarms": _alarms,
    "enrol": _enrol,
    "revoke": _revoke,
    "check": _check,
    "import": _import,
    "restored": _restored,
    "rotate-bureau": _rotate,
    "profile": _profile,
    "packs": pack_desk.run,
    "accounts": staff_desk.run,
    "units": unit_desk.units_run,
    "numbers": unit_desk.numbers_run,
    **dict.fromkeys(WORK, _put),
    "adapters": service_desk.adapters_run,
    "messages": service_desk.messages_run,
    "ratings": service_desk.ratings_run,
    "export": service_desk.export_run,
    "demo": service_desk.demo_run,
    "work": _work,
    "withdraw": _withdraw,
    "pictures": _pictures,
}
