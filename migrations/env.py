"""How Alembic reaches the house's Postgres, for `alembic upgrade head` and for records/migrating.py alike.

The versions hold plain SQL. One process migrates at a time: the others wait at an advisory lock and then find nothing
left to do.
"""

from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool

from records import database
from records.migrating import LOCK

config = context.config
given: str | None = config.attributes.get("url")
if given is None and config.config_file_name:
    fileConfig(config.config_file_name, disable_existing_loggers=False)

if context.is_offline_mode():
    context.configure(dialect_name="postgresql", literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    url = database.libpq(given or database.url())
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"select pg_advisory_lock({LOCK})")
        connection.commit()
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
