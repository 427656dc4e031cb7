"""The order of the intake pages, as a table: where one is, where one may go, what is done.

Plain Python: it decides nothing about widgets, and is tested without a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from forms.derived import derive
from forms.fingerprint import RULE, need
from forms.matter import matter
from forms.packs.shelf import pack_named
from forms.record import Application, CaptureKind
from forms.scenarios import decide


@dataclass(frozen=True)
class Page:
    """One page of the intake: its id, the key that jumps to it, and when it counts as done."""

    id: str
    key: str
    done: Callable[[Application], bool]


def _known(application: Application) -> bool:
    return bool(application.answers.get("id_number"))


def _decided(application: Application) -> bool:
    if not application.matter or not matter(application.matter).is_card:
        return bool(application.matter)
    return bool(application.answers.get("household"))


def _reachable(application: Application) -> bool:
    answers = application.answers
    phone = answers.get("phone") or answers.get("guardian_phone")  # a child is reached through its guardian
    return bool(answers.get("name") and answers.get("id_number") and phone)


def _pictured(application: Application) -> bool:
    return application.capture("portrait") is not None


def years_of(application: Application, today: date) -> int | None:
    """The person's full years, from the birthday or from what the number says; None while unknown."""
    said = derive(application.answers, application.matter, today).get("age")
    return int(said) if said is not None else None


def _printed(application: Application) -> bool:
    """Two fingers, each taken or excused with a reason; or a person whose prints are not required."""
    years = years_of(application, application.begun_at.date())
    if years is not None and need(years) != "required":
        return True
    settled = [c for c in application.captures if c.kind in (CaptureKind.FINGER, CaptureKind.EXCEPTION)]
    return len(settled) >= RULE.wanted


def _documented(application: Application) -> bool:
    return (
        PAGE_IDS.index(application.page) > PAGE_IDS.index("materials")
        if application.page in PAGE_IDS
        else False
    )


def _signed(application: Application) -> bool:
    return any(capture.kind is CaptureKind.SIGNATURE for capture in application.captures)


def _sealed(application: Application) -> bool:
    return application.sealed_at is not None


PAGES: tuple[Page, ...] = (
    Page("identity", "F2", _known),
    Page("matter", "F3", _decided),
    Page("particulars", "F4", _reachable),
    Page("portrait", "F5", _pictured),
    Page("fingers", "F6", _printed),
    Page("materials", "F7", _documented),
    Page("check", "F8", _signed),
    Page("finish", "F9", _sealed),
)
PAGE_IDS: tuple[str, ...] = tuple(page.id for page in PAGES)
KEYS: dict[str, str] = {page.key: page.id for page in PAGES}

OWN_KEYS: dict[str, tuple[str, ...]] = {"fingers": ("F6", "F8")}
"""Keys a page keeps for itself; there they do not jump (F6 another finger, F8 cannot be taken)."""

MADE_ON: dict[str, str] = {"portrait": "PHOTO", "fingers": "FP"}
"""Pages that make one material of the pack, and are left out where it is not asked for."""

PAGE_OF_FIELD: dict[str, str] = {
    "id_number": "identity",
    "household": "matter",
    "matter": "matter",
    "portrait": "portrait",
    "photo": "portrait",
    "pay_way": "finish",
    "fee_waiver": "finish",
}


def page_of(field: str) -> str:
    """The page where a field or a capture slot is asked (the office names them when it returns one)."""
    head = field.split(".", 1)[0]
    by_slot = {"finger": "fingers", "exception": "fingers", "material": "materials", "signature": "check"}
    return PAGE_OF_FIELD.get(head) or by_slot.get(head) or "particulars"


def first_page(fields: Sequence[str]) -> str:
    """The earliest page among those of `fields`; "check" when none is named: look at everything."""
    pages = [page_of(field) for field in fields]
    return min(pages, key=PAGE_IDS.index) if pages else "check"


def asked(application: Application | None) -> tuple[Page, ...]:
    """The pages this application has: portrait and prints only where the situation's materials ask for them.

    A card always has all of them, and so has what no matter was chosen for yet.
    """
    chosen = matter(application.matter) if application is not None and application.matter else None
    if application is None or chosen is None or chosen.is_card:
        return PAGES
    if chosen.books:
        return tuple(page for page in PAGES if page.id not in {*MADE_ON, "materials"})
    answers = {**application.answers, **chosen.scenario}
    pack = pack_named(application.pack) if application.pack else None
    wanted = {material.id for material in decide(chosen.category, answers, pack).materials}
    skipped = {page for page, material in MADE_ON.items() if material not in wanted}
    return tuple(page for page in PAGES if page.id not in skipped)


def page_making(material: str) -> str:
    """The page that makes a material of the pack; "" when it is brought along."""
    return next((page for page, made in MADE_ON.items() if made == material), "")


def after(page: str, application: Application | None = None) -> str | None:
    """The next page this application has, None after the last."""
    ids = [one.id for one in asked(application)]
    return next((one for one in ids if PAGE_IDS.index(one) > PAGE_IDS.index(page)), None)


def before(page: str, application: Application | None = None) -> str | None:
    """The page before, None at the first."""
    ids = [one.id for one in asked(application)]
    return next((one for one in reversed(ids) if PAGE_IDS.index(one) < PAGE_IDS.index(page)), None)


def state(page: str, here: str, application: Application) -> str:
    """How a step is drawn: "here", "done", "open" (passed, but something is missing), "ahead"."""
    if page == here:
        return "here"
    if PAGES[PAGE_IDS.index(page)].done(application):
        return "done"
    return "open" if PAGE_IDS.index(page) < PAGE_IDS.index(here) else "ahead"


def may_jump(target: str, furthest: str) -> bool:
    """A page can be jumped to when one has been there: back loses nothing, ahead skips nothing."""
    return PAGE_IDS.index(target) <= PAGE_IDS.index(furthest)
