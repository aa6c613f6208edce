"""The house as first built. The SQL stands beside this file."""

from migrations.plain import run

revision = "0001"
down_revision = None


def upgrade() -> None:
    run(__file__, ".sql")


def downgrade() -> None:
    run(__file__, ".undo.sql")
