"""Files broken at random, of every format: a document or a reason, and never anything else."""

import io
import random
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from reportlab.pdfgen import canvas

from knowledge import parsing
from knowledge.reading import Limits, Reason

FILES = Path(__file__).parent / "files"
TEXTS = {
    "page.html": "<!DOCTYPE html><html><body><h1>Prices</h1><p style='color:red'>Rooms <b>from</b> 89 €</p>"
    "<table><tr><th>Room</th><th>Price</th></tr><tr><td colspan=2>Double</td></tr></table><ul><li>a<li>b</ul></body></html>",
    "rules.md": "# House\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n> quoted\n\n```\ncode\n```\n\n<div>x</div>\n",
    "hours.txt": "Öffnungszeiten\n\nMontag geschlossen\nDienstag 11 bis 22 Uhr\n\n- Hunde: ja\n- Kinder: gern\n",
    "menu.csv": 'Gericht;Preis\n"Suppe; rot";6,50 €\nKäse;3,00 €\n',
}


def plain_pdf() -> bytes:
    """A PDF whose pages are not packed, so that what breaks is what it draws."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, pageCompression=0)
    for n in range(3):
        paper.setFont("Helvetica-Bold", 16)
        paper.drawString(72, 780, f"Page {n}: opening hours")
        paper.setFont("Helvetica", 11)
        paper.drawString(72, 740, "Monday closed, all other days from eleven to ten.")
        paper.grid([72, 200, 330], [600, 620, 640])
        for x, y, word in ((80, 625, "Dish"), (210, 625, "Price"), (80, 605, "Soup"), (210, 605, "6.50")):
            paper.drawString(x, y, word)
        paper.showPage()
    paper.save()
    return file.getvalue()


CONTENTS = {name: text.encode() for name, text in TEXTS.items()} | {
    name: (FILES / name).read_bytes() for name in ("menu.pdf", "guide.pdf", "menu.docx", "prices.xlsx")
}
CONTENTS["hours.pdf"] = plain_pdf()
ROUNDS = 40
LIMITS = Limits(pages=20, rows=5_000, characters=200_000)


def broken(content: bytes, chance: random.Random) -> bytes:
    """The content with bytes flipped, cut out, doubled, moved or cut off."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(max(1, len(changed)))
        length = chance.randrange(1, 200)
        match chance.randrange(6):
            case 0 | 1:
                for place in range(at, min(at + chance.randrange(1, 30), len(changed))):
                    changed[place] = chance.randrange(256)
            case 2:
                del changed[at : at + length]
            case 3:
                changed[at:at] = changed[at : at + length]
            case 4:
                changed[at:at] = bytes(chance.randrange(256) for _ in range(length))
            case 5:
                del changed[at:]
    return bytes(changed)


def told(content: bytes, name: str) -> str:
    """What came of a file: "read" or the reason why not."""
    answer = parsing.answer(content, name, None, LIMITS)
    if "reason" in answer:
        assert answer["reason"] in get_args(Reason)
        assert answer["message"].endswith(".")
        return answer["reason"]
    assert answer["passages"] or answer["quarantined"]
    return "read"


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_broken_at_random_is_read_or_refused(name):
    chance = random.Random(name)
    outcomes = {told(broken(CONTENTS[name], chance), name) for _ in range(ROUNDS)}
    assert told(CONTENTS[name], name) == "read"
    assert len(outcomes) > 1, "nothing was broken, or everything"


@pytest.mark.parametrize("name", ["menu.docx", "prices.xlsx"])
def test_an_office_file_whose_parts_are_broken_is_read_or_refused(name):
    chance = random.Random(name)
    with zipfile.ZipFile(io.BytesIO(CONTENTS[name])) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    for _ in range(ROUNDS):
        file = io.BytesIO()
        victim = chance.choice([part for part in parts if part.endswith((".xml", ".rels"))])
        with zipfile.ZipFile(file, "w") as archive:
            for part, content in parts.items():
                archive.writestr(part, broken(content, chance) if part == victim else content)
        told(file.getvalue(), name)


def test_noise_is_refused():
    chance = random.Random(1)
    for name in CONTENTS:
        assert told(bytes(chance.randrange(256) for _ in range(3_000)), name) in (
            "unsupported",
            "encoding",
            "wrong_type",
        )
