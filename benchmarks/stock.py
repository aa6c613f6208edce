"""The stock stack: one LangGraph node that asks ChatGroq, threads in AsyncPostgresSaver, behind FastAPI.

    python -m benchmarks.stock --port P --groq-url URL --database-url URL

What a competent first version looks like, each part used as its documentation shows: the messages channel, a shared
saver over a pool, durability "async", tokens by stream_mode="messages", uvicorn with uvloop and httptools. It does less
than Switchboard does in a turn: one step, no tenants, no row security, no embedding, no ledger, no gate.
"""

import argparse
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from langchain_core.messages import AIMessageChunk, SystemMessage
from langchain_core.runnables import RunnableConfig
from langchain_groq import ChatGroq
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.graph import END, START, MessagesState, StateGraph
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel, SecretStr

from benchmarks.doors import KEY, MODEL

PERSONA = SystemMessage(
    "You are the receptionist of a small restaurant. Answer briefly and politely, and take reservations. "
    "Ask for one thing at a time."
)


class Utterance(BaseModel):
    """What a caller says on a thread."""

    message: str
    thread_id: str


def application(groq_url: str, database_url: str) -> FastAPI:
    """The server, one graph and one saver for all requests."""
    model = ChatGroq(
        model_name=MODEL, api_key=SecretStr(KEY), base_url=groq_url, reasoning_effort="low", max_tokens=500
    )

    async def answer(state: MessagesState) -> dict[str, Any]:
        return {"messages": [await model.ainvoke([PERSONA, *state["messages"]])]}

    flow = StateGraph(MessagesState)
    flow.add_node("answer", answer)
    flow.add_edge(START, "answer")
    flow.add_edge("answer", END)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
            database_url,
            open=False,
            min_size=4,
            max_size=10,
            kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
        )
        async with pool:
            saver = AsyncPostgresSaver(pool)
            await saver.setup()
            app.state.graph = flow.compile(checkpointer=saver)
            yield

    app = FastAPI(lifespan=lifespan)

    def asked(utterance: Utterance) -> tuple[dict[str, Any], RunnableConfig]:
        heard = {"messages": [{"role": "user", "content": utterance.message}]}
        return heard, {"configurable": {"thread_id": utterance.thread_id}}

    async def told(utterance: Utterance) -> AsyncIterator[str]:
        heard, config = asked(utterance)
        tokens = 0
        async for chunk, _ in app.state.graph.astream(heard, config, stream_mode="messages", durability="async"):
            if isinstance(chunk, AIMessageChunk) and chunk.content:
                tokens += 1
                yield f"event: token\ndata: {json.dumps({'text': chunk.content})}\n\n"
        yield f"event: done\ndata: {json.dumps({'thread_id': utterance.thread_id, 'tokens': tokens})}\n\n"

    @app.post("/chat/stream")
    async def stream(utterance: Utterance) -> StreamingResponse:
        return StreamingResponse(told(utterance), media_type="text/event-stream")

    @app.post("/invoke")
    async def invoke(utterance: Utterance) -> dict[str, str]:
        heard, config = asked(utterance)
        state = await app.state.graph.ainvoke(heard, config, durability="async")
        return {"thread_id": utterance.thread_id, "reply": state["messages"][-1].text}

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    return app


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--groq-url", required=True)
    parser.add_argument("--database-url", required=True)
    wanted = parser.parse_args()
    app = application(wanted.groq_url, wanted.database_url)
    uvicorn.run(app, port=wanted.port, loop="uvloop", http="httptools", access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
