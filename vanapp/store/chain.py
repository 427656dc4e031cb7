"""The chain of sealed parcels: each names its number and the one before; an office sees a gap or a fork."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from vanapp.store.database import Database


@dataclass(frozen=True)
class Link:
    """The next place in the chain. previous: SHA-256 of the parcel before it, "" for the first."""

    chain: str
    sequence: int
    previous: str


class Chain:
    """Both methods belong into the transaction that seals."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def next(self, van: str) -> Link:
        """A laptop that became another van's begins a new chain."""
        row = self._db.row("SELECT chain, sequence, previous FROM chain WHERE van = ?", (van,))
        if row is None:
            return Link(secrets.token_urlsafe(16), 1, "")
        return Link(row["chain"], row["sequence"] + 1, row["previous"])

    def add(self, van: str, link: Link, sha256: str) -> None:
        """The parcel at this place is sealed; the next one follows it."""
        self._db.execute(
            "INSERT OR REPLACE INTO chain VALUES (1, ?, ?, ?, ?)", (van, link.chain, link.sequence, sha256)
        )
