"""How fast the screens are: first window, page change, the outbox of 100 000 rows, languages, scales.

python -m tests.bench.ui      prints a table; nothing is asserted. Offscreen unless QT_QPA_PLATFORM says else.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

FIRST_WINDOW = """
import sys, time
began = time.perf_counter()
from PyQt6.QtWidgets import QApplication
app = QApplication(sys.argv)
from types import SimpleNamespace
from vanapp.settings import Settings
from vanapp.ui.shell import Shell
from vanapp.ui.tasks import Lanes
unopened = SimpleNamespace(training=True, hint=("440103-027", "xunlian"), settings=Settings(theme="light"))
shell = Shell(unopened, Lanes(), app, say=lambda error, language: str(error))
shell.show()
app.processEvents()
shell.window.grab()
print((time.perf_counter() - began) * 1000)
shell.window.close()
"""


def first_window_ms() -> float:
    """A fresh process, from the first import to the painted sign-in page. Warm: the best of five."""
    runs = [
        float(
            subprocess.run(
                [sys.executable, "-c", FIRST_WINDOW], check=True, capture_output=True, text=True
            ).stdout
        )
        for _ in range(5)
    ]
    return min(runs)


def took_ms(work: Callable[[], object]) -> float:
    from PyQt6.QtWidgets import QApplication

    began = time.perf_counter()
    work()
    QApplication.processEvents()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    print(f"{'first window, warm':44}{first_window_ms():9.1f} ms   budget 600")
    from PyQt6.QtWidgets import QApplication

    app = QApplication(sys.argv)
    from tests.vanapp.ui.stage import Stage
    from vanapp.settings import Settings

    stage = Stage(Settings(theme="light"), rows=100_000).sign_in()
    window = stage.window
    window.resize(1366, 768)
    app.processEvents()

    def show(name: str) -> Callable[[], None]:
        def work() -> None:
            window.show_screen(name)
            window.grab()

        return work

    for name in ("outbox", "instruments", "settings"):
        print(f"{'first time: ' + name:44}{took_ms(show(name)):9.1f} ms   budget 200")
    again = [took_ms(show(name)) for _ in range(5) for name in ("today", "outbox", "instruments", "settings")]
    print(f"{'page change, median':44}{statistics.median(again):9.1f} ms   budget 100")
    print(f"{'page change, worst':44}{max(again):9.1f} ms")

    window.show_screen("outbox")
    screen = stage.window.page("outbox")
    view = screen.list  # type: ignore[attr-defined]
    bar = view.verticalScrollBar()
    frames = []
    for _ in range(600):
        bar.setValue(bar.value() + 90)
        frames.append(took_ms(view.viewport().repaint))
    frames.sort()
    rows = screen.model.rowCount()  # type: ignore[attr-defined]
    print(f"{'outbox scroll, frame median':44}{statistics.median(frames):9.2f} ms   {rows} rows fetched")
    print(f"{'outbox scroll, frame p95':44}{frames[570]:9.2f} ms   budget 16")
    print(f"{'outbox scroll, frames a second':44}{1000 / statistics.mean(frames):9.0f}      budget 60")

    keys = []
    search = screen._search  # type: ignore[attr-defined]
    for digit in "0123456789" * 4:
        keys.append(took_ms(lambda digit=digit: (search.insert(digit), search.repaint())))  # type: ignore[misc]
    keys.sort()
    print(f"{'key to paint, p95':44}{keys[37]:9.1f} ms   budget 50")

    # The stand-in outbox searches by walking; the real one has an index (tests/bench of the store).
    search.clear()
    stage.window.page("outbox")._ask()  # type: ignore[attr-defined]
    app.processEvents()

    def speak(language: str) -> Callable[[], None]:
        def work() -> None:
            stage.settings.change(language=language)
            stage.shell.take_effect("language")
            window.grab()

        return work

    print(f"{'language to English, all screens made':44}{took_ms(speak('en')):9.1f} ms   budget 300")
    print(f"{'language back':44}{took_ms(speak('zh')):9.1f} ms")
    stage.settings.change(scale=150)
    print(f"{'scale to 150 %':44}{took_ms(lambda: stage.shell.take_effect('scale')):9.1f} ms")
    stage.settings.change(theme="dark")
    print(f"{'theme to dark':44}{took_ms(lambda: stage.shell.take_effect('theme')):9.1f} ms")
    window.close()


if __name__ == "__main__":
    main()
