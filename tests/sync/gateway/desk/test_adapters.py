"""One contract for what stands behind each interface: files of one folder, and a system over HTTP."""

from __future__ import annotations

import csv
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from sync.gateway.desk.adapters import local, remote, wechat
from sync.gateway.desk.adapters.choice import choose
from sync.gateway.desk.adapters.contract import Adapters, Charge, Fate, Paid, Shipment, ShortText
from sync.gateway.desk.adapters.errors import Away, Declined
from sync.gateway.desk.adapters.site import Site
from sync.gateway.desk.adapters.web import SharedKey
from sync.gateway.errors import CannotStart
from sync.protocol import stamp
from tests.sync.gateway.desk import bureau_systems
from tests.sync.gateway.desk.bureau_systems import Systems

OLD, YOUNG, ELSEWHERE = "440103195001011239", "440103199001010014", "440103195001012346"
AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def resident(id_number: str, community: str, valid_to: str) -> dict[str, str]:
    words = {"name": "陈测", "address": "广州市越秀区北京路1号", "phone": "13800138000"}
    return {"id_number": id_number, "community": community, "valid_to": valid_to, **words}


RESIDENTS = [
    resident(YOUNG, "北京街", "20270101"),
    resident(OLD, "北京街", ""),
    resident(ELSEWHERE, "人民街", "20261201"),
]
LOCAL = '[sms]\nuse = "local"\n[courier]\nuse = "local"\n'
LICENCE = {"holder": OLD, "kind": "household_register", "issued_by": "虚构派出所"}


@dataclass
class World:
    """Adapters, and how a test does what the other side's people do."""

    adapters: Adapters
    fate: Callable[[str, str, str], None]  # kind, id, state
    paid: Callable[[str], None]
    reply: Callable[[str, str, str], None]  # reply, to, text


def toml(folder: Path, systems: Systems) -> str:
    """adapters.toml of an office whose systems are these, and the keys beside it."""
    (folder / "shared.key").write_bytes(bureau_systems.KEY)
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "merchant.pem").write_bytes(bureau_systems.MERCHANT.private_bytes(pem, pkcs8, plain))
    public = serialization.PublicFormat.SubjectPublicKeyInfo
    (folder / "platform.pem").write_bytes(bureau_systems.PLATFORM.public_key().public_bytes(pem, public))
    shared = (
        f'use = "http"\nurl = "{systems.url}"\nkey_id = "office"\nkey_file = "shared.key"\ntimeout_s = 5\n'
    )
    pay = (
        f'use = "wechat"\nurl = "{systems.url}"\nappid = "wx1"\nmchid = "1900000001"\nserial = "AB1"\n'
        'key_file = "merchant.pem"\nplatform_serial = "PF9"\nplatform_key_file = "platform.pem"\n'
        'notify_url = "https://office.example/paid"\n'
    )
    kinds = "".join(f"[{kind}]\n{shared}" for kind in ("register", "licences", "sms", "courier"))
    return f"{kinds}[payments]\n{pay}"


@pytest.fixture
def systems() -> Iterator[Systems]:
    with bureau_systems.systems() as held:
        yield held


