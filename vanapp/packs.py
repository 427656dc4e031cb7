"""The bureau's packs and updates on this laptop: fetched, verified, checked, laid ready; or refused whole.

A pack that passes is used from the next start on. What began with an earlier one keeps it; one that nothing
open needs any more goes, at a start, and is not fetched again. What is in use is told by one small file,
replaced whole: a power cut leaves the old or the new. An update of the program is only laid ready: installing
it is a technician's act.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms.packs.errors import BadPack
from forms.packs.needs import read_for_use
from forms.packs.shelf import age, current, lay_beside, shipped
from sync.errors import BadOffer, SyncError
from vanapp import VERSION
from vanapp.clock import Clock, read_stamp, stamp
from vanapp.files import write_whole

if TYPE_CHECKING:
    from forms.packs.model import Pack
    from sync.offers import Look, Offer, Source

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=30)
TRY_AGAIN = timedelta(minutes=2)
MOST_ROOT_BYTES = 512_000  # tuf's own bound


class PacksError(Exception):
    """An expected error: `code` is the key of its words."""

    code = "packs.error"
    values: dict[str, object] = {}  # noqa: RUF012 - never written


class NoStickPacks(PacksError):
    """Nothing the bureau offers lies on the stick."""

    code = "packs.none_on_stick"


class NoRoot(PacksError):
    """This laptop was enrolled before the bureau had keys for packs, and has not met the office since."""

    code = "packs.no_root"


class CannotKeep(PacksError):
    """This laptop's disk is full or will not be written to: nothing changed."""

    code = "packs.cannot_keep"


@dataclass(frozen=True)
class Laid:
    """A pack that passed. came: "line" or "stick"."""

    file: str
    sha256: str
    source: str
    came: str
    at: str


@dataclass(frozen=True)
class Refused:
    """The last one that did not pass: which, why (a code with values), where in the file."""

    what: str
    sha256: str
    code: str
    values: Mapping[str, str]
    at: str


@dataclass(frozen=True)
class Update:
    """A later version of the program, verified, not installed."""

    version: str
    file: str
    sha256: str


@dataclass(frozen=True)
class State:
    laid: Mapping[str, Laid] = field(default_factory=dict)  # by the pack's name
    refused: Refused | None = None
    update: Update | None = None
    gone: tuple[str, ...] = ()  # digests of packs that nothing needs any more


@dataclass(frozen=True)
class Standing:
    """What the screen says. using: what new applications begin with; next: from the next start on.

    came: "program", "line" or "stick".
    """

    using: Pack
    came: str
    next: str
    refused: Refused | None
    update: Update | None
    folder: Path


