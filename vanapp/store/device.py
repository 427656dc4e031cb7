"""This laptop's own papers: key, certificate, to whom it seals. In the encrypted file, nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from vanapp.store.database import Database


@dataclass(frozen=True)
class Papers:
    """private_key: PKCS#8 DER. pass_phrase: of the key's encrypted copy in the file TLS reads.

    certificate: PEM, "" until the office has issued one. bureau: PEM, current one first. sm2_key: PKCS#8 DER;
    sm2_certificate: PEM; beside them, where the office wants the national algorithms.
    """

    van: str
    private_key: bytes = field(repr=False)
    pass_phrase: str = field(repr=False)
    certificate: str = ""
    authority: str = ""
    suite: str = "cms"
    bureau: tuple[str, ...] = ()
    epoch: str = ""  # the office's, as last seen
    sm2_key: bytes = field(default=b"", repr=False)
    sm2_certificate: str = ""


class Device:
    """Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def papers(self, van: str) -> Papers | None:
        """None: this laptop is not that van's (yet)."""
        row = self._db.row("SELECT * FROM device WHERE van = ?", (van,))
        if row is None:
            return None
        return Papers(
            row["van"],
            bytes(row["private_key"]),
            row["pass_phrase"],
            row["certificate"],
            row["authority"],
            row["suite"],
            tuple(json.loads(row["bureau"])),
            row["epoch"],
            bytes(row["sm2_key"]),
            row["sm2_certificate"],
        )

    def put(self, papers: Papers) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO device VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(papers.van, papers.private_key, papers.pass_phrase, papers.certificate),
                *(papers.authority, papers.suite, json.dumps(papers.bureau), papers.epoch),
                *(papers.sm2_key, papers.sm2_certificate),
            ),
        )
