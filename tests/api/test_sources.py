"""What an answer leans on is told with it: the passages, on every door, and no others."""

import httpx
import pytest
from langchain_core.runnables import RunnableConfig

from knowledge import index
from records import database
from tests.api.desks import Desk, Model, fresh, sample_desk

RULES = (
    "## Dogs\nWell-behaved dogs are welcome in the garden.\n\n## Parking\nThe garage next door costs 2.50 euros an hour.\n\n"
    "## Wifi\nThe wifi is free for guests."
)
PARKING = "Where can I park my car?"
NOON = "2026-11-21T12:00:00+01:00"


@pytest.fixture
async def read_up(desk: Desk) -> Desk:
    """A desk whose agent has read the house rules."""
    await index.ingest(desk.tenant_id, title="House rules", source="policy", language="en", content=RULES)
    return desk


@pytest.fixture(scope="module")
async def hotel(server_url: str, http: httpx.AsyncClient, postgres: str) -> Desk:
    """The sample hotel."""
    return await sample_desk(server_url, http, "03-seeblick.yaml")


async def ask(desk: Desk, words: str) -> tuple[str, list[str]]:
    """Ask as somebody who has just come in; the reply without its greeting, and the titles of its sources."""
    desk.conversation_id = None
    told = await desk.say(words)
    return told["reply"].partition(". ")[2], [source["title"] for source in told["sources"]]


async def test_a_source_says_where_an_answer_stands(read_up: Desk, either: Model):
    told = await read_up.say(PARKING)
    assert "garage" in told["reply"]
    async with database.tenant(read_up.tenant_id) as rows:
        passage = await rows.value("select id::text from passages where title = 'Parking'")
        document = await rows.value("select id::text from documents")
    [source] = told["sources"]
    assert 0 < source.pop("score") <= 1
    assert source == {
        "passage_id": passage,
        "document_id": document,
        "title": "Parking",
        "document": "House rules",
    }


async def test_every_door_tells_the_same_sources(read_up: Desk):
    events = await read_up.hear(PARKING, turn_id="parking")
    sources = events[-1].data["sources"]
    assert [one["title"] for one in sources] == ["Parking"]
    assert (await read_up.say(PARKING, turn_id="parking"))["sources"] == sources
    config: RunnableConfig = {"configurable": {"thread_id": fresh(), "agent_id": read_up.agent_id}}
    run = await read_up.remote().ainvoke(PARKING, config)
    assert [one["passage_id"] for one in run["sources"]] == [one["passage_id"] for one in sources]
    last = [chunk async for chunk in read_up.remote().astream(PARKING, config)][-1]
    assert [one["passage_id"] for one in last.response_metadata["sources"]] == [one["passage_id"] for one in sources]


async def test_the_sources_stand_in_the_ledger(read_up: Desk):
    told = await read_up.say(PARKING, turn_id="parking-again")
    async with database.tenant(read_up.tenant_id) as rows:
        kept = await rows.value("select events -> -1 -> 1 -> 'sources' from turns where id = 'parking-again'")
    assert kept == told["sources"]


async def test_two_questions_have_the_sources_of_both(read_up: Desk, either: Model):
    _, titles = await ask(read_up, "Where can I park, and is the wifi free?")
    assert sorted(titles) == ["Parking", "Wifi"]


async def test_what_no_document_says_has_no_source(read_up: Desk, either: Model):
    for words in ("Hello!", "When are you open tomorrow?", "Do you have a bowling alley?", "A table for two, please."):
        read_up.conversation_id = None
        assert (await read_up.say(words))["sources"] == [], words


async def test_a_passage_that_was_found_and_not_leaned_on_is_no_source(read_up: Desk, model: Model):
    model.behaves(reply="The garage next door costs 2.50 euros an hour, and dogs may sleep in it.")
    reply, titles = await ask(read_up, "What does parking cost, and may my dog come along?")
    assert "sleep" not in reply
    assert "Parking" in titles
    model.behaves(reply="I am sorry, I do not have that information.")
    assert (await ask(read_up, "Where can I park?"))[1] == []


# --- the answer and nothing else --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "holds", "lacks"),
    [
        ("When do you close on Sunday?", "10 pm", "table"),
        ("How late is the kitchen open?", "60 minutes before we close", "Cancel"),
        ("Do you take amex?", "no American Express", "garage"),
        ("How do I get to you?", "Lindenstraße 44", "gluten"),
        ("Wie komme ich zu euch?", "Lindenstraße 44", "Gluten"),
        ("anything vegan?", "vegan, 7.20 euros", "tartare"),
        ("Haben Sie etwas Veganes?", "Pilz-Stroganoff", "Rindertatar"),
        ("Do you have anything without gluten?", "pumpkin risotto", "tartare"),
    ],
)
async def test_a_restaurant_is_asked(restaurant: Desk, either: Model, words: str, holds: str, lacks: str):
    reply, _ = await ask(restaurant, words)
    assert holds in reply
    assert lacks not in reply


@pytest.mark.parametrize(
    ("words", "holds", "lacks"),
    [
        ("What time can I check in?", "three in the afternoon", "eleven"),
        ("When do I have to check out?", "by eleven", "luggage"),
        ("Wann muss ich auschecken?", "bis elf Uhr", "Gepäck"),
        ("Do you take amex?", "American Express", "Bicycles"),
        ("How do I get to you?", "Uferweg 7", "reception"),
        ("How much more is the suite than a double room?", "€120 more", "cot"),
        ("Wie viel teurer ist die Suite als das Doppelzimmer?", "120 € mehr", "Seeblick"),
        ("Wann ist das Hotel geschlossen?", "5. Februar", "Rauch"),
        ("And when does reception close?", "9 pm", "key"),
        ("Is parking free?", "12 euros a night", "Breakfast"),
        ("Gibt es einen Parkplatz und was kostet er?", "12 Euro", "Suite"),
        ("How much is the city tax?", "2.50 euros", "7 percent"),
        ("Wie viel Kurtakse zahlt man?", "2,50 Euro", "nichts vorliegen"),
        ("Was kostet eine Stornierung zwei Tage vorher?", "80 Prozent", "nichts vorliegen"),
        ("And when do I have to pay?", "when you leave", "written down"),
        ("How far is the lake?", "right beside the lake", "159 euros"),
        ("I'll bring my bike, can I store it?", "locked cellar", "written down"),
        ("haben Sie einen Fahrradverleih?", "Sechs Fahrräder", "nichts vorliegen"),
    ],
)
async def test_a_hotel_is_asked(hotel: Desk, either: Model, words: str, holds: str, lacks: str):
    reply, _ = await ask(hotel, words)
    assert holds in reply
    assert lacks not in reply
