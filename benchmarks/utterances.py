"""What the callers say: distinct questions about a menu that it answers, and bookings step by step."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

OPENINGS = ("", "Hello, ", "One question: ", "Excuse me, ")
QUESTIONS = (
    "do you have {dish} on the menu {why}?",
    "is there {dish} on your menu {why}?",
    "what does {dish} cost {why}?",
    "how much is {dish} {why}?",
    "does your menu have {dish} {why}?",
    "what else is like {dish} on your menu {why}?",
    "can you tell me what {dish} costs {why}?",
    "what is the price of {dish} {why}?",
)
DISHES = (
    "a mushroom stroganoff", "a lentil soup", "a veal schnitzel", "fried pike-perch", "beetroot carpaccio", "beef tartare",
    "a pumpkin risotto", "a vegan starter", "a cucumber salad", "a beef roulade", "ice cream", "cheese spaetzle",
    "an apple strudel", "a glass of Riesling", "a chocolate tart", "meatballs in caper sauce", "elderflower lemonade",
    "a small schnitzel",
)  # fmt: skip
REASONS = (
    "for my mother", "for my sons", "for a friend from work", "for a guest with an allergy", "for my cook",
    "for my father", "for my aunt", "for my uncle", "for a colleague", "for a cousin of mine", "for my brother",
    "for my sister", "for somebody who likes it mild", "for my neighbour", "for a small appetite", "for our teacher",
    "for a very hungry person", "for my boss", "for a good friend", "for an old friend",
)  # fmt: skip


def questions(seed: int = 1) -> Iterator[str]:
    """Some eleven thousand distinct questions about a menu, in an order that the seed decides."""
    said = [
        opening + (question if opening else question[0].upper() + question[1:]).format(dish=dish, why=why)
        for opening, question, dish, why in product(OPENINGS, QUESTIONS, DISHES, REASONS)
    ]
    random.Random(seed).shuffle(said)
    return iter(said)


PHRASES = ("Hello!", "Thank you very much.", "Good evening!", "Thanks a lot.")

NAMES = (
    "Clara Winter",
    "Jonas Berg",
    "Emily Stone",
    "Paul Richter",
    "Nora Field",
    "Theo Lang",
    "Ida Sommer",
    "Max Bauer",
)
TIMES = ("6 pm", "6:30 pm", "7 pm", "7:30 pm", "8 pm", "8:30 pm")
CLOSED = (0,)  # Mondays


def booking(number: int, today: date) -> list[str]:
    """One booking, step by step, up to the read-back and not agreed to; spread over eight weeks, times and parties."""
    chance = random.Random(number)
    days = [today + timedelta(days=ahead) for ahead in range(2, 58)]
    day = chance.choice([day for day in days if day.weekday() not in CLOSED])
    return [
        "I would like to book a table.",
        f"For {chance.choice(('two', 'three', 'four'))} people.",
        f"On {day:%B} {day.day}.",
        f"At {chance.choice(TIMES)}.",
        f"My name is {chance.choice(NAMES)}.",
        f"My number is 030 {chance.randint(2_000_000, 9_999_999)}.",
    ]
