"""Who may knock."""

import re

import httpx
import pytest
from fastapi import FastAPI

from api import problems
from api.access import Operator
from records import keys
from server import create_app
from settings import settings
from tests.api.desks import Desk, fresh

OPEN = {"/health", "/api/health"}
SIGNED = {"/voice/phone/{agent_id}", "/voice/phone/{agent_id}/dialled"}
"""Asked by Twilio, which shows no key but signs what it asks (test_voice_phone.py)."""


async def routes(http: httpx.AsyncClient) -> list[tuple[str, str]]:
    document = (await http.get("/openapi.json")).json()
    return [(method.upper(), path) for path, methods in document["paths"].items() for method in methods]


def filled(path: str) -> str:
    """The path with an id in every place."""
    return re.sub(r"\{\w+\}", fresh(), path)


async def test_every_route_but_health_refuses_without_a_key(http):
    found = await routes(http)
    assert len(found) >= 10
    for method, path in found:
        answered = await http.request(method, filled(path), json={})
        if path in OPEN:
            assert answered.status_code == 200, path
        elif path in SIGNED:
            assert answered.status_code == 403, path
        else:
            assert answered.status_code == 401, (method, path)
            assert answered.headers["www-authenticate"].startswith("Bearer")
            assert answered.headers["content-type"] == "application/problem+json"
            assert answered.json()["type"] == "urn:switchboard:problem:no-key"


@pytest.mark.parametrize("key", ["sb_wrong", "nonsense", "x" * 300, "%00", "sb_" + "é"])
async def test_a_wrong_key_is_refused_everywhere(http, key):
    for method, path in await routes(http):
        if path not in OPEN | SIGNED:
            headers = [(b"authorization", f"Bearer {key}".encode())]
            answered = await http.request(method, filled(path), json={}, headers=headers)
            assert answered.status_code == 401, (method, path)
            assert answered.json()["type"] == "urn:switchboard:problem:wrong-key"


async def test_the_documentation_is_open_and_names_the_key(http):
    assert (await http.get("/docs")).status_code == 200
    document = (await http.get("/openapi.json")).json()
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert bool(operation.get("security")) == (path not in OPEN | SIGNED), path


async def test_a_key_may_come_as_x_api_key(desk: Desk):
    answered = await desk.http.post("/chat/message", json=desk.body("Hello!"), headers={"x-api-key": desk.key})
    assert answered.status_code == 200


async def test_a_revoked_key_opens_nothing_more(desk: Desk):
    """Within ten seconds; a key that was never used here is refused at once."""
    key = await keys.create(desk.tenant_id)
    principal = await keys.principal(key)
    assert principal is not None
    await keys.revoke(desk.tenant_id, principal.key_id)
    answered = await desk.http.post("/chat/message", json=desk.body("Hello!"), headers={"x-api-key": key})
    assert answered.status_code == 401


async def test_german_is_answered_to_who_prefers_it(http):
    wishes = {"de": "de", "de-AT,en;q=0.5": "de", "en,de;q=0.9": "en", "fr": "en", "en;q=0.1, de": "de", "de;q=": "de"}
    for wish, language in wishes.items():
        answered = await http.post("/chat/message", json={}, headers={"accept-language": wish})
        assert answered.headers["content-language"] == language, wish
        assert answered.json()["title"] == {"de": "Ein Schlüssel fehlt", "en": "A key is needed"}[language]


async def test_a_request_keeps_its_id_and_gets_one_if_it_has_none(http):
    assert (await http.get("/health", headers={"x-request-id": "mine-7"})).headers["x-request-id"] == "mine-7"
    given = (await http.get("/health", headers={"x-request-id": "no good"})).headers["x-request-id"]
    assert len(given) == 32


async def test_a_browser_signs_in_to_the_playground_once(desk: Desk):
    page = "/agents/receptionist/playground/"
    async with httpx.AsyncClient(base_url=desk.url) as browser:
        asked = await browser.get(page, headers={"accept": "text/html", "accept-language": "de"})
        assert (asked.status_code, "API-Schlüssel" in asked.text) == (401, True)
        assert (await browser.post(page, data={"key": "sb_wrong"})).status_code == 401
        entered = await browser.post(page, data={"key": desk.key})
        assert (entered.status_code, entered.headers["location"]) == (303, page)
        assert {"HttpOnly", "SameSite=strict", "Path=/agents"} <= set(entered.headers["set-cookie"].split("; "))
        shown = await browser.get(page)
        assert (shown.status_code, "CONFIG_SCHEMA" in shown.text) == (200, True)
        assert (await browser.get(page + "assets/index-400979f0.js")).status_code == 200
        run = {"input": "Hello!", "config": {"configurable": {"thread_id": fresh()}}}
        assert (await browser.post("/agents/receptionist/invoke", json=run)).status_code == 200
        elsewhere = {"sec-fetch-site": "same-site"}
        assert (await browser.post("/agents/receptionist/invoke", json=run, headers=elsewhere)).status_code == 401


async def test_the_playground_offers_a_thread_of_its_own_each_time(desk: Desk):
    pages = {(await desk.http.get("/agents/receptionist/playground/", headers=desk.headers)).text for _ in range(2)}
    assert len(pages) == 2


async def test_a_browser_page_may_call_from_the_origins_that_are_set(monkeypatch):
    monkeypatch.setenv("CORS_ORIGINS", "https://console.example")
    settings.cache_clear()
    try:
        app = create_app()
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as page:
        for origin, allowed in (
            ("https://console.example", "https://console.example"),
            ("https://elsewhere.example", None),
        ):
            preflight = await page.options("/chat/message", headers={"origin": origin, **asked})
            refused = await page.post("/chat/message", headers={"origin": origin}, json={})
            assert preflight.headers.get("access-control-allow-origin") == allowed
            assert (refused.status_code, refused.headers.get("access-control-allow-origin")) == (401, allowed)


async def test_a_role_that_does_not_suffice_is_told_so(desk: Desk):
    app = FastAPI()
    problems.install(app)

    @app.get("/books")
    async def books(operator: Operator) -> str:
        return str(operator.tenant_id)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as client:
        refused = await client.get("/books", headers=desk.headers)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:switchboard:problem:not-allowed")
        allowed: tuple[keys.Role, ...] = ("operator", "admin")
        for role in allowed:
            key = await keys.create(desk.tenant_id, role=role)
            assert (await client.get("/books", headers={"x-api-key": key})).json() == desk.tenant_id
