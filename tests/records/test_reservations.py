"""A table is held for whoever asks first, booked once, and nobody is promised one that somebody else has."""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from records import agents, database, holds, promises
from records.holds import HoldLapsed
from records.reservations import DIGITS, LETTERS
from records.vacancies import Refused
from tests.records.conftest import NOW, House, config

ROOT = Path(__file__).parent.parent.parent
SECOND = timedelta(seconds=1)


def starts(refused: Refused) -> list[str]:
    """The times that are offered instead, local ISO."""
    return [f"{one['day']}T{one['time']}" for one in refused.alternatives]


# --- holding ---


async def test_a_caller_is_held_the_smallest_table_for_three_minutes(house):
    held = await (await house.caller()).hold("2026-11-28T19:30", party=2)
    assert held.facts["table"] == "1"
    assert held.starts_at == datetime(2026, 11, 28, 18, 30, tzinfo=UTC)
    assert held.ends_at - held.starts_at == timedelta(minutes=90)
    assert held.kept_until == NOW + 180 * SECOND


async def test_a_house_may_keep_tables_for_longer(house):
    await house.configure(**config(2, hold_s=600))
    assert (await (await house.caller()).hold("2026-11-28T19:30")).kept_until == NOW + 600 * SECOND


async def test_the_same_wish_again_keeps_the_same_hold_alive(house):
    caller = await house.caller()
    first = await caller.hold("2026-11-28T19:30")
    again = await caller.hold("2026-11-28T19:30", at=NOW + 60 * SECOND)
    assert again.id == first.id
    assert again.kept_until == NOW + 240 * SECOND
    assert await house.count("holds") == 1


async def test_a_held_time_is_offered_to_nobody_else(tiny_house):
    await (await tiny_house.caller()).hold("2026-11-28T19:30")
    free = await tiny_house.free("2026-11-28")
    assert "18:00" in free  # ninety minutes before
    assert "18:15" not in free
    assert "19:30" not in free
    assert "20:45" not in free
    assert "21:00" in free


async def test_a_full_evening_is_answered_with_the_nearest_free_times(tiny_house):
    guest = await tiny_house.caller()
    await guest.book(await guest.hold("2026-11-28T19:30"))
    with pytest.raises(Refused) as refused:
        await (await tiny_house.caller()).hold("2026-11-28T19:45")
    assert refused.value.reason == "fully_booked"
    assert starts(refused.value) == ["2026-11-28T21:00", "2026-11-28T18:00"]


async def test_what_somebody_else_is_still_deciding_on_may_come_free(tiny_house):
    await (await tiny_house.caller()).hold("2026-11-28T19:30")
    with pytest.raises(Refused) as refused:
        await (await tiny_house.caller()).hold("2026-11-28T19:45")
    assert refused.value.reason == "hold_by_other"
    assert starts(refused.value) == ["2026-11-28T21:00", "2026-11-28T18:00"]


async def test_where_the_day_has_one_time_left_the_next_day_is_offered_too(tiny_house):
    days = ("friday", "saturday", "sunday")
    await tiny_house.configure(**config(4) | {"hours": {day: ["17:00-20:00"] for day in days}})
    await (await tiny_house.caller()).hold("2026-11-28T17:30")
    with pytest.raises(Refused) as refused:
        await (await tiny_house.caller()).hold("2026-11-28T18:00")
    assert starts(refused.value) == ["2026-11-28T19:00", "2026-11-29T18:00"]


async def test_a_closed_day_is_answered_with_the_days_around_it(house):
    with pytest.raises(Refused) as refused:
        await (await house.caller()).hold("2026-11-23T19:30")
    assert refused.value.reason == "closed_weekday"
    assert starts(refused.value) == ["2026-11-24T19:30", "2026-11-22T19:30"]


