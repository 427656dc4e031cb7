"""The technician's command: exit codes, one sentence on stderr, no half-written file."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from PIL import Image

from devices import probe
from devices.errors import DeviceError
from devices.virtual import stripes


def test_captures_in_training(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.png"
    assert probe.main(["capture", "--training", "--usb", "05ba:000a", "--out", str(out)]) == 0
    picture = Image.open(out)
    assert (picture.size, picture.mode) == ((384, 290), "L")
    assert picture.getpixel((100, 100)) == stripes().pixels[100 * 384 + 100]
    assert capsys.readouterr().err.split() == ["waiting", "touched", "reading"]
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ""] == ["x.png"]


def test_lists_what_is_plugged_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert probe.main(["list", "--training"]) == 0
    out = capsys.readouterr().out
    assert "05ba:000a" in out
    assert "ready" in out


def test_checks_every_instrument(capsys: pytest.CaptureFixture[str]) -> None:
    assert probe.main(["check", "--training"]) == 0
    assert "go" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("usb", "code"), [("045e:00ca", "devices.not_connected"), ("ffff:ffff", "devices.not_supported")]
)
def test_an_instrument_that_is_not_there_is_one_sentence(
    usb: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.png"
    assert probe.main(["capture", "--training", "--usb", usb, "--out", str(out)]) == 1
    err = capsys.readouterr().err
    assert err.startswith(f"{code}: ")
    assert err.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["capture"],
        ["capture", "--usb", "05ba", "--out", "x.png"],
        ["capture", "--usb", "zz:1", "--out", "x.png"],
        ["capture", "--usb", "05ba:000a", "--nonce", "123456789", "--out", "x.png"],
        ["fly"],
    ],
)
def test_wrong_arguments_exit_with_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        probe.main(wrong)
    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(picture: Image.Image, path: Path, *_: object, **__: object) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", save)
    out = tmp_path / "pictures" / "x.png"
    out.parent.mkdir()
    assert probe.main(["capture", "--training", "--usb", "05ba:000a", "--out", str(out)]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("probe.cannot_write: ")
    assert list(out.parent.iterdir()) == []


def test_every_error_has_its_sentence() -> None:
    # Those every instrument may raise; a family's own errors stand with their words beside the family.
    codes = {e.code for e in DeviceError.__subclasses__() if e.__module__ == DeviceError.__module__}
    assert codes <= set(probe.SENTENCES)
