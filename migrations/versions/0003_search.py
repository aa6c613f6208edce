"""Search. The SQL stands beside this file."""

from migrations.plain import run

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run(__file__, ".sql")


def downgrade() -> None:
    run(__file__, ".undo.sql")
