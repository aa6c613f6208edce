"""The graphs' threads: what a graph remembers, who may read it, and what it weighs after two hundred turns."""

import asyncio
import operator
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict
from uuid import uuid4

import psycopg
import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.types import Command, interrupt

from records import checkpoints, database, turns


class State(MessagesState, total=False):
    heard: list[str]
    party: int


class Small(TypedDict, total=False):
    items: Annotated[list[str], operator.add]
    answer: str
    anything: Any


def echo(state: State) -> State:
    said = state["messages"][-1].text
    return {"messages": [AIMessage(f"You said {said}")], "heard": [*state.get("heard", [])[-3:], said], "party": 4}


def talking():
    flow = StateGraph(State)
    flow.add_node(echo)
    flow.add_edge(START, "echo")
    flow.add_edge("echo", END)
    return flow.compile()


TALKING = talking()


def thread() -> str:
    return str(uuid4())


def config(thread_id: str, **more: Any) -> Any:
    return {"configurable": {"thread_id": thread_id, **more}}


def graph_of(tenant, graph=TALKING, **how: Any):
    return graph.copy(update={"checkpointer": checkpoints.saver(tenant.id, **how)})


async def say(graph, words: str, thread_id: str, durability: Any = "exit"):
    return await graph.ainvoke({"messages": [HumanMessage(words)]}, config(thread_id), durability=durability)


@pytest.mark.parametrize("durability", ["exit", "async", "sync"])
async def test_a_thread_is_remembered_from_one_run_to_the_next(tenant, durability):
    thread_id = thread()
    await say(graph_of(tenant), "hello", thread_id, durability)
    await say(graph_of(tenant), "a table, please", thread_id, durability)
    state = await graph_of(tenant).aget_state(config(thread_id))
    assert [m.text for m in state.values["messages"]] == [
        "hello",
        "You said hello",
        "a table, please",
        "You said a table, please",
    ]
    assert state.values["heard"] == ["hello", "a table, please"]
    assert state.next == ()
    assert state.metadata["step"] == 4


async def test_a_run_reads_once_and_writes_once(tenant, monkeypatch):
    trips = []
    exchange = database.Connection.exchange

    async def counted(self, statements):
        trips.append([sql.split()[0] for sql, _ in statements])
        return await exchange(self, statements)

    monkeypatch.setattr(database.Connection, "exchange", counted)
    thread_id = thread()
    await say(graph_of(tenant), "hello", thread_id)
    assert trips == [["select", "select"], ["select", "with"]]


async def test_another_tenant_reads_nothing_and_changes_nothing(tenant, other_tenant):
    thread_id = thread()
    await say(graph_of(tenant), "my number is 0151 000", thread_id)
    theirs = graph_of(other_tenant)
    assert (await theirs.aget_state(config(thread_id))).values == {}
    assert [s async for s in theirs.aget_state_history(config(thread_id))] == []
    foreign = checkpoints.saver(other_tenant.id)
    assert [c async for c in foreign.alist(None)] == []
    await foreign.adelete_thread(thread_id)
    await foreign.aprune([thread_id], strategy="delete")
    await say(theirs, "and mine?", thread_id)  # the same id is another thread in another tenant
    state = await graph_of(tenant).aget_state(config(thread_id))
    assert [m.text for m in state.values["messages"]] == ["my number is 0151 000", "You said my number is 0151 000"]


async def test_an_interrupt_waits_in_postgres_for_its_answer(tenant):
    def ask(state: Small) -> Small:
        return {"answer": interrupt({"question": "a table for fourteen?"})}

    def note(state: Small) -> Small:
        return {"items": ["noted"]}

    flow = StateGraph(Small)
    flow.add_node(ask)
    flow.add_node(note)
    flow.add_edge(START, "ask")
    flow.add_edge(START, "note")
    graph, thread_id = flow.compile(), thread()
    for durability in ("exit", "async"):
        thread_id = thread()
        stopped = await graph_of(tenant, graph).ainvoke({"items": ["a"]}, config(thread_id), durability=durability)
        assert stopped["__interrupt__"][0].value == {"question": "a table for fourteen?"}
        state = await graph_of(tenant, graph).aget_state(config(thread_id))
        assert state.next == ("ask",)
        done = await graph_of(tenant, graph).ainvoke(Command(resume="yes"), config(thread_id), durability=durability)
        assert done == {"items": ["a", "noted"], "answer": "yes"}


