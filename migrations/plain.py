"""Plain SQL as a migration: the file beside a version, run as it is written."""

from pathlib import Path

from alembic import context, op


def run(version: str, ending: str) -> None:
    """Run all statements of the file that is named like `version`, with this ending."""
    sql = Path(version).with_suffix(ending).read_text()
    if context.is_offline_mode():
        op.execute(sql)
        return
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(sql)  # psycopg itself: a colon or a percent sign in the file is not a parameter
