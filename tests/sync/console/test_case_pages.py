"""Queues, records and comparisons as people see them: decided once, on what was shown, by who may."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from forms.record import CaptureKind, Promise
from sync.gateway.desk import comparisons
from tests.sync.console.desks import Browser, Console
from tests.sync.gateway.desk.case_office import ANSWERS, OFFICER, Cases

PICTURE = b"\x89PNG invented"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def cases(console: Console) -> Cases:
    console.account("chen", "reviewer", officer="440104-001")
    console.account("li", "reviewer")
    console.account("zhou", "station")
    console.account("root", "admin")
    return Cases(console.office)


def revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found is not None
    return found.group(1)


def pictures(page: str) -> list[str]:
    return re.findall(r'<img class="picture" src="([^"]+)"', page)


def test_a_record_is_found_in_its_queue_and_returned_with_reasons(console: Console, cases: Cases) -> None:
    id = cases.taken(cases.letter(urgent=True))
    chen = console.signed_in("chen")
    queue = chen.page("/queue")
    assert f"/records/{id}" in queue
    assert "广东省广州市越秀区" in queue
    assert "加急" in queue
    assert f"/records/{id}" not in chen.page("/queue?matter=loss")
    assert f"/records/{id}" in chen.page(f"/queue?number={cases.row(id)['number']}")
    page = chen.page(f"/records/{id}")
    assert ANSWERS["name"] in page
    form = {"what": "return", "revision": revision(page), "code": ["prints_unclear", "other"], "own": "重按"}
    answer = chen.send(f"/records/{id}/judge", **form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/records/{id}?said=case-return")
    assert cases.row(id)["state"] == "returned"
    assert "指纹图像不清晰，请重新采集" in chen.page(f"/records/{id}")
    assert f"/records/{id}" not in chen.page("/queue")


def test_a_return_without_reason_shows_the_form_with_what_was_typed(console: Console, cases: Cases) -> None:
    id = cases.taken()
    chen = console.signed_in("chen")
    form = {"what": "return", "revision": revision(chen.page(f"/records/{id}")), "own": "看不清左手"}
    answer = chen.send(f"/records/{id}/judge", **form)
    assert answer.status_code == 400
    assert "请至少选一个退回原因" in answer.text
    assert "看不清左手" in answer.text
    assert cases.row(id)["state"] == "received"


def test_two_reviewers_with_one_page_each(console: Console, cases: Cases) -> None:
    id = cases.taken()
    chen, li = console.signed_in("chen"), console.signed_in("li")
    both = {"what": "accept", "revision": revision(chen.page(f"/records/{id}"))}
    assert chen.send(f"/records/{id}/judge", **both).status_code == 303
    late = li.send(f"/records/{id}/judge", **both)
    assert late.status_code == 409
    assert "已通过" in late.text  # it is shown as it is now


def test_own_intake_has_no_button_and_no_way_around(console: Console, cases: Cases) -> None:
    console.account("wu", "reviewer", officer=OFFICER)
    id = cases.taken()
    wu = console.signed_in("wu")
    page = wu.page(f"/records/{id}")
    assert "本人受理，不能审批" in page
    assert 'value="accept"' not in page
    answer = wu.send(f"/records/{id}/judge", what="accept", revision=cases.row(id)["revision"])
    assert (answer.status_code, "须由他人审批" in answer.text) == (400, True)
    assert cases.row(id)["state"] == "received"


def test_the_card_is_the_stations_and_the_decision_the_reviewers(console: Console, cases: Cases) -> None:
    id = cases.taken()
    chen, zhou = console.signed_in("chen"), console.signed_in("zhou")
    accept = {"what": "accept", "revision": "1"}
    assert zhou.send(f"/records/{id}/judge", **accept).status_code == 403
    assert chen.send(f"/records/{id}/judge", **accept).status_code == 303
    made = {"what": "made", "revision": "2"}
    assert chen.send(f"/records/{id}/card", **made).status_code == 403
    assert zhou.send(f"/records/{id}/card", **made).status_code == 303
    assert zhou.send(f"/records/{id}/card", what="hand_over", revision="3", to="moon").status_code == 400
    assert zhou.send(f"/records/{id}/card", what="hand_over", revision="3", to="courier").status_code == 303
    assert zhou.send(f"/records/{id}/card", what="deliver", revision="4", to="applicant").status_code == 303
    assert cases.row(id)["state"] == "delivered"


def test_a_material_is_asked_for_and_comes(console: Console, cases: Cases) -> None:
    id = cases.taken()
    chen, zhou = console.signed_in("chen"), console.signed_in("zhou")
    until = re.search(r'type="date" value="([^"]+)"', chen.page(f"/records/{id}"))
    assert until is not None
    ask = {"what": "ask", "revision": "1", "material": "HKB", "until": until.group(1)}
    assert chen.send(f"/records/{id}/judge", **{**ask, "until": "tomorrow"}).status_code == 400
    assert chen.send(f"/records/{id}/judge", **ask).status_code == 303
    assert f"最迟 {until.group(1)}" in zhou.page(f"/records/{id}")
    came = {"what": "came", "revision": "2", "material": "HKB"}
    assert zhou.send(f"/records/{id}/asked", **came).status_code == 303
    assert cases.row(id)["state"] == "received"


def test_a_claim_is_seen_and_taken_over(console: Console, cases: Cases) -> None:
    id = cases.taken()
    chen, li = console.signed_in("chen"), console.signed_in("li")
    assert chen.send(f"/records/{id}/claim", what="claim", revision="1").status_code == 303
    assert "chen 正在办理" in li.page(f"/records/{id}")
    refused = li.send(f"/records/{id}/judge", what="accept", revision="1")
    assert (refused.status_code, "chen 正在办理这一件" in refused.text) == (400, True)
    assert li.send(f"/records/{id}/claim", what="claim", revision="1", over="chen").status_code == 303
    assert li.send(f"/records/{id}/judge", what="accept", revision="1").status_code == 303


def with_picture(cases: Cases) -> str:
    letter = cases.letter()
    [portrait] = letter.captures
    from hashlib import sha256

    print_ = replace(portrait, id="p2", kind=CaptureKind.FINGER, slot="finger.1", media_type="image/png")
    print_ = replace(print_, sha256=sha256(PICTURE).hexdigest(), facts={"position": "12", "quality": 71})
    return cases.taken(replace(letter, captures=(portrait, print_)), more={"finger.png": PICTURE})


def test_pictures_are_for_this_session_only_and_kept_nowhere(console: Console, cases: Cases) -> None:
    id = with_picture(cases)
    other = cases.taken(van="D028")
    chen, li = console.signed_in("chen"), console.signed_in("li")
    mine = pictures(chen.page(f"/records/{id}"))
    answer = chen.get(mine[1])
    assert (answer.content, answer.headers["content-type"]) == (PICTURE, "image/png")
    assert answer.headers["cache-control"] == "no-store"
    assert li.get(mine[1]).status_code == 404  # may see the record, but not under another's address
    assert chen.get(mine[1].replace(id, other)).status_code == 404
    assert chen.get(mine[1][:-1] + ("0" if mine[1][-1] != "0" else "1")).status_code == 404
    assert chen.get(f"/records/{id}/pictures/{cases.row(id)['sha256'][:40]}").status_code == 404
    assert console.signed_in("root").get(mine[1]).status_code == 403
    assert console.browser().get(mine[1]).status_code == 303
    assert not set(mine) & set(pictures(console.signed_in("chen").page(f"/records/{id}")))


@pytest.mark.parametrize("id", ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "1", "..%2F..%2Fgateway.db", "%00"])
def test_a_guessed_record_is_not_there(console: Console, cases: Cases, id: str) -> None:
    chen = console.signed_in("chen")
    assert chen.get(f"/records/{id}").status_code == 404
    assert chen.get(f"/records/{id}/pictures/{'0' * 40}").status_code == 404
    assert chen.get(f"/comparisons/{id}").status_code == 404
    assert chen.send(f"/records/{id}/judge", what="accept", revision="1").status_code == 404


def test_what_somebody_wrote_is_shown_and_never_run(console: Console, cases: Cases) -> None:
    id = cases.taken(cases.letter({**ANSWERS, "name": SCRIPT, "remark": '" onload="x', SCRIPT: SCRIPT}))
    chen = console.signed_in("chen")
    for path in (f"/records/{id}", f"/queue?number={SCRIPT}", f"/queue?state={SCRIPT}&matter={SCRIPT}"):
        text = chen.get(path).text
        assert SCRIPT not in text, path
        assert not re.search(r"<[^>]+\sonload=", text), path
    assert SCRIPT in unescape(chen.get(f"/records/{id}").text)
    form = {"what": "return", "revision": "1", "own": SCRIPT}
    assert SCRIPT not in chen.send(f"/records/{id}/judge", **form).text


def test_a_correction_shows_what_it_changed(console: Console, cases: Cases) -> None:
    first = cases.letter()
    id = cases.taken(first)
    second = cases.taken(
        cases.letter({**ANSWERS, "name": "陈嘉仪"}, version=2, corrects=id, number=first.number)
    )
    page = console.signed_in("chen").page(f"/records/{second}")
    assert f"<del>{ANSWERS['name']}</del>" in page
    assert f"/records/{id}" in page


def test_two_that_may_be_one_stand_side_by_side(console: Console, cases: Cases) -> None:
    older, newer = cases.taken(), cases.taken(van="D028")
    [task] = comparisons.waiting(console.office)
    chen, li = console.signed_in("chen"), console.signed_in("li")
    assert f"/comparisons/{task['id']}" in chen.page("/comparisons")
    page = chen.page(f"/comparisons/{task['id']}")
    assert page.index(f"/records/{older}") < page.index(f"/records/{newer}")
    refused = chen.send(f"/records/{newer}/judge", what="accept", revision="1")
    assert "重复比对没有完成" in refused.text
    form = {"outcome": "apart", "revision": revision(page)}
    assert chen.send(f"/comparisons/{task['id']}", **form).status_code == 303
    assert li.send(f"/comparisons/{task['id']}", **form).status_code == 409
    assert chen.send(f"/records/{newer}/judge", what="accept", revision="1").status_code == 303


def test_a_sealed_record_says_so_and_cannot_be_judged(console: Console, cases: Cases) -> None:
    for path in console.office.keys.glob("bureau-*.key"):
        path.unlink()
    id = cases.taken()
    chen = console.signed_in("chen")
    assert f"/records/{id}" in chen.page("/queue?queue=unopened")
    page = chen.page(f"/records/{id}")
    assert "这份记录是密封的" in page
    assert 'value="accept"' not in page
    assert chen.send(f"/records/{id}/judge", what="accept", revision="1").status_code == 400


def test_every_state_and_special_queue_has_its_page(console: Console, cases: Cases) -> None:
    promise = Promise("HKB", date(2026, 12, 9), OFFICER)
    id = cases.taken(cases.letter(promises=(promise,)))
    chen = console.signed_in("chen")
    assert "最迟 2026-12-09" in chen.page(f"/records/{id}")  # what the van took it in without
    for language in ("zh", "en"):
        chen.client.post("/language", data={"language": language, "back": "/"})
        for state in ("received", "asked", "returned", "corrected", "accepted", "made", "out_for_delivery"):
            chen.page(f"/queue?state={state}")
        chen.page("/queue?queue=unreadable&urgent=1&overdue=1&jurisdiction=440104&after=1_2026-12-01_1")


def test_decisions_are_taken_by_forms_only(console: Console, cases: Cases) -> None:
    id = cases.taken()
    chen: Browser = console.signed_in("chen")
    for door in ("judge", "card", "asked", "claim"):
        assert chen.get(f"/records/{id}/{door}?what=accept&revision=1").status_code == 405
    assert cases.row(id)["state"] == "received"
