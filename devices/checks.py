"""What counts as proof that an instrument works, kind by kind: one real capture each. Nothing of it is kept.

A check returns facts (sizes, counts, names of models; never what a card says or how a print looks) and raises
a coded error when the instrument is not fit to leave with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from devices.biometrics import finger
from devices.contract import Cancelled, CardRead, FingerImage, Frame, Kind, PrinterStatus, Progress
from devices.drivers.escpos_status import refuse
from devices.errors import CardGone, FingerGone, PictureBlack, PictureFrozen, PrintPoor

T = TypeVar("T")
Facts = Mapping[str, str | int]
Check = Callable[[Cancelled, Progress], Facts]

CARD_TRIES = 3
"""A card taken away too early is the person's doing as well."""

FINGER_TRIES = 3
"""A finger pressed badly is the person's doing; three in a row are the glass's."""

FRAMES = 3
"""Pictures looked at: a sensor's noise makes every two of a living camera differ."""

BLACK_GREY = 16
"""Mean grey (0..255) below which a picture shows a covered lens or a dead sensor, not a dark room."""

GREY_STEP = 97
"""Every so manieth byte is looked at; prime, so that all colours and columns come up."""


class Uses(Protocol):
    """devices.bench.Bench, as a check sees it."""

    def use(self, kind: Kind, job: Callable[[Any], T], cancelled: Cancelled) -> T: ...


def check_for(kind: Kind, bench: Uses) -> Check:
    """The check of a kind whose instruments work through the bench."""
    captures = {
        Kind.CARD: _card,
        Kind.FINGER: _finger,
        Kind.RECEIPT: _receipt,
        Kind.CHIP: _chip,
        Kind.SCANNER: _scanner,
    }
    capture = captures.get(kind)
    if capture is None:
        return lambda cancelled, progress: _introduction(bench, kind, cancelled)
    return lambda cancelled, progress: capture(bench, cancelled, progress)


def camera_check(frame: Callable[[Cancelled], Frame]) -> Check:
    """frame(cancelled): the next new picture; blocks, raises DeviceError. The camera is no bench's."""

    def check(cancelled: Cancelled, progress: Progress) -> Facts:
        progress("reading")
        frames = [frame(cancelled) for _ in range(FRAMES)]
        last = frames[-1]
        sample = last.rgb[::GREY_STEP]
        grey = sum(sample) // max(1, len(sample))
        if grey < BLACK_GREY:
            raise PictureBlack(grey=grey)
        if all(other.rgb == last.rgb for other in frames):
            raise PictureFrozen(frames=len(frames))
        return {"width_px": last.width_px, "height_px": last.height_px, "grey": grey}

    return check


def present(_cancelled: Cancelled, _progress: Progress) -> Facts:
    """For what is only looked at, not tried: the system's printer (no sheet is spent on a check)."""
    return {"tried": "no"}


def _card(bench: Uses, cancelled: Cancelled, progress: Progress) -> Facts:
    for _ in range(CARD_TRIES):
        try:
            card: CardRead = bench.use(Kind.CARD, lambda reader: reader.read(cancelled, progress), cancelled)
        except CardGone:
            continue
        return {"card": card.kind, "photo": "yes" if card.photo_wlt else "no"}
    raise CardGone(tries=CARD_TRIES)


def _finger(bench: Uses, cancelled: Cancelled, progress: Progress) -> Facts:
    verdict = finger.FingerVerdict(0, "finger.empty")
    for tries in range(1, FINGER_TRIES + 1):
        try:
            image: FingerImage = bench.use(
                Kind.FINGER, lambda scanner: scanner.capture(cancelled, progress), cancelled
            )
        except FingerGone:
            continue
        progress("judging")
        verdict = finger.judge(image)
        if verdict.advice is None:
            size = {"width_px": image.width_px, "height_px": image.height_px, "dpi": image.dpi}
            return {**size, "quality": verdict.quality, "tries": tries}
    raise PrintPoor(quality=verdict.quality, advice=verdict.advice, tries=FINGER_TRIES)


def _receipt(bench: Uses, cancelled: Cancelled, _progress: Progress) -> Facts:
    def ask(printer: Any) -> tuple[PrinterStatus, Mapping[str, str]]:
        return printer.status(cancelled), printer.device_id()

    status, told = bench.use(Kind.RECEIPT, ask, cancelled)
    refuse(status)
    return {"paper": "low" if status.paper_low else "enough", "model": told.get("MDL", "")}


def _scanner(bench: Uses, cancelled: Cancelled, _progress: Progress) -> Facts:
    """It can be opened and says where paper may lie; no page is asked of the officer for that."""
    feeder, _ = bench.use(Kind.SCANNER, lambda scanner: scanner.sources(cancelled), cancelled)
    return {"feeder": "yes" if feeder else "no"}


def _chip(bench: Uses, cancelled: Cancelled, _progress: Progress) -> Facts:
    """The readers answer. A document is not asked for: each would have to be typed in first."""

    def ask(reader: Any) -> None:
        reader.answers(cancelled)

    bench.use(Kind.CHIP, ask, cancelled)
    return {"tried": "reader only"}


def _introduction(bench: Uses, kind: Kind, cancelled: Cancelled) -> Facts:
    """It was opened and said what it is: a signature tablet's information report, a camera's device info."""
    model = bench.use(kind, lambda driver: str(getattr(driver, "model", "") or driver.name), cancelled)
    return {"model": model}
