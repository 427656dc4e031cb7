"""The real bench, drivers and desk of training: a card and two fingers go from the wire into the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from devices.bench import Bench
from devices.contract import Kind
from devices.virtual.bus import VirtualBus
from devices.virtual.desk import TrainingDesk
from tests.vanapp.bed import make_van
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.read_card import read_card
from vanapp.usecases.take_finger import take_finger


def go() -> bool:
    return False


def seen(name: str) -> None:
    pass


def test_the_desk_serves_a_card_and_two_fingers(tmp_path: Path) -> None:
    van = make_van(tmp_path)
    bus = VirtualBus()
    desk = TrainingDesk(bus, auto=True, delay_s=0.05)
    desk.start()
    try:
        with Bench([bus]) as bench:
            services = replace(van.services, bench=bench, desk=desk)
            desk.choose("chen")
            person = desk.person("chen")
            begun = begin_application(services, way="visit", matter="renewal_expiry")
            outcome = read_card(services, begun.id, go, seen)
            assert outcome.filled["name"] == person.name
            assert outcome.filled["id_number"] == person.id_number
            assert outcome.application.answers["ethnic"] == person.nation
            first = take_finger(services, begun.id, 11, go, seen)
            assert (first.enough, first.next_position) == (True, 16)
            second = take_finger(services, begun.id, 16, go, seen)
            assert (second.enough, second.next_position) == (True, None)
            kept = van.store.applications.get(begun.id)
            assert all(c.training and c.serial for c in kept.captures)
            assert {c.slot for c in kept.captures} == {"chip", "finger.1", "finger.2"}
            assert bench.state(Kind.FINGER).code is None
    finally:
        desk.stop()
        van.store.close()
