"""Fifty callers at once: nothing is given to two, nobody who could have had something goes without, and all end well."""

import asyncio
import random
from datetime import timedelta

import pytest

from records import database
from records.commits import Receipt
from records.holds import Hold
from records.vacancies import Refused
from tests.records.conftest import NOW, ROOMS, Caller, House, config


async def live(house: House) -> dict[str, list[tuple[float, float]]]:
    """The stretches for which each table or room is taken, reckoned from reservations alone, as seconds."""
    async with database.tenant(house.tenant_id) as rows:
        found = await rows.all(
            tuple,
            """select jsonb_build_array(x.name, extract(epoch from r.starts_at), extract(epoch from r.ends_at))
                 from reservations r join holds h on h.id = r.hold_id join resources x on x.id = any(h.resource_ids)
                where r.status = 'confirmed'""",
        )
    taken: dict[str, list[tuple[float, float]]] = {}
    for name, begins, ends in found:
        taken.setdefault(name, []).append((begins, ends))
    return taken


def overlaps(taken: dict[str, list[tuple[float, float]]]) -> int:
    return sum(
        one[0] < other[1] and other[0] < one[1]
        for stretches in taken.values()
        for i, one in enumerate(stretches)
        for other in stretches[:i]
    )


@pytest.mark.parametrize("seed", range(3))
async def test_fifty_callers_book_every_table_once_and_no_table_twice(house, seed):
    """Single tables and tables put together, at times that overlap: whoever is refused is told what else there is."""
    wanted = random.Random(seed)
    await house.configure(**config(4, 4, 2, 2, combinations=[["1", "2"], ["2", "3"]]))

    async def reserve(caller: Caller) -> Receipt:
        start, party = f"2026-11-28T19:{wanted.choice(('00', '15', '30'))}", wanted.choice((2, 4, 6, 8))
        return await caller.book(await caller.hold(start, party=party))

    outcomes = await asyncio.gather(*map(reserve, await house.callers(50)), return_exceptions=True)
    won = [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(won) + len(lost) == 50
    taken = await live(house)
    assert overlaps(taken) == 0
    assert set(taken) == {"1", "2", "3", "4"}
    assert sum(len(stretches) for stretches in taken.values()) == sum(
        len(receipt.facts["table"].split(" + ")) for receipt in won
    )
    assert {refused.reason for refused in lost} <= {"fully_booked", "hold_by_other"}
    assert all(len(refused.alternatives) == 2 for refused in lost)


async def test_tables_put_together_are_kept_from_whoever_wants_one_of_them(house):
    await house.configure(**config(4, 4, combinations=[["1", "2"]]))
    ours, theirs = await house.callers(2)
    held = await ours.hold("2026-11-28T19:00", party=8)
    assert held.facts["table"] == "1 + 2"
    with pytest.raises(Refused, match="hold_by_other"):
        await theirs.hold("2026-11-28T19:30")
    receipt = await ours.book(held)
    with pytest.raises(Refused, match="fully_booked"):
        await theirs.hold("2026-11-28T19:30")
    await ours.cancel(receipt.facts["code"])
    assert await theirs.hold("2026-11-28T19:30")


async def test_while_reservations_move_nobody_slips_in_between(house):
    """Ten move back and forth between two evenings with no table to spare, forty try for what that sets free."""
    await house.configure(**config(*[2] * 10))
    movers, watchers = await house.callers(10), await house.callers(40)
    codes = [(await mover.book(await mover.hold("2026-11-28T19:00"))).facts["code"] for mover in movers]

    async def move(mover: Caller, code: str) -> list[str]:
        """The times between which it moved; each move is half into the time before, so on the same table."""
        done = []
        for step in range(4):
            held = await mover.hold(f"2026-11-28T{('19:30', '19:00')[step % 2]}", moving=code)
            done.append((await mover.change(code, held, epoch=step)).facts["time"])
        return done

    async def watch(watcher: Caller) -> list[str]:
        won = []
        for start in ("19:00", "19:15", "19:30"):
            try:
                held = await watcher.hold(f"2026-11-28T{start}")
                won.append((await watcher.book(held)).facts["time"])
            except Refused:
                await asyncio.sleep(0)
        return won

    moved, won = await asyncio.gather(
        asyncio.gather(*(move(mover, code) for mover, code in zip(movers, codes, strict=True))),
        asyncio.gather(*map(watch, watchers)),
    )
    assert moved == [["19:30", "19:00", "19:30", "19:00"]] * 10
    assert won == [[]] * 40
    assert overlaps(await live(house)) == 0
    assert await house.count("reservations", "status = 'confirmed'") == 10
    assert await house.count("occupancies") == 10


async def test_a_restless_evening_ends_with_every_table_where_its_reservation_is(house):
    """Callers hold, move, hesitate until the hold lapses, book, change, run late and cancel, all at once."""
    await house.configure(**config(2, 2, 4, 4, combinations=[["1", "2"], ["3", "4"]]))
    callers = await house.callers(12)

    async def restless(n: int, caller: Caller) -> None:
        draw, held, codes = random.Random(n), None, []
        for step in range(12):
            at = NOW.replace(minute=draw.randrange(0, 50))
            start = f"2026-11-28T{draw.randrange(18, 22)}:{draw.choice(('00', '15', '30', '45'))}"
            try:
                match draw.randrange(8):
                    case 0 | 1 | 2 | 3:
                        held = await caller.hold(start, party=draw.randrange(1, 9), at=at, replacing=held)
                        if draw.random() < 0.7:
                            codes.append((await caller.book(held, epoch=step, at=at)).facts["code"])
                            held = None
                    case 4 if codes:
                        moved = await caller.hold(start, party=draw.randrange(1, 5), at=at, moving=codes[-1])
                        await caller.change(codes[-1], moved, epoch=step, at=at.replace(minute=draw.randrange(50)))
                    case 5 if codes:
                        await caller.late(codes[-1], draw.randrange(5, 60), epoch=step, at=at)
                    case 6 if codes:
                        await caller.cancel(codes.pop(), epoch=step, at=at)
            except Refused:
                held = None

    await asyncio.gather(*(restless(n, caller) for n, caller in enumerate(callers)))
    taken = await live(house)
    assert overlaps(taken) == 0
    assert await house.count("reservations", "status = 'confirmed'") > 1
    astray = await house.count(
        "reservations r join holds h on h.id = r.hold_id",
        """r.status = 'confirmed' and array(select resource_id from occupancies o where o.hold_id = h.id
               and o.starts_at = r.starts_at and o.ends_at = r.ends_at order by 1)
           <> array(select unnest(h.resource_ids) order by 1)""",
    )
    assert astray == 0
    behind = "not exists (select from holds h where h.id = o.hold_id and h.status in ('held', 'booked'))"
    assert await house.count("occupancies o", behind) == 0


async def test_fifty_callers_for_the_last_rooms(house):
    await house.configure(rooms=ROOMS)

    async def reserve(n: int, caller: Caller) -> Receipt:
        return await caller.book(await caller.stay(f"2026-12-{3 + n % 3:02}", "2026-12-07"))

    outcomes = await asyncio.gather(
        *(reserve(n, caller) for n, caller in enumerate(await house.callers(50))), return_exceptions=True
    )
    assert len([one for one in outcomes if isinstance(one, Receipt)]) == 3
    assert len([one for one in outcomes if isinstance(one, Refused)]) == 47
    assert overlaps(await live(house)) == 0


async def test_a_hold_is_free_for_others_at_the_second_at_which_it_lapses(tiny_house):
    ours, theirs = await tiny_house.callers(2)
    held: Hold = await ours.hold("2026-11-28T19:30")
    with pytest.raises(Refused, match="hold_by_other"):
        await theirs.hold("2026-11-28T19:30", at=held.kept_until - timedelta(seconds=1))
    assert await theirs.hold("2026-11-28T19:30", at=held.kept_until)
