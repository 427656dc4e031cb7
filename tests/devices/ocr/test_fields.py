"""What is taken from lines of print, without the engine: labels, cells, the number's check digit, doubts."""

from __future__ import annotations

import pytest

from devices.ocr import id_number
from devices.ocr.cells import cells
from devices.ocr.document import recognise
from devices.ocr.fields import CHECK_DIGIT, MENDED, NOT_AS_NUMBER, ODD_PERIOD, RARE, UNSURE_DOUBT, Fields
from devices.ocr.household import find_household_page
from devices.ocr.id_card import find_id_card
from devices.ocr.mrz import MrzRead
from devices.ocr.reader import Line
from forms import idnumber

NUMBER = "44010419911018032" + idnumber.check_digit("44010419911018032")  # invented; a woman's


def line(text: str, left: float, top: float, *, sure: float = 0.99, high: float = 30) -> Line:
    wide = sum(0.55 if sign.isascii() else 1.0 for sign in text) * high
    return Line(text, (sure,) * len(text), left, top, left + wide, top + high, 0.0)


def front(**changes: str) -> tuple[Line, ...]:
    """The lines of a card, as the engine gives them."""
    said = {"name": "欧阳雪梅", "sex": "女", "ethnic": "汉", "birth": "1991年10月18日", "number": NUMBER}
    said |= changes
    return (
        line("姓名", 60, 60),
        line(said["name"], 150, 58),
        line(f"性别{said['sex']}", 60, 130),
        line("民族", 300, 130),
        line(said["ethnic"], 392, 128),
        line("出生", 60, 200),
        line(said["birth"], 152, 200),
        line("广东省广州市越秀区人民", 152, 280),
        line("住址", 60, 284),
        line("北路688号1502房之一", 152, 326),
        line("公民身份号码", 60, 540),
        line(said["number"], 330, 540),
    )


def card(**changes: str) -> Fields:
    found = find_id_card(front(**changes))
    assert found is not None
    return found


def test_a_card_says_all_its_entries() -> None:
    found = card()
    assert {name: read.value for name, read in found.fields.items()} == {
        "name": "欧阳雪梅",
        "sex": "女",
        "ethnic": "汉",
        "birth": "19911018",
        "address": "广东省广州市越秀区人民北路688号1502房之一",
        "id_number": NUMBER,
    }
    assert all(read.doubts == () for read in found.fields.values())
    assert found.fields["id_number"].checks == ("check_digit",)
    assert "雪梅" not in repr(found)


def test_the_rule_of_the_check_digit_is_the_law_s() -> None:
    for number in range(100, 999, 7):
        first17 = f"44010419911018{number}"
        assert id_number.check_digit(first17) == idnumber.check_digit(first17)


def test_birth_and_sex_are_held_against_the_number() -> None:
    assert card().fields["birth"].checks == ("number",)
    for name, wrong in (("birth", "1991年10月13日"), ("sex", "男")):
        assert card(**{name: wrong}).fields[name].doubts == (NOT_AS_NUMBER,)


def test_what_the_number_says_fills_what_was_not_read() -> None:
    found = card(birth="----")
    assert found.value("birth") == "19911018"


def test_a_number_that_does_not_agree_stays_in_doubt() -> None:
    wrong = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
    read = card(number="9" + wrong[1:]).fields["id_number"]
    assert CHECK_DIGIT in read.doubts
    assert read.checks == ()


def test_one_look_alike_is_put_right_and_said() -> None:
    worn = NUMBER.replace("0326", "8326")
    lines = list(front(number=worn))
    place = worn.index("8326")
    sure = tuple(0.4 if at == place else 0.99 for at in range(18))
    lines[-1] = Line(worn, sure, 330, 540, 700, 570, 0.0)
    found = find_id_card(lines)
    assert found is not None
    assert found.value("id_number") == NUMBER
    assert found.fields["id_number"].doubts == (MENDED,)


def test_two_ways_to_put_a_number_right_are_none() -> None:
    """Every digit unsure and nothing else to go by: several numbers would agree, so none is taken."""
    worn = NUMBER[:16] + ("3" if NUMBER[16] != "3" else "5") + NUMBER[17]
    assert id_number.check_digit(worn[:17]) != worn[17]
    read = id_number.find(worn, (0.5,) * 6 + (0.99,) * 8 + (0.4, 0.4, 0.3, 0.3))
    assert read is not None
    assert (read.value, read.checks) == (worn, ())
    assert CHECK_DIGIT in read.doubts


def test_the_printed_birthday_puts_the_number_right() -> None:
    read = card(number=NUMBER.replace("19911018", "19971013")).fields["id_number"]
    assert (read.value, read.doubts) == (NUMBER, (MENDED,))


def test_letters_that_look_like_digits_are_digits() -> None:
    assert card(number=NUMBER.replace("0", "O").replace("1", "l")).value("id_number") == NUMBER


def test_a_lost_digit_is_not_made_up() -> None:
    read = card(number=NUMBER[:3] + NUMBER[4:]).fields["id_number"]
    assert CHECK_DIGIT in read.doubts


@pytest.mark.parametrize("name", ["欧阳䶮", "王𬱖"])
def test_a_rare_character_wants_the_officer(name: str) -> None:
    assert RARE in card(name=name).fields["name"].doubts


