"""Bringing a database to the schema of this code: Alembic, called from within."""

from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from records import database

if TYPE_CHECKING:
    from alembic.config import Config

LOCK = 7_230_941_157  # the advisory lock of whoever is migrating
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def upgrade(url: str) -> None:
    """Bring the database at this URL up to date. Blocks; harmless when repeated, and in several processes at once.

    Raises database.Unsuitable where this Postgres cannot carry the house, database.Unavailable where there is none.
    """
    if _version(url) == _head():
        return
    from alembic import command  # half a second to import, and mostly there is nothing to do

    database.check(url)
    command.upgrade(_config(url), "head")


def downgrade(url: str, to: str = "base") -> None:
    """Take the database back to an earlier version; `base` is an empty one. Everything newer is lost."""
    from alembic import command

    command.downgrade(_config(url), to)


def _config(url: str) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def _head() -> str:
    """The newest version there is: the files are numbered in the order they apply."""
    return max(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _version(url: str) -> str | None:
    """The version this database is at; None for an empty one."""
    try:
        with psycopg.connect(database.libpq(url), connect_timeout=5) as connection:
            row = connection.execute("select version_num from alembic_version").fetchone()
            return row[0] if row else None
    except psycopg.errors.UndefinedTable:
        return None
    except psycopg.OperationalError as error:
        raise database.Unavailable(f"Postgres cannot be reached: {' '.join(str(error).split())}") from error
