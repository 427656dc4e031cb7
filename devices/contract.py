"""What every instrument promises, kind by kind. Drivers implement it; nothing else is known of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from devices.scan.sheet import Sheet

T = TypeVar("T")

Cancelled = Callable[[], bool]
"""Asked at every wait; True means stop now and raise devices.errors.Cancelled."""

Progress = Callable[[str], None]
"""Told what happens, by name: "waiting", "touched", "reading"; "lift": the last finger still lies there."""


class Kind(StrEnum):
    """The kinds of instrument in an officer's kit."""

    CARD = "card"
    FINGER = "finger"
    CAMERA = "camera"
    SCANNER = "scanner"
    SIGNATURE = "signature"
    PRINTER = "printer"
    CHIP = "chip"
    RECEIPT = "receipt"  # a roll printer on our own port; PRINTER is the system's
    STILL = "still"  # a camera that is told to take one picture; CAMERA gives a live one


@dataclass(frozen=True, order=True)
class UsbId:
    vendor: int
    product: int

    def __str__(self) -> str:
        return f"{self.vendor:04x}:{self.product:04x}"


@dataclass(frozen=True)
class Instrument:
    """One instrument that is plugged in now."""

    key: str  # stable while plugged: "<bus>/<port path>/<vid:pid>"
    kind: Kind
    driver: str
    label: str  # maker and model as printed on the box
    usb_id: UsbId | None = None
    serial: str = ""
    training: bool = False

    @property
    def lasting(self) -> str:
        """What stays when it is plugged elsewhere: model and serial number; without one, its place."""
        return f"{self.usb_id or self.driver}#{self.serial}" if self.serial else self.key


@dataclass(frozen=True)
class FingerImage:
    """One impression: 8-bit grey, dark ridges on light ground, row by row."""

    pixels: bytes = field(repr=False)  # width_px * height_px
    width_px: int = 0
    height_px: int = 0
    dpi: int = 500


@dataclass(frozen=True)
class CardRead:
    """What a resident-ID card (or residence permit) said, as text and raw blocks.

    kind: "citizen", "hmt" (J, Hong Kong/Macao/Taiwan), "foreigner2017" (I), "foreigner2023" (Y).
    fields: name, sex, nation (code), birth (YYYYMMDD), address, id_number, issuer, valid_from,
    valid_to (YYYYMMDD or 长期); further ones by kind. Empty ones are left out.
    """

    kind: str
    fields: Mapping[str, str] = field(repr=False)
    text: bytes = field(repr=False)  # 256 bytes as read
    photo_wlt: bytes = field(default=b"", repr=False)  # 1024 bytes, vendor decoder needed
    fingerprints: bytes = field(default=b"", repr=False)  # 0, 512 or 1024 bytes
    extra_address: str = field(default="", repr=False)
    sam_id: str = ""


class Driver(Protocol):
    """Speaks to one instrument model. A context manager: opened on enter, closed on exit, always."""

    name: ClassVar[str]
    kind: ClassVar[Kind]
    ids: ClassVar[tuple[UsbId, ...]]

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class FingerScanner(Driver, Protocol):
    def capture(self, cancelled: Cancelled, progress: Progress) -> FingerImage:
        """Wait for a finger and return its impression. Blocks; call from the instrument's own thread.

        Raises Cancelled, Removed, Silent, BadReply, FingerGone.
        """
        ...


class CardReader(Driver, Protocol):
    def read(self, cancelled: Cancelled, progress: Progress) -> CardRead:
        """Wait for a card and read it once. Blocks; call from the instrument's own thread.

        The same card must leave the field before it is found again.
        Raises Cancelled, Removed, Silent, BadReply, CardGone.
        """
        ...


@dataclass(frozen=True)
class Frame:
    """One picture of the camera: 8-bit RGB, row by row."""

    rgb: bytes = field(repr=False)  # width_px * height_px * 3
    width_px: int = 0
    height_px: int = 0


@dataclass(frozen=True)
class Raster:
    """A picture of black and white dots: rows top down, 8 dots a byte, leftmost dot in the highest bit.

    1 is black. `bits` has height_px rows of (width_px + 7) // 8 bytes: Qt's Format_Mono with colour 1 black.
    """

    bits: bytes = field(repr=False)
    width_px: int = 0
    height_px: int = 0


@dataclass(frozen=True)
class PrinterStatus:
    """How a receipt printer feels now. All False: it would print."""

    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    jam: bool = False
    offline: bool = False
    reason: str = ""  # of offline: "paused", "overheated", "fault"


class ReceiptPrinter(Driver, Protocol):
    def status(self, cancelled: Cancelled) -> PrinterStatus: ...

    def print_image(
        self, picture: Raster, cut: bool, cancelled: Cancelled, progress: Progress
    ) -> PrinterStatus:
        """Print and wait until it is on paper; returns only then. Tells "printing", "finishing".

        Raises PaperOut, CoverOpen, PaperJam, PrinterOffline, Silent, BadReply, Removed, Cancelled; `values`
        say how many bytes were `sent` of how many: 0 means that nothing came out.
        """
        ...


