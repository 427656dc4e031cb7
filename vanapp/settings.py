"""What this laptop is set to: one small JSON file without personal data."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path

from vanapp.files import write_whole

LANGUAGES = ("zh", "en")
THEMES = ("system", "light", "dark", "contrast")
PRINTER_WIDTHS = ("58", "80", "A4")
SCALE_PERCENT = range(100, 201)

_ALLOWED: dict[str, Callable[[object], bool]] = {
    "language": lambda v: v in LANGUAGES,
    "theme": lambda v: v in THEMES,
    "scale": lambda v: type(v) is int and v in SCALE_PERCENT,
    "printer": lambda v: type(v) is str,
    "printer_width": lambda v: v in PRINTER_WIDTHS,
    "idle_minutes": lambda v: type(v) is int and 1 <= v <= 60,
    "allow_other_networks": lambda v: type(v) is bool,
    "dedicated_network": lambda v: type(v) is str and len(v) <= 100,
    "whiten_photo": lambda v: type(v) is bool,
    "chosen": lambda v: isinstance(v, dict) and all(type(t) is str for t in (*v, *v.values())),
    "camera": lambda v: isinstance(v, dict) and all(type(t) is str for t in (*v, *v.values())),
}


@dataclass
class Settings:
    """Read freely; write only through `change`, from the GUI thread. scale is a percentage."""

    language: str = "zh"
    theme: str = "system"
    scale: int = 100
    printer: str = ""
    printer_width: str = "A4"
    idle_minutes: int = 5
    allow_other_networks: bool = False
    dedicated_network: str = ""  # a connection's or an interface's name; "": any network is the right one
    whiten_photo: bool = True  # the wall behind the portrait becomes white; retouching is a question of law
    chosen: dict[str, str] = field(default_factory=dict)  # of two of a kind: kind -> Instrument.lasting
    camera: dict[str, str] = field(default_factory=dict)  # "portrait.size" ...: usecases.choose_camera
    path: Path | None = field(default=None, repr=False, compare=False)

    @classmethod
    def load(cls, path: Path) -> Settings:
        """The settings of `path`. What is missing, unreadable or out of range has its default."""
        settings = cls(path=path)
        try:
            read = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return settings
        for name, allowed in _ALLOWED.items():
            if isinstance(read, dict) and name in read and allowed(read[name]):
                setattr(settings, name, read[name])
        return settings

    def change(self, **values: object) -> Settings:
        """Set values and write them down. ValueError names the one that does not fit; nothing is set then."""
        for name, value in values.items():
            if name not in _ALLOWED or not _ALLOWED[name](value):
                raise ValueError(name)
        for name, value in values.items():
            setattr(self, name, value)
        self._save()
        return self

    def _save(self) -> None:
        if self.path is None:
            return
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "path"}
        text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(self.path, text.encode())
