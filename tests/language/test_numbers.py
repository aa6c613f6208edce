"""How many people come, and what was read out digit by digit."""

import pytest

from language import numbers, words


def party(text, language="en", **more):
    return [v.value for v in numbers.party(text, language=language, **more)]


@pytest.mark.parametrize(
    ("said", "language", "people"),
    [
        ("a table for four at seven", "en", 4),
        ("the two of us", "en", 2),
        ("me and my wife", "en", 2),
        ("zu viert", "de", 4),
        ("wir sind zu fünft", "de", 5),
        ("für mich und meine Frau", "de", 2),
        ("four adults and two kids", "en", 6),
        ("vier Erwachsene und zwei Kinder", "de", 6),
        ("5 or 6 people", "en", 6),
        ("ein Tisch für achtundzwanzig Personen", "de", 28),
        ("my parents and me", "en", 3),
        ("three couples", "en", 6),
        ("party of 6", "en", 6),
        ("my seven friends and I", "en", 8),
        ("just me", "en", 1),
        ("nur ich", "de", 1),
        ("four, sorry, five people", "en", 5),
        ("not four but six people", "en", 6),
        ("a 5 seater", "en", 5),
        ("einen 4er-Tisch", "de", 4),
        ("a dozen of us", "en", 12),
        ("3 adults 2 kids", "en", 5),
        ("four people plus a highchair", "en", 4),
    ],
)
def test_people_are_counted_the_way_they_count_themselves(said, language, people):
    assert party(said, language) == [people]


@pytest.mark.parametrize(
    "said", ["a table for 7 pm", "for 3 nights", "for 7:30", "at 8", "we must cancel, sadly", "for 5 May"]
)
def test_other_numbers_are_no_party(said):
    assert party(said) == []


def test_a_bare_number_is_a_party_only_when_it_was_asked_for():
    assert party("seven") == []
    assert party("seven", expected=True) == [7]


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("And a table for two that same day at 8 pm", [2]),
        ("table for 4 26 November 7pm", [4]),
        ("Tisch für zwei 26. November 20 Uhr", [2]),
        ("a table for three that evening", [3]),
        ("we are twelve people", [12]),
        ("zu zwölft", [12]),
        ("wir werden so um die zehn sein", [10]),
        ("2-3 Personen", [3]),
        ("a table for our grandma and grandpa plus cousin", [3]),
        ("just the man and his wife", [2]),
        ("Eine Reservierung für 1 am 17. Mai", [1]),
        ("mit einer Gruppe von 10 am Hafen", [10]),
        ("für eine Person", [1]),
        ("it will just be me", [1]),
        ("all 5 of them seated together", [5]),
        ("the number of guests we need is 9", [9]),
        ("6 are coming", [6]),
        ("five people, including me", [5]),
        ("6 people, 4 adults and 2 kids", [6]),
        ("two adults and three kids and one of the kids needs a booster seat", [5]),
        ("no, not 16 people, 6", [6]),
        ("18:45 and one person", [1]),
        ("1 person and I want a window seat", [1]),
        ("6 cousins and I need a big table", [7]),
        ("me and two others", [3]),
    ],
)
def test_people_are_found_in_what_is_said_around_them(said, people):
    assert party(said, "en") == people


@pytest.mark.parametrize(
    "said",
    [
        "can I talk to a human",
        "I need to speak with a person",
        "Ich möchte mit einem Mitarbeiter sprechen",
        "Kann ich mit einer Person reden?",
        "one of us is a vegetarian",
        "can we have one of the outside tables",
        "one of the 7 other places you named",
        "a room in a guest house",
    ],
)
def test_somebody_to_talk_to_or_one_of_many_is_no_party(said):
    assert party(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "+49 171 2345678",
        "0171 234 56 78",
        "one zero one five five five",
        "for 20 euros",
        "20 Euro",
        "at 5",
        "um acht",
        "gegen 7",
        "für zwei Nächte",
        "on 3 December",
        "Tisch 12",
        "30 percent",
    ],
)
def test_when_a_party_was_asked_for_other_numbers_are_still_none(said):
    assert party(said, expected=True) == []


@pytest.mark.parametrize("said", ["my wife, the kids and me", "meine Frau, die Kinder und ich", "ich und die Kinder"])
def test_a_party_with_uncounted_children_is_asked_about(said):
    heard = numbers.party(said, language="en")
    assert [(v.status, v.reason) for v in heard] == [("ambiguous", "vague")]


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("zehn bis zwölf", [12]),
        ("maybe 6 or 7", [7]),
        ("6-8", [8]),
        ("2, maybe 3", [3]),
        ("five of us plus a baby", [6]),
        ("me + 3", [4]),
        ("half past seven", []),
        ("no one", []),
        ("four no five", [5]),
    ],
)
def test_answers_to_how_many(said, people):
    assert party(said, expected=True) == people


def test_children_are_noted():
    assert numbers.party("four adults and two kids", language="en")[0].note == "2 children"


def test_a_few_is_asked_about():
    heard = numbers.party("a few friends", language="en")[0]
    assert (heard.value, heard.status) == (None, "ambiguous")


