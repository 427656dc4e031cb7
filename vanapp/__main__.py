"""`python -m vanapp`: the program."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    from vanapp import bootstrap, paths

    found = paths.find(os.environ, Path.home())
    if arguments[:1] == ["enrol"]:
        from vanapp import enrol

        return enrol.main(arguments[1:], found)
    parser = argparse.ArgumentParser(prog="./run", description="Enrolment in the field.")
    parser.add_argument(
        "--manual", action="store_true", help="training: nobody lays cards down or presses fingers by himself"
    )
    asked = parser.parse_args(arguments)

    from vanapp.training import AUTO_REVIEW_S

    return bootstrap.run(bootstrap.Start(found, auto=not asked.manual, auto_review_s=AUTO_REVIEW_S))


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # Everything is closed by now; Python's own exit would wait for threads that only ever wait themselves.
    os._exit(code)
