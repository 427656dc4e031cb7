"""The four face networks of resources/models, run by onnxruntime. Brings onnxruntime (0.2 s): child process
only.

Where they come from and how they were converted: resources/models/README.md.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from devices.biometrics.errors import FaceEngineMissing

FOLDER = Path(__file__).parents[3] / "resources" / "models"
Numbers = NDArray[np.floating[Any]]
Picture = NDArray[np.uint8]
"""RGB, (height, width, 3)."""


class Network:
    """One network: a batch of one picture in, its outputs by name."""

    def __init__(self, path: Path) -> None:
        """Raises FaceEngineMissing when onnxruntime or the file is not there or not whole."""
        try:
            import onnxruntime
            from onnxruntime.capi import onnxruntime_pybind11_state as states
        except (ImportError, OSError) as error:
            raise FaceEngineMissing(what="onnxruntime") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the other core belongs to the live picture
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        broken = (states.NoSuchFile, states.InvalidProtobuf, states.InvalidGraph, states.Fail)
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except broken as error:
            raise FaceEngineMissing(what=path.name) from error
        self._input = self._session.get_inputs()[0].name
        self._outputs = [output.name for output in self._session.get_outputs()]

    def __call__(self, picture: Numbers) -> dict[str, Numbers]:
        return dict(zip(self._outputs, self._session.run(None, {self._input: picture[None]}), strict=True))


@cache
def network(name: str) -> Network:
    """A network of resources/models by its file's name; loaded once."""
    return Network(FOLDER / f"{name}.onnx")
