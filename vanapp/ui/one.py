"""One program per data folder: a second start shows the first one's window and ends."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from PyQt6.QtCore import QLockFile, QObject, pyqtSignal
from PyQt6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 500


class OnlyOne(QObject):
    """`first` tells whether this program may go on. Make it after the QApplication, and keep it."""

    asked_to_show = pyqtSignal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        # The lock knows the process behind it: one left by a killed program is taken over at once.
        self._lock = QLockFile(str(folder / "program.lock"))
        self._lock.setStaleLockTime(0)
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        self._name = f"vanapp-{os.getuid() if hasattr(os, 'getuid') else 0}-{digest}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self.first = self._lock.tryLock(0)
        if self.first:
            QLocalServer.removeServer(self._name)
            self._server.newConnection.connect(self._asked)
            self._server.listen(self._name)

    def raise_other(self) -> bool:
        """Ask the first program to show itself; False when it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        reached = socket.waitForConnected(WAIT_MS)
        socket.disconnectFromServer()
        return reached

    def close(self) -> None:
        self._server.close()
        self._lock.unlock()

    def _asked(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.deleteLater()
            self.asked_to_show.emit()
