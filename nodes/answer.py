"""Find the words of the reply: the phrases that are due, the model's answer to a question, and the question to end with.

The order is always the same: who is speaking (first turn), what was done or refused, the answer, what is still to be
asked. Only the answer comes from the model, clause by clause through the gate; when the model is silent, late, broken
or says nothing that may leave, a phrase built from the best passage answers in its place.
"""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, SystemMessage
from langchain_core.runnables import RunnableConfig

from dialogue import binding, colleagues, desk, errands, on_file, routing, unheard, unread
from dialogue.claims import Vouchers, vouchers
from dialogue.forms import Forms
from dialogue.reserved import ignorant
from dialogue.slots import Slot, value
from dialogue.state import Conversation, Due, Errand, Expectation, Line, Source, Spoken
from knowledge import unanswered
from language import guests
from nodes import ahead, evidence, facts, pricing, quoting, recall
from nodes.commit import said_of
from nodes.confirm import read_back
from nodes.gate import Gate, Speech
from nodes.hand_off import ENDING
from nodes.node import Node
from nodes.serving import agent_of
from nodes.tell import tell
from prompts import answering
from prompts.phrases import known, phrase
from providers import models
from providers.errors import ProviderError, translated
from records.agents import Agent
from settings import settings

CLAUSE_END = re.compile(r"[.!?;:,…–][\'\"”»)]*$")

ABUSIVE = 3
"""The abusive utterance at which the conversation is closed."""
ASKED_MOST = 3
"""How often one thing is asked before a person is offered."""
OPEN_QUESTIONS = frozenset(
    {
        "ask_change",
        "ask_what_to_change",
        "ask_what_else_to_change",
        "ask_which_reservation",
        "ask_choice",
        "ask_which",
        "ask_which_check_in",
    }
)
"""Questions beside those for a slot, after which a caller may not know what to say."""
NOT_UNDERSTOOD = "not_understood"
EXCUSED = " excused"
"""Behind a question's name: how often there was a reason to ask it again that is nobody's failure."""
EXCUSING = frozenset({"ask_why", "hold_on", "repeat"})
SAID = frozenset({"identity", "unsupported", "language", "here", "injection", "prompt", "privacy"}) | desk.PHRASES - {
    "today"
}
"""Intents that are answered by the phrase of their name."""
PASSED_ON = frozenset({"emergency", "person", "self_harm", "threat"})

log = logging.getLogger(__name__)


