"""What may be said: only what somebody vouches for, in whatever words."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dialogue.claims import Clauses, Vouchers, harmless, ignorant, opens_harmlessly, topics, vouched, vouchers
from simulators import lies

HOUSE: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "evals" / "honest.yaml").read_text(encoding="utf-8")
)
RESTAURANT = "Lindenhof front desk"


def by(language: str, question: str = "", agent: str = RESTAURANT) -> Vouchers:
    """Everything the sample restaurant says of itself in one language."""
    passages = [(one["title"], one["text"]) for one in HOUSE if one["agent"] == agent and one["language"] == language]
    return vouchers(passages, question=question)


TRUE = [(one, words) for one in HOUSE for words in one["said"]]


def test_there_are_hundreds_of_honest_answers_in_both_languages():
    assert len(TRUE) >= 200
    assert {one["language"] for one in HOUSE} == {"en", "de"}


def test_what_a_passage_says_may_be_said_in_other_words():
    """Each by itself, without its yes or no; the gate's tests have them with it."""
    lost = [
        words for one, words in TRUE if not vouched(plain(words), by(one["language"], one["question"], one["agent"]))
    ]
    assert len(lost) < 0.01 * len(TRUE), lost


def plain(words: str) -> str:
    """A sentence without the yes or no before it."""
    head, comma, rest = words.partition(", ")
    return rest if comma and head in ("Yes", "No", "Ja", "Nein") else words