def test_an_unsure_character_wants_the_officer() -> None:
    lines = list(front())
    lines[1] = line("欧阳雪梅", 150, 58, sure=0.6)
    found = find_id_card(lines)
    assert found is not None
    assert found.fields["name"].doubts == (UNSURE_DOUBT,)
    assert found.fields["name"].confidence == 0.6


@pytest.mark.parametrize("name", ["买买提·艾力", "买买提.艾力", "买买提•艾力"])
def test_the_dot_in_a_name_is_one_dot(name: str) -> None:
    assert card(name=name).value("name") == "买买提·艾力"


BACK = (
    line("中华人民共和国", 300, 80, high=60),
    line("居民身份证", 300, 175, high=70),
    line("签发机关", 210, 455),
    line("广州市公安局越秀分局", 370, 452),
    line("有效期限", 210, 535),
)


@pytest.mark.parametrize(
    ("printed", "ends", "doubts"),
    [
        ("2016.10.10-2036.10.10", "20361010", ()),
        ("2016.10.10-长期", "长期", ()),
        ("2016.10.10-2037.10.10", "20371010", (ODD_PERIOD,)),
        ("2016.10.10-2036.10.19", "20361019", (ODD_PERIOD,)),
        ("20161010一20361010", "20361010", ()),
    ],
)
def test_the_back_says_issuer_and_period(printed: str, ends: str, doubts: tuple[str, ...]) -> None:
    found = find_id_card((*BACK, line(printed, 370, 532)))
    assert found is not None
    assert (found.value("issuer"), found.value("valid_from")) == ("广州市公安局越秀分局", "20161010")
    assert (found.value("valid_to"), found.fields["valid_to"].doubts) == (ends, doubts)


PAGE = (
    line("常住人口登记卡", 430, 28, high=46),
    line("姓", 72, 125),
    line("名", 130, 125),
    line("欧阳雪梅", 220, 122),
    line("户主或与", 630, 110, high=20),
    line("长女", 800, 122),
    line("户主关系", 630, 136, high=20),
    line("籍贯", 72, 187),
    line("广东省梅县", 220, 184),
    line("出生日期1991年10月18日", 630, 187),
    line("民族", 72, 249),
    line("汉族", 220, 249),
    line("性别女", 630, 249),
    line("公民身份号码", 72, 311),
    line(NUMBER, 300, 311),
    line("服务处所", 72, 400),
    line("广州市越秀区", 220, 382),
    line("育才小学", 220, 420),
    line("职业", 630, 400),
    line("何时由何地迁来本址", 72, 500),
    line("2019年3月5日由梅县迁来", 420, 500),
)


def test_a_booklet_s_page_is_read_cell_by_cell() -> None:
    found = find_household_page(PAGE)
    assert found is not None
    assert {name: read.value for name, read in found.fields.items()} == {
        "name": "欧阳雪梅",
        "relation": "长女",
        "native_place": "广东省梅县",
        "birth": "19911018",
        "ethnic": "汉",
        "sex": "女",
        "id_number": NUMBER,
        "workplace": "广州市越秀区育才小学",
    }


def test_the_value_of_a_label_that_was_not_read_is_nobody_s() -> None:
    rows = ("出生地", "籍贯", "文化程度", "服务处所")
    values = ("广东省广州市", "广东省梅县", "高中", "育才小学")
    lines = [line(name, 72, 100 + 62 * row) for row, name in enumerate(rows) if name != "籍贯"]
    lines += [line(value, 220, 100 + 62 * row) for row, value in enumerate(values)]
    found = find_household_page((line("姓名", 72, 38), line("欧阳雪梅", 220, 38), *lines))
    assert found is not None
    assert (found.value("birthplace"), found.value("education")) == ("广东省广州市", "高中")
    assert "native_place" not in found.fields


def test_a_booklet_s_first_page_has_the_address() -> None:
    found = find_household_page(
        (
            line("户别", 80, 120),
            line("居民家庭户口", 230, 120),
            line("户主姓名", 620, 120),
            line("欧阳建国", 780, 120),
            line("户号", 80, 240),
            line("440104001234", 230, 240),
            line("住址", 80, 360),
            line("广东省广州市越秀区人民北路688号", 230, 344),
            line("1502房", 230, 384),
        )
    )
    assert found is not None
    assert found.value("address") == "广东省广州市越秀区人民北路688号1502房"
    assert found.value("household_head") == "欧阳建国"
    assert "name" not in found.fields


def test_each_document_is_recognised() -> None:
    passport = (line("P<D<<SMITH<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<<<<", 50, 600), line("护照", 50, 60))
    assert isinstance(recognise(passport), MrzRead)
    kinds = [getattr(recognise(lines), "kind", None) for lines in (front(), BACK, PAGE)]
    assert kinds == ["id_card", None, "household"]  # a back without its dates says too little
    assert recognise((line("今天天气很好", 50, 60), line("13800138000", 50, 100))) is None
    assert recognise(()) is None


def test_a_title_above_the_table_is_no_value() -> None:
    labels = {"姓名": "name", "性别": "sex"}
    found = cells((line("登记卡", 120, 0, high=40), line("姓名", 60, 120), line("性别女", 300, 120)), labels)
    assert (found["name"].text, found["sex"].text) == ("", "女")
