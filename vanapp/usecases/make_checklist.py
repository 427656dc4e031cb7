"""Make the checklist: materials, fee, deadline and mistakes of an application as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from forms.deadlines import Deadline
from forms.fees import Fee
from forms.scenarios import Material
from forms.spec import Mistake
from vanapp.services import Services


@dataclass(frozen=True)
class Item:
    """One line of the list. by: "", "scan", "officer", "licence", "card", "sign", "capture", "office"."""

    material: Material
    done: bool
    by: str = ""
    needed_now: bool = True  # False: the office looks it up, or it is handed in at collection


@dataclass(frozen=True)
class Checklist:
    items: tuple[Item, ...]
    fee: Fee | None
    deadline: Deadline | None
    mistakes: tuple[Mistake, ...]  # confirmed ones left out
    eligible: bool = True
    reasons: tuple[str, ...] = ()  # why not

    @property
    def gaps(self) -> tuple[str, ...]:
        """Material ids that keep it from being sealed."""
        return tuple(i.material.id for i in self.items if i.needed_now and not i.done)

    @property
    def ready(self) -> bool:
        return not self.gaps and self.eligible and not any(m.severity == "stop" for m in self.mistakes)


def make_checklist(services: Services, application_id: str) -> Checklist:
    """Lane: store."""
    raise NotImplementedError
