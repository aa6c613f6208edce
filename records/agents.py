"""Agents: what a tenant's callers talk to. An agent is a type (a graph), a voice and persona, and a config: what
differs between businesses is data, and the type's model here says which data and what is wrong with it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from psycopg.types.json import Jsonb
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from records import cached_answers, database, resources
from records.remembered import Remembered
from rules import hours as opening
from rules import rooms as lodging
from settings import Language, settings

FRESH_S = 3
"""How long a process may serve an agent as it was before another process changed it."""

GROUP_MAX = 14
"""The largest party that the staff is asked about; above it, dining is private."""
CANCEL_UNTIL_H = 0
LATE_GRACE_MIN = 15


class InvalidConfig(ValueError):
    """A config that its agent's type cannot work with; the message names each field and what to write there."""


# --- what a receptionist needs to know --------------------------------------------------------------------------------

Text = Annotated[str, BeforeValidator(str)]
"""YAML reads an unquoted 2026-12-24 as a date and an unquoted 7 as a number; here both are meant as written."""


def _whole_cents(amount: float) -> float:
    lodging.cents(amount)
    return amount


def _wall_clock(text: object) -> str:
    # Without quotation marks YAML reads 15:00 as a number of minutes.
    if isinstance(text, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        return text
    raise ValueError(f'{text!r} is not a time; write "15:00", in quotation marks')


def _not_twice(names: Sequence[str], what: str) -> None:
    """Raises ValueError where two have the same name."""
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two {what} are called {twice[0]!r}; give each its own name")


Money = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False), AfterValidator(_whole_cents)]
"""Units of the currency with at most two decimals, 129.50; the rules reckon in cents."""

Clock = Annotated[str, BeforeValidator(_wall_clock)]
"""A time of the house's wall clock, "15:00"."""

Name = Annotated[Text, Field(min_length=1, max_length=40)]

Names = dict[Language, Annotated[list[Annotated[str, Field(min_length=1, max_length=60)]], Field(min_length=1)]]
"""What callers call a thing, by language; the first is the one to say."""


def _e164(number: str) -> str:
    if re.fullmatch(E164, number):
        return number
    raise ValueError(f'{number!r} is no telephone number; write "+493012345678", with its country and without spaces')


E164 = r"\+[1-9]\d{6,14}"
"""A telephone number as ITU-T E.164 has it."""

