"""A small restaurant of the test's own, and callers who hold and book in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from records import agents, database, holds, promises, requests, reservations, vacancies
from records.commits import Receipt
from records.holds import Hold
from records.resources import Kind

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # a Saturday
DINNER = ["17:00-23:00"]


@dataclass(frozen=True)
class Caller:
    """Somebody in a conversation with the restaurant's agent."""

    tenant_id: str
    agent_id: str
    id: UUID

    async def hold(
        self,
        start: str,
        *,
        party: int = 2,
        area: str | None = None,
        at: datetime = NOW,
        replacing: Hold | None = None,
        moving: str | None = None,
    ) -> Hold:
        """A table from `start`, local ISO."""
        day, _, time = start.partition("T")
        wish = {"day": day, "time": time, "party_size": party, "area": area}
        return await self._hold("table", wish, at, replacing, moving)

    async def stay(
        self,
        check_in: str,
        check_out: str,
        *,
        party: int = 2,
        room_type: str | None = None,
        extras: Sequence[str] = (),
        children: int = 0,
        at: datetime = NOW,
        replacing: Hold | None = None,
        moving: str | None = None,
    ) -> Hold:
        """A room for some nights."""
        wish = {"check_in": check_in, "check_out": check_out, "party_size": party}
        wish |= {"room_type": room_type, "extras": list(extras), "children": children}
        return await self._hold("room", wish, at, replacing, moving)

    async def _hold(
        self, kind: Kind, wish: dict[str, Any], at: datetime, replacing: Hold | None, moving: str | None
    ) -> Hold:
        return await holds.hold(
            self.tenant_id,
            self.agent_id,
            kind,
            wish=wish,
            now=at,
            conversation_id=self.id,
            replacing=replacing.id if replacing else None,
            moving=moving,
        )

    async def release(self, hold: Hold) -> None:
        await holds.release(self.tenant_id, hold.id, self.id)

    async def book(
        self, hold: Hold, *, name: str = "Ada", epoch: int = 1, at: datetime = NOW, **details: Any
    ) -> Receipt:
        return await reservations.book(
            self.tenant_id, hold.id, details={"name": name, **details}, **self._turn(epoch, at)
        )

    async def change(
        self, code: str, hold: Hold | None = None, *, epoch: int = 1, at: datetime = NOW, **details: Any
    ) -> Receipt:
        hold_id = hold.id if hold else None
        return await reservations.change(
            self.tenant_id, self.agent_id, code, hold_id=hold_id, details=details, **self._turn(epoch, at)
        )

    async def cancel(self, code: str, *, epoch: int = 1, at: datetime = NOW) -> Receipt:
        return await reservations.cancel(self.tenant_id, self.agent_id, code, **self._turn(epoch, at))

    async def late(self, code: str, minutes: int, *, epoch: int = 1, at: datetime = NOW) -> Receipt:
        return await reservations.running_late(
            self.tenant_id, self.agent_id, code, minutes=minutes, **self._turn(epoch, at)
        )

    async def resend(self, code: str, *, epoch: int = 1, at: datetime = NOW) -> Receipt:
        return await reservations.resend(self.tenant_id, self.agent_id, code, **self._turn(epoch, at))

    async def ask(self, kind: requests.Kind, *, epoch: int = 1, at: datetime = NOW, **details: Any) -> Receipt:
        return await requests.ask(self.tenant_id, self.agent_id, kind, details=details, **self._turn(epoch, at))

    def _turn(self, epoch: int, at: datetime) -> dict[str, Any]:
        return {"conversation_id": self.id, "epoch": epoch, "now": at, "turn_id": "t1"}


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

    async def free(self, day: str, *, party: int = 2, area: str | None = None, at: datetime = NOW) -> list[str]:
        """The free times of a day. Raises Refused where there are none."""
        agent = await agents.get(self.tenant_id, self.agent_id)
        assert agent is not None
        async with database.each(self.tenant_id) as rows:
            return await vacancies.Tables(agent).free_times(rows, {"day": day, "party_size": party, "area": area}, at)

    async def find(self, *, at: datetime = NOW, **known: str) -> list[dict[str, Any]]:
        return await promises.find(self.tenant_id, self.agent_id, now=at, **known)

    async def twice(self) -> int:
        """How many live holds have something that another live hold has at the same time. Reckoned without occupancies."""
        overlapping = """a.status in ('held', 'booked') and exists (select from holds b where b.id <> a.id
            and b.resource_ids && a.resource_ids and b.status in ('held', 'booked')
            and a.moving is null and b.moving is null and a.starts_at < b.ends_at and b.starts_at < a.ends_at)"""
        return await self.count("holds a", overlapping)

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


ROOMS: dict[str, Any] = {
    "tax_percent": 7,
    "city_tax": 2.50,
    "types": [
        {
            "name": "double",
            "names": {"en": ["double room"], "de": ["Doppelzimmer"]},
            "sleeps": 2,
            "view": "garden",
            "rate": 100,
            "weekend_rate": 120,
            "rooms": ["101", "102"],
        },
        {
            "name": "suite",
            "names": {"en": ["suite"], "de": ["Suite"]},
            "sleeps": 4,
            "rate": 250,
            "rooms": ["201"],
        },
    ],
    "extras": [
        {
            "name": "breakfast",
            "names": {"en": ["breakfast"], "de": ["Frühstück"]},
            "price": 15.50,
            "per": "person_night",
        },
    ],
}
"""Two doubles and a suite."""


@pytest.fixture
async def inn(tenant: Any) -> House:
    """A hotel without a restaurant."""
    hotel = House(tenant.id, tenant.agent_id)
    await hotel.configure(rooms=ROOMS)
    return hotel


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
