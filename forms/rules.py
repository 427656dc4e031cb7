"""Rules across fields that a definition may ask for by name: one function, one row in RULES.

A rule gets the asked answers (completed), the matter and the day, and tells mistakes; it never raises and is
silent about what other checks have told (unreadable numbers, impossible dates).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from forms import fees
from forms.days import age, parse_day
from forms.derived import read_number
from forms.fieldtypes import LONG_TERM
from forms.matter import first_card_due, renewal_opens
from forms.matter import matter as matter_of
from forms.question import Answers, Mistake
from forms.rules_register import REGISTER_RULES
from forms.rules_situation import SITUATION, SITUATION_RULES, decided
from forms.validity import validity

Rule = Callable[[Answers, str, date], tuple[Mistake, ...]]

MAJORITY = 18  # full years; Civil Code art. 17: full capacity, which a guardian needs (art. 27)


def number_and_birth_agree(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Another birth than the number's is confirmed, not refused: wrong numbers exist (GA/T 2000.24)."""
    number, birth = read_number(answers), parse_day(answers.get("birth", ""))
    if number is not None and birth is not None and number.birth != birth:
        return (Mistake("birth", "id.birth_differs", "confirm"),)
    return ()


def number_and_sex_agree(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """The same for the sex: odd sequence, male (GB 11643)."""
    number, sex = read_number(answers), answers.get("sex", "")
    if number is not None and sex and number.sex != sex:
        return (Mistake("sex", "id.sex_differs", "confirm"),)
    return ()


def number_is_a_citizens(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Residence permits and foreigners' cards are other matters; this form is for citizens (art. 2)."""
    number = read_number(answers)
    if number is not None and number.holder != "citizen":
        return (Mistake("id_number", f"id.holder_{number.holder}", "stop"),)
    return ()


def card_dates_in_order(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """A card begins before it ends."""
    begins, ends = parse_day(answers.get("valid_from", "")), parse_day(answers.get("valid_to", ""))
    if begins is not None and ends is not None and ends <= begins:
        return (Mistake("valid_to", "card.dates_order", "stop"),)
    return ()


def renewal_is_due(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Renewal at expiry opens three months before the end (confidence medium: asked, not refused)."""
    if answers.get("valid_to") == LONG_TERM:
        return (Mistake("valid_to", "card.long_term", "confirm"),)
    ends = parse_day(answers.get("valid_to", ""))
    if ends is not None and today < renewal_opens(ends):
        return (Mistake("valid_to", "card.renewal_early", "confirm"),)
    return ()


def first_is_first(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Who has had a second-generation card is not "first": another matter, and 20 yuan."""
    if answers.get("had_card") != "yes":
        return ()
    code = "card.child_card_before" if answers.get("age_group") == "adult" else "card.not_first"
    return (Mistake("had_card", code, "confirm"),)


def first_in_time(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """A first card is due three months after the 16th birthday (art. 7); later is told, not refused."""
    birth = parse_day(answers.get("birth", ""))
    if birth is not None and answers.get("had_card") != "yes" and today > first_card_due(birth):
        return (Mistake("birth", "card.first_late", "info"),)
    return ()


def guardian_is_another_adult(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """The guardian is not the child, and of age (Civil Code art. 17, 27)."""
    guardian = read_number(answers, "guardian_id_number")
    if guardian is None:
        return ()
    if guardian.text == answers.get("id_number"):
        return (Mistake("guardian_id_number", "guardian.same_person", "stop"),)
    if age(guardian.birth, today) < MAJORITY:
        return (Mistake("guardian_id_number", "guardian.minor", "confirm"),)
    return ()


def loss_after_birth(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """A card cannot be lost before its holder was born."""
    birth, lost = parse_day(answers.get("birth", "")), parse_day(answers.get("loss_date", ""))
    if birth is not None and lost is not None and lost < birth:
        return (Mistake("loss_date", "loss.before_birth", "stop"),)
    return ()


def waiver_holds(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """A waiver that does not cover this matter is told: the full fee is due (art. 21)."""
    waiver = answers.get("fee_waiver", "none")
    if waiver in {choice.code for choice in fees.waivers()} - {"none"} and not fees.covers(waiver, matter):
        return (Mistake("fee_waiver", "fee.waiver_not_covered", "info"),)
    return ()


def pay_way_fits(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """ "Nothing to pay" needs a fee of nothing."""
    fee = fees.fee_for(matter, answers, today) if answers.get("pay_way") == "none" else None
    if fee is not None and fee.cents > 0:
        return (Mistake("pay_way", "fee.due", "stop"),)
    return ()


def birthday_is_told(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """A 16th, 26th or 46th birthday before the card is due changes its validity: tell it now."""
    birth = parse_day(answers.get("birth", ""))
    warning = validity(birth, today).birthday_warning if birth is not None and birth <= today else None
    if warning is None:
        return ()
    code = "validity.birthday_long_term" if warning.years_after is None else "validity.birthday"
    return (Mistake("birth", code, "info", {"age": warning.age, "years": warning.years_after or 0}),)


def taken_here(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """What the scenario pack refuses cannot be sealed here. Its answer `pack`: what it began with."""
    decision = decided(answers, matter)
    field = "remote_check" if answers.get("remote_check", "clear") != "clear" else "household"
    if not matter_of(matter).is_card:
        field = SITUATION
    return tuple(Mistake(field, reason.code, "stop") for reason in decision.reasons)


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        number_and_birth_agree,
        number_and_sex_agree,
        number_is_a_citizens,
        card_dates_in_order,
        renewal_is_due,
        first_is_first,
        first_in_time,
        guardian_is_another_adult,
        loss_after_birth,
        waiver_holds,
        pay_way_fits,
        birthday_is_told,
        taken_here,
        *SITUATION_RULES,
        *REGISTER_RULES,
    )
}
