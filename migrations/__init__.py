"""Migrations: the schema's history, as plain SQL that Alembic runs in order."""
