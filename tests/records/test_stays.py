"""Rooms are held, booked and moved like tables, by the night and at the house's prices."""

import asyncio

import pytest

from records.holds import Hold, HoldLapsed
from records.vacancies import Refused
from tests.records.conftest import NOW, ROOMS

ADA = "+493012345678"


async def test_a_stay_is_held_with_its_price(inn):
    caller = await inn.caller()
    held = await caller.stay("2026-12-03", "2026-12-05", room_type="double", extras=["breakfast"])
    assert held.facts == {
        "kind": "room",
        "check_in": "2026-12-03",
        "check_out": "2026-12-05",
        "nights": 2,
        "party_size": 2,
        "room_type": "double",
        "view": "garden",
        "room": "101",
        "extras": ["breakfast"],
        "total_cents": 10000 + 12000 + 4 * 1550 + 4 * 250,
        "city_tax_cents": 1000,
        "tax_cents": 1845,  # 28200 × 7 / 107 = 1844.86
        "per_night_cents": 10000,
        "currency": "EUR",
        "starts_at": "2026-12-03T15:00:00+01:00",
    }


async def test_children_pay_no_city_tax(inn):
    caller = await inn.caller()
    held = await caller.stay("2026-12-03", "2026-12-05", party=2, children=1)
    assert (held.facts["children"], held.facts["city_tax_cents"]) == (1, 2 * 250)
    receipt = await caller.book(held, extras=["breakfast"])
    assert receipt.facts["total_cents"] == 10000 + 12000 + 4 * 1550 + 2 * 250


async def test_a_stay_is_booked_with_what_was_held(inn):
    caller = await inn.caller()
    held = await caller.stay("2026-12-03", "2026-12-05")
    assert held.facts["room_type"] == "double"
    await inn.configure(rooms=ROOMS | {"city_tax": 9})
    receipt = await caller.book(held, phone=ADA, notes="a quiet room")
    code = receipt.facts["code"]
    assert receipt.facts == held.facts | {
        "code": code,
        "name": "Ada",
        "phone": ADA,
        "notes": "a quiet room",
        "status": "confirmed",
    }
    assert await caller.book(held, phone=ADA, notes="a quiet room") == receipt
    assert await inn.find(code=code) == [receipt.facts]


async def test_extras_can_still_be_added_when_it_is_booked_or_later(inn):
    caller = await inn.caller()
    receipt = await caller.book(await caller.stay("2026-12-03", "2026-12-04"), extras=["breakfast", "helicopter"])
    assert receipt.facts["extras"] == ["breakfast"]
    assert receipt.facts["total_cents"] == 10000 + 2 * 1550 + 2 * 250
    without = await caller.change(receipt.facts["code"], extras=[])
    assert (without.facts["extras"], without.facts["total_cents"]) == ([], 10000 + 2 * 250)


async def test_one_guest_leaves_on_the_day_on_which_the_next_arrives(inn):
    caller = await inn.caller()
    for _ in range(2):
        await caller.book(await caller.stay("2026-12-03", "2026-12-05", room_type="double"))
    assert await caller.stay("2026-12-05", "2026-12-06", room_type="double")
    assert await caller.stay("2026-12-02", "2026-12-03", room_type="double")


async def test_a_full_house_offers_another_room_or_other_nights(inn):
    ours, theirs = await inn.callers(2)
    for epoch in range(2):
        await ours.book(await ours.stay("2026-12-03", "2026-12-05", room_type="double"), epoch=epoch)
    with pytest.raises(Refused) as refused:
        await theirs.stay("2026-12-04", "2026-12-05", room_type="double")
    assert refused.value.reason == "fully_booked"
    assert refused.value.alternatives == [
        {"check_in": "2026-12-04", "check_out": "2026-12-05", "room_type": "suite"},
        {"check_in": "2026-12-05", "check_out": "2026-12-06", "room_type": "double"},
    ]
    assert (await theirs.stay("2026-12-04", "2026-12-05")).facts["room_type"] == "suite"


