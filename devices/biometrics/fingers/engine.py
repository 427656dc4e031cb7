"""What every finger engine can do. The engines: default.py, network.py, vendor.py."""

from __future__ import annotations

from typing import Protocol

from devices.biometrics.fingers.template import FingerTemplate
from devices.contract import FingerImage

DEFAULT, NETWORK, VENDOR = "default", "network", "vendor"

INTERCHANGE, INTERCHANGE_VERSION = "iso19794-2", "2005"
"""Templates made from a standard record (formats.fmr): any maker's minutiae, no ridges, no extraction."""


class Engine(Protocol):
    """Blocking; call from an instrument or analysis lane. Thread-safe."""

    @property
    def name(self) -> str:
        """One of DEFAULT, NETWORK, VENDOR; stands in templates, verdicts and thresholds."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever its templates or its scores do."""
        ...

    def extract(self, image: FingerImage, position: int = 0) -> FingerTemplate:
        """image: from picture.as_image.

        Raises NoPrint, AnalysisFailed, EngineMissing; a maker's DeviceError.
        """
        ...

    def similarity(self, a: FingerTemplate, b: FingerTemplate) -> float:
        """How alike, on this engine's own scale. Both templates are of this engine and version."""
        ...
