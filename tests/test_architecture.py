"""Who may import whom. Read from the imports themselves, so that a wall cannot be moved unnoticed."""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("vanapp", "devices", "sync", "forms")


def modules() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions; `from a import b` gives both a and a.b."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, *patterns: str) -> bool:
    return any(fnmatch.fnmatchcase(name, p) or fnmatch.fnmatchcase(name, p + ".*") for p in patterns)


# Whoever matches the left side may import from our packages only what the right side names.
MAY_IMPORT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("forms", ("forms",)),
    ("devices", ("devices",)),
    ("sync.gateway", ("sync", "forms")),
    ("sync", ("sync",)),
    (
        "vanapp.store",
        (
            *("vanapp.store", "vanapp.clock", "vanapp.files", "forms"),
            *("sync.parcel", "sync.engine", "sync.errors", "sync.numbers"),
        ),
    ),
    ("vanapp.keys", ("vanapp.keys", "vanapp.clock", "vanapp.files")),
    ("vanapp.printing", ("vanapp.printing", "forms", "devices.child")),
    ("vanapp.kit", ("vanapp.kit", "vanapp.printing", "vanapp.ui.tasks", "devices")),
    (
        "vanapp.post",
        (
            *("vanapp.post", "vanapp.arrivals", "vanapp.clock", "vanapp.local_office", "vanapp.papers"),
            *(
                "vanapp.listeners",
                "vanapp.networks",
                "vanapp.number_report",
                "vanapp.packs",
                "vanapp.radio",
                "vanapp.reconcile",
                "vanapp.rounds",
            ),
            *("vanapp.settings", "vanapp.store", "sync"),
        ),
    ),
    (
        "vanapp.ui",
        (
            *("vanapp.ui", "vanapp.usecases", "vanapp.services", "vanapp.settings", "vanapp.problems"),
            *("vanapp.clock", "vanapp.printing", "vanapp.session", "forms"),
        ),
    ),
)

# A library and the only places that may know it.
ONLY_IN: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "PyQt6",
        (
            "vanapp.ui",
            "vanapp.printing",
            "vanapp.bootstrap",
            "vanapp.kit",
            "vanapp.tour",
            "devices.drivers.qt_*",
        ),
    ),
    ("sqlcipher3", ("vanapp.store.database",)),
    ("usb", ("devices.usb", "devices.virtual")),
    ("libusb_package", ("devices.usb",)),
    ("serial", ("devices.serial_port",)),
    ("requests", ("sync.connection", "sync.gateway.desk.adapters.web")),
    ("apscheduler", ("vanapp.post",)),
    ("jeepney", ("vanapp.radio",)),
    ("sqlalchemy", ("sync.gateway",)),
    ("alembic", ("sync.gateway.migrate", "sync.gateway.migrations")),
    ("psycopg", ()),  # SQLAlchemy finds it; nobody else needs it
    ("boto3", ("sync.gateway.objects_s3",)),
    ("botocore", ("sync.gateway.objects_s3",)),
    ("starlette", ("sync.gateway",)),
    ("tuf", ("sync.offers", "sync.gateway.repository")),
    ("securesystemslib", ("sync.gateway.repository",)),
    ("uvicorn", ("sync.gateway",)),
)

BANNED_NAMES = {"utils", "util", "common", "helpers", "helper", "constants", "manager", "misc"}


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda v: v if isinstance(v, str) else "")
def test_imports_stay_within_the_walls(name: str, path: Path) -> None:
    rule = next((allowed for who, allowed in MAY_IMPORT if within(name, who)), None)
    for imported in imports(path):
        if rule is not None and within(imported, *PACKAGES):
            assert within(imported, *rule), f"{name} may not import {imported}"
        for library, places in ONLY_IN:
            if within(imported, library):
                assert within(name, *places), f"{library} may not be imported in {name}"


# Who builds the program; each is asked for by the next one only.
BUILDERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("vanapp.bootstrap", ("vanapp.tour", "vanapp.__main__")),
    ("vanapp.kit", ("vanapp.bootstrap",)),
    ("vanapp.post", ("vanapp.bootstrap",)),
)


@pytest.mark.parametrize(("builder", "askers"), BUILDERS)
def test_only_who_builds_the_program_knows_every_class(builder: str, askers: tuple[str, ...]) -> None:
    for name, path in modules():
        if within(name, "vanapp") and not within(name, builder, *askers):
            assert not any(within(i, builder) for i in imports(path)), f"{name} imports {builder}"


def test_no_module_is_named_after_nothing() -> None:
    assert not [name for name, _ in modules() if name.rsplit(".", 1)[-1] in BANNED_NAMES]


def test_everything_is_caught_in_one_place_only() -> None:
    for name, path in modules():
        if name == "vanapp.crash":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = node.type.id if isinstance(node.type, ast.Name) else ""
                assert node.type is not None, f"{name}:{node.lineno} bare except"
                assert caught not in {"Exception", "BaseException"}, f"{name}:{node.lineno} catches all"


def test_no_test_patches_what_we_own() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        assert not any(within(i, "unittest.mock", "mock") for i in imports(path)), path


def test_no_top_level_folder_appears_unasked() -> None:
    allowed = {*PACKAGES, "resources", "installer", "tests"}
    ignored = {"build", "dist", "__pycache__"}
    found = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")}
    assert found - ignored <= allowed
