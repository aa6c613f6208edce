"""What a caller has heard of a reply is what has sounded, not what was sent."""

from hypothesis import given
from hypothesis import strategies as st

from voice.audio import silence
from voice.playback import EVERY_MS, Heard, Playback

CLAUSES = ["Your table is held, ", "for four on Friday at seven. ", "Shall I book it?"]


def reply(ms: int = 1000, *, aligned: bool = True) -> Playback:
    """Three clauses of a second each, said evenly."""
    playback = Playback()
    for clause in CLAUSES:
        playback.begin(clause)
        spoken = [(n + 1, ms * (n + 1) // len(clause)) for n in range(len(clause))]
        playback.put(silence(ms), spoken if aligned else ())
    playback.end()
    return playback


def sent(playback: Playback, ms: int) -> list[str]:
    """Send so much; the marks that went with it."""
    pieces = [playback.next() for _ in range(ms // 20)]
    return [piece.mark for piece in pieces if piece and piece.mark]


def test_nothing_is_heard_before_the_far_end_says_so():
    playback = reply()
    marks = sent(playback, 1000)
    assert playback.heard().characters == 0
    assert playback.played(marks[0])
    assert (playback.heard_ms, playback.ahead_ms) == (EVERY_MS, 800)
    assert 0 < playback.heard().characters <= len(CLAUSES[0]) * EVERY_MS // 1000


def test_a_question_is_heard_when_its_last_word_was():
    playback = reply()
    marks = sent(playback, 3000)
    assert playback.next() is None
    for mark in marks[:-1]:
        playback.played(mark)
    assert not playback.over and not playback.heard().whole
    playback.played(marks[-1])
    assert playback.over
    assert playback.heard() == Heard(len("".join(CLAUSES)), True)


def test_a_mark_that_comes_back_because_the_buffer_was_thrown_away_was_not_heard():
    playback = reply()
    marks = sent(playback, 2000)
    playback.played(marks[1])
    playback.rewind()
    assert not any(playback.played(mark) for mark in marks[2:])
    assert playback.heard_ms == 2 * EVERY_MS


def test_after_a_false_alarm_the_rest_is_said_from_where_it_was_last_heard():
    playback = Playback()
    playback.begin("One two three four. ")
    sound = b"".join(bytes([n, 0]) * 320 for n in range(100))  # 2 s; each frame has a number
    playback.put(sound)
    playback.end()
    marks = sent(playback, 1400)
    playback.played(marks[2])
    playback.rewind()
    rest = b""
    while piece := playback.next():
        rest += piece.pcm
        if piece.mark:
            playback.played(piece.mark)
    assert rest == sound[3 * EVERY_MS * 32 :]
    assert playback.over


def test_without_an_alignment_a_clause_counts_by_whole_words():
    playback = reply(aligned=False)
    marks = sent(playback, 3000)
    playback.played(marks[2])  # 600 of the first 1000 ms
    assert playback.text[: playback.heard().characters] == "Your table "


def test_a_reply_without_a_sound_is_not_heard_halfway():
    playback = Playback()
    playback.begin("Hello.")
    assert playback.heard().characters == 0
    playback.end()
    assert playback.next() is None
    assert playback.over and playback.heard().characters == len("Hello.")


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=30), st.integers(0, 700), st.booleans()), min_size=1, max_size=5),
    st.lists(st.sampled_from(["send", "play", "rewind"]), max_size=60),
)
def test_what_was_heard_only_grows_and_ends_with_everything(clauses, events):
    playback = Playback()
    for text, ms, aligned in clauses:
        playback.begin(text)
        playback.put(silence(ms), [(len(text), ms)] if aligned and ms else ())
    playback.end()
    out: list[str] = []
    before = 0
    for event in [*events, *(["send"] * 200), *(["play"] * 200)]:
        if event == "send" and (piece := playback.next()) and piece.mark:
            out.append(piece.mark)
        elif event == "play" and out:
            playback.played(out.pop(0))
        elif event == "rewind":
            playback.rewind()
            out.clear()
        heard = playback.heard().characters
        assert before <= heard <= len(playback.text)
        before = heard
    assert playback.over
    assert before == len(playback.text)


def test_the_end_is_known_even_if_the_voice_stops_late():
    playback = Playback()
    playback.begin("Hello.")
    playback.put(silence(100))
    assert sent(playback, 200) == []
    playback.end()  # everything was sent before anybody knew that it was all
    (mark,) = sent(playback, 100)
    playback.played(mark)
    assert playback.over and playback.heard() == Heard(len("Hello."), True)
