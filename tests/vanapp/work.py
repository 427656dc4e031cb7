"""Work for the van of `tests.vanapp.bed`, as the office tells it: sealed to its device."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

from forms.sheets import Row, Sheet, dump
from sync.parcel import Notice, NoticeKind
from sync.sealing import enveloped
from sync.sealing.international import International
from tests.vanapp.bed import DEVICE, START

DAY = date(2026, 11, 20)
VISIT = {
    "id": "v1",
    "at": "09:30",
    "kind": "visit",
    "name": "刘秀兰",
    "birth": "19480107",
    "matter": "renewal_damage",
    "address": "广州市越秀区北京路1号",
    "contact": "王女士",
    "contact_relation": "女儿",
    "phone": "13800138000",
    "care": "卧床，听力弱",
}


class Dispatch:
    """The office's side. Each call is the next notice."""

    def __init__(self) -> None:
        self._cursors = count(1)
        self._revisions: dict[tuple[str, str], int] = {}

    def tell(
        self, kind: str, id: str, rows: Sequence[Row], *, day: date = DAY, revision: int | None = None
    ) -> Notice:
        sheet = Sheet(kind, id, day, "越秀流动车", tuple(rows))
        sealed = enveloped.encrypt(dump(sheet), [DEVICE.certificate], International())
        return self._notice(kind, id, day, revision, sealed)

    def withdraw(self, kind: str, id: str, day: date = DAY) -> Notice:
        notice = self._notice(kind, id, day, None, b"")
        return Notice(notice.cursor, notice.kind, "", START, data={**notice.data, "withdrawn": 1})

    def bare(self, kind: str, sealed: bytes = b"", **data: str | int) -> Notice:
        return Notice(next(self._cursors), NoticeKind(kind), "", START, data=data, sealed=sealed)

    def _notice(self, kind: str, id: str, day: date, revision: int | None, sealed: bytes) -> Notice:
        number = revision or self._revisions.get((kind, id), 0) + 1
        self._revisions[kind, id] = number
        data = {"id": id, "day": day.isoformat(), "revision": number}
        return Notice(next(self._cursors), NoticeKind(kind), "", START, data=data, sealed=sealed)
