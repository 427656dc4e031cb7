"""The event log as people read it: every kind of entry has words, in the list and to choose from."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from sync.gateway import events
from sync.gateway.console.pages.log import KINDS
from sync.gateway.console.words import table
from sync.gateway.desk import states
from sync.gateway.desk.staff import ADMIN
from tests.sync.console.desks import Console
from tests.sync.console.lived_in import lived_in

GATEWAY = Path(__file__).resolve().parents[3] / "sync" / "gateway"
# events.append, and what hands a kind on to it
WRITERS = ("append", "Entry", "_note", "_log", "_keep", "_arrange")


def written() -> Iterator[str]:
    """Kinds that stand in the sources. Moves of a record are told by the state they lead to."""
    yield from states.STATES
    for path in GATEWAY.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name not in WRITERS or (
                name in ("append", "Entry") and ast.unparse(node.func) != f"events.{name}"
            ):
                continue
            told = [*node.args, *(word.value for word in node.keywords if word.arg == "kind")]
            yield from (
                one.value for one in told if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def test_every_kind_that_is_written_has_words() -> None:
    found = set(written())
    assert {"received", "accepted", "work-put", "bureau-profile", "list-taken"} <= found
    assert found - {*KINDS, "command-line", "gateway"} == set()


def test_what_an_entry_tells_is_named_in_words(console: Console) -> None:
    console.account("root", ADMIN)
    with console.office.database.write() as connection:
        told: dict[str, object] = {"codes": ["portrait_unfit", "other"], "good": 3, "bad": 0, "late": "x"}
        more = {"reason": "", "locked": True, "alarm": "chain-gap"}
        events.append(connection, at=console.office.now(), kind="returned", who="li", **told, **more)
    signed_in = console.signed_in("root")
    page = signed_in.page("/log?kind=returned")
    for name, value in (
        ("退回原因", "portrait_unfit、other"),
        ("有效的行", "3"),
        ("有误的行", "0"),
        ("late", "x"),
    ):
        assert f'<span class="of">{name}</span> {value}</span>' in page
    assert '<span class="of">已停用</span> 是</span>' in page
    assert '<span class="of">报警</span> 该车的记录有缺号</span>' in page
    assert ">原因<" not in page  # nothing was said


def test_every_fact_of_a_lived_in_office_has_words(tmp_path: Path) -> None:
    with lived_in(tmp_path / "office") as office, office.office.database.read() as connection:
        told = connection.exec_driver_sql(
            "SELECT facts FROM events UNION ALL SELECT facts FROM alarms"
        ).scalars()
        names = {name for facts in told for name in json.loads(facts)}
    assert {"number", "slot", "template", "unit"} <= names
    assert [name for name in sorted(names) if f"entry.{name}" not in table()] == []


def test_entries_are_shown_and_chosen_by_their_words(console: Console) -> None:
    console.account("root", ADMIN)
    with console.office.database.write() as connection:
        events.append(connection, at=console.office.now(), kind="booking-made", who="li")
        events.append(connection, at=console.office.now(), kind="of-a-later-version", who="li")
    page = console.signed_in("root").page("/log")
    assert "<td>预约已登记</td>" in page
    assert '<option value="booking-made">预约已登记</option>' in page
    assert "<td>of-a-later-version</td>" in page
