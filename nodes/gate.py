"""Receipt or silence: what of the model's words may leave.

The words of a reply arrive in pieces. The first words leave as soon as they assert nothing; from then on whole clauses
leave, each only when everything checkable in it is vouched for. A clause that is not is dropped, and the reply goes on
without it. `Speech` makes the whole reply a chat model of LangChain's, so that every stream of LangGraph carries these
words and no others.
"""

import re
from collections.abc import AsyncIterator, Callable
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field

from dialogue.claims import Clauses, harmless, opens_harmlessly, vouched


class Gate:
    """One answer of the model on its way out. Feed it pieces; what it returns may be said."""

    def __init__(self, by: frozenset[str]) -> None:
        self.by = by
        self.clauses = Clauses()
        self.opened = ""  # what of the clause in hand has already left
        self.released = 0
        self.dropped: list[str] = []

    def feed(self, text: str) -> list[str]:
        """The pieces that may leave now that `text` has arrived."""
        out = [piece for clause in self.clauses.feed(text) if (piece := self._judged(clause))]
        if not self.released and not self.opened and not self.dropped:
            head, space, _ = self.clauses.pending.rpartition(" ")
            if space and head.strip() and harmless(head):
                self.opened = head + space
            elif opens_harmlessly(self.clauses.pending):
                self.opened = self.clauses.pending
            if self.opened:
                out.append(self.opened)
        return out

    def break_off(self) -> None:
        """The model stopped in the middle: what it had begun to say is not a clause and does not leave."""
        if not re.search(r"[.!?]['\"”»)]*\s*$", self.clauses.pending):
            self.clauses.rest()

    def rest(self) -> list[str]:
        """What may still leave once the model has finished."""
        last = self.clauses.rest()
        return [piece] if last and (piece := self._judged(last)) else []

    @property
    def broken_off(self) -> bool:
        """Whether the opening of a clause left and the rest of it may not."""
        return bool(self.opened)

    def _judged(self, clause: str) -> str:
        if not vouched(clause, self.by):
            self.dropped.append(clause)
            return ""
        piece, self.opened = clause[len(self.opened) :], ""
        self.released += 1
        return piece


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
