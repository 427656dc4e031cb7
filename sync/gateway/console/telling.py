"""What went wrong, in words: of a field typed, of a row of a list, of something that cannot be done now."""

from __future__ import annotations

from collections.abc import Mapping

from forms import words as forms_words
from sync.gateway.console.words import Say
from sync.gateway.desk.errors import NotNow, Unsound
from sync.gateway.errors import DeskError


def coded(say: Say, code: str) -> str:
    """The words of a code: the console's own, else those of the forms, which the van shows, too."""
    if say.has(code):
        return say(code)
    found = forms_words.words(code)
    return say.of(found) if found is not None else code


def told(say: Say, error: DeskError) -> str:
    """One or two sentences."""
    if isinstance(error, Unsound):
        return say("desk.unsound")
    if isinstance(error, NotNow):
        reason = f"not_now.{error.values.get('reason', error.values.get('state', ''))}"
        if say.has(reason):
            return say(reason, **error.values)
    return say(f"desk.{error.kind}", **error.values)


def wrong_fields(say: Say, error: DeskError | None) -> Mapping[str, str]:
    """Field -> what is wrong with it."""
    wrong = error.wrong if isinstance(error, Unsound) else {}
    return {name: coded(say, code) for name, code in wrong.items()}