@pytest.mark.parametrize(
    ("start", "party", "reason", "alternatives"),
    [
        ("2026-11-20T19:30", 2, "past", ["2026-11-21T19:30", "2026-11-21T19:15"]),
        ("2026-11-28T23:00", 2, "after_last_seating", ["2026-11-28T22:00", "2026-11-28T21:45"]),
        ("2026-11-28T19:05", 2, "off_grid", ["2026-11-28T19:00", "2026-11-28T19:15"]),
        ("2027-11-28T19:30", 2, "horizon", []),
        ("2026-11-28T19:30", 9, "party_too_large", []),
        ("2026-11-28T19:30", 6, "party_too_large", []),  # within the rules, but no table is that large
        ("2026-11-28T19:30", 0, "party_too_small", []),
        ("9999-12-31T19:30", 2, "horizon", []),
        ("0001-01-01T19:00", 2, "past", ["2026-11-21T19:00", "2026-11-21T18:45"]),
    ],
)
async def test_a_wish_against_the_rules_is_refused_with_its_reason(house, start, party, reason, alternatives):
    with pytest.raises(Refused) as refused:
        await (await house.caller()).hold(start, party=party)
    assert (refused.value.reason, starts(refused.value)) == (reason, alternatives)
    assert await house.count("holds") == 0


async def test_tables_out_of_use_are_a_reason_of_their_own(house):
    await house.configure(**config(2) | {"tables": [{"name": "1", "seats": 2, "blocked": True}]})
    with pytest.raises(Refused, match="blocked"):
        await (await house.caller()).hold("2026-11-28T19:30")


