"""The program's languages: .ts files compiled in memory to Qt's .qm, switched at run time.

No lrelease is needed anywhere. Every text is written twice: with its context, and once without, because
PyQt's tr() asks in the context of the object's own class and so would miss inherited texts.
.qm format: Qt's qtranslator.cpp (sections 0x42 hashes, 0x69 messages; ELF hash of source + comment).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "i18n"
_LOCALES = {"zh": "zh_CN", "en": "en_GB"}
_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_END, _TRANSLATION, _SOURCE, _CONTEXT, _COMMENT = 1, 3, 6, 7, 8


@dataclass(frozen=True)
class Text:
    """One message of a .ts file."""

    context: str
    source: str
    comment: str
    translation: str


def read(ts: Path) -> Iterator[Text]:
    """The finished messages of a .ts file (a file of this project: trusted)."""
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") is None
            if translation is not None and done and translation.text:
                source, comment = message.findtext("source", ""), message.findtext("comment", "")
                yield Text(context.findtext("name", ""), source, comment, translation.text)


def compile_texts(texts: list[Text]) -> bytes:
    """The .qm file of these messages."""
    body = bytearray()
    places: list[tuple[int, int]] = []
    plain = {
        (text.source, text.comment): Text("", text.source, text.comment, text.translation) for text in texts
    }
    for text in (*texts, *plain.values()):
        places.append((_hash((text.source + text.comment).encode()), len(body)))
        body += bytes([_TRANSLATION]) + _block(text.translation.encode("utf-16-be"))
        for tag, part in ((_SOURCE, text.source), (_CONTEXT, text.context), (_COMMENT, text.comment)):
            if part or tag == _COMMENT:
                body += bytes([tag]) + _block(part.encode())
        body += bytes([_END])
    # A stable sort: with the same hash, the message with a context is found before the one without.
    table = b"".join(struct.pack(">II", *place) for place in sorted(places, key=lambda place: place[0]))
    return _MAGIC + b"\x42" + _block(table) + b"\x69" + _block(bytes(body))


def _block(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _hash(content: bytes) -> int:
    value = 0
    for byte in content:
        value = ((value << 4) + byte) & 0xFFFFFFFF
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value or 1


class Language:
    """Installs one language's translator; widgets hear LanguageChange. Kept alive by whoever made it."""

    def __init__(self, app: QCoreApplication, folder: Path = FOLDER) -> None:
        self._app, self._folder = app, folder
        self._installed: list[QTranslator] = []
        # Qt reads in these very bytes and makes no copy: let go of them and it reads freed memory.
        self._compiled: dict[str, bytes] = {}
        self.code = ""

    def speak(self, code: str) -> None:
        """code: "zh" (the source, so only Qt's own texts are translated) or "en"."""
        if code == self.code:
            return
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed.clear()
        self.code = code
        QLocale.setDefault(QLocale(_LOCALES[code]))
        if code == "zh":
            ours = QTranslator()
            loaded = ours.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        else:
            ours = QTranslator()
            loaded = ours.loadFromData(self._texts(code))  # type: ignore[arg-type]  # bytes it is
        if loaded:
            self._app.installTranslator(ours)
            self._installed.append(ours)

    def _texts(self, code: str) -> bytes:
        if code not in self._compiled:
            found = self._folder / f"vanapp_{code}.ts"
            self._compiled[code] = compile_texts(list(read(found)) if found.exists() else [])
        return self._compiled[code]
