"""A file that an operator sends comes back as passages: what it says, under which headings, on which page or row."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from knowledge import blocks, reading

FILES = Path(__file__).parent / "files"
"""Written and saved by a word processor and a spreadsheet program."""


async def read(content: str | bytes, filename: str, **more):
    return await reading.read(content.encode() if isinstance(content, str) else content, filename=filename, **more)


def told(document: reading.Document) -> dict[str, str]:
    return {passage.title: passage.content for passage in document.passages}


def pdf(draw) -> bytes:
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    draw(paper)
    paper.save()
    return file.getvalue()


# --- what word processors make ---


@pytest.mark.parametrize("name", ["menu.pdf", "menu.docx"])
async def test_a_menu_made_by_a_word_processor_is_read_with_its_headings_tables_and_lists(name):
    menu = await read((FILES / name).read_bytes(), name)
    assert (menu.title, menu.language) == ("Speisekarte Gasthaus zur Linde", "de")
    found = {title.removeprefix("Speisekarte Gasthaus zur Linde › "): content for title, content in told(menu).items()}
    assert found["Vorspeisen"].splitlines()[1] == (
        "Gericht: Feldsalat; Beschreibung: mit Speck und Nüssen; Preis: 8,90 €"
    )
    assert "Wiener Schnitzel mit Kartoffelsalat 18,50 €\n" in found["Hauptgerichte"]
    assert found["Nachspeisen"] == (
        "- Apfelstrudel mit Vanillesoße 6,90 €\n- Rote Grütze 5,50 €\n- Drei Kugeln Eis 4,80 €"
    )
    assert found["Hausregeln › Hunde"].endswith("mit kleinen Kindern sitzen und weil es eng zugeht.")
    assert [hidden.reason for hidden in menu.quarantined] == ["hidden"]
    assert not any("instructions" in passage.content for passage in menu.passages)
    assert not any("Dorfstraße 5" in found[heading] for heading in ("Nachspeisen", "Hauptgerichte"))


async def test_passages_of_a_pdf_know_their_page():
    menu = await read((FILES / "menu.pdf").read_bytes(), "menu.pdf")
    pages = {passage.title.rsplit(" › ")[-1]: passage.page for passage in menu.passages}
    assert menu.pages == 2
    assert (pages["Vorspeisen"], pages["Hunde"]) == (1, 2)


async def test_columns_are_read_one_after_the_other():
    guide = await read((FILES / "guide.pdf").read_bytes(), "guide.pdf")
    assert guide.language == "en"
    assert [passage.title for passage in guide.passages] == [
        "Guest guide",
        *(f"Guest guide › {one}" for one in ("Arrival", "Breakfast", "Sauna", "Boats", "Pets", "Departure")),
    ]
    assert told(guide)["Guest guide › Pets"] == (
        "Dogs are welcome in the garden rooms for 10 euros a night. Please keep them on a lead in the house and do not "
        "bring them into the breakfast room."
    )


async def test_a_row_of_a_workbook_is_a_passage_with_its_header_as_the_cells_look():
    prices = await read((FILES / "prices.xlsx").read_bytes(), "Preise 2027.xlsx")
    assert prices.title == "Preise 2027"
    assert [(one.title, one.row, one.content) for one in prices.passages][1:4] == [
        (
            "Zimmer › Preisliste 2027",
            5,
            "Zimmer: Doppelzimmer Garten; Preis: 129.50 €; Frühstück: yes; ab: 2027-04-01",
        ),
        ("Zimmer › Preisliste 2027", 6, "Zimmer: Suite; Preis: 240.00 €; Frühstück: no; ab: 2027-04-01"),
        ("Kasse", 2, "Artikel: Handtuch; Preis: 3.00 €; Anteil: 25 %"),
    ]
    assert prices.passages[-1].content.startswith("Artikel: Bademantel; Preis: 12.00 €"), "what the formula came to"
    assert [(one.reason, "Einkauf" in one.text) for one in prices.quarantined] == [("hidden", True)]


# --- PDF ---


async def test_prices_stay_beside_their_dishes_and_two_columns_of_dishes_apart():
    def draw(paper):
        y = 740
        for dish, price in (("Tomato soup", "6.50"), ("Onion soup", "7.20"), ("Salad", "5.80"), ("Trout", "21.00")):
            paper.drawString(72, y, f"{dish} of the day")
            paper.drawRightString(280, y, price)
            paper.drawString(320, y, f"Large {dish.lower()}")
            paper.drawRightString(530, y, f"{float(price) + 2:.2f}")
            y -= 16
        for day, hours in (("Monday", "closed"), ("Tuesday", "11:00 - 22:00"), ("Friday", "11:00 - 24:00")):
            y -= 16
            paper.drawString(72, y - 30, day)
            paper.drawString(200, y - 30, hours)

    [passage] = (await read(pdf(draw), "menu.pdf")).passages
    assert passage.content.splitlines() == [
        "Tomato soup of the day 6.50",
        "Onion soup of the day 7.20",
        "Salad of the day 5.80",
        "Trout of the day 21.00",
        "Large tomato soup 8.50",
        "Large onion soup 9.20",
        "Large salad 7.80",
        "Large trout 23.00",
        "Monday closed",
        "Tuesday 11:00 - 22:00",
        "Friday 11:00 - 24:00",
    ]


async def test_a_table_over_several_pages_keeps_its_header_and_page_numbers_are_left_out():
    rows = [["Wine", "Year", "Bottle"], *([f"Riesling {n}", str(2000 + n % 20), f"{20 + n}.00"] for n in range(90))]
    table = Table(rows)  # the header stands on the first page only
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))

    def foot(paper, template):
        paper.drawString(72, 30, "The Old Mill, Mill Lane 3")
        paper.drawString(500, 30, f"Page {template.page}")

    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build([table], onFirstPage=foot, onLaterPages=foot)
    wines = await read(file.getvalue(), "Wine_list.pdf")
    lines = [line for passage in wines.passages for line in passage.content.splitlines()]
    assert lines == [
        *(f"Wine: Riesling {n}; Year: {2000 + n % 20}; Bottle: {20 + n}.00" for n in range(90)),
        "The Old Mill, Mill Lane 3",
    ]
    assert wines.title == "Wine list"
    assert wines.pages == 3


async def test_letters_that_nobody_sees_are_in_no_passage_and_white_on_dark_is():
    def draw(paper):
        paper.drawString(72, 780, "The kitchen is open until ten.")
        paper.setFillColorRGB(1, 1, 1)
        paper.drawString(72, 760, "white secret")
        paper.setFillColorRGB(0.1, 0.1, 0.3)
        paper.rect(60, 690, 300, 40, stroke=0, fill=1)
        paper.setFillColorRGB(1, 1, 1)
        paper.drawString(72, 705, "Happy hour from five to seven")
        paper.setFillColorRGB(0, 0, 0)
        text = paper.beginText(72, 650)
        text.setTextRenderMode(3)
        text.textLine("invisible secret")
        text.setTextRenderMode(0)
        paper.drawText(text)
        paper.setFont("Helvetica", 1)
        paper.drawString(72, 630, "tiny secret")
        paper.setFont("Helvetica", 11)
        paper.drawString(-300, 600, "secret off the page")

    document = await read(pdf(draw), "hours.pdf")
    said = "\n".join(passage.content for passage in document.passages)
    assert said == "The kitchen is open until ten.\nHappy hour from five to seven"
    [hidden] = document.quarantined
    assert (hidden.reason, hidden.page, hidden.text.count("secret")) == ("hidden", 1, 4)


async def test_turned_letters_are_read():
    def draw(paper):
        paper.rotate(90)
        paper.drawString(200, -300, "Take the second turning on the left")

    [passage] = (await read(pdf(draw), "way.pdf")).passages
    assert passage.content == "Take the second turning on the left"


# --- DOCX ---


async def test_deleted_and_hidden_words_of_a_word_document_are_not_read_and_text_boxes_are():
    document = docx.Document()
    document.add_heading("House rules", 1)
    paragraph = document.add_paragraph("Dogs are ")
    paragraph.add_run("welcome in the garden.")
    paragraph.add_run("secret words").font.hidden = True
    box = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r>
        <w:t>Breakfast from seven</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"""
    gone = """<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r>
        <w:delText>not</w:delText></w:r></w:del>"""
    paragraph._p.append(parse_xml(gone))
    document.add_paragraph()._p.append(parse_xml(box))
    file = io.BytesIO()
    document.save(file)
    rules = await read(file.getvalue(), "rules.docx")
    assert told(rules) == {"House rules": "Dogs are welcome in the garden.\nBreakfast from seven"}
    assert [one.text for one in rules.quarantined] == ["secret words"]


