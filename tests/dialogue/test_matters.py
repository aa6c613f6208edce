"""What is passed on to the staff as it was said, and what is a booking after all."""

import pytest

from dialogue import matters


@pytest.mark.parametrize(
    "text",
    [
        "Could you pass a message to Mr. Huber in room 204? Tell him to ring back",
        "Can you book me a massage for Thursday afternoon?",
        "Could you order a taxi from Munich airport, flight LH 123",
        "Einen Gutschein über 100 Euro bitte",
        "Mein Mann ist im Zimmer 201 und geht nicht ans Telefon",
        "Können Sie uns ein Taxi bestellen?",
    ],
)
def test_a_matter_for_the_staff_is_no_booking(text):
    assert matters.told(text)


@pytest.mark.parametrize(
    "text",
    [
        "A room for two from 5 to 8 December",
        "I'd like to change my room",
        "bitte stornieren Sie mein Zimmer",
        "Do you have room service?",
        "Haben Sie ein Zimmer für 120 Euro?",
        "a table for four at seven",
    ],
)
def test_a_booking_is_no_matter_for_the_staff(text):
    assert not matters.told(text)


@pytest.mark.parametrize("text", ["I'm locked out, it's 2am!!", "Someone stole my wallet", "Wir haben uns ausgesperrt"])
def test_some_matters_cannot_wait(text):
    assert matters.urgent(text)
