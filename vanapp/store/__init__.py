"""The store: everything the van knows, in one encrypted file. `Store` is what others hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from vanapp.clock import Clock
from vanapp.store.answers import Answers
from vanapp.store.applications import Applications
from vanapp.store.audit import Audit
from vanapp.store.captures import Captures
from vanapp.store.chain import Chain
from vanapp.store.custody import Custody
from vanapp.store.database import Database
from vanapp.store.device import Device
from vanapp.store.earlier import Earlier
from vanapp.store.inbox import Inbox
from vanapp.store.kit_checks import KitChecks
from vanapp.store.ledger import Ledger
from vanapp.store.listed import Lists
from vanapp.store.listing import Listing
from vanapp.store.migrate import migrate
from vanapp.store.numbers import Numbers
from vanapp.store.outbox import Outbox
from vanapp.store.parcel_files import ParcelFiles
from vanapp.store.prefills import Prefills
from vanapp.store.promises import Promises
from vanapp.store.together import Together
from vanapp.store.trips import Trips
from vanapp.store.unit import Unit
from vanapp.store.work import Work


class Store:
    """The tables, each by its name, over one database. Making it brings the file to this program's schema.

    Raises store.newer_file, store.disk_full.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        migrate(database)
        self._database = database
        self.applications = Applications(database)
        self.answers = Answers(database)
        self.captures = Captures(database)
        self.listing = Listing(database)
        self.trips = Trips(database)
        self.together = Together(database)
        self.work = Work(database)
        self.lists = Lists(database)
        self.prefills = Prefills(database)
        self.earlier = Earlier(database)
        self.kit_checks = KitChecks(database)
        self.audit = Audit(database, clock)
        self.parcel_files = ParcelFiles(database.path.with_name("records"))
        self.outbox = Outbox(database, self.applications, self.audit, self.parcel_files)
        self.chain = Chain(database)
        self.numbers = Numbers(database)
        self.ledger = Ledger(database)
        self.custody = Custody(database)
        self.promises = Promises(database)
        self.unit = Unit(database)
        self.device = Device(database)
        self.inbox = Inbox(database, self.applications, self.outbox, self.audit, clock)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on the disk when it ends."""
        with self._database.transaction():
            yield

    def close(self) -> None:
        self._database.close()


def open_store(path: Path, key: bytes, clock: Clock) -> Store:
    """The records, or nothing held open. Raises store errors."""
    with ExitStack() as undo:
        database = Database(path, key)
        undo.callback(database.close)
        store = Store(database, clock)
        undo.pop_all()
    return store
