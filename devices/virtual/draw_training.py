"""Draws everything in resources/training that is a picture: `python -m devices.virtual.draw_training`.

People before a wall, their fingers' ridge maps, their household register pages. Needs the Noto CJK fonts; the
pictures are committed, so nobody else does. Every picture but the ridge maps carries the training mark.
"""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from devices.virtual import faces, prints
from devices.virtual.people import FOLDER, TrainingPerson, people

SCENE_PX = (1360, 800)  # 40 px more on each side than a frame of 1280 x 720: room for motion
HALF_FACE_PX = 136
FACE_Y_PX = 322
DOCUMENT_PX = (1360, 800)
DESK = (92, 84, 76)
PAPER, INK, STAMP = (244, 239, 226), (44, 42, 48), (176, 48, 40)


def main() -> None:
    table = tomllib.loads((FOLDER / "documents.toml").read_text(encoding="utf-8"))
    for name in ("people", "prints", "documents"):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
    for person in people():
        half = HALF_FACE_PX * (0.94 if person.look.age < 14 else 1.0)
        pose = faces.Pose(SCENE_PX[0] / 2, FACE_Y_PX, half)
        scene = faces.scene(person.look, *SCENE_PX, pose)
        badge = (round(pose.centre_x), round(pose.centre_y + 2.62 * half))
        _mark(scene, badge, table["mark"], (236, 238, 240), 20)
        _mark(scene, (150, SCENE_PX[1] - 70), table["mark"], (120, 96, 150), 24)
        scene.save(FOLDER / "people" / f"{person.key}.jpg", quality=90, subsampling=0, optimize=True)
        page = _register(person, table["household_register"])
        _on_desk(page, table["mark"]).save(
            FOLDER / "documents" / f"household_register-{person.key}.jpg", quality=80, optimize=True
        )
        for seed in person.fingers.values():
            ridges = Image.fromarray(prints.grow(seed)).quantize(16, method=Image.Quantize.MAXCOVERAGE)
            ridges.save(FOLDER / "prints" / f"{seed}.png", optimize=True)
    _on_desk(_letter(table["letter"]), table["mark"]).save(
        FOLDER / "documents" / "letter.jpg", quality=80, optimize=True
    )


def _register(person: TrainingPerson, table: Mapping[str, Any]) -> Image.Image:
    """A household register page: title, a table of answers, a stamp that says it is worth nothing."""
    page = Image.new("RGB", (960, 620), PAPER)
    draw = ImageDraw.Draw(page)
    answers = {
        "name": person.name,
        "sex": table["sex"][person.sex],
        "nation": table["nation"].get(person.nation, ""),
        "birth": person.birth,
        "id_number": person.id_number,
        "address": person.address,
        "relation": table["child"] if person.guardian else table["head"],
        "origin": person.address[:6],
    }
    draw.text((480, 46), table["title"], INK, _font(38), anchor="mm")
    top, height = 96, 84
    for row, (label, field, label_two, field_two) in enumerate(table["rows"]):
        y = top + row * height
        draw.rectangle((50, y, 910, y + height), outline=INK, width=2)
        draw.line((220, y, 220, y + height), INK, 2)
        draw.text((135, y + height / 2), label, INK, _font(22), anchor="mm")
        _text(draw, (236, y + height / 2), answers[field], 25)
        if label_two:
            draw.line((520, y, 520, y + height), INK, 2)
            draw.line((720, y, 720, y + height), INK, 2)
            draw.text((620, y + height / 2), label_two, INK, _font(20), anchor="mm")
            _text(draw, (736, y + height / 2), answers[field_two], 24)
    draw.text((60, 560), table["clerk"], INK, _font(20), anchor="lm")
    draw.ellipse((690, 470, 850, 610), outline=STAMP, width=4)
    draw.text((910, 596), table["note"], STAMP, _font(22), anchor="rm")
    return page


def _letter(table: Mapping[str, Any]) -> Image.Image:
    page = Image.new("RGB", (720, 660), PAPER)
    draw = ImageDraw.Draw(page)
    draw.text((360, 120), table["title"], INK, _font(36), anchor="mm")
    for row, line in enumerate(table["lines"]):
        draw.text((80, 230 + row * 60), line, INK, _font(26), anchor="lm")
    return page


def _on_desk(page: Image.Image, mark: str) -> Image.Image:
    """The page as a document camera sees it: lying a little askew on a desk."""
    desk = Image.new("RGB", DOCUMENT_PX, DESK)
    grain = np.random.default_rng(3).normal(0, 4, (DOCUMENT_PX[1] // 4, DOCUMENT_PX[0])).repeat(4, 0)
    desk = Image.fromarray(np.clip(np.asarray(desk) + grain[..., None], 0, 255).astype(np.uint8))
    turned = page.convert("RGBA").rotate(1.2, Image.Resampling.BICUBIC, expand=True)
    at = ((desk.width - turned.width) // 2, (desk.height - turned.height) // 2)
    shadow = Image.new("L", desk.size)
    shadow.paste(120, (at[0] + 10, at[1] + 12, at[0] + turned.width + 6, at[1] + turned.height + 8))
    desk.paste((30, 26, 24), mask=shadow.filter(ImageFilter.GaussianBlur(10)))
    desk.paste(turned, at, turned)
    _mark(desk, (at[0] + turned.width - 150, at[1] + 46), mark, (120, 96, 150), 24)
    return desk.filter(ImageFilter.GaussianBlur(0.5))


def _mark(
    picture: Image.Image, middle: tuple[int, int], text: str, colour: tuple[int, int, int], size: int
) -> None:
    ImageDraw.Draw(picture).text(middle, text, colour, _font(size), anchor="mm")


def _text(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int) -> None:
    """Text character by character, so that one the font has not comes from the rare characters' font."""
    x = at[0]
    for letter in text:
        font = _font(size, rare=ord(letter) > 0xFFFF)
        draw.text((x, at[1]), letter, INK, font, anchor="lm")
        x += font.getlength(letter)


@cache
def _font(size: int, rare: bool = False) -> ImageFont.FreeTypeFont:
    family = "HanaMinB" if rare else "Noto Sans CJK SC"
    found = subprocess.run(
        ["fc-match", "-f", "%{file}:%{index}", family], capture_output=True, text=True, check=True
    ).stdout
    path, _, index = found.rpartition(":")
    return ImageFont.truetype(Path(path), size, index=int(index))


if __name__ == "__main__":
    main()
