"""Document scanners that SANE knows: flatbeds and feeders, one page or a batch."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import Any, ClassVar, Self, TypeVar

from devices.contract import Cancelled as CancelledQuestion
from devices.contract import Kind, Progress, UsbId
from devices.errors import BadReply, NotSupported
from devices.scan import sane_line
from devices.scan.errors import NoDocuments, ScanEmpty
from devices.scan.sheet import Sheet

T = TypeVar("T")

MAX_PAGES = 100

FEEDER_WORDS = ("feeder", "adf")
"""What a feeder's name holds in every model's words; those of both sides come after those of one."""

Ask = Callable[[Mapping[str, Any], CancelledQuestion], Generator[sane_line.Message, None, None]]


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
        ask: Ask | None = None,
    ) -> None:
        """ask: puts a question to whoever speaks SANE; the process of `command` unless given (training)."""
        self._device = device
        self._ask = ask or partial(sane_line.ask, command=command, environment=environment, quiet_s=quiet_s)

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
        return self._scanned(settings, lambda sheet: sheet, cancelled, progress)

    def scan_pile(
        self,
        dpi: int,
        made: Callable[[Sheet], T],
        cancelled: CancelledQuestion,
        progress: Progress,
        more: tuple[tuple[str, Any], ...] = (),
    ) -> tuple[T, ...]:
        """Every sheet in the feeder; when it is empty or there is none, the one page on the glass.

        made: called with each sheet as it comes (a pile of raw ones would fill the memory); the same steps
        and errors as `scan`.
        """
        settings = ScanSettings(dpi=dpi, more=more)
        feeder, glass = self.sources(cancelled)
        if feeder:
            try:
                pile = replace(settings, source=feeder, pages=MAX_PAGES)
                return self._scanned(pile, made, cancelled, progress)
            except NoDocuments:
                if not glass:
                    raise
        return self._scanned(replace(settings, source=glass), made, cancelled, progress)

    def sources(self, cancelled: CancelledQuestion) -> tuple[str, str]:
        """The model's words for its feeder and its glass; "" where it has none or no choice."""
        offered: object = []
        with closing(self._ask({"do": "sources", "device": self._device}, cancelled)) as messages:
            for message in messages:
                offered = message.said.get("sources")
        if not isinstance(offered, list) or not all(isinstance(word, str) for word in offered):
            raise BadReply(expected="a list of sources", got=type(offered).__name__)
        feeders = [word for word in offered if any(part in word.lower() for part in FEEDER_WORDS)]
        feeders.sort(key=lambda word: "duplex" in word.lower())
        glass = [word for word in offered if word not in feeders and "duplex" not in word.lower()]
        return feeders[0] if feeders else "", glass[0] if glass else ""

    def _scanned(
        self,
        settings: ScanSettings,
        made: Callable[[Sheet], T],
        cancelled: CancelledQuestion,
        progress: Progress,
    ) -> tuple[T, ...]:
        pages = max(1, min(settings.pages, MAX_PAGES))
        question = {
            "do": "scan",
            "device": self._device,
            "options": settings.options(),
            "pages": pages,
        }
        progress("opening")
        kept: list[T] = []
        with closing(self._ask(question, cancelled)) as messages:
            for message in messages:
                if message.said.get("say") == "opened":
                    _must_offer(message.said.get("refused"))
                elif message.said.get("say") == "scanning":
                    progress("scanning")
                elif message.said.get("say") == "page":
                    kept.append(made(_sheet(message)))
                    progress("page")
                    if len(kept) > pages:
                        raise BadReply(expected=f"{pages} pages", got="more")
        if not kept:
            raise ScanEmpty()
        return tuple(kept)


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
