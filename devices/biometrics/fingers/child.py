"""The child process: fingerprint pictures in, numbers and templates out; started by worker.py.

`python -m devices.biometrics.fingers.child`. A question is one line of JSON and the raw grey pixels of its
pictures; the answer is one line of JSON. The libraries live only here: nbis-py (mindtct, bozorth3, NFIQ 2),
onnxruntime, OpenCV. nbis-py dies on tiny pictures, so sizes are checked here again.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import Image

if TYPE_CHECKING:
    from devices.biometrics.fingers.enrolled import Enrolled

SMALLEST_PX, LARGEST_PX = 64, 2000


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the libraries print must not stand between the answers
    questions = sys.stdin.buffer
    session = _Session()
    while line := questions.readline():
        question = json.loads(line)
        pictures = [_picture(questions, size) for size in question["images"]]
        blobs = [questions.read(length) for length in question.get("blobs", ())]
        answer = session.answer(question, blobs) if blobs else _answer(question, pictures)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


class _Session:
    """The templates of the session asked about last; a fresh child knows none, and says so."""

    def __init__(self) -> None:
        self._enrolled: Enrolled | None = None

    def answer(self, question: dict[str, Any], blobs: list[bytes]) -> dict[str, Any]:
        from devices.biometrics.fingers.enrolled import Enrolled
        from devices.biometrics.fingers.template import FingerTemplate

        if self._enrolled is None or self._enrolled.session != question["session"]:
            self._enrolled = Enrolled(question["session"])
        if question["do"] == "learn":
            self._enrolled.learn(question["from"], blobs)
        elif len(self._enrolled) == question["known"]:
            return {"found": self._enrolled.look(FingerTemplate.from_bytes(blobs[0]), set(question["own"]))}
        return {"knows": len(self._enrolled)}


def _answer(question: dict[str, Any], pictures: list[tuple[Image.Image, int]]) -> dict[str, Any]:
    do = question["do"]
    if any(not SMALLEST_PX <= side <= LARGEST_PX for picture, _ in pictures for side in picture.size):
        return {"failed": "size"}
    if do == "extract":
        from devices.biometrics.fingers.extraction import Missing, NothingThere, extracted

        try:
            template = extracted(question["engine"], question["version"], *pictures[0])
        except Missing:
            return {"failed": "engine_missing"}
        except NothingThere:
            return {"failed": "no_print"}
        return {"template": base64.b64encode(template.to_bytes()).decode()}
    return _nbis(do, pictures)


def _nbis(do: str, pictures: list[tuple[Image.Image, int]]) -> dict[str, Any]:
    from devices.biometrics.fingers import mindtct

    if not mindtct.there():
        return {"failed": "engine_missing"}
    prints = [mindtct.read(picture, dpi, with_quality=do == "quality") for picture, dpi in pictures]
    found = [one for one in prints if one is not None]
    if len(found) < len(prints):
        return {"failed": "no_print"}
    if do == "quality":
        return {"quality": int(found[0].quality().score), "minutiae": len(found[0].get())}
    if do == "compare":
        return {"score": int(found[0].compare(found[1]))}
    return {"ready": True}


def _picture(questions: BinaryIO, size: dict[str, int]) -> tuple[Image.Image, int]:
    width, height = size["width"], size["height"]
    return Image.frombytes("L", (width, height), questions.read(width * height)), size["dpi"]


if __name__ == "__main__":
    main()
