"""What was answered in a consultation is not asked again."""

from __future__ import annotations

import pytest

from tests.vanapp.bed import Van
from vanapp.usecases.begin_from_advice import begin_from_advice, can_begin
from vanapp.usecases.errors import NotTakenHere
from vanapp.usecases.make_checklist import make_checklist


def test_the_draft_has_matter_and_situation(van: Van) -> None:
    draft = begin_from_advice(
        van.services, "C19a", {"matter": "loss", "age_group": "adult", "household": "other"}
    )
    assert draft.matter == "loss"
    assert draft.answers["household"] == "other"
    assert "age_group" not in draft.answers  # it follows from the birthday
    found = [item.material.id for item in make_checklist(van.services, draft.id).items]
    assert "LIVEGD" in found


@pytest.mark.parametrize(
    ("category", "answers"),
    [("C02", {"kind": "k1"}), ("C19b", {"kind": "l7"}), ("C19a", {})],
)
def test_what_is_not_taken_here_begins_nothing(van: Van, category: str, answers: dict[str, str]) -> None:
    assert not can_begin(category, answers)
    with pytest.raises(NotTakenHere):
        begin_from_advice(van.services, category, answers)
    assert van.services.store.listing.counts()["here"] == 0
