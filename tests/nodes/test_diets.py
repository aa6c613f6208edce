"""A caller who cannot eat something is not told of dishes that list it."""

import pytest

from dialogue.state import Passage
from nodes import diets, menus

DESSERTS = "Apple strudel with vanilla sauce, 8.40 euros (milk, egg, gluten).\nThree scoops of ice cream, 6.60 euros (milk).\nStewed plums, 5.20 euros."
NACHTISCH = "Zum Nachtisch gibt es Apfelstrudel, 8,40 Euro (Milch, Ei, Gluten).\nPflaumenkompott, 5,20 Euro."
MAINS = "Cheese noodles, 15.60 euros (milk, egg, gluten).\nPumpkin risotto, 16.40 euros (milk, celery).\nVegan mushroom stroganoff, 16.90 euros (mustard)."
TABLE = "Wild boar ragout: Allergens gluten, egg, celery, Price 26.50 €.\nBaked potato: Allergens milk, Price 9 €."


def passage(content):
    return Passage(id="1", title="Menu", content=content, document="Menu", document_id="2", score=0.5)


def told(question, content):
    return " ".join(one["content"] for one in diets.suited(question, [passage(content)]))


@pytest.mark.parametrize(
    ("question", "content", "there", "gone"),
    [
        ("Do you have anything lactose-free?", DESSERTS, "plums", "strudel"),
        ("Do you have anything lactose-free?", DESSERTS, "plums", "ice cream"),
        ("Is there a dessert without egg?", DESSERTS, "ice cream", "strudel"),
        ("I can't eat gluten. What desserts are there?", DESSERTS, "ice cream", "strudel"),
        ("I'm allergic to milk, any desserts?", DESSERTS, "plums", "ice cream"),
        ("Haben Sie Nachtisch ohne Milch?", NACHTISCH, "Pflaumen", "Apfelstrudel"),
        ("Gibt es etwas ohne Ei?", NACHTISCH, "Pflaumen", "Apfelstrudel"),
        ("Was ist bei Ihnen glutenfrei?", NACHTISCH, "Pflaumen", "Apfelstrudel"),
        ("Ich habe eine Milchallergie, was gibt es zum Nachtisch?", NACHTISCH, "Pflaumen", "Apfelstrudel"),
        ("Habt ihr was Veganes?", MAINS, "stroganoff", "noodles"),
        ("What vegan dishes do you have?", MAINS, "stroganoff", "risotto"),
        ("What vegetarian dishes do you have?", MAINS, "risotto", "no such word"),
        ("Any mains that are dairy free?", TABLE, "ragout", "potato"),
        ("Anything gluten-free?", TABLE, "potato", "ragout"),
        ("Which desserts are without gluten or milk?", DESSERTS, "plums", "ice cream"),
        ("What is there for someone who doesn't eat eggs or dairy?", DESSERTS, "plums", "ice cream"),
        ("We avoid gluten, egg and milk. Any desserts?", DESSERTS, "plums", "ice cream"),
        ("Any gluten and dairy free desserts?", DESSERTS, "plums", "ice cream"),
        ("Welcher Nachtisch ist ohne Nüsse und Ei?", NACHTISCH, "Pflaumen", "Apfelstrudel"),
        ("Ich vertrage weder Fisch noch Milch, welchen Nachtisch gibt es?", NACHTISCH, "Pflaumen", "Apfelstrudel"),
        ("Haben Sie nuss- und laktosefreien Nachtisch?", NACHTISCH, "Pflaumen", "Apfelstrudel"),
    ],
)
def test_what_lists_it_is_no_answer(question, content, there, gone):
    words = told(question, content)
    assert there in words
    assert gone not in words


@pytest.mark.parametrize(
    "question",
    [
        "Is the risotto vegan?",
        "Do you make the risotto without milk?",
        "Ist das Risotto laktosefrei?",
        "How much is the risotto?",
        "Is there milk in the risotto?",
    ],
)
def test_a_dish_that_is_named_is_told_with_its_list(question):
    assert "risotto, 16.40 euros (milk, celery)" in told(question, MAINS)


def test_a_passage_of_nothing_else_is_left_out():
    assert diets.suited("Do you have lactose-free ice cream?", [passage("Ice cream, 6.60 euros (milk).")]) == []


CARDS = [
    passage(MAINS),
    passage("Shrimp soup costs 9.80 euros (milk), herring 11.50 euros (fish) and a salad 8.90 euros (nuts)."),
]


@pytest.mark.parametrize(
    ("question", "before", "said", "dish"),
    [
        ("Does the stroganoff contain nuts?", "", "not_listed", "Vegan mushroom stroganoff"),
        ("Is there milk in the pumpkin risotto?", "", "listed", "Pumpkin risotto"),
        ("does it contain nuts?", "Sure. Beetroot carpaccio, 9.50 euros (milk, nuts).", "listed", "Beetroot carpaccio"),
        ("Und sind da Eier drin?", NACHTISCH, "listed", "Apfelstrudel"),
        (
            "Und ist da Gluten drin?",
            "Pannfisch mit Senfsoße, 19,80 Euro (Fisch, Senf, Milch).",
            "not_listed",
            "Pannfisch mit Senfsoße",
        ),
        ("Meine Tochter ist gegen Erdnüsse allergisch. Geht das Risotto?", "", "lists_not", "Pumpkin risotto"),
        ("is the risotto dairy free?", "", "lists_it", "Pumpkin risotto"),
        ("does the herring have milk in it?", "", "not_listed", "herring"),
    ],
)
def test_what_is_in_a_dish_is_what_its_list_says(question, before, said, dish):
    told, dishes = diets.what_is_in(question, before, CARDS)
    assert (told, [one.name for one in dishes]) == (said, [dish])


@pytest.mark.parametrize(
    "question", ["Do you have nuts?", "Is there fish?", "Haben Sie Nüsse?", "Does the goulash contain milk?"]
)
def test_of_what_has_no_list_nothing_is_told(question):
    assert (
        diets.what_is_in(question, "We open at five.", CARDS) == ("", [])
        or not diets.what_is_in(question, "", CARDS)[1]
    )


@pytest.mark.parametrize(
    ("question", "before", "names"),
    [
        ("Which dishes are without milk?", "", ["Vegan mushroom stroganoff", "herring", "salad"]),
        ("what could he eat?", "My son has a milk allergy", ["Vegan mushroom stroganoff", "herring", "salad"]),
        (
            "Meine Tochter ist gegen Milch allergisch, was kann sie essen?",
            "",
            ["Vegan mushroom stroganoff", "herring", "salad"],
        ),
        (
            "my son has coeliac disease, what could he eat?",
            "",
            ["Pumpkin risotto", "Vegan mushroom stroganoff", "Shrimp soup", "herring", "salad"],
        ),
    ],
)
def test_what_somebody_can_eat_is_what_does_not_list_it(question, before, names):
    dishes = diets.without(question, before, menus.dishes(CARDS))
    assert [one.name for one in dishes] == names


def test_who_rules_nothing_out_is_told_of_no_list():
    assert diets.without("What do you have?", "Hello", menus.dishes(CARDS)) is None
