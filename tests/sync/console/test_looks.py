"""Every page in a real browser: nothing axe-core objects to, nothing the policy stops, no page too wide."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from sync.gateway.console import pages
from sync.gateway.console.serve import Hosting, beside
from sync.gateway.desk.staff import ROLES
from sync.gateway.office import enrol_van
from tests import browser as browsers
from tests.sync.console.desks import PASSWORD, Console


@pytest.fixture
def address(console: Console) -> Iterator[str]:
    console.account("li", *ROLES, officer="440103-027")
    enrol_van(console.office, "D027", "http://127.0.0.1:1")
    with beside(console.office, Hosting(0)) as url:
        assert url is not None
        yield url


def sign_in(chrome: Chrome, address: str) -> None:
    chrome.get(address + "/")
    chrome.find_element(By.NAME, "name").send_keys("li")
    chrome.find_element(By.NAME, "password").send_keys(PASSWORD)
    chrome.find_element(By.CSS_SELECTOR, "main button").click()


def test_every_page_is_sound_in_both_languages_light_and_dark(chrome: Chrome, address: str) -> None:
    paths = [page.path for page in pages.all_pages() if page.method == "GET" and "{" not in page.path]
    paths += ["/vans/D027/revoke", "/nothing"]
    wrong: list[str] = []
    for scheme in ("light", "dark"):
        browsers.colours(chrome, scheme)
        chrome.get(address + "/sign-in")
        wrong += [f"/sign-in {scheme} {one}" for one in browsers.violations(chrome)]
    sign_in(chrome, address)
    assert chrome.current_url == address + "/"
    for scheme, width in (("light", 1366), ("dark", 768)):
        browsers.colours(chrome, scheme)
        browsers.size(chrome, width, 1024)
        for path in paths:
            chrome.get(address + path)
            wrong += [f"{path} {scheme} {one}" for one in browsers.violations(chrome)]
            wide = chrome.execute_script("return document.documentElement.scrollWidth > window.innerWidth")
            wrong += [f"{path} is wider than {width}"] if wide else []
        chrome.get(address + "/")
        chrome.find_element(By.NAME, "language").click()
    assert wrong == []
    said = [line["message"] for line in chrome.get_log("browser") if not re.search(r" 404 ", line["message"])]
    assert said == []
