"""What the person panel says during an intake: who, what is still missing, what it costs and until when."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtGui import QImage

from forms.derived import derive
from forms.matter import ADULT, matter
from forms.record import Application
from vanapp.ui import flow
from vanapp.ui.flow import years_of
from vanapp.ui.presenters.intake_ports import ChecklistLike, ItemLike
from vanapp.ui.screens.intake_words import code_word, grouped, money_word
from vanapp.ui.widgets import Item, PersonPanel

translate = QCoreApplication.translate

SENIOR = 65
FORM = "F"
"""Materials of this mode are written here and signed on the page of the check."""


def show_person(
    panel: PersonPanel,
    application: Application,
    checklist: ChecklistLike | None,
    page: str,
    portrait: QImage | None,
    language: str,
) -> None:
    today = application.begun_at.date()
    answers = {**derive(application.answers, application.matter, today), **application.answers}
    years = years_of(application, today)
    facts = []
    if answers.get("sex"):
        facts.append(code_word("sex", answers["sex"], language))
    if answers.get("ethnic"):
        ethnic = code_word("ethnic", answers["ethnic"], language)
        facts.append(translate("Intake", "{name}族").format(name=ethnic))
    if years is not None:
        facts.append(translate("Intake", "{years} 岁").format(years=years))
    waiting = (
        translate("Intake", "姓名待填") if answers.get("id_number") else translate("Intake", "等待读取证件")
    )
    name = answers.get("name") or waiting
    panel.show_person(name, " · ".join(facts), portrait)
    if years is not None and years >= SENIOR:
        panel.show_chip(translate("Intake", "65+ 优先"), "hand-heart")
    elif years is not None and years < ADULT:
        panel.show_chip(translate("Intake", "未满 16 岁"), "users")
    else:
        panel.show_chip("")
    pairs = []
    if answers.get("id_number"):
        pairs.append((translate("Intake", "公民身份号码"), grouped(answers["id_number"])))
    if answers.get("address"):
        by_chip = application.sources.get("address") == "chip"
        label = translate("Intake", "住址")
        if by_chip:
            label = translate("Intake", "住址（芯片）")
        pairs.append((label, answers["address"]))
    panel.show_pairs(pairs)
    if checklist is None or not application.matter:
        panel.show_list("", ())
        panel.show_sums(())
        return
    panel.show_list(
        translate("Intake", "收件清单"), [_line(item, page, language) for item in checklist.items]
    )
    panel.show_sums(_sums(application, checklist, language))


def _line(item: ItemLike, page: str, language: str) -> Item:
    words = item.material.words.say(language)
    if item.done:
        return Item(words, "done")
    made_on = "check" if item.material.mode == FORM else flow.page_making(item.material.id)
    return Item(words, "here" if made_on == page else "open")


def _sums(application: Application, checklist: ChecklistLike, language: str) -> list[tuple[str, str]]:
    sums = []
    if checklist.fee is not None:
        sums.append((matter(application.matter).words.say(language), money_word(checklist.fee.cents)))
    if checklist.deadline is not None:
        day = checklist.deadline.date
        words = translate("Intake", "{month} 月 {day} 日").format(month=day.month, day=day.day)
        sums.append((translate("Intake", "承诺日期"), words))
    return sums
