"""A van with a roll printer plugged in, for what is printed without an application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from devices.bench import Bench
from devices.virtual.bus import VirtualBus
from devices.virtual.escpos_model import EscposModel
from tests.vanapp.bed import Van, make_van
from vanapp.services import Services


@dataclass
class RollDesk:
    """folder: where the laptop keeps such papers."""

    van: Van
    services: Services
    model: EscposModel
    folder: Path

    @property
    def files(self) -> list[Path]:
        return sorted(self.folder.iterdir()) if self.folder.exists() else []


@contextmanager
def roll_desk(home: Path, folder: str) -> Iterator[RollDesk]:
    """folder: its name, below the laptop's data. Needs a QApplication."""
    van = make_van(home)
    bus, model = VirtualBus(), EscposModel()
    bus.plug(model)
    with Bench([bus]) as bench:
        services = replace(van.services, bench=bench)
        yield RollDesk(van, services, model, services.paths.data / folder)
    van.store.close()
