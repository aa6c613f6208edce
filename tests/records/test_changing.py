"""What becomes of a reservation: it is moved under its code, its guests run late, it is found again, it is cancelled."""

import asyncio
from datetime import datetime, timedelta

import pytest

from records import database
from records.commits import Receipt
from records.holds import HoldLapsed
from records.vacancies import Refused
from tests.records.conftest import NOW, Caller, House, config

MINUTE = timedelta(minutes=1)
SATURDAY = datetime(2026, 11, 28, tzinfo=NOW.tzinfo)
ADA = "+493012345678"


async def booked(caller: Caller, start: str = "2026-11-28T19:30", *, party: int = 2, epoch: int = 1, **more) -> str:
    """The code of a reservation."""
    held = await caller.hold(start, party=party)
    return (await caller.book(held, epoch=epoch, phone=ADA, **more)).facts["code"]


async def occupied(house: House) -> list[tuple[str, str, str]]:
    """What is taken, in the house's own time: (table, from, until)."""
    async with database.tenant(house.tenant_id) as rows:
        found = await rows.all(
            list,
            """select array[r.name, to_char(o.starts_at at time zone 'Europe/Berlin', 'HH24:MI'),
                            to_char(o.ends_at at time zone 'Europe/Berlin', 'HH24:MI')]
                 from occupancies o join resources r on r.id = o.resource_id order by 1""",
        )
    return [tuple(one) for one in found]


# --- moving ---


async def test_a_reservation_moves_under_its_code(house):
    caller = await house.caller()
    code = await booked(caller)
    held = await caller.hold("2026-11-28T21:00", party=4, moving=code)
    receipt = await caller.change(code, held)
    assert receipt.operation == "change"
    assert (receipt.facts["code"], receipt.facts["time"], receipt.facts["party_size"]) == (code, "21:00", 4)
    assert (receipt.facts["table"], receipt.facts["name"], receipt.facts["phone"]) == ("3", "Ada", ADA)
    assert await house.find(code=code) == [receipt.facts]
    assert await occupied(house) == [("3", "21:00", "22:45")]
    assert await house.count("reservations") == 1


async def test_changing_again_returns_the_same_receipt(house):
    caller = await house.caller()
    code = await booked(caller)
    held = await caller.hold("2026-11-28T21:00", moving=code)
    first = await caller.change(code, held)
    assert await caller.change(code, held) == first
    assert await house.count("outbox", "kind = 'changed'") == 1


async def test_within_its_own_time_a_reservation_keeps_the_only_table(tiny_house):
    caller = await tiny_house.caller()
    code = await booked(caller)
    held = await caller.hold("2026-11-28T20:00", party=4, moving=code)
    assert await occupied(tiny_house) == [("1", "19:30", "21:00"), ("1", "21:00", "21:45")]
    await caller.change(code, held)
    assert await occupied(tiny_house) == [("1", "20:00", "21:45")]


async def test_a_shorter_stay_within_the_own_time_takes_nothing_more(tiny_house):
    caller = await tiny_house.caller()
    code = await booked(caller, party=4)
    held = await caller.hold("2026-11-28T19:30", party=2, moving=code)
    assert await occupied(tiny_house) == [("1", "19:30", "21:15")]
    await caller.change(code, held)
    assert await occupied(tiny_house) == [("1", "19:30", "21:00")]


async def test_a_reservation_prefers_the_table_it_has(house):
    caller = await house.caller()
    first, second = await booked(caller), await booked(caller, epoch=2)
    held = await caller.hold("2026-11-28T19:45", moving=second)
    assert held.facts["table"] == (await house.find(code=second))[0]["table"] == "2"
    assert (await caller.change(second, held)).facts["table"] == "2"
    assert (await house.find(code=first))[0]["time"] == "19:30"


async def test_what_cannot_be_had_leaves_the_reservation_as_it_was(tiny_house):
    ours, theirs = await tiny_house.callers(2)
    code = await booked(ours)
    await booked(theirs, "2026-11-28T21:00")
    with pytest.raises(Refused, match="fully_booked"):
        await ours.hold("2026-11-28T20:00", moving=code)
    assert await occupied(tiny_house) == [("1", "19:30", "21:00"), ("1", "21:00", "22:30")]


