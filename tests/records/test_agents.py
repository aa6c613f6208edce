"""What differs between businesses is data, and wrong data says what is wrong with it."""

import pytest

from records import agents, database, tenants
from records.agents import InvalidConfig
from tests.records.conftest import config


async def test_an_agent_knows_its_tenant(tenant):
    await tenants.update(tenant.id, name="Lakeside", timezone="Europe/Vienna", region="AT")
    agent = await agents.create(tenant.id, name="Reception", type="receptionist", language="de", persona="Warm.")
    known = await agents.get(tenant.id, agent.id)
    assert known == agent
    assert (agent.tenant_name, agent.timezone, agent.region) == ("Lakeside", "Europe/Vienna", "AT")
    assert {one.name for one in await agents.all(tenant.id)} == {"Front desk", "Reception"}


async def test_a_changed_agent_is_served_at_once_where_it_was_changed(tenant):
    before = await agents.get(tenant.id, tenant.agent_id)
    changed = await agents.update(tenant.id, tenant.agent_id, persona="Cheerful.")
    assert before is not None
    assert (before.persona, changed.persona) == ("", "Cheerful.")
    assert await agents.get(tenant.id, tenant.agent_id) == changed


async def test_an_agent_that_is_not_there(tenant, other_tenant):
    assert await agents.get(tenant.id, other_tenant.agent_id) is None
    assert await agents.get(tenant.id, "not a uuid") is None
    with pytest.raises(database.NotFound):
        await agents.update(tenant.id, other_tenant.agent_id, persona="Mine now.")
    assert not await agents.delete(tenant.id, other_tenant.agent_id)


async def test_an_agent_that_goes_is_gone(tenant):
    await agents.get(tenant.id, tenant.agent_id)
    assert await agents.delete(tenant.id, tenant.agent_id)
    assert await agents.get(tenant.id, tenant.agent_id) is None


async def test_tables_follow_the_config(house):
    await (await house.caller()).hold("2026-11-28T19:30")  # on table 1
    await house.configure(**config(6, 2) | {"tables": [{"name": "2", "seats": 6}, {"name": "9", "seats": 2}]})
    async with database.tenant(house.tenant_id) as rows:
        rest = await rows.value("select jsonb_object_agg(name, jsonb_build_array(seats, blocked)) from tables")
    assert rest == {"1": [2, True], "2": [6, False], "9": [2, False]}  # held ones are blocked, others go


@pytest.mark.parametrize(
    ("wrong", "named", "remedy"),
    [
        ({"hours": {"monday": ["9-17"]}}, "hours", "17:30-23:00"),
        ({"hours": {"montag": ["09:00-17:00"]}}, "montag", "monday"),
        ({"tabels": []}, "tabels", "tables"),
        ({"tables": [{"name": "1", "seats": 0}]}, "tables.0.seats", "greater than or equal to 1"),
        ({"tables": [{"name": "1", "seats": 2}, {"name": "1", "seats": 4}]}, "tables", "give each its own name"),
        ({"exceptions": [{"date": "Christmas"}]}, "exceptions.0", "2026-12-24"),
        ({"grid_min": 7}, "grid_min", "15"),
        ({"max_party": "many"}, "max_party", "integer"),
    ],
)
async def test_a_config_that_cannot_work_names_the_field_and_the_remedy(tenant, wrong, named, remedy):
    with pytest.raises(InvalidConfig) as invalid:
        await agents.update(tenant.id, tenant.agent_id, config=wrong)
    assert named in str(invalid.value)
    assert remedy in str(invalid.value)
    assert await tenant.value("select config from agents") == {}


async def test_a_type_without_a_model_takes_any_config(tenant):
    agent = await agents.create(tenant.id, name="Anything", type="custom", config={"mood": "good"})
    assert agent.config == {"mood": "good"}


async def test_an_unknown_time_zone_is_refused(tenant):
    with pytest.raises(ValueError, match="Europe/Berlin"):
        await tenants.update(tenant.id, timezone="Berlin/Kreuzberg")


async def test_a_deleted_tenant_takes_everything_along(house):
    caller = await house.caller()
    await caller.book(await caller.hold("2026-11-28T19:30"))
    assert await tenants.delete(house.tenant_id)
    assert await tenants.get(house.tenant_id) is None
    assert await house.count("reservations") == 0
    assert not await tenants.delete(house.tenant_id)
