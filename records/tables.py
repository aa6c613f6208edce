"""Tables: the rows behind `tables` of a receptionist's config. Which one a party gets is decided in rules/tables.py."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from records import database
from rules import tables


async def of(rows: database.Rows, agent_id: UUID | str) -> list[tables.Table]:
    """The tables of an agent's house, blocked ones included, inside a transaction that is open already."""
    return await rows.all(
        tables.Table,
        "select id, name, seats, area, blocked, last_used from tables where agent_id = %s order by id",
        [agent_id],
    )


def place(rows: database.Rows, agent_id: UUID, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Make the house's tables those of its config, by name. One that is gone but was ever held is blocked, not lost."""
    names = [table["name"] for table in wanted]
    rows.later(
        """delete from tables where agent_id = %s and name <> all(%s)
              and not exists (select from holds where holds.table_id = tables.id)""",
        [agent_id, names],
    )
    rows.later("update tables set blocked = true where agent_id = %s and name <> all(%s)", [agent_id, names])
    for table in wanted:
        rows.later(
            """insert into tables (agent_id, name, seats, area, blocked) values (%s, %s, %s, %s, %s)
               on conflict (tenant_id, agent_id, name)
               do update set seats = excluded.seats, area = excluded.area, blocked = excluded.blocked""",
            [agent_id, table["name"], table["seats"], table.get("area", "inside"), table.get("blocked", False)],
        )