async def test_a_move_that_is_given_up_leaves_the_reservation_as_it_was(tiny_house):
    ours, theirs = await tiny_house.callers(2)
    code = await booked(ours)
    held = await ours.hold("2026-11-28T20:00", moving=code)
    with pytest.raises(Refused, match="hold_by_other"):
        await theirs.hold("2026-11-28T21:00")
    await ours.release(held)
    assert await theirs.hold("2026-11-28T21:00")
    with pytest.raises(HoldLapsed):
        await ours.change(code, held)
    assert (await tiny_house.find(code=code))[0]["time"] == "19:30"


async def test_while_one_decides_whether_to_move_nobody_gets_either_time(tiny_house):
    ours, theirs = await tiny_house.callers(2)
    code = await booked(ours)
    await ours.hold("2026-11-28T20:00", moving=code)
    for start in ("18:15", "19:30", "20:00", "21:15"):
        with pytest.raises(Refused):
            await theirs.hold(f"2026-11-28T{start}")
    assert await theirs.hold("2026-11-28T21:30")


async def test_a_hold_for_a_change_cannot_be_booked_by_itself(tiny_house):
    caller = await tiny_house.caller()
    code = await booked(caller)
    held = await caller.hold("2026-11-28T20:00", moving=code)
    with pytest.raises(HoldLapsed):
        await caller.book(held, epoch=2)
    assert await tiny_house.count("reservations") == 1


async def test_a_hold_for_one_reservation_does_not_move_another(house):
    caller = await house.caller()
    first, second = await booked(caller), await booked(caller, epoch=2)
    held = await caller.hold("2026-11-28T20:00", moving=first)
    with pytest.raises(HoldLapsed):
        await caller.change(second, held)


async def test_somebody_elses_hold_moves_nothing(house):
    ours, theirs = await house.callers(2)
    code = await booked(ours)
    held = await theirs.hold("2026-11-28T21:00")
    with pytest.raises(HoldLapsed) as lapsed:
        await ours.change(code, held)
    assert lapsed.value.alternatives == []
    assert (await house.find(code=code))[0]["time"] == "19:30"


async def test_a_move_whose_hold_lapsed_finds_another_table_or_the_old_one_stands(house):
    await house.configure(**config(2, 2))
    ours, *others = await house.callers(3)
    code = await booked(ours, "2026-11-28T17:00")
    held = await ours.hold("2026-11-28T20:00", moving=code)
    late = NOW + 5 * MINUTE
    taken = {one.facts["table"]: one for one in [await other.hold("2026-11-28T20:00", at=late) for other in others]}
    assert set(taken) == {"1", "2"}
    with pytest.raises(HoldLapsed) as lapsed:
        await ours.change(code, held, at=late)
    assert {one["time"] for one in lapsed.value.alternatives} == {"18:30", "21:30"}
    assert (await house.find(code=code))[0]["time"] == "17:00"
    for other in others:
        await other.release(taken["2"])
    receipt = await ours.change(code, held, at=late)
    assert (held.facts["table"], receipt.facts["table"], receipt.facts["time"]) == ("1", "2", "20:00")


async def test_a_reservation_that_was_moved_meanwhile_is_moved_on_from_where_it_is(tiny_house):
    """Two conversations about the same reservation: the one that is done last wins, and nothing stays taken behind it."""
    here, there = await tiny_house.callers(2)
    code = await booked(here)
    first = await here.hold("2026-11-28T20:00", moving=code)
    second = await there.hold("2026-11-28T18:00", moving=code)
    await there.change(code, second)
    assert (await here.change(code, first)).facts["time"] == "20:00"
    assert await occupied(tiny_house) == [("1", "20:00", "21:30")]


async def test_a_reservation_that_was_cancelled_meanwhile_is_not_moved(tiny_house):
    here, there = await tiny_house.callers(2)
    code = await booked(here)
    held = await here.hold("2026-11-28T20:00", moving=code)
    await there.cancel(code)
    await there.hold("2026-11-28T19:00")
    with pytest.raises(Refused, match="cancelled"):
        await here.change(code, held)


async def test_only_what_was_told_of_the_guests_changes_without_a_hold(house):
    caller = await house.caller()
    code = await booked(caller, occasion="birthday")
    receipt = await caller.change(code, name="Ada Byron", notes="a high chair", party_size=9, time="23:00")
    assert receipt.facts["name"] == "Ada Byron"
    assert receipt.facts["notes"] == "a high chair"
    assert (receipt.facts["party_size"], receipt.facts["time"], receipt.facts["occasion"]) == (2, "19:30", "birthday")
    assert (await caller.change(code, epoch=2, notes="two high chairs")).facts["name"] == "Ada Byron"
    assert await house.find(name="ada byron", phone=ADA) == await house.find(code=code)


