"""Open questions. The SQL stands beside this file."""

from migrations.plain import run

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    run(__file__, ".sql")


def downgrade() -> None:
    run(__file__, ".undo.sql")
