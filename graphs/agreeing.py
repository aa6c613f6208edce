"""The shared picture of getting something agreed.

collect ─┬─ agreed ───────────────────────────────────────► commit ──┐
         ├─ which reservation? ─► identify ─┐                        │
         ├─ a wish to look for ─────────────┴► propose ─┐            │
         ├─ all is known ───────────────────────────────┴► confirm ──┼─► onward
         ├─ no longer wanted ─────────────────────────────► let_go ──┤
         ├─ too much for a machine ───────────────────────► person   │
         └─ something is missing ────────────────────────────────────┘
"""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from langgraph.graph import StateGraph

from dialogue import agreement, errands
from dialogue.forms import Form, Forms
from dialogue.state import Conversation, Errand
from nodes.collect import collect
from nodes.commit import Do, commit
from nodes.confirm import Twin, confirm
from nodes.identify import Find, Last, identify
from nodes.let_go import Release, let_go
from nodes.propose import Keep, Look, propose

Router = Callable[[Conversation], Awaitable[str]]


class Tools(Protocol):
    """What the steps do it with. `hold`, `look` and `do` are by kind of errand."""

    hold: dict[str, Keep]
    look: dict[str, Look]
    do: dict[str, Do]
    find: Find
    last: Last
    twin: Twin
    release: Release


def agreeing(flow: StateGraph[Any, Any, Any, Any], forms: Forms, tools: Tools, *, onward: Router, person: str) -> None:
    """Add the steps to a flow, `collect` first. `onward` says where the turn goes afterwards (through look_up or
    straight to answer), `person` is the step that fetches one.
    """

    async def after_collect(state: Conversation) -> str:
        outcome, errand = state["turn"].get("outcome"), state["errand"]
        if errand is None or outcome == "change":
            return await onward(state)
        if outcome in ENDS:
            return {"dropped": "let_go", "agreed": "commit", "person": person}[outcome]
        form = forms.of(errand)
        if (form.points and errand["target"] is None) or errand["like_last"]:
            return "identify"
        return await after_identify(state)

    async def after_identify(state: Conversation) -> str:
        outcome, errand = state["turn"].get("outcome"), state["errand"]
        if outcome == "person":
            return person
        if errand is None or outcome == "done" or (forms.of(errand).points and errand["target"] is None):
            return await onward(state)
        form = forms.of(errand)
        known = form.wished(errand["slots"]) or form.looked(errand["slots"]) or form.undecided(errand["slots"])
        if form.holds and known:
            return "propose"
        return await after_propose(state)

    async def after_propose(state: Conversation) -> str:
        errand = state["errand"]
        assert errand is not None
        if state["turn"].get("outcome") == "person":
            return person
        form = forms.of(errand)
        if not complete(form, errand):
            return await onward(state)
        if not form.consent or errands.only_arriving(errand, state["turn"]["values"]):
            return "commit"
        asked_for = (state.get("expect") or {}).get("agreement")
        again = "repeat" in state["turn"]["acts"] or asked_for is None
        return "confirm" if again or errand["agreed"] != agreement.token(errand) else await onward(state)

    async def after_commit(state: Conversation) -> str:
        return person if state["turn"].get("outcome") == "person" else await onward(state)

    flow.add_node("collect", collect(forms))
    flow.add_node("identify", identify(forms, tools.find, tools.last))
    flow.add_node("propose", propose(forms, tools.hold, tools.look))
    flow.add_node("confirm", confirm(tools.twin))
    flow.add_node("commit", commit(tools.do))
    flow.add_node("let_go", let_go(tools.release))
    ends = ["look_up", "answer"]
    flow.add_conditional_edges(
        "collect", after_collect, ["identify", "propose", "confirm", "commit", "let_go", person, *ends]
    )
    flow.add_conditional_edges("identify", after_identify, ["propose", "confirm", "commit", person, *ends])
    flow.add_conditional_edges("propose", after_propose, ["confirm", "commit", person, *ends])
    flow.add_conditional_edges("confirm", onward, ends)
    flow.add_conditional_edges("commit", after_commit, [person, *ends])
    flow.add_conditional_edges("let_go", onward, ends)


ENDS = frozenset({"dropped", "agreed", "person"})


def complete(form: Form, errand: Errand) -> bool:
    """Whether nothing is missing for it to be read back, or done."""
    if form.missing(errand["slots"]) is not None:
        return False
    if errand["kind"] == "change":
        return errands.differs(errand)
    return errand["hold"] is not None or not form.holds
