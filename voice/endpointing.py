"""Whose turn it is to speak. Pure: frames and what an ear tells come in, decisions come out; time is counted in frames.

Two questions are answered here. While the caller has the word: is the utterance over? Silence alone does not tell: a
telephone number has pauses in it, "a table for …" wants to go on, and a recogniser that has said its last word about a
whole sentence need not be waited for again. While we have it: does somebody want to interrupt? Words come too late to
say so, so there are two steps: after a moment of speech we fall silent (`Pause`), and then words or time decide whether
the reply is cut (`Interrupt`) or goes on where it was last heard (`Resume`): a "mhm" is no interruption, a cough neither.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dialogue import acts
from voice.audio import FRAME_MS


@dataclass(frozen=True)
class Patience:
    """How long is waited for what; milliseconds."""

    ended: int = 0
    """Silence after a whole utterance that the recogniser has called over: it has waited itself."""
    whole: int = 500
    """After words that could be all, when the recogniser has not said so."""
    question: int = 400
    """After words that end as a sentence does."""
    unfinished: int = 1400
    """After words that want to go on: "for", "und", "um"."""
    spelled: int = 1600
    """Where digits or letters are being given and more may come."""
    finalize: int = 700
    """After the last speech, when no final words have come: the recogniser is asked for what it has."""
    longest: int = 45_000
    """An utterance is taken after this, whatever is still coming."""
    speech: int = 140
    """Speech in a row, while we speak, before we fall silent for a moment."""
    doubt: int = 600
    """Silence after which a moment's speech without words was none, and we go on."""
    unheard: int = 1_500
    """The same while the line goes on sounding like speech: it is a noise then, and does not stop us a second time."""
    noise: int = 1_000
    """Speech of which no words come is a noise after this."""
    gap: int = 200
    """Silence within speech that does not end it: between words, within a plosive."""
    likely: int = 80
    """After words that could be all and may still change, before what has no effect is begun."""
    filler: int = 1_600
    """After the caller's turn without a word of the reply, before we say that it takes a moment."""
    nudges: tuple[int, ...] = (6_000, 8_000, 10_000)
    """Of silence with nobody speaking: the question again, "still there?", the end; each counted from the one before."""


@dataclass(frozen=True)
class Ended:
    """The caller's turn is over."""

    text: str
    quiet_ms: int
    """Silence since the last speech that was heard."""


@dataclass(frozen=True)
class Likely:
    """The caller's turn is probably over: what takes time and has no effect may begin."""

    text: str


@dataclass(frozen=True)
class Unlikely:
    """It was not: what was begun is of no use."""


@dataclass(frozen=True)
class Finalize:
    """Ask the recogniser for what it has."""


@dataclass(frozen=True)
class Pause:
    """Fall silent, and keep what was not heard."""


@dataclass(frozen=True)
class Interrupt:
    """The caller has the word; what was not heard will not be said."""


@dataclass(frozen=True)
class Resume:
    """It was nothing: go on where you were last heard."""


@dataclass(frozen=True)
class Silence:
    """Nobody has spoken for a while: the first, second, third time in a row."""

    n: int


Decision = Ended | Likely | Unlikely | Finalize | Pause | Interrupt | Resume | Silence
Spelled = Literal["phone", "email", "code", ""]
"""What the caller was asked for, where it may come in pieces."""

_WANTS_MORE = re.compile(
    r"(?:\b(?:and|or|but|so|because|with|for|at|on|to|from|of|the|a|an|my|our|is|are|um+|uh+|er+|like|about|around|until|then|also|"
    r"und|oder|aber|weil|mit|für|um|am|im|zum|zur|von|vom|bis|der|die|das|den|dem|ein|eine|einen|einem|mein|meine|"
    r"unser|unsere|ist|sind|äh+|ähm+|also|gegen)|,|-|…|\.\.\.)\s*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.?!]['\"”»]?\s*$")
_DIGITS = re.compile(r"\d|\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|null|eins?|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun)\b", re.I)  # fmt: skip
_ENOUGH = {"phone": 10, "code": 6}
"""Digits or signs after which what was asked for may well be complete."""
_MAIL_BEGUN = re.compile(
    r"@|\b(?:at|ät|dot|punkt|underscore|unterstrich|minus|dash|gmail|gmx|web|outlook)\b", re.IGNORECASE
)
_MAIL = re.compile(r"(?:@|\bat\b|\bät\b)\s*.+(?:\.|\bdot\b|\bpunkt\b)\s*[a-z]{2,}\W*$", re.IGNORECASE)


