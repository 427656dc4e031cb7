"""The whole loop with real ends: staff in Chromium, the desktop program at the door, the office between them.

Booked by telephone, planned, taken at home, arrived, sent back with a reason, corrected, accepted, made,
handed over, rated badly, and the task that comes of it closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PyQt6.QtCore import Qt
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from sync.gateway.console.serve import Hosting, beside
from sync.gateway.desk import staff
from sync.gateway.desk.staff import REVIEWER, STATION, Person
from tests import browser as browsers
from tests.e2e.counter import CHEN, Bureau, Counter
from tests.e2e.test_bad_line import note
from tests.e2e.test_work_comes import told
from vanapp.clock import today
from vanapp.tour.errands import Errand, Officer
from vanapp.usecases.list_outbox import list_outbox

PASSWORD = "correct horse 7"


@dataclass
class Clerk:
    """Somebody of the office at a browser: finds fields by name, buttons by what they say."""

    chrome: Chrome
    url: str

    def sign_in(self, name: str) -> None:
        self.chrome.delete_all_cookies()
        self.go("/")
        self.type(name=name, password=PASSWORD)
        self.press("登录")

    def go(self, path: str) -> None:
        self.chrome.get(self.url + path)

    @property
    def path(self) -> str:
        return self.chrome.current_url.removeprefix(self.url)

    @property
    def words(self) -> str:
        return self.chrome.find_element(By.TAG_NAME, "main").text

    def field(self, name: str) -> WebElement:
        return self.chrome.find_element(By.CSS_SELECTOR, f"main [name='{name}']:not([type=hidden])")

    def type(self, **texts: str) -> None:
        for name, text in texts.items():
            field = self.field(name)
            kind = field.get_attribute("type")
            if field.tag_name == "select":
                Select(field).select_by_value(text)
            elif kind in ("date", "time"):
                self.chrome.execute_script("arguments[0].value = arguments[1]", field, text)
            else:
                field.clear()
                field.send_keys(text)

    def choose(self, name: str, value: str) -> None:
        box = self.chrome.find_element(By.CSS_SELECTOR, f"main [name='{name}'][value='{value}']")
        self.chrome.execute_script("arguments[0].click()", box)

    def open(self, words: str) -> None:
        """Unfold what says so."""
        for one in self.chrome.find_elements(By.CSS_SELECTOR, "main summary"):
            if one.text.strip() == words:
                one.click()

    def press(self, words: str) -> None:
        """The button that says so; until the next page is here."""
        buttons = self.chrome.find_elements(By.CSS_SELECTOR, "main button")
        (found, *_) = [one for one in buttons if one.text.strip() == words]
        self.chrome.execute_script("arguments[0].scrollIntoView()", found)
        found.click()
        # Asked in the midst of a change of pages, Chromium's driver may answer with an error of its own.
        WebDriverWait(self.chrome, 30, ignored_exceptions=[WebDriverException]).until(staleness_of(found))


@pytest.fixture
def clerk(office: Bureau) -> Iterator[Clerk]:
    database, now = office.office.office.database, office.office.office.now()
    for name, role, number in (("li", STATION, "S-01"), ("wang", REVIEWER, "R-01")):
        staff.add(database, Person(name, name, frozenset({role}), number), PASSWORD, "test", now)
    with beside(office.office.office, Hosting(0)) as url, browsers.chromium() as chrome:
        assert url is not None
        yield Clerk(chrome, url)


def states(counter: Counter, state: str) -> list[str]:
    return [row.id for row in list_outbox(counter.services, state).rows]


def test_from_the_telephone_to_the_card_and_the_complaint(
    office: Bureau, counter: Counter, clerk: Clerk
) -> None:
    day = today(counter.services.clock)
    # --- booked: her daughter calls
    clerk.sign_in("li")
    clerk.go("/van-days/new")
    clerk.type(
        van="D027",
        day=day.isoformat(),
        kind="home",
        place="人民北路",
        area="440104",
        opens="00:00",
        closes="23:30",
        slot_minutes="30",
    )
    clerk.press("保存")
    assert "said=day-put" in clerk.path, clerk.words

    # --- and for her mother, who has no telephone, a door on that day
    clerk.go("/bookings/new")
    slot = Select(clerk.field("slot")).options[-1].get_attribute("value")
    if not slot:
        pytest.skip("nothing can be booked for the last half hour of a day, and the van sees today only")
    clerk.type(
        matter="renewal_expiry",
        slot=slot,
        name="陈志强",
        id_number=CHEN,
        contact="陈小姐",
        relation="女儿",
        phone="13800138004",
        address="广东省广州市越秀区人民北路688号1502房",
        care="听力弱，请敲重一点",
    )
    clerk.press("核查")
    assert "可以受理" in clerk.words
    clerk.press("预约")
    assert "said=booked" in clerk.path, clerk.words
    booking = clerk.path.split("/")[2].split("?")[0]
    # --- planned and told to the van
    clerk.go(f"/trips/D027/{day.isoformat()}")
    clerk.press("发到车上")
    assert "said=trip-told" in clerk.path, clerk.words
    counter.window.show_screen("today")
    counter.until(lambda: "人民北路688号" in told(counter), "the booking to be on the van's list")
    # --- taken at her door
    counter.desk.auto = True
    officer = Officer(counter.hand, lambda: counter.screen)
    counter.window.page("today").setFocus()
    taken = officer.serve(
        Errand("chen", particulars={"phone": "13800138004"}), lambda: counter.hand.press(Qt.Key.Key_Return)
    ).application
    counter.until(lambda: taken in states(counter, "office"), "the record to arrive")
    clerk.go(f"/bookings/{booking}")
    assert "已受理" in clerk.words
    # --- looked at, and sent back for its portrait
    clerk.sign_in("wang")
    clerk.go("/queue")
    assert f"/records/{taken}" in clerk.chrome.page_source
    clerk.go(f"/records/{taken}")
    assert "陈志强" in clerk.words
    clerk.open("退回更正 …")
    clerk.choose("code", "portrait_unfit")
    clerk.type(own="右肩过曝")
    clerk.press("退回")
    assert "said=case-return" in clerk.path, clerk.words
    counter.until(lambda: taken in states(counter, "needs_you"), "the returned application")
    assert "人像不合格" in note(counter, taken)
    corrected = officer.correct("chen", lambda: counter.program.shell.office.correct(taken)).application
    counter.until(lambda: corrected in states(counter, "office"), "the corrected one to arrive")
    # --- accepted, made, handed over
    clerk.go(f"/records/{taken}")
    assert "已被更正件代替" in clerk.words
    clerk.go(f"/records/{corrected}")
    clerk.press("审批通过")
    counter.until(lambda: corrected in states(counter, "accepted"), "the decision to reach the van")
    clerk.sign_in("li")
    clerk.go(f"/records/{corrected}")
    clerk.press("证件已制成")
    clerk.choose("to", "applicant")
    clerk.press("确认已交付")
    assert "said=case-deliver" in clerk.path, clerk.words
    # --- and rated: not well
    clerk.go("/ratings")
    clerk.type(number=counter.store.applications.get(corrected).number, level="1", channel="phone")
    clerk.press("登记评价")
    assert "said=" in clerk.path, clerk.words
    clerk.go(f"/ratings/{corrected}")
    clerk.press("由我处理")
    clerk.type(outcome="settled", answer="已登门致歉，当场更正")
    clerk.press("办结")
    assert "已办结" in clerk.words
