"""kill -9 while work goes from the office to the van: once, in order, nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

from forms.sheets import Sheet
from sync.gateway import events, mail, work
from sync.gateway.office import open_office
from sync.parcel import Notice
from tests.sync.papers import enrolled
from tests.vanapp.bed import Van, make_van
from tests.vanapp.work import DAY, VISIT, Dispatch
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.office_news import office_news
from vanapp.usecases.receive import receive
from vanapp.usecases.today import today

SECOND = {**VISIT, "id": "v2", "at": "10:00", "name": "黄伟"}
PUPILS = [{"name": f"学生{n}", "id_number": f"44010420110101{n:03d}X"} for n in range(50)]


def killed(work: Callable[[], None]) -> bool:
    """Do it in a process of its own; whether that was killed before it came to the end."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def die_at(statement: int) -> Callable[[], None]:
    """Counts; the process ends at the N-th call."""
    left = [statement]

    def count() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return count


def days_work() -> list[Notice]:
    """Six notices: a trip, a list, the trip changed, a door off, a draft, the list shorter."""
    office = Dispatch()
    return [
        office.tell("trip", "t1", [VISIT, SECOND]),
        office.tell("roster", "s1", PUPILS),
        office.tell("trip", "t1", [{**VISIT, "at": "11:00"}, SECOND]),
        office.tell("trip", "t1", [SECOND]),
        office.tell("draft", "d1", [{"for": "v2", "matter": "loss", "answers.name": "黄伟"}]),
        office.tell("roster", "s1", PUPILS[:20]),
    ]


def pull(folder: Path, notices: list[Notice], meet: Callable[[], None] = lambda: None) -> Van:
    van = make_van(folder)
    van.gateway.notices = notices
    real = van.database.execute

    def execute(sql: str, values: object = ()) -> int:
        meet()
        return real(sql, values)  # type: ignore[arg-type]

    van.database.execute = execute  # type: ignore[method-assign]
    receive(van.services)
    return van


def test_a_van_killed_at_every_statement_of_a_pull(tmp_path: Path) -> None:
    """The officer has begun at the door that is then changed and called off."""
    notices = days_work()
    van = pull(tmp_path / "before", notices[:1])
    begun = begin_application(van.services, way="visit", visit=today(van.services).visits[0].id)
    answer(van.services, begun.id, "name", "刘秀兰")
    van.store.close()
    kills = 0
    while True:
        folder = tmp_path / str(kills)
        shutil.copytree(tmp_path / "before", folder)
        if not killed(lambda: pull(folder, notices, die_at(kills + 1)).store.close()):  # noqa: B023 - at once
            break
        kills += 1
        check(folder, notices, begun.id)
        shutil.rmtree(folder)
    assert kills > 20


def check(folder: Path, notices: list[Notice], begun: str) -> None:
    """The next start, and what stands then."""
    van = pull(folder, notices)
    door, second = sorted(today(van.services).visits, key=lambda visit: visit.own)
    assert (door.state, door.application, door.dropped, door.news) == ("open", begun, 1, "dropped")
    assert (van.store.applications.get(begun).answers["name"], second.dropped) == ("刘秀兰", 0)
    assert [news.code for news in office_news(van.services)] == ["usecases.visit_dropped"]
    assert [entry.facts["revision"] for entry in van.store.audit.about("t1")] == [1, 2, 3]
    assert [entry.facts["revision"] for entry in van.store.audit.about("s1")] == [1, 2]
    assert len(van.store.lists.people("roster", "s1")) == 20
    assert van.store.prefills.find(DAY, "v2", "") is not None
    heard = van.database.rows("SELECT cursor FROM notices ORDER BY rowid")
    assert [row["cursor"] for row in heard] == [1, 2, 3, 4, 5, 6]
    van.store.audit.verify()
    van.store.close()


def test_an_office_killed_while_work_is_put_in(tmp_path: Path) -> None:
    """Before and after each part of it: then put in again, it is there once, and the event chain holds."""
    data = tmp_path / "office"
    office = open_office(data, training=True)
    enrolled(office, "D027")
    office.close()
    sheet = Sheet("trip", "t1", date(2099, 12, 1), "", (VISIT,))

    def put(doomed: str) -> None:
        inside = open_office(data)
        for module, name in ((mail, "post"), (work, "_keep"), (events, "append")):
            if f"{module.__name__.rpartition('.')[2]}.{name}" == doomed:
                setattr(module, name, _dying(getattr(module, name)))
        work.put(inside, "D027", sheet, "clerk")
        inside.close()

    for step in ("mail.post", "work._keep", "events.append"):
        assert killed(lambda step=step: put(step))  # type: ignore[misc]
    again = open_office(data)
    assert work.put(again, "D027", sheet, "clerk").fresh
    assert not work.put(again, "D027", sheet, "clerk").fresh
    found, _ = mail.since(again.database, "D027", 0)
    assert [notice.data["revision"] for notice in found] == [1]
    with again.database.read() as connection:
        assert events.first_break(connection) is None
    again.close()


def _dying(real: Callable[..., object]) -> Callable[..., object]:
    def call(*words: object, **named: object) -> object:
        real(*words, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    return call