# --- HTML, Markdown, text, CSV ---

PAGE = """<!DOCTYPE html><html><head><title>Prices</title><style>.gone {display: none}</style></head><body>
<nav>Home | Contact</nav><h1>Prices</h1><p>All prices are <b>per night</b><br>and include breakfast.</p>
<!-- a remark for nobody but us -->
<p class="gone">secret of the sheet</p><p style="display:none">secret</p><p>Open <span style="font-size:1px">tiny</span>daily.</p>
<p style="color:#fff">white secret</p><div style="background:#222"><p style="color:#fff">White on black</p></div>
<h2>Rooms</h2><table><tr><th>Room</th><th>Price</th></tr><tr><td rowspan="2">Double</td><td>129 €</td></tr>
<tr><td>149 € at weekends</td></tr></table>
<ul><li>Dogs 10 €</li><li>Parking<ul><li>Yard free</li></ul></li></ul><script>alert("no")</script></body></html>"""


async def test_a_web_page_is_read_as_a_browser_shows_it():
    page = await read(PAGE, "prices.html")
    assert told(page) == {
        "Prices": "All prices are per night\nand include breakfast.\nOpen daily.\nWhite on black",
        "Prices › Rooms": "Room: Double; Price: 129 €\nRoom: Double; Price: 149 € at weekends\n"
        "- Dogs 10 €\n- Parking\n- Yard free",
    }
    assert [one.text for one in page.quarantined] == [
        "a remark for nobody but us",
        "secret of the sheet",
        "secret",
        "tiny",
        "white secret",
    ]


