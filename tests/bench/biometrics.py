"""How long the judging of pictures takes: `python -m tests.bench.biometrics`. Medians of this machine,
never asserted.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from PIL import Image

from devices.biometrics import finger, photo
from devices.contract import Frame
from devices.virtual.feed import TrainingFeed
from devices.virtual.people import people

ROUNDS = 15


def main() -> None:
    person = people()[0]
    feed = TrainingFeed()
    feed.show("portrait", person.picture())
    frame = feed.picture("portrait")
    small = Image.frombytes("RGB", (frame.width_px, frame.height_px), frame.rgb)
    large = small.resize((1920, 1080), Image.Resampling.BICUBIC)
    full_hd = Frame(large.tobytes(), *large.size)
    one, two = (person.press(11, times, "good", (384, 290), 512) for times in (1, 2))
    row("training feed, 1280 x 720", lambda: feed.picture("portrait"))
    row("photo.judge, 1280 x 720", lambda: photo.judge(frame))
    row("photo.judge, 1920 x 1080", lambda: photo.judge(full_hd))
    row("photo.portrait", lambda: photo.portrait(frame))
    row("finger.judge (NFIQ 2)", lambda: finger.judge(one))
    row("finger.likeness", lambda: finger.likeness(one, two))
    finger.close()
    photo.close()


def row(what: str, job: Callable[[], object]) -> None:
    """One line: the first call, then the median of ROUNDS."""
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        job()
        times.append((time.perf_counter() - start) * 1000)
    print(f"{what:28} first {times[0]:7.1f} ms   median {statistics.median(times[1:]):7.1f} ms")


if __name__ == "__main__":
    main()
