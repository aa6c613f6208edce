"""A voice and an ear without a network: espeak-ng speaks, PocketSphinx hears.

    ear = Ear("en")
    for piece in Voice().say("A table for two, please.", "en"):  # the sound of a word, and where in the text it ends
        told = ear.feed(piece.pcm)

Both are for synthetic callers in the house's own field (a table, a room, a day, a name, a number), so that a conversation
can be spoken from end to end without keys. They prove nothing about people, accents or telephone lines: docs/voice.md has
the figures. Sound is PCM16, mono, 16,000 samples a second.

Wants the packages of the extra `offline`. espeak-ng is under the GPL 3: it is loaded here, in processes that stand in for
a vendor or for a caller, and never in the house's own.
"""

import contextlib
import ctypes
import re
import tempfile
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise, product
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy
import soxr

from simulators import callers
from simulators.deepgram import Told

RATE: Final = 16_000
FRAME_MS: Final = 20
FRAME: Final = RATE * FRAME_MS // 1000 * 2
"""Bytes of a frame."""


# --- the voice --------------------------------------------------------------------------------------------------------

LANGUAGES: Final = {"en": "en-us", "de": "de"}
CALLER: Final = "edward"
"""The variant that the ear understands best."""
SENTENCE_END: Final = re.compile(r"(?<=[.!?;:])\s+")


class Piece(NamedTuple):
    """The sound of a word with the pause behind it."""

    pcm: bytes
    characters_done: int
    """How many characters of the text have been said when it ends."""


