"""`python -m sync.gateway packs WORD`: what vans are offered. Nothing is signed that a van would refuse."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from forms.packs.errors import BadPack
from forms.packs.model import Pack
from forms.packs.needs import read_for_use
from sync.gateway import events, mail
from sync.gateway.errors import Problem
from sync.gateway.office import Office
from sync.gateway.repository import ONLINE, TIMESTAMP_DAYS, Offer, Repository
from sync.parcel import NoticeKind

Out = Callable[[object], None]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("word", choices=sorted(WORDS))
    parser.add_argument("file", nargs="?", type=Path, help="add: the file; export: the stick's folder")
    parser.add_argument(
        "--root-keys", type=Path, metavar="DIR", help="init, renew-key: on a stick, locked up"
    )
    parser.add_argument("--update", metavar="VERSION", help="add: the file is this version of the program")
    parser.add_argument("--path", help="withdraw: as list tells it")
    parser.add_argument("--role", choices=ONLINE, help="renew-key")
    parser.add_argument(
        "--days", type=int, default=TIMESTAMP_DAYS, help="how long vans believe it unrefreshed"
    )


def run(office: Office, asked: Namespace, out: Out) -> int:
    """Exit code. Raises Problem, CannotStart."""
    return WORDS[asked.word](office, asked, out)


def _init(office: Office, asked: Namespace, out: Out) -> int:
    made = Repository.init(office.packs, _needed(asked, "root_keys"), office.now())
    _note(office, "packs-begun")
    out({"packs": str(office.packs), "root_keys": str(asked.root_keys), "expires": made.expires()})
    return 0


def _add(office: Office, asked: Namespace, out: Out) -> int:
    file = _needed(asked, "file")
    try:
        offer = _update(file, asked.update) if asked.update else _pack(file)
    except OSError:
        raise Problem("bad-request", reason="file", file=file.name) from None
    except BadPack as error:
        for trouble in error.troubles:
            values = dict(trouble.values)
            out({"line": trouble.line, "column": trouble.column, "place": trouble.place, **values})
        raise Problem("bad-request", reason="pack", troubles=len(error.troubles)) from None
    repository = _repository(office)
    fresh = offer.path not in {known["path"] for known in repository.offers()}
    sha256 = repository.add(file, offer, asked.days)
    _note(office, "pack-offered", path=offer.path, sha256=sha256)
    told = mail.tell_all(office.database, NoticeKind.PACK, office.now()) if fresh else 0
    out({"path": offer.path, "sha256": sha256, **offer.facts, "vans_told": told})
    return 0


def _pack(file: Path) -> Offer:
    pack = read_for_use(file.read_bytes())
    return Offer("scenario", f"{pack.id}-{pack.version}.yaml", _facts(pack))


def _facts(pack: Pack) -> dict[str, str]:
    return {"name": pack.name, "date": pack.date.isoformat(), "source": pack.source}


def _update(file: Path, version: str) -> Offer:
    file.stat()
    return Offer("application", file.name, {"version": version})


def _withdraw(office: Office, asked: Namespace, out: Out) -> int:
    gone = _repository(office).withdraw(_needed(asked, "path"), asked.days)
    if gone:
        _note(office, "pack-withdrawn", path=asked.path)
    out({"path": asked.path, "withdrawn": gone})
    return 0 if gone else 1


def _list(office: Office, _asked: Namespace, out: Out) -> int:
    repository = _repository(office)
    for offer in repository.offers():
        out(offer)
    out({"expires": repository.expires()})
    return 0


def _refresh(office: Office, asked: Namespace, out: Out) -> int:
    repository = _repository(office)
    repository.refresh(asked.days)
    out({"expires": repository.expires()})
    return 0


def _renew_key(office: Office, asked: Namespace, out: Out) -> int:
    _repository(office).renew_key(_needed(asked, "role"), _needed(asked, "root_keys"))
    _note(office, "pack-key-renewed", role=asked.role)
    out({"role": asked.role})
    return 0


def _export(office: Office, asked: Namespace, out: Out) -> int:
    out({"folder": str(_repository(office).export(_needed(asked, "file")))})
    return 0


def _repository(office: Office) -> Repository:
    return Repository(office.packs, office.now())


def _needed(asked: Namespace, name: str) -> Any:
    """Raises Problem: that word needs it."""
    value = getattr(asked, name)
    if value is None:
        raise Problem("bad-request", reason="needs", what=name.replace("_", "-"))
    return value


def _note(office: Office, kind: str, **facts: str) -> None:
    with office.database.write() as connection:
        events.append(connection, at=office.now(), kind=kind, who="command-line", **facts)


WORDS: Mapping[str, Callable[[Office, Namespace, Out], int]] = {
    "init": _init,
    "add": _add,
    "withdraw": _withdraw,
    "list": _list,
    "refresh": _refresh,
    "renew-key": _renew_key,
    "export": _export,
}
