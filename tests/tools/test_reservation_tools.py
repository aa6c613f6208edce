"""What an agent is handed: facts ready to be said, refusals with a reason, and nothing of anybody else."""

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from dialogue.call import Call
from dialogue.offers import Kept, Refusal
from dialogue.state import Receipt
from records import agents, database
from tools import reservations as tools

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=ZoneInfo("Europe/Berlin")).isoformat()  # a Saturday
LATER = "2026-11-21T14:04:00+00:00"  # four minutes on: a hold has lapsed
ADA = {"name": "Ada Byron", "phone": "+493012345678"}
TABLE = {"day": "2026-11-28", "time": "19:30", "party_size": 2}
STAY = {"check_in": "2026-12-04", "check_out": "2026-12-06", "party_size": 2}
CONFIG: dict[str, Any] = {
    "hours": {day: ["17:00-23:00"] for day in ("friday", "saturday", "sunday")},
    "tables": [{"name": "1", "seats": 2}, {"name": "2", "seats": 2}, {"name": "Bar", "seats": 2, "area": "bar"}],
    "rooms": {
        "types": [
            {"name": "double", "names": {"en": ["double"]}, "sleeps": 2, "rate": 99.50, "rooms": ["101"]},
            {"name": "suite", "names": {"en": ["suite"]}, "sleeps": 3, "rate": 180, "view": "lake", "rooms": ["201"]},
        ]
    },
}


async def conversation(tenant_id: str, agent_id: str) -> Call:
    """A caller on the line."""
    thread_id = uuid4()
    async with database.tenant(tenant_id) as rows:
        await rows.run("insert into conversations (id, agent_id) values (%s, %s)", [thread_id, agent_id])
    return Call(tenant_id, agent_id, str(thread_id), turn_id="t1")


@pytest.fixture
async def call(tenant) -> Call:
    """A caller of a house with two tables, a bar and two rooms."""
    await agents.update(tenant.id, tenant.agent_id, config=CONFIG)
    return await conversation(tenant.id, tenant.agent_id)


@pytest.fixture
async def other_call(tenant, call) -> Call:
    """Another caller of the same house."""
    return await conversation(tenant.id, tenant.agent_id)


async def kept(call: Call, wish: dict[str, Any] = TABLE, **more: Any) -> Kept:
    hold = tools.hold_room if "check_in" in wish else tools.hold_table
    got = await hold(call, wish=wish, now=NOW, **more)
    assert isinstance(got, Kept), got
    return got


async def book(call: Call, wish: dict[str, Any] = TABLE, *, epoch: int = 1, **details: Any) -> dict[str, Any]:
    """The facts of a new reservation."""
    held = await kept(call, wish)
    return done(await tools.book(call, hold_id=held.id, epoch=epoch, details=ADA | details, now=NOW))["facts"]


def done(receipt: Receipt | Refusal) -> Receipt:
    """It was done, and not refused."""
    assert not isinstance(receipt, Refusal), receipt
    return receipt


async def test_what_is_kept_can_be_read_back(call):
    held = await kept(call, {**TABLE, "area": "bar"})
    assert {**TABLE, "area": "bar", "table": "Bar", "kind": "table"}.items() <= held.facts.items()
    assert held.until == "2026-11-21T15:03:00+01:00"
    room = await kept(call, {**STAY, "room_type": "suite"})
    assert {
        **STAY,
        "room_type": "suite",
        "view": "lake",
        "nights": 2,
        "total_cents": 36000,
    }.items() <= room.facts.items()


async def test_a_refusal_has_a_reason_and_what_can_be_had(call, other_call):
    for _ in range(3):
        await book(await conversation(call.tenant_id, call.agent_id), TABLE)
    refused = await tools.hold_table(other_call, wish=TABLE, now=NOW)
    assert isinstance(refused, Refusal)
    assert refused.reason == "fully_booked"
    assert refused.alternatives == ({"day": "2026-11-28", "time": "18:00"}, {"day": "2026-11-28", "time": "21:00"})
    assert (await tools.hold_room(call, wish=STAY | {"check_out": "2026-12-04"}, now=NOW)).reason == "too_short"


async def test_looking_says_what_there_is(call):
    free = await tools.free_times(call, wish={"day": "2026-11-28", "party_size": 2}, now=NOW)
    assert isinstance(free, list)
    assert free[:2] == ["17:00", "17:15"]
    closed = await tools.free_times(call, wish={"day": "2026-11-24", "party_size": 2}, now=NOW)
    assert isinstance(closed, Refusal)
    assert closed.reason == "closed_weekday"
    assert [one["day"] for one in closed.alternatives] == ["2026-11-22", "2026-11-27"]
    rooms = await tools.free_rooms(call, wish=STAY, now=NOW)
    assert rooms == [
        {"room_type": "double", "view": None, "total_cents": 19900, "per_night_cents": 9950, "currency": "EUR"},
        {"room_type": "suite", "view": "lake", "total_cents": 36000, "per_night_cents": 18000, "currency": "EUR"},
    ]
    await book(call, STAY)
    assert [one["room_type"] for one in await tools.free_rooms(call, wish=STAY, now=NOW)] == ["suite"]
    assert (await tools.free_rooms(call, wish=STAY | {"party_size": 4}, now=NOW)).reason == "party_too_large"


