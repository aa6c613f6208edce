"""Which names an agent puts forward, and which one the caller asks for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue import names, places


@pytest.mark.parametrize(
    ("system", "name"),
    [
        ("How about the Lantern Grill in Eastwick? It has great ratings.", "Lantern Grill"),
        ("I found 6 restaurants. Nonna's Kitchen & Bar is a nice one.", "Nonna's Kitchen & Bar"),
        ("Please confirm a table for 4 at Cedar Room in Eastwick at 6:45 pm today.", "Cedar Room"),
        ("There is a hotel called House of Tides on 12 Harbour Street.", "House of Tides"),
        ("i found 3 places. willowbrook apartments is located at 40 mill road.", "willowbrook apartments"),
        ("Dr. Ilse K. Brandt, MD is a dermatologist in Norwick.", "Dr. Ilse K. Brandt, MD"),
        ("The 77 Quay Hotel has five stars.", "77 Quay Hotel"),
    ],
)
def test_the_agent_puts_a_name_forward(system, name):
    known = {"eastwick", "norwick"}
    assert names.offered(system, known=known)[0].removeprefix("The ") == name


@pytest.mark.parametrize(
    "system",
    [
        "Do you prefer Italian, Mexican or something else?",
        "Which city should I look in?",
        "Their number is 555-010-2020. The address is 88 Larch Street.",
        "Your reference number is QX7ZT41K. Can I help with anything else?",
        "I have confirmed the appointment and everything is set.",
        "What about Tuesday at 4 PM?",
        "",
    ],
)
def test_asking_and_telling_puts_no_name_forward(system):
    assert names.offered(system) == []


def test_two_names_put_forward_are_both_kept():
    assert names.offered("There is Copper Bell Cafe, and there is Linden House Restaurant.") == [
        "Copper Bell Cafe",
        "Linden House Restaurant",
    ]


@pytest.mark.parametrize(
    ("user", "asked", "name"),
    [
        ("I'd like a table at Cedar Room on Friday.", False, "Cedar Room"),
        ("The restaurant is called juniper.", False, "juniper"),
        ("Copperfields please", True, "Copperfields"),
        ("I want to see a place called Elm Court in Norwick.", False, "Elm Court"),
        ("The restaurant I want is Osteria Blu.", True, "Osteria Blu"),
        ("My name is Ruben.", False, None),
        ("I'd like to eat in Norwick at seven.", False, None),
        ("An Italian restaurant would be nice.", False, None),
    ],
)
def test_the_caller_names_a_place(user, asked, name):
    assert names.spoken(user, asked=asked, known={"norwick"}) == name


def test_part_of_an_offered_name_means_the_offer():
    offers = ["Lantern Grill", "Casa Verde Tapas"]
    assert names.spoken("Let's take the casa verde one then.", asked=False, known=set(), offers=offers) == offers[1]


@pytest.mark.parametrize(
    ("system", "found"),
    [
        ("Ich empfehle das Restaurant Zur Linde in Bonn.", ["Zur Linde"]),
        ("Das Hotel Am Stadtpark ist frei.", ["Am Stadtpark"]),
        ("Ich habe einen Tisch um 19 Uhr. Passt das?", []),
    ],
)
def test_in_german_only_what_is_introduced_is_a_name(system, found):
    assert names.offered(system, language="de") == found


@pytest.mark.parametrize(
    ("user", "asked", "place"),
    [
        ("A flat in Norwick. It should have a balcony.", False, "Norwick"),
        ("norwick please", True, "norwick"),
        ("Eastwick would be best for me.", True, "Eastwick"),
        ("I'm in the mood for soup.", True, None),
        ("In the morning, please.", True, None),
        ("We are moving to Port Alma in May.", False, "Port Alma"),
    ],
)
def test_the_caller_names_a_town(user, asked, place):
    assert places.named(user, asked=asked) == place


def test_where_somebody_goes_is_not_where_they_come_from():
    assert places.destination("A train from Norwick to Port Alma, please.") == "Port Alma"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_names_or_none(text):
    assert all(names.offered(text))
    names.spoken(text, asked=True, known=set(), offers=["Cedar Room"])
    places.named(text, asked=True)
    places.destination(text)
