"""The prints of a session, to notice the same finger under two names. The search is a process of its own.

A day on campus: up to 5 000 pupils. Each new print is held against all others in the background; what is
found is a suspicion for the officer, never a refusal.
"""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass

from devices.biometrics.fingers.decision import Decision, Outcome, Score, decide
from devices.biometrics.fingers.template import FingerTemplate
from devices.biometrics.fingers.thresholds import threshold_of
from devices.biometrics.worker import Worker

BATCH = 500
"""Templates sent at once to a child that has to learn them again."""


@dataclass(frozen=True)
class Suspect:
    """Somebody else's print that looks like this one. earlier: known from before the session."""

    id: str
    position: int
    earlier: bool
    decision: Decision


@dataclass(frozen=True)
class _Enrolled:
    id: str
    position: int
    earlier: bool
    content: bytes


class Session:
    """Thread-safe; look blocks up to a second (longer after the child was lost: it learns all again).

    ids are the caller's (an application's id). The templates live in memory and in the child, nowhere else.
    """

    def __init__(self, worker: Worker | None = None) -> None:
        self._worker = worker or Worker()
        self._name = uuid.uuid4().hex
        self._lock = threading.Lock()
        self._asking = threading.Lock()
        self._enrolled: list[_Enrolled] = []
        self._seen: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        return len(self._enrolled)

    def enrol(self, id: str, position: int, template: FingerTemplate, *, earlier: bool = False) -> None:
        """Remember a print. earlier: of the office's record, not taken now. Raises BadTemplate."""
        row = _Enrolled(id, position, earlier, template.to_bytes())
        with self._lock:
            self._enrolled.append(row)

    def look(self, template: FingerTemplate, id: str = "") -> list[Suspect]:
        """Whose print this looks like, most alike first. id: whose it should be; his own are left out.

        Raises AnalysisFailed, EngineMissing, BadTemplate.
        """
        threshold = threshold_of(template.engine, template.version)
        if threshold is None:
            return []
        with self._asking:
            with self._lock:
                rows = tuple(self._enrolled)
            found = self._ask(template, rows, [n for n, row in enumerate(rows) if id and row.id == id])
        suspects = []
        for number, value in found:
            row = rows[number]
            decision = decide(Score(value, template.engine, template.version), threshold)
            if decision.outcome is Outcome.MATCH:
                suspects.append(Suspect(row.id, row.position, row.earlier, decision))
        if id:
            self._seen.update((id, suspect.id) for suspect in suspects if suspect.earlier)
        return suspects

    def swaps(self) -> list[tuple[str, str]]:
        """Pairs of people of whom each one's print of today looked like the other's earlier one."""
        return sorted((a, b) for a, b in self._seen if a < b and (b, a) in self._seen)

    def close(self) -> None:
        self._worker.close()

    def _ask(
        self, template: FingerTemplate, rows: tuple[_Enrolled, ...], own: list[int]
    ) -> list[tuple[int, float]]:
        content = template.to_bytes()
        question = {"do": "look", "session": self._name, "known": len(rows), "own": own}
        while True:
            answer = self._worker.ask({**question, "images": [], "blobs": [len(content)]}, content)
            if "found" in answer:
                return [(int(number), float(value)) for number, value in answer["found"]]
            self._teach(rows, int(answer.get("knows", 0)))

    def _teach(self, rows: tuple[_Enrolled, ...], knows: int) -> None:
        """What the child does not know yet: the newest, or all of it when it is a fresh one."""
        for start in range(knows, len(rows), BATCH):
            batch = [row.content for row in rows[start : start + BATCH]]
            question = {"do": "learn", "session": self._name, "from": start, "images": []}
            self._worker.ask({**question, "blobs": [len(content) for content in batch]}, b"".join(batch))
