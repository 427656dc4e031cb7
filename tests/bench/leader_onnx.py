"""How resources/models/leader.onnx was made: the LEADER minutiae network of pyfing, once through tf2onnx.

Run in an environment of its own (`pip install pyfing==0.7.3 tensorflow-cpu tf2onnx onnx onnxruntime`):
`python -m tests.bench.leader_onnx resources/models/leader.onnx`. The product has neither.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

OPSET = 15
TOLERANCE = 2e-4
"""Largest difference allowed between the two runtimes, in any of the four channels but the angle's."""


def main(target: Path) -> None:
    import numpy as np
    import onnx
    import onnxruntime
    import tensorflow as tf
    import tf2onnx
    from pyfing.minutiae_end_to_end import Leader

    network = Leader().model
    shape = tf.TensorSpec((1, None, None, 1), tf.float32, name="image")
    call = tf.function(lambda image: network(image, training=False), input_signature=[shape])
    model, _ = tf2onnx.convert.from_function(call, input_signature=[shape], opset=OPSET)
    replaced = without_erfc(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, target)
    print(f"{replaced} Erfc replaced, {target.stat().st_size} bytes")
    print("sha256", hashlib.sha256(target.read_bytes()).hexdigest())

    session = onnxruntime.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(1)
    for height, width in ((64, 64), (384, 256), (352, 320)):
        image = np.asarray(rng.integers(0, 256, (1, height, width, 1)), np.float32)
        ours = session.run(None, {session.get_inputs()[0].name: image})[0]
        theirs = network(image, training=False).numpy()
        apart = np.abs(ours - theirs)
        turned = np.abs((apart[..., 1] + np.pi) % (2 * np.pi) - np.pi)
        largest = float(apart[..., [0, 2, 3]].max())
        print(f"{width} x {height}: channels {largest:.1e}, direction {float(np.median(turned)):.1e} rad")
        if largest > TOLERANCE:
            raise SystemExit("the converted network differs")


def without_erfc(graph: Any) -> int:
    """onnxruntime has no Erfc; erfc(x) = 1 - erf(x). Returns how many were replaced."""
    from onnx import helper

    found = 0
    nodes = []
    for node in graph.node:
        if node.op_type != "Erfc":
            nodes.append(node)
            continue
        found += 1
        one, erf = f"{node.name}_one", f"{node.name}_erf"
        graph.initializer.append(helper.make_tensor(one, 1, [1], [1.0]))
        nodes.append(helper.make_node("Erf", list(node.input), [erf], name=erf))
        nodes.append(helper.make_node("Sub", [one, erf], list(node.output), name=f"{node.name}_sub"))
    del graph.node[:]
    graph.node.extend(nodes)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
