"""An operator hands the agents files and texts, sees how far they are read, and takes them away again."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from records import agents
from tests.api.desks import CONFIG, Desk, fresh
from tests.api.library import FILES, Operator, scan

NO_DOCUMENT = "00000000-0000-4000-8000-000000000000"
HOUSE = "## Dogs\nDogs are welcome in the garden.\n\n## Parking\nThe garage next door costs 2.50 euros an hour."
FERRY = "## Ferry\nThe ferry to the island leaves at nine and at four."


@pytest.fixture
async def operator(desk: Desk) -> Operator:
    return await Operator.of(desk)


async def test_a_file_is_received_at_once_and_found_once_it_was_read(operator: Operator):
    received = await operator.upload("menu.pdf", (FILES / "menu.pdf").read_bytes(), source="menu")
    assert received.status_code == 202
    assert received.headers["location"] == f"/knowledge/{received.json()['id']}"
    document = await operator.read(received)
    assert (document["status"], document["problem"], document["pages"]) == ("ready", None, 2)
    assert (document["title"], document["source"], document["language"]) == ("menu", "menu", "de")
    assert document["passages"] == document["done"] == document["total"] > 3
    first = (await operator.found("Was kostet die Forelle?", language="de"))[0]
    assert "21,00" in first["content"]
    assert first["document_id"] == document["id"]


async def test_what_addresses_a_machine_is_shown_to_the_operator_and_never_found(operator: Operator):
    document = await operator.read(await operator.upload("menu.docx", (FILES / "menu.docx").read_bytes()))
    [span] = document["spans"]
    assert document["quarantined"] == 1
    assert (span["reason"], "Ignore all previous instructions" in span["text"]) == ("hidden", True)
    assert not any("Ignore" in one["content"] for one in await operator.found("dinner is free", limit=20))


async def test_without_a_source_a_pdf_is_a_pdf_and_anything_else_a_policy(operator: Operator):
    menu = await operator.read(await operator.upload("karte.pdf", (FILES / "menu.pdf").read_bytes()))
    rules = await operator.read(await operator.upload("house_rules.md", HOUSE.encode(), title="", language=""))
    assert (menu["source"], rules["source"], rules["title"]) == ("pdf", "policy", "house rules")


async def test_the_same_file_twice_is_one_document(operator: Operator):
    twice = await asyncio.gather(*(operator.upload("house.md", HOUSE.encode()) for _ in range(2)))
    assert sorted(one.status_code for one in twice) == [200, 202]
    assert len({one.json()["id"] for one in twice}) == 1
    await operator.read(twice[0])
    again = await operator.upload("house.md", HOUSE.encode())
    assert (again.status_code, again.json()["status"]) == (200, "ready")
    assert await operator.titles() == ["house"]


async def test_a_new_version_takes_the_place_of_the_old_one(operator: Operator):
    old = await operator.read(await operator.write("House", HOUSE, language="en"))
    new = await operator.read(await operator.write("House", HOUSE.replace("2.50", "3.20"), language="en"))
    assert old["id"] == new["id"]
    [parking] = await operator.found("What does parking in the garage cost?", limit=1)
    assert "3.20" in parking["content"]


async def test_a_new_version_that_cannot_be_read_leaves_the_old_one_in_place(operator: Operator):
    await operator.read(await operator.write("House", HOUSE))
    failed = await operator.read(await operator.upload("house.pdf", scan(), title="House", source="policy"))
    assert (failed["status"], failed["problem"]["reason"]) == ("failed", "no_text")
    assert "text recognition" in failed["problem"]["message"]
    assert [one["title"] for one in await operator.found("Are dogs welcome?", limit=1)] == ["Dogs"]


async def test_a_text_is_read_like_a_file(operator: Operator):
    received = await operator.write("Ferry", FERRY, source="listing", tenant_id=operator.desk.tenant_id)
    assert received.status_code == 202
    assert (await operator.read(received))["status"] == "ready"
    assert [one["title"] for one in await operator.found("When does the ferry leave?", limit=1)] == ["Ferry"]


async def test_the_list_is_ordered_and_can_be_narrowed(operator: Operator):
    await operator.read(await operator.write("Parking", HOUSE))
    await operator.read(await operator.write("Ferry", FERRY, source="listing"))
    await operator.read(await operator.write("Dogs", HOUSE + "\n\nCats too."))
    await operator.read(await operator.upload("scan.pdf", scan()))
    assert await operator.titles() == ["Ferry", "scan", "Dogs", "Parking"]
    assert await operator.titles(source="policy") == ["Dogs", "Parking"]
    assert await operator.titles(status="failed") == ["scan"]
    assert await operator.titles(source="menu") == []


async def test_a_search_can_be_kept_to_one_source(operator: Operator):
    await operator.read(await operator.write("House", HOUSE))
    await operator.read(await operator.write("Flat 3", "## Dogs\nNo dogs in this flat.", source="listing"))
    assert {one["document"] for one in await operator.found("Are dogs welcome?")} == {"House", "Flat 3"}
    assert {one["document"] for one in await operator.found("Are dogs welcome?", source="listing")} == {"Flat 3"}


async def test_a_search_takes_the_names_of_the_first_interface_too(operator: Operator):
    await operator.read(await operator.write("House", HOUSE))
    asked = {"query": "Are dogs welcome in the garden?", "top_k": 1, "tenant_id": operator.desk.tenant_id}
    answered = await operator.ask("GET", "/search", params=asked)
    assert [one["title"] for one in answered.json()["results"]] == ["Dogs"]


async def test_a_document_of_one_agent_is_used_by_no_other(operator: Operator):
    desk = operator.desk
    other = await agents.create(desk.tenant_id, name="Night desk", type="receptionist", config=CONFIG)
    document = await operator.read(await operator.write("Ferry", FERRY, agent_id=str(other.id), language="en"))
    assert document["agent_id"] == str(other.id)
    asked = "When does the ferry to the island leave?"
    assert [one["title"] for one in await operator.found(asked, agent_id=str(other.id))] == ["Ferry"]
    assert await operator.found(asked, agent_id=desk.agent_id) == []
    assert "four" not in (await desk.say(asked))["reply"]
    night = replace(desk, agent_id=str(other.id), conversation_id=None)
    assert "four" in (await night.say(asked))["reply"]


async def test_a_deleted_document_is_gone(operator: Operator):
    document = await operator.read(await operator.write("House", HOUSE))
    assert (await operator.ask("DELETE", f"/{document['id']}")).status_code == 204
    assert await operator.found("Are dogs welcome?") == []
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/events"), ("POST", "/retry")):
        assert (await operator.ask(method, f"/{document['id']}{path}")).status_code == 404


async def test_progress_is_told_in_order_and_ends_by_itself(operator: Operator):
    text = "\n\n".join(
        f"## Rule {n}\nRule number {n} says that guests of room {n} dine at table {n}." for n in range(60)
    )
    received = (await operator.write("Rules", text, language="en")).json()
    events = await operator.follow(received["id"])
    assert {event.event for event in events[:-1]} <= {"progress"} and events[-1].event == "ready"
    numbers = [event.id for event in events]
    assert numbers == sorted(set(numbers))
    done = [event.data["done"] for event in events]
    assert done == sorted(done) and done[-1] == events[-1].data["total"] == events[-1].data["passages"]


async def test_who_lost_the_line_hears_the_rest_and_then_nothing_more(operator: Operator):
    received = (await operator.write("House", HOUSE)).json()
    events = await operator.follow(received["id"])
    [last] = (await operator.follow(received["id"], after=events[-1].id - 1))[-1:]
    assert (last.id, last.event) == (events[-1].id, "ready")
    nothing = await operator.ask("GET", f"/{received['id']}/events", headers={"last-event-id": str(last.id)})
    assert (nothing.status_code, nothing.content) == (204, b"")
    wrong = await operator.ask("GET", f"/{received['id']}/events", headers={"last-event-id": "seven"})
    assert wrong.json()["errors"][0]["field"] == "Last-Event-ID"


async def test_what_failed_can_be_tried_again_and_what_did_not_cannot(operator: Operator):
    failed = await operator.read(await operator.upload("scan.pdf", scan()))
    again = await operator.ask("POST", f"/{failed['id']}/retry")
    assert (again.status_code, again.json()["problem"]) == (202, None)
    events = await operator.follow(failed["id"])
    assert (events[-1].event, events[-1].data["problem"]["reason"]) == ("failed", "no_text")
    ready = await operator.read(await operator.write("House", HOUSE))
    refused = await operator.ask("POST", f"/{ready['id']}/retry")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:switchboard:problem:conflict")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/upload"),
        ("POST", "/ingest"),
        ("GET", "/list"),
        ("GET", f"/{NO_DOCUMENT}"),
        ("DELETE", f"/{NO_DOCUMENT}"),
        ("POST", f"/{NO_DOCUMENT}/retry"),
        ("GET", f"/{NO_DOCUMENT}/events"),
    ],
)
async def test_only_who_works_for_the_tenant_may(desk: Desk, method: str, path: str):
    body: dict[str, Any] = {"json": {"title": "House", "content": HOUSE}} if path == "/ingest" else {}
    for role in ("visitor", "customer"):
        refused = await (await Operator.of(desk, role=role)).ask(method, path, **body)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:switchboard:problem:not-allowed")
    assert (await desk.http.request(method, f"/knowledge{path}", **body)).status_code == 401


async def test_what_is_foreign_is_unknown_to_the_letter(operator: Operator, other_desk: Desk):
    theirs = await Operator.of(other_desk)
    document = await theirs.read(await theirs.write("Ferry", FERRY))
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/events"), ("POST", "/retry")):
        foreign = await operator.ask(method, f"/{document['id']}{path}")
        unknown = await operator.ask(method, f"/{fresh()}{path}")
        assert (foreign.status_code, foreign.content) == (404, unknown.content)
    assert (await operator.write("House", HOUSE, tenant_id=other_desk.tenant_id)).status_code == 404
    assert (await operator.write("House", HOUSE, agent_id=other_desk.agent_id)).status_code == 404
    assert (await operator.upload("house.md", HOUSE.encode(), agent_id=other_desk.agent_id)).status_code == 404
    assert (
        await operator.ask("GET", "/search", params={"q": "x", "tenant_id": other_desk.tenant_id})
    ).status_code == 404
    assert await operator.titles() == []
    assert await theirs.titles() == ["Ferry"]


@pytest.mark.parametrize(
    ("fields", "field", "problem"),
    [
        ({"source": "novel"}, "source", "muss 'pdf', 'menu', 'listing' oder 'policy' sein"),
        ({"language": "fr"}, "language", "muss 'en' oder 'de' sein"),
        ({"title": "x" * 201}, "title", "hat mehr als 200 Zeichen"),
        ({"agent_id": "nobody"}, "agent_id", "ist keine UUID"),
    ],
)
async def test_a_wrong_field_is_named_with_its_remedy(
    operator: Operator, fields: dict[str, str], field: str, problem: str
):
    german = {"accept-language": "de"}
    file = {"file": ("house.md", HOUSE.encode())}
    text = {"title": "House", "content": HOUSE}
    for body in ({"data": fields, "files": file}, {"json": {**text, **fields}}):
        refused = await operator.ask("POST", "/upload" if "files" in body else "/ingest", headers=german, **body)
        assert refused.status_code == 422
        [error] = refused.json()["errors"]
        assert (error["field"], error["problem"]) == (field, problem)
        assert error["remedy"]
    assert await operator.titles() == []


async def test_a_form_without_a_file_or_that_is_none_is_refused(operator: Operator):
    for body in ({}, {"data": {"file": "house.md"}}, {"json": {"file": "house.md"}}, {"content": HOUSE.encode()}):
        refused = await operator.ask("POST", "/upload", **body)
        [error] = refused.json()["errors"]
        assert (refused.status_code, error["field"], error["problem"]) == (422, "file", "is missing")
        assert "multipart/form-data" in error["remedy"]
    torn = await operator.ask("POST", "/upload", content=b"--x", headers={"content-type": "multipart/form-data"})
    assert (torn.status_code, torn.json()["errors"][0]["problem"]) == (422, "Missing boundary in multipart.")
    two = [("file", ("a.md", HOUSE.encode())), ("file", ("b.md", HOUSE.encode()))]
    assert (await operator.ask("POST", "/upload", files=two)).status_code == 422


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ({"content": HOUSE}, "title"),
        ({"title": "House"}, "content"),
        ({"title": "\x00 ", "content": HOUSE}, "title"),
        ({"title": "House", "content": " \n "}, "content"),
        ({"title": 7, "content": HOUSE}, "title"),
    ],
)
async def test_a_text_without_a_title_or_words_is_refused(operator: Operator, text: dict[str, object], field: str):
    refused = await operator.ask("POST", "/ingest", json=text)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.md", "a\x00b.md", "speisekarte ü 🙂.md", "x" * 400 + ".md", "C:\\menu.md", ".md"]
)
async def test_odd_names_of_files_do_no_harm(operator: Operator, name: str):
    document = await operator.read(await operator.upload(name, HOUSE.encode()))
    assert document["status"] == "ready"
    assert document["title"]
    assert len(document["title"]) <= 200


async def test_half_a_character_in_a_text_does_no_harm(operator: Operator):
    body = b'{"title": "House \\ud83d", "content": "Dogs are welcome in the garden. \\ud83d"}'
    answered = await operator.ask("POST", "/ingest", content=body, headers={"content-type": "application/json"})
    assert answered.status_code in (202, 422)
