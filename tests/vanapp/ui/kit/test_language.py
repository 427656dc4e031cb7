"""The language switches at run time; the .qm files are made here, without any tool of Qt's."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PyQt6.QtCore import QCoreApplication, QObject, QTranslator
from PyQt6.QtWidgets import QApplication, QLabel

import vanapp.ui
from tests.vanapp.ui.conftest import SetStage
from vanapp.ui.i18n import Language, Text, compile_texts, read

TS = """<?xml version="1.0" encoding="utf-8"?>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context><name>Head</name>
 <message><source>训练模式</source><translation>Training</translation></message>
 <message><source>没译完</source><translation type="unfinished">half</translation></message>
</context>
<context><name>TodayScreen</name>
 <message><source>今日行程</source><translation>Today's trip</translation></message>
 <message><source>开始</source><translation>Start</translation></message>
</context>
<context><name>Other</name>
 <message><source>开始</source><translation>Begin</translation></message>
 <message><source>开始</source><comment>a verb</comment><translation>Go</translation></message>
</context>
</TS>"""


@pytest.fixture
def english(tmp_path: Path) -> Path:
    (tmp_path / "vanapp_en.ts").write_text(TS, "utf-8")
    return tmp_path


def spoken(qapp: QApplication, folder: Path) -> Language:
    language = Language(qapp, folder)
    language.speak("en")
    return language


def test_a_text_is_found_in_its_context(qapp: QApplication, english: Path) -> None:
    language = spoken(qapp, english)
    try:
        say = QCoreApplication.translate
        assert say("TodayScreen", "开始") == "Start"
        assert say("Other", "开始") == "Begin"
        assert say("Other", "开始", "a verb") == "Go"
        assert say("Head", "没译完") == "没译完"
    finally:
        language.speak("zh")
    assert QCoreApplication.translate("TodayScreen", "开始") == "开始"


def test_a_text_inherited_by_a_child_class_is_found(qapp: QApplication, english: Path) -> None:
    """PyQt asks in the context of the object's own class, where pylupdate6 did not put it."""

    class TodayScreen(QObject):
        def words(self) -> str:
            return self.tr("今日行程")

    class Child(TodayScreen):
        pass

    language = spoken(qapp, english)
    try:
        assert Child().words() == "Today's trip"
    finally:
        language.speak("zh")


def test_thousands_of_texts_are_all_found(qapp: QApplication) -> None:
    texts = [Text("Many", f"文{n}", "", f"text {n}") for n in range(3000)]
    translator, compiled = QTranslator(), compile_texts(texts)  # Qt reads in these bytes, it makes no copy
    assert translator.loadFromData(compiled)  # type: ignore[arg-type]
    qapp.installTranslator(translator)
    try:
        found = [QCoreApplication.translate("Many", f"文{n}") for n in range(3000)]
    finally:
        qapp.removeTranslator(translator)
    assert found == [text.translation for text in texts]


def test_qts_own_words_are_chinese(qapp: QApplication, english: Path) -> None:
    language = Language(qapp, english)
    language.speak("zh")
    assert QCoreApplication.translate("QLineEdit", "&Copy") != "&Copy"


def test_an_unfinished_translation_is_left_out(english: Path) -> None:
    assert "没译完" not in {text.source for text in read(english / "vanapp_en.ts")}


def test_every_label_changes_its_language_at_run_time(stage: SetStage, english: Path) -> None:
    set_up = stage()
    set_up.shell.language._folder = english
    set_up.settings.change(language="en")
    set_up.shell.take_effect("language")
    QApplication.processEvents()
    words = {label.text() for label in set_up.window.head.findChildren(QLabel)}
    assert {"Today's trip", "Training"} <= words
    set_up.settings.change(language="zh")
    set_up.shell.take_effect("language")
    QApplication.processEvents()
    assert "今日行程" in {label.text() for label in set_up.window.head.findChildren(QLabel)}


def test_chinese_stands_only_where_it_is_translated() -> None:
    chinese = re.compile(r"[\u2e80-\u9fff]")
    stray = []
    for file in Path(vanapp.ui.__file__).parent.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        translated = {
            id(argument)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and _name(call.func) in ("tr", "translate", "say")
            for argument in call.args
        }
        compared = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.Compare)
            for part in (node.left, *node.comparators)
        }
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            if chinese.search(node.value) and id(node) not in translated | docs | compared:
                stray.append(f"{file.name}:{node.lineno} {node.value}")
    assert stray == []


def test_no_text_to_be_translated_is_put_together_first() -> None:
    """pylupdate6 cannot see an f-string or a variable."""
    blind = []
    for file in Path(vanapp.ui.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            is_tr = isinstance(call, ast.Call) and _name(call.func) == "tr"
            if isinstance(call, ast.Call) and is_tr and not isinstance(call.args[0], ast.Constant):
                blind.append(f"{file.name}:{call.lineno}")
    assert blind == []


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