FALSE: dict[str, list[tuple[str, list[str]]]] = {
    "en": [
        ("Are dogs allowed?", ["Dogs are allowed in the dining room.", "Assistance dogs are not allowed in the dining room.", "Dogs are not welcome at the bar.", "Dogs are welcome everywhere.", "All dogs are welcome.", "Dogs get a bowl of soup.", "Cats are welcome at the bar.", "Dogs must pay 12 euros.", "Only dogs are welcome in the garden.", "That's fine.", "You can.", "Dogs are always welcome in the garden."]),
        ("Where can I park?", ["Parking is free.", "Street parking is free.", "Street parking is free before eight in the evening.", "Street parking is free until eight.", "The garage is free after eight.", "The garage costs 12 euros an hour.", "The garage costs 2.50 euros for the evening.", "The garage costs at least 12 euros.", "The garage is at Lindenstraße 44.", "We have our own car park.", "There is a car park.", "The garage is twelve minutes away.", "The garage is two hours away.", "It costs 25 euros.", "Parking costs at most 2.50 euros.", "The garage is one minute away on foot.", "Street parking costs 2.50 euros an hour."]),
        ("How much is the schnitzel?", ["It's 17.90 euros.", "The schnitzel is 17.90 euros.", "The schnitzel costs 8.50 euros.", "The veal schnitzel costs 22.80 euros.", "It contains no gluten.", "The schnitzel is gluten-free.", "The schnitzel is vegetarian.", "It comes with fries.", "The veal schnitzel comes with red cabbage.", "It is seventeen ninety.", "The roulade is 24.50 euros.", "It costs twenty-four euros."]),
        ("When are you open?", ["We are open on Mondays.", "We're open until midnight.", "We are open all day.", "We open at eight.", "We are closed on Fridays."]),
        ("Can I pay by card?", ["We take American Express.", "We accept all cards.", "We take only cash.", "We don't take cash.", "We do not accept Visa.", "Bills cannot be split.", "We accept Visa but no Mastercard.", "Cash is not accepted, only cards."]),
        ("Can I cancel?", ["You can cancel free of charge at any time.", "You can cancel free of charge.", "Cancelling is free.", "You can cancel free of charge until two days before.", "You can cancel until fifteen minutes before.", "We keep your table for two hours.", "We keep your table.", "You cannot cancel.", "Cancelling costs 12 euros."]),
        ("Is there live music?", ["There is live jazz every evening.", "There is live jazz on Fridays from eight.", "Live jazz is on Thursday evenings until eight.", "There is live jazz on Thursdays for 12 euros admission.", "There is no live jazz.", "Wifi is not free.", "The wifi costs 2.50 euros.", "The play corner is in the garden."]),
        ("How big can a group be?", ["We take bookings of up to fourteen people on the telephone.", "We take bookings of up to forty people.", "The garden room has eight seats.", "Menus are from 62 euros a person.", "A colleague calls you back.", "A colleague will call you back.", "The garden room costs 39 euros.", "We take bookings of more than eight people.", "The garden room has at least forty seats."]),
        ("What about the tasting menu?", ["The tasting menu costs 94 euros.", "The tasting menu has five courses for 94 euros.", "It has eight courses.", "It is served from 20:30.", "It is served until 22:30.", "The tasting menu is vegan.", "It costs 62 euros with matching wines."]),
        ("What vegan dishes are there?", ["The beef tartare is vegan.", "The vegan dishes are the soup, the stroganoff and the schnitzel.", "The apple strudel is vegan.", "The ice cream is vegan.", "The cheese spaetzle is vegan.", "We have vegan risotto.", "The soup, the tart and the schnitzel are vegan."]),
        ("Do you have take-away?", ["We deliver.", "The fish is also to go.", "You can take the fish away.", "All food is also to go.", "You can order by telephone until half past ten.", "Collect it after about three minutes."]),
        ("Where may I smoke?", ["Smoking is allowed.", "Smoking is allowed in the garden.", "Smoking is allowed in the right part of the garden.", "Smoking is not allowed in the left part of the garden.", "There is a dress code.", "You can smoke at the bar."]),
        ("Is it accessible?", ["Two toilets are step-free.", "The garden is step-free.", "There are eight high chairs.", "There are no high chairs.", "The toilets are not step-free.", "All toilets are step-free."]),
        ("Can we sit outside?", ["You can sit outside in the garden.", "You can sit in the garden from April to December.", "You can sit in the garden in any weather.", "Two tables stand under heaters in summer.", "Blankets cost 2 euros.", "You can sit outside all year.", "The terrace is heated.", "The garden is heated."]),
        ("Do you sell vouchers?", ["Vouchers are valid for two years.", "Gift vouchers of 200 euros are sold at the bar.", "Vouchers cannot be spent in parts.", "You get ten percent off with a voucher."]),
        ("Do you have a nut-free dish?", ["The beetroot carpaccio contains no nuts.", "We promise that every dish is free of traces.", "Dishes are free of traces.", "The kitchen does not use flour.", "There are no traces.", "We can promise that a dish is free of traces."]),
    ],
    "de": [
        ("Darf mein Hund mit?", ["Hunde dürfen in den Gastraum.", "Hunde sind überall willkommen.", "Assistenzhunde dürfen nicht in den Gastraum.", "Hunde sind an der Bar nicht willkommen.", "Das geht.", "Nur Hunde sind im Garten willkommen."]),
        ("Wo kann ich parken?", ["Parken ist kostenlos.", "An der Straße parkt man kostenlos.", "An der Straße parkt man bis zwanzig Uhr kostenlos.", "Das Parkhaus ist zwölf Minuten entfernt.", "Das Parkhaus kostet 12 Euro die Stunde.", "Wir haben eigene Parkplätze.", "Es gibt Parkplätze.", "Das Parkhaus kostet mindestens 12 Euro am Abend.", "Es kostet einen Euro zwanzig.", "Im Parkhaus parken Sie kostenlos."]),
        ("Was kostet das Schnitzel?", ["Es kostet 17,90 Euro.", "Das Schnitzel kostet 8,50 Euro.", "Das Kalbsschnitzel kostet 22,80 Euro.", "Es ist ohne Gluten.", "Das Schnitzel kostet zweiundzwanzig Euro achtzig.", "Es kostet vierundzwanzig Euro."]),
        ("Kann ich mit Karte zahlen?", ["Wir nehmen American Express.", "Wir nehmen kein Bargeld.", "Wir nehmen nur Bargeld.", "Getrennt zahlen ist nicht möglich.", "Visa nehmen wir leider nicht.", "Wir nehmen alle Karten."]),
        ("Kann ich absagen?", ["Absagen ist kostenlos.", "Absagen kostet nichts.", "Absagen kostet bis zwei Tage vorher nichts.", "Absagen kostet 20 Euro.", "Wir halten Ihren Tisch frei.", "Wir halten Ihren Tisch zwei Stunden frei."]),
        ("Gibt es Musik?", ["Freitags spielt eine Jazzband.", "Donnerstags spielt keine Jazzband.", "Donnerstags bis zwanzig Uhr spielt eine Jazzband.", "Jeden Abend spielt eine Jazzband.", "Der Eintritt kostet 12 Euro."]),
        ("Liefern Sie?", ["Wir liefern.", "Fisch gibt es zum Mitnehmen.", "Alle Gerichte gibt es zum Mitnehmen.", "Sie können bis halb elf bestellen.", "Wir liefern nur Fisch."]),
        ("Wo darf ich rauchen?", ["Rauchen ist erlaubt.", "Geraucht werden darf im Garten.", "Im rechten Teil des Gartens darf geraucht werden.", "Es gibt eine Kleiderordnung."]),
        ("Wie groß darf eine Gruppe sein?", ["Eine Kollegin ruft zurück.", "Eine Kollegin ruft Sie zurück.", "Das Gartenzimmer hat acht Plätze.", "Am Telefon nehmen wir Reservierungen bis vierzehn Personen an.", "Menüs gibt es ab 18 Euro pro Person."]),
        ("Kann man draußen sitzen?", ["Sie können draußen sitzen.", "Sie können von April bis Dezember im Garten sitzen.", "Im Winter sitzen Sie draußen im Garten.", "Decken kosten 2 Euro.", "Im Sommer stehen zwei Tische unter Heizstrahlern."]),
        ("Sind Nüsse im Essen?", ["Das Rote-Bete-Carpaccio enthält keine Nüsse.", "Wir schließen Spuren aus.", "Spuren gibt es keine.", "In der Küche wird nicht mit Mehl gearbeitet."]),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "question", "words"),
    [(language, question, words) for language, asked in FALSE.items() for question, all_ in asked for words in all_],
)
def test_a_fact_that_is_off_by_one_thing_may_not_be_said(language: str, question: str, words: str):
    assert not vouched(words, by(language, question))


