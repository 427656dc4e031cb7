"""The process that speaks PC/SC. Runs under Debian's own Python with python3-pyscard; imports none of ours.

A question per line on standard input, an answer per line on standard output, both JSON. It knows readers,
cards and bytes; keys and files are none of its business. When standard input ends, it ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

PLUGGED = "\\\\?PnP?\\Notification"  # a reader by this name is all readers' coming and going
EVENTS = 16  # the state's upper half counts a reader's events
FOREVER = 0xFFFFFFFF


class Failed(Exception):
    """PC/SC's own word for what went wrong."""


class Wire:
    """Where answers go: a private copy of standard output, so that no library writes between them."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)

    def say(self, message: dict[str, Any]) -> None:
        self._out.write(json.dumps(message).encode() + b"\n")
        self._out.flush()


class Cards:
    """The system's card service, and the one card we are connected to."""

    def __init__(self, scard: Any) -> None:
        self._scard = scard
        self._words = {
            value: name
            for name, value in vars(scard).items()
            if name.startswith(("SCARD_E_", "SCARD_W_", "SCARD_F_"))
        }
        self._context = self._checked(*scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM))
        self._card: Any = None
        self._protocol = 0

    def _checked(self, result: int, *values: Any) -> Any:
        if result != self._scard.SCARD_S_SUCCESS:
            raise Failed(self._words.get(result, f"{result & 0xFFFFFFFF:08X}"))
        return values[0] if values else None

    def readers(self) -> list[str]:
        result, *values = self._scard.SCardListReaders(self._context, [])
        if result == self._scard.SCARD_E_NO_READERS_AVAILABLE:
            return []
        return [str(name) for name in self._checked(result, *values)]

    def wait(self, ignore: list[str], timeout_ms: int) -> dict[str, Any]:
        """A card that lies on some reader and is none of `ignore`; or none after a while."""
        names = self.readers()
        if not names:
            raise Failed("SCARD_E_NO_READERS_AVAILABLE")
        states = [(name, self._scard.SCARD_STATE_UNAWARE) for name in names]
        for timeout in (0, timeout_ms):
            result, *values = self._scard.SCardGetStatusChange(self._context, timeout, states)
            if result == self._scard.SCARD_E_TIMEOUT:
                break
            now = self._checked(result, *values)
            for name, state, atr in now:
                mark = f"{name}#{state >> EVENTS}"
                if state & self._scard.SCARD_STATE_PRESENT and mark not in ignore:
                    return {"say": "card", "id": mark, "reader": name, "atr": bytes(atr).hex()}
            states = [(name, state) for name, state, _ in now]
        return {"say": "none"}

    def connect(self, reader: str) -> dict[str, Any]:
        self.disconnect()
        scard = self._scard
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        result, card, protocol = scard.SCardConnect(
            self._context, reader, scard.SCARD_SHARE_SHARED, protocols
        )
        self._checked(result)
        self._card, self._protocol = card, protocol
        self._checked(scard.SCardBeginTransaction(card))
        return {"say": "connected"}

    def transmit(self, apdu: bytes) -> dict[str, Any]:
        scard = self._scard
        if self._card is None:
            raise Failed("SCARD_E_INVALID_HANDLE")
        header = scard.SCARD_PCI_T0 if self._protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        result, *values = scard.SCardTransmit(self._card, header, list(apdu))
        if result == scard.SCARD_E_PROTO_MISMATCH:  # the service reset the card for another program
            result = scard.SCARD_W_RESET_CARD
        answer = self._checked(result, *values)
        return {"say": "answer", "data": bytes(answer).hex()}

    def disconnect(self) -> dict[str, Any]:
        if self._card is not None:
            self._scard.SCardEndTransaction(self._card, self._scard.SCARD_RESET_CARD)
            self._scard.SCardDisconnect(self._card, self._scard.SCARD_RESET_CARD)
            self._card = None
        return {"say": "disconnected"}

    def watch(self, wire: Wire) -> None:
        """Tell the readers, now and whenever one comes or goes. Never returns but by Failed."""
        told: list[str] | None = None
        state = self._scard.SCARD_STATE_UNAWARE
        while True:
            names = self.readers()
            if names != told:
                wire.say({"say": "readers", "names": names})
                told = names
            result, *values = self._scard.SCardGetStatusChange(self._context, FOREVER, [(PLUGGED, state)])
            ((_, state, _),) = self._checked(result, *values)


def answered(cards: Cards, asked: dict[str, Any]) -> dict[str, Any]:
    do = asked["do"]
    if do == "wait":
        return cards.wait(asked["ignore"], asked["ms"])
    if do == "connect":
        return cards.connect(asked["reader"])
    if do == "transmit":
        return cards.transmit(bytes.fromhex(asked["apdu"]))
    return cards.disconnect()


def end_with_the_asker() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> int:
    wire = Wire()
    try:
        from smartcard import scard  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        wire.say({"say": "failed", "status": "missing"})
        return 0
    try:
        cards = Cards(scard)
        for line in sys.stdin.buffer:
            asked = json.loads(line)
            if asked["do"] == "watch":
                threading.Thread(target=end_with_the_asker, daemon=True).start()
                cards.watch(wire)
            try:
                wire.say(answered(cards, asked))
            except Failed as failed:
                wire.say({"say": "failed", "status": str(failed)})
    except Failed as failed:
        wire.say({"say": "failed", "status": str(failed)})
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
