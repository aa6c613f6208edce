"""What an operator finds in what the agents have read, and nobody else."""

from typing import Any

import pytest

from knowledge import index
from records import keys
from tests.api.desks import Desk, fresh

POLICIES = "## Dogs\nDogs are welcome in the garden.\n\n## Parking\nThe garage next door costs 2.50 euros an hour."
REGELN = "## Hunde\nIm Garten sind Hunde willkommen.\n\n## Parken\nDie Garage nebenan kostet 2,50 Euro die Stunde."


@pytest.fixture
async def read_up(desk: Desk) -> Desk:
    """A desk whose agents have read the house rules, in both languages."""
    await index.ingest(desk.tenant_id, title="House policies", source="policy", language="en", content=POLICIES)
    await index.ingest(desk.tenant_id, title="Hausregeln", source="policy", language="de", content=REGELN)
    return desk


async def search(desk: Desk, q: str, *, role: keys.Role = "operator", **params: Any):
    key = await keys.create(desk.tenant_id, role=role)
    headers = {"authorization": f"Bearer {key}"} | params.pop("headers", {})
    return await desk.http.get("/knowledge/search", params={"q": q, **params}, headers=headers)


async def found(desk: Desk, q: str, **params: Any) -> list[str]:
    answered = await search(desk, q, **params)
    assert answered.status_code == 200, answered.text
    return [one["title"] for one in answered.json()["results"]]


async def test_a_result_says_what_stands_where(read_up: Desk):
    told = (await search(read_up, "Can I bring my dog?")).json()
    assert (told["question"], told["language"], told["mode"]) == ("Can I bring my dog?", "en", "fused")
    first = told["results"][0]
    assert 0 < first.pop("score") <= 1
    assert first.pop("id") and first.pop("document_id")
    assert first == {
        "title": "Dogs",
        "content": "Dogs are welcome in the garden.",
        "source": "policy",
        "document": "House policies",
        "language": "en",
    }


async def test_the_named_language_goes_first(read_up: Desk):
    assert (await found(read_up, "Wo kann ich parken?", language="de"))[:1] == ["Parken"]
    assert (await found(read_up, "Wo kann ich parken?", language="en"))[:1] == ["Parking"]
    assert (await found(read_up, "Can I bring my dog?", agent_id=read_up.agent_id))[:1] == ["Dogs"]


@pytest.mark.parametrize("mode", ["fused", "dense", "text"])
async def test_each_mode_finds_what_is_asked_for(read_up: Desk, mode: str):
    assert (await found(read_up, "Are dogs welcome in the garden?", mode=mode))[:1] == ["Dogs"]


async def test_no_more_is_told_than_was_asked_for(read_up: Desk):
    assert len(await found(read_up, "dogs in the garden, or parking in the garage", limit=1)) == 1
    assert await found(read_up, "What is the capital of Peru?", mode="text") == []


async def test_only_who_works_for_the_tenant_may_search(read_up: Desk):
    assert (await search(read_up, "dogs", role="visitor")).status_code == 403
    assert (await search(read_up, "dogs", role="customer")).status_code == 403
    assert (await read_up.http.get("/knowledge/search", params={"q": "dogs"})).status_code == 401


async def test_nothing_of_another_tenant_is_found(read_up: Desk, other_desk: Desk):
    assert await found(other_desk, "Are dogs welcome in the garden?", limit=20) == []
    foreign = await search(read_up, "dogs", agent_id=other_desk.agent_id)
    unknown = await search(read_up, "dogs", agent_id=fresh())
    assert (foreign.status_code, foreign.content) == (404, unknown.content)


@pytest.mark.parametrize(
    ("params", "field", "problem"),
    [
        ({"q": ""}, "q", "ist leer"),
        ({"q": "x" * 2001}, "q", "hat mehr als 2000 Zeichen"),
        ({"limit": 0}, "limit", "ist kleiner als 1"),
        ({"limit": 21}, "limit", "ist größer als 20"),
        ({"limit": "many"}, "limit", "ist keine ganze Zahl"),
        ({"mode": "magic"}, "mode", "muss 'fused', 'dense' oder 'text' sein"),
        ({"language": "fr"}, "language", "muss 'en' oder 'de' sein"),
        ({"agent_id": "nobody"}, "agent_id", "ist keine UUID"),
    ],
)
async def test_a_wrong_parameter_is_named_with_its_remedy(desk: Desk, params: dict[str, Any], field: str, problem: str):
    refused = await search(desk, **{"q": "dogs", **params}, headers={"accept-language": "de"})
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert (error["field"], error["problem"]) == (field, problem)
    assert error["remedy"]


@pytest.mark.parametrize(
    "q", ["'; drop table passages; --", "a & b | !c <-> :*", "\\ ' \" %s %(x)s", "'''", "🙂", "\x00 dogs"]
)
async def test_odd_questions_do_no_harm(read_up: Desk, q: str):
    assert (await search(read_up, q)).status_code == 200
    assert (await found(read_up, "Are dogs welcome?"))[:1] == ["Dogs"]
