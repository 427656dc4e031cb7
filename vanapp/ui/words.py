"""Words that more than one screen says: instruments, line, kinds of visit, states of an application."""

from __future__ import annotations

from datetime import datetime, timedelta

from PyQt6.QtCore import QCoreApplication

from forms.days import CHINA, day_of

translate = QCoreApplication.translate


def instrument_word(kind: str) -> str:
    """The name of a kind of instrument (devices.contract.Kind value)."""
    return {
        "card": translate("Words", "读卡器"),
        "finger": translate("Words", "指纹仪"),
        "camera": translate("Words", "摄像头"),
        "scanner": translate("Words", "扫描仪"),
        "signature": translate("Words", "签名板"),
        "printer": translate("Words", "打印机"),
        "chip": translate("Words", "芯片读写器"),
        "receipt": translate("Words", "小票打印机"),
        "still": translate("Words", "照相机"),
    }.get(kind, kind)


def way_word(kind: str) -> str:
    """How the person is met: a visit's kind or an application's way."""
    return {
        "visit": translate("Words", "上门"),
        "delivery": translate("Words", "送证上门"),
        "van": translate("Words", "流动车"),
        "campus": translate("Words", "校园批量"),
        "booking": translate("Words", "预约"),
    }.get(kind, kind)


def line_word(state: str) -> str:
    """How it stands with the line: up, down, wrong_network, unknown, shut_out (the office refuses us)."""
    return {
        "up": translate("Words", "已连接办证网"),
        "down": translate("Words", "离线 · 数据已加密保存在本机"),
        "wrong_network": translate("Words", "连到了别的网络"),
        "shut_out": translate("Words", "局里不接收这台电脑"),
    }.get(state, translate("Words", "正在查看网络"))


def short_line_word(state: str) -> str:
    """The same where there is little room."""
    return {
        "up": translate("Words", "已连接"),
        "down": translate("Words", "离线"),
        "wrong_network": translate("Words", "别的网络"),
        "shut_out": translate("Words", "不接收"),
    }.get(state, "…")


def joined(*parts: str) -> str:
    """What is known of it, in one line; empty parts are left out."""
    return " · ".join(part for part in parts if part)


def signal_word(code: str, operator: str, technology: str, percent: int | None) -> str:
    """What the modem hears, "中国移动 4G 70%"; "" when nothing is known.

    code: MCC and MNC. Source: ITU-T E.212, the list of network codes, China 460.
    """
    ours = {
        ("00", "02", "04", "07", "08"): translate("Words", "中国移动"),
        ("01", "06", "09"): translate("Words", "中国联通"),
        ("03", "05", "11", "12"): translate("Words", "中国电信"),
        ("15",): translate("Words", "中国广电"),
    }
    known = [name for codes, name in ours.items() if code.startswith("460") and code[3:] in codes]
    parts = (known[0] if known else operator, technology, "" if percent is None else f"{percent}%")
    return " ".join(part for part in parts if part)


def state_word(state: str) -> str:
    """Where an application is, in the officer's words."""
    return {
        "here": translate("Words", "在本机"),
        "sending": translate("Words", "发送中"),
        "office": translate("Words", "已到局里"),
        "accepted": translate("Words", "已通过"),
        "needs_you": translate("Words", "需要您"),
    }.get(state, state)


def when_word(at: datetime, now: datetime) -> str:
    """A moment as an officer says it: the time, yesterday, or the date. Both aware; in China time."""
    local, today = at.astimezone(CHINA), day_of(now)
    if local.date() == today:
        return local.strftime("%H:%M")
    if local.date() == today - timedelta(days=1):
        return translate("Words", "昨天")
    return local.strftime("%m-%d") if local.year == today.year else local.strftime("%Y-%m-%d")


def size_word(size_bytes: int) -> str:
    """1.1 MB, 320 KB."""
    if size_bytes >= 1_000_000:
        return f"{size_bytes / 1_000_000:.1f} MB"
    return f"{max(1, round(size_bytes / 1000))} KB"