_ASSENT = (
    "mhm", "mm-hmm", "mmhm", "hm", "hmm", "uh-huh", "uh huh", "aha", "ah", "oh", "okay", "ok", "yeah", "yes", "yep", "right", "sure",
    "fine", "good", "great", "understood", "gotcha", "exactly", "i see", "got it", "go on", "all right",
    "ja", "jaja", "ja genau", "genau", "gut", "na gut", "okay gut", "sehr gut", "klar", "alles klar", "super", "prima", "richtig",
    "stimmt", "verstehe", "verstanden", "ach so", "achso", "soso", "na",
)  # fmt: skip
"""What only says that somebody listens, in either language: callers mix them."""


class Endpointing:
    """Whose turn it is, in one call. Every input returns the decisions that follow from it, in order."""

    def __init__(self, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self.language = "en"
        self.spelled: Spelled = ""
        """What the caller was asked for last."""
        self.asking = False
        """Whether so much of a question of ours has been heard that a yes answers it."""
        self.thinking = False
        """Whether the caller waits for us: their silence is no news."""
        self._sounding = False  # we are speaking, or have fallen silent for a moment
        self._paused = False
        self._paused_ms = 0
        self._noisy = False  # the speech on the line turned out to be none
        self._final: list[str] = []  # what was said in this turn and will not change
        self._interim = ""
        self._over = False  # the recogniser has said that the utterance is over
        self._likely = ""
        self._asked = False  # the recogniser was asked for what it has
        self._speech_ms = 0  # in a row, gaps included
        self._quiet_ms = 0  # since the last frame of speech
        self._still_ms = 0  # since the last news of words
        self._lasts_ms = 0  # since the first speech of this turn
        self._idle_ms = 0
        self._nudged = 0

    # --- what is told ---------------------------------------------------------------------------------------------------

    def frame(self, speech: bool) -> list[Decision]:
        """A frame of the caller's line: somebody speaks in it, or nobody."""
        if speech:
            self._speech_ms += self._quiet_ms * (self._speech_ms > 0 and self._quiet_ms <= self.patience.gap) + FRAME_MS
            self._quiet_ms = 0
        else:
            self._quiet_ms += FRAME_MS
            if self._quiet_ms > self.patience.gap:
                self._speech_ms, self._noisy = 0, False
        self._still_ms += FRAME_MS
        self._paused_ms += FRAME_MS
        if self._begun:
            self._lasts_ms += FRAME_MS
            self._idle_ms = self._nudged = 0
        elif not self._sounding and not self.thinking:
            self._lasts_ms = 0
            self._idle_ms += FRAME_MS
        return [*self._decided(), *self._nudge()]

    def words(self, text: str, final: bool) -> list[Decision]:
        """What was said since the last final words; with `final` it will not change any more."""
        if final:
            self._interim, self._asked = "", False
            if text.strip():
                self._final.append(text.strip())
        else:
            self._interim = text.strip()
        if text.strip():
            self._over, self._still_ms = False, 0
        return [*self._doubted(), *self._decided()]

    def over(self) -> list[Decision]:
        """The recogniser says that the utterance is over; its final words were told before."""
        self._over = bool(self.text)
        return list(self._decided())

    def likely_over(self) -> list[Decision]:
        """The recogniser thinks so, and may take it back."""
        return list(self._guessed(self._sounding))

    def not_over(self) -> list[Decision]:
        """The recogniser takes it back."""
        self._over = False
        return list(self._doubted(taken_back=True))

    def speaking(self, sounding: bool) -> None:
        """We begin to be heard, or have stopped."""
        self._sounding = sounding
        self._idle_ms = 0
        if not sounding:
            self._paused = False

    # --- what follows ---------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What the caller has said in this turn, as far as it is known."""
        return " ".join([*self._final, self._interim]).strip()

    @property
    def speech(self) -> bool:
        """Whether the caller is saying something, as far as one knows: what we have to say waits for it."""
        return bool(self.text) or self.patience.speech <= self._speech_ms < self.patience.unheard

    @property
    def _begun(self) -> bool:
        return bool(self._final or self._interim or self._speech_ms)

    def _decided(self) -> Iterator[Decision]:
        if self._sounding:
            yield from self._interrupted()
        if self._sounding or not self.text:
            return
        if self._lasts_ms >= self.patience.longest:
            yield self._end()
        elif self._interim:
            if self._quiet_ms >= self.patience.likely and (not self.spelled or self._complete()):
                yield from self._guessed(False)
            yield from self._unsettled()
        elif self._silent_ms >= self._wait():
            yield self._end()
        elif self._over or self._silent_ms >= self.patience.question // 2:
            yield from self._guessed(bool(self._interim))

    @property
    def _silent_ms(self) -> int:
        """Silence, also where a noise sounds like speech: the recogniser makes nothing of it."""
        return max(self._quiet_ms, self._still_ms - self.patience.noise)

    def _unsettled(self) -> Iterator[Decision]:
        """Words that may still change, and silence: the recogniser is asked, and taken at its word if it does not answer."""
        wait = max(self.patience.finalize, self._wait())
        if self._silent_ms >= wait and not self._asked:
            self._asked = True
            yield Finalize()
        elif self._asked and self._silent_ms >= wait + self.patience.finalize:
            yield self._end()

    def _wait(self) -> int:
        """How long the caller must have been silent for these words to be all."""
        if self._wants_more():
            return self.patience.spelled if self.spelled and _DIGITS.search(self.text) else self.patience.unfinished
        if self.spelled and not self._complete():
            return self.patience.spelled
        if self._over:
            return self.patience.ended
        return self.patience.question if _SENTENCE.search(self.text) else self.patience.whole

    def _wants_more(self) -> bool:
        return _WANTS_MORE.search(self.text) is not None

    def _complete(self) -> bool:
        """Whether what was asked for may be all there, where it comes in pieces; or something else was said."""
        if self.spelled == "email":
            return _MAIL.search(self.text) is not None or not _MAIL_BEGUN.search(self.text)
        digits = len(_DIGITS.findall(self.text))
        signs = len(re.findall(r"\b\w\b|\d", self.text)) if self.spelled == "code" else digits
        return signs == 0 or signs >= _ENOUGH.get(self.spelled, 0)

    def _guessed(self, unsettled: bool) -> Iterator[Decision]:
        if self.text and self.text != self._likely and not self._wants_more() and not unsettled:
            self._likely = self.text
            yield Likely(self.text)

    def _doubted(self, *, taken_back: bool = False) -> Iterator[Decision]:
        """What was likely all is not, since other words have come."""
        if self._likely and (taken_back or self._likely != self.text):
            self._likely = ""
            yield Unlikely()

    def _interrupted(self) -> Iterator[Decision]:
        """While we sound: fall silent after a moment of speech, then find out what it was."""
        said = self.text
        if said and not self.assents(said):
            self._sounding = self._paused = self._noisy = False
            yield Interrupt()
        elif self._paused:
            quiet = self.patience.gap if said and not self._interim else self.patience.doubt
            if self._quiet_ms >= quiet or self._paused_ms >= self.patience.unheard:
                self._noisy = self._quiet_ms < quiet
                self._paused = False
                self._forget()
                yield Resume()
        elif self._speech_ms >= self.patience.speech and not self._noisy:
            self._paused, self._paused_ms = True, 0
            yield Pause()
        elif said and self._quiet_ms > self.patience.gap:
            self._forget()  # a word of assent beside our speech

    def assents(self, said: str) -> bool:
        """Whether the words only say that somebody listens, as far as they go.

        A yes is no more than that, unless there is something to agree to.
        """
        plain = " ".join(re.findall(r"[\w'-]+", said.lower()))
        if any(one == plain or (self._interim and one.startswith(plain)) for one in _ASSENT):
            return not self.asking or "affirm" not in acts.hear(said, self.language)
        return "backchannel" in acts.hear(said, self.language)

    def _nudge(self) -> Iterator[Decision]:
        if self._nudged < len(self.patience.nudges) and self._idle_ms >= self.patience.nudges[self._nudged]:
            self._nudged, self._idle_ms = self._nudged + 1, 0
            yield Silence(self._nudged)

    def _end(self) -> Ended:
        ended = Ended(self.text, self._quiet_ms)
        self._forget()
        return ended

    def _forget(self) -> None:
        self._final, self._interim, self._likely = [], "", ""
        self._over = self._asked = False
        self._speech_ms = self._lasts_ms = 0
