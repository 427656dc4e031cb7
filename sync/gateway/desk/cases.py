"""What people decide about a record: one move of `states.MOVES` each, on the state they were shown.

Whoever decides names the revision the page showed; of two at once the second is told `Stale` and changes
nothing. Nobody judges what they took in themselves (受审分离). A decision is told to the van at once and is
never taken back: within half a second it may stand on a screen in somebody's home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from forms import reasons
from forms.days import day_of
from forms.packs.shelf import material_words
from sync.gateway import events, mail
from sync.gateway.desk import claims, comparisons
from sync.gateway.desk.errors import Closed, NotNow, NotThere, Stale, Unsound
from sync.gateway.desk.staff import REVIEWER, STATION, Person
from sync.gateway.desk.states import ASKED, MOVES, RECEIVED
from sync.gateway.desk.tables import asked_materials
from sync.gateway.tables import records
from sync.parcel import NoticeKind
from sync.protocol import stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

MOST_WORDS = 500  # of a reviewer's own sentence
MOST_FIELDS = 40
MOST_ASKED = 90  # days ahead

HANDS = ("applicant", "guardian", "agent")
"""Whose hand a card comes into at last."""
CARRIERS = ("courier", "van")
"""Who brings it there."""


@dataclass(frozen=True)
class Shown:
    """The record as the page showed it."""

    record: str
    revision: int


@dataclass(frozen=True)
class _Told:
    """What goes to the van with a move, and what the log keeps of it (never a person's name)."""

    reasons: Sequence[str] = ()
    fields: Sequence[str] = ()
    data: Mapping[str, str | int] | None = None
    facts: Mapping[str, object] | None = None


def accept(office: Office, shown: Shown, person: Person) -> int:
    """The new revision, as of every move.

    All moves raise NotThere, Stale (state) and NotNow: reason "role", "own_intake", "claimed" (by), "state".
    Judging raises Closed too: nobody here can read it. Accepting raises NotNow also with reason "material"
    (still asked for) and "comparison" (nobody has looked at it yet).
    """
    with office.database.write() as connection:
        row = _shown(connection, office, shown, "accept", person)
        if _open_asks(connection, shown.record):
            raise NotNow(reason="material")
        if comparisons.is_waiting(connection, shown.record):
            raise NotNow(reason="comparison")
        return _move(connection, row, "accept", person, office.now(), _Told())


def send_back(
    office: Office,
    shown: Shown,
    person: Person,
    codes: Sequence[str],
    own: str = "",
    fields: Sequence[str] = (),
) -> int:
    """codes: of forms.reasons. own: a sentence for the officer. fields: where to look; else the reasons' own.

    Raises Unsound (codes, own, fields), too.
    """
    known = [one for one in reasons.reasons() if one.code in codes]
    own = " ".join(own.split())
    wrong = {}
    if not known or len(known) != len(set(codes)):
        wrong["codes"] = "cases.no_reason"
    if len(own) > MOST_WORDS or (reasons.OTHER in codes and not own):
        wrong["own"] = "cases.own_words"
    if len(fields) > MOST_FIELDS or not all(_is_field(name) for name in fields):
        wrong["fields"] = "cases.fields"
    if wrong:
        raise Unsound(wrong)
    named = [one.code for one in known]
    where = list(dict.fromkeys(fields or [name for one in known for name in one.fields]))
    data: dict[str, str | int] = {"codes": " ".join(named), **({"own": own} if own else {})}
    told = _Told(reasons.sentences(named, own, "zh"), where, data, {"codes": named, "fields": where})
    with office.database.write() as connection:
        row = _shown(connection, office, shown, "return", person)
        now = office.now()
        _settle_all(connection, shown.record, "not_needed", person.who, now)
        return _move(connection, row, "return", person, now, told)


def ask(office: Office, shown: Shown, person: Person, material: str, until: date) -> int:
    """For one material (id in a scenario pack), with a last day. Raises Unsound (material, until), too."""
    today = day_of(office.now())
    words = material_words(material)
    wrong = {}
    if words is None:
        wrong["material"] = "cases.no_material"
    if not 0 <= (until - today).days <= MOST_ASKED:
        wrong["until"] = "cases.until"
    if words is None or wrong:
        raise Unsound(wrong)
    with office.database.write() as connection:
        row = _shown(connection, office, shown, "ask", person)
        if any(one["material"] == material for one in _open_asks(connection, shown.record)):
            raise NotNow(reason="asked_already")
        now = office.now()
        asked = {"record": shown.record, "material": material, "until": until.isoformat(), "settled": ""}
        connection.execute(insert(asked_materials).values(**asked, asked_at=stamp(now), asked_by=person.who))
        data: dict[str, str | int] = {"material": material, "until": until.isoformat(), "asked": 1}
        sentence = f"请于{until.isoformat()}前补交：{words.zh}"
        told = _Told(
            (sentence,), (f"material.{material}",), data, {"material": material, "until": str(until)}
        )
        return _move(connection, row, "ask", person, now, told)


def settle(office: Office, shown: Shown, person: Person, material: str, how: str) -> int:
    """What was asked for came ("came"), or is not needed any more ("not_needed"; a reviewer says so).

    Raises NotNow reason "how", or "not_asked"; Stale.
    """
    if how not in ("came", "not_needed"):
        raise NotNow(reason="how")
    with office.database.write() as connection:
        row = _fresh(connection, office, shown, person)
        if not person.may((REVIEWER, STATION) if how == "came" else (REVIEWER,)):
            raise NotNow(reason="role")
        if how == "not_needed":
            _must_not_be_own(row, person)
        if not material_came(connection, shown.record, material, person.who, office.now(), how=how):
            raise NotNow(reason="not_asked")
        return shown.revision + 1


def material_came(
    connection: Connection, record: str, material: str, who: str, now: datetime, *, how: str = "came"
) -> bool:
    """Inside the caller's transaction; False when it is not asked for.

    With the last one the record waits for its decision again. The van is told that it is not asked any more.
    """
    open_ones = _open_asks(connection, record)
    mine = [one for one in open_ones if one["material"] == material]
    if not mine:
        return False
    for one in mine:
        _settle(connection, one["id"], how, who, now)
    state = ASKED if len(mine) < len(open_ones) else RECEIVED
    changed = {"state": state, "revision": records.c.revision + 1, "changed_at": stamp(now)}
    found = (records.c.id == record) & (records.c.state == ASKED)
    connection.execute(update(records).where(found).values(**changed))
    van = connection.execute(select(records.c.van).where(records.c.id == record)).scalar_one()
    data: dict[str, str | int] = {"material": material, "asked": 0}
    mail.post(connection, van=van, record=record, kind=NoticeKind.MATERIAL, at=now, data=data)
    events.append(connection, at=now, kind="material", who=who, record=record, material=material, how=how)
    return True


def made(office: Office, shown: Shown, person: Person) -> int:
    return _simply(office, shown, person, "made", _Told())


def hand_over(office: Office, shown: Shown, person: Person, to: str) -> int:
    """To who carries it: one of CARRIERS. Raises Unsound (to), too."""
    if to not in CARRIERS:
        raise Unsound({"to": "cases.to"})
    return _simply(office, shown, person, "hand_over", _Told(data={"to": to}, facts={"to": to}))


def deliver(office: Office, shown: Shown, person: Person, to: str) -> int:
    """Into whose hand: one of HANDS. Raises Unsound (to), too."""
    if to not in HANDS:
        raise Unsound({"to": "cases.to"})
    return _simply(office, shown, person, "deliver", _Told(data={"to": to}, facts={"to": to}))


def asked_of(connection: Connection, record: str) -> Sequence[RowMapping]:
    """All that was ever asked for, in that order; `settled` is "" while it waits."""
    mine = select(asked_materials).where(asked_materials.c.record == record)
    return connection.execute(mine.order_by(asked_materials.c.id)).mappings().all()


def is_own(row: RowMapping | Mapping[str, Any], person: Person) -> bool:
    """Did this person take it in? By the officer's number of the account, or its name."""
    officer = _folded(row["officer"])
    return bool(officer) and officer in (_folded(person.officer), _folded(person.name))


def _simply(office: Office, shown: Shown, person: Person, move: str, told: _Told) -> int:
    with office.database.write() as connection:
        row = _shown(connection, office, shown, move, person)
        return _move(connection, row, move, person, office.now(), told)


def _fresh(connection: Connection, office: Office, shown: Shown, person: Person) -> RowMapping:
    """The record, if it is as it was shown, and nobody else looks at it."""
    asked = select(*(records.c[name] for name in _NEEDED)).where(records.c.id == shown.record)
    row = connection.execute(asked).mappings().one_or_none()
    if row is None:
        raise NotThere
    if row["revision"] != shown.revision:
        raise Stale(state=row["state"])
    holder = claims.held_by(row, office.now())
    if holder not in ("", person.name):
        raise NotNow(reason="claimed", by=holder)
    return row


_NEEDED = ("id", "van", "state", "revision", "opened", "officer", "claimed_by", "claimed_until")


def _shown(connection: Connection, office: Office, shown: Shown, move: str, person: Person) -> RowMapping:
    row = _fresh(connection, office, shown, person)
    wanted = MOVES[move]
    if not person.may(wanted.roles):
        raise NotNow(reason="role")
    if row["state"] not in wanted.before:
        raise NotNow(reason="state", state=row["state"])
    if wanted.judges:
        if not row["opened"]:
            raise Closed
        _must_not_be_own(row, person)
    return row


def _must_not_be_own(row: RowMapping, person: Person) -> None:
    if is_own(row, person):
        raise NotNow(reason="own_intake")


def _move(
    connection: Connection, row: RowMapping, move: str, person: Person, now: datetime, told: _Told
) -> int:
    after, revision = MOVES[move].after, int(row["revision"]) + 1
    changed = {"state": after, "revision": revision, "changed_at": stamp(now)}
    mine = (records.c.id == row["id"]) & (records.c.revision == row["revision"])
    free = {"claimed_by": "", "claimed_until": ""}
    if not connection.execute(update(records).where(mine).values(**changed, **free)).rowcount:
        raise Stale(state=row["state"])  # cannot be while writers take turns; a promise all the same
    cursor = mail.post(
        connection,
        van=row["van"],
        record=row["id"],
        kind=MOVES[move].told,
        at=now,
        reasons=told.reasons,
        fields=told.fields,
        data=told.data,
    )
    facts = {"cursor": cursor, **(told.facts or {})}
    events.append(connection, at=now, kind=after, who=person.who, record=row["id"], **facts)
    return revision


def _open_asks(connection: Connection, record: str) -> Sequence[RowMapping]:
    return [one for one in asked_of(connection, record) if one["settled"] == ""]


def _settle(connection: Connection, id: int, how: str, who: str, now: datetime) -> None:
    said = {"settled": how, "settled_at": stamp(now), "settled_by": who}
    connection.execute(update(asked_materials).where(asked_materials.c.id == id).values(**said))


def _settle_all(connection: Connection, record: str, how: str, who: str, now: datetime) -> None:
    for one in _open_asks(connection, record):
        _settle(connection, one["id"], how, who, now)


def _is_field(name: str) -> bool:
    return 0 < len(name) <= 64 and all(sign.isalnum() or sign in "._-" for sign in name)


def _folded(number: str) -> str:
    return "".join(number.split()).upper()
