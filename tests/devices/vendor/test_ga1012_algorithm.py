"""A maker's algorithms: what they say is checked before anybody believes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.contract import FingerImage
from devices.errors import DeviceError, NotSupported
from devices.vendor import ga1012_algorithm
from devices.vendor.errors import LibraryCrashed, LibraryFailed, LibraryGarbage, LibraryHung, NoLicence
from devices.vendor.ga1012_algorithm import HEIGHT_PX, IMAGE, WIDTH_PX, VendorAlgorithm, framed
from tests.devices.vendor.stubs import Stub

HALF = FingerImage(bytes(IMAGE // 2) + b"\xff" * (IMAGE // 2), WIDTH_PX, HEIGHT_PX)
LIGHT = FingerImage(b"\xff" * IMAGE, WIDTH_PX, HEIGHT_PX)


@pytest.fixture
def stub(tmp_path: Path) -> Stub:
    return Stub(tmp_path, "ga1012")


@pytest.fixture
def algorithm(stub: Stub) -> Iterator[VendorAlgorithm]:
    algorithm = VendorAlgorithm(stub.opened(ga1012_algorithm.FUNCTIONS), scanner=7)
    yield algorithm
    algorithm.close()
    assert stub.claimed == {}


def test_quality_features_and_likeness(algorithm: VendorAlgorithm) -> None:
    assert algorithm.version() == "1.2.3.4"
    assert (algorithm.quality(HALF), algorithm.quality(LIGHT)) == (50, 0)
    dark, light = algorithm.extract(HALF, 11), algorithm.extract(LIGHT, 16)
    assert (len(dark.record), dark.record[3], dark.record[5], light.position) == (512, 7, 11, 16)
    assert algorithm.match(dark, dark) == 1.0
    assert algorithm.match(dark, light) == 0.25


def test_records_of_fingers_that_gave_nothing(algorithm: VendorAlgorithm) -> None:
    assert algorithm.not_extracted(12).record[4:6] == bytes([2, 12])
    assert algorithm.not_captured(17).record[4:6] == bytes([3, 17])


def test_packed_and_unpacked(algorithm: VendorAlgorithm) -> None:
    packed = algorithm.compress(LIGHT, 11, 10)
    assert packed == b"\xff\x0b"
    assert algorithm.decompress(packed) == LIGHT


def test_why_packing_failed_is_said_in_the_makers_words(stub: Stub, algorithm: VendorAlgorithm) -> None:
    stub.fault("compress_fails")
    with pytest.raises(LibraryFailed) as caught:
        algorithm.compress(HALF, 11, 10)
    assert caught.value.values["text"] == "一般错误"


FAULTS: tuple[tuple[str, type[DeviceError]], ...] = (
    ("crash@FP_Begin", LibraryCrashed),
    ("hang@FP_FeatureExtract", LibraryHung),
    ("crash@FP_FeatureExtract", LibraryCrashed),
    ("return:-7@FP_Begin", NoLicence),
    ("return:-3@FP_FeatureExtract", NotSupported),
    ("return:3@FP_FeatureExtract", LibraryGarbage),
    ("nothing", LibraryGarbage),
    ("nan", LibraryGarbage),
    ("absurd", LibraryGarbage),
)


@pytest.mark.parametrize(("fault", "error"), FAULTS, ids=[fault for fault, _ in FAULTS])
def test_what_cannot_be_believed_is_an_error(
    stub: Stub, algorithm: VendorAlgorithm, fault: str, error: type[DeviceError]
) -> None:
    stub.fault(fault)
    with pytest.raises(error):
        twice(algorithm)


def twice(algorithm: VendorAlgorithm) -> float:
    features = algorithm.extract(HALF, 11)
    return algorithm.match(features, features)


def test_an_absurd_quality_is_garbage(stub: Stub, algorithm: VendorAlgorithm) -> None:
    stub.fault("absurd")
    with pytest.raises(LibraryGarbage):
        algorithm.quality(HALF)


def test_after_a_crash_the_algorithms_are_begun_again(stub: Stub, algorithm: VendorAlgorithm) -> None:
    stub.fault("crash@FP_GetQualityScore")
    with pytest.raises(LibraryCrashed):
        algorithm.quality(HALF)
    stub.faults.clear()
    assert algorithm.quality(HALF) == 50


def test_a_function_the_library_does_not_have_is_not_supported(algorithm: VendorAlgorithm) -> None:
    with pytest.raises(NotSupported):
        algorithm.match_image(HALF, algorithm.extract(HALF, 11))


def test_a_picture_of_another_size_is_cut_or_put_on_white() -> None:
    small = FingerImage(b"\0" * (100 * 100), 100, 100)
    middle = framed(small)
    assert len(middle) == IMAGE
    assert middle.count(0) == 100 * 100
    assert middle[(HEIGHT_PX // 2) * WIDTH_PX + WIDTH_PX // 2] == 0
    large = FingerImage(b"\1" * (384 * 290), 384, 290, 512)
    assert framed(large).count(1) == 256 * 290


@pytest.mark.parametrize("image", [FingerImage(b"\0" * 4, 2, 2, 1000), FingerImage(b"\0" * 3, 2, 2, 500)])
def test_a_picture_the_interface_does_not_know_is_not_supported(image: FingerImage) -> None:
    with pytest.raises(NotSupported):
        framed(image)


def test_a_position_that_is_no_finger_is_not_supported(algorithm: VendorAlgorithm) -> None:
    with pytest.raises(NotSupported):
        algorithm.extract(HALF, 21)
