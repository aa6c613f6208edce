"""What cannot be read is refused with the reason and a remedy, at once, and takes nothing along."""

import asyncio
import io
import os
import struct
import time
import zipfile
import zlib
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from knowledge import reading
from knowledge.reading import Limits, Unreadable

FILES = Path(__file__).parent / "files"


async def refused(content: bytes, filename: str, limits: Limits = reading.LIMITS, declared: str | None = None) -> str:
    with pytest.raises(Unreadable) as told:
        await reading.read(content, filename=filename, limits=limits, declared=declared)
    assert told.value.message.endswith(".") and len(told.value.message) > 30
    return told.value.reason


def pdf(*pages: str, **more) -> bytes:
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4, **more)
    for page in pages:
        paper.drawString(72, 700, page)
        paper.showPage()
    paper.save()
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes, instead: bool = False) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if not (instead and info.filename == name):
                new.writestr(info.filename, old.read(info))
        new.writestr(name, part)
    return file.getvalue()


MENU = (FILES / "menu.docx").read_bytes()


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.xlsx", "a.html", "a.md", "a.txt", "a.csv", "a"])
@pytest.mark.parametrize("content", [b"", b" \n\t "])
async def test_an_empty_file(name, content):
    assert await refused(content, name) == "empty"


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.html", b"<!DOCTYPE html><html><body><br></body></html>"), ("a.md", b"---\n\n***\n"), ("a.pdf", pdf(""))],
)
async def test_a_file_without_words(name, content):
    assert await refused(content, name) == "empty"


async def test_200_megabytes_are_refused_before_they_are_looked_at():
    content = bytes(200_000_000)
    begun = time.monotonic()
    assert await refused(b"%PDF-1.7\n" + content, "a.pdf") == "too_large"
    assert time.monotonic() - begun < 1


async def test_a_locked_pdf_and_a_locked_word_document():
    from reportlab.lib.pdfencrypt import StandardEncryption

    assert await refused(pdf("secret", encrypt=StandardEncryption("password")), "a.pdf") == "encrypted"
    assert await refused((FILES / "locked.docx").read_bytes(), "locked.docx") == "encrypted"


async def test_a_pdf_that_only_may_not_be_changed_is_read():
    from reportlab.lib.pdfencrypt import StandardEncryption

    locked = StandardEncryption("", ownerPassword="owner", canModify=0)
    document = await reading.read(pdf("We open at eleven.", encrypt=locked), filename="a.pdf")
    assert document.passages[0].content == "We open at eleven."


@pytest.mark.parametrize("name", ["menu.pdf", "menu.docx", "prices.xlsx"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.97])
async def test_a_file_that_is_cut_short(name, kept):
    content = (FILES / name).read_bytes()
    assert await refused(content[: int(kept * len(content))], name) == "damaged"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("menu.pdf", MENU),
        ("menu.docx", (FILES / "menu.pdf").read_bytes()),
        ("menu.xlsx", MENU),
        ("menu.pdf", b"<!DOCTYPE html><html><body>Please log in</body></html>"),
        ("menu.csv", b"<!DOCTYPE html><html><body>Please log in</body></html>"),
        ("menu.docx", b"This is only text."),
    ],
)
async def test_a_name_that_says_another_format(name, content):
    assert await refused(content, name) == "wrong_type"


async def test_macros_under_any_name():
    armed = with_part(MENU, "word/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")
    assert await refused(armed, "menu.docm") == "macros"
    assert await refused(armed, "menu.docx") == "macros"
    with zipfile.ZipFile(io.BytesIO(MENU)) as archive:
        types = archive.read("[Content_Types].xml")
    typed = types.replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main")
    assert await refused(with_part(MENU, "[Content_Types].xml", typed, instead=True), "menu.docx") == "macros"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"{\\rtf1 Hello}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        b"MZ" + bytes(200),
        b"\x1f\x8b\x08" + bytes(100),
        os.urandom(5000).replace(b"\0", b"\1"),
        b"<?xml version='1.0'?><svg/>",
        bytes(range(256)) * 20,
    ],
)
async def test_what_is_no_document(content):
    assert await refused(content, "upload") in ("unsupported", "encoding")


async def test_an_archive_of_documents_and_an_open_document():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("menu.docx", MENU)
    assert await refused(file.getvalue(), "menus.zip") == "unsupported"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert await refused(file.getvalue(), "menu.odt") == "unsupported"


async def test_text_in_an_encoding_that_cannot_be_told():
    assert await refused("Добро пожаловать в наш дом, завтрак с семи".encode("koi8-r"), "a.txt") == "encoding"
    assert await refused("Öffnungszeiten".encode("utf-16")[:-1], "a.txt") == "encoding"


# --- bombs ---


async def test_a_zip_bomb_is_refused_without_being_unpacked():
    begun = time.monotonic()
    zeros = with_part(MENU, "word/media/picture.bin", bytes(60_000_000))
    assert len(zeros) < 200_000
    assert await refused(zeros, "menu.docx") == "bomb"
    assert time.monotonic() - begun < 15


