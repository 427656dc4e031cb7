"""The residents of training mode: their cards, their fingers, their pictures. All invented.

Data and pictures: resources/training (README there). `python -m devices.virtual.draw_training` makes
the pictures.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from devices.contract import FingerImage
from devices.drivers import sdt_layouts
from devices.virtual import prints
from devices.virtual.faces import Look
from devices.virtual.sdt_model import Card

FOLDER = Path(__file__).parent.parent.parent / "resources" / "training"
RIGHT_THUMB, LEFT_THUMB = 11, 16
_ON_CARD = (
    "name",
    "name_en",
    "sex",
    "nation",
    "birth",
    "address",
    "id_number",
    "issuer",
    "valid_from",
    "valid_to",
)


@dataclass(frozen=True)
class TrainingPerson:
    """One invented resident. Dates are YYYYMMDD or what stands on the card; empty = not on the card.

    fingers: GA/T position code -> seed of its ridge map; positions that are not listed follow from the
    others.
    first_press: how the first press of a finger comes out ("good", "dry", "worn"); later ones are good.
    """

    key: str
    name: str
    id_number: str
    sex: str
    nation: str
    birth: str
    address: str
    issuer: str
    valid_from: str
    valid_to: str
    has_card: bool
    guardian: str | None
    phone: str
    story: Mapping[str, str]  # "zh", "en": what this person is good for
    kind: str = "citizen"
    further: Mapping[str, str] = field(default_factory=dict)  # fields of the other kinds of card
    fingers: Mapping[int, int] = field(default_factory=dict)
    first_press: str = "good"
    look: Look = field(default_factory=lambda: Look(0))

    def card(self) -> Card:
        """What the chip of this person's card says."""
        fields = {name: getattr(self, name) for name in _ON_CARD if getattr(self, name, "")}
        allowed = {place.field for place in sdt_layouts.LAYOUTS[self.kind]}
        text = sdt_layouts.build(
            self.kind, {name: value for name, value in {**fields, **self.further}.items() if name in allowed}
        )
        records = b"".join(_record(position) for position in (RIGHT_THUMB, LEFT_THUMB))
        return Card(text=text, photo=f"TRAINING {self.key}".encode().ljust(1024, b"\0"), fingerprints=records)

    def press(
        self,
        position: int,
        times: int,
        variant: str,
        size_px: tuple[int, int],
        dpi: int,
        folder: Path = FOLDER,
    ) -> FingerImage:
        """The impression of a finger (GA/T position code), the `times`-th one; it carries the training
        mark.
        """
        seed = self.fingers.get(position) or 10_000 + 100 * self.look.seed + position
        grey = prints.impression(ridges(seed, folder), seed * 31 + times, variant, size_px, dpi)
        return FingerImage(prints.marked(grey).tobytes(), size_px[0], size_px[1], dpi)

    def picture(self, folder: Path = FOLDER) -> Image.Image:
        """Head and shoulders before the wall, somewhat larger than a camera's frame."""
        return Image.open(folder / "people" / f"{self.key}.jpg").convert("RGB")


def people(folder: Path = FOLDER) -> tuple[TrainingPerson, ...]:
    """Everybody, in the order of people.toml."""
    table = tomllib.loads((folder / "people.toml").read_text(encoding="utf-8"))
    return tuple(_person(row) for row in table["person"])


@cache
def ridges(seed: int, folder: Path = FOLDER) -> prints.Grey:
    """A finger's ridge map: kept as a picture, else grown now (about a second)."""
    kept = folder / "prints" / f"{seed}.png"
    if kept.exists():
        return np.asarray(Image.open(kept).convert("L"), np.uint8)
    return prints.grow(seed)


def _person(row: Mapping[str, Any]) -> TrainingPerson:
    face = {**row["face"], "clothes": tuple(row["face"]["clothes"])}
    birth = row["id_number"][6:14]
    age = 2026 - int(birth[:4])
    return TrainingPerson(
        **{
            name: row.get(name, "")
            for name in ("key", "name", "id_number", "sex", "nation", "address", "issuer")
        },
        **{name: row.get(name, "") for name in ("valid_from", "valid_to", "phone")},
        birth=birth,
        has_card=row.get("has_card", False),
        guardian=row.get("guardian"),
        story={"zh": row["story_zh"], "en": row["story_en"]},
        kind=row.get("kind", "citizen"),
        further={
            name: row[name] for name in ("name_en", "country", "permit_number", "issue_count") if name in row
        },
        fingers={int(position): seed for position, seed in row.get("fingers", {}).items()},
        first_press=row.get("first_press", "good"),
        look=Look(age=age, woman=row["sex"] == "2", **face),
    )


def _record(position: int) -> bytes:
    """A fingerprint record with the public header and no features; it says that it is for training."""
    head = bytes([ord("C"), 0, 0, 0, 1, position, 60])
    return (head + b"TRAINING, NO FEATURES").ljust(512, b"\0")
