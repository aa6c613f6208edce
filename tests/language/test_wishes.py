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
        (
            "for one person, and I'd need a quiet one because I'm a light sleeper",
            "I'd need a quiet one because I'm a light sleeper",
        ),
        ("Für eine Person, am liebsten ein ruhiges", "am liebsten ein ruhiges"),
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


@pytest.mark.parametrize("text", ["No then inside is fine, yes", "Nein, dann drinnen", "not outside, please"])
def test_a_no_before_what_is_taken_instead_turns_nothing_round(text):
    assert [value.value for value in wishes.areas(text)] == ["inside"]


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
        ("with a dog", "the dog is on a leash", "the dog is on a leash"),
        ("wir kommen mit Hund", "wir haben einen Kinderwagen", "wir kommen mit Hund; wir haben einen Kinderwagen"),
        ("", "Doch ohne Hund", "Doch ohne Hund"),
    ],
)
def test_what_is_taken_back_goes_with_the_words_that_take_it_back(before, now, after):
    assert wishes.noted(before, now) == after


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Please note that I'm pregnant and can't eat raw fish", "I'm pregnant and can't eat raw fish"),
        ("Vegetarisches Menü für alle bitte notieren", "Vegetarisches Menü für alle"),
        ("could you also put a vegetarian in the notes", "a vegetarian"),
        ("Please add a note to my booking: we need feather-free pillows", "we need feather-free pillows"),
        ("Guests: 2; Note: vegetarian", "vegetarian"),
        ("Bitte notieren: Oma sitzt im Rollstuhl", "Oma sitzt im Rollstuhl"),
        ("and somewhere quiet please", "somewhere quiet"),
        ("Und bitte keinen Tisch neben der Tür", "keinen Tisch neben der Tür"),
        ("aber bitte mit zwei getrennten Betten", "mit zwei getrennten Betten"),
        ("meine Mutter kann schlecht laufen", "meine Mutter kann schlecht laufen"),
        ("noch was: meine Tochter hat ne Nussallergie", "meine Tochter hat ne Nussallergie"),
        ("Guten Abend, ich habe eine Nussallergie", "ich habe eine Nussallergie"),
        ("could we have the window", "the window"),
        ("can we get a highchair", "a highchair"),
        ("Könnten Sie da Blumen auf den Tisch stellen", "Blumen auf den Tisch stellen"),
        ("it should go to Horn Ltd, 5 Baker Street", "it should go to Horn Ltd, 5 Baker Street"),
    ],
)
def test_a_wish_is_noted_whole_and_as_the_staff_should_read_it(text, note):
    assert notes(text) == [note]


@pytest.mark.parametrize(
    "text",
    [
        "Actually forget the table, what's on the menu for vegans",
        "Können wir da unseren Hund mitnehmen?",
        "Hello, I'm calling about the invoice for my stay",
        "I don't have the code",
    ],
)
def test_a_question_or_what_it_is_about_is_no_note(text):
    assert notes(text) == []


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [
        ("I'm allergic to nuts", "Nut allergy", "I'm allergic to nuts"),
        ("wheelchair", "grandma is in a wheelchair", "grandma is in a wheelchair"),
        ("one is a fish allergic; by the window", "remove the note", ""),
        (
            "Eine Person ist Fischallergiker; am Fenster",
            "der Fischallergiker kommt nicht, die Notiz kann raus",
            "am Fenster",
        ),
        ("Oma sitzt im Rollstuhl; Opa ist Diabetiker", "Opa kommt doch nicht mit", "Oma sitzt im Rollstuhl"),
    ],
)
def test_nothing_is_noted_twice_and_what_a_note_is_about_takes_it_along(before, now, after):
    assert wishes.noted(before, now) == after


def test_no_allergy_is_taken_back():
    assert wishes.noted("one of us has a nut allergy", "no nuts") == "one of us has a nut allergy; no nuts"


def test_of_two_counts_of_the_children_the_later_stands():
    before = "two kids; my mum's in a wheelchair"
    assert wishes.noted(before, "three kids") == "my mum's in a wheelchair; three kids"
    assert wishes.noted("zwei Kinder", "zwei Kinder (3 und 5)") == "zwei Kinder (3 und 5)"
    assert wishes.noted("two kids", "one child is 3") == "two kids; one child is 3"


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("can we bring our dog?", "our dog"),
        ("is it ok if our dog comes along?", "our dog"),
        ("can you cope with my daughter's allergy?", "my daughter's allergy"),
        ("Können wir mit Hund kommen?", "mit Hund"),
        ("darf man den hund mitbringen?", "den hund mitbringen"),
        ("Habt ihr Platz für unseren Rollstuhl?", "unseren Rollstuhl"),
    ],
)
def test_what_somebody_asks_to_bring_comes_along(text, thing):
    assert [text[begin:end] for begin, end in wishes.brought(text)] == [thing]


@pytest.mark.parametrize(
    "text",
    [
        "do you take dogs?",
        "Is it a problem if we bring a dog?",
        "Darf man einen Hund mitbringen?",
        "Kann ich auch ohne Hund kommen?",
        "is our dog noted?",
        "do you have a high chair?",
    ],
)
def test_what_is_asked_in_general_comes_with_nobody(text):
    assert wishes.brought(text) == []


def test_a_high_chair_is_asked_for_these_guests_where_they_book():
    text = "Do you have a high chair?"
    assert [text[begin:end] for begin, end in wishes.brought(text, books=True)] == ["high chair"]