@pytest.mark.parametrize("kind", [kind for kind in lies.KINDS if kind not in lies.FROM_FACTS])
@pytest.mark.parametrize("language", ["en", "de"])
def test_no_lie_of_the_hostile_model_is_vouched_for_by_anything(kind: str, language: str):
    everything = by(language)
    for words, _ in lies.KINDS[kind][language]:
        for seed in range(5):
            said = words.format(**lies._parameters(language, "", random.Random(seed)))
            assert not vouched(said, everything), said


@given(st.sampled_from(TRUE), st.sampled_from(["number", "clock", "day", "negated"]), st.integers(0, 10_000))
def test_a_true_answer_with_one_fact_changed_is_not_vouched_for(
    true: tuple[dict[str, Any], str], change: str, seed: int
):
    one, words = true
    made = lies.FROM_FACTS[change](one["language"], [plain(words)], random.Random(seed))
    if made is not None and lies.folded(made[0]) != lies.folded(words):
        assert not vouched(made[0], by(one["language"], one["question"], one["agent"])), made[0]


def test_a_clause_without_a_thing_is_about_what_was_asked():
    assert vouched("It's 24.50 euros.", by("en", "How much is the schnitzel?"))
    assert not vouched("It's 24.50 euros.", by("en", "How much is the roulade?"))
    assert not vouched("It's 24.50 euros.", by("en"))
    assert vouched("It costs 24.50 euros.", by("en"), before="The veal schnitzel comes with cucumber salad.")


def test_a_day_once_named_holds_for_the_next_clause():
    by_week = vouchers(WEEK, question="When are you open?")
    assert vouched("We close at 11 pm.", by_week, before="On Tuesdays we open at 11:30 am.")
    assert not vouched("We close at 10 pm.", by_week, before="On Tuesdays we open at 11:30 am.")
    assert vouched("We close at 10 pm.", vouchers(WEEK, question="Until when are you open on Sunday?"))


WEEK = [
    ("hours", "Our opening hours: Monday closed; Tuesday to Thursday 11:30 am to 2:30 pm and 5:30 pm to 11 pm; Friday 5 pm to midnight; Sunday 11:30 am to 10 pm."),
    ("hours", "On Sunday, 22 November we are closed."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "true"),
    [
        ("On Tuesdays we are open from 11:30 am to 2:30 pm and from 5:30 pm to 11 pm.", True),
        ("We close at 11 pm on Wednesdays.", True),
        ("We are closed on Mondays.", True),
        ("On Friday we open at 5 pm.", True),
        ("On Friday we open at five.", True),
        ("We are open on Mondays.", False),
        ("We are open from 11:30 am to 10 pm.", False),  # only on Sundays
        ("On Tuesdays we are open from 11:30 am to 11 pm.", False),  # not in the afternoon
        ("On Friday we close at 5 pm.", False),
        ("On Fridays we are open until 10 pm.", False),
        ("We are open every day.", False),
        ("Tomorrow we are open from 11:30 am to 10 pm.", False),  # that Sunday is not like others
        ("Tomorrow we are closed.", True),
    ],
)
def test_hours_belong_to_their_day(words: str, true: bool):
    assert vouched(words, vouchers(WEEK, question="When are you open?", today=date(2026, 11, 21))) is true


