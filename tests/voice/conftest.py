"""A house that takes turns in this very process, with a pretend model, for calls that are heard and spoken."""

import os
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from providers import groq as groq_client
from records import agents
from settings import settings
from simulators import groq
from simulators.serving import serving
from tests.api.desks import CONFIG, Model
from tests.conftest import Tenant
from turns import taking


@pytest.fixture(scope="session")
def pretend_model(postgres_url: str) -> Iterator[str]:
    """A pretend Groq, known to the settings."""
    with serving(groq.Simulator()) as url:
        before = dict(os.environ)
        os.environ |= {"GROQ_BASE_URL": url, "GROQ_API_KEY": "sim", "EMBEDDING_MODEL": "offline"}
        settings.cache_clear()
        yield url
        os.environ.clear()
        os.environ |= before
        settings.cache_clear()


@pytest.fixture
def model(pretend_model: str) -> Iterator[Model]:
    """The pretend model, to be made slow or faulty; it behaves again afterwards."""
    yield Model(pretend_model)
    httpx.delete(f"{pretend_model}/simulator/behaviour").raise_for_status()


@pytest.fixture(scope="session")
async def taking_turns(postgres: str, pretend_model: str) -> AsyncIterator[None]:
    """Turns are taken here."""
    await taking.start()
    yield
    await taking.close()
    await groq_client.close()


@pytest.fixture
async def front_desk(taking_turns: None, tenant: Tenant) -> Tenant:
    """A tenant whose receptionist has eight tables."""
    await agents.update(tenant.id, tenant.agent_id, config=CONFIG)
    return tenant
