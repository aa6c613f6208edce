"""One call by ear: hear, find out whose turn it is, take the turn, say it, and fall silent when the caller speaks.

The session knows the conversation and no wire. A door hands it a `Line` (sound in, sound out), an `Ear` and a `Mouth`;
whose turn it is says `endpointing`, what was heard of a reply says `playback`, and what the reply is says the desk.

Time is the caller's line: one frame in is 20 ms, and sound goes out as fast as it comes in, `LEAD_MS` ahead. What is on
its way to the caller is one `_Saying`: a reply, or a line of the house's own. An interruption ends that, and nothing
else: the turn behind it runs on at the desk, and the turn after it is told how much of the reply was heard.
"""

import asyncio
import logging
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, cast
from uuid import uuid4

import webrtcvad

from dialogue import acts
from dialogue.call import Call
from language import detect
from language.aloud import Aloud
from prompts.phrases import phrase
from providers.speech import Ear, Mouth, SpeechUnavailable
from turns import taking
from turns.events import Event
from voice import endpointing
from voice.audio import FRAME_MS, RATE
from voice.endpointing import Decision, Endpointing, Patience, Spelled
from voice.machines import Machines
from voice.playback import Piece, Playback

LEAD_MS = 200
"""How much sound is out before its time: what may be late on the way without a gap."""
KEYS_MS = 2_000
"""After so long without a further key, what was typed is all."""
UNMARKED_MS = 3_000
"""A far end that does not say what has sounded is not waited for any longer."""
STUCK = 500
"""Frames that wait to be taken by a far end which does not read: ten seconds."""
FAILURES = 3
"""Turns in a row that may fail before the call is given up."""
FAREWELL_MS = 10_000
"""How long a call may go on after it was told that its time is over."""
LEAVE_S = 5.0
"""How long the desk is waited for when a call is over."""

Why = Literal[
    "goodbye", "handed_off", "silence", "hung_up", "no_ear", "no_voice", "machine", "stuck", "too_long", "trouble"
]
"""Why a call ended."""
NOTHING_FORESEEN: tuple[str, Callable[..., None]] = ("", lambda *, comes=False: None)
"""No turn is likely: its words, and what is called when it is known whether it comes."""
_SENTENCES = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÄÖÜ„“\"])")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Played:
    """The far end says that everything up to a mark has sounded."""

    mark: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the telephone was pressed: 0 to 9, * or #."""

    sign: str


class Line(Protocol):
    """A caller's line, whatever the wire. What goes out is taken in order, one call at a time."""

    def arrives(self) -> AsyncIterator[bytes | Played | Key]:
        """What comes: a frame of sound for every 20 ms of the call, silence included. Ends when the caller hangs up."""

    async def play(self, pcm: bytes) -> None:
        """A frame to be heard after those before it."""

    async def mark(self, name: str) -> None:
        """To be named back once everything before it has sounded."""

    async def clear(self) -> None:
        """Throw away what has not sounded yet."""

    async def tell(self, kind: str, data: dict[str, Any]) -> None:
        """Something that who looks on may want to see: see `Session`."""


@dataclass
class _Saying:
    """One reply, or one line of the house's own, on its way to the caller."""

    number: int
    turn_id: str = ""
    then: Why | None = None  # why the call ends after it
    asked_ms: int = 0  # of the stream: when the caller's turn was over
    playback: Playback = field(default_factory=Playback)
    clauses: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)
    complete: bool = False  # all its clauses are known
    lead: int = 0  # characters said before the reply: that it takes a moment
    discloses: int = 0  # once so many characters were heard, the caller knows that an AI is speaking
    since_ms: int | None = None  # of the stream: when it began to sound, or went on
    flowed_ms: int = 0  # sent since then
    sent_ms: int = 0  # of the stream: when something was sent last
    entered: asyncio.Event = field(default_factory=asyncio.Event)  # the desk has it, or has refused it
    voice: asyncio.Task[None] | None = None
    noted: asyncio.Task[None] | None = None
    times: dict[str, float] = field(default_factory=dict)  # clock readings

    @property
    def begun(self) -> bool:
        return self.since_ms is not None

    def stamp(self, name: str) -> None:
        """This happens now, for the first time."""
        self.times.setdefault(name, time.perf_counter())

    def lasted_ms(self) -> dict[str, float]:
        """What happened when, in milliseconds after the caller's last speech."""
        begin = self.times.get("end_of_speech", 0.0)
        return {f"{name}_ms": round((at - begin) * 1000, 1) for name, at in self.times.items()}

    def question_from(self) -> int | None:
        """Where the question begins that it ends with, once it is known."""
        question = _question(self.playback.text) if self.complete else ""
        return len(self.playback.text.rstrip()) - len(question) if question else None


