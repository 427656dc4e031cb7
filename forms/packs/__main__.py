"""For authors of packs: `python -m forms.packs check FILE` and `python -m forms.packs diff OLD NEW`."""

from __future__ import annotations

import sys
from pathlib import Path

from forms.packs.difference import difference
from forms.packs.errors import BadPack
from forms.packs.model import Pack
from forms.packs.reading import parse
from forms.scenarios import count
from forms.words import words


def main(arguments: list[str]) -> int:
    """0: fine; 1: something is wrong with a pack, said line by line; 2: not understood."""
    match arguments:
        case ["check", file]:
            pack = _read(file)
            if pack is None:
                return 1
            groups, situations = count(pack)
            print(
                say(
                    "pack.good",
                    file=file,
                    pack=pack.name,
                    groups=groups,
                    situations=situations,
                    golden=len(pack.golden),
                )
            )
            return 0
        case ["diff", old_file, new_file]:
            old, new = _read(old_file), _read(new_file)
            if old is None or new is None:
                return 1
            changes = list(difference(old, new))
            print("\n".join(changes) if changes else say("pack.diff_none"))
            return 0
        case _:
            print("use: check FILE | diff OLD NEW", file=sys.stderr)
            return 2


def say(code: str, **values: object) -> str:
    found = words(code)
    return found.say("zh", values) if found else code


def _read(file: str) -> Pack | None:
    try:
        source = Path(file).read_bytes()
    except OSError as error:
        print(f"{file}: {error.strerror}", file=sys.stderr)
        return None
    try:
        return parse(source)
    except BadPack as error:
        for trouble in error.troubles:
            text = say(trouble.code, **dict(trouble.values))
            print(f"{file}:{trouble.line}:{trouble.column}: {trouble.place}: {text}", file=sys.stderr)
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
