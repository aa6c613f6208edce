"""Answers that may be given again. The SQL stands beside this file."""

from migrations.plain import run

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    run(__file__, ".sql")


def downgrade() -> None:
    run(__file__, ".undo.sql")