class Session:
    """A call from its first frame to its last.

    What is told to who looks on, besides the events of each turn (turns/events.py), with the turn's id in each:

        hearing      {"text", "final"}     words as they are recognised
        utterance    {"text"}              the caller's turn is over, and ours begins
        line         {"text"}              the house says something that is no reply: a greeting, whether anybody is there
        filler       {"text"}              the model is late, and the caller is told that it takes a moment
        speaking     {}                    the reply begins to sound
        paused / resumed / interrupted     somebody speaks over it; `interrupted` has {"heard"}, in characters
        said         {"heard"}             the reply is over
        latency      {"end_of_speech_ms", …} of the turn, in ms after the caller's last speech: docs/voice.md
        silence      {"n"}                 nobody has spoken for a while
    """

    def __init__(
        self,
        call: Call,
        line: Line,
        *,
        ear: Ear,
        mouth: Mouth,
        language: str = "en",
        disclosure: str = "",
        greeting: str = "",
        apology: bytes = b"",
        transfers: bool = False,
        longest_ms: int = 0,
        patience: Patience | None = None,
        is_speech: Callable[[bytes], bool] | None = None,
    ) -> None:
        """`disclosure`, who is speaking, is said first, and `greeting` after it; where the first was not heard to its
        end, the first reply says it again. `apology` is sound, for when no voice is left. With `transfers` the call ends
        when the thread was passed to a person and the caller has heard so. After `longest_ms`, a multiple of 20, the caller
        is told that the call ends, and it does; 0 sets no limit. `is_speech` judges a frame.
        """
        self.call, self.line, self.ear, self.mouth = call, line, ear, mouth
        self.language, self.apology, self.transfers = language, apology, transfers
        self.disclosure, self.greeting = disclosure, greeting
        self.longest_ms = longest_ms
        self.now_ms = 0
        self._whose = Endpointing(patience)
        self._whose.language = language
        vad = webrtcvad.Vad(2)
        self._is_speech = is_speech or (lambda pcm: bool(vad.is_speech(pcm, RATE)))
        self._machines = Machines()
        self._saying: _Saying | None = None
        self._newest: _Saying | None = None  # of turns
        self._numbers = 0
        self._paused = False
        self._question = ""  # what we asked last
        self._still_there = False  # and asked whether anybody is there
        self._handed_off = False
        self._failures = 0
        self._keys, self._keys_ms = "", 0
        self._foreseen: tuple[str, Callable[..., None]] = NOTHING_FORESEEN
        self._spoke_at = self._final_at = time.perf_counter()
        self._out: deque[Piece | Coroutine[Any, Any, None]] = deque()
        self._news = asyncio.Event()
        self._background: set[asyncio.Task[Any]] = set()
        self._hushed: asyncio.Task[None] | None = None
        self._over = asyncio.Event()
        self._why: Why = "hung_up"

    async def run(self) -> Why:
        """Talk until one of both ends it. The ear and the mouth are closed with it; the line is the door's to close."""
        work = [asyncio.create_task(self._safely(one)) for one in (self._listen, self._hear, self._send)]
        if opening := [clause for clause in (self.disclosure, self.greeting) if clause]:
            self._say_line(*opening).discloses = len(self.disclosure)
        try:
            await self._over.wait()
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await self._leave()
        log.info("call ended", extra={"conversation": self.call.thread_id, "why": self._why, "lasted_ms": self.now_ms})
        return self._why

    async def _safely(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """What goes wrong ends this call, and no other."""
        try:
            await work()
        except Exception:
            log.exception("call broke off", extra={"conversation": self.call.thread_id})
            self._end("trouble")

    def _end(self, why: Why) -> None:
        if not self._over.is_set():
            self._why = why
            self._over.set()

    async def _leave(self) -> None:
        """Keep what was heard of the last reply, and let go of everything."""
        self._forget_foreseen()
        if self._saying is not None:
            self._cut()
        if self._newest is not None and self._newest.noted is not None:
            await asyncio.wait([self._newest.noted], timeout=LEAVE_S)
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        for one in self._out:
            if not isinstance(one, Piece):
                one.close()
        await asyncio.gather(self.ear.close(), self.mouth.close(), return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    # --- in and out -----------------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        async for arrived in self.line.arrives():
            if isinstance(arrived, Played):
                self._played(arrived.mark)
            elif isinstance(arrived, Key):
                self._pressed(arrived.sign)
            else:
                await self.ear.send(arrived)
                self._frame(arrived)
        self._end("hung_up")

    async def _hear(self) -> None:
        try:
            async for heard in self.ear.heard():
                if heard.kind == "words":
                    if heard.text:
                        self._tell("hearing", text=heard.text, final=heard.final)
                    if heard.final:
                        self._final_at = time.perf_counter()
                    self._act(self._whose.words(heard.text, heard.final))
                elif heard.kind == "eager":
                    self._act([*self._whose.words(heard.text, False), *self._whose.likely_over()])
                elif heard.kind == "resumed":
                    self._act(self._whose.not_over())
                elif heard.kind == "ended":
                    self._act(self._whose.over())
        except SpeechUnavailable as lost:
            log.warning("nobody hears the caller any more", extra={"vendor": lost.vendor, "reason": lost.reason})
            self._say_line(phrase("cannot_hear", self.language), then="no_ear")

    async def _send(self) -> None:
        """Everything that goes out, in order."""
        try:
            while True:
                while self._out:
                    out = self._out.popleft()
                    if isinstance(out, Piece):
                        await self.line.play(out.pcm)
                        if out.mark:
                            await self.line.mark(out.mark)
                    else:
                        await out
                self._news.clear()
                await self._news.wait()
        except TimeoutError:
            self._end("stuck")
        except Exception as broken:
            log.info("line broke", extra={"conversation": self.call.thread_id, "reason": type(broken).__name__})
            self._end("hung_up")

    def _put(self, out: Piece | Coroutine[Any, Any, None]) -> None:
        self._out.append(out)
        self._news.set()
        if len(self._out) > STUCK:
            self._end("stuck")

    def _tell(self, kind: str, **data: Any) -> None:
        self._put(self.line.tell(kind, data))

    def _clear(self) -> None:
        """Nothing that is out is to sound any more."""
        self._out = deque(one for one in self._out if not isinstance(one, Piece))
        self._put(self.line.clear())

    def _frame(self, pcm: bytes) -> None:
        """Twenty milliseconds have gone by."""
        self.now_ms += FRAME_MS
        speech = self._is_speech(pcm)
        if speech:
            self._spoke_at = time.perf_counter()
        self._act(self._whose.frame(speech))
        if self._keys and self.now_ms - self._keys_ms >= KEYS_MS:
            self._typed()
        self._fill()
        self._flow()
        self._give_up_on_marks()
        if self.longest_ms and self.now_ms >= self.longest_ms:
            self._time_is_up()

    def _time_is_up(self) -> None:
        if self.now_ms == self.longest_ms:
            self._say_line(phrase("time_is_up", self.language), then="too_long")
        elif self.now_ms >= self.longest_ms + FAREWELL_MS:
            self._end("too_long")

    def _fill(self) -> None:
        """Say that it takes a moment, when it does."""
        saying = self._saying
        if saying is None or not saying.turn_id or saying.playback.text or saying.lead or self._whose.speech:
            return
        if self.now_ms - saying.asked_ms >= self._whose.patience.filler and saying.clauses.empty():
            filler = phrase("a_moment", self.language) + " "
            saying.lead = len(filler)
            saying.clauses.put_nowait(filler)
            self._tell("filler", turn_id=saying.turn_id, text=filler.strip())

    def _give_up_on_marks(self) -> None:
        """The far end has all of it, and does not say that it has sounded."""
        saying = self._saying
        if saying is None or not saying.begun or self._paused or not (saying.voice is None or saying.voice.done()):
            return
        if self.now_ms - saying.sent_ms >= saying.playback.ahead_ms + UNMARKED_MS:
            self._finish(saying)

    def _flow(self) -> None:
        """Send what is due of what is being said."""
        saying = self._saying
        if saying is None or self._paused:
            return
        if saying.since_ms is None:
            if not saying.playback.lasts_ms or self._whose.speech:
                return
            saying.since_ms = self.now_ms
            self._whose.thinking = False
            self._whose.speaking(True)
            self._tell("speaking", turn_id=saying.turn_id)
        while saying.flowed_ms - (self.now_ms - saying.since_ms) < LEAD_MS:
            piece = saying.playback.next()
            if piece is None:
                saying.since_ms = max(
                    saying.since_ms, self.now_ms - saying.flowed_ms
                )  # the voice is slower than its sound
                return
            saying.flowed_ms += FRAME_MS
            saying.sent_ms = self.now_ms
            saying.stamp("first_sent")
            self._put(piece if piece.mark is None else replace(piece, mark=f"{saying.number}.{piece.mark}"))

    def _played(self, mark: str) -> None:
        saying = self._saying
        number, _, name = mark.partition(".")
        if saying is None or number != str(saying.number) or not saying.playback.played(name):
            return
        # The mark lies behind so much sound, which takes its time, unless the far end is in a hurry.
        begun = time.perf_counter() - saying.playback.heard_ms / 1000
        saying.times.setdefault("first_heard", max(begun, saying.times["first_sent"]))
        begin = saying.question_from()
        end = len(saying.playback.text)
        self._whose.asking = begin is not None and saying.playback.heard().characters * 2 >= begin + end
        if saying.playback.over:
            self._finish(saying)

    # --- whose turn it is -----------------------------------------------------------------------------------------------

    def _act(self, decisions: Sequence[Decision]) -> None:
        for decision in decisions:
            match decision:
                case endpointing.Ended(text=text):
                    self._turn(text)
                case endpointing.Likely(text=text):
                    self._forget_foreseen()
                    self._foreseen = text, taking.foresee(self.call, text)
                case endpointing.Unlikely():
                    self._forget_foreseen()
                case endpointing.Finalize():
                    self._begin(self.ear.finalize())
                case endpointing.Pause():
                    self._pause()
                case endpointing.Resume():
                    self._resume()
                case endpointing.Interrupt():
                    self._cut()
                case endpointing.Silence(n=n):
                    self._silence(n)

    def _forget_foreseen(self, unless: str | None = None) -> None:
        """What was begun for a likely turn is of no use, unless the turn has these very words."""
        (text, over), self._foreseen = self._foreseen, NOTHING_FORESEEN
        over(comes=text == unless)

    def _pause(self) -> None:
        if self._saying is not None and self._saying.begun and not self._paused:
            self._paused = True
            self._clear()
            self._saying.playback.rewind()
            self._tell("paused", turn_id=self._saying.turn_id)

    def _resume(self) -> None:
        self._paused = False
        if self._saying is not None and self._saying.begun:
            self._saying.since_ms, self._saying.flowed_ms = self.now_ms, 0
            self._tell("resumed", turn_id=self._saying.turn_id)
            self._flow()

    def _cut(self) -> None:
        """Say no more of what is being said. The turn behind it runs on."""
        saying, self._saying = self._saying, None
        if saying is None:
            return
        if saying.begun and not self._paused:
            self._clear()
            saying.playback.rewind()
        if saying.then in ("no_ear", "no_voice"):
            self._end(saying.then)
        self._paused = self._whose.thinking = False
        self._whose.speaking(False)
        self._hushed = self._begin(self._hush(saying, self._hushed))
        self._note(saying)
        self._tell("interrupted", turn_id=saying.turn_id, heard=_heard(saying))

    async def _hush(self, saying: _Saying, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        if saying.voice is not None:
            saying.voice.cancel()
            await asyncio.gather(saying.voice, return_exceptions=True)
        await self.mouth.hush()

    def _finish(self, saying: _Saying) -> None:
        """All of it was heard, or as much as will be."""
        self._saying = None
        self._whose.thinking = False
        self._whose.speaking(False)
        self._note(saying)
        self._tell("said", turn_id=saying.turn_id, heard=_heard(saying))
        if saying.then is not None:
            self._end(saying.then)
        elif self._handed_off and self.transfers:
            self._end("handed_off")

    def _note(self, saying: _Saying) -> None:
        """Let the desk know how much was heard, before it is asked anything else."""
        if saying.discloses and _heard(saying) >= saying.discloses:
            self.call = replace(self.call, disclosed=self.language)
        if saying.turn_id:
            saying.noted = self._begin(self._noted(saying, _heard(saying), saying.lasted_ms()))
            self._tell("latency", turn_id=saying.turn_id, **saying.lasted_ms())

    async def _noted(self, saying: _Saying, heard: int, lasted_ms: dict[str, float]) -> None:
        await saying.entered.wait()
        await taking.heard(self.call, saying.turn_id, heard, {"voice": lasted_ms})

    # --- turns ----------------------------------------------------------------------------------------------------------

    def _turn(self, text: str) -> None:
        """The caller has said this, and waits."""
        if self._machines.spoke(text):
            return self._end("machine")
        if self._still_there and acts.consents(acts.hear(text, self.language)):
            return self._ask_again()  # a yes to "are you still there?" is a yes to nothing else
        if self._saying is not None and self._saying.turn_id and self._whose.assents(text):
            return None  # a "mhm" while we think
        self._forget_foreseen(unless=text)
        self._cut()
        before = self._newest
        saying = self._newest = self._new(turn_id=uuid4().hex)
        saying.times |= {"end_of_speech": self._spoke_at, "final_words": max(self._spoke_at, self._final_at)}
        saying.stamp("turn_start")
        self._still_there = self._whose.asking = False
        self._tell("utterance", turn_id=saying.turn_id, text=text)
        self._begin(self._take(saying, before, text))
        return None

    async def _take(self, saying: _Saying, before: _Saying | None, text: str) -> None:
        """Take the turn, and hand what it tells to the voice, clause by clause."""
        try:
            if before is not None and before.noted is not None:
                await before.noted
            turn = await taking.take(self.call, text, turn_id=saying.turn_id)
            self.call = replace(self.call, thread_id=turn.conversation_id)
            saying.entered.set()
            saying.stamp("entered")
            clause = ""
            async for event in turn.events():
                self._tell(event.type, **{**event.data, "turn_id": saying.turn_id})
                if event.type == "token":
                    saying.stamp("first_token")
                    clause += event.data["text"]
                elif event.type == "clause":
                    saying.stamp("first_clause")
                    saying.clauses.put_nowait(clause)
                    clause = ""
                else:
                    self._learn(saying, event)
            if clause.strip():
                saying.clauses.put_nowait(clause)
            self._failures = 0
        except Exception as failed:
            log.warning("turn not taken", extra={"turn": saying.turn_id, "reason": type(failed).__name__})
            self._failures += 1
            saying.then = "trouble" if self._failures >= FAILURES else None
            saying.clauses.put_nowait(phrase("trouble", self.language))
        finally:
            saying.entered.set()
        saying.complete = True
        saying.clauses.put_nowait(None)

    def _learn(self, saying: _Saying, event: Event) -> None:
        """What follows for the call from what a turn came to."""
        if event.type == "handed_off":
            self._handed_off = True
        elif event.type == "done" and saying is self._newest:
            self.language = self._whose.language = event.data["language"]
            asks = event.data.get("asks", "")
            self._whose.spelled = cast(Spelled, asks if asks in ("phone", "email", "code") else "")
            self._question = _question(event.data["reply"])
            if event.data["ended"]:
                saying.then = "goodbye"

    async def _speak(self, saying: _Saying, hushed: asyncio.Task[None] | None) -> None:
        """Give a voice to the clauses, in order."""
        last, first, language = False, 0, self.language
        try:
            if hushed is not None:
                await hushed
            while (clause := await saying.clauses.get()) is not None:
                begin_ms = saying.playback.lasts_ms
                language = detect.detect(clause, language)  # the turn tells its language only at its end
                aloud = Aloud(clause, language)
                saying.playback.begin(clause)
                last = saying.complete and saying.clauses.qsize() == 1
                async for sound in self.mouth.say(aloud.text, last=last):
                    saying.stamp("first_audio")
                    spoken = [(aloud.written(said - first), max(0, at - begin_ms)) for said, at in sound.marks]
                    saying.playback.put(sound.pcm, spoken)
                    self._flow()
                first += len(aloud.text)
            if not last:
                await self.mouth.hush()
        except SpeechUnavailable as lost:
            log.warning("nobody speaks to the caller any more", extra={"vendor": lost.vendor, "reason": lost.reason})
            return self._begin_apology()
        saying.playback.end()
        if not saying.playback.lasts_ms and saying is self._saying:
            self._finish(saying)  # nothing in it made a sound
        self._flow()
        return None

    # --- lines of the house's own ---------------------------------------------------------------------------------------

    def _new(self, *, turn_id: str = "", then: Why | None = None, spoken: bool = True) -> _Saying:
        """Something to say from now on."""
        self._numbers += 1
        saying = self._saying = _Saying(self._numbers, turn_id, then, self.now_ms)
        self._whose.thinking = True
        if spoken:
            hushed = self._hushed  # the one before; by the time the voice begins there may be one that waits for it
            saying.voice = self._begin(self._safely(lambda: self._speak(saying, hushed)))
        return saying

    def _say_line(self, *clauses: str, then: Why | None = None) -> _Saying:
        self._cut()
        saying = self._new(then=then)
        text = " ".join(clauses)
        self._tell("line", turn_id="", text=text)
        saying.complete = True
        for clause in clauses[:-1]:
            saying.clauses.put_nowait(f"{clause} ")
        saying.clauses.put_nowait(clauses[-1])
        saying.clauses.put_nowait(None)
        return saying

    def _begin_apology(self) -> None:
        """No voice is left but the recorded one."""
        self._begin(self._apologise())

    async def _apologise(self) -> None:
        self._cut()
        if not self.apology:
            return self._end("no_voice")
        saying = self._new(then="no_voice", spoken=False)
        saying.complete = True
        saying.playback.begin(" ")
        saying.playback.put(self.apology)
        saying.playback.end()
        self._flow()
        return None

    def _silence(self, n: int) -> None:
        if self._saying is not None or self._keys:
            return
        self._tell("silence", n=n)
        if n == 1:
            self._ask_again()
        elif n == 2:
            self._say_line(phrase("still_there", self.language))
            self._still_there = True
        else:
            self._say_line(phrase("nobody_there", self.language), then="silence")

    def _ask_again(self) -> None:
        self._still_there = False
        self._say_line(self._question or phrase("listening", self.language))

    # --- keys -----------------------------------------------------------------------------------------------------------

    def _pressed(self, sign: str) -> None:
        if self._saying is not None and self._saying.begun:
            self._cut()
        if sign != "#":
            self._keys += sign
        self._keys_ms, self._spoke_at = self.now_ms, time.perf_counter()
        if sign == "#" and self._keys:
            self._typed()

    def _typed(self) -> None:
        typed, self._keys = " ".join(self._keys), ""
        self._turn(typed)


def _heard(saying: _Saying) -> int:
    """Characters of the reply that were heard, without what was said before it."""
    return max(0, saying.playback.heard().characters - saying.lead)


def _question(text: str) -> str:
    """The question that a reply ends with, or nothing."""
    last = _SENTENCES.split(text.strip())[-1]
    return last if last.endswith("?") else ""
