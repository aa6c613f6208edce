"""What the staff should know: what is told, what is only asked, and what is taken back."""

import pytest

from language import wishes


def notes(text):
    return [value.value for value in wishes.notes(text)]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Correct. One of the girls has a peanut allergy, is that a problem?", "One of the girls has a peanut allergy"),
        ("Meine Frau ist allergisch gegen Krustentiere, geht das?", "Meine Frau ist allergisch gegen Krustentiere"),
        ("Do you have gluten-free pasta, my wife is coeliac?", "my wife is coeliac"),
        ("Haben Sie glutenfreie Nudeln, meine Frau hat Zöliakie", "meine Frau hat Zöliakie"),
        ("Do you have anything vegan? My sister is vegan.", "My sister is vegan"),
        ("Is there a fridge? and we are bringing two cats", "we are bringing two cats"),
        ("acht Leute, einer davon Rollifahrer, auf Uwe", "einer davon Rollifahrer"),
        ("twin beds if possible", "twin beds if possible"),
    ],
)
def test_what_is_told_is_noted_whatever_is_asked_beside_it(text, note):
    assert notes(text) == [note]


@pytest.mark.parametrize(
    "text",
    [
        "A table for two, and tell me whether you have vegan desserts",
        "Ich wüsste gern, ob Sie glutenfreie Nudeln haben",
        "If I have a nut allergy, can I eat the curry?",
        "Do you have gluten-free bread, and is the soup vegan?",
        "Ich habe eine Frage: gibt es glutenfreies Brot?",
        "Have you got gluten-free beer?",
        "Is it a problem if we bring a dog?",
    ],
)
def test_what_is_only_asked_about_is_no_note(text):
    assert notes(text) == []


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Ist da ein Platz am Fenster?", "Platz am Fenster"),
        ("Haben Sie denn einen ruhigen Tisch?", "ruhigen Tisch"),
        ("Do you have a window seat?", "window seat"),
        ("Is there a quiet corner free?", "quiet corner"),
    ],
)
def test_a_wish_put_as_a_question_is_noted_as_a_wish(text, note):
    assert notes(text) == [note]


@pytest.mark.parametrize(
    "text",
    [
        "wir bringen einen Kinderstuhl mit, nein, bitte stellen Sie einen bereit",
        "we'll bring our own high chair, no wait, please have one ready",
    ],
)
def test_what_is_put_right_stays_with_what_it_puts_right(text):
    assert notes(text) == [text]


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [
        ("wir kommen mit Hund", "Doch ohne Hund", ""),
        ("wir kommen mit Hund", "der Hund bleibt doch zu Hause", ""),
        ("we have a dog; one of us has a peanut allergy", "no dog after all", "one of us has a peanut allergy"),
        ("We need a high chair", "we don't need the high chair after all", ""),
        ("mit Kinderstuhl", "Den Kinderstuhl brauchen wir doch nicht", ""),
        ("with a dog", "the dog is on a leash", "with a dog; the dog is on a leash"),
        ("wir kommen mit Hund", "wir haben einen Kinderwagen", "wir kommen mit Hund; wir haben einen Kinderwagen"),
        ("", "Doch ohne Hund", "Doch ohne Hund"),
    ],
)
def test_what_is_taken_back_goes_with_the_words_that_take_it_back(before, now, after):
    assert wishes.noted(before, now) == after


def test_no_allergy_is_taken_back():
    assert wishes.noted("one of us has a nut allergy", "no nuts") == "one of us has a nut allergy; no nuts"


def test_of_two_counts_of_the_party_the_later_stands():
    before = "six plus a baby; my mum's in a wheelchair"
    assert (
        wishes.noted(before, "seven people, plus the baby") == "my mum's in a wheelchair; seven people, plus the baby"
    )
    ages = "two adults and two kids; one child is 3"
    assert wishes.noted("two adults and two kids", "one child is 3") == ages
