"""The shared picture of getting something agreed: collect → propose → confirm → commit.

collect ─┬─ agreed ──────────────────────────────────────► commit ──┐
         ├─ the wish is known ─► propose ─┬─ all is known ► confirm ─┤
         │                                ├─ more to ask ────────────┼─► onward
         │                                └─ too many for us ► person│
         ├─ no longer wanted ───────────────────────────► let_go ───┤
         └─ something is missing ───────────────────────────────────┘
"""

from collections.abc import Awaitable, Callable
from typing import Any

from langgraph.graph import StateGraph

from dialogue.forms import Form
from dialogue.state import Conversation
from nodes.collect import collect
from nodes.commit import Do, commit
from nodes.confirm import confirm
from nodes.let_go import Release, let_go
from nodes.propose import Keep, propose

Router = Callable[[Conversation], Awaitable[str]]


def agreeing(
    flow: StateGraph[Any, Any, Any, Any],
    form: Form,
    *,
    hold: Keep,
    do: Do,
    release: Release,
    onward: Router,
    person: str,
) -> None:
    """Add the steps to a flow, `collect` first. `onward` says where the turn goes afterwards (through look_up or
    straight to answer), `person` is the step that fetches one.
    """

    async def after_collect(state: Conversation) -> str:
        errand, outcome = state["errand"], state["turn"].get("outcome")
        if outcome == "dropped":
            return "let_go"
        if errand is None or outcome == "change":
            return await onward(state)
        if outcome == "agreed":
            return "commit"
        return "propose" if form.wished(errand["slots"]) else await onward(state)

    async def after_propose(state: Conversation) -> str:
        errand = state["errand"]
        if state["turn"].get("outcome") == "person":
            return person
        complete = errand is not None and errand["hold"] is not None and form.missing(errand["slots"]) is None
        return "confirm" if complete else await onward(state)

    flow.add_node("collect", collect(form))
    flow.add_node("propose", propose(hold))
    flow.add_node("confirm", confirm(form))
    flow.add_node("commit", commit(do))
    flow.add_node("let_go", let_go(release))
    ends = ["look_up", "answer"]
    flow.add_conditional_edges("collect", after_collect, ["commit", "propose", "let_go", *ends])
    flow.add_conditional_edges("propose", after_propose, ["confirm", person, *ends])
    flow.add_conditional_edges("confirm", onward, ends)
    flow.add_conditional_edges("commit", onward, ends)
    flow.add_conditional_edges("let_go", onward, ends)
