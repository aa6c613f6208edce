"""Receipt or silence: what of the model's words may leave.

The words of a reply arrive in pieces. Its first word leaves at once where it commits to nothing, or where one of the
facts that the model was given begins so: whatever follows, that fact can be told to its end. From then on whole clauses
leave, each only when it is vouched for. A clause that is not may still be a part of a sentence that is, so the
verdict falls with the sentence's end; what then stands alone is dropped, and the fact that speaks of it is told in its
place, word for word; where there is none, the sentence goes on without it or ends where it was. "Sure" and "of course" are left out (nobody knows yet what follows), and a yes or no leaves only together
with a clause that answers so. `Speech` makes the whole reply a chat model of LangChain's, so that every stream of
LangGraph carries these words and no others.
"""

import re
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field

from dialogue.claims import (
    Clauses,
    Vouchers,
    agrees,
    asserts,
    cleaned,
    harmless,
    nearest,
    opens_harmlessly,
    stands_alone,
    vouched,
    vouchers,
    vouching,
)
from dialogue.reserved import ignorant, quotable
from dialogue.wording import COURTESY_OPENING

_END = re.compile(r"[.!?…]['\"”»)]*\s*$|\n\s*$")
_TAIL = re.compile(r"\s*[,;:–]?\s*$")
_ASSENT = re.compile(
    rf"^\W*(?:(?:yes|no|yeah|yep|nope|ja|nein|doch|(?:i'm|i am) (?:afraid|sorry)(?:,? (?:not|no))|(?:leider|unfortunately),? (?:nein|nicht|no|not)(?=\W*[,.:;!–])|leider (?:ja)(?=\W*[,.:;!–])|of course|(?:{'|'.join(sorted(COURTESY_OPENING))})(?! (?:question|news|evening|morning|day|frage))\b)\b(?:\s*[,.!:;–-]+\s*|\s+(?=(?:we|you|our|the|it|there|wir|sie|bei|es|unser|in|im|die|der|das)\b)))+",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"^\W*(?:yes|no|yeah|yep|nope|ja|nein|doch|of course|{'|'.join(sorted(COURTESY_OPENING))})\W*$", re.IGNORECASE
)
_YES_NO = re.compile(r"\b(?P<yes>yes|yeah|yep|ja|doch)\b|\b(?P<no>no|nope|nein|not|nicht)\b", re.IGNORECASE)
_JOINT = re.compile(r"^\s*(?:and|but|or|so|und|aber|oder|sowie|sondern|also|as well as)\b\s*", re.IGNORECASE)


