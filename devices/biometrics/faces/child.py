"""The child process that looks at faces: pictures in, findings and portraits out.

`python -m devices.biometrics.faces.child`. A question is one line of JSON and the raw RGB pixels of its
picture; the answer is one line of JSON. It runs at low priority: the live picture comes first.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from devices.biometrics.errors import BiometricsError
from devices.biometrics.faces.cut import cut, cut_by_guide
from devices.biometrics.faces.embedder import embedder
from devices.biometrics.faces.finder import only_face
from devices.biometrics.faces.judge import judge
from devices.biometrics.faces.networks import Picture, network
from devices.biometrics.faces.pictures import opened
from devices.biometrics.faces.setup import Setup, setup_of
from devices.biometrics.finding import to_plain

LOWER_PRIORITY = 5


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    with suppress(OSError, AttributeError):  # Windows has no such thing
        os.nice(LOWER_PRIORITY)
    questions = sys.stdin.buffer
    while line := questions.readline():
        question = json.loads(line)
        pictures = [_picture(questions, size) for size in question["images"]]
        encoded = questions.read(question.get("encoded", 0))
        answers.write(json.dumps(_answer(question, pictures, encoded)).encode() + b"\n")
        answers.flush()


def _answer(question: dict[str, Any], pictures: list[Picture], encoded: bytes) -> dict[str, Any]:
    """What was asked for, or the code of an error of ours."""
    try:
        if encoded:
            pictures = [*pictures, opened(encoded)]
        return ASKED[question["do"]](question, pictures)
    except BiometricsError as error:
        return {"failed": error.code, "values": error.values}


def _hello(question: dict[str, Any], pictures: list[Picture]) -> dict[str, Any]:
    """Loads everything, so that the first person does not wait for it."""
    for name in FACE_NETWORKS:
        network(name)
    return {"ready": True}


def _judge(question: dict[str, Any], pictures: list[Picture]) -> dict[str, Any]:
    return {"findings": [to_plain(finding) for finding in judge(pictures[0])]}


def _portrait(question: dict[str, Any], pictures: list[Picture]) -> dict[str, Any]:
    if question["by_guide"]:
        made = cut_by_guide(pictures[0], question["profile"])
    else:
        made = cut(pictures[0], question["profile"], whiten=question["whiten"])
    plain = asdict(made)
    return {"portrait": {**plain, "jpeg": base64.b64encode(made.jpeg).decode("ascii")}}


def _describe(question: dict[str, Any], pictures: list[Picture]) -> dict[str, Any]:
    height, width = pictures[0].shape[:2]
    path = question["setup"]
    return _template(pictures[0].tobytes(), (height, width), setup_of(None if path is None else Path(path)))


@lru_cache(maxsize=2)
def _template(pixels: bytes, size: tuple[int, int], setup: Setup) -> dict[str, Any]:
    """The last two photos are remembered: the card's is described while the officer still types."""
    picture = np.frombuffer(pixels, np.uint8).reshape(*size, 3)
    numbers = embedder(setup).embed(picture, only_face(picture))
    return {"numbers": numbers, "engine": setup.engine, "version": setup.version}


FACE_NETWORKS = ("face_detection_short_range", "face_landmark", "iris_landmark", "selfie_segmentation")
ASKED: dict[str, Callable[[dict[str, Any], list[Picture]], dict[str, Any]]] = {
    "hello": _hello,
    "judge": _judge,
    "portrait": _portrait,
    "describe": _describe,
}


def _picture(questions: BinaryIO, size: dict[str, int]) -> Picture:
    width, height = size["width"], size["height"]
    pixels = np.frombuffer(questions.read(width * height * 3), np.uint8)
    return pixels.reshape(height, width, 3)


if __name__ == "__main__":
    main()
