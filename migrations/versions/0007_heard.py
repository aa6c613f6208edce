"""What was heard of a spoken reply. The SQL stands beside this file."""

from migrations.plain import run

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    run(__file__, ".sql")


def downgrade() -> None:
    run(__file__, ".undo.sql")
