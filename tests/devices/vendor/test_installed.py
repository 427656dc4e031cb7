"""What the customer installed: read from vendors.toml, shown on the bench, used through it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench import Bench
from devices.clock import SteadyClock
from devices.contract import Kind
from devices.drivers.vendor_livescan import VendorLivescan
from devices.errors import NotConnected
from devices.vendor import check, installed
from devices.vendor.errors import BadSetting, LibraryMissing, LibraryUnfit
from devices.vendor.installed import FILE_NAME, Family, Shelf
from devices.vendor.process import OURS
from tests.devices.rigs import refusal
from tests.devices.test_sdt_layouts import CITIZEN
from tests.devices.vendor.stubs import HASTE, LIVESCAN, Stub
from tests.devices.vendor.test_vendor_sdtapi import FINGERS, PHOTO, TEXT


def never() -> bool:
    return False


def write(folder: Path, text: str) -> Path:
    path = folder / FILE_NAME
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A scanner with its maker's algorithms, a reader and a photo decoder."""
    for name in ("scanner", "reader", "photo"):
        (tmp_path / name).mkdir()
    scanner = Stub(tmp_path / "scanner", "ga1012", LIVESCAN)
    scanner.fault("finger")
    reader = Stub(tmp_path / "reader", "sdtapi")
    (reader.folder / "card.bin").write_bytes(TEXT + PHOTO + FINGERS)
    reader.fault("card")
    photo = Stub(tmp_path / "photo", "wlt")
    return write(
        tmp_path,
        f"""
[[library]]
name = "maker-scanner"
kind = "livescan"
label = "Maker FP-1"
path = "{scanner.path}"
quality = "maker-algorithms"

[[library]]
name = "maker-algorithms"
kind = "fp"
path = "{scanner.path}"
scanner = 7

[[library]]
name = "reader"
kind = "sdtapi"
label = "Maker ID-2"
path = "{reader.path}"
port = 1001

[[library]]
name = "photo"
kind = "wlt"
path = "{photo.path}"
function = "unpack"
""",
    )


def test_without_the_file_nothing_is_installed(tmp_path: Path) -> None:
    assert installed.read(tmp_path / FILE_NAME) == ()


def test_the_whole_kit_works_through_the_bench(kit: Path) -> None:
    shelf = Shelf(installed.read(kit), SteadyClock(), HASTE)
    with Bench([]) as bench:
        shelf.place(bench)
        shown = [(i.key, i.kind, i.driver, i.label, i.training) for i in bench.instruments()]
        assert shown == [
            ("library/maker-scanner", Kind.FINGER, "vendor_livescan", "Maker FP-1", False),
            ("library/reader", Kind.CARD, "vendor_sdtapi", "Maker ID-2", False),
        ]
        assert bench.state(Kind.FINGER).code is None

        def capture(driver: VendorLivescan) -> tuple[int, int | None]:
            image = driver.capture(never, lambda step: None)
            return image.width_px, driver.last_quality

        width, quality = bench.use(Kind.FINGER, capture, never)
        card = bench.use(Kind.CARD, lambda driver: driver.read(never, lambda step: None), never)
    assert width == 256
    assert quality is not None
    assert 10 < quality < 60
    assert dict(card.fields) == CITIZEN
    decoder = shelf.photo_decoder()
    assert decoder is not None
    assert len(decoder.decode(card.photo_wlt)) == 102 * 126 * 3
    shelf.close()


