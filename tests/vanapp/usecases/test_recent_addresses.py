"""Addresses written before: the household's whole, other people's down to the street."""

from __future__ import annotations

from pathlib import Path

from tests.vanapp.bed import Van, make_van
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_another import begin_another
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.recent_addresses import recent_addresses
from vanapp.usecases.void import void

LIWAN = "广东省广州市荔湾区"


def lives_at(van: Van, application: str, address: str) -> str:
    answer(van.services, application, "address", address)
    return application


def begun(van: Van, address: str) -> str:
    return lives_at(van, begin_application(van.services, way="van").id, address)


def test_of_another_household_the_house_is_not_shown(tmp_path: Path) -> None:
    van = make_van(tmp_path)
    begun(van, LIWAN + "西华路12号302房")
    begun(van, LIWAN + "西华路7号")
    begun(van, LIWAN + "中山八路10号")
    mine = begin_application(van.services, way="van").id
    found = recent_addresses(van.services, mine)
    assert found.van.addresses == (LIWAN + "中山八路", LIWAN + "西华路")
    assert found.visit.addresses == ()


def test_the_household_s_own_is_shown_whole(tmp_path: Path) -> None:
    van = make_van(tmp_path)
    first = begun(van, LIWAN + "西华路12号302房")
    second = begin_another(van.services, first).id
    assert recent_addresses(van.services, second).visit.addresses == (LIWAN + "西华路12号302房",)


def test_what_was_withdrawn_and_one_s_own_are_left_out(tmp_path: Path) -> None:
    van = make_van(tmp_path)
    gone = begun(van, LIWAN + "西华路12号")
    void(van.services, gone)
    mine = begun(van, LIWAN + "中山八路10号")
    assert recent_addresses(van.services, mine).van.addresses == ()
