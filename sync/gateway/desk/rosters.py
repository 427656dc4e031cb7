"""Lists of people: a school's roster for a van, a community's register. Checked row by row, good ones taken.

Besides what `forms.sheets` checks, each person is looked at beforehand: what could not be taken at the van is
left out with its reason. The rows left out are kept sealed, to be downloaded, put right and sent again.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from forms.days import day_of, parse_day
from forms.matter import renewal_opens
from forms.sheets import KINDS, Kind, Row, RowMistake, Sheet, checked
from forms.sheets.checks import is_key
from sync.gateway import events, work
from sync.gateway.desk.eligibility import refusal
from sync.gateway.desk.errors import NotNow, NotThere, Stale, Unsound
from sync.gateway.desk.sealed import seal, unseal
from sync.gateway.desk.spreadsheets import Marked, read_table
from sync.gateway.desk.tables import people_lists
from sync.protocol import VAN_ID, stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

SHEET_OF: Mapping[str, str] = {"roster": "roster", "register": "outreach"}
"""Kind of list -> the columns it has. A register is no van's."""
EARLY = "roster.early"
_CALCULATES = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Upload:
    """id: the office's own name for the list, never a person's. until: the last day it is of use."""

    kind: str
    id: str
    until: date
    title: str
    content: bytes = field(repr=False)
    van: str = ""


@dataclass(frozen=True)
class Left:
    """A row left out: as it was sent, and why (column -> code)."""

    line: int
    said: Mapping[str, str] = field(repr=False)
    why: Mapping[str, str]


@dataclass(frozen=True)
class People:
    """A list as it is kept. told: the van has it (or will, when it enrols)."""

    kind: str
    id: str
    van: str
    until: date
    title: str
    version: int
    changed_at: str
    rows: tuple[Row, ...] = field(repr=False)
    left: tuple[Left, ...] = field(repr=False)
    passed: tuple[str, ...] = ()  # columns of the table that nobody asked for

    @property
    def reasons(self) -> Mapping[str, int]:
        """Code -> rows, most first."""
        return dict(Counter(code for one in self.left for code in set(one.why.values())).most_common())


def take(office: Office, upload: Upload, version: int, who: str) -> People:
    """version: of the list it replaces, 0 for a new one. A roster's good rows are told to its van at once.

    Raises Unsound, Stale; BadFile when the file is no table.
    """
    _must_be_sound(upload)
    kind = KINDS[SHEET_OF[upload.kind]]
    told = read_table(kind, upload.content)
    today = day_of(office.now())
    good, left = _sifted(told.rows, kind, today)
    passed = sorted({column for _, row in told.rows for column in row if not _is_known(kind, column)})
    said = {"rows": good, "left": [[one.line, one.said, one.why] for one in left], "passed": passed}
    content, title = seal(office, said), upload.title.strip()
    row = {
        "van": upload.van,
        "until": upload.until.isoformat(),
        "title": title,
        "good": len(good),
        "bad": len(left),
        "content": content,
        "version": version + 1,
        "changed_at": stamp(office.now()),
        "changed_by": who,
    }
    with office.database.write() as connection:
        known = _find(connection, upload.kind, upload.id)
        if (known["version"] if known else 0) != version:
            raise Stale
        if known is None:
            connection.execute(insert(people_lists).values(kind=upload.kind, id=upload.id, **row))
        else:
            connection.execute(update(people_lists).where(_mine(upload.kind, upload.id)).values(**row))
        numbers = {"good": len(good), "bad": len(left)}
        facts = {"list": upload.id, "what": upload.kind, "van": upload.van}
        _note(office, connection, "list-taken", who, {**facts, **numbers})
    if upload.kind == "roster":
        if known is not None and known["van"] != upload.van:
            _let_go(office, known["van"], upload.id, who)
        sheet = Sheet("roster", upload.id, upload.until, title, tuple(good))
        if good or known is not None:
            work.put(office, upload.van, sheet, who)
    return get(office, upload.kind, upload.id)


def withdraw(office: Office, kind: str, id: str, version: int, who: str) -> None:
    """The van forgets it, and what names people goes here, too. Raises Stale, NotThere, NotNow."""
    with office.database.write() as connection:
        known = _find(connection, kind, id)
        if known is None:
            raise NotThere(what="list")
        if known["version"] != version:
            raise Stale
        if not known["content"]:
            raise NotNow(state="withdrawn")
        gone = {"content": b"", "version": version + 1, "changed_by": who, "changed_at": stamp(office.now())}
        connection.execute(update(people_lists).where(_mine(kind, id)).values(**gone))
        _note(office, connection, "list-withdrawn", who, {"list": id, "what": kind})
    if kind == "roster":
        _let_go(office, known["van"], id, who)


def get(office: Office, kind: str, id: str) -> People:
    """Raises NotThere (also when it was withdrawn), Closed."""
    with office.database.read() as connection:
        row = _find(connection, kind, id)
    if row is None or not row["content"]:
        raise NotThere(what="list")
    said = unseal(office, row["content"])
    left = tuple(Left(line, cells, why) for line, cells, why in said["left"])
    facts = {name: row[name] for name in ("kind", "id", "van", "title", "version", "changed_at")}
    facts["passed"] = tuple(said["passed"])
    return People(until=date.fromisoformat(row["until"]), rows=tuple(said["rows"]), left=left, **facts)


