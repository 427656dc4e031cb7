"""The session's templates as the child process holds them: an index, and the few compared in full."""

from __future__ import annotations

from typing import Final

from devices.biometrics.fingers.index import Index
from devices.biometrics.fingers.matcher import likeness
from devices.biometrics.fingers.shape import shape_of
from devices.biometrics.fingers.template import FingerTemplate

LIKELY: Final = 60
"""Compared in full; at under 10 ms each that is half a second."""


class Enrolled:
    def __init__(self, session: str) -> None:
        self.session = session
        self._index = Index()
        self._contents: list[bytes] = []

    def __len__(self) -> int:
        return len(self._contents)

    def learn(self, start: int, contents: list[bytes]) -> None:
        """contents: templates in the order of enrolment, from number `start` on; known ones are skipped."""
        for content in contents[max(0, len(self) - start) :]:
            self._index.add(shape_of(FingerTemplate.from_bytes(content)))
            self._contents.append(content)

    def look(self, template: FingerTemplate, own: set[int]) -> list[tuple[int, float]]:
        """Numbers and scores of the likely ones, most alike first."""
        shape = shape_of(template)
        found = []
        for number in self._index.likely(shape, LIKELY + len(own)):
            other = FingerTemplate.from_bytes(self._contents[number])
            if number not in own and (other.engine, other.version) == (template.engine, template.version):
                found.append((number, likeness(shape, shape_of(other))))
        return sorted(found, key=lambda one: -one[1])