Number = Annotated[Text, AfterValidator(_e164)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TableConfig(_Strict):
    """One table. Two tables of a house cannot share a name."""

    name: Name
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


class SeasonConfig(_Strict):
    """Nights with a price of their own, `from` and `until` included; without a year they come every year."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: Text = Field(alias="from")
    until: Text | None = None
    rate: Money
    weekend_rate: Money | None = None

    @model_validator(mode="after")
    def readable(self) -> "SeasonConfig":
        lodging.stretch({"from": self.from_, "until": self.until})
        return self


class ClosedConfig(_Strict):
    """Nights on which nobody sleeps in the house, `from` and `until` included; without a year they come every year."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: Text = Field(alias="from")
    until: Text | None = None

    @model_validator(mode="after")
    def readable(self) -> "ClosedConfig":
        lodging.stretch({"from": self.from_, "until": self.until})
        return self


class RoomTypeConfig(_Strict):
    """Rooms that are alike: a caller chooses the type, the house the room."""

    name: Name
    names: Names
    sleeps: int = Field(ge=1, le=20)
    """Guests, children included."""
    view: Text | None = Field(None, max_length=40)
    rate: Money
    """A night, taxes contained."""
    weekend_rate: Money | None = None
    """The nights of Friday and Saturday."""
    seasons: list[SeasonConfig] = []
    rooms: list[Name] = Field(min_length=1)
    blocked: list[Name] = []
    """Out of use: nobody new sleeps here."""

    @model_validator(mode="after")
    def blocked_are_rooms(self) -> "RoomTypeConfig":
        if unknown := sorted(set(self.blocked) - set(self.rooms)):
            raise ValueError(f"blocked: {unknown[0]!r} is no room of {self.name!r}; there are {', '.join(self.rooms)}")
        return self


class ExtraConfig(_Strict):
    """Something that can be had with a stay; `per` says what its price is multiplied by."""

    name: Name
    names: Names
    price: Money
    per: lodging.Per


class RoomsConfig(_Strict):
    """The beds of a house and its terms."""

    currency: str = Field(lodging.CURRENCY, pattern="^[A-Z]{3}$")
    check_in: Clock = f"{lodging.CHECK_IN:%H:%M}"
    check_out: Clock = f"{lodging.CHECK_OUT:%H:%M}"
    min_nights: int = Field(lodging.MIN_NIGHTS, ge=1, le=365)
    max_nights: int = Field(lodging.MAX_NIGHTS, ge=1, le=365)
    horizon_days: int = Field(lodging.HORIZON_DAYS, ge=1, le=730)
    """From today to the day of arrival."""
    tax_percent: float = Field(0, ge=0, le=100, allow_inf_nan=False)
    """Contained in the rates and the extras."""
    city_tax: Money = 0
    """Per night and guest who is old enough, on top."""
    city_tax_from: int = Field(lodging.CITY_TAX_FROM, ge=0, le=99)
    """Age in years from which the city tax is due."""
    closed: list[ClosedConfig] = []
    types: list[RoomTypeConfig] = Field(min_length=1)
    extras: list[ExtraConfig] = []

    @model_validator(mode="after")
    def fits_together(self) -> "RoomsConfig":
        _not_twice([one.name for one in self.types], "room types")
        _not_twice([room for one in self.types for room in one.rooms], "rooms")
        _not_twice([one.name for one in self.extras], "extras")
        if self.max_nights < self.min_nights:
            raise ValueError(f"max_nights {self.max_nights} is less than min_nights {self.min_nights}; raise it")
        if self.check_out > self.check_in:
            raise ValueError(
                f"check_out {self.check_out} is after check_in {self.check_in}; guests leave before others come"
            )
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
    group_max: int = Field(GROUP_MAX, ge=1, le=1000)
    """The largest party that the staff is asked about; above it, dining is private."""
    cancel_until_h: int = Field(CANCEL_UNTIL_H, ge=0, le=720)
    """Hours before the start up to which callers cancel by themselves; later a colleague does it."""
    late_grace_min: int = Field(LATE_GRACE_MIN, ge=0, le=240)
    """How long a table waits for a party that is late."""
    hold_s: int | None = Field(None, ge=10, le=3600)
    """How long a table is kept while the caller decides; by default what the installation is set to."""
    tables: list[TableConfig] = []
    combinations: list[Annotated[list[Name], Field(min_length=2)]] = []
    """Tables that can be put together, by name: all of one list for one party; their seats add up."""
    rooms: RoomsConfig | None = None
    """Only in a house with beds."""
    address: str = ""
    phone: str = ""
    transfer_number: Number | None = None
    """Where a person answers: callers by telephone who ask for one are put through."""

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
        _not_twice([table.name for table in tables], "tables")
        return tables

    @field_validator("group_max")
    @classmethod
    def begins_after_max_party(cls, group_max: int, known: ValidationInfo) -> int:
        if group_max < (max_party := known.data.get("max_party", 1)):
            raise ValueError(f"{group_max} is less than max_party {max_party}; raise it, or leave it out")
        return group_max

    @field_validator("combinations")
    @classmethod
    def tables_exist(cls, combinations: list[list[str]], known: ValidationInfo) -> list[list[str]]:
        names = [table.name for table in known.data.get("tables", ())]
        for members in combinations if "tables" in known.data else ():
            if unknown := [name for name in members if name not in names]:
                raise ValueError(f"there is no table {unknown[0]!r}; there are {', '.join(names) or 'none'}")
            if len(set(members)) < len(members):
                raise ValueError(f"a table is named twice in {members}; name each once")
        return combinations


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


def spoken_by(voice: str) -> str:
    """A vendor's name or id of a voice, or nothing for the house's own. Raises InvalidConfig.

    Which vendor has it is not asked here: one that has not speaks with its own.
    """
    if voice and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}", voice):
        raise InvalidConfig(
            "voice: write a vendor's name or id of a voice, at most 100 of A-Z a-z 0-9 . _ - and blanks"
        )
    return voice


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
    learned: int = field(compare=False)  # the tenant's count of changes when this was read (cached_answers)

    @cached_property
    def schedule(self) -> opening.Schedule:
        """When this agent's house seats its guests."""
        return opening.Schedule.of(self.config, self.timezone)

    @cached_property
    def rooms(self) -> lodging.Rooms | None:
        """The rooms of this agent's house and what they cost; None for a house without beds."""
        rooms = self.config.get("rooms")
        return lodging.Rooms.of(rooms, self.timezone) if rooms else None

    @property
    def combinations(self) -> Sequence[Sequence[str]]:
        """Which of the house's tables, by name, can be put together."""
        return self.config.get("combinations") or ()

    @property
    def group_max(self) -> int:
        """The largest party that the staff is asked about; never less than the largest that is booked at once."""
        return max(self.config.get("group_max") or GROUP_MAX, self.schedule.max_party)

    @property
    def cancel_until_h(self) -> int:
        """Hours before the start up to which callers cancel by themselves."""
        return self.config.get("cancel_until_h", CANCEL_UNTIL_H)

    @property
    def late_grace_min(self) -> int:
        """How long this house keeps the table of a party that is late."""
        return self.config.get("late_grace_min", LATE_GRACE_MIN)

    @property
    def transfer_number(self) -> str | None:
        """Where a person of this house answers the telephone, E.164."""
        return self.config.get("transfer_number")

    @property
    def hold_s(self) -> int:
        """How long this house keeps a table while a caller decides."""
        return self.config.get("hold_s") or settings().hold_s


