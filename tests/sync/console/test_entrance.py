"""Who gets in, for how long, and what becomes of who does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sync.gateway.desk import sessions, staff
from sync.gateway.desk.staff import ADMIN, REVIEWER
from sync.gateway.errors import DeskError
from sync.gateway.office import Office
from tests.sync.console.desks import PASSWORD, Console

START = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)


def enter(office: Office, at: datetime, name: str = "li", password: str = PASSWORD, where: str = "a") -> str:
    return sessions.sign_in(office.database, name, password, where, at)[0]


def test_a_session_ends_when_idle_and_after_a_day_of_work(console: Console) -> None:
    console.account("li", REVIEWER)
    office = console.office
    token = enter(office, START)
    at = START
    while at - START < sessions.LONGEST - sessions.IDLE:
        at += sessions.IDLE - timedelta(minutes=1)
        assert sessions.of_token(office.database, token, at) is not None
    assert sessions.of_token(office.database, token, START + sessions.LONGEST + timedelta(seconds=1)) is None
    token = enter(office, START)
    assert sessions.of_token(office.database, token, START + sessions.IDLE + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    "wish",
    [{"roles": (ADMIN,)}, {"password": "another horse 8"}, {"locked": True}],
    ids=lambda wish: next(iter(wish)),
)
def test_what_an_account_may_is_asked_anew(console: Console, wish: dict[str, object]) -> None:
    console.account("li", REVIEWER)
    console.account("root", ADMIN)
    token = enter(console.office, START)
    staff.change(console.office.database, "li", "test", START, **wish)  # type: ignore[arg-type]
    assert sessions.of_token(console.office.database, token, START) is None


def test_a_stolen_database_opens_no_session(console: Console) -> None:
    console.account("li", REVIEWER)
    token, session = sessions.sign_in(console.office.database, "li", PASSWORD, "a", START)
    assert sessions.of_token(console.office.database, session.sha256, START) is None
    assert sessions.of_token(console.office.database, token, START) is not None


def test_guessing_is_slowed_down_by_account_and_stays_so(console: Console) -> None:
    console.account("li", REVIEWER)
    for _ in range(sessions.FREE_TRIES["account"]):
        with pytest.raises(DeskError, match="desk") as caught:
            enter(console.office, START, password="wrong horse 7")
        assert caught.value.kind == "sign-in-failed"
    for where in ("a", "b"):  # from anywhere, and with the right password
        with pytest.raises(DeskError) as caught:
            enter(console.office, START, where=where)
        assert caught.value.kind == "too-many-tries"
    after = START + timedelta(seconds=int(str(caught.value.values["wait_s"])) + 1)
    enter(console.office, after)
    enter(console.office, after)  # and forgotten then


def test_guessing_names_from_one_address_is_slowed_down_too(console: Console) -> None:
    console.account("li", REVIEWER)
    for number in range(sessions.FREE_TRIES["address"]):
        with pytest.raises(DeskError):
            enter(console.office, START, name=f"x{number}")
    with pytest.raises(DeskError) as caught:
        enter(console.office, START)
    assert caught.value.kind == "too-many-tries"
    enter(console.office, START, where="b")


def test_a_wrong_name_and_a_wrong_password_look_the_same(console: Console) -> None:
    console.account("li", REVIEWER)
    said = [
        console.browser().client.post("/sign-in", data={"name": name, "password": "no such horse"})
        for name in ("li", "nobody", "' or 1=1 --", "<script>alert(1)</script>")
    ]
    assert {answer.status_code for answer in said} == {403}
    assert len({answer.text for answer in said}) == 1


def test_the_cookie_is_for_this_site_and_no_script(console: Console) -> None:
    console.account("li", REVIEWER)
    answer = console.browser().client.post("/sign-in", data={"name": "li", "password": PASSWORD, "back": "/"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    over_tls = console.browser()
    over_tls.client.base_url = "https://127.0.0.1:8099"
    answer = over_tls.client.post("/sign-in", data={"name": "li", "password": PASSWORD, "back": "/"})
    assert answer.headers["set-cookie"].startswith("__Host-session=")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "strict-transport-security" in answer.headers


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_after_signing_in_one_is_here_and_nowhere_else(console: Console, back: str) -> None:
    console.account("li", REVIEWER)
    answer = console.browser().client.post(
        "/sign-in", data={"name": "li", "password": PASSWORD, "back": back}
    )
    assert answer.headers["location"] == "/"


def test_signing_out_ends_the_session_at_the_office(console: Console) -> None:
    console.account("li", REVIEWER)
    browser = console.signed_in("li")
    stolen = dict(browser.client.cookies)
    assert browser.send("/sign-out").headers["location"] == "/sign-in"
    thief = console.browser()
    thief.client.cookies.update(stolen)
    assert thief.get("/").headers["location"] == "/sign-in"


def test_the_last_administrator_stays(console: Console) -> None:
    console.account("root", ADMIN)
    for wish in ({"locked": True}, {"roles": (REVIEWER,)}):
        with pytest.raises(DeskError) as caught:
            staff.change(console.office.database, "root", "test", START, **wish)  # type: ignore[arg-type]
        assert caught.value.kind == "last-admin"
    assert staff.listed(console.office.database)[0].roles == {ADMIN}


def test_accounts_are_made_and_locked_on_their_page(console: Console) -> None:
    console.account("root", ADMIN)
    admin = console.signed_in("root")
    form = {
        "name": "wang",
        "display": "<b>王</b>",
        "officer": "440103-027",
        "password": PASSWORD,
        "role": [REVIEWER],
    }
    assert "weak" not in admin.send("/accounts", **{**form, "password": "short"}).text
    assert admin.send("/accounts", **{**form, "password": "short"}).status_code == 400
    assert admin.send("/accounts", **form).headers["location"] == "/accounts?said=account-made"
    assert "<b>王</b>" not in admin.get("/accounts").text  # what is typed is shown, never run
    assert admin.send("/accounts", **form).status_code == 400  # the name is taken
    wang = console.signed_in("wang")
    assert admin.send("/accounts/wang", what="lock", generation=1).status_code == 303
    assert admin.send("/accounts/wang", what="unlock", generation=1).status_code == 409  # somebody was faster
    assert wang.get("/").headers["location"] == "/sign-in"
    assert [one.name for one in staff.listed(console.office.database) if one.locked] == ["wang"]


def test_ones_own_password_needs_the_present_one(console: Console) -> None:
    console.account("li", REVIEWER)
    li = console.signed_in("li")
    new = "a new horse 99"
    assert li.send("/own/password", present="not it at all", password=new, again=new).status_code == 400
    assert li.send("/own/password", present=PASSWORD, password=new, again=new + "x").status_code == 400
    assert li.send("/own/password", present=PASSWORD, password=new, again=new).status_code == 303
    assert li.get("/").headers["location"] == "/sign-in"
    assert staff.proved(console.office.database, "li", new) is not None