def test_a_range_keeps_both_ends():
    assert numbers.party("5 or 6 people", language="en")[0].alternatives == (6, 5)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("achtundzwanzig", 28),
        ("zweiundachtzig", 82),
        ("zweihundertfünf", 205),
        ("neunzehnhundertachtzig", 1980),
        ("neuntausendneunhundertneunundneunzig", 9999),
        ("tausend", 1000),
    ],
)
def test_german_numbers_put_the_unit_first(word, value):
    assert words.german_number(word) == value


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("zero one seven six double five four two one eight", "0176554218"),
        ("030 / 90 18 20", "030901820"),
        ("null drei null neunzig achtzehn zwanzig", "030901820"),
        ("oh one five triple eight zwo", "0158882"),
        ("zero one four five, sorry, four six", "0146"),
        ("double oh seven… no, six", "006"),
        ("four one five seven seven two five thousand", "4157725000"),
    ],
)
def test_digits_read_out_are_put_together(said, digits):
    assert [run.digits for run in numbers.digit_runs(said)] == [digits]


@pytest.mark.parametrize(
    ("said", "amount", "note"),
    [
        ("400k", 400_000, None),
        ("1.200 Euro warm", 1200, "EUR warm"),
        ("$2,850 a month", 2850, "USD"),
        ("12.50 €", 12.5, "EUR"),
    ],
)
def test_money_is_read_with_its_currency(said, amount, note):
    heard = [v for v in numbers.read(said, language="en") if v.kind == "money"]
    assert [(v.value, v.note) for v in heard] == [(amount, note)]


def test_numbers_in_words_and_figures_are_cardinals():
    assert [v.value for v in numbers.read("two hundred and five, then 17", language="en")] == [205, 17]


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("four of us. no, actually three.", 3),
        ("Wir sind vier. Nein, Moment, drei.", 3),
        ("Wir sind zu viert, nein, drei", 3),
        ("me and my wife. Sorry, three people", 3),
        ("could we come at half past seven and be four instead?", 4),
        ("könnten wir um halb acht kommen und vier sein?", 4),
        ("table for two, no one else", 2),
        ("sechs wären wir", 6),
        ("no, four people and the family room", 4),
        ("two people, no phone", 2),
    ],
)
def test_a_number_said_after_another_takes_its_place(said, people):
    assert party(said) == [people]


@pytest.mark.parametrize(
    ("said", "people", "kids"),
    [
        ("two adults, one child of 3 and a baby", 4, 2),
        ("zwei Erwachsene und zwei Kinder von 3 und 5 Jahren", 4, 2),
        ("two adults, a 3 year old and a baby", 4, 2),
        ("zwei Erwachsene, ein Kind (3) und ein Baby", 4, 2),
    ],
)
def test_how_old_children_are_is_no_number_of_people_and_ends_no_list(said, people, kids):
    (value,) = numbers.party(said, language="en")
    assert (value.value, value.note) == (people, f"{kids} children")


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("a double room for two 5 to 7 December", 2),
        ("Zimmer für zwei 5.-7.12.", 2),
        ("a room for three 2 nights from Friday", 3),
        ("table for 2 7:30", 2),
        ("table for 2 7 pm", 2),
    ],
)
def test_a_party_is_counted_before_a_day_an_hour_or_a_stretch_of_nights(said, people):
    assert party(said) == [people]


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("I'd like to come for dinner on Sunday with my wife and our two daughters", 4),
        ("Ich komme mit drei Freunden am Freitag", 4),
        ("I'm bringing my parents and my two brothers", 5),
        ("ich komme mit meiner Frau und zwei Kindern", 4),
        ("I'd like to come with four people", 4),
        ("a table for two with my wife", 2),
        ("Tisch für vier mit meiner Tochter", 4),
        ("ich und mein Mann und unser Kleiner, der ist drei", 3),
        ("unser Großer und unsere Kleine, meine Frau und ich", 4),
        ("four of us, one uses a wheelchair", 4),
        ("fuer zwei Personen", 2),
    ],
)
def test_who_comes_with_others_is_one_of_them_and_whoever_is_counted_already_is_not_counted_again(said, people):
    assert party(said) == [people]


def test_two_or_three_is_a_range_however_it_is_said():
    (value,) = numbers.party("zu zweit oder zu dritt", language="de")
    assert (value.value, value.alternatives) == (3, (3, 2))


@pytest.mark.parametrize(
    ("said", "old"),
    [
        ("The kids are 4, 6 and 12", ["kids are 4, 6 and 12"]),
        ("unser Kleiner, der ist 3", ["der ist 3"]),
        ("Die Kinder sind vier und sechs Jahre alt.", ["Kinder sind vier und sechs Jahre alt"]),
        ("our son is 7, we come on the 5th", ["son is 7"]),
        ("two kids, they're 4 and 6", ["they're 4 and 6"]),
        ("she's nearly two", ["she's nearly two"]),
        ("we are 4", []),
        ("Sie sind 4 Personen", []),
        ("they are 3", []),
        ("der ist um 3 fertig", []),
        ("the kids are 4 of the 6", []),
        ("is the table for 4?", []),
    ],
)
def test_how_old_somebody_is_said_to_be(said, old):
    assert [said[begin:end] for begin, end in numbers.ages(said)] == old


def test_who_books_is_no_one_more_where_she_gives_her_title():
    assert party("Tisch am Freitag, 2 Personen, Frau Freitag") == [2]
    assert party("zwei Personen, meine Frau und ich") == [2]


@pytest.mark.parametrize(
    "said", ["Müller mit zwei L", "Meyer mit zwei E", "Schmidt with two t's", "our kids, 4 and 6", "they're 4 and 6"]
)
def test_letters_and_ages_are_no_answer_to_how_many(said):
    assert [value for value in numbers.party(said, language="en", expected=True) if value.rule == "expected"] == []
