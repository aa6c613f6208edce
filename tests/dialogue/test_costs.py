"""What a guest asks about the price of a stay, and what it is asked of."""

import pytest

from dialogue import costs

EXTRAS = [
    {"name": "breakfast", "names": {"en": ["breakfast"], "de": ["Frühstück"]}, "per": "person_night"},
    {"name": "dog", "names": {"en": ["dog"], "de": ["Hund"]}, "per": "night"},
    {"name": "late check-out", "names": {"en": ["late check-out"], "de": ["späte Abreise"]}, "per": "stay"},
]


@pytest.mark.parametrize(
    "text",
    [
        "Could you tell me how much the whole stay costs?",
        "hang on, how much is that in total with the tax?",
        "How much is it in total, including city tax?",
        "is tax in there?",
        "What will it cost altogether?",
        "what's my total?",
        "was kostn das insgesamt?",
        "Wie vil kostet dass gesammt?",
        "was zahlen wir jetzt insgesamt?",
        "und die Kurtaxe?",
    ],
)
def test_the_price_of_all_of_it_is_asked_in_many_words(text):
    assert costs.asked(text, EXTRAS) is not None


@pytest.mark.parametrize(
    ("text", "more", "less"),
    [
        ("how much would breakfast be for both of us altogether?", ("breakfast",), ()),
        ("what's the total for four nights including breakfast", ("breakfast",), ()),
        ("what would it be without breakfast?", (), ("breakfast",)),
        ("and without dog?", (), ("dog",)),
        ("Mit Frühstück?", ("breakfast",), ()),
        ("Und was wär mit Frühstück?", ("breakfast",), ()),
        ("Was kostet das mit Frühstück und Hund?", ("breakfast", "dog"), ()),
        ("Could we check out at 1 pm instead on the last day?", ("late check-out",), ()),
        ("kann ich auch später auschecken? so um eins", ("late check-out",), ()),
        ("Kann ich bis 13 Uhr bleiben?", ("late check-out",), ()),
    ],
)
def test_what_it_would_come_to_with_or_without_an_extra_is_asked(text, more, less):
    asked = costs.asked(text, EXTRAS)
    assert asked is not None and (asked.more, asked.less) == (more, less)


@pytest.mark.parametrize(
    "text",
    [
        "with breakfast please",
        "ja, mit Frühstück bitte",
        "Is breakfast included?",
        "how much is breakfast?",
        "how much is the sauna?",
        "How do I pay?",
        "do I pay now?",
        "ist das kostenlos?",
        "do you have a cot?",
        "can we stay a day later?",
        "können wir einen Tag früher abreisen?",
    ],
)
def test_an_order_or_another_question_asks_no_sum(text):
    assert costs.asked(text, EXTRAS) is None