async def test_an_archive_that_lies_about_its_sizes():
    lying = bytearray(with_part(MENU, "word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>", instead=True))
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = struct.pack("<I", 1000)  # the unpacked size in the directory
    assert await refused(bytes(lying), "menu.docx") in ("damaged", "bomb")


async def test_a_billion_laughs():
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
    assert await refused(with_part(MENU, "word/document.xml", laughs, instead=True), "menu.docx") == "bomb"


async def test_a_pdf_whose_page_unpacks_to_a_gigabyte():
    packed = zlib.compress(b"(x) Tj " * 20_000_000, 9)
    packed = zlib.compress(packed, 9)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R /Resources << >> >>"
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(packed) + packed + b"\nendstream"
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, stream]
    content, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n" % n + part + b"\nendobj\n"
    at = len(content)
    content += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % at
    begun = time.monotonic()
    limits = Limits(seconds=5, memory_bytes=400_000_000)
    assert await refused(content, "bomb.pdf", limits) in ("too_demanding", "too_long", "empty", "damaged")
    assert time.monotonic() - begun < 30


async def test_a_file_that_takes_too_long_is_given_up_and_its_process_gone():
    content = ("# Heading\n\n" + "some text " * 50 + "\n\n").encode() * 3000
    assert await refused(content, "a.md", Limits(seconds=1)) == "too_demanding"


async def test_a_cancelled_reading_takes_its_process_along():
    import psutil

    me = psutil.Process()
    task = asyncio.create_task(reading.read(pdf(*["word " * 15] * 300), filename="a.pdf"))
    while not (children := [one for one in me.children() if "knowledge.parsing" in " ".join(one.cmdline())]):
        await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in children)


async def test_the_process_that_reads_has_no_secrets(monkeypatch):
    import psutil

    monkeypatch.setenv("GROQ_API_KEY", "gsk_secret")
    task = asyncio.create_task(reading.read(pdf(*["word " * 15] * 300), filename="a.pdf"))
    me = psutil.Process()
    while not (children := [one for one in me.children() if "knowledge.parsing" in " ".join(one.cmdline())]):
        await asyncio.sleep(0.02)
    assert "GROQ_API_KEY" not in children[0].environ()
    assert "PATH" in children[0].environ()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


# --- too much ---


async def test_too_many_pages_rows_columns_and_letters():
    assert await refused(pdf(*"abcdef"), "a.pdf", Limits(pages=5)) == "too_many_pages"
    assert await refused(b"a,b\n" * 30, "a.csv", Limits(rows=20)) == "too_many_rows"
    assert await refused(b"a,b,c\n1,2,3\n4,5,6\n", "a.csv", Limits(columns=2)) == "too_many_columns"
    assert await refused(b"word " * 300, "a.txt", Limits(characters=1000)) == "too_long"
    book = openpyxl.Workbook()
    book.active.append(["a"] * 30)
    book.active["A1000000"] = "far below"
    file = io.BytesIO()
    book.save(file)
    assert await refused(file.getvalue(), "a.xlsx", Limits(columns=20)) == "too_many_columns"


async def test_a_workbook_with_a_cell_far_below_is_no_trouble():
    book = openpyxl.Workbook()
    book.active.append(["Article", "Price"])
    book.active.append(["Soup", 6.5])
    book.active["A60000"] = "Far below"
    file = io.BytesIO()
    book.save(file)
    document = await reading.read(file.getvalue(), filename="a.xlsx")
    assert document.passages[-1].row == 60000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<!DOCTYPE html><html><body>" + b"<div>" * 5000 + b"deep" + b"</div>" * 5000),
        ("a.md", b">" * 5000 + b" deep"),
        ("a.md", b"\n".join(b"  " * n + b"- item" for n in range(400))),
        ("a.md", b"[" * 20_000),
    ],
)
async def test_nesting_without_end(name, content):
    with pytest.raises(Unreadable) as told:
        await reading.read(content, filename=name)
    assert told.value.reason in ("too_deep", "empty")


async def test_a_scan_says_that_it_has_no_text():
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    paper.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, *A4)
    paper.showPage()
    paper.save()
    with pytest.raises(Unreadable, match="text recognition") as told:
        await reading.read(file.getvalue(), filename="scan.pdf")
    assert told.value.reason == "no_text"


async def test_a_document_with_one_scanned_page_names_it():
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    paper.drawString(72, 700, "The kitchen is open until ten.")
    paper.showPage()
    paper.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, *A4)
    paper.showPage()
    paper.save()
    document = await reading.read(file.getvalue(), filename="menu.pdf")
    assert (len(document.passages), document.pictures) == (1, (2,))


async def test_a_scan_with_recognised_text_laid_over_it_is_read():
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    paper.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, *A4)
    text = paper.beginText(72, 650)
    text.setTextRenderMode(3)
    text.textLine("Tomato soup 6.50")
    paper.drawText(text)
    paper.showPage()
    paper.save()
    document = await reading.read(file.getvalue(), filename="scan.pdf")
    assert document.passages[0].content == "Tomato soup 6.50"


async def test_a_word_document_of_thousands_of_tables_within_tables():
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    for _ in range(120):
        cell = cell.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "deep"
    file = io.BytesIO()
    document.save(file)
    assert await refused(file.getvalue(), "a.docx") in ("too_deep", "damaged")
