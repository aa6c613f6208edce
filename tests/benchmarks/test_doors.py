"""What the benchmarks take for a complete turn, at the pretend model and at the floor."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from benchmarks import utterances
from benchmarks.doors import Direct, Floor, Switchboard
from benchmarks.floor import Relay
from benchmarks.load import Answer, Caller, Spoiled
from simulators import groq
from simulators.faults import Behaviour
from simulators.serving import serving

QUESTION = "Is there an onion tart on your menu?"


def port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


@pytest.fixture(scope="module")
def model() -> groq.Simulator:
    return groq.Simulator(Behaviour(tokens=12, coalesce=1, reasoning=0))


@pytest.fixture(scope="module")
def model_port(model: groq.Simulator) -> Iterator[int]:
    with serving(model) as url:
        yield port_of(url)


async def test_the_model_is_heard_token_by_token(model_port: int):
    caller = Caller(Direct(model_port), [QUESTION])
    heard = await caller.say()
    caller.hang_up()
    assert heard.pieces == 12
    assert len(heard.reply) > 20
    assert heard.first_ms is not None
    assert 0 < heard.first_ms <= heard.total_ms


async def test_the_floor_hands_on_what_the_model_says(model_port: int):
    with serving(Relay(model_port, "")) as url:
        caller, direct = Caller(Floor(port_of(url), "floor"), [QUESTION] * 2), Caller(Direct(model_port), [QUESTION])
        replies = [(await caller.say()).reply, (await caller.say()).reply, (await direct.say()).reply]
        caller.hang_up()
        direct.hang_up()
    assert len(set(replies)) == 1


@pytest.mark.parametrize("fault", ["cut", "abort", "500", "stream_error"])
async def test_a_stream_that_breaks_is_never_counted_as_a_turn(fault: str):
    broken = groq.Simulator(Behaviour(tokens=12, coalesce=1, reasoning=0).with_({"fault": fault}))
    with serving(broken) as url:
        caller = Caller(Direct(port_of(url)), [QUESTION])
        with pytest.raises(Spoiled):
            await caller.say()
        caller.hang_up()


def told(*parts: str) -> Answer:
    return Answer(200, "".join(parts).encode(), 0.001, 0.002)


TOKENS = 'event: token\ndata: {"text": "Good "}\n\nevent: token\ndata: {"text": "evening."}\n\n'
DONE = 'event: done\ndata: {"reply": "Good evening.", "conversation_id": "c1"}\n\n'


def test_switchboards_turn_is_complete_when_the_tokens_are_the_reply():
    heard = Switchboard(1, "key", "agent").heard(told(TOKENS, DONE), None)
    assert (heard.reply, heard.pieces, heard.thread) == ("Good evening.", 2, "c1")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (told(TOKENS), "without a done"),
        (told(DONE, TOKENS), "without a done"),
        (told(DONE), "are not the reply"),
        (Answer(503, b"{}", None, 0.1), "status 503"),
    ],
    ids=["no done", "done not last", "tokens lost", "refused"],
)
def test_switchboards_turn_is_spoiled_when_anything_is_missing(answer: Answer, why: str):
    with pytest.raises(Spoiled, match=why):
        Switchboard(1, "key", "agent").heard(answer, None)


def test_a_reply_of_another_conversation_is_spoiled():
    with pytest.raises(Spoiled, match="another conversation"):
        Switchboard(1, "key", "agent").heard(told(TOKENS, DONE), "c2")


def test_no_question_is_asked_twice():
    said = list(utterances.questions())
    assert len(said) > 10_000
    assert len(set(said)) == len(said)
    assert list(utterances.questions()) == said
