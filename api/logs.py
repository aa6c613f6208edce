"""Logs: events with facts, on the console for people and as JSON lines in DATA/logs/app.log for everything else.

    log.info("turn taken", extra={"thread": …, "first_token_ms": 240})

Never an utterance, a name or a key. An exception is logged by its type and the lines it passed, without its message:
a database quotes the row it refuses, and a parser the text it cannot read.
"""

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from api.edge import request_id

KEEP_MB = 20
"""A longer log is put aside when the server starts."""
HOUSE = (
    "api",
    "evals",
    "graphs",
    "knowledge",
    "nodes",
    "opening",
    "providers",
    "records",
    "server",
    "tools",
    "turns",
    "voice",
)

_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}


class Json(logging.Formatter):
    """One line of JSON a record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **_facts(record),
        }
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


class Console(logging.Formatter):
    """The same in words."""

    def format(self, record: logging.LogRecord) -> str:
        facts = "".join(f" {name}={value}" for name, value in _facts(record).items())
        time = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        return f"{time} {record.levelname.lower():<7} {record.name}: {record.getMessage()}{facts}"


def config(data: Path, *, debug: bool = False) -> dict[str, Any]:
    """A `logging.config.dictConfig` for this process and every worker: the house tells more than its libraries."""
    file = data / "logs" / "app.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size > KEEP_MB * 2**20:
        file.replace(file.with_suffix(".log.1"))
    house = {"level": "DEBUG" if debug else "INFO"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "api.logs.Json"}, "console": {"()": "api.logs.Console"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "console", "stream": "ext://sys.stderr",
                        "level": "DEBUG" if debug else "WARNING"},
            "file": {"class": "logging.handlers.WatchedFileHandler", "formatter": "json", "filename": str(file)},
        },
        "root": {"handlers": ["console", "file"], "level": "WARNING"},
        "loggers": dict.fromkeys(HOUSE, house),
    }  # fmt: skip


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    """What a record tells beside its sentence."""
    facts = {name: value for name, value in vars(record).items() if name not in _USUAL}
    if name := request_id.get():
        facts["request_id"] = name
    if record.exc_info and record.exc_info[1] is not None:
        facts["error"], facts["where"] = _named(record.exc_info[1])
    return facts


def _named(error: BaseException) -> tuple[str, list[str]]:
    """The types of an error and its causes, and the lines the innermost one passed, latest first."""
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(chain[-1].__traceback__)]
    return " < ".join(type(each).__qualname__ for each in chain), lines[::-1][:12]
