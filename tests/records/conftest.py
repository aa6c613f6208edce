"""A small restaurant of the test's own, and callers who hold and book in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from records import agents, database, reservations
from records.commits import Receipt
from records.reservations import Hold

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # a Saturday
DINNER = ["17:00-23:00"]


@dataclass(frozen=True)
class Caller:
    """Somebody in a conversation with the restaurant's agent."""

    tenant_id: str
    agent_id: str
    id: UUID

    async def hold(self, start: str, *, party: int = 2, at: datetime = NOW, replacing: Hold | None = None) -> Hold:
        return await reservations.hold(
            self.tenant_id,
            self.agent_id,
            start=start,
            party=party,
            now=at,
            conversation_id=self.id,
            replacing=replacing.id if replacing else None,
        )

    async def book(
        self, hold: Hold, *, name: str = "Ada", epoch: int = 1, at: datetime = NOW, **contact: Any
    ) -> Receipt:
        return await reservations.book(
            self.tenant_id, hold.id, conversation_id=self.id, epoch=epoch, name=name, now=at, turn_id="t1", **contact
        )

    async def cancel(self, code: str, *, epoch: int = 1) -> Receipt:
        return await reservations.cancel(self.tenant_id, code, conversation_id=self.id, epoch=epoch, turn_id="t2")


@dataclass(frozen=True)
class House:
    """The restaurant."""

    tenant_id: str
    agent_id: str

    async def caller(self) -> Caller:
        conversation_id = uuid4()
        async with database.tenant(self.tenant_id) as rows:
            await rows.run("insert into conversations (id, agent_id) values (%s, %s)", [conversation_id, self.agent_id])
        return Caller(self.tenant_id, self.agent_id, conversation_id)

    async def callers(self, n: int) -> list[Caller]:
        return [await self.caller() for _ in range(n)]

    async def free(self, day: str, *, party: int = 2, at: datetime = NOW) -> list[str]:
        on = datetime.fromisoformat(day).date()
        return await reservations.free(self.tenant_id, self.agent_id, day=on, party=party, now=at)

    async def configure(self, **config: Any) -> None:
        await agents.update(self.tenant_id, self.agent_id, config=config)

    async def count(self, table: str, where: str = "true") -> int:
        async with database.tenant(self.tenant_id) as rows:
            return int(await rows.value(f"select count(*) from {table} where {where}"))


def config(*seats: int, **more: Any) -> dict[str, Any]:
    """Open for dinner from Tuesday to Sunday, with tables of these sizes."""
    days = ("tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    tables = [{"name": str(n), "seats": size} for n, size in enumerate(seats, 1)]
    return {"hours": dict.fromkeys(days, DINNER), "tables": tables} | more


@pytest.fixture
async def house(tenant: Any) -> House:
    """A restaurant with tables for two, two and four."""
    restaurant = House(tenant.id, tenant.agent_id)
    await restaurant.configure(**config(2, 2, 4))
    return restaurant


@pytest.fixture
async def tiny_house(tenant: Any) -> House:
    """A restaurant with a single table for four."""
    restaurant = House(tenant.id, tenant.agent_id)
    await restaurant.configure(**config(4))
    return restaurant
