"""A pretend Twilio as a program: it makes the calls that the house asks for, and plays whoever is called.

    POST   /2010-04-01/Accounts/…   as `Exchange` of simulators/phone.py has them
    POST   /simulator/behaviour     {"says": "Yes?|Who is there?"} turns those knobs; GET shows them, DELETE turns them back
    GET    /simulator/calls         the calls it made, with what happened on each

A call that comes in is made by `python -m simulators.phone`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from simulators import command
from simulators.knobs import Knobs
from simulators.phone import Call, Exchange

MACHINE = {
    "en": "I'm not available to take your call. Please leave a message after the tone.",
    "de": "Ich bin zurzeit nicht erreichbar. Bitte hinterlassen Sie eine Nachricht nach dem Signalton.",
}


@dataclass(frozen=True, slots=True)
class Behaviour(Knobs):
    """Who picks up, and what is said."""

    who: Literal["person", "machine"] = "person"
    says: str = "When are you open tomorrow?"
    """What a person says, sentence by sentence between |, each after the agent has spoken; then they hang up."""
    language: Literal["en", "de"] = "en"
    ears: str = ""
    """The pretend Deepgram, which is told the words; else it has to hear them."""
    pace: float = 1.0
    """Times faster than life."""


class Simulator(Exchange):
    """The exchange, with doors to turn its knobs."""

    def __init__(self, behaviour: Behaviour | None = None) -> None:
        self.behaviour = self.default = behaviour or Behaviour()
        super().__init__(self.picks_up, pace=self.behaviour.pace)
        self.app.router.routes += [
            Route("/simulator/behaviour", self.control, methods=["GET", "POST", "DELETE"]),
            Route("/simulator/calls", self.made, methods=["GET"]),
        ]

    async def picks_up(self, call: Call) -> None:
        """Be whoever is called, to the end of the call."""
        how = self.behaviour
        call.ears = how.ears or None
        if how.who == "machine":
            await call.says(MACHINE[how.language], how.language)
            await call.over.wait()
            return
        for sentence in how.says.split("|"):
            await call.listens()
            await call.says(sentence.strip(), how.language)
        await call.listens()

    async def control(self, request: Request) -> JSONResponse:
        """GET, POST and DELETE /simulator/behaviour."""
        if request.method == "DELETE":
            self.behaviour = self.default
        elif request.method == "POST":
            try:
                self.behaviour = self.behaviour.with_(await request.json())
            except ValueError as wrong:
                return JSONResponse({"error": str(wrong)}, 400)
        self.pace = self.behaviour.pace
        return JSONResponse(asdict(self.behaviour))

    async def made(self, request: Request) -> JSONResponse:
        """GET /simulator/calls."""
        calls = [
            {
                "call_sid": sid,
                "over": call.over.is_set(),
                "events": [event._asdict() for event in call.events],
                "goes_on": call.goes_on.verbs if call.goes_on else [],
                "complaints": call.complaints,
            }
            for sid, call in self.calls.items()
        ]
        return JSONResponse({"asked_for": self.placed, "calls": calls})


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped. Every knob of a behaviour is an option: --says, --who, …"""
    command.serve("Twilio", arguments, port=9004, behaviour=Behaviour(), simulator=Simulator)


if __name__ == "__main__":
    main()
