"""Marks: places on the canvas as shares of the picture the officer sees."""

from __future__ import annotations

from devices.biometrics.faces.networks import Numbers
from devices.biometrics.faces.seat import HEIGHT_PX, WIDTH_PX, Seat
from devices.biometrics.finding import Mark


def box(seat: Seat, points: Numbers, room_px: float = 4) -> Mark:
    low, high = points.min(0) - room_px, points.max(0) + room_px
    return corners(seat, (low[0], low[1], high[0], high[1]))


def corners(seat: Seat, box: tuple[float, float, float, float]) -> Mark:
    left, top = (max(0.0, value) for value in box[:2])
    right, bottom = min(box[2], WIDTH_PX), min(box[3], HEIGHT_PX)
    places = [seat.in_picture(x, y) for x in (left, right) for y in (top, bottom)]
    low = tuple(min(place[axis] for place in places) for axis in (0, 1))
    high = tuple(max(place[axis] for place in places) for axis in (0, 1))
    return Mark("box", ((low[0], low[1]), (high[0], high[1])))


def line(seat: Seat, shape: str, one: Numbers, other: Numbers) -> Mark:
    return Mark(shape, tuple(seat.in_picture(float(x), float(y)) for x, y in (one, other)))
