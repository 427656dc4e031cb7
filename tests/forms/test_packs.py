"""A pack that is wrong is refused whole, and its author is told every fault with line and column."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.packs.__main__ import main
from forms.packs.difference import difference
from forms.packs.errors import BadPack, Trouble
from forms.packs.reading import parse
from forms.packs.shelf import current, pack_named
from forms.scenarios import decide

SMALL = """\
pack: small
version: 3
date: 2026-11-28
words: { zh: 小包, en: small }
source: a test
confidence: low
materials:
  IDC: { words: { zh: 身份证, en: card }, mode: V, e_licence: yes }
  HKB: { words: { zh: 户口簿, en: booklet }, mode: V }
  MAR: { words: { zh: 结婚证, en: certificate }, mode: V }
categories:
  - id: Z1
    group: 1
    words: { zh: 一类, en: one }
    channel: complete
    source: a law
    confidence: high
    base: [IDC]
    questions:
      - id: married
        words: { zh: 已婚, en: married }
        answers:
          - { id: y, words: { zh: 是, en: yes }, materials: [MAR] }
          - { id: n, words: { zh: 否, en: no }, materials: [] }
      - id: children
        words: { zh: 子女, en: children }
        when: { married: [y] }
        answers:
          - { id: y, words: { zh: 有, en: some }, materials: [HKB] }
          - { id: n, words: { zh: 无, en: none }, materials: [] }
    switches:
      - { id: hurry, words: { zh: 急, en: hurry }, add: [HKB], source: a rule }
    refusals:
      - { when: { married: [n], children: [y] }, code: scenario.not_together, source: a test }
    fees:
      - { when: { married: [y] }, fen: 2000, source: a price list, confidence: high }
    time_limits:
      - { when: {}, days: 10, unit: working, source: a rule, confidence: low }
golden:
  - { category: Z1, answers: { married: y, children: n }, materials: [IDC, MAR] }
  - { category: Z1, answers: { married: n, children: y }, refused: scenario.not_together }