class Gate:
    """One answer of the model on its way out. Feed it pieces; what it returns may be said.

    `facts` are the sentences that the model was given, each with the id of its passage: one is told in the place of a
    clause that speaks of it and may not leave, and the reply may begin with the beginning of one, unless the model had
    to translate them. `mend` is said before the next words when another opening of a clause has left and the rest of it
    may not.
    """

    def __init__(
        self, by: Vouchers, mend: str = "", facts: Sequence[tuple[str, str]] = (), translated: bool = False
    ) -> None:
        self.by = by
        self.mend = mend
        self.facts = [one for one in facts if quotable(one[0])]
        self.beginnings = [] if translated else [one for one in self.facts if not _assents(one[0])]
        self.begun: tuple[str, str] | None = None  # the fact of which the opening has left
        self.finished: tuple[str, str] | None = None  # that fact, once it has been told to its end
        self.quoted: list[str] = []  # the facts that have been told in the place of clauses
        self.clauses = Clauses()
        self.opened = ""  # what of the clause in hand has already left
        self.broken = False  # an opening has left and its clause may not
        self.released = 0
        self.told = 0  # how many of the released clauses say something of the house
        self.dropped: list[str] = []
        self.unsaid: list[str] = []  # those in whose place nothing was told
        self.leaned_on: set[str] = set()  # ids of the passages that vouched for what has left
        self.kept: list[str] = []  # clauses of the sentence in hand that wait for its end
        self.said = ""  # what of this sentence has left
        self.last = ""  # the sentence before, as far as it has left
        self.gap = ""  # what stands between what has left and what may leave next
        self.spaced = False  # whether a space has left after the opening
        self.lost = False  # the last thing judged was dropped: what "it" means is unknown

    def feed(self, text: str) -> list[str]:
        """The pieces that may leave now that `text` has arrived."""
        out = [piece for clause in self.clauses.feed(text) for piece in self._taken(clause)]
        if not (self.released or self.opened or self.dropped or self.kept or self.broken):
            pending = self.clauses.pending
            head, space, _ = pending.rpartition(" ")
            if space and head.strip() and harmless(head):
                self.opened = head + space
            elif opens_harmlessly(pending):
                self.opened = pending
            elif begun := pending.lstrip():
                self.begun = next((one for one in self.beginnings if one[0].startswith(begun)), None)
                self.opened = pending if self.begun else ""
            if self.opened:
                out.append(self.opened)
        return [piece for piece in out if piece]

    def break_off(self) -> None:
        """The model stopped in the middle: what it had begun to say is not a clause and does not leave."""
        if not _END.search(self.clauses.pending):
            self.clauses.rest()

    def rest(self) -> list[str]:
        """What may still leave once the model has finished."""
        last = self.clauses.rest()
        out = self._taken(last, ends=True) if last.strip() or self.kept else []
        if self.said and not self.broken:
            out += self._ended()
        if self.begun:
            out.append(self._told())
        return [piece for piece in out if piece]

    @property
    def broken_off(self) -> bool:
        """Whether the opening of a clause left and the rest of it may not."""
        return self.broken or bool(self.opened)

    @property
    def mending(self) -> str:
        """What joins the next words to an opening whose clause may not leave."""
        return f"{'' if self.spaced else ' '}– {self.mend} "

    @property
    def answered(self) -> bool:
        """Whether what has left is an answer: nothing is broken off, and if clauses were dropped, others say something. A fact
        in the place of a clause is near what the model said, which need not be what was asked.
        """
        return not self.broken_off and self.released > 0 and (self.told > 0 or not self.dropped)

    def _taken(self, clause: str, ends: bool = False) -> list[str]:
        """Judge a clause, or keep it until its sentence ends."""
        self.kept.append(clause)
        ends = ends or bool(_END.search(clause))
        whole = "".join(self.kept)
        if not ends:
            if stands_alone(whole, self.by) and (by := self._vouching(whole)) is not None:
                self.kept = []
                return self._out(whole, by)
            return []
        self.kept = []
        if (by := self._vouching(whole)) is not None:
            return [*self._out(whole, by), *self._ended()]
        out: list[str] = []
        missing: list[str] = []
        for part in _parts(whole, self.by):
            judged = part.strip() and (part != whole or self.said)
            if judged and (by := self._vouching(part, alone=part != whole)) is not None:
                out += self._out(part, by)
            elif re.search(r"\w", part):
                out += self._drop(part)
                missing.append(part)
        out += self._ended()
        return out + [fact for part in missing for fact in self._instead(part, whole)]

    def _vouching(self, text: str, alone: bool = False) -> frozenset[str] | None:
        """The passages that vouch for a clause (none where it asserts nothing), or None: it may not leave."""
        if (alone and not (ignorant(text) or stands_alone(text, self.by))) or self._turned(text):
            return None
        bare = _ASSENT.sub("", cleaned(text), count=1)
        if not re.search(r"\w", bare) or _ALONE.match(cleaned(text)):
            return None
        before = "" if self.lost else _ASSENT.sub("", self.said or self.last, count=1)
        whole = _ASSENT.sub("", self.said, count=1) + self.gap + bare
        if self.said and not _JOINT.match(bare) and not stands_alone(bare, self.by):
            return vouching(whole, self.by, "" if self.lost else self.last)
        found = vouching(bare, self.by, before)
        return vouching(whole, self.by, self.last) if found is None and self.said else found

    def _turned(self, text: str) -> bool:
        """Whether a clause goes on otherwise than its opening, which has left, let one expect."""
        text = cleaned(text)
        return not text.startswith(cleaned(self.opened)) or (self.begun is not None and bool(_ASSENT.match(text)))

    def _drop(self, part: str) -> list[str]:
        if _ALONE.match(cleaned(part)) and not self.opened:
            return []  # a yes without a clause asserts nothing that is missed
        self.dropped.append(part)
        if self.begun:
            return [self._told()]
        self.lost = True
        if self.opened:
            self.broken, self.spaced, self.opened = True, self.opened.endswith(" "), ""
        return []

    def _told(self) -> str:
        """The rest of the fact with which the reply has begun."""
        assert self.begun is not None
        (fact, source), self.begun = self.begun, None
        self.finished = fact, source
        rest, self.opened = fact[len(self.opened.lstrip()) :], ""
        self._quote(fact, source)
        return rest

    def _instead(self, part: str, sentence: str) -> list[str]:
        """The facts that speak of what a clause that may not leave speaks of, or its sentence, unless they have been told."""
        if _ALONE.match(cleaned(part)):
            return []
        places = nearest(part, self.facts, self.by) or nearest(sentence, self.facts, self.by)
        if not places:
            self.unsaid.append(part)
        out: list[str] = []
        facts = [self.facts[place] for place in places]
        for fact, source in facts if self.finished not in facts else ():
            if fact not in self.quoted:
                out.append((self.mending if self.broken else self.gap) + fact)
                self.broken = False
                self._quote(fact, source)
        return out

    def _quote(self, fact: str, source: str) -> None:
        self.quoted.append(fact)
        self.leaned_on |= {source} - {""}
        self.last, self.gap, self.lost = fact, " ", False

    def _out(self, clause: str, by: frozenset[str]) -> list[str]:
        """Let a clause leave; the sign after it waits for what follows."""
        text = cleaned(clause)
        opened = cleaned(self.opened)
        if self.quoted and not opened and asserts(text, self.by) and vouched(text, vouchers(self.quoted), self.last):
            return []  # a fact that was told in the place of another clause has said so
        if not opened and (lead := _ASSENT.match(text)):
            rest = text[lead.end() :]
            answer = _YES_NO.search(lead[0])
            if answer is None or not agrees(rest, self.by, yes=bool(answer["yes"])):
                text = rest[:1].upper() + rest[1:]
        piece = text[len(opened) :]
        end = _TAIL.search(piece)
        assert end is not None
        body, tail = piece[: end.start()], end[0]
        if not self.said and not opened and (self.lost or self.last in self.quoted):
            body = _JOINT.sub("", body)
            body = body[:1].upper() + body[1:]
        before = self.gap
        if self.broken:
            before, self.broken = self.mending, False
            body = body[:1].upper() + body[1:]
        self.told += asserts(opened + body, self.by)
        self.said += ("" if before == self.mending else self.gap) + opened + body
        self.opened, self.begun, self.gap, self.lost = "", None, tail, False
        self.released += 1
        self.leaned_on |= by - {""}
        return [before + body]

    def _ended(self) -> list[str]:
        """The end of a sentence: a sign where the last of its clauses was dropped."""
        if not self.said:
            return []
        out = "" if re.search(r"[.!?…]['\"”»)]*$", self.said) else "."
        self.last, self.said, self.gap = self.said, "", " "
        return [out]


def _parts(sentence: str, by: Vouchers) -> list[str]:
    """The clauses of a sentence that may stand without one another."""
    clauses = Clauses()
    found = clauses.feed(sentence)
    found.append(clauses.rest())
    out: list[str] = []
    for piece in found:
        if out and not stands_alone(out[-1], by):
            out[-1] += piece
        else:
            out.append(piece)
    return [piece for piece in out if piece]


def _assents(fact: str) -> bool:
    return bool(_ASSENT.match(f"{fact.partition(' ')[0]}, "))


class Speech(BaseChatModel):
    """A reply as a chat model: streaming it yields the words that may be said, whoever found them."""

    words: Callable[[], AsyncIterator[str]] = Field(exclude=True)

    @property
    def _llm_type(self) -> str:
        return "switchboard-speech"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        raise NotImplementedError("A reply is streamed.")

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        async for text in self.words():
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=text))
            if run_manager:
                await run_manager.on_llm_new_token(text, chunk=chunk)
            yield chunk