_AGENT = """
    select a.id, a.tenant_id, a.name, a.type, a.language, a.persona, a.voice, a.config, t.timezone, t.region,
           t.name as tenant_name, t.industry, t.learned
      from agents a join tenants t on t.id = a.tenant_id
"""

_known: Remembered[tuple[str, str], Agent] = Remembered(ttl_s=FRESH_S, most=1000)


async def get(tenant_id: str, agent_id: str | UUID, *, learned: int = 0) -> Agent | None:
    """The tenant's agent of this id, or None; as it was at most three seconds ago, or when the tenant's count of changes
    was `learned`, if that is later.
    """
    key = (str(tenant_id), str(agent_id))
    if (agent := _known.get(key)) is not None and agent.learned >= learned:
        return agent
    if not _is_uuid(agent_id):
        return None
    async with database.tenant(tenant_id) as rows:
        agent = await load(rows, agent_id)
    return _known.put(key, agent) if agent is not None else None


async def owner(agent_id: str | UUID) -> str | None:
    """The tenant whose agent this is. For a telephone, which rings before a tenant is known; nothing else is told."""
    if not _is_uuid(agent_id):
        return None
    async with database.desk() as rows:
        found = await rows.value("select owner_of_agent(%s)", [agent_id])
    return str(found) if found else None


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
            [id, name, type, language, persona, spoken_by(voice), Jsonb(config)],
        )
        resources.place(rows, agent_id, config)
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
    voice = spoken_by(voice) if voice is not None else None
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
            resources.place(rows, agent.id, new)
        before = agent
        agent = await rows.one(Agent, _AGENT + "where a.id = %s", [agent_id])
        if (agent.name, agent.language, agent.persona) != (before.name, before.language, before.persona):
            cached_answers.forget(rows, [cached_answers.persona(agent.id)])
        elif agent.config != before.config:
            cached_answers.forget(rows, [cached_answers.house(agent.id)])
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
