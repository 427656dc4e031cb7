"""Applications taken at one visit: a family's matters in one sitting."""

from __future__ import annotations

from vanapp.store.database import Database


class Together:
    """A visit is named by the first application taken there. What was joined stays joined."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def join(self, application_id: str, with_id: str) -> str:
        """The visit both belong to from now on; part of the caller's transaction."""
        row = self._db.row("SELECT visit FROM same_visit WHERE application = ?", (with_id,))
        visit = str(row["visit"]) if row else with_id
        for one in (with_id, application_id):
            self._db.execute("INSERT OR IGNORE INTO same_visit VALUES (?, ?)", (one, visit))
        return visit

    def others(self, application_id: str) -> list[str]:
        """The rest of the visit, newest first; what was withdrawn is left out."""
        found = self._db.rows(
            "SELECT a.id FROM same_visit AS mine JOIN same_visit AS other ON other.visit = mine.visit "
            "JOIN applications AS a ON a.id = other.application "
            "WHERE mine.application = ?1 AND other.application <> ?1 AND a.status <> 'void' "
            "ORDER BY a.seq DESC",
            (application_id,),
        )
        return [str(row["id"]) for row in found]
