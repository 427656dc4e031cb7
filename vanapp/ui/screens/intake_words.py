"""Sentences and names that several intake pages say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PyQt6.QtCore import QCoreApplication

from forms.codes import words as coded
from forms.fieldtypes import LONG_TERM
from forms.fingerprint import position_words
from forms.spec import Field
from vanapp.problems import words as problem

translate = QCoreApplication.translate


def problem_words(code: str, values: Mapping[str, object], language: str) -> str:
    """What is wrong and what to do now; the page's own sentences, else the data's."""
    own = {
        "intake.id_remaining": translate("Intake", "还差 {count} 位"),
        "intake.finger_open": translate("Intake", "还有手指没有采集。请按提示采集，确实无法采集请按 F8。"),
        "intake.card_conflict": translate("Intake", "证件内容与已输入的不一致，已采用证件内容。请核对。"),
        "intake.tablet_gone": translate(
            "Intake", "签名板被拔出，没写完的签名已清除。请插好重签，或在屏幕上签名。"
        ),
        "intake.left_on_card": translate(
            "Intake", "相片已保存，但照相机存储卡上还留着一张，无法删除。请在照相机上删除后再继续。"
        ),
        "intake.document_conflict": translate(
            "Intake", "证件影像与已录入的不一致，已录入的没有改动。请核对后手工修改。"
        ),
        "intake.other_person": translate(
            "Intake", "这份证件是另一个人的，没有填入任何内容。请换本人的证件。"
        ),
        "intake.double_finger": translate(
            "Intake", "{finger} 与今天 {number} 号申请的指纹相同，可能是同一个人或指纹错位。请核对两人身份。"
        ),
        "intake.not_eligible": translate("Intake", "此情形不能在外受理。请告知群众到户籍所在地派出所办理。"),
    }
    if code == "intake.double_finger":
        named = position_words(int(str(values["position"])))
        values = {**values, "finger": named.say(language) if named is not None else ""}
    if code in own:
        return own[code].format_map(dict(values))
    return problem(code, values, language)


def first_sentence(words: str) -> str:
    """What is wrong, without what to do now: where there is one line."""
    return re.split(r"(?<=\u3002)|(?<=\.)\s", words, maxsplit=1)[0]


def size_word(count: int) -> str:
    """A number of bytes as people say it."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


def tone_of(code: str) -> str:
    """Devices and the line are facts in amber; only what is lost or refused is red."""
    return "wrong" if code.startswith(("store.", "usecases.")) else "attention"


def page_word(page: str) -> str:
    """The name of an intake page, as in the list of steps."""
    return {
        "identity": translate("Intake", "身份"),
        "matter": translate("Intake", "业务与情形"),
        "particulars": translate("Intake", "申请信息"),
        "portrait": translate("Intake", "人像"),
        "fingers": translate("Intake", "指纹"),
        "materials": translate("Intake", "材料"),
        "check": translate("Intake", "核对与签名"),
        "finish": translate("Intake", "缴费与交付"),
    }[page]


def cited(source: str) -> str:
    """The rule a fee stands on, without where its text was found."""
    return source.split(" (")[0].split(";")[0]


def code_word(listing: str, code: str, language: str) -> str:
    """The words of a code list's entry ("sex" "1" -> 男); the code itself when it is not in the list."""
    found = coded(listing, code)
    return found.say(language) if found is not None else code


def money_word(cents: int) -> str:
    """¥ 20, or ¥ 12.50."""
    yuan, fen = divmod(cents, 100)
    return f"¥ {yuan}" if fen == 0 else f"¥ {yuan}.{fen:02d}"


def grouped(number: str) -> str:
    """An identity number in groups of 6-8-4, as people read it."""
    return f"{number[:6]} {number[6:14]} {number[14:]}" if len(number) == 18 else number


def day_word(day: str, language: str) -> str:
    """YYYYMMDD as a date; anything else (long-term) as it stands."""
    if len(day) != 8 or not day.isdigit():
        return translate("Intake", "长期") if day == LONG_TERM else day
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def answer_word(field: Field, text: str, language: str) -> str:
    """An answer as people read it: a choice by its words, a number in groups, a date with hyphens."""
    if field.choices:
        words = {choice.code: choice.words.say(language) for choice in field.choices}
        return " · ".join(words.get(code, code) for code in text.split())
    if field.kind == "id_number":
        return grouped(text)
    if field.kind == "phone" and len(text) == 11:
        return f"{text[:3]} {text[3:7]} {text[7:]}"
    if field.kind in ("date", "past_date", "date_or_long"):
        return day_word(text, language)
    return text
