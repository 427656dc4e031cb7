"""The prints taken since the program was opened, so that one finger under two names is noticed.

Nothing is on the disk. The search runs in a process of its own, started with the first question.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devices.biometrics.fingers.session import Session
    from devices.biometrics.fingers.template import FingerTemplate


class SessionPrints:
    """Thread-safe. It is built with the services, and brings numpy only when it is first used."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: Session | None = None

    def look(self, application_id: str, template: FingerTemplate) -> tuple[str, ...]:
        """The other applications whose print this looks like, most alike first. Blocks up to a second.

        Raises biometrics.analysis_failed, biometrics.engine_missing.
        """
        suspects = self._open().look(template, application_id)
        return tuple(suspect.id for suspect in suspects)

    def remember(self, application_id: str, position: int, template: FingerTemplate) -> None:
        """position: GA/T 1011 finger code."""
        self._open().enrol(application_id, position, template)

    def close(self) -> None:
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.close()

    def _open(self) -> Session:
        from devices.biometrics.fingers.session import Session

        with self._lock:
            if self._session is None:
                self._session = Session()
            return self._session
