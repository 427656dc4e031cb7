"""What changed between two packs, and for whom: told by situation, not by line of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.packs.checks import open_paths
from forms.packs.model import Category, Pack
from forms.words import words

SEPARATOR = " + "


def difference(old: Pack, new: Pack) -> Iterator[str]:
    """One line per change, in Chinese: what authors and their chiefs read."""
    for key in dict.fromkeys((*old.categories, *new.categories)):
        before, after = old.categories.get(key), new.categories.get(key)
        if before is None or after is None:
            there = before or after
            assert there is not None
            yield _say("category_new" if before is None else "category_gone", name=f"{key} {there.words.zh}")
            continue
        yield from _category(before, after, old, new)
    for key in dict.fromkeys((*old.materials, *new.materials)):
        was, now = old.materials.get(key), new.materials.get(key)
        if was is not None and now is not None and was != now:
            name = f"{key} {now.words.zh}"
            yield (
                _say("mode", name=name, was=was.mode, now=now.mode)
                if was.mode != now.mode
                else _say("text", name=name)
            )


def _category(before: Category, after: Category, old: Pack, new: Pack) -> Iterator[str]:
    name = f"{after.id} {after.words.zh}"
    if before.channel != after.channel:
        yield _say("channel", name=name, was=before.channel, now=after.channel)
    if (before.fees, before.time_limits) != (after.fees, after.time_limits):
        yield _say("terms", name=name)
    was, now = _situations(before, old), _situations(after, new)
    for answers in sorted(was.keys() | now.keys()):
        case = f"{name}({SEPARATOR.join(answers)})"
        if answers not in was:
            yield _say("possible", name=case)
        elif answers not in now:
            yield _say("impossible", name=case)
        else:
            yield from _lists(case, was[answers], now[answers], old, new)


def _lists(name: str, was: tuple[str, ...], now: tuple[str, ...], old: Pack, new: Pack) -> Iterator[str]:
    more = [new.materials[m].words.zh for m in now if m not in was]
    less = [old.materials[m].words.zh for m in was if m not in now]
    if more:
        yield _say("more", name=name, materials=SEPARATOR.join(more))
    if less:
        yield _say("less", name=name, materials=SEPARATOR.join(less))


def _situations(category: Category, pack: Pack) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The words of the answers of every open situation -> its materials."""
    from forms.scenarios import decide

    words = {(d.id, choice.code): choice.words.zh for d in category.dimensions for choice in d.answers}
    return {
        tuple(words[key, answer] for key, answer in path.items()): tuple(
            material.id for material in decide(category.id, path, pack).materials
        )
        for path in open_paths(category)
    }


def _say(what: str, **values: str) -> str:
    found = words(f"pack.diff_{what}")
    assert found is not None
    return found.say("zh", values)
