"""A menu made by a word processor: uploaded, asked about within the minute, and forgotten when it is taken away."""

import time

import pytest

from tests.api.desks import Desk
from tests.api.library import FILES, Operator


@pytest.mark.parametrize(
    ("name", "asked", "price"),
    [
        ("bilingual_menu.pdf", "How much is the venison goulash?", "24.70"),
        ("bilingual_menu.docx", "What does the plum crumble cost?", "8.90"),
        ("bilingual_menu.pdf", "Was kostet der Zander?", "27.30"),
        ("bilingual_menu.docx", "Was kostet die Maronensuppe?", "7.80"),
    ],
)
async def test_a_dish_of_an_uploaded_menu_is_quoted_within_the_minute(desk: Desk, name: str, asked: str, price: str):
    operator, begun = await Operator.of(desk), time.monotonic()
    document = await operator.read(await operator.upload(name, (FILES / name).read_bytes(), source="menu"))
    assert document["status"] == "ready"
    reply = (await desk.say(asked))["reply"]
    assert time.monotonic() - begun < 60
    assert price in reply.replace(",", ".")


async def test_a_deleted_menu_is_not_leaned_on_in_the_next_sentence(desk: Desk):
    operator = await Operator.of(desk)
    content = (FILES / "bilingual_menu.pdf").read_bytes()
    document = await operator.read(await operator.upload("menu.pdf", content, source="menu"))
    assert "24.70" in (await desk.say("How much is the venison goulash?"))["reply"]
    assert (await operator.ask("DELETE", f"/{document['id']}")).status_code == 204
    again = await desk.say("How much is the venison goulash?")
    assert "24" not in again["reply"]
    assert "11" not in (await desk.say("And the beetroot carpaccio, what does it cost?"))["reply"]


async def test_a_corrected_price_is_the_one_that_is_said(desk: Desk):
    operator = await Operator.of(desk)
    await operator.read(await operator.write("Menu", "## Soups\nThe lentil soup costs 6.50 euros.", source="menu"))
    assert "6.50" in (await desk.say("How much is the lentil soup?"))["reply"]
    await operator.read(await operator.write("Menu", "## Soups\nThe lentil soup costs 7.20 euros.", source="menu"))
    reply = (await desk.say("How much is the lentil soup?"))["reply"]
    assert "7.20" in reply and "6.50" not in reply
