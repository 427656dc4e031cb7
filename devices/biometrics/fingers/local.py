"""Our own engines: minutiae from the worker process, compared by our own matcher.

default: mindtct (NIST, in nbis-py) on the enhanced picture. network: the LEADER network, run by onnxruntime.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Final

from devices.biometrics import worker as process
from devices.biometrics.errors import EngineMissing, NoPrint
from devices.biometrics.fingers.engine import DEFAULT, INTERCHANGE, INTERCHANGE_VERSION, NETWORK
from devices.biometrics.fingers.matcher import likeness
from devices.biometrics.fingers.shape import shape_of
from devices.biometrics.fingers.template import FingerTemplate
from devices.biometrics.worker import Worker
from devices.contract import FingerImage

VERSION: Final = "1"
"""Of the extraction and the matcher together. A new one needs new rows in thresholds.toml."""


class LocalEngine:
    """An Engine of ours. Extraction happens in the worker process: a crash there costs one retry."""

    def __init__(self, name: str, worker: Worker | None = None) -> None:
        self.name = name
        self.version = INTERCHANGE_VERSION if name == INTERCHANGE else VERSION
        self._worker = worker

    def extract(self, image: FingerImage, position: int = 0) -> FingerTemplate:
        if self.name == INTERCHANGE:
            raise EngineMissing(engine=self.name)
        size = {"width": image.width_px, "height": image.height_px, "dpi": image.dpi}
        question = {"do": "extract", "engine": self.name, "version": self.version, "images": [size]}
        answer = (self._worker or process.shared()).ask(question, image.pixels)
        if "template" not in answer:
            raise NoPrint(reason=str(answer.get("failed", "none")))
        template = FingerTemplate.from_bytes(base64.b64decode(answer["template"]))
        return replace(template, position=position)

    def similarity(self, a: FingerTemplate, b: FingerTemplate) -> float:
        """About 0 for two fingers; see thresholds.toml for the scale."""
        return likeness(shape_of(a), shape_of(b))


def default_engine(worker: Worker | None = None) -> LocalEngine:
    return LocalEngine(DEFAULT, worker)


def interchange_engine() -> LocalEngine:
    """Compares standard records; it extracts nothing."""
    return LocalEngine(INTERCHANGE)


def network_engine(worker: Worker | None = None) -> LocalEngine:
    """The only one that needs no nbis-py: for ARM, and for systems with an old glibc."""
    return LocalEngine(NETWORK, worker)