async def test_a_step_that_failed_is_taken_up_where_it_failed(tenant):
    attempts = []

    def first(state: Small) -> Small:
        attempts.append("first")
        return {"items": ["first"]}

    def second(state: Small) -> Small:
        attempts.append("second")
        if len(attempts) < 3:
            raise RuntimeError("the model is away")
        return {"items": ["second"]}

    flow = StateGraph(Small)
    flow.add_node(first)
    flow.add_node(second)
    flow.add_edge(START, "first")
    flow.add_edge("first", "second")
    graph, thread_id = flow.compile(), thread()
    with pytest.raises(RuntimeError):
        await graph_of(tenant, graph).ainvoke({"items": []}, config(thread_id))
    assert await graph_of(tenant, graph).ainvoke(None, config(thread_id)) == {"items": ["first", "second"]}
    assert attempts == ["first", "second", "second"]


async def test_history_is_newest_first_and_can_be_gone_back_to(tenant):
    graph, thread_id = graph_of(tenant), thread()
    for words in ("one", "two", "three"):
        await say(graph, words, thread_id)
    history = [state async for state in graph.aget_state_history(config(thread_id))]
    assert [state.values["heard"][-1] for state in history] == ["three", "two", "one"]
    assert history[0].parent_config == history[1].config
    assert [s.values["heard"][-1] async for s in graph.aget_state_history(config(thread_id), limit=1)] == ["three"]
    assert len([s async for s in graph.aget_state_history(config(thread_id), before=history[0].config)]) == 2
    assert len([s async for s in graph.aget_state_history(config(thread_id), filter={"step": 1})]) == 1
    earlier = await graph.aget_state(history[1].config)
    assert earlier.values["heard"] == ["one", "two"]
    await graph.ainvoke({"messages": [HumanMessage("four")]}, history[1].config)
    assert (await graph.aget_state(config(thread_id))).values["heard"] == ["one", "two", "four"]
    await graph.aupdate_state(config(thread_id), {"party": 14})
    assert (await graph.aget_state(config(thread_id))).values["party"] == 14


async def weight(url: str, tenant_id: str) -> tuple[int, int]:
    async with await psycopg.AsyncConnection.connect(url) as owner:
        cursor = await owner.execute(
            "select count(*), coalesce(sum(octet_length(checkpoint) + octet_length(metadata::text)), 0)"
            " from checkpoints where tenant_id = %s",
            [tenant_id],
        )
        rows, size = await cursor.fetchone() or (0, 0)
        return int(rows), int(size)


async def test_a_thread_weighs_after_two_hundred_turns_what_it_weighed_after_ten(tenant, postgres):
    thread_id, saver = thread(), checkpoints.saver(tenant.id, durable=False)

    def last_four(state: State) -> Any:
        return {"messages": [AIMessage("well")]}

    class Bounded(TypedDict):
        messages: Annotated[list, lambda old, new: [*old, *new][-4:]]

    flow = StateGraph(Bounded)
    flow.add_node(last_four)
    flow.add_edge(START, "last_four")
    graph = flow.compile(checkpointer=saver)
    weights = {}
    for n in range(1, 201):
        await graph.ainvoke({"messages": [HumanMessage(f"turn {n:03}")]}, config(thread_id), durability="exit")
        weights[n] = await weight(postgres, tenant.id) if n in (10, 200) else (0, 0)
    assert weights[10][0] == weights[200][0] == checkpoints.KEEP
    assert weights[200][1] <= weights[10][1] * 1.05


async def test_steps_of_subgraphs_go_with_the_turn_that_called_them(tenant, postgres):
    inner = StateGraph(Small)
    inner.add_node("within", lambda state: {"items": ["within"]})
    inner.add_edge(START, "within")
    outer = StateGraph(Small)
    outer.add_node("call", inner.compile())
    outer.add_edge(START, "call")
    graph, thread_id = outer.compile(), thread()
    counts = []
    for _ in range(12):
        await graph_of(tenant, graph, keep=4).ainvoke({"items": ["turn"]}, config(thread_id), durability="sync")
        counts.append((await weight(postgres, tenant.id))[0])
    assert max(counts[4:]) <= 12
    assert counts[-1] <= counts[4] + 1
    assert await tenant.value("select count(*) from checkpoint_writes") <= 40