class Packs:
    """folder: this laptop's own. pinned: the root list of the enrolment file, "" in one from before.

    Any thread; one look at a time.
    """

    def __init__(self, folder: Path, pinned: str, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        self._pinned = pinned
        self._looking = threading.Lock()
        self._due: datetime | None = None
        self._asked = threading.Event()
        self._state = _read(folder / "state.json")
        self._read: dict[str, Pack] = {}  # by digest

    # --- at the start -------------------------------------------------------------------------------------
    def lay(self, in_use: Collection[str]) -> None:
        """What passed before goes on the shelf; a file that is not what it was is passed over.

        in_use: the packs that open applications began with, by name. An earlier one not among them goes.
        """
        well: dict[str, Laid] = {}
        packs: dict[str, Pack] = {}
        for name, laid in self._state.laid.items():
            try:
                packs[name] = self._pack(laid)
                well[name] = laid
            except (OSError, BadOffer, BadPack) as error:
                log.info("pack %s is not used: %s", name, type(error).__name__)
        self._state = replace(self._state, laid=well)  # what is damaged is fetched again
        newest = max((*shipped(), *packs.values()), key=age).name
        self._let_go({name for name in packs if name != newest and name not in in_use})
        lay_beside([packs[name] for name in self._state.laid])

    def _let_go(self, names: Collection[str]) -> None:
        """Noted first: killed before its file is gone, it is swept at the next start."""
        if names:
            gone = {self._state.laid[name].sha256 for name in names}
            laid = {name: one for name, one in self._state.laid.items() if name not in names}
            self._keep(replace(self._state, laid=laid, gone=tuple(sorted({*self._state.gone, *gone}))))
            log.info("packs let go: %s", ", ".join(sorted(names)))
        known = {laid.file for laid in self._state.laid.values()}
        for path in (self._folder / "scenario").glob("*.yaml"):
            if path.name not in known:
                path.unlink(missing_ok=True)
        digests = {laid.sha256 for laid in self._state.laid.values()}
        self._read = {sha256: pack for sha256, pack in self._read.items() if sha256 in digests}

    def _pack(self, laid: Laid) -> Pack:
        """Read once, known by its digest from then on. Raises OSError, BadOffer, BadPack."""
        known = self._read.get(laid.sha256)
        if known is None:
            body = (self._folder / "scenario" / laid.file).read_bytes()
            if hashlib.sha256(body).hexdigest() != laid.sha256:
                raise BadOffer(reason="damaged", file=laid.file)
            known = self._read[laid.sha256] = read_for_use(body)
        return known

    @property
    def about(self) -> str:
        """What the office's people may see: which program, which pack (sync.protocol.ABOUT)."""
        return f"program={VERSION}; pack={current().name}"

    # --- looking ------------------------------------------------------------------------------------------
    def look_soon(self) -> None:
        """The office says there is something new: the next time `look_now_and_then` comes by, it looks."""
        self._asked.set()

    def look_now_and_then(self, source: Callable[[], Source]) -> bool:
        """Ask the office when it is time. Blocking; whether anything came of it. Never raises sync errors."""
        now = self._clock.now()
        if not self._asked.is_set() and self._due is not None and now < self._due:
            return False
        self._asked.clear()
        self._due = now + TRY_AGAIN
        before = self._state
        try:
            self.look(source(), "line")
            self._due = self._clock.now() + LOOK_EVERY
        except NoRoot:
            self._due = self._clock.now() + LOOK_EVERY  # the office offers nothing
        except (SyncError, OSError) as error:
            log.info("packs: %s", getattr(error, "code", type(error).__name__))
        return self._state is not before

    def look_at_stick(self, stick: Path) -> Standing:
        """Raises NoStickPacks, NoRoot, CannotKeep, BadOffer."""
        from sync.offers import FolderSource

        source = FolderSource(stick)
        if not source.there():
            raise NoStickPacks
        try:
            self.look(source, "stick")
        except OSError as error:
            raise CannotKeep from error
        return self.standing()

    def look(self, source: Source, came: str) -> None:
        """What is offered there, verified; what is new of it, checked and laid ready.

        A list that cannot be believed is noted as refused, and raised. Raises NoRoot, sync errors, OSError.
        """
        from sync.offers import Trust

        with self._looking:
            try:
                root = self._root(source, came)
                trust = self._folder / f"trust-{hashlib.sha256(root).hexdigest()[:16]}"
                look = Trust(trust, root).look(source)
                self._take_pack(look, came)
                self._take_update(look)
                if self._state.refused is not None and not self._state.refused.sha256:
                    self._keep(replace(self._state, refused=None))  # the list itself is in order again
            except BadOffer as error:
                self._refuse(str(error.values.get("file", "")), "", error.code, error.values)
                raise

    def _root(self, source: Source, came: str) -> bytes:
        """As pinned at enrolment; else, once, as the office says under its own signature, and kept."""
        if self._pinned:
            return self._pinned.encode()
        kept = self._folder / "root.json"
        if kept.exists():
            return kept.read_bytes()
        if came != "line":
            raise NoRoot
        body, name = bytearray(), "metadata/1.root.json"
        try:
            while piece := source.read(name, len(body), MOST_ROOT_BYTES):
                body += piece
                if len(body) > MOST_ROOT_BYTES:
                    raise BadOffer(reason="endless", file=name)
        except FileNotFoundError:
            raise NoRoot from None
        write_whole(kept, bytes(body))
        return bytes(body)

    # --- packs --------------------------------------------------------------------------------------------
    def _take_pack(self, look: Look, came: str) -> None:
        for offer in look.offers:
            if offer.kind == "scenario" and self._is_news(offer):
                self._take_one(look, offer, came)

    def _is_news(self, offer: Offer) -> bool:
        known = {*self._state.gone, *(laid.sha256 for laid in self._state.laid.values())}
        refused = self._state.refused
        names = {pack.name for pack in shipped()}
        return (
            offer.sha256 not in known
            and offer.facts.get("name") not in names
            and (refused is None or refused.sha256 != offer.sha256)
        )

    def _take_one(self, look: Look, offer: Offer, came: str) -> None:
        file = self._folder / "scenario" / f"{offer.sha256[:16]}.yaml"
        look.fetch(offer, file)
        try:
            pack = read_for_use(file.read_bytes())
        except BadPack as error:
            trouble = error.troubles[0]
            file.unlink()
            place = f"{trouble.place} ({trouble.line}:{trouble.column})"
            values = {"place": place, "count": str(len(error.troubles)), "file": offer.name}
            self._refuse(offer.name, offer.sha256, "packs.bad_pack", values)
            return
        if pack.name in self._state.laid or pack.name != offer.facts.get("name", pack.name):
            file.unlink()
            self._refuse(offer.name, offer.sha256, "packs.other_name", {"file": offer.name})
            return
        self._read[offer.sha256] = pack
        laid = Laid(file.name, offer.sha256, pack.source, came, stamp(self._clock.now()))
        self._keep(replace(self._state, laid={**self._state.laid, pack.name: laid}, refused=None))
        log.info("pack %s laid ready", pack.name)

    # --- updates ------------------------------------------------------------------------------------------
    def _take_update(self, look: Look) -> None:
        offers = [offer for offer in look.offers if offer.kind == "application"]
        newest = max(offers, key=lambda offer: _version(offer.facts.get("version", "")), default=None)
        if newest is None or _version(newest.facts.get("version", "")) <= _version(VERSION):
            return
        if self._state.update is not None and self._state.update.sha256 == newest.sha256:
            return
        folder = self._folder / "updates"
        look.fetch(newest, folder / newest.name)
        update = Update(newest.facts["version"], newest.name, newest.sha256)
        self._keep(replace(self._state, update=update))
        for path in folder.iterdir():
            if path.name != newest.name:
                path.unlink()
        log.info("update %s laid ready", update.version)

    # --- telling ------------------------------------------------------------------------------------------
    def standing(self) -> Standing:
        state, using = self._state, current()
        laid = state.laid.get(using.name)
        update = state.update if state.update and _version(state.update.version) > _version(VERSION) else None
        return Standing(
            using,
            laid.came if laid else "program",
            self._next(),
            state.refused,
            update,
            self._folder / "updates",
        )

    def _next(self) -> str:
        """The pack of the next start, when it is another one."""
        newest = current()
        for laid in self._state.laid.values():
            try:
                newest = max(newest, self._pack(laid), key=age)
            except (OSError, BadOffer, BadPack):
                continue
        return "" if newest.name == current().name else newest.name

    def _refuse(self, what: str, sha256: str, code: str, values: Mapping[str, object]) -> None:
        said = {key: str(value) for key, value in values.items()}
        refused = Refused(what, sha256, code, said, stamp(self._clock.now()))
        log.info("offer refused: %s %s", code, said.get("reason", ""))
        self._keep(replace(self._state, refused=refused))

    def _keep(self, state: State) -> None:
        write_whole(self._folder / "state.json", json.dumps(asdict(state), ensure_ascii=False).encode())
        self._state = state


def _read(path: Path) -> State:
    """Nothing there, or nothing that can be read: what the program came with is used."""
    try:
        said: dict[str, Any] = json.loads(path.read_bytes())
        refused, update = said["refused"], said["update"]
        state = State(
            {str(name): Laid(**laid) for name, laid in said["laid"].items()},
            Refused(**refused) if refused else None,
            Update(**update) if update else None,
            tuple(str(sha256) for sha256 in said.get("gone", ())),
        )
        for laid in state.laid.values():
            read_stamp(laid.at)
    except FileNotFoundError:
        return State()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        log.info("the list of packs cannot be read")
        return State()
    return state


def _version(text: str) -> tuple[int, ...]:
    """ "0.2.0" -> (0, 2, 0); what is no version counts as none."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()
