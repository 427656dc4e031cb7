"""The real driver on the virtual tablet: points on their way, the whole in the end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.bench import Bench
from devices.contract import PenPoint
from devices.errors import Cancelled, NotConnected, Removed
from devices.virtual.bus import VirtualBus
from devices.virtual.handwriting import signature
from devices.virtual.stu_model import STU_540, StuModel
from tests.vanapp.bed import Van
from vanapp.usecases.write_on_tablet import write_on_tablet


class Ink:
    def __init__(self) -> None:
        self.area: tuple[int, int] | None = None
        self.dots: list[PenPoint | None] = []

    def begun(self, width: int, height: int) -> None:
        self.area = (width, height)

    def drawn(self, point: PenPoint | None) -> None:
        self.dots.append(point)


def never() -> bool:
    return False


def quiet(step: str) -> None:
    """Nobody watches."""


def test_every_point_is_told_as_it_comes_and_kept_in_the_end(van: Van) -> None:
    bus, model, ink = VirtualBus(), StuModel(), Ink()
    bus.plug(model)
    with Bench([bus]) as bench:
        model.write(*signature("chen", STU_540.width, STU_540.height))
        services = replace(van.services, bench=bench)
        written = write_on_tablet(services, ink, lambda: bool(ink.dots) and model.written, never, quiet)
    assert ink.area == (10800, 6480)
    assert [dot for dot in ink.dots if dot is not None] == [p for stroke in written.strokes for p in stroke]
    assert ink.dots.count(None) == len(written.strokes) >= 3
    assert written.lost == 0
    assert model.screen == []  # nobody reads the name off it


def test_stopped_the_tablet_is_wiped(van: Van) -> None:
    bus, model, ink = VirtualBus(), StuModel(), Ink()
    bus.plug(model)
    with Bench([bus]) as bench:
        model.write(*signature("chen", STU_540.width, STU_540.height))
        with pytest.raises(Cancelled):
            write_on_tablet(replace(van.services, bench=bench), ink, never, lambda: len(ink.dots) > 20, quiet)
    assert model.screen == []


def test_pulled_it_is_removed_and_none_there_is_not_connected(van: Van) -> None:
    bus, model, ink = VirtualBus(), StuModel(), Ink()
    model.fault("removed_mid_stroke")
    bus.plug(model)
    with Bench([bus]) as bench:
        services = replace(van.services, bench=bench)
        model.write(*signature("chen", STU_540.width, STU_540.height))
        with pytest.raises(Removed):
            write_on_tablet(services, ink, never, never, quiet)
    with Bench([]) as bench, pytest.raises(NotConnected):
        write_on_tablet(replace(van.services, bench=bench), ink, never, never, quiet)
