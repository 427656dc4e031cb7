"""Invented people and their papers, for the tests of the prints."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from forms.record import Application, Capture, CaptureKind
from forms.status import Status
from vanapp.printing import view

OFFICE = view.Office("越秀流动车", "020-83110000", "越秀区政务服务中心户政窗口", "李敏")
LONG_NAME = "阿卜杜热合曼·买买提艾力·吐尔逊古丽·阿不都克里木·伊斯坎代尔·玉素甫江·艾尼瓦尔𠮷㛃"
WHEN = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)

RENEWAL: Mapping[str, str] = {
    "name": "欧阳㛃𠮷",
    "id_number": "440103199003070028",
    "sex": "2",
    "ethnic": "01",
    "birth": "19900307",
    "address": "广东省广州市越秀区建设六马路一百二十三号第十二栋二单元三〇一房",
    "issuer": "广州市公安局越秀分局",
    "valid_from": "20061120",
    "valid_to": "20261120",
    "phone": "13800138000",
    "household": "local",
    "collect_way": "van",
    "pay_way": "later",
}


def portrait() -> bytes:
    image = Image.new("RGB", (358, 441), "white")
    ImageDraw.Draw(image).ellipse((80, 60, 280, 330), fill="#d9b38c")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", dpi=(350, 350))
    return buffer.getvalue()


def strokes() -> bytes:
    image = Image.new("RGBA", (720, 320), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(40, 200), (120, 60), (260, 250), (640, 120)], fill="black", width=9)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def capture(slot: str, kind: CaptureKind, data: bytes = b"", **facts: object) -> Capture:
    return Capture(
        id=slot,
        kind=kind,
        slot=slot,
        media_type="image/png",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        device="test",
        serial="1",
        taken_at=WHEN,
        monotonic_ns=0,
        facts=facts,  # type: ignore[arg-type]
    )


def application(answers: Mapping[str, str] = RENEWAL, **changes: object) -> Application:
    """A sealed renewal with both thumbs, a portrait and a signature."""
    sample = Application(
        id="01JD0000000000000000000000",
        number="D027-20261120-0007",
        version=1,
        corrects=None,
        matter="renewal_expiry",
        form="renewal_expiry@1",
        pack="",
        status=Status.SEALED,
        officer="440103-027",
        way="van",
        begun_at=WHEN,
        changed_at=WHEN,
        sealed_at=WHEN,
        answers=answers,
        captures=(
            capture("portrait", CaptureKind.PORTRAIT, portrait()),
            capture("finger.1", CaptureKind.FINGER, b"1", position=11, quality=78),
            capture("finger.2", CaptureKind.FINGER, b"2", position=16, quality=81),
            capture("signature.applicant", CaptureKind.SIGNATURE, strokes()),
        ),
    )
    return replace(sample, **changes)  # type: ignore[arg-type]


def media() -> Callable[[str], bytes]:
    return {hashlib.sha256(data).hexdigest(): data for data in (portrait(), strokes())}.__getitem__


def paper_view(answers: Mapping[str, str] = RENEWAL, **changes: object) -> view.ApplicationView:
    return view.make(application(answers, **changes), media(), office=OFFICE)


def poppler(tool: str, pdf: bytes, folder: Path, *options: str) -> str:
    """The output of one poppler tool over a PDF; skips where poppler-utils is not installed."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed (Debian package poppler-utils)")
    path = folder / "print.pdf"
    path.write_bytes(pdf)
    last = ["-"] if tool == "pdftotext" else []
    return subprocess.run(
        [tool, *options, str(path), *last], check=True, capture_output=True, text=True
    ).stdout
