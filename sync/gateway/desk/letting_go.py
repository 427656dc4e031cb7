"""What names a person at the intake desk goes when it is of no more use; that there was work stays.

Thirty days after its day a booking and a trip lose their content, and so does a list after its last day. A
booking of a day gone by that no record has used is ended as not come; a record that arrives later, from a van
that had no line, still uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from forms.days import day_of
from sync.gateway import work
from sync.gateway.desk import bookings
from sync.gateway.desk.tables import bookings as bookings_table
from sync.gateway.desk.tables import people_lists, trips

if TYPE_CHECKING:
    from sync.gateway.office import Office


def let_go(office: Office) -> int:
    """How many bookings, trips and lists lost what names people."""
    bookings.lapse(office)
    before = day_of(office.now() - work.KEPT).isoformat()
    gone = 0
    with office.database.write() as connection:
        for table, day in (
            (bookings_table, bookings_table.c.day),
            (trips, trips.c.day),
            (people_lists, people_lists.c.until),
        ):
            old = (day < before) & (table.c.content != b"")
            gone += connection.execute(update(table).where(old).values(content=b"")).rowcount
    return gone
