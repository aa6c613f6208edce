"""Ingestion: documents come in as files, and jobs read them. Our SQL stands beside this file.

The queue is Procrastinate's own, brought to where its version 3.10 has it by the steps that the package keeps for ever;
a later version's steps are a later migration.
"""

from pathlib import Path

from procrastinate.schema import SchemaManager

from migrations.plain import run

revision = "0004"
down_revision = "0003"

NEWEST_STEP = "03.04.00_50_post_add_retry_failed_job_procedure.sql"


def upgrade() -> None:
    for step in sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql")):
        if step.name <= NEWEST_STEP:
            run(str(step), ".sql")
    run(__file__, ".sql")


def downgrade() -> None:
    run(__file__, ".undo.sql")
