"""How well and how fast documents are read: `python -m tests.bench.ocr [--people N] [--small]`.

Draws cards, booklet pages and passports of invented people, spoils them at four levels (0 clean, 3 with
perspective, blur, noise, glare and a poor JPEG), reads them as the program does and prints the share of
entries that came out exactly, how many of the wrong ones were marked as doubtful, and the child's time.
--small: as they lie in an A4 document camera of 1920 x 1080, a card a tenth of the picture.
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

from PIL import Image

from devices.ocr import id_number
from devices.ocr.document import recognise
from devices.ocr.fields import Fields
from devices.ocr.mrz import MrzRead
from devices.ocr.reader import Reader
from tests.devices.ocr import papers

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英梓涵煜宸曦淇翀昊颖薇瑜珺"
STREETS = ("人民北路", "东风西路", "龙津中路", "同福东路", "宝业路", "下塘西路", "沙面南街")
PLACES = ("广东省广州市越秀区", "广东省佛山市南海区", "广东省梅州市梅县区", "广西壮族自治区玉林市博白县")
GROUPS = ("汉", "壮", "瑶", "满", "土家", "回", "畲", "维吾尔")
SURNAMES_LATIN = ("SMITH", "MUELLER", "OUYANG", "DUBOIS")
STATES = ("CHN", "D<<", "GBR", "FRA")


def person(chance: Random) -> papers.Card:
    day = f"{chance.randint(1940, 2015)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    sequence = f"{chance.randint(1, 999):03}"
    first17 = f"{chance.choice(('440104', '440605', '441402', '450923'))}{day}{sequence}"
    given = "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
    flat = f"{chance.randint(1, 899)}号{chance.randint(1, 32)}0{chance.randint(1, 8)}房"
    starts = chance.randint(2006, 2025)
    return papers.Card(
        name=chance.choice(SURNAMES) + given,
        sex="男" if int(sequence) % 2 else "女",
        ethnic=chance.choice(GROUPS),
        birth=day,
        address=chance.choice(PLACES) + chance.choice(STREETS) + flat,
        number=first17 + id_number.check_digit(first17),
        valid_from=f"{starts}0612",
        valid_to=chance.choice((f"{starts + 10}0612", f"{starts + 20}0612", "长期")),
    )


def passport(chance: Random) -> tuple[str, str]:
    def check(text: str) -> str:
        values = (0 if sign == "<" else int(sign, 36) for sign in text)
        return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)

    surname, given = chance.choice(SURNAMES_LATIN), chance.choice(("ANNA", "XUEMEI", "JOHN<PAUL"))
    state = chance.choice(STATES)
    number = f"{chance.choice('EGCX')}{chance.randint(0, 99999999):08}"
    birth, expiry = f"{chance.randint(50, 99)}0{chance.randint(1, 9)}17", f"{chance.randint(27, 36)}1122"
    second = (
        f"{number}{check(number)}{state}{birth}{check(birth)}{chance.choice('MF')}{expiry}{check(expiry)}"
    )
    second += "<" * 14 + "<"
    return f"P<{state}{surname}<<{given}".ljust(44, "<"), second + check(
        second[:10] + second[13:20] + second[21:43]
    )


def documents(card: papers.Card, chance: Random) -> Iterator[tuple[str, Image.Image, Mapping[str, str]]]:
    """(what it is, its picture, what stands on it)"""
    front = {name: getattr(card, name) for name in ("name", "sex", "ethnic", "birth", "address")}
    yield "front", papers.card_front(card), {**front, "id_number": card.number}
    back = {name: getattr(card, name) for name in ("issuer", "valid_from", "valid_to")}
    yield "back", papers.card_back(card), back
    year, month, day = card.birth[:4], int(card.birth[4:6]), int(card.birth[6:])
    page = {
        "姓名": card.name,
        "户主或与户主关系": chance.choice(("户主", "妻", "长子", "长女")),
        "性别": card.sex,
        "出生地": card.address[:6],
        "民族": card.ethnic + "族",
        "籍贯": card.address[3:9],
        "出生日期": f"{year}年{month}月{day}日",
        "公民身份号码": card.number,
        "文化程度": chance.choice(("大学本科", "初中", "高中")),
        "婚姻状况": chance.choice(("未婚", "有配偶", "离婚")),
    }
    wanted = {
        "name": card.name,
        "relation": page["户主或与户主关系"],
        "sex": card.sex,
        "birthplace": page["出生地"],
        "ethnic": card.ethnic,
        "native_place": page["籍贯"],
        "birth": card.birth,
        "id_number": card.number,
    }
    yield "household", papers.household_page(page), wanted
    lines = passport(chance)
    yield "mrz", papers.mrz_page(lines), {"lines": "\n".join(lines)}


def on_a_desk(picture: Image.Image) -> Image.Image:
    """As an A4 camera of 1920 x 1080 sees it: 297 mm are 1920 px."""
    desk = Image.new("RGB", (1920, 1080), "#5b4a3b")
    scale = (1920 / 297) / (300 / 25.4)
    small = picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
    )
    desk.paste(small, (420, 200))
    return desk


def worked_s(reader: Reader) -> float:
    """Processor time of the child so far: what one core takes, however busy the machine is."""
    user, system = Path(f"/proc/{reader.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--small", action="store_true")
    chosen = parser.parse_args()
    reader = Reader(idle_s=None)
    reader.lines(papers.as_jpeg(papers.card_back(person(Random(0)))))  # awake
    hits: dict[tuple[str, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    times: dict[str, list[float]] = defaultdict(list)
    for number in range(chosen.people):
        chance = Random(number)
        for kind, drawn, wanted in documents(person(chance), chance):
            for level in papers.LEVELS:
                lying = on_a_desk(drawn) if chosen.small else drawn
                picture = papers.as_jpeg(papers.spoiled(lying, level, number), level)
                begun = worked_s(reader)
                lines = reader.lines(picture)
                times[kind].append(worked_s(reader) - begun)
                for name, mark in judged(recognise(lines), wanted).items():
                    hits[kind, name][level].append(mark)
    reader.close()
    print(f"{chosen.people} people; exact entries at levels 0 1 2 3; of the others, over all levels:")
    print("said to be doubtful / silent / not found")
    for (kind, name), by_level in hits.items():
        exact = "  ".join(f"{by_level[level].count('exact'):3}" for level in papers.LEVELS)
        marks = [mark for level in papers.LEVELS for mark in by_level[level]]
        others = " / ".join(str(marks.count(mark)) for mark in ("doubtful", "silent", "none"))
        print(f"{kind:10} {name:13} {exact}    {others}")
    for kind, seconds in times.items():
        seconds.sort()
        print(f"{kind:10} {seconds[len(seconds) // 2]:.2f} s median, {seconds[-1]:.2f} s at most (processor)")


def judged(document: Fields | MrzRead | None, wanted: Mapping[str, str]) -> dict[str, str]:
    """entry -> "exact", "doubtful" (wrong and said so), "silent" (wrong), "none" (not found)."""
    if isinstance(document, MrzRead):
        zone = document.zone
        if zone is None:
            return dict.fromkeys(wanted, "none")
        if "\n".join(zone.lines) == wanted.get("lines"):
            return dict.fromkeys(wanted, "exact")
        return dict.fromkeys(wanted, "silent" if zone.valid else "doubtful")
    fields = document.fields if document else {}
    marks = {}
    for name, value in wanted.items():
        read = fields.get(name)
        if read is None:
            marks[name] = "none"
        elif read.value == value:
            marks[name] = "exact"
        else:
            marks[name] = "doubtful" if read.doubts else "silent"
    return marks


if __name__ == "__main__":
    main()
