"""How many people come."""

import pytest

from language import guests


def party(text, language="en", **more):
    return [v.value for v in guests.party(text, language=language, **more)]


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
        ("four of us, and I need a receipt", "en", 4),
        ("2 Erw., 2 Ki. (5+8)", "de", 4),
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
    heard = guests.party(said, language="en")
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
    assert guests.party("four adults and two kids", language="en")[0].note == "2 children"


def test_a_few_is_asked_about():
    heard = guests.party("a few friends", language="en")[0]
    assert (heard.value, heard.status) == (None, "ambiguous")


def test_a_range_keeps_both_ends():
    assert guests.party("5 or 6 people", language="en")[0].alternatives == (6, 5)


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
    (value,) = guests.party(said, language="en")
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
    (value,) = guests.party("zu zweit oder zu dritt", language="de")
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
    assert [said[begin:end] for begin, end in guests.ages(said)] == old


def test_who_books_is_no_one_more_where_she_gives_her_title():
    assert party("Tisch am Freitag, 2 Personen, Frau Freitag") == [2]
    assert party("zwei Personen, meine Frau und ich") == [2]


@pytest.mark.parametrize(
    "said", ["Müller mit zwei L", "Meyer mit zwei E", "Schmidt with two t's", "our kids, 4 and 6", "they're 4 and 6"]
)
def test_letters_and_ages_are_no_answer_to_how_many(said):
    assert [value for value in guests.party(said, language="en", expected=True) if value.rule == "expected"] == []


@pytest.mark.parametrize(
    ("said", "language", "people"),
    [
        ("Parker, two of us, got a kid of six as well, need a room next weekend", "en", 3),
        ("I'd like to come for three nights from the 10th of September with my husband, arriving late", "en", 2),
        ("I'm travelling with my partner and her son who is 14.", "en", 3),
        ("Two grown-ups and three kids aged 4, 7 and 11, 19 to 23 April", "en", 5),
        ("us two and our twelve year old, July 9 to 11", "en", 3),
        ("Room for 2 adults and our 10-year-old daughter, 24 to 27 December", "en", 3),
        ("We'd be a party of five incl. two toddlers", "en", 5),
        ("six including the baby", "en", 6),
        ("there are 4 of us including 2 children", "en", 4),
        ("for my in-laws' anniversary: they are four, I'm not coming", "en", 4),
        ("we're 6 on thursday plus maybe 1", "en", 7),
        ("mum, dad and two kids", "en", 4),
        ("a table for one, coming alone on Friday", "en", 1),
        ("22 to 24 May, so 4 adults", "en", 4),
        ("Servus, mir san 12 Leut und brauchen Zimmer vom 20. bis 22. März", "de", 12),
        ("Samstag 18 Uhr, 2 Erw., 1 Kind", "de", 3),
        ("Doppelzimmer, 2 Pers., Lutz Ohm", "de", 2),
        ("zwei personnen am 13 dezember", "de", 2),
        ("noch was frei zum Mittagessen, sind 2", "de", 2),
        ("im Juli für eine Woche, allein, ab dem 21.", "de", 1),
        ("Wir wollten am 4. Advent kommen, ein Paar", "de", 2),
        ("Ja die sechs inklusive Baby", "de", 6),
        ("für fünf Leute, zwei davon Kinder", "de", 5),
        ("zwei Erwachsene und ein 3-jähriges Kind", "de", 3),
        ("meine Frau, ich und unsere beiden Kinder", "de", 4),
        ("Wir wären 4 am Donnerstag, 19:00, mit Kind", "de", 4),
        ("Vater, Mutter und zwei Kinder", "de", 4),
    ],
)
def test_a_party_is_summed_once_whoever_is_named_and_however_old_they_are(said, language, people):
    heard = guests.party(said, language=language)
    assert [value.value for value in heard][-1] == people
    assert all(value.status == "valid" for value in heard)


