"""A day of people one after another: does the program grow? `python -m tests.bench.day [PEOPLE]`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.bench.real import RealProgram  # first: it names the platform Qt is to run on

# isort: split
from tests.bench.memory import resident_mb
from tests.bench.rows import Row, tell
from vanapp.tour.errands import Officer
from vanapp.tour.people import RENEWAL

PEOPLE = 4
WARM = 1  # the first one brings fonts, icons and codecs


def main(people: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        real = RealProgram(Path(home))
        real.open()
        officer = Officer(real.hand, lambda: real.window.page("intake"))  # type: ignore[arg-type,return-value]
        after = []
        for _ in range(WARM + people):
            real.window.show_screen("today")
            real.hand.rest(0.3)
            assert real.services.desk is not None
            real.services.desk.choose("chen")
            officer.serve(RENEWAL, lambda: real.program.shell.office.begin())
            after.append(resident_mb(os.getpid()))
        grown = (after[-1] - after[WARM - 1]) / people
        tell(Row("resident after a day's people", after[-1], "MB", 350, note=f"{WARM + people} renewals"))
        tell(Row("resident, growth with each person", grown, "MB"))
        real.close()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else PEOPLE)
