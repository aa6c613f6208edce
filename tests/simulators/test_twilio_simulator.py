"""The pretend Twilio as a program: somebody is called, and is a person or a machine."""

import asyncio
from typing import Any

import httpx

from simulators.phone import ACCOUNT, TOKEN
from simulators.serving import serving
from simulators.twilio import MACHINE, Behaviour, Simulator
from tests.simulators.test_phone import House, house

CALLED = {"To": "+4917155501234", "From": "+493012345678"}


async def greets(call: House) -> None:
    await call.hears("start")
    await call.speaks(400)
    await call.hears_all()


async def called(twilio: str, url: str) -> dict[str, Any]:
    """What became of a call to the pretend callee, once it is over."""
    told = f'<Response><Connect><Stream url="{url}"/></Connect></Response>'
    async with httpx.AsyncClient(base_url=twilio, auth=(ACCOUNT, TOKEN)) as http:
        made = await http.post(f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json", data={**CALLED, "Twiml": told})
        async with asyncio.timeout(30):
            while True:
                calls = (await http.get("/simulator/calls")).raise_for_status().json()["calls"]
                found = [call for call in calls if call["call_sid"] == made.json()["sid"]]
                if found and found[0]["over"]:
                    return dict(found[0])
                await asyncio.sleep(0.05)


def said(call: dict[str, Any]) -> list[str]:
    return [event["what"] for event in call["events"] if event["kind"] == "caller speaks"]


async def test_a_person_listens_says_a_sentence_and_hangs_up():
    with serving(Simulator(Behaviour(pace=8.0))) as twilio:
        async with house(greets) as (url, calls), httpx.AsyncClient(base_url=twilio) as control:
            assert (await control.post("/simulator/behaviour", json={"says": "Four people."})).status_code == 200
            call = await called(twilio, url)
    assert said(call) == ["Four people."]
    assert calls[0].came[-1]["event"] == "stop"


async def test_a_machine_speaks_at_once_and_waits_to_be_hung_up_on():
    async def hangs_up(call: House) -> None:
        await call.hears("start")
        for _ in range(200):
            await call.hears("media")
        await call.socket.close(1000)

    with serving(Simulator(Behaviour(pace=8.0, who="machine", language="de"))) as twilio:
        async with house(hangs_up) as (url, _):
            call = await called(twilio, url)
    assert said(call) == [MACHINE["de"]]
    assert [event["what"] for event in call["events"] if event["kind"] == "closed"] == ["1000"]


async def test_an_unknown_knob_is_refused_and_the_knobs_can_be_turned_back():
    with serving(Simulator()) as twilio:
        async with httpx.AsyncClient(base_url=twilio) as control:
            refused = await control.post("/simulator/behaviour", json={"voice": "loud"})
            turned = await control.post("/simulator/behaviour", json={"pace": "2"})
            back = await control.delete("/simulator/behaviour")
    assert (refused.status_code, turned.json()["pace"], back.json()["pace"]) == (400, 2.0, 1.0)
