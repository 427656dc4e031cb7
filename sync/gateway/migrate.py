"""Bringing a database to today's schema: Alembic's numbered steps in `migrations/versions`."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

FOLDER = Path(__file__).parent / "migrations"
FIRST, NEWEST = "0001", "0011"
_LOCK = 0x76616E + 1


def to_newest(engine: Engine) -> None:
    """All steps in one transaction; of gateways that start together, one does it and the others wait."""
    with engine.connect() as connection:
        if _step(connection) == NEWEST:
            return
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _step(connection) != NEWEST:
            _climb(connection)


def _step(connection: Connection) -> str | None:
    """The step a database stands at; FIRST for one of before steps were counted; None when it is empty."""
    names = set(inspect(connection).get_table_names())
    if "alembic_version" in names:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return FIRST if "records" in names else None


def _climb(connection: Connection) -> None:
    # Alembic takes a third of a second to import, and a gateway that starts again does not need it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    if _step(connection) == FIRST and "alembic_version" not in inspect(connection).get_table_names():
        command.stamp(config, FIRST)
    command.upgrade(config, NEWEST)
