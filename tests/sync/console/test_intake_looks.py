"""The intake desk in a real browser: a booking by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import presence_of_element_located as present
from selenium.webdriver.support.ui import WebDriverWait

from forms.days import day_of
from sync.gateway.console.serve import Hosting, beside
from tests.forms.people import number
from tests.sync.console.desks import Console
from tests.sync.console.furnished import intake_desk
from tests.sync.console.test_looks import sign_in


@pytest.fixture
def address(console: Console) -> Iterator[str]:
    console.account("li", "station")
    with beside(console.office, Hosting(0)) as url:
        assert url is not None
        yield url


def test_booked_by_the_keyboard_while_the_caller_waits(
    console: Console, chrome: Chrome, address: str
) -> None:
    intake_desk(console.office)
    sign_in(chrome, address)
    chrome.get(address + "/bookings/new")

    def press(*keys: str) -> None:
        ActionChains(chrome).send_keys(*keys).perform()

    chrome.find_element(By.NAME, "matter").send_keys("丢失")
    day = day_of(console.office.now()) + timedelta(days=3)
    press(Keys.TAB, f"{day:%m-%d} 10:00")  # typed into the list of slots
    press(Keys.TAB, number("19850307", sequence="030"), Keys.TAB, "刘秀兰", Keys.TAB, "13800138009")
    press(Keys.TAB, "广东省广州市越秀区北京路1号", Keys.ENTER)
    wait = WebDriverWait(chrome, 30)
    wait.until(present((By.CSS_SELECTOR, "button[value=book]")))
    assert "10:00" in chrome.find_element(By.CSS_SELECTOR, "select[name=slot] option:checked").text
    chrome.find_element(By.NAME, "note").send_keys(Keys.ENTER)
    assert "已预约" in wait.until(present((By.CSS_SELECTOR, "[role=status]"))).text
