"""Makes resources/models' face networks out of the MediaPipe package: how they came to be, to be done again.

`python -m tests.bench.faces_onnx OUT` in an environment of its own that has mediapipe 0.10.21 (for its
files only), tf2onnx, tensorflow-cpu and onnx; none of them is part of the program. Prints the SHA-256 of
sources and results.

Two things are done to what tf2onnx makes. The mask's last layer is an operation of MediaPipe's own; it
becomes the ConvTranspose it is. Numbers that are 16-bit floats in MediaPipe's file are 16-bit floats in
ours again (a Cast follows, so nothing is computed otherwise and nothing is lost); the iris network is
32-bit there and stays so.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MODULES = {
    "face_detection_short_range": "face_detection",
    "face_landmark": "face_landmark",
    "iris_landmark": "iris_landmark",
    "selfie_segmentation": "selfie_segmentation",
}
OPSET = 17
SMALLEST = 64  # shorter tables than this many numbers are left alone


def main(arguments: list[str]) -> None:
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    for name, module in MODULES.items():
        source = _package("mediapipe") / "modules" / module / f"{name}.tflite"
        target = out / f"{name}.onnx"
        _convert(source, target)
        _finish(target)
        print(f"{name}: {_digest(source)} -> {_digest(target)} ({target.stat().st_size} bytes)")


def _package(name: str) -> Path:
    """Where a package lies, without importing it: mediapipe's own needs are not installed."""
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _convert(source: Path, target: Path) -> None:
    command = [sys.executable, "-m", "tf2onnx.convert", "--tflite", str(source), "--output", str(target)]
    subprocess.run([*command, "--opset", str(OPSET)], check=True, capture_output=True)


def _finish(path: Path) -> None:
    import onnx

    model = onnx.load(path)
    graph = model.graph
    for node in [node for node in graph.node if node.op_type == "TFL_Convolution2DTransposeBias"]:
        _real_deconvolution(graph, node)
    for tensor in list(graph.initializer):
        _half(graph, tensor)
    del model.opset_import[:]
    model.opset_import.append(onnx.helper.make_opsetid("", OPSET))
    model.producer_name, model.doc_string = "vanapp tests.bench.faces_onnx", ""
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def _real_deconvolution(graph: Any, node: Any) -> None:
    """MediaPipe's 2 x 2 transposed convolution of stride 2 with a bias, pictures last: as ONNX's own."""
    from onnx import helper, numpy_helper

    tables = {tensor.name: tensor for tensor in graph.initializer}
    weights = numpy_helper.to_array(tables[node.input[1]])  # out, height, width, in
    kernel = numpy_helper.from_array(weights.transpose(3, 0, 1, 2).copy(), f"{node.name}.kernel")
    graph.initializer.append(kernel)
    inside, result = f"{node.name}.in", f"{node.name}.out"
    parts = [
        helper.make_node("Transpose", [node.input[0]], [inside], perm=[0, 3, 1, 2]),
        helper.make_node(
            "ConvTranspose",
            [inside, kernel.name, node.input[2]],
            [result],
            kernel_shape=[2, 2],
            strides=[2, 2],
        ),
        helper.make_node("Transpose", [result], [node.output[0]], perm=[0, 2, 3, 1]),
    ]
    at = list(graph.node).index(node)
    graph.node.remove(node)
    graph.initializer.remove(tables[node.input[1]])
    for offset, part in enumerate(parts):
        graph.node.insert(at + offset, part)


def _half(graph: Any, tensor: Any) -> None:
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    if tensor.data_type != TensorProto.FLOAT:
        return
    values = numpy_helper.to_array(tensor)
    with np.errstate(over="ignore"):
        halves = values.astype(np.float16)
    if values.size < SMALLEST or not np.array_equal(halves.astype(np.float32), values):
        return
    short = f"{tensor.name}.half"
    graph.node.insert(0, helper.make_node("Cast", [short], [tensor.name], to=TensorProto.FLOAT))
    graph.initializer.remove(tensor)
    graph.initializer.append(numpy_helper.from_array(halves, short))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1:])
