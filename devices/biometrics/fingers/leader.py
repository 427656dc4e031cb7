"""The LEADER minutiae network on onnxruntime, one thread. Only the child process loads it.

The network is pyfing's (MIT), converted; resources/models/README.md says how. R. Cappelli, M. Ferrara, 2026.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from devices.biometrics.fingers.picture import Grey
from devices.biometrics.fingers.template import ENDING, FORK, Minutia

MODEL: Final = Path(__file__).resolve().parents[3] / "resources" / "models" / "leader.onnx"
SURE: Final = 0.4
"""pyfing takes 0.6; here the certainty weighs in the comparison, and faint prints have few above."""
MULTIPLE_PX: Final = 32


def there() -> bool:
    try:
        import onnxruntime  # noqa: F401
    except (ImportError, OSError):
        return False
    return MODEL.is_file()


def minutiae(grey: Grey) -> list[Minutia]:
    """Of a picture at 500 dpi. quality: the network's certainty, 0..100."""
    height, width = grey.shape
    below, right = -height % MULTIPLE_PX, -width % MULTIPLE_PX
    above, left = below // 2, right // 2
    edges = ((above, below - above), (left, right - left))
    padded = np.pad(grey, edges, constant_values=int(grey[0, 0])).astype(np.float32)
    session = _session()
    name = session.get_inputs()[0].name
    (out,) = session.run(None, {name: padded[None, :, :, None]})
    seen = out[0, above : above + height, left : left + width]
    # Channels: position, direction (rad, counter-clockwise), ending against fork, position's local maxima.
    return [
        Minutia(
            int(x),
            int(y),
            round(float(np.degrees(seen[y, x, 1]))) % 360,
            ENDING if seen[y, x, 2] >= 0.5 else FORK,
            min(100, round(100 * float(seen[y, x, 3]))),
        )
        for y, x in np.argwhere(seen[..., 3] >= SURE)
    ]


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])
