"""Documents of invented people, drawn, and spoiled as under a lamp in somebody's kitchen."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
SC, MONO_SC = 2, 7  # faces in the collections

CARD_PX = (1012, 638)  # 85.6 x 54 mm at 300 dpi
PAGE_PX = (1240, 870)  # 105 x 74 mm at 300 dpi: a booklet page
PASSPORT_PX = (1476, 1039)  # 125 x 88 mm at 300 dpi
LEVELS = (0, 1, 2, 3)

BLUE, BLACK = "#3a6ea5", "#181818"


@dataclass(frozen=True)
class Card:
    name: str
    sex: str  # as printed: 男, 女
    ethnic: str  # as printed: 汉
    birth: str  # YYYYMMDD
    address: str
    number: str
    issuer: str = "广州市公安局越秀分局"
    valid_from: str = "20161010"
    valid_to: str = "20361010"  # or 长期


def card_front(card: Card) -> Image.Image:
    """The side with the person's picture."""
    picture = _ground(CARD_PX, "#eef3f4", seed=len(card.name))
    pen = ImageDraw.Draw(picture)
    label, text = _font(SANS, 26), _font(SANS, 33)
    rows = {"姓名": (62, card.name), "性别": (132, card.sex), "民族": (132, card.ethnic)}
    for name, (top, value) in rows.items():
        left = 300 if name == "民族" else 60
        _spaced(pen, (left, top + 4), name, label, BLUE, 8)
        pen.text((left + 92, top), value, fill=BLACK, font=text)
    year, month, day = card.birth[:4], str(int(card.birth[4:6])), str(int(card.birth[6:]))
    _spaced(pen, (60, 206), "出生", label, BLUE, 8)
    places = ((152, year, "年"), (282, month, "月"), (368, day, "日"))
    for left, value, unit in places:
        pen.text((left, 200), value, fill=BLACK, font=text)
        pen.text((left + (84 if unit == "年" else 44), 206), unit, fill=BLUE, font=label)
    _spaced(pen, (60, 284), "住址", label, BLUE, 8)
    for step, line in enumerate(_wrapped(card.address, 11)):
        pen.text((152, 278 + step * 46), line, fill=BLACK, font=text)
    pen.text((60, 548), "公民身份号码", fill=BLUE, font=label)
    _spaced(pen, (330, 540), card.number, _font(SANS, 38), BLACK, 8)
    pen.rectangle((665, 80, 945, 430), fill="#d8dde0")
    pen.ellipse((735, 130, 875, 310), fill="#c9a58a")
    pen.rectangle((700, 320, 910, 430), fill="#3d4a5c")
    return picture


def card_back(card: Card) -> Image.Image:
    """The side with the emblem, the issuer and the validity."""
    picture = _ground(CARD_PX, "#f3eef0", seed=7)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((60, 60, 240, 240), fill="#c8384a")
    pen.text((300, 80), "中华人民共和国", fill=BLACK, font=_font(SANS, 60))
    pen.text((300, 175), "居民身份证", fill=BLACK, font=_font(SANS, 74))
    label, text = _font(SANS, 28), _font(SANS, 32)
    pen.text((210, 455), "签发机关", fill=BLACK, font=label)
    pen.text((370, 452), card.issuer, fill=BLACK, font=text)
    pen.text((210, 535), "有效期限", fill=BLACK, font=label)
    ends = card.valid_to if card.valid_to == "长期" else _dotted(card.valid_to)
    pen.text((370, 532), f"{_dotted(card.valid_from)}-{ends}", fill=BLACK, font=text)
    return picture


HOUSEHOLD_ROWS: tuple[tuple[str, ...], ...] = (
    ("姓名", "户主或与户主关系"),
    ("曾用名", "性别"),
    ("出生地", "民族"),
    ("籍贯", "出生日期"),
    ("本市(县)其他住址", "宗教信仰"),
    ("公民身份号码", "身高", "血型"),
    ("文化程度", "婚姻状况", "兵役状况"),
    ("服务处所", "职业"),
    ("何时由何地迁来本市(县)",),
    ("何时由何地迁来本址",),
)


def household_page(values: Mapping[str, str]) -> Image.Image:
    """The page of one member (常住人口登记卡): a ruled table, labels and values in its cells."""
    picture = _ground(PAGE_PX, "#f6f2e4", seed=3)
    pen = ImageDraw.Draw(picture)
    pen.text((430, 28), "常住人口登记卡", fill=BLACK, font=_font(SERIF, 46))
    label, text = _font(SERIF, 24), _font(SERIF, 30)
    left, right, top, high = 60, PAGE_PX[0] - 60, 110, 62
    for number, names in enumerate(HOUSEHOLD_ROWS):
        y = top + number * high
        shares = (0.6, 0.2, 0.2) if names[0] == "公民身份号码" else (1 / len(names),) * len(names)
        for place, name in enumerate(names):
            x, width = left + sum(shares[:place]) * (right - left), shares[place] * (right - left)
            pen.rectangle((x, y, x + width, y + high), outline="#606060", width=2)
            wide = pen.textlength(name, font=label) + 24
            pen.line((x + wide, y, x + wide, y + high), fill="#606060", width=2)
            pen.text((x + 12, y + 15), name, fill=BLACK, font=label)
            pen.text((x + wide + 12, y + 12), values.get(name, ""), fill=BLACK, font=text)
    y = top + len(HOUSEHOLD_ROWS) * high + 18
    pen.text((left, y), "承办人签章:", fill=BLACK, font=label)
    pen.text((right - 420, y), "登记日期: 2019年3月5日", fill=BLACK, font=label)
    return picture


