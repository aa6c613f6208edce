"""A tenant's desk as a caller and an operator see it, for tests that knock at the doors."""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import yaml
from langserve import RemoteRunnable

from knowledge import index
from records import agents, database, keys, tenants

SAMPLES = Path(__file__).parents[2] / "agents"
EVERY_DAY = {
    day: ["10:00-23:30"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
CONFIG = {
    "hours": EVERY_DAY,
    "lead_min": 0,
    "tables": [{"name": str(n), "seats": 4} for n in range(1, 9)],
    "address": "Test Street 1",
}
BOOKING = (
    "I would like to book a table, please.",
    "For four people.",
    "Tomorrow at 7 pm.",
    "My name is Petra Sommer.",
    "My number is +49 30 2345678.",
    "Yes, please.",
)
"""Six turns that end in a reservation."""
QUESTION = "When are you open tomorrow?"
"""What the model is asked to phrase an answer to."""


@dataclass(frozen=True)
class Model:
    """A handle on the simulator."""

    url: str

    def behaves(self, **knobs: Any) -> None:
        """Turn knobs of simulators/faults.py for everybody."""
        httpx.post(f"{self.url}/simulator/behaviour", json=knobs).raise_for_status()


@dataclass
class Told:
    """One server-sent event."""

    id: int
    event: str
    data: dict[str, Any]


@dataclass
class Desk:
    """One tenant's desk: a receptionist, and a caller who holds the tenant's key."""

    url: str
    http: httpx.AsyncClient
    tenant_id: str
    agent_id: str
    key: str
    conversation_id: str | None = field(default=None)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key}"}

    def body(self, message: object, **more: Any) -> dict[str, Any]:
        """The body of /chat/message and /chat/stream, in the conversation that this caller is in."""
        return {"agent_id": self.agent_id, "message": message, "conversation_id": self.conversation_id, **more}

    async def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        return await self.http.post(path, json=body, headers={**self.headers, **headers})

    async def say(self, message: str, **more: Any) -> dict[str, Any]:
        """Say something; the reply. The conversation goes on with the next call."""
        answered = await self.post("/chat/message", self.body(message, **more))
        assert answered.status_code == 200, answered.text
        reply: dict[str, Any] = answered.json()
        self.conversation_id = reply["conversation_id"]
        return reply

    async def hear(self, message: str, *, after: int | None = None, **more: Any) -> list[Told]:
        """Say something and hear the reply as a stream, to its end."""
        headers = {} if after is None else {"last-event-id": str(after)}
        answered = await self.post("/chat/stream", self.body(message, **more), **headers)
        assert answered.status_code == 200, answered.text
        assert answered.headers["content-type"].startswith("text/event-stream")
        self.conversation_id = answered.headers["conversation-id"]
        return parsed(answered.text)

    def remote(self) -> RemoteRunnable[Any, Any]:
        """LangServe's own client, unmodified."""
        return RemoteRunnable(f"{self.url}/agents/receptionist", headers=self.headers, timeout=30)

    async def reservations(self) -> list[Any]:
        """The codes of what is booked with this tenant."""
        async with database.tenant(self.tenant_id) as rows:
            return await rows.all(str, "select code from reservations where status = 'confirmed' order by created_at")

    async def transcript(self, conversation_id: str | None = None) -> list[str]:
        """What was said, in order."""
        async with database.tenant(self.tenant_id) as rows:
            return await rows.all(
                str,
                "select role || ': ' || content from messages where conversation_id = %s order by n, role desc",
                [conversation_id or self.conversation_id],
            )

    async def until_answered(self, turn_id: str) -> str:
        """Wait until the ledger has this turn's reply, whoever listens."""
        async with asyncio.timeout(20):
            while True:
                async with database.tenant(self.tenant_id) as rows:
                    reply = await rows.all(
                        str, "select reply from turns where id = %s and status = 'answered'", [turn_id]
                    )
                if reply:
                    return str(reply[0])
                await asyncio.sleep(0.05)


def parsed(body: str) -> list[Told]:
    """The events of a stream; comments are left out."""
    events = []
    for block in body.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            events.append(Told(int(lines.get("id", 0)), lines["event"], json.loads(lines["data"])))
    return events


async def new_desk(url: str, http: httpx.AsyncClient) -> Desk:
    """A tenant with a receptionist and a visitor's key."""
    tenant = str((await tenants.create(name="The Test Kitchen")).id)
    agent = await agents.create(tenant, name="Front desk", type="receptionist", config=CONFIG)
    return Desk(url, http, tenant, str(agent.id), await keys.create(tenant, role="visitor"))


async def sample_desk(url: str, http: httpx.AsyncClient, sample: str) -> Desk:
    """A tenant like a sample one, with an agent and all its documents read. `sample` is a file of agents/."""
    given = yaml.safe_load((SAMPLES / sample).read_text(encoding="utf-8"))
    house = {name: given[name] for name in ("name", "industry", "language", "timezone", "region")}
    tenant = str((await tenants.create(**house)).id)
    [agent] = given["agents"]
    made = await agents.create(tenant, name=agent["name"], type=agent["type"], language=agent["language"], config=agent["config"])  # fmt: skip
    for document in given["documents"]:
        await index.ingest(tenant, **document)
    return Desk(url, http, tenant, str(made.id), await keys.create(tenant, role="visitor"))


def fresh() -> str:
    """An id that nobody has used."""
    return str(uuid4())
