"""Virtual instruments: a USB bus inside this process and wire-level models on it."""

from __future__ import annotations

from devices.contract import FingerImage
from devices.virtual.bus import VirtualBus
from devices.virtual.model import DeviceModel
from devices.virtual.uru_model import UruModel

__all__ = ["DeviceModel", "UruModel", "VirtualBus", "stripes", "training_bus"]


def training_bus() -> VirtualBus:
    """A bus with a scanner on which something already lies: enough for the probe and for a first look."""
    bus, scanner = VirtualBus(), UruModel()
    bus.plug(scanner)
    scanner.press(stripes())
    return bus


def stripes(width_px: int = 384, height_px: int = 290, period_px: int = 9) -> FingerImage:
    """Rings of ridge and valley around a point: plainly no person's finger, and every pixel row differs."""
    rows = []
    for y in range(height_px):
        rings = ((x - width_px // 2) ** 2 + (y - height_px // 3) ** 2 for x in range(width_px))
        rows.append(bytes(60 if int(r**0.5) % period_px < period_px // 2 else 210 for r in rings))
    return FingerImage(b"".join(rows), width_px, height_px, 512)
