"""Resources: the rows behind the tables and rooms of a receptionist's config. Which one a party gets is decided in rules/."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from records import database

Kind = Literal["table", "room"]


@dataclass(frozen=True)
class Resource:
    """A table or a room, and when it is taken: the stretches of `starts`, `ends` and `held`, which are as long as each other."""

    id: int
    name: str
    capacity: int  # chairs of a table, sleepers of a room
    area: str
    room_type: str | None
    blocked: bool
    last_used: datetime | None
    starts: list[datetime] | None
    ends: list[datetime] | None
    held: list[bool] | None  # somebody is still deciding


async def of(
    rows: database.Rows,
    agent_id: UUID | str,
    kind: Kind,
    begins: datetime,
    ends: datetime,
    *,
    now: datetime | None = None,
    besides: Sequence[UUID] = (),
) -> list[Resource]:
    """The resources of an agent's house, blocked ones included, with what is taken of them between two instants.

    Holds named by `besides` do not count, and with `now` those that have run out by then do not either. Inside a
    transaction that is open already.
    """
    return await rows.all(
        Resource,
        """select r.id, r.name, r.capacity, r.area, r.room_type, r.blocked, r.last_used, t.starts, t.ends, t.held
             from resources r left join lateral (
                  select array_agg(o.starts_at) as starts, array_agg(o.ends_at) as ends,
                         array_agg(h.status = 'held') as held
                    from occupancies o join holds h on h.tenant_id = o.tenant_id and h.id = o.hold_id
                   where o.tenant_id = r.tenant_id and o.resource_id = r.id and o.starts_at < %s and o.ends_at > %s
                     and (h.status = 'booked' or %s::timestamptz is null or h.kept_until > %s) and h.id <> all(%s)
                  ) t on true
            where r.agent_id = %s and r.kind = %s order by r.id""",
        [ends, begins, now, now, list(besides), agent_id, kind],
    )


def place(rows: database.Rows, agent_id: UUID, config: Mapping[str, Any]) -> None:
    """Make the house's tables and rooms those of its config, by name. One that is gone but was ever held is blocked, not lost."""
    wanted = list(_wanted(config))
    names: dict[Kind, list[str]] = {
        kind: [one["name"] for one in wanted if one["kind"] == kind] for kind in ("table", "room")
    }
    for kind, kept in names.items():
        rows.later(
            """delete from resources r where agent_id = %s and kind = %s and name <> all(%s)
                  and not exists (select from holds h where h.agent_id = r.agent_id and r.id = any(h.resource_ids))""",
            [agent_id, kind, kept],
        )
        rows.later(
            "update resources set blocked = true where agent_id = %s and kind = %s and name <> all(%s)",
            [agent_id, kind, kept],
        )
    for one in wanted:
        rows.later(
            """insert into resources (agent_id, kind, name, capacity, area, room_type, blocked)
               values (%(agent_id)s, %(kind)s, %(name)s, %(capacity)s, %(area)s, %(room_type)s, %(blocked)s)
               on conflict (tenant_id, agent_id, kind, name)
               do update set capacity = excluded.capacity, area = excluded.area, room_type = excluded.room_type,
                             blocked = excluded.blocked""",
            {"agent_id": agent_id, **one},
        )


def _wanted(config: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for table in config.get("tables") or ():
        yield {
            "kind": "table",
            "name": table["name"],
            "capacity": table["seats"],
            "area": table.get("area", "inside"),
            "room_type": None,
            "blocked": table.get("blocked", False),
        }
    for type in (config.get("rooms") or {}).get("types", ()):
        for room in type.get("rooms", ()):
            yield {
                "kind": "room",
                "name": room,
                "capacity": type["sleeps"],
                "area": "inside",
                "room_type": type["name"],
                "blocked": room in type.get("blocked", ()),
            }
