"""The nearest vectors are looked for more widely. The SQL stands beside this file."""

from migrations.plain import run

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    run(__file__, ".sql")


def downgrade() -> None:
    run(__file__, ".undo.sql")