async def test_a_note_is_added_to_those_that_are_there_and_only_what_is_named_goes(house):
    caller = await house.caller()
    code = await booked(caller, notes="with a dog; nut allergy")
    assert (await caller.change(code, epoch=2, notes="a high chair")).facts[
        "notes"
    ] == "with a dog; nut allergy; a high chair"
    assert (await caller.change(code, epoch=3, no_notes=["with a dog"])).facts["notes"] == "nut allergy; a high chair"
    both = await caller.change(code, epoch=4, notes="a pram", no_notes=["a high chair", "a cake"])
    assert both.facts["notes"] == "nut allergy; a pram"


async def test_one_more_guest_at_short_notice_keeps_the_time(house):
    caller = await house.caller()
    code = await booked(caller)
    just_before = SATURDAY.replace(hour=19, minute=10)
    held = await caller.hold("2026-11-28T19:30", party=3, moving=code, at=just_before)
    assert (await caller.change(code, held, at=just_before)).facts["party_size"] == 3
    with pytest.raises(Refused, match="lead_time"):
        await caller.hold("2026-11-28T19:30", party=3, at=just_before)


# --- how late is too late ---


async def test_a_house_may_want_to_know_of_a_cancellation_in_time(house):
    await house.configure(**config(2, 2, 4, cancel_until_h=2))
    caller = await house.caller()
    code = await booked(caller)
    in_time, too_late = SATURDAY.replace(hour=17, minute=30), SATURDAY.replace(hour=17, minute=31)
    with pytest.raises(Refused, match="cut_off"):
        await caller.cancel(code, at=too_late)
    with pytest.raises(Refused, match="cut_off"):
        await caller.hold("2026-11-29T19:30", moving=code, at=too_late)
    assert await caller.hold("2026-11-28T20:30", moving=code, at=too_late)
    assert (await caller.cancel(code, at=in_time)).facts["status"] == "cancelled"
    assert (await house.find(code=code))[0]["status"] == "cancelled"


async def test_an_evening_that_has_begun_is_neither_cancelled_nor_moved(house):
    caller = await house.caller()
    code = await booked(caller)
    begun = SATURDAY.replace(hour=19, minute=40)
    for attempt in (caller.cancel(code, at=begun), caller.hold("2026-11-28T21:00", moving=code, at=begun)):
        with pytest.raises(Refused, match="cut_off"):
            await attempt
    over = SATURDAY.replace(hour=21)
    for attempt in (caller.cancel(code, at=over), caller.hold("2026-11-29T21:00", moving=code, at=over)):
        with pytest.raises(Refused, match="not_found"):
            await attempt
    assert await house.find(code=code, at=over) == []


@pytest.mark.parametrize("status", ["seated", "no_show"])
async def test_who_sits_or_never_came_changes_nothing_by_telephone(house, status):
    caller = await house.caller()
    code = await booked(caller)
    async with database.tenant(house.tenant_id) as rows:
        await rows.run("update reservations set status = %s", [status])
    for attempt in (
        caller.cancel(code),
        caller.change(code, notes="more wine"),
        caller.late(code, 10),
        caller.resend(code),
        caller.hold("2026-11-28T21:00", moving=code),
    ):
        with pytest.raises(Refused, match=status):
            await attempt


async def test_an_unknown_code_a_strangers_and_one_of_the_past_are_told_apart_by_nobody(house, other_tenant):
    caller = await house.caller()
    code = await booked(caller)
    over = SATURDAY + timedelta(days=1)
    told = set()
    for pointed, at in ((code, over), ("KKKK3", NOW), ("", NOW), ("'; drop table reservations; --", NOW)):
        for attempt in (
            caller.cancel(pointed, at=at),
            caller.change(pointed, notes="x", at=at),
            caller.late(pointed, 5, at=at),
            caller.resend(pointed, at=at),
            caller.hold("2026-12-05T21:00", moving=pointed, at=at),
        ):
            with pytest.raises(Refused) as refused:
                await attempt
            told.add((refused.value.reason, tuple(refused.value.alternatives)))
        assert await house.find(code=pointed, at=at) == []
    assert told == {("not_found", ())}


# --- running late ---


async def test_within_the_grace_the_table_simply_waits(tiny_house):
    ours, theirs = await tiny_house.callers(2)
    code = await booked(ours)
    await booked(theirs, "2026-11-28T21:00")
    receipt = await ours.late(code, 15)
    assert (receipt.operation, receipt.facts["minutes"], receipt.facts["kept"]) == ("late", 15, True)
    assert (await tiny_house.find(code=code))[0]["late_min"] == 15
    assert await ours.late(code, 15) == receipt
    assert await tiny_house.count("requests") == 0