async def test_a_reservation_is_booked_changed_found_and_cancelled(call):
    facts = await book(call, notes="window", occasion="birthday")
    assert facts["occasion"] == "birthday"
    assert await tools.find(call, code=facts["code"], now=NOW) == [facts]
    assert await tools.find(call, **ADA, now=NOW) == [facts]
    held = await kept(call, TABLE | {"time": "20:00"}, moving=facts["code"])
    quiet = {"notes": "quiet"}
    changed = done(await tools.change(call, code=facts["code"], hold_id=held.id, epoch=2, details=quiet, now=NOW))
    assert (changed["operation"], changed["facts"]["time"], changed["facts"]["notes"]) == (
        "change",
        "20:00",
        "window; quiet",
    )
    assert changed["facts"]["occasion"] == "birthday"
    cancelled = done(await tools.cancel(call, code=facts["code"], epoch=3, now=NOW))
    assert (cancelled["operation"], cancelled["facts"]["status"]) == ("cancel", "cancelled")
    assert done(await tools.cancel(call, code=facts["code"], epoch=4, now=NOW))["facts"]["already"] is True
    assert [one["status"] for one in await tools.find(call, **ADA, now=NOW)] == ["cancelled"]
    assert [one["status"] for one in await tools.find(call, code=facts["code"], now=NOW)] == ["cancelled"]
    assert (await tools.running_late(call, code=facts["code"], minutes=5, epoch=5, now=NOW)).reason == "cancelled"
    assert (await tools.hold_table(call, wish=TABLE, moving=facts["code"], now=NOW)).reason == "cancelled"


async def test_a_hold_that_is_nobodys_is_refused_and_not_booked(call, other_call):
    theirs = await kept(other_call)
    for hold_id in (theirs.id, str(uuid4()), "no id"):
        for attempt in (
            tools.book(call, hold_id=hold_id, epoch=1, details=ADA, now=NOW),
            tools.book(call, hold_id=hold_id, epoch=1, details=ADA, now=LATER),
        ):
            assert await attempt == Refusal("hold_lapsed")
        await tools.let_go(call, hold_id)
    assert not isinstance(await tools.book(other_call, hold_id=theirs.id, epoch=1, details=ADA, now=NOW), Refusal)


async def test_the_last_time_is_found_by_name_and_number_together(call, other_call):
    assert await tools.last_booking(other_call, **ADA, now=NOW) is None
    await book(call, TABLE)
    later = await book(call, TABLE | {"day": "2026-12-05"}, epoch=2)
    cancelled = await book(call, TABLE | {"day": "2026-12-06"}, epoch=3)
    await tools.cancel(call, code=cancelled["code"], epoch=4, now=NOW)
    after = "2027-02-01T12:00:00+00:00"
    assert await tools.last_booking(other_call, name="ada byron", phone=ADA["phone"], now=after) == later
    assert await tools.last_booking(other_call, name="Bob", phone=ADA["phone"], now=after) is None
    assert await tools.last_booking(other_call, name=ADA["name"], phone="+493099999999", now=after) is None


async def test_the_same_guest_at_the_same_time_is_noticed(call, other_call):
    first = await book(call)
    overlapping, after = (
        await kept(other_call, TABLE | {"time": "20:30"}),
        await kept(other_call, TABLE | {"time": "21:00"}),
    )
    assert await tools.twin(other_call, **ADA, facts=overlapping.facts, now=NOW) == first
    assert await tools.twin(other_call, **ADA, facts=after.facts, now=NOW) is None
    assert await tools.twin(other_call, name="Bob", phone=ADA["phone"], facts=overlapping.facts, now=NOW) is None
    assert await tools.twin(other_call, name=ADA["name"], phone=None, facts=overlapping.facts, now=NOW) is None
    assert await tools.twin(call, name="Bob", phone=ADA["phone"], facts=overlapping.facts, now=NOW) == first
    room = await kept(other_call, STAY)
    assert await tools.twin(other_call, **ADA, facts=room.facts, now=NOW) is None
    await tools.cancel(call, code=first["code"], epoch=2, now=NOW)
    assert await tools.twin(other_call, **ADA, facts=overlapping.facts, now=NOW) is None


async def test_the_staff_is_asked_once(call):
    wish = {"kind": "table", **TABLE, **ADA}
    receipt = await tools.ask_staff(call, kind="waitlist", details=wish, epoch=1, now=NOW)
    assert (receipt["operation"], receipt["facts"]) == ("waitlist", wish)
    assert await tools.ask_staff(call, kind="waitlist", details=wish, epoch=1, now=NOW) == receipt


async def test_another_agent_of_the_tenant_knows_nothing_of_it(call):
    facts = await book(call)
    other = await agents.create(call.tenant_id, name="Second desk", type="receptionist", config=CONFIG)
    elsewhere = Call(call.tenant_id, str(other.id), call.thread_id, turn_id="t1")
    assert await tools.find(elsewhere, code=facts["code"], now=NOW) == []
    assert await tools.cancel(elsewhere, code=facts["code"], epoch=1, now=NOW) == Refusal("not_found")


async def test_an_agent_that_is_gone_is_an_error_and_no_refusal(call):
    gone = Call(call.tenant_id, str(uuid4()), call.thread_id)
    with pytest.raises(database.NotFound):
        await tools.hold_table(gone, wish=TABLE, now=NOW)
    with pytest.raises(database.NotFound):
        await tools.free_times(gone, wish=TABLE, now=NOW)
