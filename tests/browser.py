"""A real browser for pages: Debian's Chromium without a screen, and axe-core's judgement of what it shows.

Both come with `./run test`; where one is missing, a test that asks for it says so and skips.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.support.wait import WebDriverWait

PROGRAM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
AXE = Path(__file__).parent / "node" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def chromium(width: int = 1366, height: int = 768) -> Iterator[Chrome]:
    """Skips where it is not installed."""
    if shutil.which(PROGRAM) is None or shutil.which(DRIVER) is None:
        pytest.skip("chromium and chromium-driver are not installed (run test installs them)")
    options = ChromeOptions()
    options.binary_location = PROGRAM
    for word in ("--headless=new", "--hide-scrollbars", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(word)
    options.add_argument(f"--window-size={width},{height}")
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium refuses to run as root with it
    browser = Chrome(options=options, service=ChromeService(DRIVER))
    try:
        if AXE.exists():  # by the debugger, on every page to come: their policy does not mind
            script = {"source": AXE.read_text("utf-8")}
            browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", script)
        yield browser
    finally:
        browser.quit()


def colours(browser: Chrome, scheme: str) -> None:
    """scheme: "light" or "dark"."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def size(browser: Chrome, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


EVERYTHING = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
CONTRAST = ("color-contrast",)


def until(browser: Chrome, script: str) -> None:
    """A click may return before the page it leads to is there. script: an expression that becomes true."""
    WebDriverWait(browser, 30).until(lambda one: one.execute_script(f"return {script}"))


def violations(browser: Chrome, rules: Sequence[str] = EVERYTHING) -> list[str]:
    """What axe-core finds wrong with the page shown, one line each. Skips where it is not installed.

    rules: axe's tags or single rules.
    """
    if not AXE.exists():
        pytest.skip("axe-core is not installed (run test fetches tests/node)")
    options = json.dumps({"runOnly": list(rules), "resultTypes": ["violations"], "preload": False})
    asked = f"axe.run({options}).then(arguments[arguments.length - 1])"
    found: dict[str, Any] = browser.execute_async_script(asked)
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"][:3]]
