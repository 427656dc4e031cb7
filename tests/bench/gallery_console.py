"""`python -m tests.bench.gallery_console --out DIR`: every page of the office's console in Debian's Chromium.

For people to look at; nothing is judged here. In Chinese, light, 1366x768; some also dark, in English, on a
tablet. The office is `tests.sync.console.lived_in`, so only what a page looks like changes a picture.
"""

from __future__ import annotations

import argparse
import base64
import io
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from selenium.webdriver import Chrome

from sync.gateway.console import pages
from sync.gateway.console.serve import Hosting, beside
from tests import browser as browsers
from tests.sync.console.lived_in import LIN, lived_in
from tests.sync.console.test_looks import FILES, sign_in

WIDTH, HEIGHT = 1366, 768
HIGHEST = 1600  # of a page that is longer, the top
COLOURS = 64  # a page has few; a record's photographs need more
PHOTOGRAPHS = ("record", "comparison")


@dataclass(frozen=True)
class Look:
    """only: names of pages; none: all."""

    name: str
    language: str = "zh"
    scheme: str = "light"
    width: int = WIDTH
    height: int = HEIGHT
    only: tuple[str, ...] = ()


LOOKS = (
    Look(""),
    Look("dark", scheme="dark", only=("queue", "record", "figures", "bookings")),
    Look("en", language="en", only=("queue", "record", "figures", "vans")),
    Look("tablet", width=768, height=1024, only=("record", "trip", "bookings")),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.gallery_console", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    out: Path = parser.parse_args(arguments).out
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        lived_in(Path(folder) / "office") as office,
        beside(office.office, Hosting(0)) as url,
        browsers.chromium(WIDTH, HEIGHT) as chrome,
    ):
        known = [page.path for page in pages.all_pages() if page.method == "GET" and page.path not in FILES]
        shown = {named(path): office.paths.get(path, path) for path in known}
        for look in LOOKS:
            _take(chrome, str(url), look, shown, out)
    return 0


def named(path: str) -> str:
    """`/trips/{van}/{day}` is "trip", `/bookings` is "bookings", `/van-days/new` is "van-days-new"."""
    parts = [part for part in path.split("/") if part]
    if not parts:
        return "today"
    words = [part for part in parts if not part.startswith("{")]
    if parts[-1].startswith("{"):
        words[-1] = words[-1].removesuffix("s")
    return "-".join(words)


def _take(chrome: Chrome, url: str, look: Look, shown: Mapping[str, str], out: Path) -> None:
    browsers.colours(chrome, look.scheme)
    browsers.size(chrome, look.width, look.height)
    chrome.delete_all_cookies()
    chrome.get(url + "/sign-in")
    chrome.add_cookie({"name": "language", "value": look.language})
    chrome.refresh()
    if not look.only:
        _keep(chrome, out / "sign-in.png", look, COLOURS)
    sign_in(chrome, url, LIN.name)
    for name, path in shown.items():
        if look.only and name not in look.only:
            continue
        chrome.get(url + path)
        colours = 256 if name in PHOTOGRAPHS else COLOURS
        _keep(chrome, out / f"{'-'.join(filter(None, (name, look.name)))}.png", look, colours)


def _keep(chrome: Chrome, path: Path, look: Look, colours: int) -> None:
    high = int(chrome.execute_script("return document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": look.width, "height": min(max(high, look.height), HIGHEST), "scale": 1}
    asked = {"format": "png", "clip": clip, "captureBeyondViewport": True}
    taken = base64.b64decode(chrome.execute_cdp_cmd("Page.captureScreenshot", asked)["data"])
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
