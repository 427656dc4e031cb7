"""What residents thought of a service (好差评), and what is done about a bad one.

    none                     satisfied enough
    open -> taken -> closed  dissatisfied: a task with a deadline, somebody's name and an outcome

One rating per record, and nobody of the office can change it. It comes with the record (the resident's own
answer at the service, if the van's program asked), as an answer to a text, or is entered by whoever heard it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from forms import ratings as service_ratings
from forms.days import day_of
from forms.words import Words, parse_words
from sync.gateway import events
from sync.gateway.desk.errors import NotNow, NotThere, Stale, Unsound
from sync.gateway.desk.sealed import seal, unseal
from sync.gateway.desk.tables import messages, ratings, services
from sync.gateway.tables import records
from sync.protocol import stamp

if TYPE_CHECKING:
    from sync.gateway.office import Office

MOST_WORDS = 1000  # characters
STATES = ("open", "taken", "closed")
_LEVEL = re.compile(r"\s*([1-5１-５])(?![0-9０-９])")


@dataclass(frozen=True)
class Rules:
    """ratings.toml."""

    bad: tuple[int, ...]
    settle_days: int
    silence_days: int
    levels: Mapping[int, Words]
    channels: Mapping[str, Words]
    outcomes: Mapping[str, Words]


@cache
def rules() -> Rules:
    said = tomllib.loads(Path(__file__).with_name("ratings.toml").read_text("utf-8"))
    words = {
        part: {key: parse_words(row, f"ratings.toml {part}.{key}") for key, row in said[part].items()}
        for part in ("channels", "outcomes")
    }
    levels = {int(one.code): one.words for one in service_ratings.levels()}
    days = {name: int(said[name]) for name in ("settle_days", "silence_days")}
    return Rules(
        tuple(map(int, service_ratings.bad())),
        **days,
        levels=levels,
        channels=words["channels"],
        outcomes=words["outcomes"],
    )


@dataclass(frozen=True)
class Rating:
    """level: 5 best, 1 worst. words: what was said, if anything."""

    record: str
    level: int
    channel: str
    words: str = field(default="", repr=False)


def due_on(today: date, working_days: int) -> date:
    """So many working days later; Saturdays and Sundays are none."""
    day = today
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


def rate(office: Office, rating: Rating, who: str) -> bool:
    """Told by somebody: False when this record has been rated before. Raises Unsound, NotThere."""
    with office.database.write() as connection:
        return enter(connection, office, rating, who)


def enter(connection: Connection, office: Office, rating: Rating, who: str) -> bool:
    """`rate`, inside somebody's transaction."""
    asked = rules()
    if rating.level not in asked.levels:
        raise Unsound({"level": "rating.level"})
    if rating.channel not in asked.channels:
        raise Unsound({"channel": "rating.channel"})
    if len(rating.words) > MOST_WORDS:
        raise Unsound({"words": "rating.words"})
    row = connection.execute(
        select(records.c.van, records.c.matter, services.c.day)
        .select_from(records.outerjoin(services, services.c.record == records.c.id))
        .where(records.c.id == rating.record)
    ).one_or_none()
    if row is None:
        raise NotThere
    if connection.execute(select(ratings.c.record).where(ratings.c.record == rating.record)).first():
        return False
    now, bad = office.now(), rating.level in asked.bad
    today = day_of(now)
    kept = {
        "record": rating.record,
        "van": row.van,
        "matter": row.matter,
        "day": row.day or today.isoformat(),
        "level": rating.level,
        "channel": rating.channel,
        "words": seal(office, rating.words) if rating.words.strip() else b"",
        "rated_at": stamp(now),
        "state": "open" if bad else "none",
        "due_on": due_on(today, asked.settle_days).isoformat() if bad else "",
        "handler": "",
        "outcome": "",
        "answer": b"",
        "changed_at": stamp(now),
        "revision": 1,
    }
    connection.execute(insert(ratings).values(**kept))
    facts = {name: kept[name] for name in ("level", "channel", "due_on")}
    events.append(connection, at=now, kind="rated", who=who, record=rating.record, **facts)
    return True


