"""The looks a gallery is taken in, and how the program is put into one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vanapp.ui.shell import Shell

LOOKS: Mapping[str, Mapping[str, object]] = {
    "zh": {"language": "zh", "theme": "light", "scale": 100},
    "en": {"language": "en", "theme": "light", "scale": 100},
    "dark": {"language": "zh", "theme": "dark", "scale": 100},
    "contrast": {"language": "zh", "theme": "contrast", "scale": 100},
    "zh150": {"language": "zh", "theme": "light", "scale": 150},
    "en150": {"language": "en", "theme": "light", "scale": 150},
}


class AsLooked:
    """Changes only what differs, as the settings page does."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._worn: dict[str, object] = {"language": "zh", "theme": "light", "scale": 100}

    def put_on(self, look: str) -> None:
        for name, value in LOOKS[look].items():
            if self._worn[name] != value:
                self._worn[name] = value
                self._shell.settings.change(**{name: value})  # type: ignore[arg-type]
                self._shell.take_effect(name)
