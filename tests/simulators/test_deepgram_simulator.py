"""The pretend Deepgram, asked by Deepgram's own client: what a real caller of the real one would see."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import orjson
import pytest
import websockets
from deepgram import AsyncDeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.environment import DeepgramClientEnvironment
from deepgram.listen.v1.types.listen_v1configure import ListenV1Configure
from websockets.exceptions import ConnectionClosed, InvalidStatus

from simulators.deepgram import Exact, Simulator
from simulators.serving import serving
from tests.providers.listening import silence, tone

LIVE: dict[str, Any] = {"encoding": "linear16", "sample_rate": 16_000}
NOVA: dict[str, Any] = {"model": "nova-3", "language": "en", **LIVE}
TALKATIVE: dict[str, Any] = {
    **NOVA,
    "interim_results": True,
    "punctuate": True,
    "vad_events": True,
    "endpointing": 300,
    "utterance_end_ms": 1000,
}
WORDS = "A table for two, please."


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Simulator()) as url:
        yield url


def key(how: str = "", words: str = WORDS) -> str:
    return f"sim?words={quote(words)}&{how}&id={uuid4().hex}"


def client(url: str, key: str) -> AsyncDeepgramClient:
    live = url.replace("http", "ws")
    environment = DeepgramClientEnvironment(base=url, production=live, agent=live, agent_rest=url)
    return AsyncDeepgramClient(api_key=key, environment=environment)


@asynccontextmanager
async def line(url: str, key: str, wishes: dict[str, Any] = TALKATIVE) -> AsyncIterator[Any]:
    listen = client(url, key).listen
    wire: Any = listen.v2 if wishes["model"].startswith("flux") else listen.v1
    async with wire.connect(**wishes) as connection:
        yield connection


async def talk(connection: Any, *parts: bytes) -> None:
    with suppress(ConnectionClosed):  # how it closed is for the reader to see
        for pcm in parts:
            for start in range(0, len(pcm), 640):
                await connection.send_media(pcm[start : start + 640])


async def messages(connection: Any) -> list[Any]:
    """All that comes until the connection ends."""
    seen = []
    try:
        async for message in connection:
            seen.append(message)
    except ConnectionClosed as closed:
        seen.append(closed.rcvd)
    return seen


def named(seen: list[Any], kind: str) -> list[Any]:
    return [message for message in seen if getattr(message, "type", None) == kind]


def transcript(result: Any) -> str:
    return str(result.channel.alternatives[0].transcript)


# --- /v1/listen -------------------------------------------------------------------------------------------------------


async def test_an_utterance_comes_in_interim_results_and_a_final_one(url: str):
    async with line(url, key()) as connection:
        await talk(connection, silence(300), tone(1_200), silence(1_400))
        await connection.send_close_stream()
        seen = await messages(connection)
    results = named(seen, "Results")
    interim = [transcript(each) for each in results if not each.is_final]
    final = [each for each in results if each.is_final and transcript(each)]
    assert interim == ["A", "A table", "A table for", "A table for two,"]
    assert [transcript(each) for each in final] == [WORDS]
    assert final[0].speech_final is True
    assert final[0].start + final[0].duration == pytest.approx(1.8, abs=0.05)
    assert [word.word for word in final[0].channel.alternatives[0].words] == ["a", "table", "for", "two", "please"]
    assert named(seen, "SpeechStarted")[0].timestamp == pytest.approx(0.3, abs=0.03)
    assert named(seen, "UtteranceEnd")[0].last_word_end == pytest.approx(1.5, abs=0.03)
    assert named(seen, "Metadata")[0].duration == pytest.approx(2.9, abs=0.03)


async def test_who_asks_for_no_events_gets_the_final_words_alone(url: str):
    async with line(url, key(), NOVA) as connection:
        await talk(connection, tone(1_200), silence(100))
        await connection.send_close_stream()
        seen = await messages(connection)
    assert {message.type for message in seen if hasattr(message, "type")} == {"Results", "Metadata"}
    assert [transcript(each) for each in named(seen, "Results") if transcript(each)] == ["a table for two please"]


async def test_a_long_silence_is_told_in_empty_results(url: str):
    async with line(url, key()) as connection:
        await talk(connection, silence(7_000))
        await connection.send_close_stream()
        seen = await messages(connection)
    assert [(transcript(each), each.is_final) for each in named(seen, "Results")] == [("", True), ("", True)]


async def test_words_told_at_the_control_door_are_said_next(url: str):
    async with httpx.AsyncClient(base_url=url) as control:
        mine = key(words="")
        await control.post("/simulator/words", json={"words": ["First.", "Second."], "key": mine})
    async with line(url, mine) as connection:
        await talk(connection, tone(600), silence(600), tone(600), silence(600))
        await connection.send_close_stream()
        seen = await messages(connection)
    assert [transcript(each) for each in named(seen, "Results") if each.is_final and transcript(each)] == [
        "First.",
        "Second.",
    ]


async def test_where_nobody_told_the_words_the_recogniser_that_was_passed_in_hears_them():
    def hears(language: str) -> Exact:
        take = partial(str, f"Heard in {language}.")
        return Exact(take, print, final_after_ms=200, eager_after_ms=None, interim_every_ms=300)

    with serving(Simulator(hears=hears)) as url:
        for words, heard in (("", "Heard in en."), (WORDS, WORDS)):
            async with line(url, key(words=words)) as connection:
                await talk(connection, tone(900), silence(500))
                await connection.send_close_stream()
                seen = await messages(connection)
            assert [transcript(each) for each in named(seen, "Results") if each.is_final and transcript(each)] == [
                heard
            ]


async def test_a_finalize_is_answered_as_such(url: str):
    async with line(url, key()) as connection:
        await talk(connection, tone(900))
        await connection.send_finalize()
        await connection.send_close_stream()
        seen = await messages(connection)
    answered = [each for each in named(seen, "Results") if each.from_finalize]
    assert [transcript(each) for each in answered] == ["A table for"]


async def test_keyterms_are_confirmed(url: str):
    async with line(url, key()) as connection:
        await connection.send_configure(ListenV1Configure(keyterms=["Anna"]))
        assert (await connection.recv()).keyterms == ["Anna"]


async def test_everything_comes_as_late_as_was_asked_for(url: str):
    async with line(url, key("delay_ms=150&final_ms=100")) as connection:
        begun = time.monotonic()
        await talk(connection, tone(600), silence(400))
        while not getattr(message := await connection.recv(), "is_final", False):
            assert time.monotonic() - begun >= 0.14
        assert time.monotonic() - begun >= 0.24
        assert message.type == "Results"


async def test_ten_seconds_without_a_word_end_the_line_and_a_keep_alive_prevents_it(url: str):
    async with line(url, key("idle_s=0.3")) as connection:
        for _ in range(4):
            await asyncio.sleep(0.15)
            await connection.send_keep_alive()
        (end,) = await messages(connection)
    assert (end.code, end.reason.split(":")[0]) == (1011, "NET-0001")


# --- refusals and faults ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["400", "401", "402", "403", "429", "500", "503"])
@pytest.mark.parametrize("wishes", [NOVA, {"model": "flux-general-en", **LIVE}])
async def test_a_handshake_can_be_refused(url: str, fault: str, wishes: dict[str, Any]):
    with pytest.raises(ApiError) as refused:
        async with line(url, key(f"fault={fault}"), wishes):
            pass
    assert refused.value.status_code == int(fault)


async def test_a_refusal_says_why_as_deepgram_does(url: str):
    async with httpx.AsyncClient(base_url=url) as bare:
        answer = await bare.post("/v1/listen", headers={"Authorization": f"Token {key('fault=402')}"}, content=b"x")
    assert answer.status_code == 402
    assert set(answer.json()) == {"err_code", "err_msg", "request_id"}
    assert answer.json()["err_code"] == "ASR_PAYMENT_REQUIRED"
    with pytest.raises(InvalidStatus) as refused:
        await websockets.connect(f"{url.replace('http', 'ws')}/v1/listen?model=nova-3")
    assert refused.value.response.status_code == 401
    assert refused.value.response.headers["dg-error"] == "Invalid credentials."


@pytest.mark.parametrize(
    "wishes",
    [
        {"model": "flux-general-fr", **LIVE},
        {**NOVA, "model": "parrot"},
        {"model": "nova-3", "encoding": "linear16"},
        {**NOVA, "utterance_end_ms": 500, "interim_results": True},
        {**NOVA, "utterance_end_ms": 1000},
        {**NOVA, "keyterm": [f"a rather long dish number {n}" for n in range(100)]},
        {"model": "flux-general-en", "language_hint": ["de"], **LIVE},
        {"model": "flux-general-en", "request_options": {"additional_query_parameters": {"smart_format": "true"}}},
    ],
)
async def test_a_query_that_deepgram_would_not_take_is_not_taken(url: str, wishes: dict[str, Any]):
    with pytest.raises(ApiError) as refused:
        async with line(url, key(), wishes):
            pass
    assert refused.value.status_code == 400


@pytest.mark.parametrize(("fault", "code"), [("1008", 1008), ("1011", 1011), ("error", 1011), ("abort", None)])
async def test_a_line_can_end_in_mid_stream(url: str, fault: str, code: int | None):
    async with line(url, key(f"fault={fault}&after_ms=400")) as connection:
        await talk(connection, tone(600))
        seen = await messages(connection)
    assert (seen[-1].code if seen[-1] else None) == code
    assert bool(named(seen, "Error")) == (fault == "error")


async def test_an_unknown_knob_is_refused_at_the_control_door(url: str):
    async with httpx.AsyncClient(base_url=url) as control:
        assert (await control.post("/simulator/behaviour", json={"nose": 1})).status_code == 400
        assert (await control.post("/simulator/behaviour", json={"fault": "hiccups"})).status_code == 400
        assert (await control.get("/simulator/behaviour")).json()["fault"] == ""


async def test_an_utterance_that_broke_off_is_heard_again_on_the_next_line(url: str):
    mine = key("fault=abort&after_ms=500&times=1")
    heard = []
    for _ in range(2):
        async with line(url, mine) as connection:
            await talk(connection, tone(800), silence(500))
            with suppress(ConnectionClosed):
                await connection.send_close_stream()
            seen = await messages(connection)
        heard.append([transcript(each) for each in named(seen, "Results") if each.is_final and transcript(each)])
    assert heard == [[], [WORDS]]


# --- /v2/listen -------------------------------------------------------------------------------------------------------


async def test_flux_tells_of_turns(url: str):
    wishes = {"model": "flux-general-en", "eager_eot_threshold": 0.5, **LIVE}
    async with line(url, key(words=f"{WORDS}|Yes."), wishes) as connection:
        await talk(connection, tone(800), silence(400), tone(700), silence(800), tone(500))
        await connection.send_force_end_turn()
        await connection.send_close_stream()
        seen = await messages(connection)
    assert named(seen, "Connected")
    turns = named(seen, "TurnInfo")
    assert [each.sequence_id for each in turns] == list(range(1, len(turns) + 1))
    assert [each.event for each in turns if each.event != "Update"] == [
        "StartOfTurn",
        "EagerEndOfTurn",
        "TurnResumed",
        "EagerEndOfTurn",
        "EndOfTurn",
        "StartOfTurn",
        "EndOfTurn",
    ]
    ends = [each for each in turns if each.event == "EndOfTurn"]
    assert [(each.transcript, each.trigger, each.turn_index) for each in ends] == [
        (WORDS, "model", 0),
        ("Yes.", "manual", 1),
    ]


async def test_flux_without_an_eager_threshold_says_nothing_of_likely_ends(url: str):
    async with line(url, key(), {"model": "flux-general-en", **LIVE}) as connection:
        await talk(connection, tone(800), silence(800))
        await connection.send_close_stream()
        seen = await messages(connection)
    assert "EagerEndOfTurn" not in {each.event for each in named(seen, "TurnInfo")}


async def test_flux_does_not_know_what_nova_knows(url: str):
    live = f"{url.replace('http', 'ws')}/v2/listen?model=flux-general-en&encoding=linear16&sample_rate=16000"
    async with websockets.connect(live, additional_headers={"Authorization": f"Token {key()}"}) as bare:
        await bare.send('{"type":"KeepAlive"}')
        said = []
        with suppress(ConnectionClosed):
            async for message in bare:
                said.append(orjson.loads(message)["type"])
    assert said == ["Connected", "Error"]
    assert bare.close_code == 1008
