"""The page of vans: what a laptop said of itself, and its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sync import enrolment
from sync.gateway import bureau, certificates
from sync.gateway.console.templates import local
from sync.gateway.console.words import Say
from sync.gateway.desk import fleet, standing
from sync.gateway.desk.staff import ADMIN, STATION
from sync.gateway.errors import DeskError, Problem
from sync.gateway.office import Office, enrol_van
from sync.gateway.people import speaker_of
from sync.sealing import sm2, sm2_papers
from tests.sync.console.desks import Console


def only(office: Office) -> fleet.Van:
    (van,) = fleet.listed(office)
    return van


def test_what_a_laptop_says_is_shown_and_nothing_else_is_taken(office: Office) -> None:
    enrol_van(office, "D027", "http://127.0.0.1:1")
    now = office.now()
    fleet.report(office.database, "D027", "program=0.1.0; pack=guangdong@3; waiting=3", now)
    assert (only(office).program, only(office).pack, only(office).waiting) == ("0.1.0", "guangdong@3", 3)
    later = now + timedelta(minutes=2)
    fleet.report(office.database, "D027", "waiting=many; program=<script>; other=1; pack=a@2", later)
    assert (only(office).program, only(office).pack, only(office).waiting) == ("", "a@2", None)
    fleet.report(office.database, "D027", "x" * 100_000, later)
    assert only(office).pack == "a@2"


def test_a_van_is_ended_with_a_reason_and_says_so_everywhere(console: Console) -> None:
    token = str(enrol_van(console.office, "D027", "http://127.0.0.1:1")["token"])
    console.account("root", ADMIN)
    console.account("li", STATION)
    admin = console.signed_in("root")
    assert "D027" in console.signed_in("li").page("/vans")
    assert "revoke" not in console.signed_in("li").get("/vans").text
    assert admin.send("/vans/D027/revoke", reason="").status_code == 400
    speaker_of(console.office.database, "van", token)
    assert admin.send("/vans/D027/revoke", reason="电脑遗失").headers["location"] == "/vans?said=van-revoked"
    with pytest.raises(Problem) as caught:
        speaker_of(console.office.database, "van", token)
    assert caught.value.kind == "device-revoked"
    assert only(console.office).revoked
    assert "电脑遗失" in admin.page("/log?kind=van-revocation")
    assert admin.send("/vans/D027/revoke", reason="again").status_code == 400
    with pytest.raises(DeskError) as gone:
        fleet.revoke(console.office, "D999", "none", "test")
    assert gone.value.kind == "van-unknown"


def named(account: str) -> str:
    return f'<span class="of">名称</span> {account}</span>'


def test_the_log_is_paged_and_filtered(console: Console) -> None:
    console.account("root", ADMIN)
    for number in range(70):
        console.account(f"x{number}", STATION)
    admin = console.signed_in("root")
    first = admin.page("/log?kind=account-made")
    assert named("x69") in first
    assert named("x1") not in first
    older = first.split("/log?before=")[1].split('"')[0]
    assert named("x1") in admin.page(f"/log?before={older}")
    assert named("x69") not in admin.page(f"/log?before={older}")
    assert "没有符合条件的记录" in admin.page("/log?kind='%20or%201=1")


def test_which_vans_have_followed_to_the_national_algorithms(console: Console) -> None:
    office = console.office
    enrol_van(office, "D027", "http://127.0.0.1:1")
    console.account("root", ADMIN)
    admin = console.signed_in("root")
    assert "国际算法" in admin.page("/vans")
    bureau.choose(office.keys, office.name, "gm", office.now())
    before = admin.page("/vans")
    assert "国密算法" in before
    assert ">国密<" not in before
    request = sm2_papers.request(sm2.new_private_key(), enrolment.subject("D027"))
    national = office.bureau.authority
    certificates.renew(office.database, office.authority, national, "D027", request, office.now())
    assert ">国密<" in admin.page("/vans")
    assert only(office).expires_at is None  # it has none to speak with


def test_an_administrator_sees_how_the_office_itself_stands(console: Console) -> None:
    console.account("root", ADMIN)
    console.account("li", STATION)
    office, say = console.office, Say("zh")
    current, following = office.bureau.certificates
    admin = console.signed_in("root")
    page = admin.page("/vans")
    for certificate in (current, following, office.authority.certificate):
        assert local(certificate.not_valid_after_utc.isoformat(), "%Y-%m-%d") in page
    assert say("standing.none") in page  # no packs are offered
    assert say("standing.closed") not in page
    assert say("standing.soon") not in page
    assert say("standing.title") not in console.signed_in("li").page("/vans")
    late = replace(office, now=lambda: current.not_valid_after_utc - timedelta(days=30))
    assert [one.what for one in standing.look(late).lasts if one.ends_soon(late.now())] == [
        "bureau",
        "bureau_next",
    ]
    for key in office.folder.glob("bureau-*.key"):
        key.unlink()
    assert say("standing.closed") in admin.page("/vans")
