"""Find the words of the reply: the phrases that are due, the model's answer to a question, and the question to end with.

The order is always the same: who is speaking (first turn), what was done or refused, the answer, what is still to be
asked. Only the answer comes from the model, clause by clause through the gate; when the model is silent, late, broken
or says nothing that may leave, a phrase built from the best passage answers in its place.
"""

import asyncio
import logging
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import RunnableConfig

from dialogue.claims import vouchers
from dialogue.forms import Form
from dialogue.state import Conversation, Expectation, Line
from nodes import facts
from nodes.gate import Gate, Speech
from nodes.node import Node
from nodes.serving import agent_of
from nodes.tell import tell
from prompts import answering
from prompts.phrases import phrase
from providers import models
from providers.errors import ProviderError, translated
from records.agents import Agent
from settings import settings

CLAUSE_END = re.compile(r"[.!?;:,…–][\'\"”»)]*$")

log = logging.getLogger(__name__)


def answer(form: Form) -> Node:
    """The step for an agent whose errands have this form."""

    async def answer(state: Conversation, config: RunnableConfig) -> dict[str, Any]:
        turn = state["turn"]
        reply = Reply(state, await agent_of(turn), form)
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
        message = AIMessage("".join(said), id=reply.id)
        asked = dict(state.get("asked") or {})
        if reply.asked:
            asked[reply.asked] = asked.get(reply.asked, 0) + 1
        timings = {**turn["timings"], **reply.timings}
        done = {**turn, "told": told, "reply": message.text, "usage": reply.usage, "timings": timings, "ask": reply.ask}
        return {"messages": [message], "turn": done, "expect": reply.expect, "asked": asked}

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

    def __init__(self, state: Conversation, agent: Agent, form: Form) -> None:
        self.state, self.agent, self.form, self.turn = state, agent, form, state["turn"]
        self.language: str = state["language"]
        self.usage: dict[str, int] = {}
        self.timings: dict[str, float] = {}
        self.asked = ""
        self.id: str | None = None  # the streamed message's, so that who heard it does not hear it again
        self.ask, self.expect = self._question()

    async def words(self) -> AsyncIterator[str]:
        """The pieces of the reply, in order, each with the white space that follows it."""
        for line in self._due():
            yield self._phrase(line) + " "
        if self.turn.get("question"):
            async for piece in self._answer():
                yield piece
        if self.ask:
            self.asked = self.ask["phrase"]
            yield self._phrase(self.ask, again=(self.state.get("asked") or {}).get(self.asked, 0))

    def _due(self) -> list[Line]:
        """What is to be said before anything else."""
        lines = list(self.turn["say"])
        intent, outcome = self.turn["intent"], self.turn.get("outcome", "")
        open_errand = self.state.get("errand") is not None
        if outcome == "dropped":
            lines.append(Line(phrase="dropped", facts={}))
        if intent == "identity":
            lines.append(Line(phrase="identity", facts={}))
        elif intent == "unsupported":
            lines.append(Line(phrase="unsupported", facts={}))
        elif intent == "receipt":
            lines.append(Line(phrase="already_booked", facts=(self.state.get("receipts") or [])[-1]["facts"]))
        if not lines and not self.turn.get("question"):
            if intent == "greet" and self.turn["n"] > 1:
                lines.append(Line(phrase="greeting", facts={}))
            elif intent == "thank":
                lines.append(Line(phrase="thanks", facts={}))
            elif intent == "goodbye":
                lines.append(Line(phrase="goodbye_open_errand" if open_errand else "goodbye", facts={}))
            elif intent in ("unclear", "smalltalk", "out_of_scope") and not (
                self.turn["n"] == 1 and intent == "smalltalk"
            ):
                lines.append(Line(phrase="not_understood_here" if open_errand else "not_understood", facts={}))
        if self.turn["n"] == 1:
            lines.insert(0, Line(phrase="disclosure", facts={}))
            if lines[1:] == [] and not self.turn.get("question") and self.ask is None:
                lines.append(Line(phrase="how_can_i_help", facts={}))
        return lines

    def _question(self) -> tuple[Line | None, Expectation]:
        """What to end with, and what that lets us expect."""
        expect, errand = self.state.get("expect") or {}, self.state.get("errand")
        outcome, intent = self.turn.get("outcome", ""), self.turn["intent"]
        if self.turn.get("ask"):
            return self.turn["ask"], expect
        if errand is None or outcome == "dropped":
            return None, {}
        if intent in ("goodbye", "emergency", "person") or outcome == "person":
            return None, expect
        if outcome == "change":
            return Line(phrase="ask_change", facts={}), {}
        if expect.get("agreement") and expect["agreement"] == errand["agreed"]:
            return Line(phrase="ask_agreement", facts={}), expect
        if options := expect.get("choice"):
            offered = any(line["phrase"] in ("nearest", "nearest_one") for line in self.turn["say"])
            which = "ask_which" if "affirm" in self.turn["acts"] else "ask_choice"
            return Line(phrase="ask_offered" if offered else which, facts={"starts": options}), expect
        missing = self.form.missing(errand["slots"])
        if missing is None:
            return None, {}
        slot = errand["slots"].get(missing) or {}
        if slot.get("reason") == "so_far":
            digits = str(slot["value"])
            return Line(phrase="ask_more_digits", facts={"digits": " ".join(digits)}), {
                "slot": missing,
                "digits": digits,
            }
        if slot.get("status") == "ambiguous" and slot.get("alternatives"):
            return Line(phrase="ask_which", facts={"slot": missing, "alternatives": slot["alternatives"]}), {
                "slot": missing
            }
        return Line(phrase=f"ask_{missing}", facts={}), {"slot": missing}

    def _phrase(self, line: Line, again: int = 0) -> str:
        spoken = facts.spoken(line, self.language, self.agent, self.turn["now"])
        return phrase(facts.wording(line), self.language, spoken, again=again)

    async def _answer(self) -> AsyncIterator[str]:
        """The answer to the caller's question: the model's words as far as they may leave, else a phrase."""
        passages = [passage["content"] for passage in self.turn["passages"]]
        gate = Gate(vouchers(passages))
        if passages:
            started = time.perf_counter()
            try:
                model = models.chat_model()
                async for text in self._streamed(model, passages):
                    if not gate.released and not gate.opened:
                        self.timings["model_first_ms"] = round((time.perf_counter() - started) * 1000, 1)
                    for piece in gate.feed(text):
                        yield piece
            except ProviderError as trouble:
                log.warning(
                    "model silent", extra={"reason": trouble.reason, "conversation": self.turn["call"]["thread_id"]}
                )
                self.timings["model_trouble"] = 1
                gate.break_off()
            for piece in gate.rest():
                yield piece
            self.timings["model_ms"] = round((time.perf_counter() - started) * 1000, 1)
        if gate.dropped:
            log.warning(
                "clauses dropped", extra={"clauses": len(gate.dropped), "conversation": self.turn["call"]["thread_id"]}
            )
            self.timings["dropped"] = len(gate.dropped)
        if gate.broken_off:
            yield f"– {phrase('checked', self.language)} "
        if gate.broken_off or not gate.released:
            yield facts.best_sentences(self.turn["utterance"], self.turn["passages"]) or (
                f"{phrase('unknown', self.language)} {phrase('unknown_person', self.language)}"
            )
        yield " "

    async def _streamed(self, model: BaseChatModel, passages: list[str]) -> AsyncIterator[str]:
        """The model's words, under a deadline for the first and for every further one. Raises ProviderError."""
        system = answering.system(
            agent=self.agent.name,
            house=self.agent.tenant_name,
            industry=self.agent.industry,
            persona=self.agent.persona,
            language=self.language,
            question=self.turn["utterance"],
            facts=passages,
        )
        messages: list[BaseMessage] = [SystemMessage(system), *self.state["messages"]]
        deadline, finished = settings().llm_first_token_s, False
        stream = cast(AsyncGenerator[ChatGenerationChunk, None], model._astream(messages))
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
                    self.usage = {"input_tokens": usage["input_tokens"], "output_tokens": usage["output_tokens"]}
                finished = finished or bool((chunk.generation_info or {}).get("finish_reason"))
                if text := chunk.text:
                    deadline = settings().llm_stall_s
                    yield text
        finally:
            await stream.aclose()
        if not finished:
            raise ProviderError("model", reason="cut_off")
