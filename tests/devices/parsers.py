"""Every place where bytes of a stranger are read: one table for test_fuzz.py and tests/bench/fuzz.py.

A parser gives a value or its own kind of error, in bounded time, whatever the bytes. One line each.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from devices.biometrics.errors import BiometricsError
from devices.biometrics.formats import fac, fir, fmr, ga, wsq
from devices.contract import Raster
from devices.drivers import (
    escpos_status,
    ptp_camera,
    ptp_data,
    ptp_wire,
    sdt_blocks,
    sdt_frames,
    sdt_layouts,
    sdt_reader,
    stu_reports,
    uru4000_frame,
)
from devices.drivers import nextbiometrics_nb1010 as nb
from devices.drivers.digitalpersona_uru4000 import MSV2, DigitalPersonaUru4000
from devices.drivers.escpos_printer import EscposPrinter
from devices.drivers.nextbiometrics_nb1010 import NextBiometricsNb1010
from devices.drivers.ptp_camera import PtpCamera
from devices.drivers.sane_scanner import _sheet
from devices.drivers.sdt_reader import SdtReader
from devices.drivers.wacom_stu import WacomStu
from devices.errors import DeviceError
from devices.registry import DriverClass
from devices.sbi import capture, device, fields, jws, mjpeg, picture
from devices.scan import sane_line
from devices.travel import mrz
from devices.travel.repair import split
from devices.vendor import binary, bmp, ga1012, installed, wire, wlt
from devices.vendor.said import harmless
from devices.virtual import UruModel, descriptors, ioctl_tree, pcapng, sbi_record, stripes
from devices.virtual.cable import Cable, Gone, Stall
from devices.virtual.escpos_model import EscposModel
from devices.virtual.model import DeviceModel
from devices.virtual.nb1010_model import Nb1010Model
from devices.virtual.ptp_model import PtpModel
from devices.virtual.sbi_answers import Voice, signed
from devices.virtual.sdt_model import Card, SdtModel
from devices.virtual.stu_model import StuModel
from tests.devices.quick import QuickRig
from tests.devices.sbi.rig import trust

NOW = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Parser:
    """errors: what it may raise. seed: bytes it reads, to start from; made when first asked for."""

    name: str
    read: Callable[[bytes], object]
    errors: tuple[type[Exception], ...] = (DeviceError,)
    seed: Callable[[], bytes] = bytes

    def try_on(self, data: bytes) -> Exception | None:
        """Its error, or None; any other exception flies on."""
        try:
            self.read(data)
        except self.errors as error:
            return error
        return None

    def try_on_quietly(self, data: bytes) -> None:
        """The same for a fuzzer that takes no answer."""
        self.try_on(data)


class MadCable(Cable):
    """Changes what the instrument says as a byte string wants it; when that is used up, nothing more.

    One byte an answer says what happens: most let it pass, others cut, flip, lengthen, replace it, stall, or
    pull the plug.
    """

    def __init__(self, script: bytes) -> None:
        super().__init__()
        self._script = script
        self._used = 0

    def into(self, data: bytes, asked: int) -> bytes:
        self.transfers += 1
        act = self._one()
        if act < 0x80:
            return data
        if act == 0xFF:
            raise Gone
        if act == 0xFE:
            raise Stall
        if act >= 0xE0:  # something else altogether
            length = min(self._one() << (act & 7), asked)
            said = self._script[self._used : self._used + 64]
            self._used += 64
            return (said * (length // max(len(said), 1) + 1))[:length] if said else bytes(length)
        if act >= 0xC0:
            return data[: len(data) * self._one() // 256]
        if act >= 0xA0:
            return (data + bytes(self._one()))[:asked]
        changed = bytearray(data)
        if changed:
            place = (self._one() << 8 | self._one()) % len(changed)
            changed[place] = self._one()
        return bytes(changed)

    def _one(self) -> int:
        self._used += 1
        return self._script[self._used - 1] if self._used <= len(self._script) else 0


def _talk(
    driver: DriverClass, model: Callable[[], DeviceModel], use: Callable[[Any, QuickRig], object]
) -> Callable[[bytes], object]:
    def talk(script: bytes) -> object:
        quick = QuickRig(driver, model(), MadCable(script), patient_s=5)
        with quick.driver() as opened:
            return use(opened, quick)

    return talk


def _finger(model: UruModel | Nb1010Model) -> DeviceModel:
    model.press(_print())
    return model


@cache
def _print() -> Any:
    return stripes(nb.WIDTH_PX, nb.HEIGHT_PX)


def _reader(split: bool) -> SdtModel:
    model = SdtModel(split=split)
    model.place(Card(_text(), bytes(range(256)) * 4, b"C" + bytes(1023)))
    return model


def _tablet() -> StuModel:
    model = StuModel()
    model.write([(1000 + 40 * n, 2000, 300) for n in range(30)])
    return model


def _text() -> bytes:
    return sdt_layouts.build("citizen", {"name": "张三", "sex": "1", "nation": "01", "birth": "19900101"})


def _unpacked(data: bytes) -> object:
    header = uru4000_frame.parse_header(data)
    return uru4000_frame.unpack(data, header, lambda number: 0x1234567 + number)


def _frame() -> bytes:
    blocks = b"\x02\x04\x80\x02\x01\x01\x00\x04"
    head = struct.pack("<HHHB9x", 0x4010, 384, 10, 7) + blocks
    return head.ljust(64, b"\0") + bytes(range(256)) * 15


def _realtime(data: bytes) -> object:
    answers = data.ljust(4, b"\x12")
    status = escpos_status.realtime_status(dict(zip(escpos_status.QUESTIONS, answers, strict=False)))
    escpos_status.refuse(status)
    return status


def _streamed(data: bytes) -> list[bytes]:
    parts = mjpeg.Parts(b"Picture")
    return [frame for start in range(0, len(data), 97) for frame in parts.feed(data[start : start + 97])]


def _framed(data: bytes) -> list[wire.Frame]:
    frames = wire.Frames()
    return [one for start in range(0, len(data), 97) for one in frames.feed(data[start : start + 97])]


def _heard(data: bytes) -> object:
    """What the SANE child says, as the driver takes it."""
    stream = io.BytesIO(data)
    while head := stream.readline(sane_line.MAX_HEAD):
        message = sane_line._message(head, stream)
        if isinstance(message, DeviceError):
            raise message
        if message.said.get("say") == "page":
            _sheet(message)
    return None


def _in_a_file(read: Callable[[Path], object]) -> Callable[[bytes], object]:
    def reading(data: bytes) -> object:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            path.write_bytes(data)
            return read(path)

    return reading


def _described(data: bytes) -> object:
    return device.described(data, trust(), NOW)


def _opened(data: bytes) -> object:
    return jws.opened(data.decode("latin-1"), trust(), NOW)


def _pictures(data: bytes) -> object:
    return [picture.finger_image(one) for one in picture.impressions(data)]


def _token() -> bytes:
    return signed(Voice(4501), {"deviceId": "finger-1"}).encode("ascii")


def _bmp(mode: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((24, 17), 60).convert(mode).save(out, "BMP")
    return out.getvalue()


def _recording() -> bytes:
    from tests.devices.test_replay import small_recording

    return small_recording()


def _fir() -> bytes:
    return sbi_record.record(stripes(64, 64), 7)


def _stream() -> bytes:
    jpeg = io.BytesIO()
    Image.new("L", (16, 16), 90).save(jpeg, "JPEG")
    head = f"--Picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg.getvalue())}\r\n\r\n"
    return (head.encode() + jpeg.getvalue() + b"\r\n") * 2


def _page() -> bytes:
    said = {"say": "page", "bytes": 6, "width": 3, "height": 2, "samples": 1, "sample_bytes": 1, "dpi": 300}
    return json.dumps(said).encode() + b"\n" + bytes(range(6))


def _passport() -> bytes:
    """Source: ICAO 9303-4, the specimen."""
    first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
    return f"{first}\nL898902C36UTO7408122F1204159ZE184226B<<<<<10".encode()


def _chip_finger() -> bytes:
    return bytes((0x43, 0, 0, 0, 1, 11, 60)).ljust(512, b"\0")


def _settings() -> bytes:
    return b'[[library]]\nname = "a"\nkind = "livescan"\npath = "/a/b.so"\nchannel = 1\n'


def _info_of_a_camera() -> bytes:
    text = b"\x04T\0T\0T\0\0\0"
    arrays = b"".join(struct.pack("<IHH", 2, 0x1001, 0x100E) for _ in range(5))
    return struct.pack("<HIH", 100, 6, 100) + text + b"\0\0" + arrays + text * 4


def _object_info() -> bytes:
    return (
        struct.pack("<IHHIHIIIIIIIHII", 1, 0x3801, 0, 9, 0, 0, 0, 0, 1600, 1200, 24, 0, 0, 0, 0)
        + b"\x02A\0\0\0" * 2
    )


PARSERS: tuple[Parser, ...] = (
    Parser("sdt frames: answer", sdt_frames.decode_reply, seed=lambda: sdt_frames.encode_reply(0x90, b"abc")),
    Parser(
        "sdt frames: request", sdt_frames.decode_request, seed=lambda: sdt_frames.encode_request(b"\x20\x01")
    ),
    Parser("sdt frames: length", sdt_frames.body_length, seed=lambda: sdt_frames.encode_reply(0x90)[:7]),
    Parser("sdt blocks", lambda d: sdt_reader.split_blocks(d, ("text", "photo", "fingerprints"))),
    Parser("sdt text", sdt_layouts.parse, seed=_text),
    Parser("sdt module number", sdt_blocks.sam_id, errors=()),
    Parser(
        "chip's finger records", ga.fingers_in, (DeviceError, BiometricsError), lambda: 2 * _chip_finger()
    ),
    Parser("chip's finger record", ga.decode, (DeviceError, BiometricsError), _chip_finger),
    Parser("sdt newer address", sdt_blocks.extra_address, errors=()),
    Parser("uru frame", _unpacked, seed=_frame),
    Parser("ptp container", ptp_wire.parse, seed=lambda: ptp_wire.HEAD.pack(16, 3, 0x2001, 1) + bytes(4)),
    Parser("ptp event", ptp_camera._event, seed=lambda: ptp_wire.HEAD.pack(16, 4, 0x4002, 1) + bytes(4)),
    Parser("ptp device info", ptp_data.device_info, seed=_info_of_a_camera),
    Parser("ptp object info", ptp_data.object_info, seed=_object_info),
    Parser("ptp handles", ptp_data.handles, seed=lambda: struct.pack("<III", 2, 8, 9)),
    Parser(
        "ptp Canon entry",
        lambda d: ptp_data.canon_entry(d, 8),
        seed=lambda: struct.pack("<IHBII", 8, 0, 0, 1, 2),
    ),
    Parser("escpos device id", escpos_status.device_id, errors=(), seed=lambda: b"\0\x10MFG:A;MDL:B;"),
    Parser("escpos real time", _realtime, seed=lambda: b"\x12\x12\x12\x12"),
    Parser("escpos port status", lambda d: escpos_status.port_status((d or b"\0")[0]), errors=()),
    Parser(
        "stu capability",
        stu_reports.capability,
        seed=lambda: bytes.fromhex("092a301950 03ff032001e0c8".replace(" ", "")),
    ),
    Parser(
        "stu pen",
        lambda d: stu_reports.pen(d, stu_reports.STU_430),
        seed=lambda: bytes.fromhex("34900003e803e800050001"),
    ),
    Parser("stu model", stu_reports.model, errors=()),
    Parser("usb descriptors", descriptors.parse, (descriptors.BadDescriptor,), lambda: Nb1010Model().blob),
    Parser("pcapng", pcapng.read, (pcapng.BadRecording,), _recording),
    Parser(
        "ioctl tree",
        lambda d: ioctl_tree.read(d.decode("latin-1")),
        (pcapng.BadRecording,),
        lambda: b"USBDEVFS_REAPURB 0 3 131 0 0 16 2 0 8037\n",
    ),
    Parser("vendor wire", _framed, (wire.BadFrame,), lambda: wire.encode({"n": 1, "ok": True}, b"abc") * 2),
    Parser("vendor bmp, grey", bmp.parse, seed=lambda: _bmp("L")),
    Parser("vendor bmp, colour", bmp.parse, seed=lambda: _bmp("RGB")),
    Parser("vendor photo", wlt.rgb_of),
    Parser("vendor words", ga1012.words, errors=()),
    Parser(
        "vendor print-outs",
        lambda d: harmless(d.decode("latin-1")),
        errors=(),
        seed=lambda: b"open device: error -4 [0x12]",
    ),
    Parser(
        "vendor library's head",
        _in_a_file(binary.bits_of),
        errors=(),
        seed=lambda: b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0\x64\x86",
    ),
    Parser("vendors.toml", _in_a_file(installed.read), seed=_settings),
    Parser("sbi json", fields.json_of, seed=lambda: b'{"a": [1, "b"]}'),
    Parser("sbi base64url", lambda d: fields.base64url(d.decode("latin-1"), "x"), seed=lambda: b"YWJj"),
    Parser("sbi list", device.listed, seed=lambda: b'[{"deviceId": "1", "deviceStatus": "Ready"}]'),
    Parser("sbi facts", _described, seed=lambda: json.dumps([{"deviceInfo": _token().decode()}]).encode()),
    Parser(
        "sbi prints",
        capture.entries,
        seed=lambda: b'{"biometrics": [{"data": "a.b.c", "error": {"errorCode": "0"}}]}',
    ),
    Parser("sbi signature", _opened, seed=_token),
    Parser("sbi finger record", _pictures, seed=_fir),
    Parser("sbi stream", _streamed, seed=_stream),
    Parser(
        "sbi stream's kind",
        lambda d: mjpeg.boundary_of(d.decode("latin-1")),
        seed=lambda: b"multipart/x-mixed-replace; boundary=--Picture",
    ),
    Parser(
        "ISO finger record", fir.decode, (BiometricsError,), lambda: sbi_record.record(stripes(64, 64), 7)
    ),
    Parser("ISO minutiae record", fmr.decode, (BiometricsError,)),
    Parser("ISO face record", fac.decode, (BiometricsError,)),
    Parser("WSQ size", wsq.size_of, (BiometricsError,)),
    Parser("MRZ", lambda d: mrz.parse(split(d.decode("latin-1"))), seed=_passport),
    Parser("sane child", _heard, seed=_page),
    Parser(
        "talk: uru4000",
        _talk(
            DigitalPersonaUru4000, lambda: _finger(UruModel()), lambda d, q: d.capture(q.patient, q.progress)
        ),
    ),
    Parser(
        "talk: Microsoft v2",
        _talk(
            DigitalPersonaUru4000,
            lambda: _finger(UruModel(MSV2)),
            lambda d, q: d.capture(q.patient, q.progress),
        ),
    ),
    Parser(
        "talk: nb1010",
        _talk(
            NextBiometricsNb1010,
            lambda: _finger(Nb1010Model()),
            lambda d, q: d.capture(q.patient, q.progress),
        ),
    ),
    Parser(
        "talk: sdt, split",
        _talk(SdtReader, lambda: _reader(True), lambda d, q: d.read(q.patient, q.progress)),
    ),
    Parser(
        "talk: sdt, single",
        _talk(SdtReader, lambda: _reader(False), lambda d, q: d.read(q.patient, q.progress)),
    ),
    Parser(
        "talk: escpos",
        _talk(
            EscposPrinter,
            EscposModel,
            lambda d, q: d.print_image(Raster(b"\x0f" * 64, 8, 64), True, q.patient, q.progress),
        ),
    ),
    Parser("talk: ptp", _talk(PtpCamera, PtpModel, lambda d, q: d.shoot(q.patient, q.progress))),
    Parser(
        "talk: stu",
        _talk(WacomStu, _tablet, lambda d, q: d.sign(lambda: bool(q.model.screen), q.patient, q.progress)),
    ),  # type: ignore[attr-defined]
)
