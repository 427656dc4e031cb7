"""The maker's engine: GA/T 1012 features and their comparison, hosted in its own child (devices.vendor).

Its features are closed: 512 bytes, carried along in `FingerTemplate.record`, comparable with nothing of ours.
"""

from __future__ import annotations

from typing import Final, Protocol

from devices.biometrics.errors import BadTemplate
from devices.biometrics.fingers.engine import VENDOR
from devices.biometrics.fingers.template import FingerTemplate
from devices.contract import FingerImage
from devices.vendor.ga1012_algorithm import FEATURES, Features

UNKNOWN_FINGER: Final = 99
"""GA/T 1011: which finger is not known."""


class Algorithm(Protocol):
    """devices.vendor.ga1012_algorithm.VendorAlgorithm, as this engine needs it. Raises DeviceError."""

    def version(self) -> str: ...
    def extract(self, image: FingerImage, position: int) -> Features: ...
    def match(self, first: Features, second: Features) -> float: ...


class VendorEngine:
    """An Engine around a maker's library. What score is enough has to be measured for each maker: without a
    row of its engine and version nothing it compares is decided (`not_comparable`).
    """

    name: Final = VENDOR

    def __init__(self, algorithm: Algorithm) -> None:
        """Asks the library for its version. Raises DeviceError."""
        self._algorithm = algorithm
        self.version = algorithm.version()

    def extract(self, image: FingerImage, position: int = 0) -> FingerTemplate:
        features = self._algorithm.extract(image, position or UNKNOWN_FINGER)
        return FingerTemplate(
            self.name,
            self.version,
            width_px=image.width_px,
            height_px=image.height_px,
            dpi=image.dpi,
            position=position,
            record=features.record,
        )

    def similarity(self, a: FingerTemplate, b: FingerTemplate) -> float:
        """0..1, the maker's own scale. Raises BadTemplate, DeviceError."""
        return self._algorithm.match(_features(a), _features(b))


def _features(template: FingerTemplate) -> Features:
    if len(template.record) != FEATURES:
        raise BadTemplate(part="features", length=len(template.record))
    return Features(template.position or UNKNOWN_FINGER, template.record)
