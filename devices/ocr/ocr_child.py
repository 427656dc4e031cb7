"""The child process that reads print: a picture in, its lines out. `python -m devices.ocr.ocr_child`.

The engine is rapidocr (PP-OCRv6 on onnxruntime) with the models of its own wheel; nothing is fetched. It
takes 400 MB and a second to wake, so it lives here. One thread: the laptop's other core shows the camera.
"""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from devices.ocr.picture import Pixels, Unusable, from_file, from_rgb

DETECT_SIDE_PX = 1088
"""The longer side at which lines are looked for. A card fills it with print of 40 px."""

MODELS = ("PP-OCRv6_det_small.onnx", "ch_ppocr_mobile_v2.0_cls_mobile.onnx", "PP-OCRv6_rec_small.onnx")
GLANCE_SIDE_PX = 640
"""A card on a bare desk fills a tenth of the picture: where print is at all is found at this size first."""

NEAR_SHARE = 0.35  # of the picture's area: print that takes less is looked at by itself
MARGIN = 0.4  # of that print's size, around it: small print beside it was not seen at a glance
MOST_ENLARGED = 2.5
STANDS = 1.5  # a box so much higher than wide holds a line that lies on its side


def main() -> None:
    os.environ["OMP_NUM_THREADS"] = "1"
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the engine prints must not stand between the answers
    questions = sys.stdin.buffer
    while line := questions.readline():
        answers.write(json.dumps(_answer(json.loads(line), questions)).encode() + b"\n")
        answers.flush()


def _answer(question: dict[str, Any], payload: BinaryIO) -> dict[str, Any]:
    data = payload.read(question.get("bytes", 0))
    engine = _engine()
    if engine is None:
        return {"failed": "reader_missing"}
    if question["do"] != "read":
        return {"ready": True}
    try:
        rgb = from_rgb(data, *size) if (size := question.get("size")) else from_file(data)
    except Unusable as error:
        return {"failed": "picture", "why": error.why}
    return {"lines": _lines(engine, rgb), "size": [rgb.shape[1], rgb.shape[0]]}


def _lines(engine: Any, rgb: Pixels) -> list[dict[str, Any]]:
    from rapidocr.main import RapidOCRError

    part, (left, top), scale = _near(engine, rgb)
    picture, record = engine.preprocess_img(np.ascontiguousarray(part[:, :, ::-1]))
    try:
        crops, detected = engine.detect_and_crop(picture, record)
        upside = _upside_down(engine.cls_and_rotate(list(crops))[1].cls_res, crops)
        read = _read(engine, crops, upside)
    except RapidOCRError:  # its word for "nothing found"
        return []
    boxes = _in_picture(detected.boxes, record) / scale + np.array([left, top])
    boxes = _upright(boxes, upside > 0.5, rgb.shape[1], rgb.shape[0])
    return [
        {"text": text, "sure": words.confs, "box": np.round(box, 1).tolist()}
        for box, text, words in zip(boxes, read.txts, read.word_results, strict=True)
        if text.strip()
    ]


def _near(engine: Any, rgb: Pixels) -> tuple[Pixels, tuple[int, int], float]:
    """The part of the picture that holds print, where it begins, and how much larger it was made."""
    from rapidocr.main import RapidOCRError

    height, width = rgb.shape[:2]
    shrink = GLANCE_SIDE_PX / max(height, width)
    if shrink >= 1:
        return rgb, (0, 0), 1.0
    small = Image.fromarray(rgb).resize((max(32, round(width * shrink)), max(32, round(height * shrink))))
    try:
        picture, record = engine.preprocess_img(np.ascontiguousarray(np.asarray(small)[:, :, ::-1]))
        boxes = _in_picture(engine.detect_and_crop(picture, record)[1].boxes, record) / shrink
    except RapidOCRError:
        return rgb, (0, 0), 1.0
    (left, top), (right, bottom) = boxes.min((0, 1)), boxes.max((0, 1))
    if (right - left) * (bottom - top) > NEAR_SHARE * width * height:
        return rgb, (0, 0), 1.0
    margin = MARGIN * max(right - left, bottom - top)
    left, top = max(0, int(left - margin)), max(0, int(top - margin))
    right, bottom = min(width, int(right + margin)), min(height, int(bottom + margin))
    scale = min(MOST_ENLARGED, max(1.0, DETECT_SIDE_PX / max(right - left, bottom - top)))
    part = Image.fromarray(rgb[top:bottom, left:right])
    size = (round(part.width * scale), round(part.height * scale))
    return np.asarray(part.resize(size, Image.Resampling.BICUBIC)), (left, top), scale


def _in_picture(boxes: Any, record: dict[str, Any]) -> NDArray[np.float64]:
    """The engine's boxes without what it did to the picture first."""
    scale = np.array([record["preprocess"]["ratio_w"], record["preprocess"]["ratio_h"]])
    pad = np.array([record["padding_1"]["left"], record["padding_1"]["top"]])
    return np.asarray((np.asarray(boxes, np.float64) - pad) * scale, np.float64)


def _upside_down(votes: list[tuple[str, float]], crops: list[Pixels]) -> float:
    """0..1: how sure the page stands on its head. All lines decide together: a row of < has no upside."""
    weights = [score * max(crop.shape[:2]) for (_, score), crop in zip(votes, crops, strict=True)]
    heads = [weight for (label, _), weight in zip(votes, weights, strict=True) if label == "180"]
    return float(sum(heads) / max(sum(weights), 1e-9))


def _read(engine: Any, crops: list[Pixels], upside: float) -> Any:
    """Read all lines the same way up."""
    return engine.recognize_txt(
        [np.ascontiguousarray(np.rot90(crop, 2)) if upside > 0.5 else crop for crop in crops]
    )


def _upright(boxes: NDArray[np.float64], upside: bool, width: int, height: int) -> NDArray[np.float64]:
    """The boxes as they lie when the page is turned so that its lines can be read."""
    sides = (
        np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1),
        np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1),
    )
    long_ones = np.maximum(*sides)
    stands = float(long_ones[sides[1] >= STANDS * sides[0]].sum()) > 0.5 * float(long_ones.sum())
    if stands:  # the engine turned such lines a quarter to the left before reading
        boxes = np.stack([boxes[..., 1], width - boxes[..., 0]], -1)
        width, height = height, width
        boxes = boxes[:, [1, 2, 3, 0]]
    if upside:
        boxes = np.stack([width - boxes[..., 0], height - boxes[..., 1]], -1)[:, [2, 3, 0, 1]]
    return boxes


@cache
def _engine() -> Any:
    try:
        import rapidocr
    except (ImportError, OSError):
        return None
    paths = [Path(rapidocr.__file__).parent / "models" / name for name in MODELS]
    if not all(path.is_file() for path in paths):
        return None  # it would fetch them from the net, and say so to nobody
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            "Global.max_side_len": DETECT_SIDE_PX * 2,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(paths[0]),
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECT_SIDE_PX,
            "Cls.model_path": str(paths[1]),
            "Rec.model_path": str(paths[2]),
        }
    )


if __name__ == "__main__":
    main()
