"""A document that was read in answers questions: in its own words or others, for its tenant only."""

from pathlib import Path

import pytest
import yaml

from knowledge import index, likeness, reading
from providers import embeddings
from records import documents

# No other test's worker may supply the vectors that are missing here.
pytestmark = pytest.mark.usefixtures("apart")

POLICIES = """
# House policies

Welcome to our house.

## Dogs
Well-behaved dogs are welcome in the garden.

## Parking
The garage next door costs 2.50 euros an hour.

## Vouchers
We sell gift vouchers at the bar.
They are valid for three years.
"""
REGELN = """
## Hunde
Im Garten sind Hunde willkommen.

## Parken
Die Garage nebenan kostet 2,50 Euro die Stunde.
"""


async def read_in(tenant, content=POLICIES, title="House policies", language="en"):
    return await index.ingest(tenant.id, title=title, source="policy", language=language, content=content)


async def titles(tenant, question, language="en", limit=3):
    return [found.title for found in await index.search(tenant.id, question, language=language, limit=limit)]


@pytest.mark.parametrize("content", ["", " \n\t", "***"])
async def test_an_empty_document_is_refused(tenant, without_model, content):
    with pytest.raises(reading.Unreadable) as refused:
        await read_in(tenant, content)
    assert refused.value.reason == "empty"


# --- with a model ---


async def test_a_question_in_other_words_finds_its_passage(tenant, with_model):
    await read_in(tenant)
    assert (await titles(tenant, "Where can I leave my car?"))[0] == "House policies › Parking"
    assert (await titles(tenant, "I'd like to buy a present card"))[0] == "House policies › Vouchers"


async def test_a_question_about_something_else_finds_nothing(tenant, with_model):
    await read_in(tenant)
    assert await titles(tenant, "What is the capital of Peru?") == []
    assert await titles(tenant, "") == []
    assert await titles(tenant, "🙂🙂") == []


async def test_the_callers_language_goes_first(tenant, with_model):
    await read_in(tenant)
    await read_in(tenant, REGELN, "Hausregeln", "de")
    assert (await titles(tenant, "Darf ich meinen Hund mitbringen?", "de"))[0] == "Hunde"
    assert (await titles(tenant, "Can I bring my dog?", "en"))[0] == "House policies › Dogs"


async def test_vectors_of_another_model_are_passed_over(tenant, with_model):
    await read_in(tenant)
    [before, *_] = await index.search(tenant.id, "Can I bring my dog?", language="en")
    by_meaning = "Is a spaniel all right?"
    assert (await titles(tenant, by_meaning))[0] == "House policies › Dogs"
    assert await tenant.value("update passages set embedding_model = 'another' returning true")
    [after, *_] = await index.search(tenant.id, "Can I bring my dog?", language="en")
    assert after.title == before.title  # by its words
    assert await titles(tenant, by_meaning) == []


async def test_reading_in_again_changes_only_what_changed(tenant, with_model):
    first = await read_in(tenant)
    assert first is not None
    assert first.passages == 4
    assert await read_in(tenant) is None
    second = await read_in(tenant, POLICIES.replace("garden", "bar"))
    assert second is not None
    assert second.id == first.id
    assert "bar" in (await index.search(tenant.id, "Are dogs welcome?", language="en"))[0].content
    assert len(await documents.all(tenant.id)) == 1
    assert await tenant.value("select count(*) from passages") == 4


async def test_every_vector_names_its_model(tenant, with_model):
    await read_in(tenant)
    assert await tenant.value("select array_agg(distinct embedding_model) from passages") == [embeddings.model_id()]


# --- without one ---


async def test_without_a_model_the_words_decide(tenant, without_model):
    await read_in(tenant)
    assert await titles(tenant, "Can I bring my dogs?") == ["House policies › Dogs"]
    assert await titles(tenant, "Is a spaniel all right?") == []


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("Where can I leave my car?", "House policies › Parking"),  # another word for it
        ("Do you sell gift cards?", "House policies › Vouchers"),  # two words for it
        ("Darf mein Hund mit?", "House policies › Dogs"),  # in the other language
        ("Gibt es bei Ihnen einen Parkplaz?", "House policies › Parking"),  # misspelt, in the other language
        ("Was kostet der Hundeparkplatz?", "House policies › Parking"),  # a compound
    ],
)
async def test_without_a_model_other_words_for_the_same_thing_are_found(tenant, without_model, asked, title):
    await read_in(tenant)
    assert title in await titles(tenant, asked)


async def test_what_stands_in_both_languages_is_found_once_in_the_callers(tenant, with_model):
    await read_in(tenant)
    await read_in(tenant, REGELN, "Hausregeln", "de")
    assert await titles(tenant, "Was kostet die Garage die Stunde?", "de", limit=10) == ["Parken"]
    assert await titles(tenant, "What does the garage cost an hour?", "en", limit=10) == ["House policies › Parking"]


