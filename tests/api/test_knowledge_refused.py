"""Files that nobody should have sent: each is refused with what is wrong and what to do, and the server goes on.

How much memory the server takes is read from its process; what it may take at most is stated with the figures.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator

import httpx
import psutil
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from tests.api.desks import Desk
from tests.api.library import FILES, Operator, scan
from tests.knowledge.test_reading_refused import MENU, pdf, with_part

MEGABYTE = 1_000_000
ROOM = 200 * MEGABYTE
"""What the server may grow by, however much is sent: four files of 20 MB at once, two on their way into the database and
two being read, and as much again."""


@pytest.fixture
async def operator(desk: Desk) -> Operator:
    return await Operator.of(desk)


@pytest.fixture
def server(server_url: str) -> psutil.Process:
    """The server's own process, which reads no file itself."""
    port = httpx.URL(server_url).port
    [pid] = {one.pid for one in psutil.net_connections("tcp") if one.status == "LISTEN" and one.laddr.port == port}
    return psutil.Process(pid)


BAD = {
    "encrypted.pdf": (pdf("secret", encrypt=StandardEncryption("password")), "encrypted", "password"),
    "locked.docx": ((FILES / "locked.docx").read_bytes(), "encrypted", "password"),
    "truncated.pdf": ((FILES / "menu.pdf").read_bytes()[:20_000], "damaged", "Save it anew"),
    "truncated.docx": (MENU[: len(MENU) // 2], "damaged", "Save it anew"),
    "bomb.docx": (with_part(MENU, "word/media/picture.bin", bytes(60 * MEGABYTE)), "bomb", "Save it anew"),
    "named.pdf": (MENU, "wrong_type", "Rename it"),
    "macros.docm": (with_part(MENU, "word/vbaProject.bin", b"macro"), "macros", "without them"),
    "macros.docx": (with_part(MENU, "word/vbaProject.bin", b"another"), "macros", "without them"),
    "koi8.txt": ("Добро пожаловать в наш дом, завтрак с семи".encode("koi8-r"), "encoding", "UTF-8"),
    "scan.pdf": (scan(), "no_text", "text recognition"),
    "blank.md": (b"---\n\n***\n", "empty", "."),
    "program.txt": (b"MZ" + bytes(200), "unsupported", "Upload a document"),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_file_fails_with_what_is_wrong_and_what_to_do(operator: Operator, name: str):
    content, reason, remedy = BAD[name]
    document = await operator.read(await operator.upload(name, content))
    assert (document["status"], document["problem"]["reason"], document["passages"]) == ("failed", reason, 0)
    assert remedy in document["problem"]["message"]
    assert await operator.found("secret") == []


async def test_text_that_is_not_utf8_is_read_where_its_encoding_can_be_told(operator: Operator):
    latin = "## Frühstück\nFrühstück gibt es für 12 € täglich von sieben bis zehn, Brötchen und Käse inbegriffen."
    document = await operator.read(await operator.upload("hotel.txt", latin.encode("cp1252")))
    assert document["status"] == "ready"
    assert "für 12 €" in (await operator.found("Was kostet das Frühstück?", language="de"))[0]["content"]


@pytest.mark.parametrize("content", [b""])
async def test_an_empty_file_is_refused_at_the_door(operator: Operator, content: bytes):
    refused = await operator.upload("menu.pdf", content)
    [error] = refused.json()["errors"]
    assert (refused.status_code, error["field"], error["problem"]) == (422, "file", "is empty")
    assert error["remedy"]
    assert await operator.titles() == []


async def form(megabytes: int) -> AsyncIterator[bytes]:
    """A form with a large file, piece by piece and without saying how large."""
    yield b'--edge\r\nContent-Disposition: form-data; name="file"; filename="large.pdf"\r\n\r\n%PDF-1.7\n'
    for _ in range(megabytes):
        yield os.urandom(MEGABYTE)
    yield b"\r\n--edge--\r\n"


async def test_200_megabytes_are_refused_before_they_are_swallowed(operator: Operator, server: psutil.Process):
    before, begun = server.memory_info().rss, time.monotonic()
    declared = await operator.upload("large.pdf", b"%PDF-1.7\n" + bytes(200 * MEGABYTE))
    streamed = await operator.ask(
        "POST", "/upload", content=form(200), headers={"content-type": "multipart/form-data; boundary=edge"}
    )
    for refused in (declared, streamed):
        assert (refused.status_code, refused.json()["type"]) == (413, "urn:switchboard:problem:too-large")
        assert "20 MB" in refused.json()["detail"]
    assert time.monotonic() - begun < 20
    assert server.memory_info().rss - before < ROOM
    assert await operator.titles() == []


async def test_who_has_no_key_is_turned_away_before_anything_is_kept(operator: Operator):
    refused = await operator.desk.http.post("/knowledge/upload", files={"file": ("a.md", bytes(19 * MEGABYTE))})
    assert refused.status_code == 401


async def test_a_text_of_more_than_a_megabyte_is_refused(operator: Operator):
    refused = await operator.write("Everything", "word " * 300_000)
    assert refused.status_code == 413


async def test_a_file_of_the_largest_size_is_taken_and_one_byte_more_is_not(operator: Operator):
    largest = b"# Zeros\n" + b"0" * (20 * MEGABYTE - 8)
    document = await operator.read(await operator.upload("zeros.md", largest))
    assert (document["status"], document["problem"]["reason"]) == ("failed", "too_long")
    assert (await operator.upload("zeros.md", largest + b"0")).status_code == 413


async def test_large_files_and_bombs_together_take_no_more_memory_than_a_few_of_them(
    operator: Operator, server: psutil.Process
):
    """Everything bad at once, while callers go on being answered."""
    await operator.desk.say("When are you open tomorrow?")
    before = highest = server.memory_info().rss
    large = [(f"large{n}.pdf", b"%PDF-1.7\n" + os.urandom(19 * MEGABYTE)) for n in range(8)]
    bad = [(name, content) for name, (content, _, _) in BAD.items()]
    sending = [asyncio.create_task(operator.upload(name, content)) for name, content in (*large, *bad)]
    while not all(one.done() for one in sending):
        highest = max(highest, server.memory_info().rss)
        await asyncio.sleep(0.02)
    answered = asyncio.create_task(operator.desk.say("When are you open tomorrow?"))
    received = [one.result() for one in sending]
    assert {one.status_code for one in received} == {202}
    read = asyncio.gather(*(operator.read(one) for one in received))
    while not read.done():
        highest = max(highest, server.memory_info().rss)
        await asyncio.sleep(0.02)
    assert {one["status"] for one in read.result()} == {"failed"}
    assert (await answered)["reply"]
    assert highest - before < ROOM
    assert server.is_running() and (await operator.desk.http.get("/health")).status_code == 200
