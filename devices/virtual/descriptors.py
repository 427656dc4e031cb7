"""Reads a USB descriptor blob, byte for byte as sysfs `descriptors`, into what pyusb asks for.

Source: USB 2.0 specification, chapter 9.6.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

DEVICE, CONFIGURATION, INTERFACE, ENDPOINT = 1, 2, 4, 5


class BadDescriptor(ValueError):
    """The blob is not a descriptor tree; says at which byte."""


@dataclass
class EndpointDescriptor:
    bLength: int  # noqa: N815 - the specification's own names, asked for by pyusb
    bDescriptorType: int  # noqa: N815
    bEndpointAddress: int  # noqa: N815
    bmAttributes: int  # noqa: N815
    wMaxPacketSize: int  # noqa: N815
    bInterval: int  # noqa: N815
    bRefresh: int = 0  # noqa: N815
    bSynchAddress: int = 0  # noqa: N815
    extra_descriptors: list[int] = field(default_factory=list)


@dataclass
class InterfaceDescriptor:
    bLength: int  # noqa: N815
    bDescriptorType: int  # noqa: N815
    bInterfaceNumber: int  # noqa: N815
    bAlternateSetting: int  # noqa: N815
    bNumEndpoints: int  # noqa: N815
    bInterfaceClass: int  # noqa: N815
    bInterfaceSubClass: int  # noqa: N815
    bInterfaceProtocol: int  # noqa: N815
    iInterface: int  # noqa: N815
    extra_descriptors: list[int] = field(default_factory=list)
    endpoints: list[EndpointDescriptor] = field(default_factory=list)


@dataclass
class ConfigurationDescriptor:
    bLength: int  # noqa: N815
    bDescriptorType: int  # noqa: N815
    wTotalLength: int  # noqa: N815
    bNumInterfaces: int  # noqa: N815
    bConfigurationValue: int  # noqa: N815
    iConfiguration: int  # noqa: N815
    bmAttributes: int  # noqa: N815
    bMaxPower: int  # noqa: N815
    extra_descriptors: list[int] = field(default_factory=list)
    interfaces: list[InterfaceDescriptor] = field(default_factory=list)


@dataclass
class DeviceDescriptor:
    bLength: int  # noqa: N815
    bDescriptorType: int  # noqa: N815
    bcdUSB: int  # noqa: N815
    bDeviceClass: int  # noqa: N815
    bDeviceSubClass: int  # noqa: N815
    bDeviceProtocol: int  # noqa: N815
    bMaxPacketSize0: int  # noqa: N815
    idVendor: int  # noqa: N815
    idProduct: int  # noqa: N815
    bcdDevice: int  # noqa: N815
    iManufacturer: int  # noqa: N815
    iProduct: int  # noqa: N815
    iSerialNumber: int  # noqa: N815
    bNumConfigurations: int  # noqa: N815
    configurations: list[ConfigurationDescriptor] = field(default_factory=list)


def parse(blob: bytes) -> DeviceDescriptor:
    """Raises BadDescriptor when it is not one device descriptor followed by whole configurations."""
    if len(blob) < 18 or blob[0] != 18 or blob[1] != DEVICE:
        raise BadDescriptor("byte 0: no device descriptor")
    device = DeviceDescriptor(*struct.unpack("<BBHBBBBHHHBBBB", blob[:18]))
    offset = 18
    while offset < len(blob):
        if len(blob) - offset < 9 or blob[offset] != 9 or blob[offset + 1] != CONFIGURATION:
            raise BadDescriptor(f"byte {offset}: no configuration descriptor")
        total = struct.unpack_from("<H", blob, offset + 2)[0]
        if total < 9 or offset + total > len(blob):
            raise BadDescriptor(f"byte {offset + 2}: wrong total length {total}")
        device.configurations.append(_configuration(blob[offset : offset + total], offset))
        offset += total
    return device


def _configuration(raw: bytes, base: int) -> ConfigurationDescriptor:
    configuration = ConfigurationDescriptor(*struct.unpack("<BBHBBBBB", raw[:9]))
    owner: ConfigurationDescriptor | InterfaceDescriptor | EndpointDescriptor = configuration
    offset = 9
    while offset < len(raw):
        length = raw[offset]
        piece = raw[offset : offset + length]
        if length < 2 or len(piece) != length:
            raise BadDescriptor(f"byte {base + offset}: wrong length {length}")
        if piece[1] == INTERFACE and length >= 9:
            owner = InterfaceDescriptor(*piece[:9])
            configuration.interfaces.append(owner)
        elif piece[1] == ENDPOINT and length >= 7:
            if not configuration.interfaces:
                raise BadDescriptor(f"byte {base + offset}: endpoint outside an interface")
            owner = EndpointDescriptor(*struct.unpack("<BBBBHB", piece[:7]))
            configuration.interfaces[-1].endpoints.append(owner)
        else:
            owner.extra_descriptors += list(piece)
        offset += length
    return configuration


def build(
    vendor: int, product: int, endpoints: tuple[tuple[int, int, int], ...], *, release_bcd: int = 0x0100
) -> bytes:
    """A full-speed device with one vendor interface. endpoints: (address, attributes 2 bulk | 3 interrupt,
    packet size).

    String indexes are 1 maker, 2 model, 3 serial.
    """
    tail = b"".join(
        struct.pack("<BBBBHB", 7, ENDPOINT, a, kind, size, 10 if kind == 3 else 0)
        for a, kind, size in endpoints
    )
    interface = bytes([9, INTERFACE, 0, 0, len(endpoints), 255, 255, 255, 0])
    total = 9 + len(interface) + len(tail)
    return (
        struct.pack(
            "<BBHBBBBHHHBBBB", 18, DEVICE, 0x0200, 0, 0, 0, 64, vendor, product, release_bcd, 1, 2, 3, 1
        )
        + struct.pack("<BBHBBBBB", 9, CONFIGURATION, total, 1, 1, 0, 0x80, 50)
        + interface
        + tail
    )