async def test_fifty_callers_race_for_three_tables_and_three_win(house):
    await house.configure(**config(4, 4, 4))
    callers = await house.callers(50)
    outcomes = await asyncio.gather(*(caller.hold("2026-11-28T19:30") for caller in callers), return_exceptions=True)
    won = [outcome for outcome in outcomes if isinstance(outcome, holds.Hold)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len({held.resource_ids for held in won}) == len(won) == 3
    assert len(lost) == 47
    assert {refused.reason for refused in lost} == {"hold_by_other"}
    assert all(starts(refused) == ["2026-11-28T18:00", "2026-11-28T21:00"] for refused in lost)


async def test_a_lapsed_hold_makes_room_for_the_next_caller(tiny_house):
    await (await tiny_house.caller()).hold("2026-11-28T19:30")
    late = NOW + 181 * SECOND
    assert "19:30" in await tiny_house.free("2026-11-28", at=late)
    assert (await (await tiny_house.caller()).hold("2026-11-28T19:30", at=late)).facts["table"] == "1"
    assert await tiny_house.count("holds", "status = 'lapsed'") == 1


async def test_a_caller_whose_own_hold_lapsed_can_move_within_its_time(tiny_house):
    caller = await tiny_house.caller()
    await caller.hold("2026-11-28T19:30")
    moved = await caller.hold("2026-11-28T19:45", at=NOW + 181 * SECOND)
    assert moved.facts["table"] == "1"


async def test_moving_by_a_quarter_of_an_hour_keeps_the_only_table(tiny_house):
    caller = await tiny_house.caller()
    first = await caller.hold("2026-11-28T19:30")
    moved = await caller.hold("2026-11-28T19:45", replacing=first)
    assert moved.id != first.id
    assert moved.resource_ids == first.resource_ids
    assert await tiny_house.count("holds", "status = 'held'") == 1


async def test_a_move_that_fails_leaves_the_first_hold_standing(tiny_house):
    ours, theirs = await tiny_house.callers(2)
    await theirs.hold("2026-11-28T21:00")
    first = await ours.hold("2026-11-28T19:00")
    with pytest.raises(Refused, match="hold_by_other") as refused:
        await ours.hold("2026-11-28T20:00", replacing=first)
    assert starts(refused.value)[0] == "2026-11-28T19:30"  # within the time that is theirs already
    assert (await ours.book(first)).facts["time"] == "19:00"


async def test_more_guests_get_a_larger_table_or_keep_theirs(house):
    caller = await house.caller()
    first = await caller.hold("2026-11-28T19:30", party=2)
    larger = await caller.hold("2026-11-28T19:30", party=4, replacing=first)
    assert (first.facts["table"], larger.facts["table"]) == ("1", "3")
    with pytest.raises(Refused):
        await caller.hold("2026-11-28T19:30", party=5, replacing=larger)
    assert await house.count("holds", "status = 'held'") == 1


async def test_nobody_moves_a_strangers_hold(house):
    ours, theirs = await house.callers(2)
    held = await theirs.hold("2026-11-28T19:30")
    await ours.hold("2026-11-28T20:00", replacing=held)
    await ours.release(held)
    assert await house.count("holds", "status = 'held'") == 2


async def test_a_released_table_is_free_at_once(tiny_house):
    ours, theirs = await tiny_house.callers(2)
    held = await ours.hold("2026-11-28T19:30")
    await ours.release(held)
    assert await theirs.hold("2026-11-28T19:30")


async def test_a_seating_on_the_night_of_the_clock_change_lasts_as_long_as_the_guests_sit(house):
    await house.configure(**config(2) | {"hours": {"saturday": ["20:00-06:00"]}, "horizon_days": 365})
    caller = await house.caller()
    held = await caller.hold("2027-03-28T01:30")
    assert held.ends_at - held.starts_at == timedelta(minutes=90)
    assert (await caller.book(held)).facts["starts_at"] == "2027-03-28T01:30:00+01:00"
    with pytest.raises(Refused, match="nonexistent_local_time"):
        await caller.hold("2027-03-28T02:30")
    free = await house.free("2027-03-28")
    assert "03:45" not in free
    assert "04:00" in free  # 1:30, ninety minutes, and the hour that was skipped


async def test_an_unknown_agent_holds_nothing(house):
    caller = await house.caller()
    for agent_id in (str(uuid4()), "no id at all"):
        wish = {"day": "2026-11-28", "time": "19:30", "party_size": 2}
        with pytest.raises(database.NotFound):
            await holds.hold(house.tenant_id, agent_id, "table", wish=wish, now=NOW, conversation_id=caller.id)
        assert await promises.find(house.tenant_id, agent_id, code="KKKK3", now=NOW) == []


# --- booking ---


async def test_a_booking_is_a_row_and_a_receipt_ready_to_be_said(house):
    caller = await house.caller()
    held = await caller.hold("2026-11-28T19:30", party=4)
    receipt = await caller.book(held, name="Ada", phone="+493012345678", notes="a high chair")
    code = receipt.facts.pop("code")
    assert receipt.facts == {
        "kind": "table",
        "day": "2026-11-28",
        "time": "19:30",
        "party_size": 4,
        "area": "inside",
        "table": "3",
        "name": "Ada",
        "phone": "+493012345678",
        "notes": "a high chair",
        "starts_at": "2026-11-28T19:30:00+01:00",
        "status": "confirmed",
    }
    assert receipt.operation == "book"
    assert await house.find(code=code) == [{"code": code, **receipt.facts}]


async def test_booking_again_returns_the_same_receipt(house):
    caller = await house.caller()
    held = await caller.hold("2026-11-28T19:30")
    first = await caller.book(held)
    assert await caller.book(held) == first
    assert await caller.book(held, at=NOW + timedelta(days=30)) == first
    assert await house.count("reservations") == 1


async def test_ten_at_once_book_one_table_once(house):
    caller = await house.caller()
    held = await caller.hold("2026-11-28T19:30")
    receipts = await asyncio.gather(*(caller.book(held) for _ in range(10)))
    assert len({receipt.facts["code"] for receipt in receipts}) == 1
    assert await house.count("reservations") == 1
    assert await house.count("commits") == 1


async def test_a_booked_hold_cannot_be_booked_as_another_errand(house):
    caller = await house.caller()
    held = await caller.hold("2026-11-28T19:30")
    await caller.book(held, epoch=1)
    with pytest.raises(Refused, match="already_booked"):
        await caller.book(held, epoch=2)


async def test_somebody_elses_hold_cannot_be_booked(house):
    ours, theirs = await house.callers(2)
    held = await theirs.hold("2026-11-28T19:30")
    with pytest.raises(HoldLapsed) as lapsed:
        await ours.book(held)
    assert lapsed.value.alternatives == []
    assert await house.count("reservations") == 0
    assert (await theirs.book(held)).facts["time"] == "19:30"


async def test_another_tenant_finds_neither_hold_nor_reservation(house, other_tenant):
    caller = await house.caller()
    held = await caller.hold("2026-11-28T19:30")
    with pytest.raises(HoldLapsed):
        await replace(caller, tenant_id=other_tenant.id).book(held, name="Eve")
    code = (await caller.book(held, phone="+493012345678")).facts["code"]
    for agent_id in (other_tenant.agent_id, house.agent_id):
        stranger = replace(caller, tenant_id=other_tenant.id, agent_id=agent_id)
        elsewhere = House(other_tenant.id, agent_id)
        assert await elsewhere.find(code=code) == []
        assert await elsewhere.find(name="Ada", phone="+493012345678") == []
        for attempt in (
            stranger.cancel,
            stranger.resend,
            partial(stranger.late, minutes=5),
            partial(stranger.change, notes="Eve"),
        ):
            with pytest.raises(Refused, match="not_found"):
                await attempt(code)
    assert [one["status"] for one in await house.find(code=code)] == ["confirmed"]


async def test_a_caller_who_takes_long_still_gets_the_table_if_nobody_wanted_it(house):
    caller = await house.caller()
    held = await caller.hold("2026-11-28T19:30")
    receipt = await caller.book(held, at=NOW + timedelta(minutes=20))
    assert receipt.facts["table"] == held.facts["table"]


async def test_a_caller_whose_table_went_gets_another_one_silently(house):
    slow, quick = await house.callers(2)
    held = await slow.hold("2026-11-28T19:30")
    late = NOW + timedelta(minutes=5)
    taken = await quick.hold("2026-11-28T19:30", at=late)
    assert taken.resource_ids == held.resource_ids
    receipt = await slow.book(held, at=late)
    assert receipt.facts["table"] == "2"
    assert await slow.book(held, at=late) == receipt
    assert await house.count("reservations") == 1


async def test_a_caller_who_comes_too_late_is_told_what_is_left(tiny_house):
    slow, quick = await tiny_house.callers(2)
    held = await slow.hold("2026-11-28T19:30")
    late = NOW + timedelta(minutes=5)
    await quick.hold("2026-11-28T19:30", at=late)
    with pytest.raises(HoldLapsed) as lapsed:
        await slow.book(held, at=late)
    assert starts(lapsed.value) == ["2026-11-28T18:00", "2026-11-28T21:00"]
    assert await tiny_house.count("reservations") == 0


async def test_a_hold_that_was_given_up_is_not_booked(house):
    caller = await house.caller()
    held = await caller.hold("2026-11-28T19:30")
    await caller.release(held)
    with pytest.raises(HoldLapsed):
        await caller.book(held)


async def test_a_rule_that_changed_meanwhile_is_obeyed_by_the_booking(house):
    caller = await house.caller()
    held = await caller.hold("2026-11-28T19:30")
    await house.configure(**config(2, 2, 4, exceptions=[{"date": "2026-11-28", "reason": "private_event"}]))
    with pytest.raises(Refused) as refused:
        await caller.book(held)
    assert refused.value.reason == "private_event"
    assert starts(refused.value) == ["2026-11-29T19:30", "2026-11-27T19:30"]
    assert await house.count("reservations") == 0


async def test_spelling_a_name_does_not_cost_the_table_that_was_just_in_time(house):
    caller = await house.caller()
    just_in_time = datetime(2026, 11, 28, 18, 59, tzinfo=NOW.tzinfo)
    held = await caller.hold("2026-11-28T19:30", at=just_in_time)
    assert await caller.book(held, at=just_in_time + 120 * SECOND)


async def test_an_evening_that_has_begun_is_not_booked(house):
    caller = await house.caller()
    held = await caller.hold("2026-11-28T19:30")
    with pytest.raises(Refused, match="past"):
        await caller.book(held, at=datetime(2026, 11, 28, 19, 31, tzinfo=NOW.tzinfo))


async def test_tables_take_turns(house):
    caller = await house.caller()
    given = []
    for day in ("24", "25", "26", "27"):
        held = await caller.hold(f"2026-11-{day}T19:30")
        given.append((await caller.book(held, at=NOW + int(day) * SECOND)).facts["table"])
    assert given == ["1", "2", "1", "2"]


async def test_codes_are_easy_to_read_out(house):
    caller = await house.caller()
    codes = [(await caller.book(await caller.hold(f"2026-12-{day:02}T19:30"))).facts["code"] for day in range(1, 7)]
    assert len(set(codes)) == 6
    assert all(len(code) == 5 and code[0] in LETTERS and set(code) & set(DIGITS) for code in codes)
    assert not set("".join(codes)) & set("0O1IL2Z5S8BAEU")


BOOK = """
import asyncio, os, signal, sys
from datetime import datetime
from records import agents, reservations

async def main(tenant_id, hold_id, conversation_id, now):
    await agents.get(tenant_id, tenant_id)
    print("ready", flush=True)
    await reservations.book(tenant_id, hold_id, conversation_id=conversation_id, epoch=1, details={"name": "Ada"},
                            now=datetime.fromisoformat(now), turn_id="t1")
    os.kill(os.getpid(), signal.SIGKILL)  # booked, and nobody was told

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("killed_after_ms", [1, 4, None])
async def test_a_server_killed_around_the_commit_books_once(house, postgres_url, killed_after_ms):
    caller = await house.caller()
    held = await caller.hold("2026-11-28T19:30")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        BOOK,
        house.tenant_id,
        str(held.id),
        str(caller.id),
        NOW.isoformat(),
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": postgres_url},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    if killed_after_ms is not None:
        await asyncio.sleep(killed_after_ms / 1000)
        process.send_signal(signal.SIGKILL)
    assert await process.wait() == -signal.SIGKILL
    assert killed_after_ms is not None or await house.count("reservations") == 1
    receipt = await caller.book(held)
    assert await caller.book(held) == receipt
    assert await house.count("reservations") == 1
    assert await house.find(code=receipt.facts["code"]) == [receipt.facts]


# --- finding and cancelling ---


async def test_a_reservation_is_found_by_code_or_by_name_and_number_together(house):
    caller = await house.caller()
    code = (await caller.book(await caller.hold("2026-11-28T19:30"), phone="+493012345678")).facts["code"]

    async def finds(**known: str) -> bool:
        return [one["code"] for one in await house.find(**known)] == [code]

    assert await finds(code=code)
    assert await finds(code=f"{code[:2].lower()}-{code[2:]} ")
    assert await finds(name="ADA", phone="+493012345678")
    assert await finds(code=code, name="ada")
    assert not await finds(code=code, name="Bob")
    assert not await finds(name="Ada")
    assert not await finds(phone="+493012345678")
    assert not await finds(name="Ada", phone="+493099999999")
    assert not await finds(code="%")
    assert not await finds()


async def test_cancelling_frees_the_table_and_can_be_repeated(tiny_house):
    ours, theirs = await tiny_house.callers(2)
    code = (await ours.book(await ours.hold("2026-11-28T19:30"))).facts["code"]
    receipt = await ours.cancel(code)
    assert receipt.facts["status"] == "cancelled"
    assert receipt.facts["time"] == "19:30"
    assert await ours.cancel(code.lower()) == receipt
    assert (await theirs.cancel(code)).facts == receipt.facts | {"already": True}
    assert await theirs.hold("2026-11-28T19:30")
    [found] = await tiny_house.find(code=code)
    assert found["status"] == "cancelled"


async def test_cancelling_and_booking_anew_is_another_reservation(tiny_house):
    caller = await tiny_house.caller()
    first = await caller.book(await caller.hold("2026-11-28T19:30"), epoch=1)
    await caller.cancel(first.facts["code"])
    second = await caller.book(await caller.hold("2026-11-28T19:30"), epoch=2)
    assert first.facts["code"] != second.facts["code"]


async def test_a_wrong_code_reveals_nothing(house):
    with pytest.raises(Refused, match="not_found"):
        await (await house.caller()).cancel("KKKK3")


async def test_who_has_sat_down_cannot_cancel(house):
    caller = await house.caller()
    code = (await caller.book(await caller.hold("2026-11-28T19:30"))).facts["code"]
    async with database.tenant(house.tenant_id) as rows:
        await rows.run("update reservations set status = 'seated' where code = %s", [code])
    with pytest.raises(Refused, match="seated"):
        await caller.cancel(code)


# --- a busy evening ---


async def test_a_busy_evening_never_gives_a_table_to_two(house):
    """Callers hold, move, hesitate until the hold lapses, book and cancel, all at once."""
    await house.configure(**config(2, 2, 4))
    callers = await house.callers(12)

    async def restless(n: int) -> None:
        caller, held = callers[n], None
        for step in range(12):
            at = NOW + (n * 37 + step * 101) % 5 * 100 * SECOND
            start = f"2026-11-28T{18 + (n + step) % 4}:{(n * step) % 4 * 15:02}"
            try:
                held = await caller.hold(start, party=2 + (n + step) % 3, at=at, replacing=held)
                if step % 3 == 2:
                    code = (await caller.book(held, epoch=step, at=at)).facts["code"]
                    held = None
                    if n % 2:
                        await caller.cancel(code)
            except Refused:
                held = None

    await asyncio.gather(*(restless(n) for n in range(len(callers))))
    assert await house.twice() == 0
    assert await house.count("reservations") > 0
    booked = await house.count("holds", "status = 'booked'")
    assert booked == await house.count("reservations", "status = 'confirmed'")


async def test_an_agent_of_another_tenant_is_unknown(house, other_tenant):
    assert await agents.get(other_tenant.id, house.agent_id) is None