def listed(office: Office, kind: str) -> Sequence[Mapping[str, Any]]:
    """id, van, until, title, good, bad, version, changed_at, changed_by, gone; the newest first."""
    names = ("id", "van", "until", "title", "good", "bad", "version", "changed_at", "changed_by")
    gone = (people_lists.c.content == b"").label("gone")
    asked = select(*(people_lists.c[name] for name in names), gone).where(people_lists.c.kind == kind)
    with office.database.read() as connection:
        found = connection.execute(asked.order_by(people_lists.c.changed_at.desc())).mappings().all()
    return [dict(row) for row in found]


def left_out(people: People, words: Callable[[str], str]) -> bytes:
    """The rows left out as a table to put right and send again; CSV that spreadsheets open (UTF-8, marked).

    A cell that a spreadsheet would calculate is led by an apostrophe.
    """
    said = {column for one in people.left for column in one.said}
    columns = sorted(said, key=list(KINDS[SHEET_OF[people.kind]].columns).index)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow((*map(_harmless, columns), "行 line", "原因 reason"))
    for one in people.left:
        why = "; ".join(f"{column}: {words(code)}" for column, code in one.why.items())
        table.writerow(
            (*(_harmless(one.said.get(column, "")) for column in columns), one.line, _harmless(why))
        )
    return out.getvalue().encode("utf-8-sig")


def forget_pictures(office: Office, van: str, roster: str, who: str) -> int:
    """With the roster its earlier photos and prints go. How many people's."""
    mine = [row for row in work.listed(office, van) if row["kind"] == "earlier" and not row["withdrawn"]]
    ids = [row["id"] for row in mine if row["id"].startswith(f"e-{roster}.")]
    return sum(work.withdraw(office, van, "earlier", id, who) for id in ids)


# --- within ----------------------------------------------------------------------------------------------


def _let_go(office: Office, van: str, id: str, who: str) -> None:
    work.withdraw(office, van, "roster", id, who)
    forget_pictures(office, van, id, who)


def _note(
    office: Office, connection: Connection, kind: str, who: str, facts: Mapping[str, str | int]
) -> None:
    events.append(connection, at=office.now(), kind=kind, who=who, **dict[str, Any](facts))


def _sifted(
    told: Sequence[tuple[int, Mapping[str, str]]], kind: Kind, today: date
) -> tuple[list[Row], list[Left]]:
    """The good rows in their order; the others with every reason. Other columns are passed over."""
    rows = [
        (line, {column: text for column, text in row.items() if _is_known(kind, column)})
        for line, row in told
    ]
    marked = [RowMistake(line, column, cell.code) for line, column, cell in _marks(rows)]
    not_taken = {mistake.line for mistake in marked}
    good, wrong = checked(kind, (row for row in rows if row[0] not in not_taken), today)
    wrong = (*wrong, *marked)
    lines = iter(line for line, _ in rows if line not in {mistake.line for mistake in wrong})
    taken: list[Row] = []
    for line, row in zip(lines, good, strict=True):
        code = refusal(row.get("matter", ""), row["id_number"], row.get("address", ""), today)
        if not code and _too_early(row, today):
            code = EARLY
        if code:
            wrong = (*wrong, RowMistake(line, "matter", code))
        else:
            taken.append(row)
    why: dict[int, dict[str, str]] = {}
    for mistake in wrong:
        why.setdefault(mistake.line, {})[mistake.column] = mistake.code
    said = dict(rows)
    return taken, [Left(line, {**said[line]}, why[line]) for line in sorted(why)]


def _is_known(kind: Kind, column: str) -> bool:
    return column in kind.columns or column.partition(".")[0] in kind.open


def _marks(rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[tuple[int, str, Marked]]:
    for line, row in rows:
        for column, cell in row.items():
            if isinstance(cell, Marked):
                yield line, column, cell


def _too_early(row: Row, today: date) -> bool:
    end = parse_day(row.get("valid_to", ""))
    return row.get("matter") == "renewal_expiry" and end is not None and renewal_opens(end) > today


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_CALCULATES) else text


def _must_be_sound(upload: Upload) -> None:
    wrong: dict[str, str] = {}
    if upload.kind not in SHEET_OF:
        raise NotThere(what="list")
    if not is_key(upload.id):
        wrong["id"] = "work.key"
    if upload.kind == "roster" and not VAN_ID.match(upload.van):
        wrong["van"] = "booking.van"
    if not upload.title.strip():
        wrong["title"] = "field.required"
    elif len(upload.title) > 100:
        wrong["title"] = "work.too_long"
    if not upload.content:
        wrong["file"] = "field.required"
    if wrong:
        raise Unsound(wrong)


def _mine(kind: str, id: str) -> Any:
    return (people_lists.c.kind == kind) & (people_lists.c.id == id)


def _find(connection: Connection, kind: str, id: str) -> RowMapping | None:
    return connection.execute(select(people_lists).where(_mine(kind, id))).mappings().one_or_none()
