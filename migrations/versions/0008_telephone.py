"""Whose agent is called, for a telephone that rings. The SQL stands beside this file."""

from migrations.plain import run

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    run(__file__, ".sql")


def downgrade() -> None:
    run(__file__, ".undo.sql")
