"""Every page in a real browser: nothing axe-core objects to, nothing the policy stops, no page too wide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from sync.gateway.console import pages
from sync.gateway.console.serve import Hosting, beside
from tests import browser as browsers
from tests.sync.console.desks import PASSWORD
from tests.sync.console.lived_in import DAYS, LIN, LivedIn, lived_in

FILES = {"/figures/table.csv", "/rosters/{id}/left-out", "/records/{id}/pictures/{mark}"}
"""Answers that are no pages."""


@pytest.fixture
def one(tmp_path: Path) -> Iterator[LivedIn]:
    with lived_in(tmp_path / "office", DAYS[1]) as made:
        yield made


@pytest.fixture
def address(one: LivedIn) -> Iterator[str]:
    with beside(one.office, Hosting(0)) as url:
        assert url is not None
        yield url


def every_path(one: LivedIn) -> Sequence[str]:
    """A page with a part in its address that `lived_in` does not know is a KeyError: add one there."""
    known = [page.path for page in pages.all_pages() if page.method == "GET" and page.path not in FILES]
    return [*(one.paths[path] if "{" in path else path for path in known), *one.more]


def sign_in(chrome: Chrome, address: str, name: str = "li") -> None:
    chrome.get(address + "/")
    chrome.find_element(By.NAME, "name").send_keys(name)
    chrome.find_element(By.NAME, "password").send_keys(PASSWORD)
    chrome.find_element(By.CSS_SELECTOR, "main button").click()
    browsers.until(chrome, "document.querySelector('nav.menu') !== null")


def test_every_page_is_sound_in_both_languages_light_and_dark(
    chrome: Chrome, one: LivedIn, address: str
) -> None:
    paths = every_path(one)
    wrong: list[str] = []
    for scheme in ("light", "dark"):
        browsers.colours(chrome, scheme)
        chrome.get(address + "/sign-in")
        wrong += [f"/sign-in {scheme} {one}" for one in browsers.violations(chrome)]
    sign_in(chrome, address, LIN.name)
    assert chrome.current_url == address + "/"
    looks = (("light", 1366, browsers.EVERYTHING), ("dark", 768, browsers.CONTRAST))
    for scheme, width, rules in looks:  # in the dark the same page has other colours, and nothing else
        browsers.colours(chrome, scheme)
        browsers.size(chrome, width, 1024)
        for path in (*paths, "/nothing"):
            chrome.get(address + path)
            if path != "/nothing" and not chrome.find_elements(By.CSS_SELECTOR, "nav.menu"):
                wrong.append(f"{path} is not there: {chrome.find_element(By.TAG_NAME, 'main').text[:80]}")
            wrong += [f"{path} {scheme} {one}" for one in browsers.violations(chrome, rules)]
            wide = chrome.execute_script("return document.documentElement.scrollWidth > window.innerWidth")
            wrong += [f"{path} is wider than {width}"] if wide else []
        chrome.get(address + "/")
        chrome.find_element(By.NAME, "language").click()
        other = "en" if scheme == "light" else "zh-CN"
        browsers.until(chrome, f"document.documentElement.lang == '{other}'")
    assert wrong == []
    said = [line["message"] for line in chrome.get_log("browser") if not re.search(r" 404 ", line["message"])]
    assert said == []