@pytest.mark.parametrize(
    ("check_in", "check_out", "more", "reason"),
    [
        ("2026-11-20", "2026-11-22", {}, "past"),
        ("2028-11-20", "2028-11-22", {}, "horizon"),
        ("2026-12-05", "2026-12-05", {}, "too_short"),
        ("2026-12-05", "2027-01-10", {}, "too_long"),
        ("2026-12-05", "2026-12-03", {}, "checkout_before_checkin"),
        ("2026-12-03", "2026-12-05", {"party": 0}, "party_too_small"),
        ("2026-12-03", "2026-12-05", {"party": 5}, "party_too_large"),
        ("2026-12-03", "2026-12-05", {"room_type": "igloo"}, "no_such_room"),
        ("0001-01-01", "0001-01-02", {}, "past"),
        ("9999-12-30", "9999-12-31", {}, "horizon"),
    ],
)
async def test_a_stay_against_the_rules_is_refused_with_its_reason(inn, check_in, check_out, more, reason):
    with pytest.raises(Refused) as refused:
        await (await inn.caller()).stay(check_in, check_out, **more)
    assert refused.value.reason == reason
    assert await inn.count("holds") == 0


async def test_tonight_can_still_be_booked_after_the_rooms_are_ready(inn):
    caller = await inn.caller()
    tonight = NOW.replace(hour=22)
    held = await caller.stay("2026-11-21", "2026-11-22", at=tonight)
    assert (await caller.book(held, at=tonight)).facts["check_in"] == "2026-11-21"


async def test_a_night_on_which_the_clock_is_put_back_is_one_night(inn):
    held = await (await inn.caller()).stay("2027-10-30", "2027-10-31")
    assert held.facts["nights"] == 1
    assert (held.ends_at - held.starts_at).total_seconds() == 21 * 3600


async def test_a_stay_is_prolonged_in_the_same_room_under_the_same_code(inn):
    caller = await inn.caller()
    code = (await caller.book(await caller.stay("2026-12-03", "2026-12-05", room_type="double"))).facts["code"]
    await caller.book(await caller.stay("2026-12-03", "2026-12-05", room_type="double"), epoch=2)
    held = await caller.stay("2026-12-03", "2026-12-07", room_type="double", moving=code)
    receipt = await caller.change(code, held, epoch=3)
    assert (receipt.facts["code"], receipt.facts["room"], receipt.facts["nights"]) == (code, "101", 4)
    assert receipt.facts["total_cents"] == 2 * 10000 + 2 * 12000 + 8 * 250
    assert await inn.twice() == 0
    cancelled = await caller.cancel(code, epoch=4)
    assert cancelled.facts["check_in"] == "2026-12-03"
    assert await inn.count("occupancies") == 1


async def test_a_late_arrival_has_the_room_all_night(inn):
    caller = await inn.caller()
    code = (await caller.book(await caller.stay("2026-12-03", "2026-12-05"))).facts["code"]
    receipt = await caller.late(code, 480)
    assert (receipt.facts["minutes"], receipt.facts["kept"]) == (480, True)


async def test_a_restaurant_has_no_beds(house):
    with pytest.raises(Refused, match="no_such_room"):
        await (await house.caller()).stay("2026-12-03", "2026-12-05")


async def test_a_stay_whose_hold_lapsed_gets_the_other_room_or_is_told_what_is_left(inn):
    slow, *quick = await inn.callers(3)
    held = await slow.stay("2026-12-03", "2026-12-05", room_type="double")
    late = NOW.replace(minute=5)
    taken = await quick[0].stay("2026-12-03", "2026-12-05", room_type="double", at=late)
    assert taken.resource_ids == held.resource_ids
    assert (await slow.book(held, at=late)).facts["room"] == "102"
    held = await slow.stay("2026-12-10", "2026-12-11", room_type="suite")
    await quick[1].stay("2026-12-10", "2026-12-11", room_type="suite", at=late)
    with pytest.raises(HoldLapsed) as lapsed:
        await slow.book(held, epoch=2, at=late)
    assert lapsed.value.alternatives[0]["room_type"] == "double"


async def test_thirty_callers_race_for_two_doubles(inn):
    callers = await inn.callers(30)
    outcomes = await asyncio.gather(
        *(caller.stay(f"2026-12-{3 + n % 2:02}", "2026-12-06", room_type="double") for n, caller in enumerate(callers)),
        return_exceptions=True,
    )
    won = [outcome for outcome in outcomes if isinstance(outcome, Hold)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert sorted(held.facts["room"] for held in won) == ["101", "102"]
    assert len(lost) == 28
    assert all(refused.alternatives[0]["room_type"] == "suite" for refused in lost)
    assert await inn.twice() == 0
