"""Tables and rooms alike are resources; what is asked of the staff and what is to be sent. The SQL stands beside this file."""

from migrations.plain import run

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run(__file__, ".sql")


def downgrade() -> None:
    run(__file__, ".undo.sql")