async def test_what_stands_in_the_other_language_alone_is_found_in_it(tenant, with_model):
    await read_in(tenant)
    await read_in(tenant, REGELN, "Hausregeln", "de")
    assert (await titles(tenant, "Wie lange gilt ein Gutschein?", "de"))[:1] == ["House policies › Vouchers"]


async def test_each_witness_can_be_asked_alone(tenant, with_model):
    await read_in(tenant)
    for mode in ("fused", "dense", "text"):
        found = await index.search(tenant.id, "Can I bring my dog?", language="en", mode=mode)
        assert found[0].title == "House policies › Dogs"
    asked = "Is a spaniel all right?"
    assert (await index.search(tenant.id, asked, language="en", mode="dense"))[0].title == "House policies › Dogs"
    assert await index.search(tenant.id, asked, language="en", mode="text") == []


async def test_meaning_alone_cannot_be_asked_without_a_model(tenant, without_model):
    await read_in(tenant)
    with pytest.raises(embeddings.EmbeddingsUnavailable):
        await index.search(tenant.id, "Can I bring my dog?", language="en", mode="dense")


async def test_a_model_made_for_english_is_trusted_with_english_most(with_model):
    await embeddings.start()
    scales = await likeness.scales()
    assert scales["en", "en"].trust > 2 * max(scales[pair].trust for pair in (("de", "de"), ("en", "de"), ("de", "en")))
    english = scales["en", "en"]
    assert english.meaning(english.strangers) == 0.0
    assert english.meaning(1.0) == 1.0


async def test_a_long_question_needs_only_some_of_the_words(tenant, without_model):
    await read_in(tenant, REGELN, "Hausregeln", "de")
    asked = "Guten Tag, ich wollte nur kurz fragen, ob man bei Ihnen in der Nähe irgendwo parken kann, was kostet das?"
    assert (await titles(tenant, asked, "de"))[:1] == ["Parken"]


@pytest.mark.parametrize(
    "asked", ["'; drop table passages; --", "a & b | !c <-> :*", "\\ ' \" %s %(x)s", "\x00", "x" * 20000]
)
async def test_odd_questions_do_no_harm(tenant, without_model, asked):
    await read_in(tenant)
    assert await titles(tenant, asked) == []
    assert await titles(tenant, "dogs") == ["House policies › Dogs"]


async def test_a_document_read_without_a_model_gets_its_vectors_later(tenant, without_model, request):
    await read_in(tenant)
    assert await tenant.value("select count(embedding) from passages") == 0
    request.getfixturevalue("with_model")
    again = await read_in(tenant)
    assert again is not None
    assert await tenant.value("select count(embedding) from passages") == 4


async def test_a_deleted_document_is_forgotten(tenant, other_tenant, without_model):
    document = await read_in(tenant)
    assert document is not None
    assert not await documents.delete(other_tenant.id, document.id)
    assert await documents.delete(tenant.id, document.id)
    assert await titles(tenant, "dogs") == []


async def test_another_tenant_reads_nothing_of_it(tenant, other_tenant, with_model):
    await read_in(tenant)
    assert await titles(other_tenant, "Can I bring my dog?") == []
    await read_in(other_tenant, "## Dogs\nNo dogs at all.")
    [found] = await index.search(other_tenant.id, "Can I bring my dog?", language="en")
    assert found.content == "No dogs at all."
    assert "garden" in (await index.search(tenant.id, "Can I bring my dog?", language="en"))[0].content


# --- the sample restaurant ---

SAMPLE = yaml.safe_load(
    (Path(__file__).parent.parent.parent / "agents" / "01-lindenhof.yaml").read_text(encoding="utf-8")
)
ASKED = {
    "en": {
        "Is there somewhere to park?": "Parking",
        "Can we bring our dog along?": "Dogs",
        "What does the tasting menu cost?": "Tasting menu",
        "Can I pay by credit card?": "Paying",
        "Is it accessible in a wheelchair?": "Wheelchair access and high chairs",
        "What do you have for dessert?": "Desserts",
        "Which bus goes to you?": "How to get here",
        "Is there anything without gluten?": "Gluten-free dishes",
    },
    "de": {
        "Kann man bei Ihnen parken?": "Parken",
        "Darf mein Hund mit hinein?": "Hunde",
        "Kann ich mit Karte bezahlen?": "Bezahlen",
        "Verkaufen Sie Gutscheine?": "Gutscheine",
        "Kommt man mit dem Rollstuhl zu Ihnen?": "Barrierefreiheit und Kinderstühle",
        "Was gibt es zum Nachtisch?": "Nachspeisen",
        "Haben Sie glutenfreie Gerichte?": "Glutenfreie Gerichte",
        "Wie komme ich mit dem Bus hin?": "Anfahrt",
    },
}


@pytest.mark.parametrize("language", ["en", "de"])
async def test_the_sample_restaurant_answers_what_guests_ask(tenant, with_model, language):
    for document in SAMPLE["documents"]:
        await index.ingest(tenant.id, **document)
    found = {asked: (await titles(tenant, asked, language))[:1] for asked in ASKED[language]}
    assert found == {asked: [title] for asked, title in ASKED[language].items()}
