"""How it goes: planned, arrived, done, returned and why; how long it takes; what residents think."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from forms import reasons
from forms.errors import FormError
from forms.matter import matter
from sync.gateway.console import charts
from sync.gateway.console.charts import Chart, Series
from sync.gateway.console.page import Answer, Page, Visit
from sync.gateway.console.words import Say
from sync.gateway.desk import figures, ratings
from sync.gateway.desk.figures import Count, Span
from sync.gateway.errors import DeskError

MOST_DAYS = 62  # more are put together by week
TABLES = {"day": figures.by_day, "van": figures.by_van, "matter": figures.by_matter}
UNITS = {"handling_s": 60, "sent_s": 60, "decided_s": 3600, "made_s": 86400}  # seconds of minute, hour, day


def span_of(visit: Visit) -> Span:
    asked = {name: visit.query.get(name, "").strip()[:64] for name in ("first", "last", "van", "matter")}
    today = figures.today(visit.office)
    return figures.span(asked["first"], asked["last"], today, asked["van"], asked["matter"])


def matter_name(say: Say, id: str) -> str:
    try:
        return say.of(matter(id).words)
    except FormError:
        return id


def reason_name(say: Say, code: str) -> str:
    """A reviewer's coded reason, or what the notice marked."""
    for one in reasons.reasons():
        if one.code == code and code != reasons.OTHER:
            return say.of(one.words)
    key = f"figures.reason.{code}"
    return say(key) if say.has(key) else code


def show(visit: Visit) -> Answer:
    office, say, asked = visit.office, visit.say, span_of(visit)
    days, levels = figures.by_day(office, asked), ratings.rules().levels
    vans, matters = figures.known(office)
    by = {
        "van": figures.by_van(office, asked),
        "matter": figures.by_matter(office, asked),
        "day": [one for one in days if one.planned or one.arrived or one.records or one.not_come],
    }
    times = {what: {row.key: row for row in figures.took(office, asked, what, "matter")} for what in UNITS}
    whole = {what: next(iter(figures.took(office, asked, what, "")), None) for what in UNITS}
    return visit.page(
        "figures",
        asked=asked,
        total=figures.total(days),
        by=by,
        names={one: matter_name(say, one) for one in {*matters, *(row.key for row in by["matter"])}},
        vans=vans,
        matters=[(one, matter_name(say, one)) for one in matters],
        columns=figures.COLUMNS,
        times=times,
        whole=whole,
        timed=sorted({key for rows in times.values() for key in rows}),
        reasons=[(reason_name(say, code), count) for code, count in figures.reasons(office, asked)],
        opinions=figures.opinions(office, asked),
        levels=[(level, say.of(levels[level])) for level in sorted(levels, reverse=True)],
        drawn=_drawn(visit, asked, days),
        amount=lambda what, seconds: round(seconds / UNITS[what], 1),
    )


def _drawn(visit: Visit, asked: Span, days: Sequence[Count]) -> Mapping[str, Markup]:
    """The charts there is something to show in."""
    say = visit.say
    weekly = len(days) > MOST_DAYS
    counts = figures.by_week(days) if weekly else days
    unit = say("figures.by_week") if weekly else say("figures.by_day")
    drawn = {}
    if any(one.records or one.planned for one in counts):
        chart = Chart("flow", f"{say('figures.flow')} · {unit}", say("figures.records"), _places(counts))
        drawn["flow"] = charts.columns(
            replace(chart, wide=1200), _stacked(say, counts), _planned(say, counts)
        )
    took = {row.key: row.middle / 60 for row in figures.took(visit.office, asked, "handling_s", "day")}
    if len(took) > 1:
        chart = Chart("handling", say("figures.handling"), say("figures.minutes"), _places(days))
        line = Series(say("figures.middle"), [took.get(one.key) for one in days], "primary")
        drawn["handling"] = charts.lines(chart, [line])
    if found := figures.reasons(visit.office, asked):
        names = [reason_name(say, code) for code, _ in found]
        chart = Chart("reasons", say("figures.reasons"), say("figures.records"), names)
        drawn["reasons"] = charts.bars(chart, [count for _, count in found], "wrong")
    made = figures.took(visit.office, asked, "made_s", "matter")
    if made:
        names = [matter_name(say, row.key) for row in made]
        chart = Chart("made", say("figures.to_card"), say("figures.days"), names)
        drawn["made"] = charts.bars(chart, [row.middle / 86400 for row in made], "good")
    opinions = figures.opinions(visit.office, asked)
    if opinions.said:
        names = [say.of(ratings.rules().levels[level]) for level in opinions.levels]
        chart = Chart("opinions", say("figures.opinions"), say("figures.voices"), names)
        drawn["opinions"] = charts.bars(chart, list(opinions.levels.values()), "primary")
    return drawn


def _places(counts: Sequence[Count]) -> list[str]:
    return [one.key[5:] for one in counts]


def _stacked(say: Say, counts: Sequence[Count]) -> list[Series]:
    looks = (("accepted", "good"), ("returned", "wrong"), ("waiting", "waiting"))
    return [
        Series(say(f"figures.{name}"), [getattr(one, name) for one in counts], look) for name, look in looks
    ]


def _planned(say: Say, counts: Sequence[Count]) -> Series | None:
    if not any(one.planned for one in counts):
        return None
    return Series(say("figures.planned"), [one.planned or None for one in counts], "plan")


def download(visit: Visit) -> Answer:
    by, say = visit.query.get("by", "day"), visit.say
    if by not in TABLES:
        raise DeskError("bad-form", field="by")
    head = [say(f"figures.{name}") for name in (by, *figures.COLUMNS)]
    body = figures.table(head, TABLES[by](visit.office, span_of(visit)))
    return visit.download(body, "text/csv; charset=utf-8", f"figures-by-{by}.csv")


PAGES = (Page("GET", "/figures", show), Page("GET", "/figures/table.csv", download))
