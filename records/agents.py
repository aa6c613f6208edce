"""Agents: what a tenant's callers talk to. An agent is a type (a graph), a voice and persona, and a config: what
differs between businesses is data, and the type's model here says which data and what is wrong with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from psycopg.types.json import Jsonb
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from records import database, tables
from records.remembered import Remembered
from rules import hours as opening
from settings import Language, settings

FRESH_S = 3
"""How long a process may serve an agent as it was before another process changed it."""


class InvalidConfig(ValueError):
    """A config that its agent's type cannot work with; the message names each field and what to write there."""


# --- what a receptionist needs to know --------------------------------------------------------------------------------

Text = Annotated[str, BeforeValidator(str)]
"""YAML reads an unquoted 2026-12-24 as a date and an unquoted 7 as a number; here both are meant as written."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TableConfig(_Strict):
    """One table. Two tables of a house cannot share a name."""

    name: Text = Field(min_length=1, max_length=40)
    seats: int = Field(ge=1, le=100)
    area: Literal["inside", "outside", "bar"] = "inside"
    blocked: bool = False
    """Out of use: nobody new is seated here."""


class ExceptionConfig(_Strict):
    """A date that differs from its weekday; `until` makes it a stretch; without a year it comes every year."""

    date: Text
    until: Text | None = None
    reason: opening.SpecialReason | None = None
    hours: list[str] = []
    """The services that remain; none: closed all day."""
    note: dict[Language, str] | None = None
    """A sentence to say about it."""

    @model_validator(mode="after")
    def readable(self) -> "ExceptionConfig":
        opening.Special.of(self.model_dump(exclude_none=True))
        return self


class ReceptionistConfig(_Strict):
    """The house that a receptionist answers for."""

    hours: dict[opening.Weekday, list[str]] = {}
    """Services by weekday, "17:30-23:00"; a weekday without any is closed."""
    exceptions: list[ExceptionConfig] = []
    seating_min: dict[int, Annotated[int, Field(ge=15, le=720)]] = Field(dict(opening.SEATING_MIN), min_length=1)
    """How long a party keeps its table, by the largest party for which that holds."""
    grid_min: Literal[5, 10, 15, 20, 30, 60] = opening.GRID_MIN
    last_seating_min: int = Field(opening.LAST_SEATING_MIN, ge=0, le=600)
    """Minutes before closing."""
    lead_min: int = Field(opening.LEAD_MIN, ge=0, le=20160)
    horizon_days: int = Field(opening.HORIZON_DAYS, ge=1, le=730)
    max_party: int = Field(opening.MAX_PARTY, ge=1, le=100)
    """The largest party that is booked without asking the staff."""
    hold_s: int | None = Field(None, ge=10, le=3600)
    """How long a table is kept while the caller decides; by default what the installation is set to."""
    tables: list[TableConfig] = []
    address: str = ""
    phone: str = ""

    @field_validator("hours")
    @classmethod
    def services_readable(cls, week: dict[str, list[str]]) -> dict[str, list[str]]:
        for weekday, services in week.items():
            try:
                opening.parse_services(services)
            except ValueError as reason:
                raise ValueError(f"{weekday}: {reason}") from None
        return week

    @field_validator("tables")
    @classmethod
    def names_differ(cls, tables: list[TableConfig]) -> list[TableConfig]:
        names = [table.name for table in tables]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two tables are called {twice[0]!r}; give each its own name")
        return tables


CONFIGS: dict[str, type[BaseModel]] = {"receptionist": ReceptionistConfig}
"""The model that an agent type's config must satisfy. A type that is not listed here takes any config."""


