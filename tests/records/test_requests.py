"""What no rule can grant is left with the staff, once."""

import asyncio

from records import database


async def left(house) -> list[dict]:
    async with database.tenant(house.tenant_id) as rows:
        return await rows.all(
            dict,
            """select jsonb_build_object('kind', kind, 'name', name, 'phone', phone, 'details', details, 'status', status,
                                         'by', conversation_id) from requests order by created_at""",
        )


async def test_a_request_is_a_row_and_a_receipt(house):
    caller = await house.caller()
    wish = {"day": "2026-11-28", "time": "19:30", "party_size": 4}
    receipt = await caller.ask("waitlist", name="Ada", phone="+493012345678", email=None, notes="", **wish)
    assert (receipt.operation, receipt.facts) == ("waitlist", {"name": "Ada", "phone": "+493012345678", **wish})
    assert await left(house) == [
        {
            "kind": "waitlist",
            "name": "Ada",
            "phone": "+493012345678",
            "details": wish,
            "status": "open",
            "by": str(caller.id),
        }
    ]


async def test_the_same_request_again_is_the_same_receipt(house):
    caller, other = await house.callers(2)
    receipts = await asyncio.gather(*(caller.ask("message", text="Flowers, please.") for _ in range(10)))
    assert len({str(receipt) for receipt in receipts}) == 1
    assert await house.count("requests") == await house.count("commits") == 1
    await other.ask("message", text="Flowers, please.")
    await caller.ask("message", text="Flowers, please.", epoch=2)
    await caller.ask("group", text="Flowers, please.")
    assert await house.count("requests") == 4


async def test_a_request_is_nobody_elses(house, other_tenant):
    await (await house.caller()).ask("message", text="Flowers, please.")
    assert await other_tenant.value("select count(*) from requests") == 0
