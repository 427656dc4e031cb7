"""The list of what to bring, for a phone: a page of text in a code that needs no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.days import CHINA
from vanapp.services import Services
from vanapp.usecases.unit_settings import unit_words

if TYPE_CHECKING:
    from vanapp.printing import BringView


@dataclass(frozen=True)
class TakeHome:
    """What the code says, and its modules: rows of "0" and "1" without the quiet zone."""

    text: str
    rows: tuple[str, ...]


def take_home(services: Services, category: str, answers: Mapping[str, str]) -> TakeHome:
    """Any lane. Raises BadDefinition for a category the pack does not have."""
    from vanapp.printing.qr import modules

    text = view_of(services, category, answers).code
    return TakeHome(text, modules(text))


def view_of(services: Services, category_id: str, answers: Mapping[str, str]) -> BringView:
    """What stands on the list, whether it is printed or shown. Raises BadDefinition."""
    from forms.packs.shelf import category, current
    from forms.scenarios import decide
    from vanapp.printing import bring_view

    at = services.clock.now().astimezone(CHINA)
    session = services.session
    return bring_view.make(
        category(category_id),
        decide(category_id, answers),
        answers,
        current().date,
        number=f"{session.device_no}-{at:%Y%m%d-%H%M%S}",
        at=f"{at:%Y-%m-%d %H:%M}",
        unit=unit_words(services).name,
        training=services.training,
        language=services.settings.language,
    )
