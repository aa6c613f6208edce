"""What a caller wants by now, as both sides speak."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue import hearing, topics
from dialogue.tracking import Tracker

NOW = datetime(2026, 11, 21, 12)
TABLE = ["restaurant_name", "city", "cuisine", "date", "time", "party_size", "price_range", "live_music"]
ROOM = ["hotel_name", "city", "check_in_date", "check_out_date", "nights", "rooms", "stars", "internet"]
FLAT = ["property_name", "area", "bedrooms", "bathrooms", "furnished", "pets_allowed", "date"]


def after(slots, *turns):
    tracker = Tracker(slots, NOW)
    for system, user in turns:
        tracker.hear(system, user)
    return tracker


def test_what_was_offered_counts_once_it_is_taken():
    tracker = after(
        TABLE,
        ("", "I'm looking for somewhere to eat in Norwick."),
        ("How about the Lantern Grill in Norwick?", "What is their phone number?"),
    )
    assert "restaurant_name" not in tracker.state
    tracker.hear("It is 555-0134.", "That sounds good.")
    assert tracker.state["restaurant_name"] == "Lantern Grill"
    assert tracker.state["city"] == "Norwick"


def test_another_offer_taken_replaces_the_first():
    tracker = after(
        TABLE,
        ("", "Find me a restaurant in Norwick."),
        ("There is Cedar Room.", "Sounds great."),
        ("Would you like me to book a table?", "No, is there anything else?"),
        ("Osteria Blu is another nice one.", "Yes, I'll take it."),
    )
    assert tracker.state["restaurant_name"] == "Osteria Blu"


def test_asking_for_other_places_takes_nothing():
    tracker = after(
        TABLE,
        ("", "Find me a restaurant in Norwick."),
        ("There is Cedar Room in Norwick.", "Great, are there any others?"),
    )
    assert "restaurant_name" not in tracker.state


def test_a_name_in_the_agents_lower_case_can_be_taken():
    tracker = after(
        FLAT, ("", "i need a flat"), ("willowbrook apartments is located at 40 mill road.", "sounds perfect")
    )
    assert tracker.state["property_name"] == "willowbrook apartments"


def test_what_was_said_back_holds_once_it_is_affirmed():
    tracker = after(
        TABLE,
        ("", "I need a table at Cedar Room at 6 pm."),
        ("Please confirm: a table for 2 at Cedar Room today at 6 pm.", "Make it 7 pm, please."),
    )
    assert "party_size" not in tracker.state
    tracker.hear("Please confirm: today at 7 pm.", "Yes, that's right.")
    assert (tracker.state["time"], tracker.state["party_size"]) == ("19:00", 2)
    assert tracker.state["date"] == "2026-11-21"


def test_a_suggested_other_time_is_taken_with_a_yes():
    tracker = after(
        TABLE,
        ("", "I want to book a table at Cedar Room for 6 pm."),
        ("Sorry, 6 pm is unavailable. Would 6:30 pm work instead?", "Yes, that works."),
    )
    assert tracker.state["time"] == "18:30"


def test_a_question_about_the_offer_asks_for_nothing():
    tracker = after(
        TABLE,
        ("", "Find me a restaurant in Norwick."),
        ("There is Cedar Room in Norwick.", "Is it expensive? Do they have live music?"),
    )
    assert not {"price_range", "live_music"} & set(tracker.state)
    assert {"price_range", "live_music"} <= set(tracker.requested)


def test_a_feature_asked_for_is_wanted():
    assert after(ROOM, ("", "I need a hotel with wifi in Norwick.")).state["internet"] is True
    assert after(FLAT, ("", "A furnished flat that allows pets.")).state == {"furnished": True, "pets_allowed": True}


def test_arrival_and_departure_are_told_apart():
    state = after(ROOM, ("", "A room at the Quay Hotel, checking in on December 2nd and out until December 5th.")).state
    assert (state["check_in_date"], state["check_out_date"]) == ("2026-12-02", "2026-12-05")
    asked = after(ROOM, ("", "I need a hotel."), ("When will you be leaving?", "On December 5th.")).state
    assert asked == {"check_out_date": "2026-12-05"}


def test_a_number_in_a_name_is_no_time_and_no_count():
    tracker = after(
        FLAT,
        ("", "I need a flat with two bedrooms."),
        ("There is 1512 Harbour Apartments at 9 Mill Road.", "That sounds good."),
    )
    assert tracker.state == {"bedrooms": 2, "property_name": "1512 Harbour Apartments"}


def test_another_errand_leaves_the_table_alone():
    tracker = after(
        TABLE,
        ("", "I need a table for four at Cedar Room at 7 pm."),
        ("It is booked.", "I also need a taxi at 6:30 pm for two people."),
        ("The taxi will come at 6:30 pm. Is that correct?", "Yes."),
    )
    assert (tracker.state["time"], tracker.state["party_size"]) == ("19:00", 4)


def test_there_means_where_the_other_errand_goes():
    tracker = after(
        ROOM,
        ("", "I need a train from Norwick to Port Alma."),
        ("When will you be going?", "Tomorrow morning."),
        ("The train ticket is booked.", "Can you find me a hotel there as well?"),
    )
    assert tracker.state["city"] == "Port Alma"


def test_leaving_does_not_change_the_day():
    tracker = after(
        FLAT,
        ("", "I want to visit Elm Court Apartments on December 2nd."),
        ("Your visit has been scheduled.", "Thanks, that's all I need for today!"),
    )
    assert tracker.state["date"] == "2026-12-02"


@pytest.mark.parametrize(
    ("before", "system", "user", "now"),
    [
        ("restaurant", "", "I need a hotel too.", "hotel"),
        ("weather", "What time would you like the reservation?", "At seven.", "restaurant"),
        ("restaurant", "", "How will the weather be on Sunday?", "weather"),
        ("restaurant", "For how many?", "Four.", "restaurant"),
    ],
)
def test_what_is_spoken_of(before, system, user, now):
    assert topics.follow(before, "restaurant", system.lower(), user.lower()) == now


def test_a_recorded_call_comes_to_the_last_agreed_values():
    call = [
        ("user", "Hello, I'd like to view a flat at Willow Park on Friday at 3 pm."),
        ("agent", "Could you give me your name, please?"),
        ("user", "Petra. Can we make it Saturday?"),
        ("agent", "Have you paid the application fee?"),
        ("user", "I'm not sure, to be honest."),
        ("agent", "There is a viewing of the Willow Park Apartments available at 5 pm. Shall I book that?"),
        ("user", "Yes, please book it."),
        ("agent", "What will the weather be like? It will be sunny on Monday in Norwick."),
        ("user", "Thanks, bye!"),
    ]
    wanted = ["property_name", "name", "day", "time", "fee_paid"]
    assert hearing.arguments(call, wanted, now=NOW) == {
        "property_name": "Willow Park Apartments",
        "name": "Petra",
        "day": "saturday",
        "time": "17:00",
        "fee_paid": False,
    }


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_of_either_side_are_taken_in(system, user):
    tracker = Tracker([*TABLE, "check_in_date", "check_out_date", "stars", "provider_type"], NOW)
    assert isinstance(tracker.hear(system, user), dict)
    assert isinstance(tracker.hear(user, system), dict)


@pytest.mark.parametrize("piece", ["a ", "The Old Inn at ", "call Bob's & Al's and ", "1 2 3 ", "in san ", "-", "no "])
def test_a_pasted_page_takes_no_more_than_its_length(piece, grows):
    tracker = Tracker(TABLE, NOW)
    tracker.hear("", "hello")
    assert grows(lambda page: tracker.hear(page, page), (piece * 20_000)[:20_000]) < 3


def test_a_call_in_german_is_followed_too():
    tracker = Tracker(TABLE, NOW, language="de")
    tracker.hear("", "Ich brauche einen Tisch für vier am Freitag.")
    tracker.hear("Ich empfehle das Gasthaus namens Goldener Hirsch um 19 Uhr. Passt das?", "Klingt gut.")
    assert tracker.state["restaurant_name"] == "Goldener Hirsch"
    tracker.hear("Also ein Tisch für vier am Freitag um 19 Uhr, richtig?", "Nein, lieber um halb acht.")
    tracker.hear("Freitag um 19:30 Uhr, richtig?", "Ja, genau.")
    assert (tracker.state["date"], tracker.state["time"]) == ("2026-11-27", "19:30")
    assert (tracker.state["party_size"], tracker.state["restaurant_name"]) == (4, "Goldener Hirsch")
