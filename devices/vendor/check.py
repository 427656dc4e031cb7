"""For the technician: does every library in vendors.toml load and open its instrument? Without the program.

python -m devices.vendor.check FOLDER/vendors.toml

One line per library. Exit codes: 0 all go · 1 at least one does not · 2 the file itself is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from devices.clock import SteadyClock
from devices.errors import DeviceError
from devices.vendor import installed
from devices.vendor.errors import BadSetting
from devices.vendor.installed import Shelf


def main(arguments: Sequence[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else list(arguments)
    if len(given) != 1:
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    try:
        found = installed.read(Path(given[0]))
    except BadSetting as error:
        print(f"{error.values['place']}: {error.values['what']}", file=sys.stderr)
        return 2
    shelf = Shelf(found, SteadyClock())
    troubles = [_line(shelf, name) for name in (each.file.name for each in found)]
    shelf.close()
    if not found:
        print(f"{given[0]}: no library is named there")
    return 1 if any(troubles) else 0


def _line(shelf: Shelf, name: str) -> bool:
    """Say how it stands with one; True when it does not go."""
    try:
        said = shelf.try_out(name)
    except DeviceError as error:
        facts = ", ".join(f"{key} {value}" for key, value in error.values.items() if key != "library")
        print(f"{name}  no-go  {error.code}" + (f"  ({facts})" if facts else ""))
        return True
    print(f"{name}  go" + (f"  {said}" if said else ""))
    return False


if __name__ == "__main__":
    sys.exit(main())
