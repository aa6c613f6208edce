"""Callers finish what they say, are not talked over, and can interrupt; a "mhm" does not."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio import FRAME_MS
from voice.endpointing import (
    Decision,
    Ended,
    Endpointing,
    Finalize,
    Interrupt,
    Likely,
    Patience,
    Pause,
    Resume,
    Silence,
    Unlikely,
)


class Line:
    """A caller's line: speech and silence go in, with words as a recogniser tells them, late; decisions are noted."""

    def __init__(self, *, late_ms: int = 150, endpoint_ms: int = 300, **asked: object) -> None:
        self.whose = Endpointing()
        for name, value in asked.items():
            setattr(self.whose, name, value)
        self.late_ms, self.endpoint_ms = late_ms, max(late_ms, endpoint_ms)
        self.at_ms = 0
        self.decided: list[tuple[int, Decision]] = []
        self.news: list[tuple[int, tuple[str, str, bool]]] = []

    def note(self, decisions: Sequence[Decision]) -> None:
        self.decided += [(self.at_ms, decision) for decision in decisions]

    def pass_ms(self, ms: int, speech: bool) -> "Line":
        """So much time goes by."""
        for _ in range(ms // FRAME_MS):
            self.at_ms += FRAME_MS
            self.note(self.whose.frame(speech))
            while self.news and self.news[0][0] <= self.at_ms:
                kind, text, final = self.news.pop(0)[1]
                self.note(self.whose.over() if kind == "over" else self.whose.words(text, final))
        return self

    def says(self, text: str, *, pause_ms: int = 0, over: bool = True) -> "Line":
        """Somebody says words, 300 ms each, and then nothing for a while; the recogniser finds the end, if it does."""
        said = text.split()
        for n in range(1, len(said) + 1):  # a recogniser is late, but never later than its own last word
            self.news.append((self.at_ms + 300 * n + self.late_ms, ("words", " ".join(said[:n]), False)))
        end = self.at_ms + 300 * len(said) + self.endpoint_ms
        self.news.append((end, ("words", text, True)))
        if over:
            self.news.append((end, ("over", "", True)))
        self.news.sort(key=lambda one: one[0])  # what comes at the same moment keeps its order
        self.pass_ms(300 * len(said), True)
        return self.pass_ms(pause_ms, False)

    def of(self, kind: type) -> list[Decision]:
        return [decision for _, decision in self.decided if isinstance(decision, kind)]

    @property
    def turns(self) -> list[str]:
        return [decision.text for decision in self.of(Ended) if isinstance(decision, Ended)]


def test_a_whole_sentence_is_answered_as_soon_as_the_recogniser_has_ended_it():
    line = Line(endpoint_ms=250).says("a table for four tomorrow at seven", pause_ms=1000)
    assert line.turns == ["a table for four tomorrow at seven"]
    ended = line.of(Ended)[0]
    assert isinstance(ended, Ended) and ended.quiet_ms <= 260


@pytest.mark.parametrize("begun", ["I would like a table for", "ich hätte gern einen Tisch für", "we are, um", "am"])
def test_who_searches_for_a_word_is_not_cut_short(begun):
    line = Line().says(begun, pause_ms=1200).says("four" if begun[0] in "Iw" else "vier", pause_ms=900)
    assert line.turns == [f"{begun} {'four' if begun[0] in 'Iw' else 'vier'}"]


def test_a_number_given_in_groups_is_one_turn():
    line = Line(spelled="phone")
    line.says("0 3 0", pause_ms=1300).says("9 0 1 8", pause_ms=1300).says("2 0 1 1", pause_ms=700)
    assert line.turns == ["0 3 0 9 0 1 8 2 0 1 1"]


def test_who_gives_no_number_when_asked_for_one_is_answered_at_once():
    line = Line(spelled="phone").says("I would rather not", pause_ms=600)
    assert line.turns == ["I would rather not"]


def test_an_address_is_over_with_its_last_dot():
    line = Line(spelled="email").says("clara dot winter at", pause_ms=1200).says("web dot de", pause_ms=500)
    assert line.turns == ["clara dot winter at web dot de"]


def test_a_recogniser_that_never_says_the_end_is_not_waited_for():
    line = Line().says("do you have parking?", pause_ms=1500, over=False)
    assert line.turns == ["do you have parking?"]


def test_words_that_never_become_final_are_asked_for_and_then_taken():
    line = Line()
    line.note(line.whose.words("a table for two", False))
    line.pass_ms(600, True).pass_ms(2500, False)
    assert line.of(Finalize) == [Finalize()]
    assert line.turns == ["a table for two"]


def test_what_takes_time_may_begin_before_the_end_is_certain():
    line = Line(spelled="phone").says("0 3 0 9 0", pause_ms=1000)
    assert line.of(Likely) == [Likely("0 3 0 9 0")]
    assert line.turns == []


def test_words_that_are_not_final_may_be_all_after_a_moment_of_silence():
    line = Line(late_ms=0, endpoint_ms=300).says("do you have parking?", pause_ms=200, over=False)
    assert line.of(Likely) == [Likely("do you have parking?")]
    assert line.turns == []
    line.note(line.whose.words("do you have parking? And", False))
    assert line.of(Unlikely) == [Unlikely()]


def test_nothing_is_likely_all_that_wants_to_go_on():
    for words in ("a table for", "at seven and"):
        assert Line(late_ms=0, endpoint_ms=900).says(words, pause_ms=800, over=False).of(Likely) == []
    assert Line(late_ms=0, endpoint_ms=900, spelled="phone").says("0 3 0", pause_ms=800, over=False).of(Likely) == []


def test_a_recogniser_that_changes_its_mind_is_believed():
    whose = Endpointing()
    whose.words("that is all", True)
    assert whose.likely_over() == [Likely("that is all")]
    assert whose.not_over() == [Unlikely()]
    whose.words("that is all I think about the", False)
    assert whose.over() == []


def test_a_noise_that_never_ends_does_not_keep_the_caller_waiting():
    line = Line().says("is there a garden?", over=False)
    line.pass_ms(2500, True)
    assert line.turns == ["is there a garden?"]


def test_nobody_speaks_for_ever():
    line = Line()
    for n in range(60):
        line.note(line.whose.words(f"and {n} and", True))
        line.pass_ms(1000, True)
    assert len(line.turns) == 1
    assert line.turns[0].startswith("and 0 and and 1 and")


def test_silence_is_asked_about_twice_and_then_the_call_ends():
    line = Line().pass_ms(60_000, False)
    assert [(at, decision) for at, decision in line.decided] == [
        (6_000, Silence(1)),
        (14_000, Silence(2)),
        (24_000, Silence(3)),
    ]


def test_silence_counts_anew_once_somebody_has_spoken():
    line = Line().pass_ms(7_000, False).says("yes", pause_ms=7_000)
    assert list(line.of(Silence)) == [Silence(1), Silence(1)]


def test_nobody_is_asked_whether_they_are_there_while_we_speak():
    line = Line()
    line.whose.speaking(True)
    line.pass_ms(20_000, False)
    assert line.decided == []
    line.whose.speaking(False)
    assert line.pass_ms(6_000, False).of(Silence) == [Silence(1)]


# --- while we speak ---------------------------------------------------------------------------------------------------

ASSENT = [
    "mhm",
    "uh huh",
    "okay",
    "right",
    "I see",
    "yeah",
    "sure",
    "hm",
    "aha",
    "genau",
    "ja",
    "ach so",
    "gut",
    "got it",
]
INTERRUPTIONS = [
    "wait", "no not that", "actually for five", "stop please", "how much is that", "I meant Saturday", "can you repeat that",
    "nein lieber am Montag", "Moment mal", "ich meinte fünf Personen", "was kostet das", "halt", "Entschuldigung eine Frage",
    "at eight not seven", "is there parking",
]  # fmt: skip


def spoken_over(text: str, chance: random.Random, language: str) -> Line:
    """We speak, and somebody says this."""
    line = Line(late_ms=chance.randint(80, 400), endpoint_ms=chance.randint(200, 500), language=language)
    line.whose.speaking(True)
    line.pass_ms(chance.randint(10, 100) * FRAME_MS, False)
    line.began = line.at_ms  # type: ignore[attr-defined]
    return line.says(text, pause_ms=2_500)


def test_two_hundred_words_of_assent_do_not_take_the_word_from_us():
    chance = random.Random(5)
    lines = [spoken_over(chance.choice(ASSENT), chance, chance.choice(["en", "de"])) for _ in range(200)]
    cut = [line for line in lines if line.of(Interrupt) or line.turns]
    assert len(cut) <= 4, [line.decided for line in cut]
    assert all(len(line.of(Pause)) == len(line.of(Resume)) for line in lines if line not in cut)


def test_two_hundred_interruptions_are_heard_and_the_sound_stops_at_once():
    chance = random.Random(6)
    lines = [spoken_over(chance.choice(INTERRUPTIONS), chance, chance.choice(["en", "de"])) for _ in range(200)]
    assert sum(len(line.of(Interrupt)) == 1 and len(line.turns) == 1 for line in lines) >= 196
    stopped = [
        min(at for at, decision in line.decided if isinstance(decision, Pause | Interrupt)) - line.began  # type: ignore[attr-defined]
        for line in lines
    ]
    assert sorted(stopped)[int(0.95 * len(stopped))] <= 200


def test_a_yes_to_the_question_being_asked_is_an_answer():
    asked = Line(asking=True)
    asked.whose.speaking(True)
    asked.says("yes", pause_ms=600)
    assert (asked.of(Interrupt), asked.turns) == ([Interrupt()], ["yes"])


def test_a_cough_stops_us_for_less_than_a_second():
    line = Line()
    line.whose.speaking(True)
    line.pass_ms(1000, False).pass_ms(240, True).pass_ms(3000, False)
    (paused, pause), (resumed, resume) = line.decided
    assert (pause, resume) == (Pause(), Resume())
    assert resumed - paused < 1000


def test_a_drill_in_the_street_stops_us_once():
    line = Line()
    line.whose.speaking(True)
    line.pass_ms(20_000, True)
    assert [decision for _, decision in line.decided] == [Pause(), Resume()]
    line.says("stop please", pause_ms=1500)
    assert line.turns == ["stop please"]


# --- whatever happens -------------------------------------------------------------------------------------------------

NEWS = st.one_of(
    st.tuples(st.just("pass"), st.integers(1, 60), st.booleans()),
    st.tuples(st.just("interim"), st.sampled_from(["a table", "for", "yes", "0 3 0", "mhm"]), st.none()),
    st.tuples(st.just("final"), st.sampled_from(["a table", "for", "yes", "0 3 0", ""]), st.none()),
    st.tuples(st.just("over"), st.none(), st.none()),
    st.tuples(st.just("likely"), st.none(), st.none()),
    st.tuples(st.just("not_over"), st.none(), st.none()),
)


@given(st.lists(NEWS, max_size=40), st.sampled_from(["phone", "email", "code", ""]))
def test_every_word_is_in_one_turn_and_every_turn_ends(news, spelled):
    line = Line(spelled=spelled)
    finals: list[str] = []
    for kind, what, speech in news:
        if kind == "pass":
            line.pass_ms(what * FRAME_MS, speech)
        elif kind in ("interim", "final"):
            line.note(line.whose.words(what, kind == "final"))
            finals += [what] * (kind == "final" and bool(what))
        else:
            line.note(
                {"over": line.whose.over, "likely": line.whose.likely_over, "not_over": line.whose.not_over}[kind]()
            )
    line.note(line.whose.words("", True))
    line.pass_ms(5_000, False)
    assert line.whose.text == ""
    heard = " ".join(line.turns).split()
    at = 0
    for word in " ".join(finals).split():  # in order, and none is lost; interim words may stand between
        assert word in heard[at:]
        at = heard.index(word, at) + 1


@given(st.lists(st.tuples(st.integers(1, 100), st.booleans()), max_size=30))
def test_silence_alone_is_no_turn(stretches):
    line = Line()
    for frames, speech in stretches:
        line.pass_ms(frames * FRAME_MS, speech)
    assert line.turns == []


def test_every_patience_is_a_length_of_time():
    lengths = [value for value in vars(Patience()).values() if isinstance(value, int)]
    assert all(value % FRAME_MS == 0 for value in lengths)


# --- while we think ---------------------------------------------------------------------------------------------------


def test_nobody_is_asked_whether_they_are_there_while_they_wait_for_us():
    line = Line()
    line.whose.thinking = True
    assert line.pass_ms(20_000, False).decided == []
    line.whose.thinking = False
    assert line.pass_ms(6_000, False).of(Silence) == [Silence(1)]


def test_what_we_have_to_say_waits_for_who_is_speaking():
    line = Line()
    assert not line.whose.speech
    assert line.pass_ms(200, True).whose.speech
    assert not line.pass_ms(400, False).whose.speech
    line.note(line.whose.words("and for", False))
    assert line.whose.speech


def test_a_noise_is_not_waited_for():
    assert not Line().pass_ms(3_000, True).whose.speech


def test_a_recogniser_that_is_nearly_sure_is_enough_to_begin_with():
    whose = Endpointing()
    whose.words("what does it cost?", False)
    assert whose.likely_over() == [Likely("what does it cost?")]
