"""The console without a wire: an office in a folder, its pages, and browsers that sign in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

import httpx2 as httpx
from starlette.testclient import TestClient

from sync.gateway.console import app
from sync.gateway.desk import staff
from sync.gateway.desk.staff import Person
from sync.gateway.office import Office

PASSWORD = "correct horse 7"
BASE = "http://127.0.0.1:8099"


@dataclass
class Browser:
    """Keeps cookies, follows nothing. `send` brings the form's token along, as a browser would."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def send(self, path: str, _csrf: str | None = None, **form: object) -> httpx.Response:
        """Values may be lists: a field several times."""
        said = {**form, "csrf": self.csrf if _csrf is None else _csrf}
        body = urlencode({name: value for name, value in said.items() if value is not None}, doseq=True)
        return self.client.post(
            path, content=body, headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": BASE}
        )

    def upload(self, path: str, files: dict[str, tuple[str, bytes]], **form: str) -> httpx.Response:
        said = {**form, "csrf": self.csrf}
        return self.client.post(path, data=said, files=files, headers={"Origin": BASE})

    def page(self, path: str) -> str:
        """A page that must be there. What it says, unescaped."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return unescape(answer.text)


class Console:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.app = app.build(office)

    def browser(self) -> Browser:
        return Browser(
            TestClient(self.app, base_url=BASE, follow_redirects=False, client=("127.0.0.1", 50000))
        )

    def account(self, name: str, *roles: str, officer: str = "", unit: str = "") -> Person:
        person = Person(name, f"测试{name}", frozenset(roles), officer, unit)
        staff.add(self.office.database, person, PASSWORD, "test", self.office.now())
        return person

    def signed_in(self, name: str) -> Browser:
        browser = self.browser()
        answer = browser.client.post("/sign-in", data={"name": name, "password": PASSWORD, "back": "/"})
        assert answer.status_code == 303
        found = re.search(r'name="csrf" value="([^"]+)"', browser.page("/own/password"))
        assert found is not None
        browser.csrf = found.group(1)
        return browser