def household_first_page(values: Mapping[str, str]) -> Image.Image:
    """The booklet's first page: kind of household, head, number, address."""
    picture = _ground(PAGE_PX, "#f6f2e4", seed=4)
    pen = ImageDraw.Draw(picture)
    label, text = _font(SERIF, 28), _font(SERIF, 32)
    for step, names in enumerate((("户别", "户主姓名"), ("户号",), ("住址",))):
        for place, name in enumerate(names):
            x, y = 80 + place * 540, 120 + step * 120
            pen.text((x, y), name, fill=BLACK, font=label)
            pen.text((x + 150, y - 3), values.get(name, ""), fill=BLACK, font=text)
    pen.text((80, 640), "省级公安机关户口专用章", fill="#b03030", font=label)
    return picture


def mrz_page(lines: Sequence[str]) -> Image.Image:
    """A passport's data page: some print, a picture, the zone along the lower edge."""
    picture = _ground(PASSPORT_PX, "#eef0f2", seed=5)
    pen = ImageDraw.Draw(picture)
    pen.text((470, 60), "护照 PASSPORT", fill=BLACK, font=_font(SANS, 40))
    pen.text((470, 180), "姓名/Name", fill=BLUE, font=_font(SANS, 24))
    pen.rectangle((70, 120, 410, 580), fill="#d0d4d8")
    size = 52 if len(lines[0]) > 30 else 72
    zone = _font(SANS, size, MONO_SC)
    pitch = (PASSPORT_PX[0] - 110) / len(lines[0])
    for step, line in enumerate(lines):
        for place, sign in enumerate(line):
            y = PASSPORT_PX[1] - 100 - (len(lines) - step) * (size * 1.4)
            pen.text((55 + place * pitch, y), sign, fill=BLACK, font=zone)
    return picture


def spoiled(picture: Image.Image, level: int, seed: int = 0) -> Image.Image:
    """As the camera may see it. 0 clean; 1 a little; 2 leaning and noisy; 3 perspective, blur, glare."""
    chance = Random(1000 * level + seed)
    noise = np.random.default_rng(1000 * level + seed)
    table = Image.new("RGB", (picture.width * 5 // 4, picture.height * 5 // 4), "#5b4a3b")
    corner = ((table.width - picture.width) // 2, (table.height - picture.height) // 2)
    table.paste(picture, corner)
    if level == 0:
        return table
    pixels = _tilted(np.asarray(table), level, chance)
    pixels = cv2.GaussianBlur(pixels, (0, 0), (0, 0.7, 1.1, 1.5)[level])
    if level == 3:
        pixels = _glared(pixels, chance)
    shade = np.linspace(1.0, (1, 0.95, 0.8, 0.65)[level], pixels.shape[1])[None, :, None]
    dirty = pixels * shade + noise.normal(0, (0, 3, 7, 11)[level], pixels.shape)
    return Image.fromarray(np.clip(dirty, 0, 255).astype(np.uint8))


def as_jpeg(picture: Image.Image, level: int = 0) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=(92, 85, 75, 55)[level])
    return out.getvalue()


def _tilted(pixels: np.ndarray, level: int, chance: Random) -> np.ndarray:
    height, width = pixels.shape[:2]
    most = (0, 0.01, 0.03, 0.05)[level]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + np.array(
        [[chance.uniform(-most, most) * width, chance.uniform(-most, most) * height] for _ in range(4)],
        np.float32,
    )
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-1, 1) * (0, 1, 3, 4)[level], 1.0)
    moved = cv2.transform(moved[None], turn)[0].astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    return cv2.warpPerspective(pixels, matrix, (width, height), borderValue=(91, 74, 59))


def _glared(pixels: np.ndarray, chance: Random) -> np.ndarray:
    """A lamp's reflection: print in it is pale, not gone."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    cx, cy = chance.uniform(0.3, 0.8) * width, chance.uniform(0.2, 0.8) * height
    spot = np.exp(-(((x - cx) / (0.16 * width)) ** 2 + ((y - cy) / (0.12 * height)) ** 2))[..., None]
    return pixels + (255 - pixels) * (0.72 * spot)


def _ground(size: tuple[int, int], colour: str, seed: int) -> Image.Image:
    """Paper with a fine pattern, as on every such document."""
    picture = Image.new("RGB", size, colour)
    pen = ImageDraw.Draw(picture)
    chance = Random(seed)
    for _ in range(90):
        x, y, r = chance.randrange(size[0]), chance.randrange(size[1]), chance.randrange(40, 220)
        pen.arc((x - r, y - r, x + r, y + r), 0, 360, fill="#d9e2e6")
    return picture.filter(ImageFilter.GaussianBlur(0.6))


def _font(path: str, size: int, face: int = SC) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=face)


def _spaced(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    font: ImageFont.FreeTypeFont,
    fill: str,
    gap: float,
) -> None:
    x, y = at
    for sign in text:
        pen.text((x, y), sign, fill=fill, font=font)
        x += pen.textlength(sign, font=font) + gap


def _wrapped(text: str, width: int) -> list[str]:
    """A digit counts half, as on the card."""
    lines, room = [""], float(width)
    for sign in text:
        wide = 0.55 if sign.isascii() else 1.0
        if room < wide:
            lines.append("")
            room = float(width)
        lines[-1] += sign
        room -= wide
    return lines


def _dotted(day: str) -> str:
    return f"{day[:4]}.{day[4:6]}.{day[6:]}"