@pytest.mark.parametrize(
    ("passage", "true", "false"),
    [
        ("The pool is 300 metres away.", "Das Schwimmbad ist 300 Meter entfernt.", "Das Schwimmbad ist 500 Meter entfernt."),
        ("Dogs are welcome in the garden.", "Hunde sind im Garten willkommen.", "Hunde sind im Garten nicht willkommen."),
        ("Parken im Parkhaus kostet 12 Euro.", "Parking in the garage costs 12 euros.", "Parking in the garage is free."),
        ("Breakfast is served until 10:30.", "Frühstück gibt es bis halb elf.", "Frühstück gibt es bis halb zwölf."),
    ],
)  # fmt: skip
def test_a_passage_vouches_in_the_other_language(passage: str, true: str, false: str):
    assert vouched(true, vouchers([passage]))
    assert not vouched(false, vouchers([passage]))


@pytest.mark.parametrize("said", ["Your table is booked.", "Ihr Tisch ist reserviert.", "We have a table free tonight.", "Ihre Reservierung wurde storniert.", "I'll add that for you.", "I'm holding a table for you."])  # fmt: skip
def test_what_only_a_phrase_may_say_is_not_vouched_for_by_a_passage_either(said: str):
    assert not vouched(said, vouchers([said, ("Bookings", f"Guests like it. {said}")]))


@pytest.mark.parametrize(
    "words",
    [
        "I do not have that information.",
        "I'm afraid I don't know that.",
        "I don't have any information about a swimming pool.",
        "I'm sorry, but I can't say whether there is a lift.",
        "Dazu habe ich leider keine Information.",
        "Das weiß ich leider nicht.",
        "Ich habe keine Angaben zu einem Schwimmbad.",
        "Dazu liegen mir keine Informationen vor.",
        "Please ask our team.",
    ],
)
def test_not_knowing_needs_no_voucher(words: str):
    assert ignorant(words)
    assert vouched(words, vouchers([]))


@pytest.mark.parametrize(
    "words",
    [
        "I don't know, but your table is booked.",
        "I do not have that information, but we have a pool.",
        "I'm not sure about our free parking.",
        "I don't have information about the discount of 20 percent.",
        "Das weiß ich nicht, aber wir haben ein Schwimmbad.",
        "We don't have parking.",
    ],
)
def test_not_knowing_is_no_cover_for_a_claim(words: str):
    assert not vouched(words, vouchers([]))


def test_an_opening_that_commits_to_nothing_may_leave_early():
    assert harmless("We ")
    assert harmless("The")
    assert not harmless("Sure, we")
    assert not harmless("Yes, we")
    assert not harmless("We still have")
    assert not harmless("Nein,")


@pytest.mark.parametrize("token", ["We", "Our", "Wir", "Bei", "Thank"])
def test_a_first_token_that_can_only_be_harmless_leaves_at_once(token: str):
    assert opens_harmlessly(token)


@pytest.mark.parametrize("token", ["S", "Sure", "Yes", "N", "Mon", "EZ", "7", "Book", "Ope", "No", "", "WE"])
def test_a_first_token_that_may_become_a_claim_waits(token: str):
    assert not opens_harmlessly(token)


def test_a_text_is_about_its_concepts_in_either_language():
    assert topics("Kann ich bar zahlen?") == topics("Can I pay cash?")
    assert topics("Dürfen Hunde in den Garten?") == topics("Are dogs allowed in the garden?")


@given(st.lists(st.text(max_size=12), max_size=40))
def test_cutting_into_clauses_loses_and_adds_nothing(pieces: list[str]):
    clauses = Clauses()
    out = [clause for piece in pieces for clause in clauses.feed(piece)]
    assert "".join(out) + clauses.rest() == "".join(pieces)


@given(st.text(max_size=400))
def test_any_text_can_be_judged(text: str):
    vouched(text, vouchers([text, ("title", "A sentence."), (text, text)]))
