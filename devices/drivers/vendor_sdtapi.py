"""Reads resident-ID cards and residence permits through the `sdtapi` library of the reader's maker.

For readers whose wire nobody knows. The library runs in a child process (devices/vendor); its interface:
devices/protocols/sdtapi.md. What is on a card is read exactly as by the SDT driver.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import ClassVar, Self

from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import CardRead, Kind, Progress, UsbId
from devices.drivers import sdt_layouts
from devices.drivers.sdt_blocks import extra_address
from devices.errors import Cancelled, NotConnected, Removed
from devices.vendor.sdtapi import Reader

POLL_S = 0.1
LOOK_S = 0.05


class VendorSdtapi:
    """A resident-ID reader behind its maker's library."""

    name: ClassVar[str] = "vendor_sdtapi"
    kind: ClassVar[Kind] = Kind.CARD
    labels: ClassVar[Mapping[UsbId, str]] = {}
    ids: ClassVar[tuple[UsbId, ...]] = ()

    def __init__(self, reader: Reader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock
        self._module: str | None = None

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.callback(self._reader.close)
            self._reader.open()
            undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()

    def read(self, cancelled: CancelledQuestion, progress: Progress) -> CardRead:
        """Wait for a card and read it once. Blocks; the instrument's own thread.

        The reader finds a card it has read only after it has left the field.
        Raises Cancelled, Removed, Silent, BadReply, CardGone, CardUnreadable, ReaderFault, and what calls do.
        """
        if not self._reader.is_open:
            self._reader.open(cancelled)  # a cancelled call took the process with it
        try:
            return self._read(cancelled, progress)
        except NotConnected as error:
            raise Removed(**error.values) from error

    def _read(self, cancelled: CancelledQuestion, progress: Progress) -> CardRead:
        if self._module is None:
            self._module = self._reader.module(cancelled)
        progress("waiting")
        while not self._reader.find(cancelled):
            self._pause(cancelled)
        progress("reading")
        self._reader.select(cancelled)
        text, photo, fingers = self._reader.blocks(cancelled)
        newer = self._reader.newer_address(cancelled)
        kind, fields = sdt_layouts.parse(text)
        return CardRead(
            kind=kind,
            fields=fields,
            text=text,
            photo_wlt=photo,
            fingerprints=fingers,
            extra_address=extra_address(newer),
            sam_id=self._module,
        )

    def _pause(self, cancelled: CancelledQuestion) -> None:
        end_ns = self._clock.monotonic_ns() + int(POLL_S * 1e9)
        while self._clock.monotonic_ns() < end_ns:
            if cancelled():
                raise Cancelled()
            time.sleep(LOOK_S)
        if cancelled():
            raise Cancelled()
