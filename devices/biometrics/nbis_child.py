"""The child process: fingerprint pictures in, numbers out. `python -m devices.biometrics.nbis_child`.

A question is one line of JSON and the raw grey pixels of its pictures; the answer is one line of JSON.
The engine is nbis-py (mindtct, bozorth3, NFIQ 2); it dies on tiny pictures, so sizes are checked here again.
"""

from __future__ import annotations

import io
import json
import os
import sys
from functools import cache
from typing import Any, BinaryIO

from PIL import Image

SMALLEST_PX, LARGEST_PX = 64, 2000
_ABOUT_500 = range(490, 521)  # NFIQ 2 is defined at 500 dpi; 512 dpi scanners count as that


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the engine prints must not stand between the answers
    questions = sys.stdin.buffer
    while line := questions.readline():
        question = json.loads(line)
        pictures = [_picture(questions, size) for size in question["images"]]
        answers.write(json.dumps(_answer(question["do"], pictures)).encode() + b"\n")
        answers.flush()


def _answer(do: str, pictures: list[tuple[Image.Image, int]]) -> dict[str, Any]:
    try:
        import nbis
    except (ImportError, OSError):
        return {"failed": "engine_missing"}
    if any(not SMALLEST_PX <= side <= LARGEST_PX for picture, _ in pictures for side in picture.size):
        return {"failed": "size"}
    try:
        prints = [
            _extractor(dpi, do == "quality").extract_minutiae(_bmp(picture)) for picture, dpi in pictures
        ]
        if do == "quality":
            return {"quality": int(prints[0].quality().score), "minutiae": len(prints[0].get())}
        if do == "compare":
            return {"score": int(prints[0].compare(prints[1]))}
    except nbis.NbisError:
        return {"failed": "no_print"}
    return {"ready": True}


def _picture(questions: BinaryIO, size: dict[str, int]) -> tuple[Image.Image, int]:
    width, height = size["width"], size["height"]
    return Image.frombytes("L", (width, height), questions.read(width * height)), size["dpi"]


def _bmp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "BMP")
    return out.getvalue()


@cache
def _extractor(dpi: int, with_quality: bool) -> Any:
    import nbis

    return nbis.new_nbis_extractor(
        nbis.NbisExtractorSettings(
            min_quality=0.0,
            get_center=False,
            check_fingerprint=False,
            compute_nfiq2=with_quality,
            ppi=500.0 if dpi in _ABOUT_500 else float(dpi),
        )
    )


if __name__ == "__main__":
    main()
