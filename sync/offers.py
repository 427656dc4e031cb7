"""What the bureau offers a van (packs, updates), believed only as signed by the bureau's own keys: TUF.

From the office piece by piece over the sealed connection, or from a folder on a USB stick: both are only
places where files lie. What has been seen once never becomes older, is never mixed with another day's, and is
not believed beyond its date. `tuf` is imported at the first look, not at the van's start.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from sync import protocol
from sync.errors import BadOffer, Refused, Unreachable

SMALLEST_PIECE, FIRST_PIECE = 8 * 1024, 32 * 1024
QUICK_S, SLOW_S = 2.0, 8.0  # a piece sooner than this: the next is larger; later: smaller
TRIES = 3


class Source(Protocol):
    """Where files lie."""

    def read(self, path: str, offset: int, most: int) -> bytes:
        """Empty: its end. Raises FileNotFoundError, sync errors; it may give less than `most`."""
        ...


class Office(Protocol):
    """sync.client.Client, as far as this needs it."""

    def offered(self, path: str, offset: int, most: int) -> bytes: ...


class LineSource:
    """Over the sealed connection; pieces get larger and smaller with the line."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._piece = FIRST_PIECE

    def read(self, path: str, offset: int, most: int) -> bytes:
        tries = 0
        while True:
            began = time.monotonic()
            try:
                body = self._office.offered(path, offset, min(self._piece, most, protocol.MAX_PIECE))
            except Refused as error:
                if error.values.get("reason") == "not-found":
                    raise FileNotFoundError(path) from error
                raise
            except Unreachable:
                tries += 1
                self._piece = max(SMALLEST_PIECE, self._piece // 4)
                if tries == TRIES:
                    raise
                continue
            took = time.monotonic() - began
            if took < QUICK_S:
                self._piece = min(protocol.MAX_PIECE, self._piece * 2)
            elif took > SLOW_S:
                self._piece = max(SMALLEST_PIECE, self._piece // 2)
            return body


class FolderSource:
    """On a USB stick, as `python -m sync.gateway packs export` writes it."""

    def __init__(self, stick: Path) -> None:
        self._folder = stick / protocol.STICK_FOLDER

    def there(self) -> bool:
        return (self._folder / "metadata" / "timestamp.json").is_file()

    def read(self, path: str, offset: int, most: int) -> bytes:
        try:
            with (self._folder / path).open("rb") as file:
                file.seek(offset)
                return file.read(min(most, protocol.MAX_PIECE))
        except FileNotFoundError:
            raise
        except OSError as error:
            raise BadOffer(reason="unreadable", file=Path(path).name) from error


@dataclass(frozen=True)
class Offer:
    """One thing offered. path: "scenario/guangdong-2.yaml". facts: what it says of itself."""

    path: str
    length: int
    sha256: str
    facts: Mapping[str, str]

    @property
    def kind(self) -> str:
        return self.path.partition("/")[0]

    @property
    def name(self) -> str:
        return self.path.partition("/")[2]


class Trust:
    """What this van knows of the bureau's keys and lists, in a folder; used by one thread at a time.

    root: the list of keys pinned at enrolment. folder: `known/` what was seen, `part/` what is under way.
    """

    def __init__(self, folder: Path, root: bytes) -> None:
        self._known, self._part = folder / "known", folder / "part"
        self._root = root

    def look(self, source: Source) -> Look:
        """What is offered there now. Raises BadOffer, sync errors, OSError."""
        from tuf.api.metadata import Metadata
        from tuf.ngclient import Updater

        for folder in (self._known, self._part):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fetcher: Any = _Fetcher(source, self._part)
        with _told():
            updater = Updater(
                str(self._known), "metadata/", str(self._part), "targets/", fetcher, bootstrap=self._root
            )
            updater.refresh()
            listed: Any = Metadata.from_file(str(self._known / "targets.json"))  # as just verified
            offers = tuple(_offer(path, target) for path, target in sorted(listed.signed.targets.items()))
        return Look(updater, offers, self._part)


class Look:
    """One look at what is offered; `fetch` brings it."""

    def __init__(self, updater: Any, offers: tuple[Offer, ...], part: Path) -> None:
        self._updater, self._part = updater, part
        self.offers = offers

    def fetch(self, offer: Offer, to: Path) -> None:
        """Whole and verified at `to`, or not there. Goes on where it was cut. Raises as `look`."""
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = to.with_name(f".{to.name}.half")
        with _told():
            self._updater.download_target(self._updater.get_targetinfo(offer.path), str(half))
        with half.open("rb") as file:
            os.fsync(file.fileno())
        half.replace(to)
        _part(self._part, f"{offer.sha256}.{offer.name}").unlink(missing_ok=True)


def _offer(path: str, target: Any) -> Offer:
    """Raises BadOffer: what its keys signed is still no name this program would make a file of."""
    kind, _, name = path.partition("/")
    sha256, custom = target.hashes.get("sha256", ""), target.custom or {}
    if not (protocol.OFFER_KIND.match(kind) and protocol.OFFER_NAME.match(name) and sha256):
        raise BadOffer(reason="form", file=path)
    return Offer(path, int(target.length), str(sha256), {str(key): str(said) for key, said in custom.items()})


class _Fetcher:
    """tuf's FetcherInterface over a Source: what came of a target is kept, and gone on from."""

    def __init__(self, source: Source, part: Path) -> None:
        self._source, self._folder = source, part

    def download_bytes(self, url: str, max_length: int) -> bytes:
        body = bytearray()
        while len(body) <= max_length:
            piece = self._read(url, len(body), max_length + 1 - len(body))
            if not piece:
                return bytes(body)
            body += piece
        raise BadOffer(reason="endless", file=Path(url).name)

    @contextmanager
    def download_file(self, url: str, max_length: int) -> Iterator[IO[bytes]]:
        from tuf.api.exceptions import RepositoryError

        path = _part(self._folder, Path(url).name)
        with path.open("ab") as out:
            have = out.tell()
            while have <= max_length:
                piece = self._read(url, have, max_length + 1 - have)
                if not piece:
                    break
                out.write(piece)
                out.flush()
                have += len(piece)
        if have > max_length:
            path.unlink()
            raise BadOffer(reason="endless", file=path.name)
        try:
            with path.open("rb") as whole:
                yield whole
        except RepositoryError:
            path.unlink()  # begun anew next time
            raise

    def _read(self, url: str, offset: int, most: int) -> bytes:
        from tuf.api.exceptions import DownloadHTTPError

        try:
            return self._source.read(url, offset, most)
        except FileNotFoundError as error:
            raise DownloadHTTPError(Path(url).name, 404) from error


def _part(folder: Path, name: str) -> Path:
    """By digest: a name of the office's is never a path of ours."""
    return folder / hashlib.sha256(name.encode()).hexdigest()


@contextmanager
def _told() -> Iterator[None]:
    """tuf's errors in our words."""
    from tuf.api import exceptions as tuf

    try:
        yield
    except tuf.ExpiredMetadataError as error:
        raise BadOffer(reason="expired") from error
    except tuf.BadVersionNumberError as error:
        raise BadOffer(reason="older") from error
    except tuf.UnsignedMetadataError as error:
        raise BadOffer(reason="signature") from error
    except (tuf.LengthOrHashMismatchError, tuf.RepositoryError) as error:
        raise BadOffer(reason="damaged") from error
    except tuf.DownloadHTTPError as error:
        raise BadOffer(reason="missing", file=str(error)) from error
