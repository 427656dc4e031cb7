"""Settings and folders: whatever the file says, the program starts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vanapp import paths
from vanapp.settings import Settings


def test_a_change_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.json"
    Settings.load(path).change(language="en", scale=150)
    again = Settings.load(path)
    assert (again.language, again.scale, again.theme) == ("en", 150, "system")


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"language": "xx", "scale": 900, "theme": 3}', "\x00"])
def test_a_broken_file_means_the_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    assert Settings.load(path) == Settings()


def test_one_bad_value_does_not_lose_the_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"language": "en", "scale": True, "unknown": 1}))
    assert (Settings.load(path).language, Settings.load(path).scale) == ("en", 100)


def test_a_value_that_does_not_fit_sets_nothing(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "settings.json")
    with pytest.raises(ValueError, match="scale"):
        settings.change(language="en", scale=99)
    assert settings.language == "zh"
    assert not (tmp_path / "settings.json").exists()


def test_folders_follow_xdg_and_ignore_relative_ones() -> None:
    home = Path("/home/o")
    assert paths.find({}, home).data == home / ".local/share/vanapp"
    assert paths.find({"XDG_DATA_HOME": "/d"}, home).database == Path("/d/vanapp/van.db")
    assert paths.find({"XDG_CONFIG_HOME": "rel"}, home).settings == home / ".config/vanapp/settings.json"


def test_one_variable_moves_everything() -> None:
    found = paths.find({"VANAPP_HOME": "/t"}, Path("/home/o"))
    assert {found.data.parent, found.config.parent, found.cache.parent} == {Path("/t")}
