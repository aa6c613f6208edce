"""Cardinals, money, and what was read out digit by digit."""

import pytest

from language import numbers, words


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