"""


def troubles(text: str | bytes) -> tuple[Trouble, ...]:
    with pytest.raises(BadPack) as found:
        parse(text.encode() if isinstance(text, str) else text)
    return found.value.troubles


def test_a_small_pack_is_read_and_answers() -> None:
    pack = parse(SMALL.encode())
    assert pack.name == "small@3"
    said = decide("Z1", {"married": "y", "children": "y", "hurry": "yes"}, pack)
    assert [material.id for material in said.materials] == ["IDC", "MAR", "HKB"]
    assert (said.fee and said.fee.fen, said.limit and said.limit.unit) == (2000, "working")


def test_a_question_that_hangs_on_another_is_asked_only_then() -> None:
    pack = parse(SMALL.encode())
    assert decide("Z1", {"married": "n"}, pack).unanswered == ()
    assert decide("Z1", {"married": "y"}, pack).unanswered == ("children",)


WRONG: list[tuple[str, str, str, tuple[int, int]]] = [
    ("mode: V, e_licence", "mode: Q, e_licence", "pack.not_one_of", (8, 46)),
    ("e_licence: yes", "e_licence: perhaps", "pack.not_one_of", (8, 60)),
    ("group: 1", "group: one", "pack.not_a_number", (13, 12)),
    ("version: 3", "version: -3", "pack.not_a_number", (2, 10)),
    ("date: 2026-11-28", "date: 2026-02-30", "pack.not_a_day", (3, 7)),
    ("words: { zh: 一类, en: one }", "words: { zh: 一类 }", "pack.missing", (14, 12)),
    ("channel: complete", "chanel: complete", "pack.missing", (12, 5)),
    ("    base: [IDC]", "    base: [IDC]\n    bass: [IDC]", "pack.unknown_key", (19, 11)),
    ("base: [IDC]", "base: IDC", "pack.not_a_list", (18, 11)),
    ("base: [IDC]", "base: [IDC, NOPE]", "pack.no_material", (12, 5)),
    ("materials: [MAR] }", "materials: [MARR] }", "pack.no_material", (23, 13)),
    ("add: [HKB]", "add: [HK]", "pack.no_material", (32, 9)),
    ("{ id: n, words: { zh: 否", "{ id: y, words: { zh: 否", "pack.twice", (24, 13)),
    ("  HKB: {", "  IDC: {", "pack.twice", (9, 3)),
    ("- id: children", "- id: married", "pack.twice", (25, 9)),
    ("when: { married: [y] }\n", "when: { later: [y] }\n", "pack.loop", (25, 9)),
    ("when: { married: [y] }\n", "when: { children: [y] }\n", "pack.loop", (25, 9)),
    ("when: { married: [y] }\n", "when: { married: [perhaps] }\n", "pack.no_answer", (25, 9)),
    ("when: { married: [n], children: [y] }, code", "when: {}, code", "pack.always", (34, 9)),
    ("when: { married: [n], children: [y] }", "when: { married: [y, n] }", "pack.dead_end", (12, 5)),
    ("when: { married: [n], children: [y] }", "when: { married: [] }", "pack.never", (34, 9)),
    ("code: scenario.not_together", "code: scenario.nothing", "pack.no_words", (34, 9)),
    ("materials: [IDC, MAR] }", "materials: [IDC] }", "pack.golden", (40, 5)),
    (
        "{ category: Z1, answers: { married: y",
        "{ category: Z9, answers: { married: y",
        "pack.no_category",
        (40, 5),
    ),
    ("source: a law", "source: ''", "pack.empty", (16, 13)),
    ("source: a law", "source: [a law]", "pack.not_a_text", (16, 13)),
    ("words: { zh: 一类, en: one }", "words: one", "pack.not_a_mapping", (14, 12)),
    ("source: a law", "source: &x a law", "pack.not_plain", (16, 13)),
    ("source: a law", "source: !!int a law", "pack.not_plain", (16, 13)),
    ("source: a law", "source: 'a law", "pack.not_yaml", (17, 0)),
]


@pytest.mark.parametrize(
    ("was", "now", "code", "where"), WRONG, ids=[f"{w[2]}-{n}" for n, w in enumerate(WRONG)]
)
def test_each_fault_is_told_at_its_place(was: str, now: str, code: str, where: tuple[int, int]) -> None:
    assert SMALL.count(was) >= 1
    found = troubles(SMALL.replace(was, now, 1))
    assert code in [trouble.code for trouble in found]
    told = next(trouble for trouble in found if trouble.code == code)
    if code != "pack.not_yaml":  # the library's own place: where it noticed
        assert (told.line, told.column) == where


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    found = troubles(SMALL.replace("mode: V }", "mode: Q }").replace("group: 1", "group: x"))
    assert [(t.line, t.code) for t in found] == [
        (9, "pack.not_one_of"),
        (10, "pack.not_one_of"),
        (13, "pack.not_a_number"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\xff\xfe",
        b"\x00",
        b"[" * 100_000,
        b"a: &a [x]\nb: [*a, *a]",
        b"--- a\n--- b",
        b"- " * 5000 + b"x",
        b"? {a: b}\n: c",
        b"x" * (5 * 1024 * 1024),
    ],
    ids=["empty", "utf-16", "nul", "deep", "alias", "two", "nested", "mapping as key", "too large"],
)
def test_what_is_no_pack_at_all_is_refused_with_a_place(source: bytes) -> None:
    assert troubles(source)[0].line >= 1


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.integers(0, 30), st.text(max_size=6))
def test_a_pack_damaged_anywhere_is_read_or_refused_and_nothing_else(at: int, length: int, text: str) -> None:
    damaged = SMALL[:at] + text + SMALL[at + length :]
    with suppress(BadPack):
        assert parse(damaged.encode("utf-8", "surrogatepass")).categories


def test_check_tells_file_line_and_column_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pack.yaml"
    file.write_text(SMALL.replace("group: 1", "group: x"), "utf-8")
    assert main(["check", str(file)]) == 1
    assert f"{file}:13:12: " in capsys.readouterr().err
    file.write_text(SMALL, "utf-8")
    assert main(["check", str(file)]) == 0
    assert main(["check", str(tmp_path / "none.yaml")]) == 1
    assert main(["chek"]) == 2


def test_diff_tells_what_changed_for_whom(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(SMALL, "utf-8")
    changed = SMALL.replace("materials: [MAR] }", "materials: [MAR, HKB] }").replace(
        "[IDC, MAR] }", "[IDC, MAR, HKB] }"
    )
    new.write_text(changed, "utf-8")
    assert main(["diff", str(old), str(new)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == ["Z1 一类(是 + 无)：增加 户口簿。"]
    assert not list(difference(parse(SMALL.encode()), parse(SMALL.encode())))


def test_a_situation_that_opens_or_closes_is_told() -> None:
    stricter = SMALL.replace("when: { married: [n], children: [y] }", "when: { married: [n] }").split(
        "golden:"
    )[0]
    told = "\n".join(difference(parse(SMALL.encode()), parse(stricter.encode())))
    assert "Z1 一类(否 + 无)" in told


def test_an_application_keeps_the_pack_it_began_with_and_an_unknown_one_gets_the_current() -> None:
    assert pack_named("guangdong@1").name == "guangdong@1"
    assert pack_named("resident_card@1") is current()