@dataclass(frozen=True)
class Photo:
    """One picture as the camera made it: JPEG with whatever the camera wrote into it."""

    jpeg: bytes = field(repr=False)
    name: str = ""  # on the camera's card, "IMG_0001.JPG"
    width_px: int = 0  # 0: the camera did not say
    height_px: int = 0
    left_on_card: bool = False  # a copy stays on the camera's card: it could not be deleted


class StillCamera(Driver, Protocol):
    def shoot(self, cancelled: Cancelled, progress: Progress) -> Photo:
        """Release, fetch the picture, delete it from the card. Tells "shooting", "reading".

        Raises NotSupported, NoMemoryCard, MemoryCardFull, ShotFailed, Silent, BadReply, Removed, Cancelled.
        """
        ...


class DocumentScanner(Driver, Protocol):
    def scan_pile(
        self, dpi: int, made: Callable[[Sheet], T], cancelled: Cancelled, progress: Progress
    ) -> tuple[T, ...]:
        """Every sheet in the feeder, or the one page on the glass; `made` of each as it comes.

        Tells "opening", "scanning", "page". Raises what devices.scan.errors lists, Busy, NotPermitted,
        NotSupported, Silent, BadReply, Cancelled: then no page counts, the pile is laid in again.
        """
        ...


class PenPoint(NamedTuple):
    """Where the pen was: on the tablet, 0 0 top left; when; how hard."""

    x: float  # 0..1 of the width
    y: float  # 0..1 of the HEIGHT; multiply by Signature's sizes for a true shape
    ms: float  # since the first point of the signature
    pressure: float  # 0..1


@dataclass(frozen=True)
class Signature:
    """A signature as it was written: every stroke, with time and pressure."""

    strokes: tuple[tuple[PenPoint, ...], ...] = field(repr=False)
    width: int = 0  # of the writing area in the tablet's units, for the shape
    height: int = 0
    lost: int = 0  # samples that never arrived


class SignatureTablet(Driver, Protocol):
    @property
    def area(self) -> tuple[int, int]:
        """Width and height of the writing area in the tablet's units, once opened."""
        ...

    def sign(
        self,
        finished: Callable[[], bool],
        cancelled: Cancelled,
        progress: Progress,
        drawn: Callable[[PenPoint | None], None] | None = None,
    ) -> Signature:
        """Clear, let the person write, return what was written once `finished()` says so.

        drawn: told of every point as it comes, None at the end of a stroke; in the instrument's thread. Tells
        "waiting", "touched". Raises Cancelled, Removed, Silent, BadReply.
        """
        ...


@dataclass(frozen=True)
class ChipKey:
    """What opens a travel document's chip: three fields of its machine-readable zone, as they stand there."""

    number: str = field(repr=False)  # without the fillers at its end
    birth: str = field(repr=False)  # YYMMDD
    expiry: str = field(repr=False)  # YYMMDD


class ChipTrust(StrEnum):
    """Who vouches for what a chip says (ICAO 9303-11, passive authentication)."""

    AUTHENTIC = "authentic"  # signed by a state whose root we have, and every part read agrees
    NOT_CHECKED = "not_checked"  # the parts agree with the chip's own list; nobody's root to check that with
    UNKNOWN_SIGNER = "unknown_signer"  # roots are there, but none of them stands behind this signer
    WRONG = "wrong"  # a part differs from what was signed, or the signature is wrong: do not believe it


@dataclass(frozen=True)
class ChipRead:
    """What the chip of a travel document said.

    fields: name (in the holder's own script, separated by <), other_names, personal_number, birth (YYYYMMDD),
    birth_place, address, issuer, issued (YYYYMMDD); what it does not say is left out.
    """

    lines: tuple[str, ...] = field(repr=False)  # the machine-readable zone, as in devices.travel.mrz.parse
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    face: bytes = field(default=b"", repr=False)  # as stored on the chip
    face_type: str = ""  # "image/jpeg" or "image/jp2"
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # "COM", "DG1", "SOD": as read
    present: tuple[int, ...] = ()  # numbers of the data groups the chip says it has
    agrees: Mapping[int, bool] = field(default_factory=dict)  # data group -> equal to what was signed
    trust: ChipTrust = ChipTrust.NOT_CHECKED
    reason: str = ""  # why the trust is no better: a word for the technician
    troubles: tuple[str, ...] = ()  # parts that were there and could not be understood: "face", "details"


class ChipReader(Driver, Protocol):
    def read(self, key: ChipKey, cancelled: Cancelled, progress: Progress) -> ChipRead:
        """Wait for a travel document and read its chip. Blocks; call from the instrument's own thread.

        Tells "waiting", "touched", "other_card" (what lies there has no such chip), "unlocking", "reading",
        "photo". Raises WrongKey (its chip does not know this zone), Cancelled, Removed, Silent, BadReply,
        CardGone, Busy, NotPermitted.
        """
        ...
