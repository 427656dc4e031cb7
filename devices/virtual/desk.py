"""The training desk: the invisible hands that lay cards down, press fingers and sit before the camera.

It moves the models on the virtual bus and nothing else; the drivers work on them as on real
instruments. With `auto`
on, whoever is `current` does the obvious about `delay_s` after an instrument begins to wait. Any
thread may call it.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from devices.contract import Kind
from devices.drivers.pcsc_mrtd import PcscMrtd
from devices.virtual.bus import VirtualBus
from devices.virtual.chip_slots import VirtualSlots
from devices.virtual.escpos_model import EscposModel
from devices.virtual.feed import EMPTY_WALL, TrainingFeed
from devices.virtual.feed import FAULTS as CAMERA_FAULTS
from devices.virtual.handwriting import signature
from devices.virtual.model import DeviceModel
from devices.virtual.mrtd_issuer import issuer
from devices.virtual.people import FOLDER, TrainingPerson, people
from devices.virtual.ptp_model import PtpModel
from devices.virtual.scanner_model import ScannerModel
from devices.virtual.sdt_model import SdtModel
from devices.virtual.stu_model import STU_540, StuModel
from devices.virtual.travel_papers import chip_of, page_of
from devices.virtual.uru_model import UruModel

DELAY_S = 0.7
LOOK_S = 0.05
CHIP_ANSWER_S = 0.015  # a real chip takes that long for an answer
HELD_S = 0.5  # how long a finger stays on the glass
STILL_WAITS_S = 1.0  # a question older than this is no longer waited for
GLASS_PX, GLASS_DPI = (384, 290), 512
DOCUMENTS = ("household_register", "guardian_register", "letter", "passport")


class TrainingDesk:
    """Build it over a VirtualBus, start(), stop(). Give `camera` to the camera driver."""

    def __init__(
        self, bus: VirtualBus, *, auto: bool = True, delay_s: float = DELAY_S, folder: Path = FOLDER
    ) -> None:
        self.auto = auto
        self.delay_s = delay_s
        self.camera = TrainingFeed()
        self.card_reader = SdtModel()
        self.scanner = UruModel()
        self.roll_printer = EscposModel()
        self.tablet = StuModel()
        self.still_camera = PtpModel()
        self.still_camera.sees = self._still_picture
        self.document_scanner = ScannerModel()
        self.document_scanner.wanted = self._fill_wanted
        self.chip_reader = VirtualSlots(answer_s=CHIP_ANSWER_S)
        self.chip_plugged: Callable[[bool], None] = lambda _plugged: None
        """Told when the chip reader's cable is pulled or plugged: it hangs on no bus."""
        self._state = issuer()
        self.people = people(folder)
        self.documents = DOCUMENTS
        self._folder = folder
        self._bus = bus
        self._models: dict[Kind, DeviceModel] = {
            Kind.CARD: self.card_reader,
            Kind.FINGER: self.scanner,
            Kind.RECEIPT: self.roll_printer,
            Kind.SIGNATURE: self.tablet,
            Kind.STILL: self.still_camera,
        }
        self._plugged: set[Kind] = set()
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="training desk", daemon=True)
        self._current = self.people[0]
        self._position: int | None = None  # the finger asked for
        self._presses: dict[tuple[str, int], int] = {}
        self._lift_at = 0.0
        self._waiting: dict[str, float] = {}  # what waits -> since when
        self._document: str | None = None

    # life

    def start(self) -> None:
        """Plug the instruments and begin to look what waits."""
        for kind in self._models:
            self.plug(kind)
        self.plug(Kind.CAMERA)
        self.plug(Kind.SCANNER)
        self.plug(Kind.CHIP)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(2)

    # who is here

    @property
    def current(self) -> TrainingPerson:
        return self._current

    def person(self, key: str) -> TrainingPerson:
        """Raises KeyError."""
        return {person.key: person for person in self.people}[key]

    def call(self, id_number: str) -> None:
        """Whoever of the residents has this number comes to the counter; nobody else is meant."""
        for person in self.people:
            if person.id_number == id_number:
                self.choose(person)

    def choose(self, who: str | TrainingPerson) -> TrainingPerson:
        """Who stands at the counter from now on. Whatever the one before left there is taken away."""
        person = self._who(who)
        with self._lock:
            if person != self._current:
                self.take_card()
                self.lift()
                self.stand()
                self.take_documents()
                self.take_passport()
            self._current = person
            self._waiting.clear()
        return person

    # the hands

    def place_card(self, who: str | TrainingPerson | None = None) -> None:
        """Lay a person's card on the reader, whether or not they should have one."""
        self.card_reader.place(self._who(who).card())

    def take_card(self) -> None:
        self.card_reader.take()

    def press(
        self, who: str | TrainingPerson | None = None, finger: int | None = None, variant: str | None = None
    ) -> None:
        """Press a finger (GA/T position code) until lift(). variant: prints.VARIANTS or "empty"; None:
        as the person
        presses, the first time perhaps badly, then well.
        """
        person = self._who(who)
        position = finger or self._position or 11
        with self._lock:
            times = self._presses.get((person.key, position), 0)
            self._presses[(person.key, position)] = times + 1
            self._lift_at = 0.0
        if variant is None:
            variant = person.first_press if times == 0 else "good"
        self.scanner.press(person.press(position, times, variant, GLASS_PX, GLASS_DPI, self._folder))

    def lift(self) -> None:
        self.scanner.lift()

    def next_finger(self, position: int) -> None:
        """Which finger is asked for next (GA/T position code), so that the right one comes."""
        self._position = position

    def sit(self, who: str | TrainingPerson | None = None) -> None:
        """Sit down before the camera."""
        self.camera.show("portrait", self._who(who).picture(self._folder))

    def stand(self) -> None:
        """Leave; the camera sees the wall."""
        self.camera.show("portrait", None)

    def show_document(self, name: str) -> None:
        """Lay one of DOCUMENTS under the document camera. Raises KeyError for others."""
        with self._lock:
            picture = self._paper(name)
            self._document = name
        self.camera.show("document", picture)

    def hide_document(self) -> None:
        self._document = None
        self.camera.show("document", None)

    def feed_document(self, name: str | None = None) -> None:
        """Lay a document (the one shown last, if not named) on the pile in the scanner's feeder."""
        self.document_scanner.fill(self._paper(name or self._document or DOCUMENTS[0]))

    def lay_document(self, name: str | None = None) -> None:
        """Lay it on the scanner's glass."""
        self.document_scanner.lay(self._paper(name or self._document or DOCUMENTS[0]))

    def take_documents(self) -> None:
        """Take away what lies under the camera and in the scanner."""
        self.hide_document()
        self.document_scanner.take_out()

    def sign(self) -> None:
        """Sign on the tablet as soon as it takes ink."""
        self.tablet.write(*signature(self._current.key, STU_540.width, STU_540.height))

    def lay_passport(self, who: str | TrainingPerson | None = None) -> None:
        """Lay a person's passport or permit on the chip reader."""
        self.chip_reader.lay(chip_of(self._who(who), self._state, self._folder))

    def take_passport(self) -> None:
        self.chip_reader.take()

    def chip_driver(self) -> PcscMrtd:
        """The production driver on the virtual reader; the invented state's root is trusted."""
        return PcscMrtd(self.chip_reader, roots=[self._state.root])

    def _paper(self, name: str) -> Image.Image:
        owner = self._current
        if name == "passport":
            return page_of(owner, self._folder)
        if name == "guardian_register":
            name, owner = "household_register", self.person(owner.guardian or owner.key)
        if name not in DOCUMENTS:
            raise KeyError(name)
        path = self._folder / "documents" / f"{name}-{owner.key}.jpg"
        with Image.open(path if path.exists() else path.with_name(f"{name}.jpg")) as picture:
            return picture.copy()  # the file is closed, whether or not anybody looks at the page

    # trouble

    def unplug(self, kind: Kind | str) -> None:
        """Pull an instrument's cable; nothing happens when it is out already."""
        kind = Kind(kind)
        with self._lock:
            if kind in self._plugged:
                self._plugged.discard(kind)
                self._switch(kind, False)

    def plug(self, kind: Kind | str) -> None:
        kind = Kind(kind)
        with self._lock:
            if kind not in self._plugged:
                self._plugged.add(kind)
                self._switch(kind, True)

    def _switch(self, kind: Kind, plugged: bool) -> None:
        if kind is Kind.CAMERA:
            self.camera.plug(plugged)
        elif kind is Kind.SCANNER:
            self.document_scanner.plug(plugged)
        elif kind is Kind.CHIP:
            self.chip_reader.plug(plugged)
            self.chip_plugged(plugged)
        elif plugged:
            self._bus.plug(self._models[kind])
        else:
            self._bus.unplug(self._models[kind])

    def fault(self, kind: Kind | str, name: str | None) -> None:
        """Give an instrument a fault by name (faults() lists them); None takes all of its faults away."""
        kind = Kind(kind)
        if name is None:
            if kind is Kind.CAMERA:
                self.camera.clear_faults()
                return
            model = self._troubled(kind)
            for old in tuple(model.faults):
                model.fault(old, on=False)
        elif kind is Kind.CAMERA:
            self.camera.fault(name)
        else:
            self._troubled(kind).fault(name)

    def faults(self, kind: Kind | str) -> tuple[str, ...]:
        """The names of the faults an instrument can have."""
        kind = Kind(kind)
        return tuple(sorted(CAMERA_FAULTS if kind is Kind.CAMERA else self._troubled(kind).FAULTS))

    def _troubled(self, kind: Kind) -> DeviceModel | ScannerModel | VirtualSlots:
        if kind is Kind.CHIP:
            return self.chip_reader
        return self.document_scanner if kind is Kind.SCANNER else self._models[kind]

    # the automatic person

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_S):
            if self._lift_at and time.monotonic() >= self._lift_at:
                self._lift_at = 0.0
                self.lift()
            if self.auto:
                self._look()

    def _look(self) -> None:
        with self._lock:
            person = self._current
        card_wanted = _lately(self.card_reader.asked_for_card_ns) and person.has_card
        self._after_a_moment("card", card_wanted, self._card)
        self._after_a_moment("finger", self.scanner.waiting and not self._lift_at, self._finger)
        seated = self.camera.shows("portrait")
        self._after_a_moment("seat", _lately(self.camera.asked_ns["portrait"]) and not seated, self.sit)
        laid = self.camera.shows("document")
        self._after_a_moment("document", _lately(self.camera.asked_ns["document"]) and not laid, self._lay)
        chip = self.chip_reader
        self._after_a_moment("passport", chip.waits_since_ns > 0 and not chip.lying, self.lay_passport)
        tablet = self.tablet
        self._after_a_moment("pen", tablet.inking and tablet.written and not tablet.screen, self.sign)

    def _after_a_moment(self, what: str, wanted: bool, act: Callable[[], None]) -> None:
        now = time.monotonic()
        if not wanted:
            self._waiting.pop(what, None)
        elif now - self._waiting.setdefault(what, now) >= self.delay_s:
            self._waiting.pop(what, None)
            act()

    def _card(self) -> None:
        self.take_card()  # one that was read is found again only after it has left
        self.place_card()

    def _finger(self) -> None:
        self.press()
        self._lift_at = time.monotonic() + HELD_S

    def _lay(self) -> None:
        self.show_document(self._document or "household_register")

    def _fill_wanted(self) -> None:
        """A scan began and no paper lies anywhere."""
        if self.auto:
            self.feed_document()

    def _still_picture(self) -> bytes:
        """What the still camera sees: whoever sits there; told to act by himself, the person sits down."""
        seated = self.auto or self.camera.shows("portrait")
        picture = self._current.picture(self._folder) if seated else Image.new("RGB", (1280, 720), EMPTY_WALL)
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=92)
        return out.getvalue()

    def _who(self, who: str | TrainingPerson | None) -> TrainingPerson:
        if who is None:
            return self._current
        return self.person(who) if isinstance(who, str) else who


def _lately(asked_ns: int) -> bool:
    return asked_ns > 0 and time.monotonic_ns() - asked_ns < STILL_WAITS_S * 1_000_000_000
