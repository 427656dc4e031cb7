"""`python -m sync.gateway adapters|messages|ratings|export|demo`: beside the other commands."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from sync.gateway.desk import export, following, messages, ratings, rounds
from sync.gateway.desk.adapters import choice
from sync.gateway.desk.ratings import Rating
from sync.gateway.office import Office

Out = Callable[[object], None]
WHO = "command-line"


def messages_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--state", choices=messages.STATES)
    parser.add_argument("--send", action="store_true", help="one round: where the bureau's key is")


def ratings_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--number", metavar="NUMBER", help="enter a rating of this acceptance number")
    parser.add_argument("--level", type=int, choices=sorted(ratings.rules().levels))
    parser.add_argument("--channel", choices=sorted(ratings.rules().channels), default="phone")
    parser.add_argument("--words", default="", help="what was said")


def adapters_run(office: Office, _asked: Namespace, out: Out) -> int:
    """Who stands behind what. Raises CannotStart, with the mistakes of adapters.toml."""
    out({kind: adapter.name for kind, adapter in vars(choice.choose(office.folder)).items()})
    return 0


def export_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("record")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="FOLDER/RECORD is made")


def export_run(office: Office, asked: Namespace, out: Out) -> int:
    """Raises NotThere, Closed, NotNow."""
    files = export.export(office, asked.record, WHO)
    out(
        {
            "record": asked.record,
            "folder": str(export.into(asked.out, asked.record, files)),
            "files": len(files),
        }
    )
    return 0


def demo_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--records", type=int, default=600, help="about so many over the month")
    parser.add_argument("--seed", type=int, default=1, help="the same number: the same people")


def demo_run(office: Office, asked: Namespace, out: Out) -> int:
    """Fills a training office that is empty. Raises CannotStart."""
    from sync.gateway.demo import making  # pictures and all: only who asks for it pays

    out(making.make(office, seed=asked.seed, wanted=asked.records))
    return 0


def messages_run(office: Office, asked: Namespace, out: Out) -> int:
    """One line per message, newest first, without what names a person; with --send what one round did."""
    if asked.send:
        adapters = choice.choose(office.folder)
        done = rounds.one_round(office, adapters)
        out({**vars(done), "rated": following.hear(office, adapters)})
        return 0
    before = ""
    while rows := messages.listed(office, state=asked.state or "", before=before):
        for row in rows:
            out({name: value for name, value in row.items() if name != "content"})
        before = rows[-1]["id"]
    return 0


def ratings_run(office: Office, asked: Namespace, out: Out) -> int:
    """The tasks bad ratings made; with --number and --level a rating is entered (exit 1: there is one).

    Raises Unsound, NotThere.
    """
    if asked.number is not None:
        record = ratings.of_number(office, asked.number)
        fresh = ratings.rate(office, Rating(record, asked.level or 0, asked.channel, asked.words), WHO)
        out({"record": record, "fresh": fresh})
        return 0 if fresh else 1
    for row in ratings.tasks(office):
        out({name: value for name, value in row.items() if name not in ("words", "answer")})
    return 0
