"""What differs between businesses is data, and wrong data says what is wrong with it."""

from datetime import date
from typing import Any

import pytest

from records import agents, database, tenants
from records.agents import InvalidConfig
from tests.records.conftest import NOW, config


def bed(**more: Any) -> dict[str, Any]:
    """A hostel with one kind of room."""
    return {"types": [{"name": "bed", "names": {"en": ["bed"]}, "sleeps": 1, "rate": 20, "rooms": ["1"]} | more]}


def breakfast(**more: Any) -> dict[str, Any]:
    return {"name": "breakfast", "names": {"en": ["breakfast"]}, "price": 9.5, "per": "person_night"} | more


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
        rest = await rows.value("select jsonb_object_agg(name, jsonb_build_array(capacity, blocked)) from resources")
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
        ({"max_party": 10, "group_max": 9}, "group_max", "raise it, or leave it out"),
        ({"cancel_until_h": -1}, "cancel_until_h", "greater than or equal to 0"),
        ({"combinations": [["1", "9"]]}, "combinations", "there is no table '9'; there are 1, 2"),
        ({"combinations": [["1", "1"]]}, "combinations", "name each once"),
        ({"combinations": [["1"]]}, "combinations.0", "at least 2"),
        ({"rooms": {}}, "rooms.types", "required"),
        ({"rooms": {"types": []}}, "rooms.types", "at least 1"),
        ({"rooms": bed() | {"beds": 3}}, "rooms.beds", "documented"),
        ({"rooms": bed() | {"check_in": 900}}, "rooms.check_in", '"15:00", in quotation marks'),
        ({"rooms": bed() | {"check_in": "10:00"}}, "rooms", "check_out 11:00 is after check_in 10:00"),
        ({"rooms": bed() | {"min_nights": 31}}, "rooms", "max_nights 30 is less than min_nights 31; raise it"),
        ({"rooms": bed() | {"city_tax": 2.505}}, "rooms.city_tax", "129.50"),
        ({"rooms": bed() | {"currency": "euro"}}, "rooms.currency", "[A-Z]{3}"),
        ({"rooms": bed(rate="cheap")}, "rooms.types.0.rate", "number"),
        ({"rooms": bed(rate=-1)}, "rooms.types.0.rate", "greater than or equal to 0"),
        ({"rooms": bed(sleeps=0)}, "rooms.types.0.sleeps", "greater than or equal to 1"),
        ({"rooms": bed(rooms=["1", "1"])}, "rooms", "two rooms are called '1'; give each its own name"),
        ({"rooms": bed(rooms=["1"], blocked=["2"])}, "rooms.types.0", "'2' is no room of 'bed'; there are 1"),
        ({"rooms": bed(seasons=[{"from": "20.12.", "rate": 9}])}, "rooms.types.0.seasons.0", "2026-12-24"),
        (
            {"rooms": bed(seasons=[{"from": "2026-12-20", "until": "01-05", "rate": 9}])},
            "rooms.types.0.seasons.0",
            "`from` and `until` both with a year",
        ),
        ({"rooms": bed() | {"closed": [{"from": "02-30"}]}}, "rooms.closed.0", "2026-12-24"),
        ({"rooms": {"types": bed()["types"] * 2}}, "rooms", "two room types are called 'bed'"),
        ({"rooms": bed() | {"extras": [breakfast(per="week")]}}, "rooms.extras.0.per", "'person_night', 'night'"),
        ({"rooms": bed() | {"extras": [breakfast()] * 2}}, "rooms", "two extras are called 'breakfast'"),
    ],
)
async def test_a_config_that_cannot_work_names_the_field_and_the_remedy(tenant, wrong, named, remedy):
    tables = {"tables": [{"name": "1", "seats": 2}, {"name": "2", "seats": 2}]} if "combinations" in wrong else {}
    with pytest.raises(InvalidConfig) as invalid:
        await agents.update(tenant.id, tenant.agent_id, config=tables | wrong)
    assert named in str(invalid.value)
    assert remedy in str(invalid.value)
    assert await tenant.value("select config from agents") == {}


async def test_a_house_with_beds_knows_its_prices(house):
    rooms = bed(rooms=[101, "102"], blocked=["102"], seasons=[{"from": "12-20", "until": "01-05", "rate": 30.5}])
    terms = {"city_tax": 1.5, "extras": [breakfast()], "closed": [{"from": "2027-02-01"}]}
    await house.configure(rooms=rooms | terms)
    stored = await agents.get(house.tenant_id, house.agent_id)
    assert stored.config["rooms"]["types"][0]["seasons"] == [{"from": "12-20", "until": "01-05", "rate": 30.5}]
    quote = stored.rooms.quote("bed", date(2026, 12, 19), date(2026, 12, 21), 1, ["breakfast"])
    assert [night.cents for night in quote.nights] == [2000, 3050]
    assert quote.total_cents == 5050 + 2 * 950 + 2 * 150
    assert stored.rooms.why_not(date(2027, 1, 31), date(2027, 2, 2), 1, NOW) == "closed"
    await house.configure()
    assert (await agents.get(house.tenant_id, house.agent_id)).rooms is None


async def test_what_a_config_leaves_out_has_its_default(house):
    await house.configure(max_party=20)
    plain = await agents.get(house.tenant_id, house.agent_id)
    assert (plain.group_max, plain.cancel_until_h, plain.late_grace_min, plain.combinations) == (20, 0, 15, ())
    tables = [{"name": "1", "seats": 2}, {"name": 2, "seats": 2}]
    await house.configure(
        max_party=4, group_max=12, cancel_until_h=2, late_grace_min=0, tables=tables, combinations=[["1", 2]]
    )
    told = await agents.get(house.tenant_id, house.agent_id)
    assert (told.group_max, told.cancel_until_h, told.late_grace_min, told.combinations) == (12, 2, 0, [["1", "2"]])


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