@pytest.mark.parametrize(
    "said",
    [
        "yes please, but only for one of us",
        "Frühstück nur für einen von uns",
        "one more thing, he's lactose intolerant",
        "what if we split into 4 and 3",
        "how much is the room alone?",
        "a couple of days in May",
        "ein paar Tage",
        "I need to check with my wife first",
        "do you have a kids menu",
        "the in-laws' anniversary",
    ],
)
def test_what_is_said_beside_the_party_counts_nobody(said):
    assert party(said) == []


@pytest.mark.parametrize(
    ("said", "supposed"),
    [
        ("Wir sind eine Familie mit 3 Kindern (2, 5, 8)", 5),
        ("we're a family with two kids", 4),
        ("für meine Eltern und uns", 4),
    ],
)
def test_who_is_not_counted_is_supposed_and_asked_about(said, supposed):
    (value,) = guests.party(said, language="de")
    assert (value.status, value.reason, value.alternatives) == ("ambiguous", guests.LIKELY, (supposed,))


def test_a_number_beside_a_family_settles_how_many():
    assert party("eine Familie mit 3 Kindern, wir sind insgesamt vier") == [4]


@pytest.mark.parametrize(
    ("said", "noted", "kids"),
    [
        ("for four, two of them children so we'd need a high chair", ["two children"], 2),
        ("für fünf, davon zwei Kinder", ["zwei Kinder"], 2),
        ("two adults and three kids aged 4, 7 and 11, 19 to 23 April", ["three kids aged 4, 7 and 11"], 3),
        ("eine Familie mit 3 Kindern (2, 5, 8)", ["3 Kinder (2, 5, 8)"], 3),
        ("with my partner and her son who is 14", ["her son who is 14"], 1),
        ("family of three, our daughter's 10", ["our daughter's 10"], 1),
        ("2 Erw. + 1 Kind 7 J.", ["1 Kind 7 J."], 1),
        ("zu fünft plus Baby", ["Baby"], 1),
        ("Wir wären vier, mit Kind", ["mit Kind"], 1),
        ("my son has coeliac disease", [], 0),
        ("do you have a kids menu", [], 0),
        ("two adults, no kids", [], 0),
    ],
)
def test_children_are_told_of_with_their_ages_and_nobody_else(said, noted, kids):
    heard = guests.children(said)
    assert [value.value for value in heard] == noted
    assert sum(int((value.note or "0").split()[0]) for value in heard) == kids


@pytest.mark.parametrize(
    ("said", "by", "kids"),
    [
        ("there'll be one more, my daughter who's nine", 1, "1 child"),
        ("can I add a person?", 1, None),
        ("we're bringing two friends", 2, None),
        ("my husband isn't coming after all", -1, None),
        ("two of us can't make it", -2, None),
        ("Können wir unsere Reservierung um eine Person erweitern?", 1, None),
        ("kann ich noch ne Person dazu nehmen", 1, None),
        ("und wir bringen noch zwei Freunde mit", 2, None),
        ("Opa kommt doch nicht mit", -1, None),
        ("ein Kind weniger", -1, "1 child"),
    ],
)
def test_a_party_grows_and_shrinks_by_those_who_are_named(said, by, kids):
    heard = guests.change(said)
    assert heard and (heard.kind, heard.value, heard.note) == ("people_by", by, kids)


@pytest.mark.parametrize(
    "said",
    [
        "one more thing, I'm arriving by car",
        "noch eine Frage",
        "noch eine Nacht dazu",
        "could you add a baby chair",
        "we bring a small dog",
        "der Hund kommt nicht mit",
        "haben Sie noch zwei Plätze frei",
        "I can't come",
    ],
)
def test_things_nights_and_questions_are_nobody_more(said):
    assert guests.change(said) is None


@pytest.mark.parametrize(
    ("said", "cot", "many"),
    [
        ("two adults and a baby", False, 1),
        ("two adults and a toddler", False, 0),
        ("two adults and a toddler", True, 1),
        ("ein Kind (2 Jahre)", True, 1),
        ("3 Kinder (2, 5, 8)", True, 1),
        ("zwei Kinder", True, 0),
    ],
)
def test_who_sleeps_in_a_cot(said, cot, many):
    assert guests.in_cots(said, cot=cot) == many
