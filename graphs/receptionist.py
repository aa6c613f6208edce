"""The receptionist: answers questions about the house, takes and changes reservations, fetches a person.

open_turn ─┬─ a person holds the thread ───────────────────────────────────────────┐
           └─ understand ─┬─ question ──────────────► recall / look_up ─► answer ──┤
                          ├─ an errand ─► collect … commit ───┘             ▲      ├─► close_turn
                          ├─ goodbye ─► let_go ─────────────────────────────┤      │
                          ├─ anything else ─────────────────────────────────┤      │
                          └─ person ─► hand_off ────────────────────────────┘      ┘
"""

from types import SimpleNamespace

from langgraph.graph import END, START, StateGraph

from dialogue import acts, errands, manners
from dialogue.call import Call
from dialogue.forms import Form, Forms, Wanted
from dialogue.state import Conversation, Turn
from graphs.agreeing import agreeing
from graphs.answering import answering, way_to_answer, way_to_question
from nodes.close_turn import close_turn
from nodes.hand_off import hand_off
from nodes.open_turn import open_turn
from nodes.understand import understand
from tools import reservations as tools

TABLE_WISH = (Wanted("party_size"), Wanted("day"), Wanted("time"))
STAY_WISH = (Wanted("check_in"), Wanted("check_out"), Wanted("party_size"), Wanted("room_type"))
WHO = (Wanted("name", may_refuse=True), Wanted("phone", may_refuse=True))
WHO_TO_CALL = (Wanted("name"), Wanted("phone"))
AT_TABLE = ("area", "occasion", "email")
GROUP_STAY = (Wanted("check_in"), Wanted("check_out"), Wanted("party_size"))
IN_ROOM = ("rooms", "extras", "no_extras", "children", "occasion", "email", "nights", "view")
POINTERS = ("code", "name", "phone")
POINTERS_AND_WHEN = (*POINTERS, "day", "time", "check_in")
LONGER = ("nights_more", "arrives_later", "arrives_alone")
COUNTED = ("time_by", "people_by", "in_week")
CHANGEABLE = (*(wanted.name for wanted in TABLE_WISH + STAY_WISH), *AT_TABLE, *IN_ROOM, *LONGER, *COUNTED, *POINTERS)

FORMS = Forms(
    {
        form.kind: form
        for form in [
            Form("table", TABLE_WISH, WHO, (*AT_TABLE, "period"), look=("party_size", "day"), holds=True),
            Form(
                "room", STAY_WISH, WHO, (*IN_ROOM, "at_most"), look=("check_in", "check_out", "party_size"), holds=True
            ),
            Form("change", welcome=CHANGEABLE, points=True),
            Form("change_table", TABLE_WISH, welcome=(*AT_TABLE, "name", "phone"), points=True, holds=True),
            Form(
                "change_room",
                STAY_WISH,
                welcome=(*IN_ROOM, *LONGER, "name", "phone"),
                look=("check_in", "check_out", "party_size"),
                points=True,
                holds=True,
            ),
            Form("cancel", welcome=POINTERS_AND_WHEN, points=True),
            Form("check", welcome=POINTERS_AND_WHEN, points=True, consent=False),
            Form("late", (Wanted("minutes"),), welcome=POINTERS_AND_WHEN, points=True, consent=False),
            Form("resend", welcome=POINTERS_AND_WHEN, points=True, consent=False),
            Form("group", TABLE_WISH, WHO_TO_CALL, AT_TABLE),
            Form("group_room", GROUP_STAY, WHO_TO_CALL, (*IN_ROOM, "room_type")),
            Form("waitlist", TABLE_WISH, WHO_TO_CALL, AT_TABLE),
            Form("message", (Wanted("text"),), WHO, ("email",)),
        ]
    }
)
TOOLS = SimpleNamespace(
    hold={"table": tools.hold_table, "room": tools.hold_room},
    look={"table": tools.free_times, "room": tools.free_rooms},
    do={
        "table": tools.book,
        "room": tools.book,
        "change": tools.change,
        "cancel": tools.cancel,
        "late": tools.running_late,
        "resend": tools.resend,
        "group": tools.ask_staff,
        "group_room": tools.ask_staff,
        "waitlist": tools.ask_staff,
        "message": tools.ask_staff,
    },
    find=tools.find,
    last=tools.last_booking,
    twin=tools.twin,
    release=tools.let_go,
)
PERSON = frozenset({"person", "emergency", "self_harm", "threat"})


# Routers are coroutines: LangGraph runs a plain function in a thread, which costs more than the routing.
async def holder(state: Conversation) -> str:
    return state.get("held_by") or "agent"


def takes_it(turn: Turn) -> bool:
    """Whether a colleague who was offered is wanted: not with "great, for two on Tuesday then", nor with "ok, thanks"."""
    wishes = errands.WISH_KINDS & {said["kind"] for said in turn["values"]}
    return acts.consents(frozenset(turn["acts"])) and not wishes and not manners.declines_with_thanks(turn["utterance"])


async def intent(state: Conversation) -> str:
    turn, expect = state["turn"], state.get("expect") or {}
    if turn["intent"] in PERSON or (expect.get("person") and takes_it(turn)):
        return "hand_off"
    if errands.leaving(state) and state.get("errand") is not None:
        return "answer" if errands.must_ask_once_more(state) else "let_go"
    if errands.kind_of(turn["intent"], turn["about"]) is not None:
        return "collect"
    return await way_to_question(state)


flow = StateGraph(Conversation, context_schema=Call)
flow.add_node(open_turn)
flow.add_node("understand", understand("receptionist"))
flow.add_node(hand_off)
answering(flow, FORMS, then="close_turn")
agreeing(flow, FORMS, TOOLS, onward=way_to_answer, person="hand_off")
flow.add_node(close_turn)
flow.add_edge(START, "open_turn")
flow.add_conditional_edges("open_turn", holder, {"agent": "understand", "person": "close_turn"})
flow.add_conditional_edges("understand", intent, ["recall", "look_up", "answer", "collect", "let_go", "hand_off"])
flow.add_edge("hand_off", "answer")
flow.add_edge("close_turn", END)
graph = flow.compile(name="receptionist")
