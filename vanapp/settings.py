"""What this laptop is set to: one small JSON file without personal data.

What the bureau set for the van's unit lies over it while it holds: it is read like any other value, cannot be
changed here, and is never written into the file. So what an officer had chosen is there again afterwards.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
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
    "dedicated_apn": lambda v: type(v) is str and len(v) <= 100,
    "whiten_photo": lambda v: type(v) is bool,
    "chosen": lambda v: isinstance(v, dict) and all(type(t) is str for t in (*v, *v.values())),
    "camera": lambda v: isinstance(v, dict) and all(type(t) is str for t in (*v, *v.values())),
}
# What only the bureau says: without a word of it, this.
_BUREAU: dict[str, object] = {
    "allowed_networks": (),
    "pay_ways": (),
    "languages": (),
    "may_allow_once": True,
}


@dataclass
class Settings:
    """Read freely; write only through `change` and `impose`. scale is a percentage."""

    language: str = "zh"
    theme: str = "system"
    scale: int = 100
    printer: str = ""
    printer_width: str = "A4"
    idle_minutes: int = 5
    allow_other_networks: bool = False
    dedicated_network: str = ""  # a connection's or an interface's name; "": any network is the right one
    dedicated_apn: str = ""  # a modem's access point: another way to name that network
    whiten_photo: bool = True  # the wall behind the portrait becomes white; retouching is a question of law
    chosen: dict[str, str] = field(default_factory=dict)  # of two of a kind: kind -> Instrument.lasting
    camera: dict[str, str] = field(default_factory=dict)  # "portrait.size" ...: usecases.choose_camera
    path: Path | None = field(default=None, repr=False, compare=False)
    # Of the bureau, never in the file:
    allowed_networks: tuple[str, ...] = field(default=(), compare=False)  # beside the dedicated one
    pay_ways: tuple[str, ...] = field(default=(), compare=False)  # codes of the field pay_way; (): all
    languages: tuple[str, ...] = field(default=(), compare=False)  # to choose from; (): all
    may_allow_once: bool = field(default=True, compare=False)  # another network, for an hour
    imposed_on: date | None = field(default=None, compare=False)  # when the bureau set what it sets
    _own: dict[str, object] = field(default_factory=dict, repr=False, compare=False)  # what lies under it
    _writing: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

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
        """Set values and write them down. GUI thread. ValueError names the one that does not fit, or that the
        bureau set; nothing is set then."""
        for name, value in values.items():
            if name not in _ALLOWED or not _ALLOWED[name](value) or self.is_imposed(name):
                raise ValueError(name)
        with self._writing:
            for name, value in values.items():
                setattr(self, name, value)
            self._save()
        return self

    def impose(self, values: Mapping[str, object], day: date | None) -> tuple[str, ...]:
        """What the bureau set, all of it, from now on. Any thread; returns the names that read otherwise now.

        ValueError names one that does not fit; nothing is set then.
        """
        for name, value in values.items():
            if name not in _BUREAU and not (name in _ALLOWED and _ALLOWED[name](value)):
                raise ValueError(name)
        with self._writing:
            names = {*self._own, *values, *_BUREAU}
            before = {name: getattr(self, name) for name in names}
            for name, own in self._own.items():
                setattr(self, name, own)
            self._own = {name: getattr(self, name) for name in values if name not in _BUREAU}
            for name, value in {**_BUREAU, **values}.items():
                setattr(self, name, value)
            self.imposed_on = day
        return tuple(sorted(name for name in names if getattr(self, name) != before[name]))

    def is_imposed(self, name: str) -> bool:
        """The bureau set it."""
        return name in self._own

    def _save(self) -> None:
        if self.path is None:
            return
        plain = {name: self._own.get(name, getattr(self, name)) for name in _ALLOWED}
        text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(self.path, text.encode())
