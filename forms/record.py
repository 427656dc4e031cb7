"""An application: one person's one matter, with all that was written and captured for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from forms.status import Status

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class CaptureKind(StrEnum):
    """What a capture is a picture (or recording) of."""

    CHIP = "chip"  # the card's own bytes as read (text, WLT photo, print blocks)
    PORTRAIT = "portrait"
    FINGER = "finger"
    EXCEPTION = "exception"  # picture that shows why a finger could not be taken
    DOCUMENT = "document"
    SIGNATURE = "signature"


@dataclass(frozen=True)
class Capture:
    """What an instrument delivered. The bytes lie in the store under `sha256`.

    slot: where it belongs in the application: "chip", "portrait", "finger.1", "finger.2",
    "exception.1", "material.<material id>.<n>", "signature.applicant", "signature.guardian",
    "read.<kind>" (the document answers were read from), "travel.zone", "travel.chip", "chip.portrait" (of a
    travel document).
    A slot holds one current capture; earlier ones stay in the store as `replaced`.
    facts: what was measured or decided about it (quality, position, tries, reasons, override). Of a print
    also "template": its minutiae as a record of ISO/IEC 19794-2 in base64, and "template_by": by what engine.
    """

    id: str
    kind: CaptureKind
    slot: str
    media_type: str
    sha256: str  # of the bytes, lower-case hex
    size: int  # bytes
    device: str  # driver name, "officer" for what a person entered
    serial: str
    taken_at: datetime  # wall clock, aware UTC
    monotonic_ns: int
    width_px: int = 0
    height_px: int = 0
    dpi: int = 0
    training: bool = False
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Is this the person? One comparison with its engine; never blocks, "review" goes to a person."""

    kind: str  # "face", "finger", "officer", "presence" (a blink or turn that was asked for)
    outcome: str  # "match", "review", "no_match", "not_comparable"
    engine: str
    version: str
    at: datetime
    score: float | None = None
    threshold: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Promise:
    """Accepted with this paper missing: to be brought until the end of `due`; `who` sees to it."""

    material: str  # id in the pack
    due: date
    who: str  # officer's number


@dataclass(frozen=True)
class Application:
    """One person's one matter. Its repr hides every answer: it may stand in a log."""

    id: str  # ULID
    number: str  # provisional receipt number, e.g. "D027-20261120-0007"
    version: int  # 1, then one more with each correction
    corrects: str | None  # id of the version this one replaces
    matter: str  # id in forms.matter
    form: str  # "<definition id>@<version>"
    pack: str  # "<scenario pack>@<version>"
    status: Status
    officer: str  # officer's number
    way: str  # "visit" 上门, "van" 流动车, "campus" 校园
    begun_at: datetime
    changed_at: datetime
    sealed_at: datetime | None = None
    page: str = "identity"  # where the officer was: intake page id ...
    place: str = ""  # ... and field id; reopened after a crash
    urgent: bool = False
    training: bool = False
    trip: str | None = None
    promises: tuple[Promise, ...] = ()  # papers still to come
    acceptance_number: str = ""  # 受理号, the office's own; "" until there is one: `number` stands alone then
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    sources: Mapping[str, str] = field(
        default_factory=dict, repr=False
    )  # field id -> "chip", "officer", "ocr", "mrz", "travel_chip", "draft"
    captures: tuple[Capture, ...] = field(default=(), repr=False)
    verdicts: tuple[Verdict, ...] = field(default=(), repr=False)

    def capture(self, slot: str) -> Capture | None:
        """The current capture of a slot, or None."""
        return next((c for c in self.captures if c.slot == slot), None)
