"""Deepgram's ears: what a caller says arrives once and whole, whatever the line does."""

import asyncio
import io
import time
import wave
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from providers import speech
from providers.deepgram import Deepgram, fitting
from providers.speech import SpeechUnavailable
from simulators.deepgram import Simulator
from simulators.serving import serving
from tests.providers.listening import Caller, silence, tone

WORDS = "A table for two, please."
FLUX = "flux-general-en"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Simulator()) as url:
        yield url


class Calls:
    """Calls to one pretend Deepgram, each with a key and so with a behaviour of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.callers: list[Caller] = []

    def account(self, how: str = "", *, model: str = "nova-3", words: str = WORDS, **patience: float) -> Deepgram:
        return Deepgram(f"sim?words={quote(words)}&{how}&id={uuid4().hex}", self.url, model, **patience)

    async def begin(self, account: Deepgram | None = None, **wishes: Any) -> Caller:
        waits_s = wishes.pop("waits_s", (0, 0.05, 0.05))
        ear = await speech.ear([account or self.account()], waits_s=waits_s, **{"language": "en", **wishes})
        self.callers.append(Caller(ear))
        return self.callers[-1]

    async def seen(self, account: Deepgram) -> list[dict[str, Any]]:
        async with httpx.AsyncClient(base_url=self.url) as client:
            answer = await client.get("/simulator/requests", params={"key": account.key})
        return answer.json()["requests"]


@pytest.fixture
async def calls(url: str) -> AsyncIterator[Calls]:
    calls = Calls(url)
    yield calls
    for caller in calls.callers:
        await caller.hangs_up()


async def eventually(true: Callable[[], Awaitable[object]], within_s: float = 3.0) -> None:
    async with asyncio.timeout(within_s):
        while not await true():
            await asyncio.sleep(0.02)


# --- an utterance -----------------------------------------------------------------------------------------------------


async def test_an_utterance_is_told_as_it_grows_then_finally_then_as_over(calls: Calls):
    caller = await calls.begin()
    await caller.says_something()
    await caller.until(lambda c: "ended" in c.kinds())
    interim = [heard.text for heard in caller.told if heard.kind == "words" and not heard.final]
    assert caller.kinds() == ["started", "final", "ended"]
    assert interim and all(WORDS.startswith(text) for text in interim)
    assert caller.utterances == [WORDS]


async def test_words_carry_the_time_at_which_they_were_said(calls: Calls):
    caller = await calls.begin()
    await caller.says_something()
    await caller.until(lambda c: c.utterances)
    final = next(heard for heard in caller.told if heard.final)
    assert [word.text for word in final.words] == WORDS.split()
    assert 280 <= final.words[0].start_ms < final.words[-1].end_ms <= 1_540
    assert next(heard.at_ms for heard in caller.told if heard.kind == "started") == pytest.approx(300, abs=40)


async def test_a_second_utterance_is_another_one(calls: Calls):
    caller = await calls.begin(calls.account(words=f"{WORDS}|At seven."))
    await caller.says_something()
    await caller.says_something()
    await caller.until(lambda c: len(c.utterances) == 2 and c.kinds().count("ended") == 2)
    assert caller.utterances == [WORDS, "At seven."]


async def test_noise_without_words_ends_without_words(calls: Calls):
    caller = await calls.begin(calls.account(words=""))
    await caller.says_something()
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.utterances == []


async def test_words_are_asked_for_raw_and_with_the_terms_that_are_likely(calls: Calls):
    account = calls.account()
    await calls.begin(account, keyterms=["Harbour Kitchen", "sea bass"], language="de")
    query = (await calls.seen(account))[0]["query"]
    asked = dict(query)
    assert (asked["smart_format"], asked["numerals"], asked["punctuate"]) == ("false", "false", "true")
    assert (asked["model"], asked["language"], asked["sample_rate"]) == ("nova-3", "de", "16000")
    assert [value for name, value in query if name == "keyterm"] == ["Harbour Kitchen", "sea bass"]


async def test_other_terms_can_be_expected_in_mid_call(calls: Calls):
    account = calls.account()
    caller = await calls.begin(account, keyterms=["Harbour Kitchen"])
    for terms in (["Anna"], ["Ben"], ["Clara"]):
        await caller.ear.expect(terms)

    async def told() -> bool:
        return [each["body"]["keyterms"] for each in await calls.seen(account) if "body" in each][-1:] == [["Clara"]]

    await eventually(told)


def test_more_terms_than_one_stream_takes_are_left_out_from_the_end():
    terms = [f"dish number {n}" for n in range(300)]
    assert fitting([" a  b ", "a b", ""]) == ["a b"]
    assert fitting(terms) == terms[: len(fitting(terms))]
    assert sum(len(term) // 4 + 1 for term in fitting(terms)) <= 500


async def test_a_telephone_s_own_sound_is_taken_as_it_is(calls: Calls):
    caller = await calls.begin(encoding="mulaw", rate=8_000)
    loud, quiet = (b"\x10" * 8 + b"\x90" * 8) * 10, b"\xff" * 160
    for frame in [quiet] * 15 + [loud] * 60 + [quiet] * 40:
        await caller.ear.send(frame)
    await caller.until(lambda c: c.utterances)
    assert caller.utterances == [WORDS]
    assert next(heard.at_ms for heard in caller.told if heard.kind == "started") == pytest.approx(300, abs=40)


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "reason"), [("401", "key"), ("402", "quota"), ("403", "refused"), ("400", "refused")]
)
@pytest.mark.parametrize("model", ["nova-3", FLUX])
async def test_a_refusal_that_will_not_change_is_not_asked_for_twice(calls: Calls, fault: str, reason: str, model: str):
    account = calls.account(f"fault={fault}", model=model)
    with pytest.raises(SpeechUnavailable) as refused:
        await calls.begin(account)
    assert (refused.value.vendor, refused.value.reason) == ("deepgram", reason)
    assert account.key not in str(refused.value)
    assert len(await calls.seen(account)) == 1


@pytest.mark.parametrize(("fault", "reason"), [("429", "rate"), ("500", "away"), ("503", "away")])
async def test_a_refusal_that_may_pass_is_asked_again_and_then_told(calls: Calls, fault: str, reason: str):
    account = calls.account(f"fault={fault}")
    with pytest.raises(SpeechUnavailable) as refused:
        await calls.begin(account)
    assert refused.value.reason == reason
    assert len(await calls.seen(account)) == 2


async def test_a_vendor_that_was_busy_for_a_moment_listens_after_all(calls: Calls):
    caller = await calls.begin(calls.account("fault=429&times=1"))
    await caller.says_something()
    await caller.until(lambda c: c.utterances)
    assert caller.utterances == [WORDS]


async def test_without_a_key_nobody_is_asked():
    with pytest.raises(SpeechUnavailable) as refused:
        await Deepgram("").ear(language="en", keyterms=[], encoding="linear16", rate=16_000)
    assert refused.value.reason == "key"


async def test_nobody_at_the_door_is_away():
    with pytest.raises(SpeechUnavailable) as refused:
        await Deepgram("k", "http://127.0.0.1:1").ear(language="en", keyterms=[], encoding="linear16", rate=16_000)
    assert refused.value.reason == "away"


# --- a line that breaks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["abort", "1011"])
@pytest.mark.parametrize("after_ms", [400, 900, 1_400, 1_600, 2_100])
@pytest.mark.parametrize("model", ["nova-3", FLUX])
async def test_an_utterance_on_a_line_that_breaks_is_heard_once_and_whole(
    calls: Calls, fault: str, after_ms: int, model: str
):
    account = calls.account(f"fault={fault}&after_ms={after_ms}&times=1", model=model, words=f"{WORDS}|At seven.")
    caller = await calls.begin(account)
    await caller.says_something()
    await caller.says_something()
    await caller.until(lambda c: len(c.utterances) == 2)
    assert caller.utterances == [WORDS, "At seven."]
    assert len(await calls.seen(account)) == 2


async def test_times_go_on_where_the_broken_line_left_off(calls: Calls):
    caller = await calls.begin(calls.account("fault=abort&after_ms=3000&times=1", words=f"{WORDS}|At seven."))
    await caller.says_something()
    await caller.says_something()
    await caller.until(lambda c: len(c.utterances) == 2)
    first, second = (heard for heard in caller.told if heard.final and heard.text)
    assert first.words[-1].end_ms < 1_600
    assert second.words[0].start_ms == pytest.approx(2_500, abs=60)
    assert second.words[-1].end_ms == pytest.approx(3_700, abs=60)


async def test_keyterms_of_now_go_to_the_new_line(calls: Calls):
    account = calls.account("fault=abort&after_ms=1000&times=1")
    caller = await calls.begin(account, keyterms=["Harbour Kitchen"])
    await caller.ear.expect(["Anna"])
    await caller.says_something()
    await caller.until(lambda c: c.utterances)
    again = [each for each in await calls.seen(account) if each["door"] == "v1"][-1]
    assert [value for name, value in again["query"] if name == "keyterm"] == ["Anna"]


async def test_a_line_that_breaks_every_time_is_given_up(calls: Calls):
    account = calls.account("fault=abort&after_ms=20")
    caller = await calls.begin(account)
    await caller.speaks(400)
    await caller.until(lambda c: c.trouble)
    assert isinstance(caller.trouble, SpeechUnavailable)
    assert caller.trouble.reason == "away"
    assert len(await calls.seen(account)) == 3


@pytest.mark.parametrize(("fault", "words"), [("1008", "1008"), ("error", "InternalError")])
async def test_a_line_that_cannot_read_us_is_not_tried_again(calls: Calls, fault: str, words: str):
    account = calls.account(f"fault={fault}&after_ms=500")
    caller = await calls.begin(account)
    await caller.speaks(600)
    await caller.until(lambda c: c.trouble)
    assert caller.trouble.reason == "protocol"
    assert words in str(caller.trouble)
    assert len(await calls.seen(account)) == 1


async def test_a_broken_line_leaves_the_others_alone(calls: Calls):
    account = calls.account("fault=abort&after_ms=600&skip=1&times=1", words="Yes.|Yes.")
    well, ill = await calls.begin(account), await calls.begin(account)
    await asyncio.gather(well.says_something(), ill.says_something())
    for caller in (well, ill):
        await caller.until(lambda c: c.utterances)
    assert (well.utterances, ill.utterances) == (["Yes."], ["Yes."])
    assert len(await calls.seen(account)) == 3


async def test_a_recogniser_that_tells_nothing_of_what_is_said_aloud_is_left(calls: Calls):
    account = calls.account("fault=silent&times=1", deaf_s=0.3)
    caller = await calls.begin(account)
    await caller.says_something(1_600)
    await asyncio.sleep(0.4)
    await caller.speaks(20)
    await caller.until(lambda c: c.utterances)
    assert caller.utterances == [WORDS]
    assert len(await calls.seen(account)) == 2


async def test_a_silent_caller_is_no_reason_to_leave_a_recogniser(calls: Calls):
    account = calls.account("fault=silent", deaf_s=0.1)
    caller = await calls.begin(account)
    for _ in range(20):
        await caller.pauses(100)
        await asyncio.sleep(0.02)
    assert caller.trouble is None
    assert len(await calls.seen(account)) == 1


@pytest.mark.parametrize("model", ["nova-3", FLUX])
async def test_a_line_without_sound_is_kept(calls: Calls, model: str):
    account = calls.account("idle_s=0.5", keep_alive_s=0.2, model=model)
    caller = await calls.begin(account)
    await asyncio.sleep(1.2)
    await caller.says_something()
    await caller.until(lambda c: c.utterances)
    assert len(await calls.seen(account)) == 1
    assert next(heard.at_ms for heard in caller.told if heard.kind == "started") == pytest.approx(300, abs=120)


# --- messages out of order, in pieces, unknown ------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["out_of_order", "half_words", "unknown", "malformed"])
@pytest.mark.parametrize("model", ["nova-3", FLUX])
async def test_odd_messages_change_nothing_of_what_was_said(calls: Calls, fault: str, model: str):
    caller = await calls.begin(calls.account(f"fault={fault}", words=f"{WORDS}|At seven.", model=model))
    await caller.says_something()
    await caller.says_something()
    await caller.until(lambda c: c.kinds().count("ended") == 2)
    assert caller.utterances == [WORDS, "At seven."]
    assert [kind for kind in caller.kinds() if kind != "eager"] == ["started", "final", "ended"] * 2
    assert caller.trouble is None


async def test_after_final_words_nothing_older_is_told(calls: Calls):
    caller = await calls.begin(calls.account("fault=out_of_order"))
    await caller.says_something()
    await caller.until(lambda c: "ended" in c.kinds())
    await caller.pauses(2_000)
    await asyncio.sleep(0.1)
    final = next(n for n, heard in enumerate(caller.told) if heard.final)
    assert [heard.kind for heard in caller.told[final + 1 :]] == ["ended"]


async def test_an_utterance_end_without_speech_final_is_an_end(calls: Calls):
    caller = await calls.begin(calls.account("fault=no_speech_final"))
    await caller.says_something()
    await caller.until(lambda c: c.utterances)
    assert "ended" not in caller.kinds()
    await caller.pauses(600)
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.kinds() == ["started", "final", "ended"]


async def test_an_utterance_end_that_comes_late_ends_nothing_that_came_after_it(calls: Calls):
    caller = await calls.begin(calls.account("fault=out_of_order", words=f"{WORDS}|At seven."))
    await caller.speaks(1_200)
    await caller.pauses(800)
    await caller.speaks(800)
    await caller.pauses(800)
    await caller.until(lambda c: c.kinds().count("ended") == 2)
    assert caller.kinds() == ["started", "final", "ended"] * 2


# --- finalize ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["", "unmarked", "unanswered"])
@pytest.mark.parametrize("model", ["nova-3", FLUX])
async def test_what_was_said_so_far_can_be_had_at_once(calls: Calls, fault: str, model: str):
    caller = await calls.begin(calls.account(f"fault={fault}", model=model, finalize_s=0.3))
    await caller.pauses(300)
    await caller.speaks(1_200)
    await caller.until(lambda c: any(heard.text == "A table for" for heard in c.told))
    asked = time.monotonic()
    await caller.ear.finalize()
    await caller.until(lambda c: "final" in c.kinds())
    assert time.monotonic() - asked < 1
    assert WORDS.startswith(caller.utterances[0])
    assert len(caller.utterances[0]) >= len("A table for")
    assert caller.kinds().count("final") == 1


@pytest.mark.parametrize("fault", ["", "unmarked", "unanswered"])
async def test_when_nothing_was_said_an_empty_answer_comes(calls: Calls, fault: str):
    caller = await calls.begin(calls.account(f"fault={fault}", finalize_s=0.2))
    await caller.pauses(400)
    await caller.ear.finalize()
    await caller.until(lambda c: "final" in c.kinds())
    assert [(heard.kind, heard.text) for heard in caller.told] == [("words", "")]


async def test_what_is_said_after_a_finalize_is_told_besides(calls: Calls):
    caller = await calls.begin()
    await caller.pauses(300)
    await caller.speaks(900)
    await caller.ear.finalize()
    await caller.until(lambda c: "final" in c.kinds())
    await caller.speaks(900)
    await caller.pauses(600)
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.utterances == [WORDS]
    assert caller.kinds() == ["started", "final", "final", "ended"]


@pytest.mark.parametrize("fault", ["abort&after_ms=1000", "silent"])
async def test_a_finalize_on_a_line_that_is_lost_is_answered_by_the_next(calls: Calls, fault: str):
    caller = await calls.begin(calls.account(f"fault={fault}&times=1", deaf_s=0.1, finalize_s=0.3))
    await caller.pauses(300)
    await caller.speaks(1_500)
    await caller.ear.finalize()
    await asyncio.sleep(0.2)
    await caller.speaks(20)
    await caller.pauses(600)
    await caller.until(lambda c: c.utterances)
    assert caller.utterances == [WORDS]


# --- the end ----------------------------------------------------------------------------------------------------------


async def test_hanging_up_twice_is_harmless_and_told_to_deepgram(calls: Calls):
    account = calls.account()
    caller = await calls.begin(account)
    await caller.says_something()
    await caller.hangs_up()
    await caller.hangs_up()
    await caller.ear.send(silence(20))
    await caller.ear.finalize()
    assert caller.trouble is None

    async def told() -> bool:
        return [each["door"] for each in await calls.seen(account)] == ["v1", "close"]

    await eventually(told)


async def test_a_call_that_ends_while_its_line_is_down_just_ends(calls: Calls):
    caller = await calls.begin(calls.account("fault=abort&after_ms=20"), waits_s=(0, 0, 30))
    await caller.speaks(200)
    await asyncio.sleep(0.3)
    await caller.hangs_up()
    assert caller.trouble is None


# --- Flux -------------------------------------------------------------------------------------------------------------


async def test_flux_tells_a_likely_end_before_the_end(calls: Calls):
    caller = await calls.begin(calls.account(model=FLUX))
    await caller.says_something()
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.kinds() == ["started", "eager", "final", "ended"]
    assert next(heard.text for heard in caller.told if heard.kind == "eager") == WORDS


async def test_flux_takes_a_likely_end_back_when_the_caller_goes_on(calls: Calls):
    caller = await calls.begin(calls.account(model=FLUX))
    await caller.speaks(800)
    await caller.pauses(400)
    await caller.speaks(800)
    await caller.pauses(800)
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.kinds() == ["started", "eager", "resumed", "eager", "final", "ended"]
    assert caller.utterances == [WORDS]


async def test_flux_ends_the_turn_of_a_caller_whose_sound_stops(calls: Calls):
    caller = await calls.begin(calls.account(model=FLUX, words=f"{WORDS}|At seven."))
    await caller.speaks(1_200)
    await caller.until(lambda c: "ended" in c.kinds())
    assert caller.utterances == [WORDS]
    await caller.speaks(1_000)
    await caller.pauses(800)
    await caller.until(lambda c: c.kinds().count("ended") == 2)
    second = [heard for heard in caller.told if heard.final][-1]
    assert second.words[0].start_ms == pytest.approx(1_200, abs=120), "the silence in between was ours, not theirs"


async def test_flux_hears_german_with_the_model_that_knows_it(calls: Calls):
    account = calls.account(model=FLUX)
    await calls.begin(account, language="de")
    asked = dict((await calls.seen(account))[0]["query"])
    assert (asked["model"], asked["language_hint"]) == ("flux-general-multi", "de")


# --- recordings -------------------------------------------------------------------------------------------------------


def recording(ms: int = 1_500, rate: int = 16_000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes(silence(200, rate) + tone(ms, rate))
    return file.getvalue()


@pytest.mark.parametrize(
    ("audio", "media_type"),
    [
        (recording(), "audio/wav"),
        (recording(rate=8_000), "audio/wav"),
        (silence(200) + tone(1_500), "audio/L16;rate=16000"),
        (silence(200, 8_000) + tone(1_500, 8_000), "audio/l16; rate=8000"),
    ],
)
async def test_a_recording_is_told_whole(calls: Calls, audio: bytes, media_type: str):
    told = await speech.transcribe(audio, media_type=media_type, language="en", vendors=[calls.account()])
    assert (told.text, told.vendor) == (WORDS, "deepgram")
    assert told.duration_s == pytest.approx(1.7)
    assert [word.text for word in told.words] == WORDS.split()
    assert told.confidence > 0.9


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("401", "key"), ("402", "quota"), ("403", "refused"), ("503", "away"), ("malformed", "protocol")],
)
async def test_a_recording_that_is_not_told_has_a_reason(calls: Calls, fault: str, reason: str):
    with pytest.raises(SpeechUnavailable) as failed:
        await speech.transcribe(recording(), media_type="audio/wav", vendors=[calls.account(f"fault={fault}")])
    assert failed.value.reason == reason
    assert "sim?" not in str(failed.value)


async def test_what_is_no_recording_is_refused(calls: Calls):
    with pytest.raises(SpeechUnavailable) as failed:
        await speech.transcribe(b"no sound at all", media_type="audio/wav", vendors=[calls.account()])
    assert failed.value.reason == "refused"
