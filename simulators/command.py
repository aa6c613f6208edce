"""A pretend vendor as a program: `python -m simulators.VENDOR`, with every knob of its behaviour as an option."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

import uvicorn


def serve(
    vendor: str,
    arguments: Sequence[str] | None,
    *,
    port: int,
    behaviour: Any,
    simulator: Callable[[Any], Any],
    **server: Any,
) -> None:
    """Serve until stopped. `behaviour` is how the vendor behaves unless told otherwise, `simulator` makes the application
    of a behaviour, `server` is what uvicorn is told besides.
    """
    name = vendor.lower()
    parser = argparse.ArgumentParser(prog=f"python -m simulators.{name}", description=f"A pretend {vendor}.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=port)
    for knob in fields(behaviour):
        parser.add_argument(f"--{knob.name.replace('_', '-')}")
    options = vars(parser.parse_args(arguments))
    host, port = options.pop("host"), options.pop("port")
    try:
        behaviour = behaviour.with_({name: value for name, value in options.items() if value is not None})
    except ValueError as wrong:
        parser.error(str(wrong))
    uvicorn.run(
        simulator(behaviour), host=host, port=port, loop="uvloop", log_level="error", access_log=False, **server
    )
