"""Many sealed applications at once, written straight into the tables: for paging tests and the bench."""

from __future__ import annotations

from vanapp.store.database import Database

SHELVES = (
    ("sealed", "here"),
    ("received", "office"),
    ("accepted", "accepted"),
    ("returned", "needs_you"),
)
SURNAMES = "赵钱孙李周吴郑王冯陈"


def crowd(database: Database, count: int) -> None:
    """`count` applications over all shelves, with small parcels."""
    at = "2026-11-20T01:30:00.000000Z"
    heads, parcels, rows = [], [], []
    for n in range(count):
        key, (status, shelf) = f"CROWD{n:021d}", SHELVES[n % len(SHELVES)]
        name = SURNAMES[n % 10] + SURNAMES[n // 10 % 10] + SURNAMES[n // 100 % 10]
        number, person = f"D027-20261120-{n + 1000:06d}", f"44010619{n:010d}"
        heads.append(
            (
                *(key, number, 1, "renewal_expiry", "f@1", "p@1", status, shelf, "440103-027", "van"),
                *(at, at, at, "finish", "", 0, 1, name, person),
            )
        )
        parcels.append((key, "0" * 64, 3, b"abc"))
        state = "waiting" if status == "sealed" else "delivered"
        rows.append((key, 0, 1, state, at, at))
    with database.transaction():
        database.many(
            "INSERT INTO applications (id, number, version, matter, form, pack, status, shelf, officer, way, "
            "begun_at, changed_at, sealed_at, page, place, urgent, training, name, id_number) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            heads,
        )
        database.many("INSERT INTO parcels VALUES (?, ?, ?, ?)", parcels)
        database.many(
            "INSERT INTO outbox (id, urgent, training, state, queued_at, due_at) VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )
