"""What is told in answer is what was asked about, in words that can be said, and honest about the language it is in."""

import io
from datetime import date, timedelta

import docx
import httpx
import pytest

from knowledge import index
from tests.api.desks import Desk, Model, new_desk
from tests.api.library import Operator

IN_A_WEEK = date.today() + timedelta(7)
THURSDAY = f"{IN_A_WEEK + timedelta((3 - IN_A_WEEK.weekday()) % 7):%d.%m.%Y}"
"""A day on which the restaurant is open, at noon and in the evening."""
UNKNOWN = {"en": "I don't have that written down", "de": "Dazu habe ich nichts vorliegen"}
WINTER = (
    "# Winter truffle menu\n\nServed from 1 December to 28 February, Thursday to Saturday evening only.\n\n"
    "## Mains\nTagliatelle with black truffle, 29.00 euros (gluten, egg, milk).\n\n"
    "Venison ragout with juniper dumplings, 31.50 euros (gluten, celery).\n\n"
    "## Wine pairing\nA pairing of four wines costs 34 euros a person."
)
GOOSE = (
    "# Weihnachtsgans\n\nDie Weihnachtsgans gibt es ab 11. November auf Vorbestellung, 39 Euro je Portion, mit Rotkohl."
)


def courses() -> bytes:
    """A Word file with a table of cooking classes."""
    file, document = io.BytesIO(), docx.Document()
    document.add_heading("Kochkurse", 1)
    document.add_paragraph("Der Kochkurs kostet 95 Euro je Person, Schürze und Wein sind dabei.")
    table = document.add_table(rows=0, cols=2)
    for cells in (("Kurs", "Preis"), ("Pasta-Kurs", "75 Euro"), ("Wild-Kurs", "110 Euro")):
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    document.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
async def seasonal(server_url: str, http: httpx.AsyncClient, postgres: str) -> Desk:
    """A desk with a winter menu in English, a goose and cooking classes in German."""
    desk = await new_desk(server_url, http)
    await index.ingest(desk.tenant_id, title="Winter", source="menu", language="en", content=WINTER)
    await index.ingest(desk.tenant_id, title="Gäste", source="menu", language="de", content=GOOSE)
    operator = await Operator.of(desk)
    await operator.read(await operator.upload("kochkurse.docx", courses()))
    return desk


async def ask(desk: Desk, words: str) -> str:
    """Ask as somebody who has just come in; the reply without its greeting."""
    desk.conversation_id = None
    return str((await desk.say(words))["reply"]).partition(". ")[2]


@pytest.mark.parametrize("words", ["7", "8", "sieben", "12?"])
async def test_a_number_alone_is_no_question(restaurant: Desk, either: Model, words: str):
    told = await restaurant.say(words, conversation_id=None)
    assert (told["sources"], "euro" in told["reply"].lower()) == ([], False)


@pytest.mark.parametrize("words", ["Is dinner free?", "When does the bar close?"])
async def test_a_passage_that_is_about_something_else_is_no_answer(restaurant: Desk, either: Model, words: str):
    assert UNKNOWN["en"] in await ask(restaurant, words)


@pytest.mark.parametrize(
    ("words", "first", "not_told"),
    [
        ("How much is the schnitzel?", "Veal schnitzel", ("meatballs", "roulade")),
        ("is the soup vegan?", "Lentil soup", ("Beetroot", "tartare")),
        ("When is the live music?", "On Thursday", ("wifi",)),
    ],
)
async def test_the_item_that_was_asked_for_is_told(
    restaurant: Desk, either: Model, words: str, first: str, not_told: tuple[str, ...]
):
    reply = await ask(restaurant, words)
    assert reply.startswith(first)
    assert [item for item in not_told if item in reply] == []


async def test_all_items_are_told_to_who_asks_for_all(restaurant: Desk, either: Model):
    reply = await ask(restaurant, "What starters do you have?")
    assert all(item in reply for item in ("Beetroot", "Lentil soup", "tartare"))


@pytest.mark.parametrize(
    ("words", "price"), [("Was kostet der Wild-Kurs?", "110"), ("Was kostet der Pasta-Kurs?", "75")]
)
async def test_the_row_of_a_table_is_told_by_what_it_names(seasonal: Desk, either: Model, words: str, price: str):
    reply = await ask(seasonal, words)
    assert [number for number in ("75", "95", "110") if number in reply] == [price]
    assert "Kurs:" not in reply.replace("-Kurs:", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("How much is the cooking class?", "95 Euro"),
        ("Do you have goose?", "Weihnachtsgans"),
        ("How much is the Christmas goose?", "39 Euro"),
        ("Was kostet die Weinbegleitung zum Trüffelmenü?", "34 euros"),
        ("Bis wann gibt es das Trüffelmenü?", "28 February"),
    ],
)
async def test_words_in_the_other_language_are_found_and_announced(
    seasonal: Desk, either: Model, words: str, told: str
):
    reply = await ask(seasonal, words)
    assert told in reply
    assert ("it says in German:" in reply) or ("steht auf Englisch:" in reply)


@pytest.mark.parametrize("words", ["Haben Sie Gans?", "Was kostet die Weihnachtsgans?"])
async def test_words_in_the_callers_language_are_not_announced(seasonal: Desk, either: Model, words: str):
    reply = await ask(seasonal, words)
    assert "39 Euro" in reply
    assert "Unterlagen" not in reply


async def test_a_heading_is_not_read_out(desk: Desk, either: Model):
    await index.ingest(
        desk.tenant_id, title="brunch", source="pdf", language="en",
        content="Sunday brunch\n\nEvery Sunday from 10 to 14 we serve a brunch buffet. Adults pay 29 euros.",
    )  # fmt: skip
    assert "brunch Every" not in await ask(desk, "When is the brunch?")


@pytest.mark.parametrize(
    "words",
    [
        "Can I get a table tomorrow at 7 pm for two? Also, do you have venison ragout?",
        "A table for two tomorrow at 7 pm, please. How much is the venison ragout?",
    ],
)
async def test_a_question_beside_a_wish_is_answered_too(seasonal: Desk, either: Model, words: str):
    reply = await ask(seasonal, words)
    assert "31.50 euros" in reply
    assert "for 2 people" in reply


async def test_a_question_beside_a_wish_that_nothing_answers_is_open(desk: Desk, either: Model):
    reply = await ask(desk, "I'd like a table for two tomorrow at 7 pm. Do you have oysters?")
    assert UNKNOWN["en"] in reply
    operator = await Operator.of(desk)
    asked = (await operator.ask("GET", "/questions")).json()["questions"]
    assert [one["question"] for one in asked] == ["Do you have oysters?"]


async def test_talk_about_the_talk_is_no_open_question(desk: Desk, either: Model):
    for words in ("Is that a problem?", "could we come a bit earlier?", "Was that a joke?"):
        await ask(desk, words)
    operator = await Operator.of(desk)
    assert (await operator.ask("GET", "/questions")).json()["questions"] == []


async def test_a_german_question_in_an_english_conversation_is_german(desk: Desk, either: Model):
    await desk.say("Hello, I have a question, please.", conversation_id=None)
    told = await desk.say("Was kostet der Brunch?")
    assert UNKNOWN["de"] in told["reply"]
    operator = await Operator.of(desk)
    [one] = (await operator.ask("GET", "/questions")).json()["questions"]
    assert (one["question"], one["language"]) == ("Was kostet der Brunch?", "de")


@pytest.mark.parametrize(
    "asked",
    [
        "How much is the wild boar ragout?",
        "What does the truffle wellington cost?",
        "What does a pairing of teas cost?",
    ],
)
async def test_what_is_like_a_dish_is_not_that_dish(seasonal: Desk, either: Model, asked: str):
    reply = await ask(seasonal, asked)
    assert UNKNOWN["en"] in reply
    assert "euros" not in reply


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("Do you have any desserts that are lactose-free?", "strudel"),
        ("Haben Sie Nachtisch ohne Milch?", "strudel"),
        ("Was ist bei Ihnen glutenfrei?", "Schnitzel"),
        ("Habt ihr was Veganes?", "spätzle"),
    ],
)
async def test_who_cannot_eat_it_is_not_told_of_it(restaurant: Desk, either: Model, asked: str, never: str):
    reply = await ask(restaurant, asked)
    assert never not in reply


@pytest.mark.parametrize(
    "asked", ["when are you open tomorrow", "When are you open tomorrow?", "Wann haben Sie morgen offen?"]
)
async def test_a_day_is_told_once(restaurant: Desk, either: Model, asked: str):
    reply = await ask(restaurant, asked)
    assert sum(map(reply.count, ("we are open", "we are closed", "haben wir"))) == 1


@pytest.mark.parametrize(
    ("words", "told", "lacks"),
    [
        ("What vegetarian main courses do you have?", ("spaetzle", "risotto", "stroganoff"), "always vegetarian"),
        ("Was gibt es an vegetarischen Hauptgerichten?", ("spätzle", "risotto", "Stroganoff"), "immer vegetarisch"),
        ("Welche Suppen gibt es?", ("Linsensuppe mit geräuchertem Paprika",), "Rindertatar"),
        ("What wines do you have?", ("Riesling", "Pinot noir"), "62 euros"),
        ("Welche Weine haben Sie?", ("Hausriesling", "Spätburgunder"), "62 Euro"),
        ("Is the risotto gluten free?", ("made without gluten",), "spaetzle"),
        ("Can I bring my own cake?", ("own cake",), "pass on"),
        ("Can I see the menu in advance?", ("website",), "euros"),
        ("Kann ich die Karte vorab sehen?", ("Internetseite",), "Visa"),
        ("Kann ich bei euch mit Karte zahlen?", ("Visa",), "Internetseite"),
        ("Kann ich das Menü auf Englisch bekommen?", ("Deutsch und Englisch",), "written down"),
        ("how long can we keep the table?", ("an hour and a half",), "How many"),
        ("Wie lange dürfen wir bleiben?", ("anderthalb Stunden",), "verstanden"),
        ("Darf mein Dackel mit rein?", ("Garten", "Assistenzhunde"), "nichts vorliegen"),
        ("Ist der Garten geöffnet?", ("April bis Oktober",), "11:30"),
        ("Do you have a private room?", ("forty seats",), "How many"),
        ("Ich will nichts reservieren, sagen Sie mir nur, ob es einen Parkplatz gibt", ("Parkhaus",), "Personen"),
    ],
)
async def test_what_is_asked_is_what_is_answered(
    restaurant: Desk, either: Model, words: str, told: tuple[str, ...], lacks: str
):
    reply = await ask(restaurant, words)
    assert [one for one in told if one not in reply] == []
    assert lacks not in reply


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Are you open on Boxing Day?", "24th to the 26th"),
        ("Haben Sie am zweiten Weihnachtstag offen?", "24. bis zum 26."),
        ("Sind Sie am 2. Weihnachtsfeiertag offen?", "24. bis zum 26."),
        ("Ich wollte nur wissen, wann ihr am Dienstag aufmacht", "von 11:30 Uhr bis 14:30 Uhr"),
        ("Habt ihr am Sonntag Ruhetag?", "von 11:30 Uhr bis 22 Uhr"),
    ],
)
async def test_hours_are_told_whatever_the_day_is_called(restaurant: Desk, either: Model, words: str, told: str):
    assert told in await ask(restaurant, words)


