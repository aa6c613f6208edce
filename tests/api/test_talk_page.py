"""The talk page: what the house serves, and what somebody with a microphone sees and hears in a real Chromium."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from records import agents, database
from simulators.sound import Voice
from tests.api import chromium
from tests.api.desks import QUESTION, Desk, fresh
from voice.audio import silence, to_wav

CONSOLE = Path(__file__).parents[2] / "console"
HELLO = "Hello, this is the AI assistant of The Test Kitchen. How can I help you?"
LIMIT_S = 90
"""How long a test with a browser may take on the slowest machine."""

in_a_browser = pytest.mark.skipif(
    chromium.found() is None, reason="there is no Chromium here; on Debian: apt-get install chromium"
)


# --- what is served ---------------------------------------------------------------------------------------------------


async def test_the_page_is_whole_and_may_load_nothing_from_elsewhere(http: httpx.AsyncClient):
    page = await http.get("/talk")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    parts = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    script = (await http.get("/talk/talk.js")).text + (await http.get("/talk/call.js")).text
    parts += [f"talk/{name}" for name in re.findall(r'(?:from "\./|URL\(")([\w.]+\.\w+)"', script)]
    assert {"talk/talk.css", "talk/talk.js", "talk/call.js", "talk/sound.js", "talk/words.json"} <= set(parts)
    for part in parts:
        answered = await http.get(f"/{part}")
        assert answered.status_code == 200, part
        assert "default-src 'none'" in answered.headers["content-security-policy"]
        assert answered.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script>|<style|\son\w+=|\sstyle=", page.text), "the policy forbids what stands in the page"
    assert "unsafe" not in page.headers["content-security-policy"]
    assert (await http.get("/talk/talk.js")).headers["content-type"].startswith("text/javascript")


async def test_a_browser_that_has_a_part_is_not_sent_it_again(http: httpx.AsyncClient):
    tag = (await http.get("/talk/talk.js")).headers["etag"]
    again = await http.get("/talk/talk.js", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.js", "..%2fserver.py", "%2e%2e/server.py", "../server.py"])
async def test_nothing_else_of_the_house_is_served(http: httpx.AsyncClient, name: str):
    assert (await http.get(f"/talk/{name}")).status_code == 404


async def test_the_page_has_every_word_in_both_languages():
    words: dict[str, dict[str, str]] = json.loads((CONSOLE / "words.json").read_text(encoding="utf-8"))
    places = {
        language: {name: re.findall(r"{\w+}", text) for name, text in words[language].items()} for language in words
    }
    assert places["en"] == places["de"]
    page, script = ((CONSOLE / name).read_text(encoding="utf-8") for name in ("talk.html", "talk.js"))
    script += (CONSOLE / "call.js").read_text(encoding="utf-8")
    named = set(re.findall(r'data-(?:text|label)="(\w+)"', page))
    assert named <= words["en"].keys()
    said = named | set(re.findall(r'"(\w+)"', script)) | set(re.findall(r': "(\w+)"', script))
    made = tuple(re.findall(r"`(\w+_)\$\{", script))
    assert [name for name in words["en"] if name not in said and not name.startswith(made)] == []


async def test_a_key_is_told_whom_it_may_talk_to(desk: Desk, other_desk: Desk):
    await agents.create(desk.tenant_id, name="Night desk", type="receptionist", language="de")
    told = (await desk.http.get("/talk/agents", headers=desk.headers)).json()["agents"]
    assert [(each["name"], each["language"], each["tenant"]) for each in told] == [
        ("Front desk", "en", "The Test Kitchen"),
        ("Night desk", "de", "The Test Kitchen"),
    ]
    assert other_desk.agent_id not in {each["agent_id"] for each in told}


async def test_the_link_that_the_server_prints_brings_a_key_and_an_agent_along(
    http: httpx.AsyncClient, run_folder: Path, worker_id: str
):
    told = (run_folder / f"server-{worker_id}.log").read_text()
    url, key, agent = re.findall(r"by ear +(\S+)#key=(\S+)&agent=(\S+)", told)[0]
    assert (await http.get(url)).status_code == 200
    whom = (await http.get("/talk/agents", headers={"authorization": f"Bearer {key}"})).json()["agents"]
    assert agent in {each["agent_id"] for each in whom}


# --- what a caller sees and hears -------------------------------------------------------------------------------------


Speaks = Callable[..., Awaitable[Path]]


@pytest.fixture
def speaks(hearing: str, tmp_path: Path) -> Speaks:
    """Somebody says sentences, each after so many milliseconds: a WAV file. Their words are told beside the sound."""

    async def recorded(*said: tuple[int, str]) -> Path:
        voice = Voice()
        sound = b"".join(silence(ms) + b"".join(one.pcm for one in voice.say(text)) for ms, text in said)
        file = tmp_path / "caller.wav"
        await asyncio.to_thread(file.write_bytes, to_wav(sound + silence(1_000), 16_000))
        async with httpx.AsyncClient(base_url=hearing, timeout=30) as http:
            await http.delete("/simulator/behaviour")
            await http.post("/simulator/words", json={"words": [text for _, text in said], "key": "sim"})
        return file

    return recorded


@dataclass(frozen=True)
class Reply:
    """What the records say of a reply."""

    reply: str
    heard: int


async def first_reply(desk: Desk) -> Reply:
    """The first reply, once it is known how much of it was heard."""
    async with asyncio.timeout(20):
        while True:
            async with database.tenant(desk.tenant_id) as rows:
                known = await rows.all(Reply, "select reply, heard from turns where n = 1 and heard is not null")
            if known:
                return known[0]
            await asyncio.sleep(0.05)


def link(desk: Desk, **other: Any) -> str:
    """The address that brings the key and the agent along, as `make run` prints it."""
    given = {"url": desk.url, "key": desk.key, "agent": desk.agent_id, **other}
    return "{url}/talk#key={key}&agent={agent}&lang=en".format(**given)


def state(name: str) -> str:
    return f"document.body.dataset.state === '{name}'"


@in_a_browser
async def test_a_question_is_asked_and_answered_in_a_browser(desk: Desk, speaks: Speaks):
    caller = await speaks((7_000, QUESTION))
    async with asyncio.timeout(LIMIT_S), chromium.chromium(caller) as tab:
        await tab.open(link(desk))
        await tab.sees("Front desk, The Test Kitchen")
        assert desk.key not in await tab.js("location.href")
        await tab.click("#start")
        await tab.sees(HELLO, "#captions .agent")
        await tab.comes(state("listening"))
        await tab.sees(QUESTION, "#captions .you")
        await tab.comes(
            f"{state('speaking')} && document.querySelector('#orb').style.getPropertyValue('--agent') > 0.1"
        )
        await tab.sees("open", "#captions .agent:last-child")
        await tab.comes("document.querySelectorAll('#latency tbody tr').length === 1")
        await tab.comes(state("listening"))
        assert int(await tab.text("#latency tbody .ms")) > 0
        assert "not heard" not in await tab.text("#captions .agent:last-child")
        first = await first_reply(desk)
        assert first.heard == len(first.reply)
        await tab.click("#stop")
        await tab.sees("You have hung up.", "#state")

        await tab.click("#start")
        await tab.comes("document.querySelectorAll('#captions li').length === 1")
        await tab.sees(HELLO, "#captions .agent")
        await tab.comes(state("listening"))
        await tab.click("#stop")
        await tab.sees("You have hung up.", "#state")
        assert tab.complaints == []


@in_a_browser
async def test_what_was_not_heard_is_shown_as_that(desk: Desk, speaks: Speaks):
    caller = await speaks((7_000, QUESTION), (4_000, "No, I want a table for two, please."))
    async with asyncio.timeout(LIMIT_S), chromium.chromium(caller) as tab:
        await tab.open(link(desk))
        await tab.click("#start")
        await tab.sees("not heard", "#captions .you + .agent")
        first = await first_reply(desk)
        assert first.heard < len(first.reply)
        shown = await tab.js(
            "[...document.querySelectorAll('#captions .you + .agent p > :is(span, s)')].slice(0, 2).map((one) => one.textContent)"
        )
        assert shown == [first.reply[: first.heard], first.reply[first.heard :]]
        await tab.sees("table for two", "#captions li.you:nth-last-of-type(-n + 2)")
        await tab.comes(state("speaking"))
        assert tab.complaints == []


@in_a_browser
async def test_a_caller_whose_line_breaks_goes_on_where_they_were(desk: Desk, speaks: Speaks):
    caller = await speaks((7_000, QUESTION))
    async with asyncio.timeout(LIMIT_S), breakable(desk.url) as line, chromium.chromium(caller) as tab:
        await tab.open(link(desk, url=line.url))
        await tab.click("#start")
        await tab.sees("open", "#captions .you + .agent")
        await tab.comes("document.querySelector('#captions').dataset.conversation")
        line.broken = True
        await tab.sees("The connection was lost.", "#trouble")
        await tab.click("#start")
        await tab.sees("The server cannot be reached.", "#trouble")
        line.broken = False
        await tab.click("#start")
        await tab.comes("document.querySelectorAll('#captions li').length >= 4")
        await tab.comes(state("listening"))
        await tab.click("#keys")
        for place in (1, 12):  # 1 and #
            await tab.click(f"#keypad button:nth-child({place})")
        await tab.comes("[...document.querySelectorAll('#captions .you')].at(-1).innerText.endsWith('1')")
        await tab.comes("document.querySelectorAll('#latency tbody tr').length >= 1")
        async with database.tenant(desk.tenant_id) as rows:
            assert await rows.all(int, "select count(distinct conversation_id)::int from turns") == [1]


@in_a_browser
async def test_what_is_in_the_way_is_said_in_plain_words(desk: Desk):
    async with asyncio.timeout(LIMIT_S), chromium.chromium(None) as tab:
        await tab.open(link(desk, key="sb_wrong"))
        await tab.sees("This key is not valid.", "#trouble")
        await tab.open(link(desk, agent=fresh()))
        await tab.sees("There is no such agent.", "#trouble")
        await tab.open(link(desk))
        await tab.click("#start")
        await tab.sees("The microphone was refused.", "#trouble")
        await tab.js("document.querySelector('[value=de]').click()")
        await tab.sees("Das Mikrofon wurde verweigert.", "#trouble")


class Line:
    """A way to the house that can break."""

    def __init__(self, url: str) -> None:
        self.to = httpx.URL(url)
        self.url = ""
        self._broken = False
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def broken(self) -> bool:
        """Whether nothing comes through; what was open is cut off when it breaks."""
        return self._broken

    @broken.setter
    def broken(self, broken: bool) -> None:
        self._broken = broken
        for writer in self._open if broken else ():
            writer.transport.abort()

    async def carries(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, both ways."""
        if self.broken:
            writer.transport.abort()
            return
        there = await asyncio.open_connection(self.to.host, self.to.port)
        ends = {writer, there[1]}
        self._open |= ends
        await asyncio.gather(self._copies(reader, there[1]), self._copies(there[0], writer))
        self._open -= ends

    async def _copies(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(65_536):
                writer.write(piece)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def breakable(url: str) -> AsyncIterator[Line]:
    """Another address of the same house, whose line can break."""
    line = Line(url)
    server = await asyncio.start_server(line.carries, "127.0.0.1", 0)
    line.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()
        line.broken = True
