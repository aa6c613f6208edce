"""LangServe: every agent type at /agents/{type}/…, behind the same keys as every other door.

`invoke`, `stream`, `stream_events`, `stream_log` and the schemas are LangServe's own routes over `turns/runnable.py`,
so `langserve.RemoteRunnable` works unmodified. Four things about LangServe decide how it is wired here:

- It drops what a client puts under `configurable` unless the runnable declares it, and runs its config modifier last:
  here the modifier overwrites the tenant with the key's and enters the turn, so that a refusal has a status of its own
  and a stream that has begun has nothing left to refuse.
- Its schema and playground routes bypass the modifier: the key is asked for by a dependency of every route.
- `batch` would run all inputs on one thread at once: it is not served.
- Its streams would be cut off the moment the server is asked to stop: they are left to end with their turn.

The playground is LangServe's page with a thread of its own on every visit. A browser cannot send a header with a
link, so the page asks for the key once and keeps it in a cookie that scripts cannot read, that is sent to /agents only
and to no request of another site. A key never stands in a URL.
"""

import uuid
import warnings
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends
from langserve import add_routes
from langserve.playground import serve_playground
from langserve.server import EndpointName
from sse_starlette.sse import AppStatus
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from api import access, problems
from graphs import registry
from turns.runnable import ENTERED, AgentRunnable, Answer, Input
from turns.utterance import NotUnderstood

ENDPOINTS: tuple[EndpointName, ...] = (
    "invoke",
    "stream",
    "stream_events",
    "stream_log",
    "input_schema",
    "output_schema",
    "config_schema",
    "config_hashes",
)
KNOCKING = [Depends(access.visitor)]
SIGNED_IN_S = 12 * 3600

AppStatus.disable_automatic_graceful_drain()


def router() -> APIRouter:
    """The routes of every agent type of the registry."""
    routes = APIRouter(prefix="/agents")
    for agent_type in registry.types():
        _serve(routes, AgentRunnable(agent_type))
        _playground(routes, agent_type)
    for route in routes.routes:
        if isinstance(route, Route) and "/c/{config_hash}/" in route.path:
            route.include_in_schema = False
    return routes


def _serve(routes: APIRouter, runnable: AgentRunnable) -> None:
    async def entered(config: dict[str, Any], request: Request) -> dict[str, Any]:
        """The run's config, with the tenant of the key and the turn already entered."""
        body = await request.json()
        if not isinstance(body, dict) or "input" not in body:
            raise NotUnderstood("input", "missing")
        asked = {**(config.get("configurable") or {}), "tenant_id": str(request.state.principal.tenant_id)}
        return {**config, "configurable": {**asked, ENTERED: await runnable.enter(body["input"], asked)}}

    with warnings.catch_warnings():
        # LangServe asks runnables for schemas in ways that LangChain has since deprecated.
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"langserve\..*|langchain_core\..*")
        add_routes(
            routes,
            runnable,
            path=f"/{runnable.agent_type}",
            enabled_endpoints=ENDPOINTS,
            per_req_config_modifier=entered,
            dependencies=KNOCKING,
        )


def _playground(routes: APIRouter, agent_type: str) -> None:
    path = f"/{agent_type}/playground"

    @routes.get(path + "/{file_path:path}", include_in_schema=False)
    async def playground(file_path: str, request: Request) -> Response:
        """LangServe's page, or the page that asks for a key."""
        try:
            await access.visitor(request)
        except access.NoKey as refused:
            if "text/html" not in request.headers.get("accept", ""):
                raise
            return _sign_in(request, wrong=refused.wrong)
        runnable = AgentRunnable(agent_type, thread=str(uuid.uuid4()))
        base = request.scope.get("root_path", "").rstrip("/") + routes.prefix + path
        return await serve_playground(
            runnable, Input, Answer, ("configurable",), base, file_path, False, False, playground_type="default"
        )

    @routes.post(path + "/", include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        """Take the key from the page's form and show the playground."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        key = form.get("key", [""])[0].strip()
        try:
            await access.known(key)
        except access.NoKey:
            return _sign_in(request, wrong=True)
        shown = RedirectResponse(request.url.path, status_code=303)
        shown.set_cookie(
            access.COOKIE, key, max_age=SIGNED_IN_S, path="/agents", secure=request.url.scheme == "https", httponly=True,
            samesite="strict",
        )  # fmt: skip
        return shown


PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>body{{font:16px system-ui;max-width:28rem;margin:20vh auto;padding:0 1rem}}
input,button{{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;margin-top:.5rem}}
p.wrong{{color:#a00}}</style>
<h1>{title}</h1>{wrong}
<form method="post"><label>{label}
<input type="password" name="key" autocomplete="current-password" required autofocus></label>
<button>{button}</button></form><p>{hint}</p></html>"""
WORDS = {
    "en": {
        "title": "Playground",
        "label": "API key of the tenant",
        "button": "Open",
        "wrong": "This key is not valid.",
        "hint": "make run prints a key; DATA/demo.json holds all of the demo's.",
    },
    "de": {
        "title": "Spielplatz",
        "label": "API-Schlüssel des Mandanten",
        "button": "Öffnen",
        "wrong": "Dieser Schlüssel gilt nicht.",
        "hint": "make run gibt einen Schlüssel aus; DATA/demo.json enthält alle der Demo.",
    },
}


def _sign_in(request: Request, *, wrong: bool) -> Response:
    """The page that asks for the key, as a 401."""
    language = problems.language(request)
    words = WORDS[language]
    page = PAGE.format(lang=language, **{**words, "wrong": f'<p class="wrong">{words["wrong"]}</p>' if wrong else ""})
    headers = {"www-authenticate": 'Bearer realm="switchboard"', "cache-control": "no-store"}
    return HTMLResponse(page, 401, headers)
