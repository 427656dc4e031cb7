"""The receipt comes out of the roll printer on our own port, or a sentence says why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from PyQt6.QtWidgets import QApplication

from devices.bench import Bench
from devices.contract import Kind
from devices.errors import DeviceError
from devices.virtual.bus import VirtualBus
from devices.virtual.escpos_model import EscposModel
from tests.vanapp.bed import Van, make_van, ready
from vanapp.services import Services
from vanapp.usecases.print_paper import print_paper
from vanapp.usecases.seal import seal


@dataclass
class Roll:
    van: Van
    services: Services
    model: EscposModel
    application: str

    def decoded(self) -> str:
        """What a reader sees in the QR code on the paper that came out."""
        rows = self.model.rows
        bits = np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), -1)
        picture = Image.fromarray((255 - np.unpackbits(bits, axis=1) * 255).astype(np.uint8))
        return "".join(code.text for code in zxingcpp.read_barcodes(picture))


@pytest.fixture(params=["58", "80"])
def roll(tmp_path: Path, request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Roll]:
    van = make_van(tmp_path)
    application = ready(van)
    seal(van.services, application.id)
    bus, model = VirtualBus(), EscposModel()
    bus.plug(model)
    van.services.settings.printer_width = request.param
    with Bench([bus]) as bench:
        yield Roll(van, replace(van.services, bench=bench), model, application.id)
    van.store.close()


def test_the_receipt_is_on_the_roll_with_its_code(roll: Roll) -> None:
    printed = print_paper(roll.services, roll.application, "receipt")
    assert (printed.way, printed.printer) == ("paper", "escpos_printer")
    number = roll.van.store.applications.get(roll.application).number
    assert number in roll.decoded()
    assert roll.model.cuts == 1


def test_the_form_does_not_go_on_a_roll(roll: Roll) -> None:
    assert print_paper(roll.services, roll.application, "form").way == "file"
    assert not roll.model.rows


def test_on_a4_one_receipt_has_one_number_however_often_it_is_asked_for(roll: Roll) -> None:
    roll.services.settings.printer_width = "A4"
    number = roll.van.store.applications.get(roll.application).number
    papers = {print_paper(roll.services, roll.application, "receipt").path for _ in range(3)}
    (path,) = papers
    assert path is not None
    assert path.name == f"receipt-{number}.pdf"
    assert roll.van.store.applications.get(roll.application).number == number
    printed = [e for e in roll.van.store.audit.about(roll.application) if e.what == "print"]
    assert len(printed) == 3


def test_on_a4_the_roll_stays_still(roll: Roll) -> None:
    roll.services.settings.printer_width = "A4"
    assert print_paper(roll.services, roll.application, "receipt").way == "file"
    assert not roll.model.rows


@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "jam"])
def test_a_printer_in_trouble_is_not_said_to_have_printed(roll: Roll, fault: str) -> None:
    roll.model.fault(fault)
    with pytest.raises(DeviceError) as told:
        print_paper(roll.services, roll.application, "receipt")
    assert told.value.code.startswith("devices.")
    assert not [e for e in roll.van.store.audit.about(roll.application) if e.what == "print"]
    roll.model.fault(fault, on=False)
    assert print_paper(roll.services, roll.application, "receipt").way == "paper"
    assert roll.services.bench.state(Kind.RECEIPT).code is None