async def test_later_than_that_the_table_is_kept_for_longer_where_nobody_else_has_it(tiny_house):
    ours, theirs = await tiny_house.callers(2)
    code = await booked(ours)
    assert (await ours.late(code, 40)).facts["kept"] is True
    assert await occupied(tiny_house) == [("1", "19:30", "21:40")]
    with pytest.raises(Refused):
        await theirs.hold("2026-11-28T21:30")
    assert await theirs.hold("2026-11-28T21:45")
    assert (await ours.late(code, 20)).facts["kept"] is True
    assert await occupied(tiny_house) == [("1", "19:30", "21:40"), ("1", "21:45", "23:15")]
    moved = await ours.hold("2026-11-28T20:00", moving=code)
    assert (await ours.change(code, moved)).facts.get("late_min") is None


async def test_where_somebody_else_has_it_the_staff_is_told(tiny_house):
    ours, theirs = await tiny_house.callers(2)
    code = await booked(ours)
    await booked(theirs, "2026-11-28T21:00")
    receipt = await ours.late(code, 30)
    assert receipt.facts["kept"] is False
    assert await ours.late(code, 30) == receipt
    async with database.tenant(tiny_house.tenant_id) as rows:
        told = await rows.all(dict, "select details || jsonb_build_object('kind', kind, 'name', name) from requests")
    assert [(one["kind"], one["code"], one["minutes"], one["name"]) for one in told] == [("late", code, 30, "Ada")]
    assert await occupied(tiny_house) == [("1", "19:30", "21:00"), ("1", "21:00", "22:30")]


async def test_who_comes_after_the_kitchen_has_closed_is_a_matter_for_the_staff(house):
    caller = await house.caller()
    code = await booked(caller, "2026-11-28T22:00")
    assert (await caller.late(code, 20)).facts["kept"] is False


async def test_a_house_may_wait_longer(house):
    await house.configure(**config(2, late_grace_min=30))
    caller = await house.caller()
    code = await booked(caller, "2026-11-28T22:00")
    assert (await caller.late(code, 30)).facts["kept"] is True


# --- sending the confirmation again ---


async def outbox(house: House) -> list[tuple[str, str, str]]:
    async with database.tenant(house.tenant_id) as rows:
        found = await rows.all(list, "select array[kind, way, address] from outbox order by created_at, kind")
    return [tuple(one) for one in found]


async def test_the_confirmation_goes_to_the_contact_on_file(house):
    caller, stranger = await house.callers(2)
    code = await booked(caller)
    receipt = await stranger.resend(code)
    assert (receipt.facts["to"], receipt.facts["tail"]) == ("phone", "5678")
    assert await stranger.resend(code) == receipt
    await caller.change(code, email="ada@example.org")
    receipt = await stranger.resend(code, epoch=2)
    assert (receipt.facts["to"], receipt.facts["tail"]) == ("email", "example.org")
    await caller.cancel(code)
    assert await outbox(house) == [
        ("booked", "phone", ADA),
        ("again", "phone", ADA),
        ("changed", "email", "ada@example.org"),
        ("again", "email", "ada@example.org"),
        ("cancelled", "email", "ada@example.org"),
    ]


async def test_without_a_contact_nothing_is_sent(house):
    caller = await house.caller()
    code = (await caller.book(await caller.hold("2026-11-28T19:30"))).facts["code"]
    with pytest.raises(Refused, match="no_contact"):
        await caller.resend(code)
    assert await outbox(house) == []


# --- every operation is done once ---


async def test_every_operation_is_done_once_however_often_it_is_asked_for_at_once(house):
    caller = await house.caller()
    code = await booked(caller)
    held = await caller.hold("2026-11-28T20:00", party=3, moving=code)

    async def ten(attempt) -> Receipt:
        receipts = await asyncio.gather(*(attempt() for _ in range(10)))
        assert len({str(receipt) for receipt in receipts}) == 1
        return receipts[0]

    await ten(lambda: caller.change(code, held))
    await ten(lambda: caller.late(code, 90))
    await ten(lambda: caller.resend(code))
    await ten(lambda: caller.ask("message", text="flowers, please"))
    await ten(lambda: caller.cancel(code))
    counted = {table: await house.count(table) for table in ("reservations", "commits", "outbox", "requests")}
    assert counted == {"reservations": 1, "commits": 6, "outbox": 4, "requests": 1}
    assert await occupied(house) == []
