"""Every page there is, by every role and none: from the table of pages, so a new one is tested, too."""

from __future__ import annotations

import re

import pytest
from starlette.responses import Response

from sync.gateway.console import menu, pages
from sync.gateway.console.page import Page, Visit
from sync.gateway.console.pages import today
from sync.gateway.console.words import Say, table
from sync.gateway.desk.staff import ROLES
from sync.gateway.errors import Problem
from tests.sync.console.desks import Browser, Console

ALL = pages.all_pages()
NOWHERE = "01ARZ3NDEKTSV4RRFFQ69G5FAV"  # well formed, and not there


def address(page: Page) -> str:
    return re.sub(r"\{[^}]+\}", NOWHERE, page.path)


def ask(browser: Browser, page: Page, csrf: str | None = None) -> int:
    if page.method == "GET":
        return browser.get(address(page)).status_code
    return browser.send(address(page), _csrf=csrf).status_code


def test_nobody_sees_a_page_without_signing_in(console: Console) -> None:
    stranger = console.browser()
    for page in ALL:
        if page.method == "GET":
            answer = stranger.get(address(page))
            assert (answer.status_code, answer.headers["location"].startswith("/sign-in")) == (303, True), (
                page.path
            )
        else:
            assert ask(stranger, page) == 403, page.path


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_own_doors_and_no_other(console: Console, role: str) -> None:
    console.account("li", role)
    browser = console.signed_in("li")
    for page in ALL:
        allowed = role in page.roles
        if page.method == "GET":
            status = ask(browser, page)
            assert status < 500, page.path
            assert (status != 403) == allowed, page.path
        elif not allowed:
            assert ask(browser, page) == 403, page.path


def test_a_form_without_its_sessions_token_changes_nothing(console: Console) -> None:
    console.account("li", *ROLES)
    console.account("wu", *ROLES)
    other = console.signed_in("wu").csrf
    browser = console.signed_in("li")
    for page in ALL:
        if page.method == "POST":
            for csrf in ("", other, "x" * 43):
                assert ask(browser, page, csrf) == 403, page.path


def test_a_form_from_another_site_is_refused(console: Console) -> None:
    console.account("li", *ROLES)
    browser = console.signed_in("li")
    for path in [address(page) for page in ALL if page.method == "POST"] + ["/sign-in", "/sign-out"]:
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = browser.client.post(path, data={"csrf": browser.csrf}, headers=headers)
            assert answer.status_code == 403, path


def test_every_answer_is_for_this_browser_only(console: Console) -> None:
    console.account("li", *ROLES)
    browser = console.signed_in("li")
    paths = [address(page) for page in ALL if page.method == "GET"]
    for path in [*paths, "/sign-in", "/nothing", "/static/x/style.css"]:
        headers = browser.get(path).headers
        assert headers["cache-control"] == "no-store", path
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY", path
        assert "server" not in headers, path


def test_a_question_too_large_or_of_unknown_size_is_not_read(console: Console) -> None:
    console.account("li", *ROLES)
    browser = console.signed_in("li")
    answer = browser.client.post("/own/password", data={"csrf": browser.csrf, "password": "x" * 70_000})
    assert answer.status_code == 413
    answer = browser.client.post("/own/password", content=iter([b"csrf="]))
    assert answer.status_code == 411


def test_pages_hold_no_script_or_style_of_their_own(console: Console) -> None:
    """The policy would stop it; a page that needs it would be broken."""
    console.account("li", *ROLES)
    browser = console.signed_in("li")
    for page in ALL:
        if page.method == "GET":
            text = browser.get(address(page)).text
            assert not re.search(r"<script(?![^>]*src=)|\son[a-z]+=|\sstyle=|<style", text), page.path


def test_both_languages_say_every_page(console: Console) -> None:
    console.account("li", *ROLES)
    browser = console.signed_in("li")
    seen: dict[str, list[str]] = {}
    for language in ("zh", "en"):
        browser.client.post("/language", data={"language": language, "back": "/"})
        for page in ALL:
            if page.method == "GET" and "{" not in page.path:
                answer = browser.get(page.path)
                seen.setdefault(page.path, []).append(answer.text)
    for path, (zh, en) in seen.items():
        if "<h1>" in zh:
            assert zh != en, path
            assert 'lang="zh-CN"' in zh, path


def test_every_entry_of_the_menu_leads_somewhere_and_has_a_name() -> None:
    paths = {page.path: page for page in ALL if page.method == "GET"}
    for entry in menu.ENTRIES:
        assert set(entry.roles) == set(paths[entry.path].roles), entry.path
        assert entry.word in table()


def test_the_own_files_are_kept_by_browsers_for_ever(console: Console) -> None:
    from sync.gateway.console.templates import static_name

    answer = console.browser().get(static_name("style.css"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert (
        console.browser().get(static_name("style.css").replace("style.css", "../page.py")).status_code == 404
    )


def test_a_database_that_is_away_is_told_as_such(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_visit: Visit) -> Response:
        raise Problem("busy")

    monkeypatch.setattr(today, "PAGES", (Page("GET", "/", away),))
    weak = Console(console.office)
    weak.account("li", *ROLES)
    answer = weak.signed_in("li").get("/")
    assert (answer.status_code, Say("zh")("error.503") in answer.text) == (503, True)
    assert answer.headers["cache-control"] == "no-store"
