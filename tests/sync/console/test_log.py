"""The event log as people read it: every kind of entry has words, in the list and to choose from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from sync.gateway import events
from sync.gateway.console.pages.log import KINDS
from sync.gateway.desk import states
from sync.gateway.desk.staff import ADMIN
from tests.sync.console.desks import Console

GATEWAY = Path(__file__).resolve().parents[3] / "sync" / "gateway"
WRITERS = ("append", "_note", "_log", "_keep", "_arrange")  # events.append, and what hands a kind on to it


def written() -> Iterator[str]:
    """Kinds that stand in the sources. Moves of a record are told by the state they lead to."""
    yield from states.STATES
    for path in GATEWAY.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name not in WRITERS or (name == "append" and ast.unparse(node.func) != "events.append"):
                continue
            told = [*node.args, *(word.value for word in node.keywords if word.arg == "kind")]
            yield from (
                one.value for one in told if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def test_every_kind_that_is_written_has_words() -> None:
    found = set(written())
    assert {"received", "accepted", "work-put", "bureau-profile", "list-taken"} <= found
    assert found - {*KINDS, "command-line", "gateway"} == set()


def test_entries_are_shown_and_chosen_by_their_words(console: Console) -> None:
    console.account("root", ADMIN)
    with console.office.database.write() as connection:
        events.append(connection, at=console.office.now(), kind="booking-made", who="li")
        events.append(connection, at=console.office.now(), kind="of-a-later-version", who="li")
    page = console.signed_in("root").page("/log")
    assert "<td>预约已登记</td>" in page
    assert '<option value="booking-made">预约已登记</option>' in page
    assert "<td>of-a-later-version</td>" in page
