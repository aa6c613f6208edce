"""LangGraph Studio's server, `langgraph dev`, on the same threads: a conversation goes there and comes back."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph_sdk import get_client

from records import checkpoints, database

ROOT = Path(__file__).resolve().parents[2]

GRAPH = """
    from langchain_core.messages import AIMessage
    from langgraph.graph import END, START, MessagesState, StateGraph

    class State(MessagesState, total=False):
        heard: list[str]

    async def echo(state: State) -> State:
        said = state["messages"][-1].text
        return {"messages": [AIMessage(f"You said {said}")], "heard": [*state.get("heard", []), said]}

    flow = StateGraph(State)
    flow.add_node(echo)
    flow.add_edge(START, "echo")
    flow.add_edge("echo", END)
    graph = flow.compile(name="parrot")
"""


class State(MessagesState, total=False):
    heard: list[str]


def parrot(tenant):
    """The same graph, as production runs it."""

    async def echo(state: State) -> State:
        said = state["messages"][-1].text
        return {"messages": [AIMessage(f"You said {said}")], "heard": [*state.get("heard", []), said]}

    flow = StateGraph(State)
    flow.add_node(echo)
    flow.add_edge(START, "echo")
    flow.add_edge("echo", END)
    return flow.compile(checkpointer=checkpoints.saver(tenant.id))


@pytest.fixture(scope="session")
def studio(postgres_url, run_folder):
    """`langgraph dev` as a developer starts it, with its watch for blocking calls on."""
    folder = run_folder / f"studio-{uuid4().hex[:6]}"
    folder.mkdir()
    (folder / "parrot.py").write_text(textwrap.dedent(GRAPH))
    checkpointer = {"path": f"{ROOT}/records/checkpoints.py:studio"}
    graphs = {"parrot": "./parrot.py:graph"}
    (folder / "langgraph.json").write_text(
        json.dumps({"dependencies": [str(ROOT)], "graphs": graphs, "checkpointer": checkpointer})
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("langgraph"), "dev", "--no-browser", "--no-reload", "--port", url.rpartition(":")[2]],
            cwd=folder, env=os.environ | {"DATABASE_URL": postgres_url, "LANGSMITH_TRACING": "false"},
            stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    try:
        for _ in range(300):
            assert process.poll() is None, log.read_text()
            with suppress(httpx.TransportError):
                if httpx.get(f"{url}/ok").status_code == 200:
                    break
            time.sleep(0.2)
        yield SimpleNamespace(client=get_client(url=url), log=log)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)


async def conversation(tenant) -> str:
    async with database.tenant(tenant.id) as rows:
        sql = "insert into conversations (id, agent_id) values (gen_random_uuid(), %s) returning id"
        return str(await rows.value(sql, [tenant.agent_id]))


def words(text: str):
    return {"messages": [{"role": "user", "content": text}]}


async def test_a_conversation_goes_to_studio_and_comes_back(studio, tenant, other_tenant):
    for who in (tenant, other_tenant):  # each as its own tenant's
        thread_id = await conversation(who)
        config = {"configurable": {"thread_id": thread_id}}
        await parrot(who).ainvoke({"messages": [HumanMessage("from the phone")]}, config, durability="exit")

        await studio.client.threads.create(thread_id=thread_id, graph_id="parrot")
        state = await studio.client.threads.get_state(thread_id)
        assert [m["content"] for m in state["values"]["messages"]] == ["from the phone", "You said from the phone"]

        answer = await studio.client.runs.wait(thread_id, "parrot", input=words("from Studio"))
        assert answer["heard"] == ["from the phone", "from Studio"]
        assert (
            len(await studio.client.threads.get_history(thread_id)) == 4
        )  # every step of the run, and the turn before

        await parrot(who).ainvoke({"messages": [HumanMessage("from the phone again")]}, config, durability="exit")
        state = await studio.client.threads.get_state(thread_id)
        assert state["values"]["heard"] == ["from the phone", "from Studio", "from the phone again"]
        tokens = [
            part
            async for part in studio.client.runs.stream(thread_id, "parrot", input=words("bye"), stream_mode="updates")
        ]
        assert tokens[-1].data["echo"]["heard"][-1] == "bye"
    assert "Blocking call" not in studio.log.read_text()


async def test_a_thread_of_studios_own_is_the_tenants_that_its_run_names(studio, tenant):
    thread = await studio.client.threads.create(graph_id="parrot")
    assert (await studio.client.threads.get_state(thread["thread_id"]))["values"] == {}
    assert await studio.client.threads.get_history(thread["thread_id"]) == []
    answer = await studio.client.runs.wait(
        thread["thread_id"], "parrot", input=words("hello"), context={"tenant_id": tenant.id}
    )
    assert answer["heard"] == ["hello"]
    assert (await studio.client.threads.get_state(thread["thread_id"]))["values"]["heard"] == ["hello"]
    assert await tenant.value("select count(*) from checkpoints where thread_id = %s", thread["thread_id"]) > 0
    await studio.client.threads.delete(thread["thread_id"])
    assert await tenant.value("select count(*) from checkpoints where thread_id = %s", thread["thread_id"]) == 0


async def test_a_thread_of_nobody_is_refused_with_a_reason(studio):
    thread = await studio.client.threads.create()
    with pytest.raises(Exception, match="NoTenant"):
        await studio.client.runs.wait(thread["thread_id"], "parrot", input=words("hello"))
    assert f"Thread {thread['thread_id']} is no conversation and belongs to nobody" in studio.log.read_text()


async def test_a_conversation_cannot_be_run_as_another_tenants(studio, tenant, other_tenant):
    thread_id = await conversation(tenant)
    await studio.client.threads.create(thread_id=thread_id)
    with pytest.raises(Exception, match="NoTenant"):
        await studio.client.runs.wait(thread_id, "parrot", input=words("hello"), context={"tenant_id": other_tenant.id})
    assert await tenant.value("select count(*) from checkpoints") == 0
    assert await other_tenant.value("select count(*) from checkpoints") == 0


async def test_a_run_that_is_rolled_back_leaves_the_thread_as_it_was(postgres, tenant, monkeypatch):
    thread_id = await conversation(tenant)
    saver = checkpoints.StudioSaver()
    graph = parrot(tenant).copy(update={"checkpointer": saver})
    config = {"configurable": {"thread_id": thread_id}}
    await graph.ainvoke({"messages": [HumanMessage("one")]}, config)
    await graph.ainvoke({"messages": [HumanMessage("two")]}, {**config, "metadata": {"run_id": "r2"}})
    await saver.adelete_for_runs(["r2"])
    assert (await graph.aget_state(config)).values["heard"] == ["one"]
