"""Tenants: the businesses that share this house. A tenant sees itself and no other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from records import database

Language = Literal["en", "de"]


@dataclass(frozen=True)
class Tenant:
    """One business."""

    id: UUID
    name: str
    industry: str
    language: Language
    timezone: str  # IANA, e.g. Europe/Berlin: where its wall clock hangs
    region: str  # two letters: how its telephone numbers without a country code are read
    created_at: datetime


COLUMNS = "id, name, industry, language, timezone, region, created_at"


async def create(
    *,
    name: str,
    industry: str = "restaurant",
    language: Language = "en",
    timezone: str = "Europe/Berlin",
    region: str = "DE",
    id: UUID | None = None,
) -> Tenant:
    """Open the house to a business. Raises ValueError for an unknown time zone, database.Conflict for a known id."""
    check_timezone(timezone)
    tenant_id = id or uuid4()
    async with database.tenant(str(tenant_id)) as rows:
        return await rows.one(
            Tenant,
            f"""insert into tenants (id, name, industry, language, timezone, region)
                values (%s, %s, %s, %s, %s, %s) returning {COLUMNS}""",
            [tenant_id, name, industry, language, timezone, region],
        )


async def get(tenant_id: str) -> Tenant | None:
    """The business itself, or None where there is none of this id."""
    async with database.tenant(tenant_id) as rows:
        return await rows.maybe(Tenant, f"select {COLUMNS} from tenants")


async def update(
    tenant_id: str,
    *,
    name: str | None = None,
    industry: str | None = None,
    language: Language | None = None,
    timezone: str | None = None,
    region: str | None = None,
) -> Tenant:
    """Change what is given. Its agents know after agents.FRESH_S. Raises ValueError, database.NotFound."""
    if timezone is not None:
        check_timezone(timezone)
    async with database.tenant(tenant_id) as rows:
        tenant = await rows.one(
            Tenant,
            f"""update tenants set name = coalesce(%s, name), industry = coalesce(%s, industry),
                       language = coalesce(%s, language), timezone = coalesce(%s, timezone),
                       region = coalesce(%s, region), learned = learned + 1
                returning {COLUMNS}""",
            [name, industry, language, timezone, region],
        )
        rows.later("delete from cached_answers")
        return tenant


async def delete(tenant_id: str) -> bool:
    """Remove the business and everything it ever had here. False where there was none."""
    async with database.tenant(tenant_id) as rows:
        return await rows.maybe(Tenant, f"delete from tenants returning {COLUMNS}") is not None


def check_timezone(timezone: str) -> str:
    """Raises ValueError, with the remedy, where the name is no time zone."""
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{timezone!r} is no time zone; write an IANA name such as Europe/Berlin") from None
    return timezone