async def test_a_run_that_broke_off_leaves_no_checkpoint_of_an_unready_turn(tenant):
    async with database.tenant(tenant.id) as rows:
        thread_id = str(
            await rows.value(
                "insert into conversations (id, agent_id) values (gen_random_uuid(), %s) returning id",
                [tenant.agent_id],
            )
        )
        await rows.run(
            "insert into turns (id, conversation_id, n, utterance, runner) values ('t1', %s, 1, 'hello', 7)",
            [thread_id],
        )
    closing = turns.Closing(tenant.id, "t1", thread_id, 7)
    await say(graph_of(tenant, closing=closing), "hello", thread_id)
    assert await tenant.value("select count(*) from checkpoints") == 0

    closing.reply, closing.events, closing.ready = "Good evening.", [{"type": "done", "data": {}}], True
    await say(graph_of(tenant, closing=closing), "hello", thread_id)
    assert await tenant.value("select count(*) from checkpoints") == 1
    assert await tenant.value("select status from turns") == "answered"

    late = turns.Closing(tenant.id, "t1", thread_id, 8, reply="Too late.", events=closing.events, ready=True)
    with pytest.raises(turns.Fenced):
        await say(graph_of(tenant, closing=late), "hello", thread_id)
    assert await tenant.value("select count(*) from checkpoints") == 1
    assert await tenant.value("select reply from turns") == "Good evening."


async def test_many_runs_at_once_do_not_wait_for_one_another(tenant):
    threads = [thread() for _ in range(40)]
    await asyncio.gather(*(say(graph_of(tenant), f"I am {n}", t) for n, t in enumerate(threads)))
    states = await asyncio.gather(*(graph_of(tenant).aget_state(config(t)) for t in threads))
    assert [s.values["heard"] for s in states] == [[f"I am {n}"] for n in range(40)]


@dataclass
class Stranger:
    secret: str


async def test_a_class_that_nobody_vouched_for_comes_back_as_plain_data(tenant):
    flow = StateGraph(Small)
    flow.add_node("keep", lambda state: {"anything": Stranger("x"), "answer": "Grüße 🍽\u2028"})
    flow.add_edge(START, "keep")
    graph, thread_id = flow.compile(), thread()
    await graph_of(tenant, graph).ainvoke({"items": []}, config(thread_id))
    values = (await graph_of(tenant, graph).aget_state(config(thread_id))).values
    assert values["anything"] == {"secret": "x"}
    assert values["answer"] == "Grüße 🍽\u2028"


async def test_forgetting_copying_and_pruning_threads(tenant):
    saver, one, two = checkpoints.saver(tenant.id), thread(), thread()
    for words in ("one", "two", "three"):
        await say(graph_of(tenant), words, one)
    await saver.acopy_thread(one, two)
    assert len([c async for c in saver.alist(config(two))]) == 3
    await saver.aprune([two])
    assert [c.checkpoint["channel_values"]["heard"][-1] async for c in saver.alist(config(two))] == ["three"]
    await saver.adelete_thread(one)
    assert [c async for c in saver.alist(config(one))] == []
    await say(graph_of(tenant), "four", two)
    assert (await graph_of(tenant).aget_state(config(two))).values["heard"] == ["one", "two", "three", "four"]
    with pytest.raises(ValueError, match="as a list"):
        await saver.aprune(two)


async def test_a_run_can_be_rolled_back(tenant):
    thread_id, saver = thread(), checkpoints.saver(tenant.id)
    await say(graph_of(tenant), "one", thread_id)
    await graph_of(tenant).ainvoke(
        {"messages": [HumanMessage("two")]}, config(thread_id) | {"metadata": {"run_id": "r2"}}, durability="sync"
    )
    await saver.adelete_for_runs(["r2"])
    assert (await graph_of(tenant).aget_state(config(thread_id))).values["heard"] == ["one"]


async def test_versions_sort_beside_those_of_langgraph_api(tenant):
    """langgraph dev wraps the saver and counts with a fraction; both must find the other's versions older or newer."""
    saver = checkpoints.saver(tenant.id)
    ours = saver.get_next_version(None, None)
    theirs = f"{int(ours.split('.')[0]) + 1:032}.{0.5:.16f}"
    after = saver.get_next_version(theirs, None)
    assert ours < theirs < after
    assert isinstance(saver.serde, JsonPlusSerializer)


async def test_a_thread_with_a_key_in_its_config_does_not_keep_objects_of_it(tenant):
    thread_id = thread()
    graph = graph_of(tenant)
    await graph.ainvoke(
        {"messages": [HumanMessage("hello")]},
        config(thread_id, tenant_id=tenant.id, agent_id=tenant.agent_id, channel="text", closing=object()),
    )
    metadata = (await graph.aget_state(config(thread_id))).metadata
    assert metadata["agent_id"] == tenant.agent_id
    assert "closing" not in metadata


async def test_postgres_being_away_is_told_to_who_runs_the_graph(tenant, monkeypatch):
    async def away(pool):
        raise database.Unavailable("Postgres cannot be reached.")

    thread_id = thread()
    await say(graph_of(tenant), "hello", thread_id)
    monkeypatch.setattr(database, "_checkout", away)
    with pytest.raises(database.Unavailable):
        await say(graph_of(tenant), "hello", thread_id)