def answer(forms: Forms) -> Node:
    """The step for an agent whose errands have these forms."""

    async def answer(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn = state["turn"]
        reply = Reply(state, await agent_of(turn), forms)
        told, said, pause, clause = turn["told"], [], "", ""
        async for words in spoken(reply, config):
            text = pause + words
            pause = text[len(text.rstrip()) :]
            if text := text.rstrip():
                said.append(text)
                told = tell({**turn, "told": told}, "token", {"text": text})
                clause += text
                if CLAUSE_END.search(clause):
                    told, clause = tell({**turn, "told": told}, "clause", {"text": clause.strip()}), ""
        if clause.strip():
            told = tell({**turn, "told": told}, "clause", {"text": clause.strip()})
        ahead.enough()
        if reply.answered:
            recall.remember(state, reply.agent, reply.answered, sorted(reply.leaned_on))
        message = AIMessage("".join(said), id=reply.id)
        asked = {name: times for name, times in (state.get("asked") or {}).items() if name != NOT_UNDERSTOOD}
        if reply.lost:
            asked[NOT_UNDERSTOOD] = reply.lost_before + 1
        if reply.asked:
            asked[reply.asked] = asked.get(reply.asked, 0) + 1
            if reply.excused and asked[reply.asked] > 1:
                asked[reply.asked + EXCUSED] = asked.get(reply.asked + EXCUSED, 0) + 1
        timings = {**turn["timings"], **reply.timings}
        usage = {**turn["usage"], **reply.usage}
        done = {**turn, "told": told, "reply": message.text, "usage": usage, "timings": timings, "ask": reply.ask}
        open_questions = [
            unanswered.anonymous(question, reply.agent.region)
            for question in reply.unanswered
            if evidence.asks_of_the_house(question)
        ]
        done |= {"sources": reply.sources, "unanswered": open_questions}
        spoken_as = Spoken(
            length=len(message.text), asks_from=reply.asks_from, asked=reply.asked, due=reply.must_be_heard
        )
        changed = {"messages": [message], "turn": done, "expect": reply.expect, "asked": asked, "ended": reply.ended}
        changed["spoken"] = spoken_as
        return changed | ({"abuse": reply.abuse} if reply.abuse != state.get("abuse", 0) else {})

    return answer


async def spoken(reply: "Reply", config: RunnableConfig) -> AsyncIterator[str]:
    """The words of the reply, through a chat model where somebody listens to the run's models: Studio, a tracer."""
    callbacks = config.get("callbacks")
    if not getattr(callbacks, "handlers", callbacks):
        async for words in reply.words():
            yield words
        return
    async for chunk in Speech(words=reply.words).astream([], config):
        reply.id = chunk.id
        yield str(chunk.content)


class Reply:
    """One reply while it is being found."""

    def __init__(self, state: Conversation, agent: Agent, forms: Forms) -> None:
        self.state, self.agent, self.forms, self.turn = state, agent, forms, state["turn"]
        self.language: str = state["language"]
        self.usage: dict[str, Any] = {}  # with the model's own words, so that a conversation can be held again
        self.timings: dict[str, float] = {}
        self.asked = ""
        self.length = self.asks_from = 0  # characters said so far, and before the question
        self.must_be_heard: list[Due] = []
        self.answered = ""  # the words of the answer, where they are worth remembering
        self.announced = False  # whether it has been said that what follows is in the other language
        self.leaned_on: set[str] = set()  # ids of the passages that an answer leans on
        self.unanswered = list(self.turn.get("unanswered") or [])
        self.id: str | None = None  # the streamed message's, so that who heard it does not hear it again
        self.abuse = state.get("abuse", 0) + ("abuse" in self.turn["acts"])
        self.once_more = errands.must_ask_once_more(state)
        ends = self.abuse >= ABUSIVE or self.turn["intent"] in ENDING | {"wrong_number"}
        self.ended = ends or (errands.leaving(state) and not self.once_more)
        self.read_back: Line | None = (
            None  # said again before a yes is asked for again: a yes is to the words just heard
        )
        self.ask, self.expect = self._no_loop(*self._question())
        self.due = self._due()
        self.lost = any(line["phrase"].startswith(NOT_UNDERSTOOD) for line in self.due)
        if self.lost and self.ask is None and not self.ended and self.lost_before >= ASKED_MOST - 1:
            self.ask, self.expect = Line(phrase="ask_person", facts={}), {"person": True}
            self.due = [
                Line(phrase=f"{NOT_UNDERSTOOD}_here", facts={}) if line["phrase"] == NOT_UNDERSTOOD else line
                for line in self.due
            ]

    @property
    def lost_before(self) -> int:
        """How many turns before this one were not understood, one after the other."""
        return (self.state.get("asked") or {}).get(NOT_UNDERSTOOD, 0)

    def _no_loop(self, ask: Line | None, expect: Expectation) -> tuple[Line | None, Expectation]:
        """A question that was asked in all its words and brought nothing is not asked once more: a person is offered."""
        phrase_ = ask["phrase"] if ask else ""
        counts = self.state.get("asked") or {}
        in_vain = counts.get(phrase_, 0) - counts.get(phrase_ + EXCUSED, 0)
        if phrase_ not in OPEN_QUESTIONS or self.excused or self.once_more or in_vain < ASKED_MOST - 1:
            return ask, expect
        return Line(phrase="ask_person", facts={}), {**expect, "person": True}

    @property
    def asks(self) -> str:
        """The question as it is to be understood: with what it leans on."""
        return self.turn.get("asks") or self.turn["utterance"]

    @property
    def excused(self) -> bool:
        """Whether the caller has done well even if the question is still open: told something else, or asked something."""
        side = self.turn["intent"] in ("receipt", "total", "per_night") or bool(EXCUSING & set(self.turn["acts"]))
        return side or any(self.turn.get(what) for what in ("question", "progress", "another_room"))

    async def words(self) -> AsyncIterator[str]:
        """The pieces of the reply, in order, each with the white space that follows it."""
        async for piece in self._pieces():
            self.length += len(piece)
            yield piece

    async def _pieces(self) -> AsyncIterator[str]:
        for line in self.due:
            lost = line["phrase"].startswith(NOT_UNDERSTOOD)
            yield self._phrase(line, again=self.lost_before if lost else self.turn["n"] - 1) + " "
            if unheard.must_be_heard(line):
                self.must_be_heard.append(Due(until=self.length - 1, line=line))
        if self.turn.get("question"):
            async for piece in self._answer():
                yield piece
        if self.read_back:
            yield self._phrase(self.read_back) + " "
        self.asks_from = self.length
        if self.ask:
            self.asked = self.ask["phrase"]
            yield self._phrase(self.ask, again=(self.state.get("asked") or {}).get(self.asked, 0))

    def _due(self) -> list[Line]:
        """What is to be said before anything else."""
        again = [] if self.turn["intent"] == "receipt" else self.turn.get("again", [])
        say = self.turn["say"]
        noted = [line for line in say if line["phrase"] == "noted"]  # last, and once: a read-back has it
        told = any(line["phrase"].startswith("read_back_") for line in say)
        lines = [*again, *(line for line in say if line not in noted), *(noted if not told else [])]
        intent, first = self.turn["intent"], self.turn["n"] == 1
        open_errand = self.state.get("errand") is not None
        asked = bool(self.turn.get("question"))
        if errands.leaving(self.state):
            named = (
                f"before_you_go_{errands.voice(self.state['errand']['kind'])}"
                if self.once_more and self.state["errand"]
                else "goodbye_open_errand"
                if self.turn.get("outcome") == "left"
                else "goodbye"
            )
            lines.append(Line(phrase=named, facts={}))
        elif intent == "abuse":
            steps = ("abuse_kindly", "abuse_boundary", "abuse_close")
            lines.append(Line(phrase=steps[min(self.abuse, ABUSIVE) - 1], facts={}))
        elif intent in SAID:
            lines.append(Line(phrase=intent, facts={}))
        elif intent == "today":
            now = datetime.fromisoformat(self.turn["now"]).astimezone(ZoneInfo(self.agent.timezone))
            lines.append(Line(phrase="today", facts={"day": now.date().isoformat(), "time": f"{now:%H:%M}"}))
        elif intent == "receipt":
            lines += self._done()
        elif intent == "total":
            lines += self._sums()
        elif intent == "per_night":
            lines.append(Line(phrase="per_night", facts={**routing.nights(self.state), "each_night": True}))
        elif not lines and not asked and self.turn.get("outcome", "") == "":
            if intent == "greet" and not first:
                lines.append(Line(phrase="greeting", facts={}))
            elif intent == "thank":
                lines.append(Line(phrase="thanks", facts={}))
            elif intent in ("unclear", "smalltalk", "out_of_scope") and not (first and intent == "smalltalk"):
                lines.append(Line(phrase="not_understood_here" if open_errand else "not_understood", facts={}))
        if not lines and not asked and self.ask is None and not first:
            lines.append(Line(phrase="not_understood_here" if open_errand else "not_understood", facts={}))
        if first:
            if not lines and not asked and self.ask is None:
                lines.append(Line(phrase="how_can_i_help", facts={}))
            if self.turn["call"]["disclosed"] == self.language:
                self.timings["disclosed_before"] = 1
            else:
                lines.insert(0, Line(phrase="disclosure", facts={}))
        return lines

    def _sums(self) -> list[Line]:
        """What the stay comes to, or would come to with the extras that are asked about; of each room on offer, if several are."""
        asked, stay = self.turn.get("cost"), routing.total(self.state)
        if asked is None:
            return [Line(phrase="total", facts=stay)]
        errand = self.state.get("errand")
        wish = stay or {name: slot.get("value") for name, slot in (errand["slots"] if errand else {}).items()}
        extras = sorted(({*(wish.get("extras") or ())} | {*asked["more"]}) - {*asked["less"]})
        facts: dict[str, Any] = {**wish, "extras": extras, "without": asked["less"]}
        if dates := routing.dates_offered(self.state):
            options = [pricing.priced(self.agent, {**one, "extras": extras}, {}) for one in dates]
            wished = (self.state.get("expect") or {}).get("wished") or {}
            offers = "offers_with" if asked["more"] else "offers_without"
            return [Line(phrase=offers, facts={**facts, "options": options, "wished": wished})]
        named = [str(stay["room_type"])] if stay else routing.offered(errand)
        free = [pricing.of_a_stay(self.agent, {**facts, "room_type": one}) for one in named]
        if not stay:
            return [Line(phrase="free_rooms_with" if extras else "free_rooms", facts={**facts, "free": free})]
        return [Line(phrase="total_with" if asked["more"] else "total_without", facts={**facts, **free[0]})]

    def _done(self) -> list[Line]:
        """What has been done in this conversation and how it stands; of a delay or a cancellation, if that came last."""
        receipts = self.state.get("receipts") or []
        standing = [Line(phrase=f"your_{facts['kind']}", facts=facts) for facts in errands.standing(receipts)]
        last = receipts[-1] if receipts else None
        if last and last["operation"] == "late":
            return [Line(phrase=said_of(last), facts=last["facts"])]
        if last and last["operation"] == "cancel" and (not standing or on_file.undoes(self.turn["utterance"])):
            return [Line(phrase="now_cancelled", facts=last["facts"])]
        if last and last["operation"] in colleagues.WITH_THE_TEAM:
            said = "the_team_has_message" if last["operation"] == "message" else "the_team_has_it"
            return [*standing, Line(phrase=said, facts=last["facts"])]
        nothing = "nothing_yet" if self.state.get("errand") is not None else "nothing_booked"
        return standing or [Line(phrase=nothing, facts={})]

    def _question(self) -> tuple[Line | None, Expectation]:
        """What to end with, and what that lets us expect."""
        expect, errand = self.state.get("expect") or {}, self.state.get("errand")
        outcome, intent = self.turn.get("outcome", ""), self.turn["intent"]
        if self.turn.get("ask"):
            return self.turn["ask"], expect
        if errand is None or self.ended:
            return None, {}
        if intent in PASSED_ON or any(line["phrase"].startswith("handed_off") for line in self.turn["say"]):
            return None, Expectation(**{name: one for name, one in expect.items() if name != "person"})  # type: ignore[typeddict-item]
        asked, had = self.turn.get("cost"), value(errand["slots"], "extras") or []
        if asked and (asked["more"] or set(asked["less"]) & set(had)):
            ask = "ask_add" if asked["more"] else "ask_leave_out"
            dates = {
                one: expect[one] for one in ("choice", "wished") if routing.dates_offered(self.state) and one in expect
            }
            kept = cast(Expectation, {"slot": expect.get("slot", ""), "add": asked, **dates})
            return Line(phrase=ask, facts={"extras": asked["more"], "without": asked["less"]}), kept
        agree = Line(phrase=f"agree_{errands.voice(errand['kind'])}", facts={})
        if self.once_more:
            self.read_back = read_back(errand)
            return agree, {**expect, "leaving": True}
        if expect.get("resume"):
            day = value(errand["slots"], "day") if errand["kind"] in errands.BOOKINGS and not errand["hold"] else None
            of = {"kind": errand["kind"]}
            return (
                Line(phrase="ask_resume_on", facts={**of, "day": day}) if day else Line(phrase="ask_resume", facts=of)
            ), expect
        if outcome == "change":
            return Line(phrase="ask_change", facts={}), {}
        if expect.get("agreement") and expect["agreement"] == errand["agreed"]:
            self.read_back = read_back(errand)
            return agree, expect
        if any(line["phrase"] == "hold_on" for line in self.turn["say"]) and not self.turn.get("question"):
            return None, expect
        if twin := expect.get("twin"):
            return Line(phrase=f"ask_second_{twin['kind']}", facts=twin), expect
        if expect.get("waitlist"):
            return Line(phrase="ask_waitlist", facts={}), expect
        if expect.get("person"):
            return Line(phrase="ask_person", facts={}), expect
        if options := expect.get("which"):
            return Line(phrase="ask_which_reservation", facts={"reservations": options}), expect
        if (options := expect.get("choice")) and expect.get("slot") != "time":
            offered = any(line["phrase"] in ("nearest", "nearest_one", "open_days") for line in self.turn["say"])
            which = "ask_which" if "affirm" in self.turn["acts"] else "ask_choice"
            if offered:
                which = "ask_offered" if len(options) == 1 else "ask_which_offered"
            return Line(phrase=which, facts={"options": options}), expect
        missing, expected = self._missing(errand)
        return missing, {**expect, **expected} if options and expected.get("slot") == "time" else expected

    def _missing(self, errand: Errand) -> tuple[Line | None, Expectation]:
        """The question for the slot that is asked for next."""
        form, slots = self.forms.of(errand), errand["slots"]
        if form.points and errand["target"] is None:
            named = errands.pointer(slots, "name")
            if (slots.get("code") or {}).get("status") != "refused" and not named:
                return self._within_budget("code", Line(phrase="ask_code", facts={}))
            missing: str | None = "phone" if named else "name"
            if more := self._more_digits(str(missing), slots.get(str(missing)) or {}):
                return more
            if (slots.get(str(missing)) or {}).get("status") == "refused":  # nothing is left to find it by
                return Line(phrase="ask_person", facts={}), {"person": True, "slot": str(missing)}
            return self._within_budget(str(missing), Line(phrase=f"ask_{missing}_on_file", facts={}))
        missing = form.missing(slots)
        if errand["like_last"]:
            missing = "phone" if value(slots, "name") else "name"
        if missing is None:
            nothing_new = errand["kind"] == "change" and not errands.differs(errand)
            if nothing_new and errands.told_again(errand) and (self.turn.get("progress") or self.turn.get("values")):
                return Line(phrase="ask_what_else_to_change", facts=dict(errand["target"] or {})), {}
            return (
                (Line(phrase="ask_what_to_change", facts=dict(errand["target"] or {})), {})
                if nothing_new
                else (None, {})
            )
        slot = slots.get(missing) or {}
        if more := self._more_digits(missing, slot):
            return more
        if slot.get("status") == "ambiguous" and slot.get("alternatives"):
            if slot.get("reason") == guests.LIKELY:
                ask = Line(phrase=f"ask_supposed_{missing}", facts={missing: slot["alternatives"][0]})
                return self._within_budget(missing, ask)
            if slot.get("reason") == binding.MISTYPED:
                return Line(phrase="ask_meant", facts={"alternatives": slot["alternatives"][:1]}), {"slot": missing}
            if slot.get("reason") in (binding.EITHER, binding.TOGETHER):
                options = binding.readings_of(missing, slots)
                return self._within_budget(missing, Line(phrase="ask_either", facts={"options": options}))
            readings = binding.in_order(slot["alternatives"])
            which = "ask_which" if len(readings) > 1 else "ask_whether"
            which = f"{which}_{missing}" if known(f"{which}_{missing}") else which
            ask = Line(phrase=which, facts={"slot": missing, "alternatives": readings})
            if slot.get("reason") == unread.MORE:
                ask = Line(phrase="ask_also_said", facts={**ask["facts"], "said": slot.get("words", "")})
            return self._within_budget(missing, ask)
        free = (errand["shown"] or {}).get("free") if missing == "room_type" else None
        asked_before = (self.state.get("asked") or {}).get("ask_room_type")
        if free and asked_before and not any(line["facts"].get("free") for line in self.turn["say"]):
            return self._within_budget(missing, Line(phrase="ask_room_of", facts={"free": free, "or": True}))
        own = f"ask_{missing}_{errands.voice(errand['kind'])}"
        return self._within_budget(missing, Line(phrase=own if known(own) else f"ask_{missing}", facts={}))

    @staticmethod
    def _more_digits(name: str, slot: Slot) -> tuple[Line, Expectation] | None:
        """The question for the rest of a telephone number that looks unfinished."""
        if slot.get("reason") != "so_far":
            return None
        digits = str(slot["value"])
        return Line(phrase="ask_more_digits", facts={"digits": " ".join(digits)}), {"slot": name, "digits": digits}

    def _within_budget(self, slot: str, ask: Line) -> tuple[Line, Expectation]:
        """The question, unless it has been asked often enough: then how else to answer it, and at last a person."""
        counts = self.state.get("asked") or {}
        asked = counts.get(ask["phrase"], 0) - counts.get(ask["phrase"] + EXCUSED, 0)
        if self.excused:
            return ask, {"slot": slot}
        if asked >= ASKED_MOST:
            return Line(phrase="ask_person", facts={}), {"person": True, "slot": slot}
        if asked == ASKED_MOST - 1 and known(f"help_{slot}"):
            return Line(phrase=ask["phrase"], facts={**ask["facts"], "help": slot}), {"slot": slot}
        return ask, {"slot": slot}

    def _phrase(self, line: Line, again: int = 0) -> str:
        spoken = facts.spoken(line, self.language, self.agent, self.turn["now"])
        words = phrase(facts.wording(line, self.agent), self.language, spoken, again=again)
        words = words[:1].upper() + words[1:]
        helping = line["facts"].get("help")
        return f"{words} {phrase(f'help_{helping}', self.language, spoken)}" if helping else words

    async def _answer(self) -> AsyncIterator[str]:
        """The answer to the caller's question: the model's words as far as they may leave, else a phrase."""
        asked = self.asks
        passages = [quoting.facts_for(asked, passage, self.language) for passage in self.turn["passages"]]
        foreign = quoting.foreign(self.turn["passages"], self.language)
        gate, said = Gate(self._vouchers(), phrase("checked", self.language), self._given(passages), foreign), ""
        if remembered := self.turn.get("remembered"):
            self.usage["words"] = remembered  # so that a conversation can be held again where nothing is remembered
            for piece in [*gate.feed(remembered), *gate.rest()]:
                said += piece
                yield self._announced(piece)
        elif passages:
            started = time.perf_counter()
            try:
                model = models.chat_model()
                async for text in self._streamed(model, passages):
                    if not gate.released and not gate.opened:
                        self.timings["model_first_ms"] = round((time.perf_counter() - started) * 1000, 1)
                    for piece in gate.feed(text):
                        said += piece
                        yield self._announced(piece)
            except ProviderError as trouble:
                log.warning(
                    "model silent", extra={"reason": trouble.reason, "conversation": self.turn["call"]["thread_id"]}
                )
                self.timings["model_trouble"] = 1
                gate.break_off()
            for piece in gate.rest():
                said += piece
                yield self._announced(piece)
            self.timings["model_ms"] = round((time.perf_counter() - started) * 1000, 1)
        if gate.dropped:
            log.info(
                "clauses dropped",
                extra={
                    "clauses": len(gate.dropped),
                    "left": gate.released,
                    "conversation": self.turn["call"]["thread_id"],
                },
            )
            self.timings["dropped"] = len(gate.dropped)
        if gate.broken_off:
            yield gate.mending
        self.leaned_on |= gate.leaned_on
        if not gate.answered or not (gate.told or _knows_nothing(said)):
            yield " " if gate.released or gate.quoted else ""
            found = quoting.quote(asked, self.turn["passages"], self.language)
            self.leaned_on |= {passage["id"] for passage in found.passages}
            if not found.words and not gate.quoted:
                self.unanswered = self.unanswered or [self.turn["utterance"]]
                if self.ask is None:
                    self.expect = {"person": True}
                yield f"{phrase('unknown', self.language)} {phrase('unknown_person', self.language)} "
                return
            silent = gate.released or gate.broken_off or gate.quoted or "model_trouble" in self.timings
            if not (silent or self.unanswered or found.announced):
                self.answered = found.words
            words = found.words
            for fact in gate.quoted:
                words = " ".join(words.replace(fact, " ").split())
            yield words
        elif not gate.told:  # the model says that it does not know
            self.unanswered = self.unanswered or [self.turn["utterance"]]
            yield " "
            return
        elif (rest := quoting.left_open(asked, said, self.turn["passages"], self.language)).words:
            self.leaned_on |= {passage["id"] for passage in rest.passages}
            yield f" {rest.words}"  # of two questions the model has answered one
        elif not (gate.dropped or self.unanswered or "model_trouble" in self.timings):
            self.answered = said.strip()
        yield f" {phrase('unknown_rest', self.language)} " if self.unanswered else " "

    @property
    def sources(self) -> list[Source]:
        """The passages that the reply leans on, as far as it has been found, best first."""
        return [
            Source(
                passage_id=passage["id"],
                document_id=passage["document_id"],
                title=passage["title"],
                document=passage["document"],
                score=passage["score"],
            )
            for passage in self.turn["passages"]
            if passage["id"] in self.leaned_on
        ]

    def _announced(self, piece: str) -> str:
        """A piece of the answer; the first in the language of the documents, where that is not the caller's, is announced."""
        if self.announced or not quoting.foreign(self.turn["passages"], self.language):
            return piece
        if not (announcement := quoting.announcement(piece, self.language)):
            return piece
        self.announced = True
        return f"{piece[: len(piece) - len(piece.lstrip())]}{announcement} {piece.lstrip()}"

    def _given(self, passages: list[str]) -> list[tuple[str, str]]:
        """The sentences that the model is given, each with the id of its passage."""
        given = zip(passages, self.turn["passages"], strict=True)
        return [(sentence, passage["id"]) for told, passage in given for sentence in quoting.told(told)]

    def _vouchers(self) -> Vouchers:
        """Who vouches for the model's words: the passages; a bare "it" is what the caller spoke of last."""
        heard = [message.text for message in self.state["messages"] if message.type == "human"]
        asked = self.turn["utterance"]
        return vouchers(
            [(passage["title"], passage["content"], passage["id"]) for passage in self.turn["passages"]],
            question=asked,
            before=" ".join(words for words in heard if words != asked),
            today=datetime.fromisoformat(self.turn["now"]).astimezone(ZoneInfo(self.agent.timezone)).date(),
            house=f"{self.agent.tenant_name} {self.agent.name}",
        )

    async def _streamed(self, model: BaseChatModel, passages: list[str]) -> AsyncIterator[str]:
        """The model's words, under a deadline for the first and for every further one. Raises ProviderError."""
        system = answering.system(
            agent=self.agent.name,
            house=self.agent.tenant_name,
            industry=self.agent.industry,
            persona=self.agent.persona,
            language=self.language,
            question=self.asks,
            facts=passages,
        )
        messages: list[BaseMessage] = [SystemMessage(system), *self.state["messages"]]
        deadline, finished = settings().llm_first_token_s, False
        stream = ahead.words(model, messages)
        try:
            while True:
                try:
                    async with asyncio.timeout(deadline):
                        chunk = await anext(stream)
                except StopAsyncIteration:
                    break
                except TimeoutError as late:
                    raise ProviderError("model", reason="timeout") from late
                except ProviderError:
                    raise
                except Exception as trouble:
                    raise translated(trouble) or ProviderError("model", reason="unavailable") from trouble
                if usage := cast(AIMessageChunk, chunk.message).usage_metadata:
                    self.usage |= {"input_tokens": usage["input_tokens"], "output_tokens": usage["output_tokens"]}
                finished = finished or bool((chunk.generation_info or {}).get("finish_reason"))
                if text := chunk.text:
                    deadline = settings().llm_stall_s
                    self.usage["words"] = self.usage.get("words", "") + text
                    yield text
        finally:
            await stream.aclose()
        if not finished:
            raise ProviderError("model", reason="cut_off")


def _knows_nothing(said: str) -> bool:
    """Whether a model's answer says that something is not known."""
    return any(ignorant(sentence) for sentence in re.split(r"(?<=[.!?])\s+", said) if sentence.strip())