def heard(connection: Connection, office: Office, message: str, text: str) -> bool:
    """A resident answered the text we asked with. False: it was no answer to that, or no level."""
    asked = select(messages.c.about).where(messages.c.id == message, messages.c.template == "rate")
    record, level = connection.execute(asked).scalar(), level_of(text)
    if record is None or level is None:
        return False
    words = _LEVEL.sub("", text, count=1).strip(" ,，.。:：;；\n\t")[:MOST_WORDS]
    return enter(connection, office, Rating(record, level, "sms", words), "resident")


def level_of(text: str) -> int | None:
    """The level an answer begins with: "2", "２ 等太久", "5非常满意"; None: none."""
    found = _LEVEL.match(text)
    return int(found[1]) if found else None


def take(office: Office, record: str, revision: int, who: str) -> None:
    """This one is mine now. Raises NotThere, Stale, NotNow."""
    _move(office, record, revision, ("open",), {"state": "taken", "handler": who}, who)


def close(office: Office, record: str, revision: int, who: str, *, outcome: str, answer: str) -> None:
    """What was done about it. Raises NotThere, Stale, NotNow, Unsound."""
    if outcome not in rules().outcomes:
        raise Unsound({"outcome": "rating.outcome"})
    if not answer.strip() or len(answer) > MOST_WORDS:
        raise Unsound({"answer": "rating.answer"})
    changed = {"state": "closed", "handler": who, "outcome": outcome, "answer": seal(office, answer.strip())}
    _move(office, record, revision, ("open", "taken"), changed, who)


def _move(
    office: Office, record: str, revision: int, before: tuple[str, ...], changed: dict[str, Any], who: str
) -> None:
    now = office.now()
    with office.database.write() as connection:
        asked = select(ratings.c.state, ratings.c.revision).where(ratings.c.record == record)
        row = connection.execute(asked).one_or_none()
        if row is None:
            raise NotThere
        if row.revision != revision:
            raise Stale
        if row.state not in before:
            raise NotNow(state=row.state)
        moved = {**changed, "changed_at": stamp(now), "revision": revision + 1}
        connection.execute(update(ratings).where(ratings.c.record == record).values(**moved))
        facts = {name: changed[name] for name in ("state", "outcome") if name in changed}
        events.append(connection, at=now, kind="rating-task", who=who, record=record, **facts)


def tasks(office: Office, *, state: str = "", limit: int = 200) -> Sequence[RowMapping]:
    """Dissatisfied ones: the open first, by deadline; with `number` of the record."""
    asked = (
        select(ratings, records.c.number)
        .join(records, records.c.id == ratings.c.record)
        .where(ratings.c.state == state if state else ratings.c.state != "none")
        .order_by(ratings.c.state == "closed", ratings.c.due_on, ratings.c.record)
        .limit(limit)
    )
    with office.database.read() as connection:
        return connection.execute(asked).mappings().all()


def overdue(office: Office) -> int:
    """How many are not closed in time."""
    today = day_of(office.now()).isoformat()
    late = ratings.c.state.in_(("open", "taken")) & (ratings.c.due_on < today)
    with office.database.read() as connection:
        return connection.execute(select(func.count()).where(late)).scalar_one()


def find(office: Office, record: str) -> RowMapping:
    """Raises NotThere."""
    asked = select(ratings, records.c.number).join(records, records.c.id == ratings.c.record)
    with office.database.read() as connection:
        row = connection.execute(asked.where(ratings.c.record == record)).mappings().one_or_none()
    if row is None:
        raise NotThere
    return row


def said(office: Office, row: Mapping[str, Any]) -> tuple[str, str]:
    """The resident's words, and ours. Raises Closed."""
    words, answer = (unseal(office, row[name]) if row[name] else "" for name in ("words", "answer"))
    return words, answer


def of_number(office: Office, number: str) -> str:
    """The newest record of an acceptance number. Raises NotThere."""
    asked = select(records.c.id).where(records.c.number == number.strip()).order_by(records.c.version.desc())
    with office.database.read() as connection:
        found = connection.execute(asked.limit(1)).scalar()
    if not number.strip() or found is None:
        raise NotThere
    return str(found)


def rated_at_service(answers: Mapping[str, str]) -> tuple[int, str] | None:
    """Level and words in a record's answers, where the resident gave them before it was sealed."""
    level = level_of(answers.get(service_ratings.ANSWER, ""))
    return None if level is None else (level, answers.get("rating_words", "")[:MOST_WORDS])