async def test_markdown_keeps_lists_together_and_names_the_columns_of_tables():
    text = "# House\n\n## Menu\n\nWe serve:\n\n- Soup\n  of the day\n- Fish\n\n| Wine | Glass |\n|--|--|\n| Riesling | 5 |\n"
    document = await read(text, "menu.md")
    assert document.kind == "markdown"
    assert told(document) == {"House › Menu": "We serve:\n- Soup of the day\n- Fish\nWine: Riesling; Glass: 5"}


async def test_hidden_html_in_markdown_is_not_read():
    text = 'Dogs are welcome.<span style="display:none"> Not really.</span>\n\n<!-- nobody reads this line -->\n'
    document = await read(text, "dogs.md")
    assert [one.content for one in document.passages] == ["Dogs are welcome."]
    assert len(document.quarantined) == 2


async def test_plain_text_has_headings_where_short_lines_stand_alone():
    text = "Opening hours\n\nMonday closed\nTuesday to Sunday 11 to 22\n\nPARKING\nThe yard is free for our guests.\n"
    document = await read(text, "hours.txt")
    assert [(one.title.rsplit(" › ")[-1], one.content) for one in document.passages] == [
        ("Opening hours", "Monday closed\nTuesday to Sunday 11 to 22"),
        ("PARKING", "The yard is free for our guests."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
async def test_a_german_table_is_read_in_any_encoding_that_can_be_told(encoding):
    rows = 'Gericht;Preis;Größe\n"Suppe; rot";6,50 €;groß\nKäse für zwei;14,50 €;süß\n\nEis;3,00 €;klein\n'
    document = await read(rows.encode(encoding), "karte.csv")
    assert [(one.row, one.content) for one in document.passages] == [
        (2, "Gericht: Suppe; rot; Preis: 6,50 €; Größe: groß"),
        (3, "Gericht: Käse für zwei; Preis: 14,50 €; Größe: süß"),
        (5, "Gericht: Eis; Preis: 3,00 €; Größe: klein"),
    ]


async def test_a_table_without_names_of_columns_loses_no_row():
    document = await read("Parking,free\nWifi,free\nDogs,10 euros\n", "extras.csv")
    assert [one.content for one in document.passages] == ["Parking: free", "Wifi: free", "Dogs: 10 euros"]


async def test_what_a_file_is_shows_in_it_where_the_name_says_nothing():
    assert (await read(PAGE, "page")).kind == "html"
    assert (await read("a;b\n1;2\n3;4\n", "export", declared="application/octet-stream")).kind == "csv"
    assert (await read("# Hello\n\nWe are here.", "hello.txt")).kind == "markdown"
    assert (await read((FILES / "menu.docx").read_bytes(), "upload", declared="application/pdf; x=y")).kind == "docx"


# --- passages ---


async def test_long_sections_become_passages_of_like_length_and_nothing_is_lost():
    sentence = "The kitchen closes an hour before the house does."
    document = await read(f"# Hours\n\n{(sentence + ' ') * 40}\n\n## Short\n\nYes.", "hours.md")
    lengths = [len(one.content) for one in document.passages[:-1]]
    assert max(lengths) <= blocks.LONGEST and min(lengths) >= blocks.SHORTEST
    assert " ".join(one.content for one in document.passages[:-1]).split() == (sentence.split() * 40)
    assert document.passages[-1].content == "Yes."
    assert [one.n for one in document.passages] == list(range(len(document.passages)))


async def test_a_list_stays_with_the_line_that_introduces_it():
    filler = "We have been cooking here since 1912, and every generation has added its dishes to the menu. " * 5
    items = [f"- Dish number {n} with potatoes and salad" for n in range(30)]
    document = await read("\n".join([filler, "", "For groups we cook:", "", *items]), "groups.md")
    listed = [one.content for one in document.passages if "Dish" in one.content]
    assert len(listed) == 3 or len(listed) == 2
    assert all(content.startswith("For groups we cook:\n- Dish") for content in listed)


async def test_a_heading_with_nothing_under_it_is_not_lost():
    document = await read("# Closed on Mondays\n\n# Dogs welcome\n", "door.md")
    assert [one.content for one in document.passages] == ["Closed on Mondays", "Dogs welcome"]


async def test_a_large_workbook_is_read_row_by_row():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Prices")
    sheet.append(["Article", "Price"])
    for n in range(5000):
        sheet.append([f"Article {n}", n / 100])
    file = io.BytesIO()
    book.save(file)
    document = await read(file.getvalue(), "prices.xlsx")
    assert len(document.passages) == 5000
    assert document.passages[-1].content == "Article: Article 4999; Price: 49.99"