def test_a_technician_sees_what_goes_and_what_does_not(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([str(kit)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "maker-scanner  go  指纹采集仪 256x360",
        "maker-algorithms  go  1.2.3.4",
        "reader  go  05.03-20260101-0001234567-0007654321",
        "photo  go",
    ]
    (kit.parent / "scanner" / "faults").write_text("return:-7@LIVESCAN_Init crash@FP_Begin")
    (kit.parent / "photo" / "libwlt.so").unlink()
    assert check.main([str(kit)]) == 1
    lines = capsys.readouterr().out.splitlines()
    codes = ["no-go  devices.vendor.no_licence", "no-go  devices.vendor.crashed", "go  05.03", "no-go"]
    assert [code in line for code, line in zip(codes, lines, strict=True)] == [True] * 4
    assert "devices.vendor.missing" in lines[3]


def test_a_technician_is_told_where_the_file_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main([str(write(tmp_path, "[[library]]\nname = 'a'"))]) == 2
    assert "library 1: kind is missing" in capsys.readouterr().err
    assert check.main([]) == 2
    assert check.main([str(tmp_path / "none.toml")]) == 0


def test_a_library_that_is_not_there_is_shown_with_its_reason(kit: Path) -> None:
    (kit.parent / "scanner" / "libga1012.so").unlink()
    with Bench([]) as bench:
        Shelf(installed.read(kit), SteadyClock()).place(bench)
        assert bench.state(Kind.FINGER).code == LibraryMissing.code
        with pytest.raises(LibraryMissing):
            bench.use(Kind.FINGER, lambda driver: None, never)


def test_an_unplugged_scanner_works_again_when_it_is_back(kit: Path) -> None:
    faults = kit.parent / "scanner" / "faults"
    faults.write_text("return:-4 finger")
    with Bench([]) as bench:
        shelf = Shelf(installed.read(kit), SteadyClock(), HASTE)
        shelf.place(bench)
        with pytest.raises(NotConnected):
            bench.use(Kind.FINGER, lambda driver: driver.capture(never, lambda step: None), never)
        faults.write_text("finger")
        assert bench.use(Kind.FINGER, lambda driver: driver.capture(never, lambda step: None), never)
    shelf.close()


def test_bits_that_cannot_fit_are_known_without_loading(kit: Path) -> None:
    text = kit.read_text("utf-8").replace('kind = "livescan"', 'kind = "livescan"\nbits = 32')
    (scanner, *_) = installed.read(write(kit.parent, text))
    assert scanner.trouble() == LibraryUnfit.code


def test_every_setting_arrives(tmp_path: Path) -> None:
    text = """
[[library]]
name = "old"
kind = "wlt"
path = "/opt/maker/libwlt.so"
label = "Old decoder"
interpreter = ["/opt/python32/bin/python3", "-S", "-X", "utf8"]
bits = 32
calling = "stdcall"
function = "GetBmp"
interface = 1
channel = 2
"""
    (only,) = installed.read(write(tmp_path, text))
    assert (only.family, only.label, only.interface, only.channel) == (Family.PHOTO, "Old decoder", 1, 2)
    assert only.file.interpreter == ("/opt/python32/bin/python3", "-S", "-X", "utf8")
    assert (only.file.bits, only.file.calling, only.way) == (32, "stdcall", "GetBmp")


def test_an_interpreter_may_be_one_word(tmp_path: Path) -> None:
    entry = '[[library]]\nname = "a"\nkind = "fp"\npath = "/a.so"\n'
    (ours,) = installed.read(write(tmp_path, entry))
    assert ours.file.interpreter == OURS
    (other,) = installed.read(write(tmp_path, entry + 'interpreter = "/opt/py/python"\n'))
    assert other.file.interpreter == ("/opt/py/python", "-S")


GOOD = {"name": '"a"', "kind": '"fp"', "path": '"/a.so"'}


@pytest.mark.parametrize(
    "change",
    [
        {"name": '"A b"'},
        {"name": "3"},
        {"kind": '"scanner"'},
        {"path": '"relative.so"'},
        {"path": ""},
        {"bits": "16"},
        {"bits": "true"},
        {"calling": '"fastcall"'},
        {"quality": '"nobody"'},
        {"function": '"decode"'},
        {"interpreter": "[]"},
        {"licence": '"x"'},
    ],
)
def test_a_wrong_setting_is_named_by_its_place(tmp_path: Path, change: dict[str, str]) -> None:
    lines = [f"{key} = {value}" for key, value in {**GOOD, **change}.items() if value]
    with pytest.raises(BadSetting) as caught:
        installed.read(write(tmp_path, "[[library]]\n" + "\n".join(lines)))
    assert "library" in str(caught.value.values["place"])


@pytest.mark.parametrize("text", ["[library]\nname = 'a'", "x = 1", "[[library", "library = [3]"])
def test_a_file_of_another_shape_is_a_bad_setting(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadSetting):
        installed.read(write(tmp_path, text))


def test_two_libraries_of_one_name_are_a_bad_setting(tmp_path: Path) -> None:
    entry = '[[library]]\nname = "a"\nkind = "fp"\npath = "/a.so"\n'
    with pytest.raises(BadSetting):
        installed.read(write(tmp_path, entry * 2))


@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("vendors") / FILE_NAME
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    def read(data: bytes) -> object:
        return installed.read(path)

    refusal(read, b"", BadSetting)
