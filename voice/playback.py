"""What the caller has really heard of a reply. Pure: sound and the far end's marks come in, characters come out.

Sound that was sent lies in a buffer at the other end. So beside the sound go marks, a name after every `EVERY_MS` of it
and after its end; the far end names them back once they have sounded. How far the words had come by then is what the
voice said of its own sound (`Sound.marks`) or, where it said nothing, a share of the clause. A mark that comes back
after the buffer was thrown away has not sounded, and counts for nothing; the sound can be sent again from where it was
last heard.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from voice.audio import FRAME, RATE

EVERY_MS = 200
"""How much sound lies between two marks: what may have been heard beyond the last one that came back."""
_PER_MS = RATE * 2 // 1000


@dataclass(frozen=True)
class Piece:
    """A frame to send, and the mark to send behind it."""

    pcm: bytes
    mark: str | None = None


@dataclass(frozen=True)
class Heard:
    """How much of a reply came through."""

    characters: int
    """Of the reply, counted from its beginning."""
    whole: bool
    """Whether that is all there is to hear."""


@dataclass
class _Clause:
    first: int  # character of the reply
    text: str
    begin_ms: int  # of the reply's sound
    end_ms: int | None = None  # known once all its sound is there
    spoken: list[tuple[int, int]] = field(default_factory=list)  # (ms of the reply's sound, characters of the clause)


class Playback:
    """One reply on its way to the caller."""

    def __init__(self) -> None:
        self.text = ""
        self.heard_ms = 0
        """Sound that is known to have been heard."""
        self._sound = bytearray()
        self._sent = 0
        self._clauses: list[_Clause] = []
        self._marks: dict[str, int] = {}  # name → ms: out, and not back yet
        self._marked_ms = 0
        self._named = 0
        self._ended = False

    def begin(self, clause: str) -> None:
        """From here on the sound is this clause's; the clauses, joined, are the reply's text."""
        self._close()
        self._clauses.append(_Clause(len(self.text), clause, self.lasts_ms))
        self.text += clause

    def put(self, pcm: bytes, spoken: Sequence[tuple[int, int]] = ()) -> None:
        """More sound of the clause in hand, PCM16 at 16 kHz; `spoken`: so many of its characters by so many ms of it."""
        clause = self._clauses[-1]
        clause.spoken += [(clause.begin_ms + at, characters) for characters, at in spoken]
        self._sound += pcm

    def end(self) -> None:
        """No more sound is to come; the last frame is filled up with silence, and there is one that bears a mark."""
        self._close()
        self._ended = True
        self._sound += bytes(-len(self._sound) % FRAME)
        if self._sent == len(self._sound) and self._sent > self._marked_ms * _PER_MS:
            self._sound += bytes(FRAME)

    def next(self) -> Piece | None:
        """The next frame to send, or None while there is none."""
        frame = bytes(self._sound[self._sent : self._sent + FRAME])
        if len(frame) < FRAME:
            return None
        self._sent += FRAME
        at = self._sent // _PER_MS
        last = self._ended and self._sent == len(self._sound)
        if at - self._marked_ms < EVERY_MS and not last:
            return Piece(frame)
        self._named += 1
        self._marked_ms = at
        self._marks[name := f"m{self._named}"] = at
        return Piece(frame, name)

    def played(self, mark: str) -> bool:
        """The far end says that everything up to a mark has sounded. False for a mark that is not expected (any more)."""
        if mark not in self._marks:
            return False
        self.heard_ms = max(self.heard_ms, self._marks[mark])
        self._marks = {name: at for name, at in self._marks.items() if at > self.heard_ms}
        return True

    def rewind(self) -> None:
        """The far end's buffer is thrown away: what has not sounded yet is the next to be sent."""
        self._marks.clear()
        self._marked_ms = self.heard_ms
        self._sent = self.heard_ms * _PER_MS

    @property
    def ahead_ms(self) -> int:
        """Sound that is out and not known to be heard."""
        return self._sent // _PER_MS - self.heard_ms

    @property
    def over(self) -> bool:
        """Whether all of it was heard."""
        return self._ended and self.heard_ms * _PER_MS >= len(self._sound)

    def heard(self) -> Heard:
        """How much of the reply has come through."""
        characters = 0
        for clause in self._clauses:
            if clause.end_ms is not None and clause.end_ms <= self.heard_ms and (self.heard_ms or self.over):
                characters = clause.first + len(clause.text)
            elif clause.begin_ms < self.heard_ms:
                characters = max(characters, clause.first + self._spoken(clause))
        return Heard(characters, self.over)

    @property
    def lasts_ms(self) -> int:
        """Sound that there is so far."""
        return len(self._sound) // _PER_MS

    def _spoken(self, clause: _Clause) -> int:
        """Characters of a clause of which only a part was heard; without an alignment, whole words by their share."""
        if clause.spoken:
            known = sorted(clause.spoken)
            come = known[: bisect_right(known, (self.heard_ms, len(clause.text)))]
            return min(max((characters for _, characters in come), default=0), len(clause.text))
        end_ms = clause.end_ms if clause.end_ms is not None else self.lasts_ms
        share = len(clause.text) * (self.heard_ms - clause.begin_ms) // max(1, end_ms - clause.begin_ms)
        return len(clause.text) if share >= len(clause.text) else clause.text.rfind(" ", 0, share + 1) + 1

    def _close(self) -> None:
        if self._clauses and self._clauses[-1].end_ms is None:
            self._clauses[-1].end_ms = self.lasts_ms
