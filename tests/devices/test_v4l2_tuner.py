"""Focus and exposure by the kernel's camera controls: on a model of them, held against its header."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from devices.camera_choice import EXPOSURE_GONE, EXPOSURES_100US, FOCUS_GONE, FOCUS_POSITIONS, Adjusts
from devices.drivers import v4l2_tuner as wire
from devices.drivers.v4l2_tuner import V4l2Tuner
from devices.virtual.v4l2_model import FAULTS, V4l2Model

HEADER = Path("/usr/include/linux/videodev2.h")
BOTH = (FOCUS_GONE, EXPOSURE_GONE)


@pytest.fixture
def model() -> V4l2Model:
    return V4l2Model()


def tuner(model: V4l2Model) -> V4l2Tuner:
    return V4l2Tuner("/dev/video9", ioctl=model.ioctl, opened=model.open, closed=model.close)


def test_it_offers_what_the_camera_has(model: V4l2Model) -> None:
    assert tuner(model).offered() == Adjusts(FOCUS_POSITIONS, tuple(EXPOSURES_100US))
    assert model.files == 0


def test_it_fixes_focus_and_exposure_and_lets_both_go_again(model: V4l2Model) -> None:
    assert tuner(model).tune("5", "1/100") == ()
    assert (model.position, model.exposure_100us) == (250, 100)
    assert tuner(model).tune("2", "1/50") == ()
    assert (model.position, model.exposure_100us) == (60, 200)
    assert tuner(model).tune("", "") == ()
    assert (model.position, model.exposure_100us) == (None, None)
    assert model.files == 0


def test_every_position_is_one_the_lens_has(model: V4l2Model) -> None:
    places = []
    for position in FOCUS_POSITIONS:
        assert tuner(model).tune(position, "") == ()
        places.append(model.position)
    assert places == [0, 60, 125, 190, 250]  # multiples of the lens's own step, from end to end


def test_what_is_so_already_is_not_set_again(model: V4l2Model) -> None:
    tuner(model).tune("3", "1/50")
    model.sets.clear()
    tuner(model).tune("3", "1/50")
    assert model.sets == []


def test_a_time_beyond_the_sensors_reach_is_not_offered(model: V4l2Model) -> None:
    model._controls[wire.EXPOSURE_ABSOLUTE].high = 150
    assert tuner(model).offered().exposure == ("1/100", "1/200")
    assert tuner(model).tune("", "1/25") == (EXPOSURE_GONE,)
    assert model.exposure_100us is None


@pytest.mark.parametrize("wish", [("9", "1/3"), ("near", "bright")])
def test_a_wish_nobody_knows_is_not_had(model: V4l2Model, wish: tuple[str, str]) -> None:
    assert tuner(model).tune(*wish) == BOTH
    assert (model.position, model.exposure_100us) == (None, None)


ON_A_FAULT: dict[str, tuple[Adjusts, tuple[str, ...]]] = {
    "no_permission": (Adjusts(), ()),
    "gone": (Adjusts(), BOTH),
    "no_focus": (Adjusts((), tuple(EXPOSURES_100US)), (FOCUS_GONE,)),
    "no_autofocus": (Adjusts(FOCUS_POSITIONS, tuple(EXPOSURES_100US)), ()),
    "no_exposure": (Adjusts(FOCUS_POSITIONS, ()), (EXPOSURE_GONE,)),
    "disabled": (Adjusts(), BOTH),
    "lying_range": (Adjusts(), BOTH),
    "step_zero": (Adjusts(FOCUS_POSITIONS, tuple(EXPOSURES_100US)), ()),
    "refuses": (Adjusts(FOCUS_POSITIONS, tuple(EXPOSURES_100US)), BOTH),
    "auto_only": (Adjusts(FOCUS_POSITIONS, tuple(EXPOSURES_100US)), BOTH),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_camera_with_trouble_is_told_and_never_raises(model: V4l2Model, fault: str) -> None:
    model.fault(fault)
    offered, unmet = ON_A_FAULT[fault]
    assert tuner(model).offered() == offered
    assert tuner(model).tune("4", "1/50") == unmet
    assert model.files == 0


def test_what_cannot_be_fixed_is_left_to_the_camera(model: V4l2Model) -> None:
    tuner(model).tune("1", "1/50")
    model.fault("auto_only")
    assert tuner(model).tune("4", "1/200") == BOTH
    assert (model.position, model.exposure_100us) == (None, None)


def test_a_device_file_that_is_not_there_offers_nothing(tmp_path: Path) -> None:
    missing = V4l2Tuner(str(tmp_path / "video0"))
    assert missing.offered() == Adjusts()
    assert missing.tune("1", "1/50") == ()


def test_a_file_that_is_no_camera_offers_nothing(tmp_path: Path) -> None:
    """Through the system's own ioctl."""
    plain = tmp_path / "video0"
    plain.write_bytes(b"")
    assert V4l2Tuner(str(plain)).offered() == Adjusts()


def test_numbers_and_structures_are_the_kernels(tmp_path: Path) -> None:
    compiler = shutil.which("gcc")
    if compiler is None or not HEADER.exists():
        pytest.skip("needs gcc and the kernel's headers (apt.txt: gcc, libc6-dev)")
    names = (
        *("VIDIOC_QUERYCTRL", "VIDIOC_QUERYMENU", "VIDIOC_G_CTRL", "VIDIOC_S_CTRL"),
        *("V4L2_CID_EXPOSURE_AUTO", "V4L2_CID_EXPOSURE_ABSOLUTE", "V4L2_CID_FOCUS_ABSOLUTE"),
        *("V4L2_CID_FOCUS_AUTO", "V4L2_EXPOSURE_MANUAL", "V4L2_EXPOSURE_APERTURE_PRIORITY"),
        *("V4L2_EXPOSURE_AUTO", "V4L2_CTRL_FLAG_DISABLED"),
        *("sizeof(struct v4l2_queryctrl)", "sizeof(struct v4l2_querymenu)", "sizeof(struct v4l2_control)"),
        *("offsetof(struct v4l2_queryctrl, minimum)", "offsetof(struct v4l2_queryctrl, flags)"),
        "offsetof(struct v4l2_querymenu, index)",
    )
    source = tmp_path / "numbers.c"
    lines = "".join(f'printf("%lu\\n", (unsigned long)({name}));' for name in names)
    source.write_text(
        "#include <stdio.h>\n#include <stddef.h>\n#include <linux/videodev2.h>\n"
        f"int main(void) {{ {lines} return 0; }}\n"
    )
    subprocess.run([compiler, "-o", tmp_path / "numbers", source], check=True, timeout=60)
    printed = subprocess.run([tmp_path / "numbers"], check=True, timeout=10, capture_output=True, text=True)
    assert [int(line) for line in printed.stdout.split()] == [
        *(wire.QUERYCTRL, wire.QUERYMENU, wire.G_CTRL, wire.S_CTRL),
        *(wire.EXPOSURE_AUTO, wire.EXPOSURE_ABSOLUTE, wire.FOCUS_ABSOLUTE, wire.FOCUS_AUTO),
        wire.EXPOSURE_IS_MANUAL,
        *wire.EXPOSURE_IS_AUTO,
        wire.DISABLED,
        *(wire.QUERY.size, wire.MENU.size, wire.CONTROL.size),
        *(40, 56, 4),  # where the formats of QUERY and MENU have them
    ]
    marked = bytearray(wire.QUERY.size)
    marked[40:44], marked[56:60] = b"\x07\0\0\0", b"\x09\0\0\0"
    values = wire.QUERY.unpack(marked)
    assert (values[3], values[7]) == (7, 9)
