"""The receptionist: answers questions about the house, takes reservations, fetches a person.

open_turn ─┬─ a person holds the thread ───────────────────────────────────────────┐
           └─ understand ─┬─ question ───────────────────────► look_up ─► answer ──┤
                          ├─ reservation ─► collect … commit ─┘             ▲      ├─► close_turn
                          ├─ anything else ─────────────────────────────────┤      │
                          └─ person ─► hand_off ────────────────────────────┘      ┘
"""

from langgraph.graph import END, START, StateGraph

from dialogue.call import Call
from dialogue.forms import Form, Wanted
from dialogue.state import Conversation
from graphs.agreeing import agreeing
from graphs.answering import answering, way_to_answer
from nodes.close_turn import close_turn
from nodes.hand_off import hand_off
from nodes.open_turn import open_turn
from nodes.understand import understand
from tools.reservations import book_table, hold_table, let_go

RESERVATION = Form(
    "reservation",
    wish=(Wanted("party_size"), Wanted("day"), Wanted("time")),
    contact=(Wanted("name"), Wanted("phone", may_refuse=True)),
)
PERSON = frozenset({"person", "emergency", "existing_reservation", "change_reservation", "cancel_reservation"})


# Routers are coroutines: LangGraph runs a plain function in a thread, which costs more than the routing.
async def holder(state: Conversation) -> str:
    return state.get("held_by") or "agent"


async def intent(state: Conversation) -> str:
    wanted = state["turn"]["intent"]
    if wanted in PERSON:
        return "hand_off"
    return "collect" if wanted == "reservation" else await way_to_answer(state)


flow = StateGraph(Conversation, context_schema=Call)
flow.add_node(open_turn)
flow.add_node("understand", understand("receptionist"))
flow.add_node(hand_off)
answering(flow, RESERVATION, then="close_turn")
agreeing(flow, RESERVATION, hold=hold_table, do=book_table, release=let_go, onward=way_to_answer, person="hand_off")
flow.add_node(close_turn)
flow.add_edge(START, "open_turn")
flow.add_conditional_edges("open_turn", holder, {"agent": "understand", "person": "close_turn"})
flow.add_conditional_edges("understand", intent, ["look_up", "answer", "collect", "hand_off"])
flow.add_edge("hand_off", "answer")
flow.add_edge("close_turn", END)
graph = flow.compile(name="receptionist")