async def test_that_a_day_is_closed_is_said_once(restaurant: Desk, either: Model):
    assert (await ask(restaurant, "Haben Sie an Neujahr auf?")).count("geschlossen") == 1


async def test_and_when_do_you_close_is_about_the_day_before(restaurant: Desk, either: Model):
    sunday = IN_A_WEEK + timedelta((6 - IN_A_WEEK.weekday()) % 7)
    assert "11:30 Uhr" in await ask(restaurant, f"Wann habt ihr am {sunday:%d.%m.} auf?")
    told = (await restaurant.say("und wann macht ihr zu"))["reply"]
    assert "22 Uhr" in told
    assert "Montag" not in told


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("How much is the stroganoff?", "does it contain nuts?", "Not by its list of allergens: Vegan mushroom"),
        ("How much is the stroganoff?", "Is there mustard in it?", "Yes: Vegan mushroom"),
        ("Was kostet das Kürbisrisotto?", "Sind da Nüsse drin?", "Laut der Liste der Allergene nicht: Kürbisrisotto"),
        ("Hello", "Does the cheese spaetzle have egg in it?", "Yes: Cheese spaetzle"),
        ("Hallo", "Enthält das Stroganoff Nüsse?", "Laut der Liste der Allergene nicht: Veganes Pilz-Stroganoff"),
    ],
)
async def test_what_is_in_a_dish_is_told_by_its_list(restaurant: Desk, either: Model, first: str, then: str, told: str):
    await ask(restaurant, first)
    assert told in (await restaurant.say(then))["reply"]


async def test_a_dish_may_be_asked_about_more_than_once(restaurant: Desk, either: Model):
    await ask(restaurant, "How much is the stroganoff?")
    assert "Not by its list" in (await restaurant.say("does it contain nuts?"))["reply"]
    told = await restaurant.say("Is there mustard in it?")
    assert "Yes: Vegan mushroom" in told["reply"]
    assert [one["title"] for one in told["sources"]] == ["Vegetarian and vegan main courses"]


@pytest.mark.parametrize(
    ("wish", "yes", "cancel", "asked", "told"),
    [
        ("A table for two, Amy Blum, 0170 4445669, on {day} at 6 pm", "yes", "please cancel it",
         "Does that cost me anything?", "You can cancel free of charge until Thursday"),
        ("Einen Tisch für zwei, Petra Blum, 0170 4445668, am {day} um 20 Uhr", "ja", "bitte stornieren",
         "Kostet mich das etwas?", "um 18 Uhr kostenlos stornieren"),
    ],
)  # fmt: skip
async def test_what_cancelling_costs_is_told_to_who_is_cancelling(
    restaurant: Desk, either: Model, wish: str, yes: str, cancel: str, asked: str, told: str
):
    await ask(restaurant, wish.format(day=THURSDAY))
    assert (await restaurant.say(yes))["receipts"]
    await restaurant.say(cancel)
    assert told in (await restaurant.say(asked))["reply"]
    assert (await restaurant.say(yes))["receipts"]


@pytest.mark.parametrize(
    ("wish", "asked", "told"),
    [
        (f"A table for two on {THURSDAY} at 1 pm", "Is that inside or outside?", "The table is inside."),
        (
            f"Einen Tisch für zwei am {THURSDAY} um 13 Uhr",
            "Habe ich jetzt drinnen oder draußen?",
            "Der Tisch ist drinnen.",
        ),
    ],
)
async def test_where_the_table_is_that_is_kept(restaurant: Desk, either: Model, wish: str, asked: str, told: str):
    await ask(restaurant, wish)
    reply = (await restaurant.say(asked))["reply"]
    assert told in reply
    assert "April" not in reply


async def test_the_language_that_is_wished_for_is_spoken(restaurant: Desk, either: Model):
    await restaurant.say("Hello, I have a question, please.", conversation_id=None)
    assert "auf Deutsch" in (await restaurant.say("Sorry, können wir auch Deutsch sprechen?"))["reply"]
