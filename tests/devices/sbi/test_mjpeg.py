"""The live stream's pictures come out whole however the bytes are cut, and nonsense is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import BadReply, DeviceError
from devices.sbi.mjpeg import LONGEST_FRAME, Parts, boundary_of
from tests.devices.rigs import refusal

FRAMES = [b"\xff\xd8\xff" + bytes(range(7)) * n for n in (1, 40, 3)]


def part(frame: bytes, boundary: str = "--BoundaryString", length: int | None = None) -> bytes:
    """As SBI 0.9.5 "Live stream" shows it."""
    said = len(frame) if length is None else length
    lines = (
        boundary,
        "Access-Control-Allow-Origin:*",
        "Content-Type:image/jpeg",
        f"Content-Length:{said}",
        "",
        "",
    )
    return "\r\n".join(lines).encode() + frame


@pytest.mark.parametrize(
    ("announced", "written"),
    [
        ("multipart/x-mixed-replace; boundary=--BoundaryString", "--BoundaryString"),
        ("multipart/x-mixed-replace; boundary=BoundaryString", "--BoundaryString"),
        ('Multipart/X-Mixed-Replace;boundary="frame"', "--frame"),
        ("multipart/x-mixed-replace; boundary=--frame", "----frame"),
    ],
)
@pytest.mark.parametrize("between", [b"", b"\r\n", b"\r\n\r\n"])
def test_every_known_way_of_writing_the_boundary(announced: str, written: str, between: bytes) -> None:
    parts = Parts(boundary_of(announced))
    assert parts.feed(between.join(part(frame, written) for frame in FRAMES)) == FRAMES


@given(st.lists(st.integers(1, 60), min_size=1))
def test_pictures_do_not_depend_on_how_the_bytes_come(cuts: list[int]) -> None:
    data = b"\r\n".join(part(frame) for frame in FRAMES)
    parts, found, at = Parts(b"BoundaryString"), [], 0
    for cut in [*cuts, len(data)]:
        found += parts.feed(data[at : at + cut])
        at += cut
    assert found == FRAMES


@pytest.mark.parametrize(
    "data",
    [
        part(FRAMES[0], length=0),
        part(FRAMES[0], length=LONGEST_FRAME + 1),
        part(FRAMES[0], length=10**12),
        part(b"GIF89a" + bytes(20)),
        b"--BoundaryString\r\nContent-Length: -4\r\n\r\n",
        b"--BoundaryString\r\nContent-Length: four\r\n\r\n",
        b"--BoundaryString\r\n\r\n" + FRAMES[0],
        b"x" * 2000,
        b"no boundary\r\n" * 100,
        b"--BoundaryString\r\n" + b"A: b\r\n" * 100,
    ],
)
def test_nonsense_is_refused(data: bytes) -> None:
    with pytest.raises(BadReply) as caught:
        Parts(b"BoundaryString").feed(data)
    assert caught.value.values["expected"]


@pytest.mark.parametrize(
    "announced", ["", "text/html", "multipart/mixed; boundary=a", "multipart/x-mixed-replace; boundary=--"]
)
def test_what_is_no_stream_is_refused(announced: str) -> None:
    with pytest.raises(BadReply):
        boundary_of(announced)


@given(st.text(max_size=120))
def test_any_content_type_is_read_or_refused(announced: str) -> None:
    try:
        boundary_of(announced)
    except DeviceError:
        return


@given(
    st.lists(st.one_of(st.binary(max_size=80), st.sampled_from([part(FRAMES[0]), b"--BoundaryString\r\n"])))
)
def test_any_bytes_are_read_or_refused(chunks: list[bytes]) -> None:
    parts = Parts(b"BoundaryString")
    refusal(lambda _: [parts.feed(chunk) for chunk in chunks], b"", DeviceError)
