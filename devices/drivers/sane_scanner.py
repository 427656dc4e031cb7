"""Document scanners that SANE knows: flatbeds and feeders, one page or a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ClassVar, Self

from devices.contract import Cancelled as CancelledQuestion
from devices.contract import Kind, Progress, UsbId
from devices.errors import BadReply, NotSupported
from devices.scan import sane_line
from devices.scan.errors import ScanEmpty
from devices.scan.sheet import Sheet

MAX_PAGES = 100


@dataclass(frozen=True)
class ScanSettings:
    """How to scan. Empty: the scanner's own choice; `more` are the model's own options, in order."""

    dpi: int = 300
    mode: str = "Color"  # as SANE spells it: "Color", "Gray", "Lineart"
    source: str = ""  # "Flatbed", "ADF", "Automatic Document Feeder": the model's words
    pages: int = 1  # more than one: from the feeder, until it is empty
    more: tuple[tuple[str, Any], ...] = ()

    def options(self) -> list[tuple[str, Any]]:
        named = [("source", self.source), ("mode", self.mode), ("resolution", self.dpi)]
        return [(name, value) for name, value in named if value] + list(self.more)


class SaneScanner:
    """One scanner by its SANE name. Nothing stays open between scans: each one has its own process."""

    name: ClassVar[str] = "sane_scanner"
    kind: ClassVar[Kind] = Kind.SCANNER
    ids: ClassVar[tuple[UsbId, ...]] = ()

    def __init__(
        self,
        device: str,
        *,
        command: Sequence[str] = sane_line.COMMAND,
        environment: Mapping[str, str] | None = None,
        quiet_s: float = sane_line.QUIET_TIMEOUT_S,
    ) -> None:
        self._device = device
        self._command = command
        self._environment = environment
        self._quiet_s = quiet_s

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def scan(
        self, settings: ScanSettings, cancelled: CancelledQuestion, progress: Progress
    ) -> tuple[Sheet, ...]:
        """Scan one page, or the feeder until it is empty. Tells "opening", "scanning" and "page" per page.

        Raises FeederJam, NoDocuments, ScannerCoverOpen, ScanEmpty, ScanFailed, ScanSoftwareMissing, Busy,
        NotPermitted, NotSupported, Silent, BadReply, Cancelled. Pages before an error are dropped: the
        officer lays the whole pile in again.
        """
        pages = max(1, min(settings.pages, MAX_PAGES))
        question = {
            "do": "scan",
            "device": self._device,
            "options": settings.options(),
            "pages": pages,
        }
        progress("opening")
        sheets: list[Sheet] = []
        messages = sane_line.ask(
            question,
            cancelled,
            command=self._command,
            environment=self._environment,
            quiet_s=self._quiet_s,
        )
        with closing(messages):
            for message in messages:
                if message.said.get("say") == "opened":
                    _must_offer(message.said.get("refused"))
                elif message.said.get("say") == "scanning":
                    progress("scanning")
                elif message.said.get("say") == "page":
                    sheets.append(_sheet(message))
                    progress("page")
                    if len(sheets) > pages:
                        raise BadReply(expected=f"{pages} pages", got="more")
        if not sheets:
            raise ScanEmpty()
        return tuple(sheets)


def _must_offer(refused: object) -> None:
    """A model may have no choice of mode or resolution; what was asked for beyond that must be there."""
    missing = set(refused) - {"mode", "resolution"} if isinstance(refused, list) else set()
    if missing:
        raise NotSupported(option=str(sorted(map(str, missing))[0])[:40])


def _sheet(message: sane_line.Message) -> Sheet:
    """Checks every number: a scanner may report success with an empty picture, or lie about its size."""
    width, height, samples = (message.number(key) for key in ("width", "height", "samples"))
    if not message.payload or not width or not height:
        raise ScanEmpty()
    expected = width * height * samples
    if samples not in (1, 3) or message.number("sample_bytes") != 1 or len(message.payload) != expected:
        raise BadReply(expected=f"{expected} bytes of 8 bits", got=len(message.payload))
    if message.payload.count(message.payload[:1]) == len(message.payload):
        raise ScanEmpty(reason="one colour")
    return Sheet(message.payload, width, height, samples, message.number("dpi") or None)
