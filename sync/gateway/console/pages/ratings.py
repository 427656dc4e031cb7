"""好差评: what bad ratings ask of the office, and ratings heard by telephone, at the hall or on a card."""

from __future__ import annotations

from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.console.pages.figures import matter_name
from sync.gateway.desk import figures, ratings
from sync.gateway.desk.errors import Closed, Unsound
from sync.gateway.desk.ratings import Rating
from sync.gateway.errors import DeskError

HEARD = ("phone", "hall", "paper")  # what staff may enter; the others come by themselves


def show(visit: Visit, error: DeskError | None = None) -> Answer:
    say, rules = visit.say, ratings.rules()
    state = visit.query.get("state", "")
    return visit.page(
        "ratings",
        status=200 if error is None else 400,
        tasks=ratings.tasks(visit.office, state=state if state in ratings.STATES else ""),
        state=state,
        states=[(one, say(f"ratings.{one}")) for one in ratings.STATES],
        today=figures.today(visit.office).isoformat(),
        overdue=ratings.overdue(visit.office),
        levels=[(str(level), say.of(words)) for level, words in rules.levels.items()],
        level_of={level: say.of(words) for level, words in rules.levels.items()},
        channels=[(one, say.of(rules.channels[one])) for one in HEARD],
        channel_of={one: say.of(words) for one, words in rules.channels.items()},
        values={name: visit.field(name) for name in ("number", "level", "channel", "words")},
        matter_of=lambda id: matter_name(say, id),
        error=error,
    )


def enter(visit: Visit) -> Answer:
    level, channel = visit.field("level"), visit.field("channel")
    try:
        record = ratings.of_number(visit.office, visit.field("number"))
        if channel not in HEARD:
            raise Unsound({"channel": "rating.channel"})
        told = Rating(record, int(level) if level in "12345" and level else 0, channel, visit.field("words"))
        fresh = ratings.rate(visit.office, told, visit.person.who)
    except DeskError as error:
        return show(visit, error)
    return visit.go("/ratings", "rated" if fresh else "rated-before")


def one(visit: Visit, error: DeskError | None = None) -> Answer:
    say, rules = visit.say, ratings.rules()
    row = dict(ratings.find(visit.office, visit.parts["record"]))
    try:
        words, answer = ratings.said(visit.office, row)
        closed = False
    except Closed:
        words, answer, closed = "", "", True
    return visit.page(
        "rating",
        status=200 if error is None else 400,
        row=row,
        words=words,
        answer=answer,
        closed=closed,
        level=say.of(rules.levels[row["level"]]),
        channel=say.of(rules.channels[row["channel"]]),
        outcomes=[(name, say.of(words)) for name, words in rules.outcomes.items()],
        matter=matter_name(say, row["matter"]),
        today=figures.today(visit.office).isoformat(),
        values={name: visit.field(name) for name in ("outcome", "answer")},
        error=error,
    )


def change(visit: Visit) -> Answer:
    """One of: take, close."""
    record, revision, who = visit.parts["record"], visit.number("revision"), visit.person.who
    what = visit.field("what")
    if what == "take":
        ratings.take(visit.office, record, revision, who)
        return visit.go(f"/ratings/{record}", "rating-taken")
    if what != "close":
        raise DeskError("bad-form", field="what")
    done = {"outcome": visit.field("outcome"), "answer": visit.field("answer")}
    try:
        ratings.close(visit.office, record, revision, who, **done)
    except Unsound as error:
        return one(visit, error)
    return visit.go("/ratings", "rating-closed")


PAGES = (
    Page("GET", "/ratings", show),
    Page("POST", "/ratings", enter),
    Page("GET", "/ratings/{record}", one),
    Page("POST", "/ratings/{record}", change),
)