def validated(type: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """The config as it is stored: plain JSON, only what was given. Raises InvalidConfig."""
    model = CONFIGS.get(type)
    if model is None:
        return dict(config)
    try:
        return orjson.loads(model.model_validate(dict(config)).model_dump_json(exclude_unset=True))
    except ValidationError as error:
        raise InvalidConfig("; ".join(_remedy(model, one) for one in error.errors())) from error


def _remedy(model: type[BaseModel], error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"]) or "config"
    if error["type"] == "extra_forbidden":
        known = ", ".join(model.model_fields) if len(error["loc"]) == 1 else "the documented ones"
        return f"{where}: no such field; there are {known}"
    return f"{where}: {error['msg'].removeprefix('Value error, ')}"


# --- agents -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Agent:
    """An agent with what it needs to know of its tenant."""

    id: UUID
    tenant_id: UUID
    name: str
    type: str
    language: Language
    persona: str
    voice: str
    config: dict[str, Any]
    timezone: str
    region: str
    tenant_name: str
    industry: str

    @cached_property
    def schedule(self) -> opening.Schedule:
        """When this agent's house seats its guests."""
        return opening.Schedule.of(self.config, self.timezone)

    @property
    def hold_s(self) -> int:
        """How long this house keeps a table while a caller decides."""
        return self.config.get("hold_s") or settings().hold_s


_AGENT = """
    select a.id, a.tenant_id, a.name, a.type, a.language, a.persona, a.voice, a.config, t.timezone, t.region,
           t.name as tenant_name, t.industry
      from agents a join tenants t on t.id = a.tenant_id
"""

_known: Remembered[tuple[str, str], Agent] = Remembered(ttl_s=FRESH_S, most=1000)


async def get(tenant_id: str, agent_id: str | UUID) -> Agent | None:
    """The tenant's agent of this id, or None; as it was at most three seconds ago."""
    key = (str(tenant_id), str(agent_id))
    if (agent := _known.get(key)) is not None:
        return agent
    if not _is_uuid(agent_id):
        return None
    async with database.tenant(tenant_id) as rows:
        agent = await load(rows, agent_id)
    return _known.put(key, agent) if agent is not None else None


async def load(rows: database.Rows, agent_id: str | UUID) -> Agent | None:
    """The agent as it is now, inside a transaction that is open already."""
    return await rows.maybe(Agent, _AGENT + "where a.id = %s", [agent_id])


async def all(tenant_id: str) -> list[Agent]:
    """The tenant's agents, by name."""
    async with database.tenant(tenant_id) as rows:
        return await rows.all(Agent, _AGENT + "order by a.name")


async def create(
    tenant_id: str,
    *,
    name: str,
    type: str,
    language: Language = "en",
    persona: str = "",
    voice: str = "",
    config: Mapping[str, Any] | None = None,
    id: UUID | None = None,
) -> Agent:
    """Take an agent on, with the tables of its house. Raises InvalidConfig, database.Conflict for a known name."""
    config = validated(type, config or {})
    async with database.tenant(tenant_id) as rows:
        agent_id = await rows.one(
            UUID,
            """insert into agents (id, name, type, language, persona, voice, config)
               values (coalesce(%s, gen_random_uuid()), %s, %s, %s, %s, %s, %s) returning id""",
            [id, name, type, language, persona, voice, Jsonb(config)],
        )
        tables.place(rows, agent_id, config.get("tables", []))
        return await rows.one(Agent, _AGENT + "where a.id = %s", [agent_id])


async def update(
    tenant_id: str,
    agent_id: str | UUID,
    *,
    name: str | None = None,
    language: Language | None = None,
    persona: str | None = None,
    voice: str | None = None,
    config: Mapping[str, Any] | None = None,
) -> Agent:
    """Change what is given; a config is replaced as a whole. Raises InvalidConfig, database.NotFound, Conflict."""
    if not _is_uuid(agent_id):
        raise database.NotFound(str(agent_id))
    async with database.tenant(tenant_id) as rows:
        agent = await rows.one(Agent, _AGENT + "where a.id = %s for update of a", [agent_id])
        new = validated(agent.type, config) if config is not None else None
        await rows.run(
            """update agents set name = coalesce(%s, name), language = coalesce(%s, language),
                      persona = coalesce(%s, persona), voice = coalesce(%s, voice), config = coalesce(%s, config),
                      updated_at = now()
                where id = %s""",
            [name, language, persona, voice, Jsonb(new) if new is not None else None, agent_id],
        )
        if new is not None:
            tables.place(rows, agent.id, new.get("tables", []))
        agent = await rows.one(Agent, _AGENT + "where a.id = %s", [agent_id])
    _known.forget((str(tenant_id), str(agent_id)))
    return agent


async def delete(tenant_id: str, agent_id: str | UUID) -> bool:
    """Let an agent go, with its conversations and reservations. False where there was none."""
    if not _is_uuid(agent_id):
        return False
    async with database.tenant(tenant_id) as rows:
        gone = await rows.maybe(UUID, "delete from agents where id = %s returning id", [agent_id])
    _known.forget((str(tenant_id), str(agent_id)))
    return gone is not None


def _is_uuid(text: str | UUID) -> bool:
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False