class Voice:
    """Speaks English and German. Any thread may use it; a process has one tongue, so that sentences wait their turn."""

    def __init__(self) -> None:
        _espeak()

    def say(
        self, text: str, language: str = "en", voice: str = CALLER, *, words_a_minute: int = 150
    ) -> Iterator[Piece]:
        """The sound of a text word by word, made a sentence at a time. `voice` is a variant of espeak-ng.

        An unknown variant speaks as espeak-ng does without one; an empty language is that of the text's small words.
        Raises ValueError for another language.
        """
        language = language or callers.spoken_in(text) or "en"
        if language not in LANGUAGES:
            raise ValueError(f"the voice speaks {' and '.join(LANGUAGES)}, not {language!r}")
        begin = 0
        for sentence in [*SENTENCE_END.finditer(text), None]:
            end = sentence.end() if sentence else len(text)
            if not text[begin:end].strip():
                continue
            for piece in _espeak().say(text[begin:end], language, voice, words_a_minute):
                yield piece._replace(characters_done=begin + piece.characters_done)
            begin = end


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("message", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # in characters, from one
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # in ms
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


class _Espeak:
    """libespeak-ng, which knows one utterance at a time (espeak-ng/speak_lib.h)."""

    SYNCHRONOUS, NO_EXIT, BUFFER_MS, UTF8 = 2, 0x8000, 60, 1
    RATE, WORD = 1, 1  # a parameter, and the type of an event
    PHONES_IN_IPA = 0x02 | ord("_") << 8  # with _ between them

    def __init__(self) -> None:
        import espeakng_loader

        self.lock = threading.Lock()
        self.library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path()
        self.rate = self.library.espeak_Initialize(self.SYNCHRONOUS, self.BUFFER_MS, data.encode(), self.NO_EXIT)
        if self.rate <= 0:
            raise RuntimeError(f"espeak-ng finds no data in {data}")
        self.library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.heard: list[bytes] = []
        self.words: list[tuple[int, int]] = []
        """Where each word begins: in the text, and in ms."""
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))
        self.callback = kind(self._made)  # kept, or it is gone when espeak calls it
        self.library.espeak_SetSynthCallback(self.callback)

    def _made(self, samples: Any, count: int, events: Any) -> int:
        if count > 0:
            self.heard.append(ctypes.string_at(samples, count * 2))
        at = 0
        while events[at].type:
            if events[at].type == self.WORD:
                self.words.append((events[at].text_position - 1, events[at].audio_position))
            at += 1
        return 0

    def _speaks(self, language: str, voice: str) -> None:
        name = LANGUAGES[language]
        if not voice or self.library.espeak_SetVoiceByName(f"{name}+{voice}".encode()):
            self.library.espeak_SetVoiceByName(name.encode())

    def say(self, text: str, language: str, voice: str, words_a_minute: int) -> list[Piece]:
        """The sound of a sentence, cut where its words begin."""
        parts = list(callers.parts(text, language))
        said = "".join(part.said for part in parts)
        with self.lock:
            self._speaks(language, voice)
            self.library.espeak_SetParameter(self.RATE, words_a_minute, 0)
            self.heard, self.words = [], []
            spoken = said.encode()
            self.library.espeak_Synth(spoken, ctypes.c_size_t(len(spoken) + 1), 0, 0, 0, self.UTF8, None, None)
            sound, words = numpy.frombuffer(b"".join(self.heard), "<i2"), self.words
        pcm = soxr.resample(sound, self.rate, RATE).astype("<i2").tobytes() if len(sound) else b""
        starts = [0, *(min(len(pcm), ms * RATE // 1000 * 2) for _, ms in words[1:]), len(pcm)]
        ends = [*(_written(parts, position) for position, _ in words[1:]), len(text)]
        return [Piece(pcm[a:b], end) for (a, b), end in zip(pairwise(starts), ends, strict=True) if b > a]

    def phones(self, word: str, language: str) -> list[str]:
        """How a word sounds, in IPA without stress."""
        with self.lock:
            self._speaks(language, "")
            buffer = ctypes.create_string_buffer(word.encode())
            rest = ctypes.c_void_p(ctypes.addressof(buffer))
            told = ""
            while rest.value:
                told += (
                    "_" + self.library.espeak_TextToPhonemes(ctypes.byref(rest), self.UTF8, self.PHONES_IN_IPA).decode()
                )
        return [phone for phone in told.replace(" ", "_").translate({ord("ˈ"): "", ord("ˌ"): ""}).split("_") if phone]


def _written(parts: Sequence[callers.Part], position: int) -> int:
    """Where in a text as written what is said has got to at a position of it as said."""
    begin = said = 0
    for part in parts:
        length = max(1, len(part.said))
        if position < said + length:
            return begin + (position - said) * (part.end - begin) // length
        begin, said = part.end, said + len(part.said)
    return begin


_awakening = threading.Lock()


def _espeak() -> _Espeak:
    with _awakening:  # two at once would each wake it, and the second finds it awake and fails
        return _the_espeak()


@cache
def _the_espeak() -> _Espeak:
    return _Espeak()


# --- the ear ----------------------------------------------------------------------------------------------------------

BEGIN_FRAMES: Final = 3
"""Frames with speech in them, in a row, that make a beginning."""
BEFORE_FRAMES: Final = 15
"""Frames from before it that are heard too."""
WORD_MS: Final = 280
"""How long a word of an exact text takes, when it is told before its utterance is over."""
INTERIM_FRAMES: Final = 15
NOISE: Final = numpy.random.default_rng(1).integers(-3, 4, FRAME // 2).astype("<i2")
"""Laid under every frame: exact zeros, as synthetic sound has them, upset the acoustic model."""


class Ear:
    """Hears English and, less well, German: a `simulators.deepgram.Recogniser`. One thread at a time.

    `exact` is asked at the beginning of each utterance for what it says; what it gives is heard to the letter. `also` are
    sentences that may be said beside those of callers.py.
    """

    def __init__(
        self,
        language: str = "en",
        exact: Callable[[], str | None] | None = None,
        *,
        silence_ms: int = 300,
        also: Sequence[str] = (),
    ) -> None:
        import pocketsphinx

        self.language = "de" if language.startswith("de") else "en"
        self.exact, self.also = exact, tuple(also)
        self.silence_frames = silence_ms // FRAME_MS
        self.vad = pocketsphinx.Vad(pocketsphinx.Vad.STRICT, RATE, FRAME_MS / 1000)
        self.rest = b""
        self.before: deque[bytes] = deque(maxlen=BEFORE_FRAMES)
        self.frames = self.speech_frames = self.quiet_frames = 0
        self.begun: int | None = None
        """The frame with which the utterance begins; the recogniser counts from here."""
        self.piece = 0
        """The frame with which the present piece of it begins: behind the last final words."""
        self.text: str | None = None
        self.told = 0
        """Words of an exact text that final pieces have said."""
        self.decoder: Any = None
        self.written: dict[str, str] = {}
        if exact is None and not _idle.get((self.language, self.also)):
            threading.Thread(target=_prepare, args=(self.language, self.also), daemon=True).start()

    def feed(self, pcm: bytes) -> list[Told]:
        """Hear some sound, however it is cut; what is left of a frame of 20 ms waits for more."""
        pcm = self.rest + pcm
        whole = len(pcm) - len(pcm) % FRAME
        self.rest = pcm[whole:]
        return [told for start in range(0, whole, FRAME) for told in self._hear(pcm[start : start + FRAME])]

    def flush(self, *, over: bool = False) -> list[Told]:
        """A final piece of what has been said; with `over` what comes next is another utterance."""
        if self.begun is None:
            return []
        final = self._final(whole=self.quiet_frames > 0)
        if over:
            self._over()
        return [final]

    def unfinished(self) -> str:
        """What an utterance that has begun still had to say, where that is known."""
        return " ".join((self.text or "").split()[self.told :]) if self.begun is not None else ""

    def _hear(self, frame: bytes) -> list[Told]:
        self.frames += 1
        speech = self.vad.is_speech(frame)
        self.speech_frames = self.speech_frames + 1 if speech else 0
        frame = (numpy.frombuffer(frame, "<i2").clip(-32_000, 32_000) + NOISE).astype("<i2").tobytes()
        if self.begun is None:
            self.before.append(frame)
            return self._begin() if self.speech_frames >= BEGIN_FRAMES else []
        self.quiet_frames = 0 if speech else self.quiet_frames + 1
        if self.text is None:
            self.decoder.process_raw(frame)
        if self.quiet_frames >= self.silence_frames:
            final = self._final(whole=True)
            self._over()
            return [final, Told("ended", at_ms=self._at_ms)]
        if speech and (self.frames - self.begun) % INTERIM_FRAMES == 0:
            words = self._words(whole=False)
            return [Told("interim", _joined(words), words, self._at_ms)] if words else []
        return []

    @property
    def _at_ms(self) -> int:
        return self.frames * FRAME_MS

    def _begin(self) -> list[Told]:
        self.begun = self.piece = self.frames - len(self.before)
        self.quiet_frames = 0
        self.text, self.told = self.exact() if self.exact else None, 0
        if self.text is None:
            if self.decoder is None:
                self.decoder, _, self.written = _borrowed(self, self.language, self.also)
            self.decoder.start_utt()
            for frame in self.before:
                self.decoder.process_raw(frame)
        self.before.clear()
        return [Told("started", at_ms=(self.frames - BEGIN_FRAMES) * FRAME_MS)]

    def _over(self) -> None:
        if self.text is None:
            self.decoder.end_utt()
        self.begun, self.speech_frames = None, 0

    def _final(self, *, whole: bool) -> Told:
        """What there is, once and for all; the recogniser goes on with what comes next."""
        if self.text is None:
            self.decoder.end_utt()
            words = self._words(whole=whole)
            self.decoder.start_utt()
        else:
            words = self._words(whole=whole)
            self.told += len(words)
        self.piece = self.frames
        return Told("final", _joined(words), words, self._at_ms)

    def _words(self, *, whole: bool) -> tuple[tuple[str, int, int], ...]:
        if self.text is None:
            begin = self.piece * FRAME_MS
            return tuple(
                (self.written.get(word, word), begin + heard.start_frame * 10, begin + heard.end_frame * 10 + 10)
                for heard in self.decoder.seg() or ()
                if (word := heard.word.partition("(")[0])[0:1] not in ("<", "[", "")
            )
        assert self.begun is not None
        words, begin = self.text.split(), self.begun * FRAME_MS
        lasted = max(FRAME_MS, (self.frames - self.quiet_frames) * FRAME_MS - begin)
        step = lasted / max(1, len(words)) if whole else min(WORD_MS, lasted)
        known = len(words) if whole else min(len(words), int(lasted // WORD_MS))
        return tuple(
            (word, round(begin + n * step), round(begin + (n + 1) * step)) for n, word in enumerate(words[:known])
        )[self.told :]


def _joined(words: Sequence[tuple[str, int, int]]) -> str:
    return " ".join(word for word, _, _ in words)


# --- what it expects --------------------------------------------------------------------------------------------------


class _Recogniser(NamedTuple):
    decoder: Any
    means: str
    """The cepstral means it starts from."""
    written: dict[str, str]


_idle: dict[tuple[str, tuple[str, ...]], list[_Recogniser]] = {}
"""Recognisers that no ear uses now: making one takes a while."""


_making = threading.Lock()


def _prepare(language: str, also: tuple[str, ...]) -> None:
    """Make a first recogniser, which takes a second or two, while the caller is still being greeted."""
    idle = _idle.setdefault((language, also), [])
    with _making:
        if not idle:
            idle.append(recogniser(language, also))


def recogniser(language: str, also: tuple[str, ...] = (), without: frozenset[str] = frozenset()) -> _Recogniser:
    """A recogniser of what callers say, less what they say in the scenarios `without`."""
    import pocketsphinx

    expected = _expected(language, also, without)
    decoder = pocketsphinx.Decoder(
        hmm=str(_model() / "en-us"),
        lm=f"{expected.folder.name}/callers.lm",
        dict=f"{expected.folder.name}/callers.dict",
        cmninit=MEANS[language],
        fwdflat=language == "de",  # a second pass, all at once at the end, by which English is heard no better
        loglevel="FATAL",
    )
    return _Recogniser(decoder, decoder.get_cmn(False), expected.written)


def _borrowed(ear: Ear, language: str, also: tuple[str, ...]) -> _Recogniser:
    idle = _idle.setdefault((language, also), [])
    with _making:
        borrowed = idle.pop() if idle else recogniser(language, also)
    borrowed.decoder.set_cmn(borrowed.means)  # as if nobody had spoken to it before
    weakref.finalize(ear, _given_back, idle, borrowed)
    return borrowed


def _given_back(idle: list[_Recogniser], borrowed: _Recogniser) -> None:
    with contextlib.suppress(RuntimeError):  # it was in no utterance
        borrowed.decoder.end_utt()
    idle.append(borrowed)


GENERAL_WORDS: Final = 3_000
"""English words of any field that are thought possible, once each."""
BACK_OFF: Final = 0.6
"""How much of the model's trust belongs to what it has not seen; tuned on a fifth of the English scenarios."""
MEANS: Final = {
    "en": "54,8,-8,16,-16,12,-12,-8,4.5,-15.5,14,-9,1",
    "de": "52,2,-7,12,-15,12,-8,-6,4,-12,10,-10,1",
}
"""The cepstral means of our own voice, from which the ear starts; it follows another within a few seconds."""


class _Expected(NamedTuple):
    """A language model, a pronouncing dictionary, and how its words are written."""

    folder: tempfile.TemporaryDirectory[str]
    written: dict[str, str]


@cache
def _expected(language: str, also: tuple[str, ...], without: frozenset[str]) -> _Expected:
    from pocketsphinx.lm import ArpaBoLM

    texts = [*callers.said(language, without=without), *also * callers.REPEATED]
    sentences = [words for text in texts if (words := callers.words(text, language))]
    model = ArpaBoLM(text="\n".join(map(" ".join, sentences)), add_start=True, discount_mass=BACK_OFF)
    known = _dictionary() if language == "en" else {}
    for word in _general_words() if language == "en" else ():
        model.grams_1[word] += 1
    model.compute()
    folder: tempfile.TemporaryDirectory[str] = tempfile.TemporaryDirectory(prefix="callers-")
    model.write_file(f"{folder.name}/callers.lm")
    with open(f"{folder.name}/callers.dict", "w", encoding="utf-8") as dictionary:
        for word in sorted(model.grams_1.keys() - {"<s>", "</s>"}):
            for n, phones in enumerate(known.get(word) or _pronounced(word, language)):
                dictionary.write(f"{word}{f'({n + 1})' if n else ''} {phones}\n")
    return _Expected(folder, callers.written(texts, language))


@cache
def _dictionary() -> dict[str, list[str]]:
    """PocketSphinx's own words and how they are said, in the phones of CMU's dictionary."""
    ways: dict[str, list[str]] = {}
    for line in (_model() / "cmudict-en-us.dict").read_text(encoding="utf-8").splitlines():
        word, _, phones = line.partition(" ")
        ways.setdefault(word.partition("(")[0], []).append(phones)
    return ways


@cache
def _general_words() -> list[str]:
    import pocketsphinx

    general = pocketsphinx.NGramModel(pocketsphinx.Config(), pocketsphinx.LogMath(), str(_model() / "en-us.lm.bin"))
    return sorted(_dictionary(), key=lambda word: -general.prob([word]))[:GENERAL_WORDS]


def _model() -> Path:
    import pocketsphinx

    return Path(pocketsphinx.get_model_path()) / "en-us"


ENGLISH: Final = {
    "p": "P", "b": "B", "t": "T", "d": "D", "k": "K", "ɡ": "G", "g": "G", "f": "F", "v": "V", "θ": "TH", "ð": "DH",
    "s": "S", "z": "Z", "ʃ": "SH", "ʒ": "ZH", "h": "HH", "m": "M", "n": "N", "ŋ": "NG", "l": "L", "r": "R", "ɹ": "R",
    "ɾ": "T", "ʁ": "R", "j": "Y", "w": "W", "x": "HH", "ç": "SH", "tʃ": "CH", "dʒ": "JH", "ts": "T S", "pf": "P F",
    "i": "IY", "iː": "IY", "ɪ": "IH", "e": "EY", "eː": "EY", "ɛ": "EH", "ɛː": "EH", "æ": "AE", "a": "AA", "aː": "AA",
    "ɑ": "AA", "ɑː": "AA", "ɐ": "AH", "ʌ": "AH", "ə": "AH", "ɚ": "ER", "ɜ": "AH", "ɜː": "ER", "ɔ": "AO", "ɔː": "AO",
    "o": "OW", "oː": "OW", "ʊ": "UH", "u": "UW", "uː": "UW", "y": "UW", "yː": "UW", "ʏ": "UH", "øː": "ER", "ø": "ER",
    "œ": "EH", "œː": "EH", "aɪ": "AY", "aʊ": "AW", "eɪ": "EY", "oʊ": "OW", "ɔɪ": "OY", "ɔø": "OY", "ɔʏ": "OY",
    "əl": "AH L", "ɪə": "IH R", "ʊɹ": "UH R", "ɔːɹ": "AO R", "ɑːɹ": "AA R", "ɛɹ": "EH R", "oːɹ": "AO R", "ɪɹ": "IH R",
    "aɪɚ": "AY ER", "aɪə": "AY AH", "n̩": "AH N",
}  # fmt: skip
"""IPA as espeak-ng writes it, in the phones that the acoustic model knows."""
GERMAN: Final = ENGLISH | {
    "ʏ": "Y UW", "yː": "Y UW", "y": "Y UW", "œ": "ER", "øː": "ER", "ʊ": "UW|UH", "uː": "UW", "oː": "AO|OW", "ɔ": "AO",
    "ɛ": "IH|EH", "eː": "EY", "ɪ": "IH|IY", "ə": "AH|IH", "ɜ": "AH|AA", "a": "AA|AH", "ɾ": "|D|AH", "r": "D|AH", "x": "K|F",
    "l": "L|W",
}  # fmt: skip
"""The same for German: what the English model takes its sounds for, as found on some hundred sentences of our own voice."""
WAYS: Final = 12
"""In how many ways a word may be said."""


def _pronounced(word: str, language: str) -> list[str]:
    """How a word that no dictionary has is said, as espeak-ng says it."""
    table = GERMAN if language == "de" else ENGLISH
    found: list[list[str]] = []
    for phone in _espeak().phones(word, language):
        while phone:
            size = next((size for size in range(len(phone), 0, -1) if phone[:size] in table), 0)
            found.append(table[phone[:size]].split("|") if size else [""])
            phone = phone[max(1, size) :]
    ways = (" ".join(filter(None, way)) for way in islice(product(*found), WAYS))
    return [way for way in dict.fromkeys(ways) if way]


# --- which of these was it? -------------------------------------------------------------------------------------------

SHORT_FRAMES: Final = 25
"""A silence longer than this is heard as one of this length."""


def told_apart(pcm: bytes, said: Sequence[str | Sequence[str]], language: str = "en") -> list[str | None]:
    """Of each stretch of `said` that lists several wordings, the one that the sound has; None where it has none of them.

    The rest of `said` is what is said around them, to the end. Wordings lie far enough apart where one differs from the
    others in a word; the acoustic model takes "at eight" for "at six".
    """
    import pocketsphinx

    def alternatives(stretch: str | Sequence[str]) -> list[str]:
        listed = [stretch] if isinstance(stretch, str) else stretch
        return [" ".join(callers.words(text, language)) for text in listed]

    stretches = [alternatives(stretch) for stretch in said]
    known = _dictionary() if language == "en" else {}
    with tempfile.TemporaryDirectory(prefix="told-apart-") as folder:
        with open(f"{folder}/words.dict", "w", encoding="utf-8") as dictionary:
            for word in sorted({word for stretch in stretches for text in stretch for word in text.split()}):
                ways = dict.fromkeys([*known.get(word, ()), *_pronounced(word, language)])
                for n, phones in enumerate(ways):
                    dictionary.write(f"{word}{f'({n + 1})' if n else ''} {phones}\n")
        grammar = " ".join(f"( {' | '.join(dict.fromkeys(texts))} )" for texts in stretches if any(texts))
        Path(f"{folder}/said.jsgf").write_text(f"#JSGF V1.0;\ngrammar said;\npublic <said> = {grammar};\n", "utf-8")
        decoder = pocketsphinx.Decoder(
            hmm=str(_model() / "en-us"), dict=f"{folder}/words.dict", jsgf=f"{folder}/said.jsgf", loglevel="FATAL",
            cmninit=MEANS[language], beam=1e-80, pbeam=1e-80, wbeam=1e-60,
        )  # fmt: skip
    decoder.start_utt()
    decoder.process_raw(_tightened(pcm), full_utt=True)
    decoder.end_utt()
    heard = [word for each in decoder.seg() or () if (word := each.word.partition("(")[0])[0:1] not in ("<", "[", "")]
    return _chosen(heard, stretches, said)


def _tightened(pcm: bytes) -> bytes:
    """The sound with its long silences shortened, and a breath of quiet at both ends."""
    breath = [bytes(FRAME)] * 10
    kept, quiet = list(breath), 0
    for start in range(0, len(pcm) - FRAME + 1, FRAME):
        frame = pcm[start : start + FRAME]
        quiet = 0 if numpy.abs(numpy.frombuffer(frame, "<i2").astype(numpy.int32)).max() > 100 else quiet + 1
        if quiet <= SHORT_FRAMES:
            kept.append(frame)
    samples = numpy.frombuffer(b"".join([*kept, *breath]), "<i2").clip(-32_000, 32_000)
    return (samples + numpy.resize(NOISE, len(samples))).astype("<i2").tobytes()


def _chosen(
    heard: Sequence[str], stretches: Sequence[Sequence[str]], said: Sequence[str | Sequence[str]]
) -> list[str | None]:
    """Walk through what was heard along the grammar that it was heard by."""
    found: list[str | None] = []
    at = 0
    for texts, stretch in zip(stretches, said, strict=True):
        fitting = [n for n, text in enumerate(texts) if list(heard[at : at + len(text.split())]) == text.split()]
        longest = max(fitting, key=lambda n: len(texts[n].split()), default=None)
        at += len(texts[longest].split()) if longest is not None else 0
        if not isinstance(stretch, str):
            found.append(None if longest is None else stretch[longest])
    return found
