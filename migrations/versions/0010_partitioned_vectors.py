"""Vectors stand in sixteen parts, each with an index of its own. The SQL stands beside this file."""

from migrations.plain import run

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    run(__file__, ".sql")


def downgrade() -> None:
    run(__file__, ".undo.sql")