def of_files(folder: Path) -> World:
    root = folder / "adapters"
    (root / "licences").mkdir(parents=True)
    with (root / "register.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, list(RESIDENTS[0]))
        table.writeheader()
        table.writerows(RESIDENTS)
    said = {**LICENCE, "valid_to": "20300101", "media_type": "image/jpeg"}
    (root / "licences" / "L1.json").write_text(json.dumps(said))
    (root / "licences" / "L1.content").write_bytes(b"picture")
    (folder / "adapters.toml").write_text(LOCAL)
    adapters = choose(folder)

    def fate(kind: str, id: str, state: str) -> None:
        (root / kind / f"{id}.{ {'confirmed': 'done'}.get(state, state) }").touch()

    def paid(id: str) -> None:
        assert isinstance(adapters.payments, local.LocalPayments)
        adapters.payments.paid(id, "42", AT)

    def reply(id: str, to: str, text: str) -> None:
        (root / "sms" / "replies").mkdir(parents=True, exist_ok=True)
        path = root / "sms" / "replies" / f"{id}.json"
        path.write_text(json.dumps({"to": to, "text": text, "at": stamp(AT)}))

    return World(adapters, fate, paid, reply)


def of_systems(folder: Path, systems: Systems) -> World:
    (folder / "adapters.toml").write_text(toml(folder, systems))
    systems.residents = list(RESIDENTS)
    systems.licences["L1"] = {**LICENCE, "valid_to": "20300101", "media_type": "image/jpeg"}
    systems.contents["L1"] = b"picture"

    def fate(_kind: str, id: str, state: str) -> None:
        systems.fates[f"R-{id}"] = state

    def paid(id: str) -> None:
        done = {"trade_state": "SUCCESS", "transaction_id": "42", "success_time": "2026-11-28T17:00:00+08:00"}
        systems.orders[id].update(done)

    def reply(id: str, to: str, text: str) -> None:
        systems.replies.append({"id": id, "to": to, "text": text, "at": stamp(AT)})

    return World(choose(folder), fate, paid, reply)


@pytest.fixture(params=["files", "systems"])
def world(request: pytest.FixtureRequest, tmp_path: Path, systems: Systems) -> World:
    return of_files(tmp_path) if request.param == "files" else of_systems(tmp_path, systems)


def test_the_register_knows_a_person_by_number_only(world: World) -> None:
    found = world.adapters.register.resident(YOUNG)
    assert found is not None
    assert (found.name, found.valid_to) == ("陈测", date(2027, 1, 1))
    assert world.adapters.register.resident("440103199001010022") is None


def test_a_community_is_asked_for_cards_that_end_and_for_the_old(world: World) -> None:
    def asked(ends: date) -> list[str]:
        born = date(1961, 11, 28)
        told = world.adapters.register.community("北京街", expires_before=ends, born_before=born)
        return [one.id_number for one in told]

    assert asked(date(2027, 1, 27)) == [OLD, YOUNG]
    assert asked(date(2027, 1, 1)) == [OLD]


def test_a_licence_is_listed_for_its_holder_and_fetched(world: World) -> None:
    (licence,) = world.adapters.licences.held(OLD)
    assert (licence.kind, licence.valid_to) == ("household_register", date(2030, 1, 1))
    assert world.adapters.licences.content(licence.id) == b"picture"
    assert world.adapters.licences.held(YOUNG) == ()
    with pytest.raises(Declined) as told:
        world.adapters.licences.content("L9")
    assert told.value.values["reason"] == "unknown"


def charge(id: str = "D0272026-0001") -> Charge:
    return Charge(id, 2000, "居民身份证换领", datetime.now(UTC) + timedelta(hours=2))


def test_an_order_is_paid_once_and_then_cannot_be_closed(world: World) -> None:
    payments = world.adapters.payments
    code = payments.order(charge())
    assert code
    assert payments.order(charge()) == code
    assert payments.look(charge().id).state is Paid.WAITING
    world.paid(charge().id)
    found = payments.look(charge().id)
    assert (found.state, found.reference, found.paid_at) == (Paid.PAID, "42", AT)
    with pytest.raises(Declined) as told:
        payments.close(charge().id)
    assert told.value.values["reason"] == "paid"


def test_a_closed_order_is_closed(world: World) -> None:
    world.adapters.payments.order(charge())
    world.adapters.payments.close(charge().id)
    assert world.adapters.payments.look(charge().id).state is Paid.CLOSED


def test_an_order_nobody_made_is_declined(world: World) -> None:
    with pytest.raises(Declined):
        world.adapters.payments.look("nobody-made-it")


def test_a_text_handed_over_twice_is_one_text(world: World) -> None:
    text = ShortText("M1", "13800138000", "可以领证")
    reference = world.adapters.sms.hand_over(text)
    assert world.adapters.sms.hand_over(text) == reference
    assert world.adapters.sms.fate(reference) is Fate.HANDED


@pytest.mark.parametrize("state", ["confirmed", "failed"])
def test_only_the_other_side_says_what_became_of_it(world: World, state: str) -> None:
    sms, courier = world.adapters.sms, world.adapters.courier
    text = sms.hand_over(ShortText("M1", "13800138000", "可以领证"))
    box = courier.hand_over(Shipment("S1", "居民身份证", "陈测", "13800138000", "北京路1号"))
    assert courier.fate(box) is Fate.HANDED
    world.fate("sms", "M1", state)
    world.fate("courier", "S1", state)
    assert (sms.fate(text), courier.fate(box)) == (Fate(state), Fate(state))


def test_replies_are_told_after_the_last_one_seen(world: World) -> None:
    assert world.adapters.sms.replies("") == ()
    world.reply("R001", "M1", "5")
    world.reply("R002", "M2", "2")
    assert [one.text for one in world.adapters.sms.replies("")] == ["5", "2"]
    (last,) = world.adapters.sms.replies("R001")
    assert (last.to, last.at) == ("M2", AT)


# What a system, or whoever answers instead of it, may do.


def broken(status: int, content: bytes = b"{}", **headers: str) -> Callable[[str], Any]:
    return lambda _path: (status, content, headers)


@pytest.mark.parametrize(
    ("status", "content", "reason"),
    [
        (503, b"", "busy"),
        (500, b"{}", "trouble"),
        (429, b"", "busy"),
        (200, b'{"resident": null}', "signature"),  # a portal between us and it signs nothing
        (302, b"", "signature"),
    ],
)
def test_what_is_not_its_answer_is_away(
    tmp_path: Path, systems: Systems, status: int, content: bytes, reason: str
) -> None:
    adapters = of_systems(tmp_path, systems).adapters
    systems.broken = broken(status, content)
    for ask in (lambda: adapters.register.resident(OLD), lambda: adapters.payments.look("x")):
        with pytest.raises(Away) as told:
            ask()
        assert told.value.values["reason"] == reason


def test_its_wish_to_be_left_alone_is_told(tmp_path: Path, systems: Systems) -> None:
    adapters = of_systems(tmp_path, systems).adapters
    systems.broken = broken(503, **{"Retry-After": "120"})
    with pytest.raises(Away) as told:
        adapters.sms.replies("")
    assert told.value.values["retry_after_s"] == 120


def test_an_answer_changed_on_the_way_is_away(tmp_path: Path, systems: Systems) -> None:
    adapters = of_systems(tmp_path, systems).adapters
    systems.forge = True
    for ask in (lambda: adapters.register.resident(OLD), lambda: adapters.payments.order(charge())):
        with pytest.raises(Away) as told:
            ask()
        assert told.value.values["reason"] == "signature"


def test_an_old_answer_of_the_payment_service_is_worth_nothing(tmp_path: Path, systems: Systems) -> None:
    adapters = of_systems(tmp_path, systems).adapters
    systems.answer_age_s = 301
    with pytest.raises(Away):
        adapters.payments.order(charge())
    systems.answer_age_s = 60
    assert adapters.payments.order(charge())


def test_who_signs_with_another_key_is_declined(tmp_path: Path, systems: Systems) -> None:
    (tmp_path / "adapters.toml").write_text(toml(tmp_path, systems))
    (tmp_path / "shared.key").write_bytes(b"x" * 32)
    with pytest.raises((Declined, Away)):
        choose(tmp_path).register.resident(OLD)


def test_words_of_the_other_side_stay_out_of_the_reason(tmp_path: Path, systems: Systems) -> None:
    sms = of_systems(tmp_path, systems).adapters.sms
    with pytest.raises(Declined) as told:
        sms.hand_over(ShortText("M1", "unreachable-number", "可以领证"))
    assert told.value.values == {"adapter": "http-sms", "reason": "bad_number"}


def test_nobody_there_is_away(tmp_path: Path, systems: Systems) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        systems.url = f"http://127.0.0.1:{free.getsockname()[1]}"
    adapters = of_systems(tmp_path, systems).adapters
    with pytest.raises(Away) as told:
        adapters.register.resident(OLD)
    assert told.value.values["reason"] == "unreachable"


def test_who_never_answers_is_away_in_bounded_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        site = Site(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_s=0.2)
        register = remote.RemoteRegister(site, SharedKey("office", bureau_systems.KEY))
        with pytest.raises(Away) as told:
            register.resident(OLD)
    assert told.value.values["reason"] == "timeout"


def test_a_number_never_stands_in_an_address(tmp_path: Path, systems: Systems) -> None:
    adapters = of_systems(tmp_path, systems).adapters
    adapters.register.resident(OLD)
    adapters.licences.held(OLD)
    assert systems.asked
    assert not [path for _, path in systems.asked if OLD in path]


def test_over_tls_only_the_named_authority_counts(tmp_path: Path) -> None:
    from sync.gateway.authority import open_authority, write_holder

    authority = open_authority(tmp_path, "虚构系统", datetime.now(UTC))
    certificate, key = tmp_path / "site.pem", tmp_path / "site.key"
    write_holder(authority.gateway(["127.0.0.1"], datetime.now(UTC)), certificate, key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    ours = tmp_path / "ca.pem"
    with bureau_systems.systems(context) as held:
        held.residents = list(RESIDENTS)
        shared = SharedKey("office", bureau_systems.KEY)
        assert remote.RemoteRegister(Site(held.url, ours), shared).resident(OLD) is not None
        with pytest.raises(Away) as told:
            remote.RemoteRegister(Site(held.url), shared).resident(OLD)
    assert told.value.values["reason"] == "unreachable"


# The choice.


def mistakes(folder: Path, text: str) -> list[tuple[int, str, str]]:
    (folder / "adapters.toml").write_text(text)
    with pytest.raises(CannotStart) as told:
        choose(folder)
    found = told.value.values["mistakes"]
    assert isinstance(found, list)
    return [(one["line"], one["where"], one["code"]) for one in found]


def test_without_a_file_everything_is_local_and_nothing_goes_out(tmp_path: Path) -> None:
    chosen = choose(tmp_path)
    names = {one.name for one in vars(chosen).values()}
    assert names == {"local-register", "local-licences", "local-payments", "no-sms", "no-courier"}
    with pytest.raises(Away) as told:
        chosen.sms.hand_over(ShortText("M1", "13800138000", "可以领证"))
    assert told.value.values["reason"] == "not-connected"
    assert not (tmp_path / "adapters").exists()


def test_the_file_names_who_stands_behind_what(tmp_path: Path, systems: Systems) -> None:
    (tmp_path / "adapters.toml").write_text(toml(tmp_path, systems))
    chosen = choose(tmp_path)
    assert isinstance(chosen.payments, wechat.WechatPayments)
    assert (chosen.sms.name, chosen.courier.name) == ("http-sms", "http-courier")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[sms\n", (1, "", "syntax")),
        ("[sms]\nuse =\n", (2, "", "syntax")),
        ("\n[fax]\n", (2, "fax", "unknown-table")),
        ('[sms]\nuse = "pigeon"\n', (2, "sms.use", "unknown-use")),
        ('[payments]\nuse = "http"\n', (2, "payments.use", "unknown-use")),
        ('[sms]\nuse = "local"\n\nurl = "x"\n', (4, "sms.url", "unknown-key")),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, expected: tuple[int, str, str]) -> None:
    assert mistakes(tmp_path, text) == [expected]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = """[sms]
use = "http"
url = "http://sms.example/"
key_id = "office"
key_file = "sms.key"
timeout_s = 99
[courier]
use = "http"
url = "https://courier.example"
key_id = 7
"""
    (tmp_path / "sms.key").write_text("short")
    assert mistakes(tmp_path, text) == [
        (3, "sms.url", "safe-url"),
        (5, "sms.key_file", "key"),
        (6, "sms.timeout_s", "seconds"),
        (7, "courier.key_file", "missing"),
        (10, "courier.key_id", "text"),
    ]
