"""Sample tenants: YAML files put in place as rows. The same file again changes nothing; a changed one, what it says.

A tenant is known by its name and an agent by its name within the tenant: their ids are made from these names, so that
links and scripts survive a fresh start. Documents are handed back for knowledge/index.py to read in, as embedding them
is not this room's work.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid5

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from records import agents, tenants
from records.documents import Source
from settings import Language

NAMES = UUID("6f0c8d0e-0b52-5c0a-9d5e-5a1f5b7c2f11")
"""The namespace of the sample ids."""


class UnreadableSample(ValueError):
    """A sample file that cannot be put in place; the message names the file, the field and the remedy."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SampleAgent(_Strict):
    """An agent as the file has it; `config` is checked by its type's model."""

    name: str = Field(min_length=1, max_length=200)
    type: str
    language: Language = "en"
    persona: str = ""
    voice: str = ""
    config: dict[str, Any] = {}


class SampleDocument(_Strict):
    """A document as the file has it: Markdown."""

    title: str = Field(min_length=1)
    source: Source = "policy"
    language: Language = "en"
    content: str = Field(min_length=1)


class SampleTenant(_Strict):
    """One file."""

    name: str = Field(min_length=1, max_length=200)
    industry: str = "restaurant"
    language: Language = "en"
    timezone: Annotated[str, AfterValidator(tenants.check_timezone)] = "Europe/Berlin"
    region: str = Field("DE", pattern="^[A-Z]{2}$")
    agents: list[SampleAgent] = Field(min_length=1)
    documents: list[SampleDocument] = []


async def apply(path: Path | str) -> list[dict[str, Any]]:
    """Put a YAML file, or every tenant's file of a folder, in place.

    Returns for each tenant {"name", "tenant_id", "agents": [{"name", "type", "agent_id"}], "documents": [{"title",
    "source", "language", "content"}]}. Raises UnreadableSample before anything is written.
    """
    path = Path(path)
    files = [path] if path.is_file() else sorted(path.glob("*.yaml"))
    samples = [sample for file in files if (sample := read(file)) is not None]
    return [await _put(sample) for sample in samples]


def read(file: Path) -> SampleTenant | None:
    """A sample tenant, checked as a whole; None for a YAML file that is something else. Raises UnreadableSample."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableSample(f"{file.name} is not YAML: {error}") from error
    if not isinstance(content, Mapping) or "agents" not in content:
        return None
    try:
        sample = SampleTenant.model_validate(content)
        for agent in sample.agents:
            agents.validated(agent.type, agent.config)
    except ValidationError as error:
        first = error.errors()[0]
        raise UnreadableSample(f"{file.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except agents.InvalidConfig as error:
        raise UnreadableSample(f"{file.name}: {agent.name}: {error}") from error
    return sample


def tenant_id(name: str) -> UUID:
    """The id of the sample tenant of this name."""
    return uuid5(NAMES, name)


def agent_id(tenant: str, name: str) -> UUID:
    """The id of a sample tenant's agent."""
    return uuid5(tenant_id(tenant), name)


async def _put(sample: SampleTenant) -> dict[str, Any]:
    own = str(tenant_id(sample.name))
    wanted: dict[str, Any] = {"name": sample.name, "industry": sample.industry, "language": sample.language}
    wanted |= {"timezone": sample.timezone, "region": sample.region}
    there = await tenants.get(own)
    if there is None:
        await tenants.create(id=UUID(own), **wanted)
    elif any(getattr(there, field) != value for field, value in wanted.items()):
        await tenants.update(own, **wanted)
    return {
        "name": sample.name,
        "tenant_id": own,
        "agents": [await _put_agent(own, sample.name, agent) for agent in sample.agents],
        "documents": [document.model_dump() for document in sample.documents],
    }


async def _put_agent(tenant: str, tenant_name: str, wanted: SampleAgent) -> dict[str, str]:
    id = agent_id(tenant_name, wanted.name)
    there = await agents.get(tenant, id)
    texts: dict[str, Any] = {"language": wanted.language, "persona": wanted.persona, "voice": wanted.voice}
    if there is None:
        await agents.create(tenant, id=id, name=wanted.name, type=wanted.type, config=wanted.config, **texts)
    else:
        config = agents.validated(there.type, wanted.config)
        if there.config != config or any(getattr(there, field) != text for field, text in texts.items()):
            await agents.update(tenant, id, config=wanted.config, **texts)
    return {"name": wanted.name, "type": wanted.type, "agent_id": str(id)}
