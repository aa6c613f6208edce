"""The avatar: whoever holds a key gets a token of HeyGen's, and the account's key stays in the house."""

from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import httpx
import pytest

from api import avatar
from records import keys
from server import create_app
from settings import settings
from simulators.heygen import Simulator
from simulators.serving import serving
from tests.conftest import Tenant


@pytest.fixture(scope="module")
def heygen() -> Iterator[str]:
    with serving(Simulator()) as url:
        yield url


@pytest.fixture
async def page(tenant: Tenant) -> AsyncIterator[httpx.AsyncClient]:
    """A page that holds a visitor's key."""
    headers = {"authorization": f"Bearer {await keys.create(tenant.id, role='visitor')}"}
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://house", headers=headers) as client:
        yield client
    settings.cache_clear()


@pytest.fixture
def account(heygen: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A key of HeyGen's, known to the settings."""
    key = f"sim?id={uuid4().hex}"
    for name, value in {"HEYGEN_API_KEY": key, "HEYGEN_URL": heygen, "HEYGEN_AVATAR_ID": "Anna_public"}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield key
    monkeypatch.undo()
    settings.cache_clear()


async def test_a_token_is_given_and_the_avatar_named(page: httpx.AsyncClient, account: str, heygen: str):
    first, second = [(await page.post("/api/heygen/token")).json() for _ in range(2)]
    assert set(first) == {"token", "avatarId"}
    assert first["avatarId"] == "Anna_public"
    assert len(first["token"]) > 20
    assert first["token"] != second["token"]
    async with httpx.AsyncClient() as http:
        asked = (await http.get(f"{heygen}/simulator/requests")).json()["requests"]
    assert [one["key"] for one in asked].count(account) == 2


async def test_without_a_key_of_heygens_the_setting_is_named(page: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HEYGEN_API_KEY", "")
    settings.cache_clear()
    answered = await page.post("/api/heygen/token")
    assert (answered.status_code, answered.json()["type"]) == (503, "urn:switchboard:problem:no-avatar")
    assert "HEYGEN_API_KEY" in answered.json()["detail"]


@pytest.mark.parametrize("fault", ["401", "429", "500", "empty", "garbage"])
async def test_trouble_at_heygen_is_no_trouble_of_ours(
    page: httpx.AsyncClient, account: str, monkeypatch: pytest.MonkeyPatch, fault: str
):
    monkeypatch.setenv("HEYGEN_API_KEY", f"sim?fault={fault}")
    settings.cache_clear()
    answered = await page.post("/api/heygen/token")
    assert (answered.status_code, answered.json()["type"]) == (503, "urn:switchboard:problem:provider")
    assert "sim?" not in answered.text


async def test_tokens_are_not_given_without_end(page: httpx.AsyncClient, account: str):
    given = [(await page.post("/api/heygen/token")).status_code for _ in range(avatar.tokens.most)]
    assert given == [200] * avatar.tokens.most
    refused = await page.post("/api/heygen/token")
    assert (refused.status_code, refused.json()["type"]) == (429, "urn:switchboard:problem:too-many")
    assert 0 < int(refused.headers["retry-after"]) <= 60


async def test_nobody_gets_a_token_without_a_key_of_the_house(page: httpx.AsyncClient, account: str):
    assert (await page.post("/api/heygen/token", headers={"authorization": ""})).status_code == 401
