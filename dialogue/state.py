"""What a thread remembers between turns, and what one turn knows while it is taken.

`Conversation` is the state of every graph. It lives in Postgres for months, so it holds plain JSON values and a short
window of messages; the whole transcript is in the `messages` table. What only the turn in hand needs (`Turn`) is
never written to a checkpoint.
"""

from typing import Annotated, Any, Literal, NotRequired, TypedDict, cast

from langchain_core.messages import AnyMessage
from langgraph.channels import UntrackedValue
from langgraph.graph.message import add_messages

from dialogue.slots import Slot

WINDOW = 2
"""Turns whose words stay in the state (each an utterance and a reply): what the model is shown, and Studio."""


class Hold(TypedDict):
    """What is kept while the caller decides."""

    id: str
    facts: dict[str, Any]  # what can be read back: day, time, party_size …, or check_in, check_out, room_type …
    until: str  # UTC ISO: when it lapses unless the conversation goes on


class Errand(TypedDict):
    """What the caller came to get done, and how far it has got."""

    kind: str  # a form's kind: "table", "room", "change", "cancel", "late" …
    epoch: int  # 1, 2, 3 … in this thread: the second table is another errand, not the first one again
    slots: dict[str, Slot]
    hold: Hold | None
    target: dict[str, Any] | None  # facts of the reservation that a change, a cancellation … is about
    notes: str  # what the staff should know, in the caller's words
    agreed: str | None  # the read-back's token; void as soon as a slot changes
    shown: dict[str, Any] | None  # for which wish it has been said what there is
    refused: dict[str, Any] | None  # the wish that could not be had: what a waiting list would be for
    second: bool  # it is known to stand beside another reservation of the same guest
    like_last: bool  # "same as last time", and that time has not been found yet
    tries: int  # how often a reservation was pointed at that could not be found


class Expectation(TypedDict, total=False):
    """What the last reply asked for, so that a bare "seven" or "yes" can be understood."""

    slot: str  # a value for this slot
    agreement: str  # a yes to the read-back with this token
    digits: str  # the telephone number as far as it has been said
    choice: list[dict[str, Any]]  # one of these, as slot values: {"day": "2026-11-28", "time": "19:30"}
    wished: dict[str, Any]  # what was wished for instead and could not be had, as slot values
    which: list[dict[str, Any]]  # one of these reservations, as facts
    twin: dict[str, Any]  # whether it is this reservation or a second one
    add: dict[str, list[str]]  # a yes to these extras "more" and "less" than are wished for, whose price was asked
    waitlist: bool  # a yes to the waiting list
    resume: bool  # a yes to going on with what was put aside
    person: bool  # a yes to being passed to a person
    leaving: bool  # the caller said goodbye and was asked about the read-back once more


class Receipt(TypedDict):
    """The proof that a thing was done; `facts` are ready to be said."""

    operation: str
    key: str
    facts: dict[str, Any]


class Passage(TypedDict):
    """A piece of a document that the reply may lean on, or a fact of the house."""

    id: str  # "" for facts of the house, which stand in no document
    title: str
    content: str
    document: str  # its title
    document_id: str
    score: float
    to: NotRequired[list[str]]  # the questions that it was found for, where an utterance has several


class Source(TypedDict):
    """A passage that the reply leans on, as it is told to who reads the reply."""

    passage_id: str
    document_id: str
    title: str
    document: str
    score: float


class Line(TypedDict):
    """One thing the reply must say: the name of a phrase and what belongs into it."""

    phrase: str
    facts: dict[str, Any]


class Due(TypedDict):
    """A line of a reply that the caller has to hear, and up to where it goes."""

    until: int
    line: Line


class Spoken(TypedDict):
    """The last reply as it counts when it was not heard to its end; lengths are characters of it."""

    length: int
    asks_from: int  # where the question at its end begins; `length` where it asks nothing
    asked: str  # the phrase of that question, or ""
    due: list[Due]


class Turn(TypedDict, total=False):
    """What one turn knows while it is taken. Never checkpointed."""

    n: int
    call: dict[str, Any]  # dialogue.call.Call, complete: who is on the line in this turn
    runner: int | None  # the process that takes it
    outcome: str  # what became of the errand: "" | "agreed" | "change" | "dropped" | "done" | "person"
    now: str  # ISO, UTC: when the utterance came in; a replayed turn keeps its own
    learned: int | None  # the tenant's count of changes to what its agents know; None: nothing is remembered
    remembered: str  # the words of the answer, where they were found in memory
    utterance: str
    asks: str  # the question in it with what it leans on, where that was said before
    acts: list[str]
    intent: str
    about: str  # "table" or "room": what kind of booking the words are about
    sure: float  # how sure the reading is, 0 to 1
    values: list[dict[str, Any]]  # language.values.Value, as JSON
    asked_days: list[dict[str, Any]]  # the days of what is only asked of the house beside a wish, which names its own
    also: list[dict[str, Any]]  # the values of a second wish in the same breath, which is another errand
    rule: str  # a question of the house's rules that what is told raises: whether the dog may come
    another_room: dict[str, Any]  # the "room_type" or "view" that is only asked about while another room is held
    asks_extras: list[str]  # the extras of which it is asked whether they are on a booking
    cost: dict[str, list[str]]  # the extras "more" and "less" with which it is asked what the stay would cost
    progress: bool  # something was learned for the errand in hand, whatever was asked
    question: bool  # the utterance asks something that passages or the agent's own data may answer
    say: list[Line]
    again: list[Line]  # what the caller has to know of the reply before, and did not hear
    ask: Line | None
    passages: list[Passage]
    sources: list[Source]  # those of them that the reply leans on, best first
    unanswered: list[str]  # questions of the utterance that nothing written answers; at last without personal data
    told: list[dict[str, Any]]  # events told so far
    usage: dict[str, Any]  # tokens the model counted; its words, and the label it gave, as they came
    timings: dict[str, float]
    reply: str


def recent(before: list[AnyMessage] | None, new: Any) -> list[AnyMessage]:
    """Reducer: the last `WINDOW` turns' messages and the utterance in hand; older ones are in the transcript."""
    messages = cast(list[AnyMessage], add_messages(cast(Any, before or []), new))
    return messages[-(2 * WINDOW + 1) :] if messages and messages[-1].type == "human" else messages[-2 * WINDOW :]


class Conversation(TypedDict, total=False):
    """What a thread remembers between turns."""

    messages: Annotated[list[AnyMessage], recent]
    language: Literal["en", "de"]
    errand: Errand | None
    aside: list[Errand]  # errands put aside for another, the latest last; at most three
    contact: dict[str, Any]  # name, phone and e-mail as the caller gave them for something that was done
    abuse: int  # how often the caller was abusive
    epoch: int
    expect: Expectation
    day: str  # the date that was spoken of last, for "that day", or the month ("2027-03"), for "the 12th"
    topic: str  # what the question before was about: "hours", for "and Tuesday?"; "extra:dog", for "add it"; else ""
    remarks: str  # what was told beside a question, before anything was wanted, that the staff should know
    asked: dict[str, int]  # how often each thing has been asked in this errand, for the wording and the ask budget
    receipts: list[Receipt]
    spoken: Spoken | None
    pointed: str  # the code of the reservation that was found last, by what the caller knew of it
    handed_off: bool  # a colleague was asked to get back to the caller
    held_by: Literal["agent", "person"]
    ended: bool
    turn: Annotated[Turn, UntrackedValue]
