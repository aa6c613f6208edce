"""What a caller can get done about reservations, in conversation: change, cancel, ask after, run late, wait, pass on."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from records import agents, database
from tests.api.desks import CONFIG, Desk

BOOKING = "A table for two tomorrow at 7 pm, my name is Petra Sommer, my number is +49 30 2345678."
HOTEL: dict[str, Any] = {
    "hours": CONFIG["hours"],
    "rooms": {
        "currency": "EUR",
        "check_in": "15:00",
        "check_out": "11:00",
        "types": [
            {
                "name": "single",
                "names": {"en": ["single room", "single"], "de": ["Einzelzimmer"]},
                "sleeps": 1,
                "rate": 89,
                "rooms": ["1", "2"],
            },
            {
                "name": "double",
                "names": {"en": ["double room", "double"], "de": ["Doppelzimmer"]},
                "sleeps": 2,
                "rate": 129,
                "rooms": ["3", "4"],
            },
        ],
        "extras": [
            {
                "name": "breakfast",
                "names": {"en": ["breakfast"], "de": ["Frühstück"]},
                "price": 18,
                "per": "person_night",
            }
        ],
    },
}


async def rows_of(desk: Desk, table: str) -> list[dict[str, Any]]:
    async with database.tenant(desk.tenant_id) as rows:
        return await rows.all(dict, f"select to_jsonb(t) from {table} t order by created_at")


async def one(desk: Desk, **expected: Any) -> dict[str, Any]:
    """The tenant's only reservation, which has these values."""
    reservations = await rows_of(desk, "reservations")
    assert len(reservations) == 1
    for name, value in expected.items():
        assert reservations[0][name] == value, (name, reservations[0])
    return reservations[0]


async def booked(desk: Desk) -> str:
    """Book, and the code."""
    await desk.say(BOOKING)
    reply = await desk.say("Yes, please.")
    return str(reply["receipts"][0]["facts"]["code"])


def on_the_wall(row: dict[str, Any]) -> str:
    return f"{datetime.fromisoformat(row['starts_at']).astimezone(ZoneInfo('Europe/Berlin')):%H:%M}"


def hang_up(desk: Desk) -> None:
    desk.conversation_id = None


async def test_a_change_keeps_the_code_and_frees_the_old_time(desk: Desk):
    code = await booked(desk)
    hang_up(desk)
    asked = await desk.say(f"Can I move my reservation {code} to 8 pm?")
    assert "8 pm" in asked["reply"] and "Shall I change it?" in asked["reply"]
    done = await desk.say("Yes.")
    assert done["receipts"][0]["operation"] == "change"
    assert code in done["reply"]
    row = await one(desk, code=code, status="confirmed", party_size=2)
    assert on_the_wall(row) == "20:00"
    live = [hold for hold in await rows_of(desk, "holds") if hold["status"] in ("held", "booked")]
    assert len(live) == 1, "the old time is free again"


async def test_who_has_no_code_is_known_by_name_and_number_together(desk: Desk):
    code = await booked(desk)
    hang_up(desk)
    await desk.say("I'd like to cancel my reservation.")
    await desk.say("I don't have the code.")
    await desk.say("Petra Sommer")
    asked = await desk.say("+49 30 2345678")
    assert "7 pm" in asked["reply"] and "Shall I cancel it?" in asked["reply"]
    await one(desk, status="confirmed")
    done = await desk.say("Yes, cancel it.")
    assert code in done["reply"]
    await one(desk, status="cancelled")


@pytest.mark.parametrize("pointer", ["C3D4F", "Petra Sommer, +49 30 9999999", "Hans Wurst, +49 30 2345678"])
async def test_a_wrong_pointer_reveals_nothing(desk: Desk, other_desk: Desk, pointer: str):
    code = await booked(desk)
    replies = []
    for caller, said in ((desk, pointer), (other_desk, code)):
        hang_up(caller)
        await caller.say("I want to cancel my reservation.")
        replies.append((await caller.say(said))["reply"])
    assert replies[0] == replies[1], "wrong and foreign look the same"
    assert "7 pm" not in replies[0] and "Petra" not in replies[0]
    await one(desk, status="confirmed")


async def test_no_after_booking_opens_the_cancellation_and_a_second_no_keeps_it(desk: Desk):
    await booked(desk)
    asked = await desk.say("No wait, cancel that.")
    assert "Shall I cancel it?" in asked["reply"]
    kept = await desk.say("No, keep it.")
    assert "stands" in kept["reply"]
    await one(desk, status="confirmed")


async def test_more_people_after_booking_change_the_same_reservation(desk: Desk):
    code = await booked(desk)
    asked = await desk.say("Sorry, we'll be three people.")
    assert "3 people" in asked["reply"]
    await desk.say("Yes")
    await one(desk, code=code, party_size=3)


async def test_the_same_again_is_asked_about(desk: Desk):
    await booked(desk)
    asked = await desk.say("A table for two tomorrow at 7 pm.")
    assert "already have a table" in asked["reply"]
    told = await desk.say("No, the same one.")
    assert "already booked" in told["reply"]
    await one(desk, status="confirmed")


async def test_a_second_table_is_a_second_table(desk: Desk):
    await booked(desk)
    await desk.say("A table for two tomorrow at 7 pm.")
    await desk.say("Yes, a second one.")
    await desk.say("Yes.")
    assert len(await desk.reservations()) == 2


async def test_running_late_is_noted_and_the_table_kept(desk: Desk):
    code = await booked(desk)
    told = await desk.say("We'll be 10 minutes late tomorrow.")
    assert "keep your table" in told["reply"]
    await one(desk, code=code, late_min=10)


async def test_running_late_for_a_table_of_another_day_is_asked_about(desk: Desk):
    code = await booked(desk)
    asked = await desk.say("We're running 10 minutes late.")
    assert code in asked["reply"] and "not today" in asked["reply"]
    await one(desk, code=code, late_min=None)
    told = await desk.say("Yes, tomorrow.")
    assert "keep your table" in told["reply"]
    await one(desk, code=code, late_min=10)


async def test_the_confirmation_goes_again_only_to_whom_it_belongs(desk: Desk):
    await booked(desk)
    told = await desk.say("Could you send me the confirmation again?")
    assert "5678" in told["reply"].replace(" ", "")
    sent = await rows_of(desk, "outbox")
    assert [one["address"] for one in sent] == ["+49302345678", "+49302345678"], "when it was booked, and again"


async def test_a_message_is_passed_on_after_it_was_read_back(desk: Desk):
    await desk.say("Please tell the chef that the soup was wonderful.")
    await desk.say("Peter Lustig")
    asked = await desk.say("I'd rather not give a number.")
    assert "soup was wonderful" in asked["reply"]
    assert await rows_of(desk, "requests") == []
    await desk.say("Yes please")
    [request] = await rows_of(desk, "requests")
    assert request["kind"] == "message"
    assert "soup was wonderful" in str(request["details"])


async def test_a_side_question_and_a_second_task_do_not_lose_the_first(desk: Desk):
    await desk.say("A table for two tomorrow at 7 pm please.")
    await desk.say("Please tell the chef that the soup was wonderful.")
    await desk.say("Petra Sommer")
    await desk.say("+49 30 2345678")
    back = await desk.say("Yes")
    assert "go on with the table" in back["reply"]
    asked = await desk.say("Yes")
    assert "Petra Sommer" in asked["reply"], "who is calling has been said already"
    await desk.say("Yes")
    assert len(await desk.reservations()) == 1


async def test_who_leaves_before_the_yes_is_asked_once_more(desk: Desk):
    await desk.say(BOOKING)
    asked = await desk.say("Goodbye!")
    assert "not booked yet" in asked["reply"] and not asked["ended"]
    gone = await desk.say("Bye.")
    assert gone["ended"]
    assert await desk.reservations() == []
    assert [hold["status"] for hold in await rows_of(desk, "holds")] == ["released"]


async def test_a_full_evening_offers_the_waiting_list(desk: Desk):
    small = {**CONFIG, "tables": [{"name": "1", "seats": 2}]}
    await agents.update(desk.tenant_id, desk.agent_id, config=small)
    await booked(desk)
    hang_up(desk)
    full = await desk.say("A table for two tomorrow at 7 pm.")
    assert "fully booked" in full["reply"]
    offered = await desk.say("No, neither.")
    assert "waiting list" in offered["reply"]
    await desk.say("Yes please.")
    await desk.say("Tom Brown")
    asked = await desk.say("+49 30 2345679")
    assert "waiting list" in asked["reply"] and "7 pm" in asked["reply"]
    told = await desk.say("Yes")
    assert "not a reservation" in told["reply"]
    [request] = await rows_of(desk, "requests")
    assert (request["kind"], request["name"]) == ("waitlist", "Tom Brown")


async def test_a_party_too_large_for_a_machine_becomes_a_request(desk: Desk):
    await agents.update(desk.tenant_id, desk.agent_id, config={**CONFIG, "group_max": 14})
    await desk.say("A table for twelve tomorrow at 7 pm.")
    await desk.say("Tom Brown")
    asked = await desk.say("+49 30 2345679")
    assert "request" in asked["reply"]
    await desk.say("Yes")
    [request] = await rows_of(desk, "requests")
    assert (request["kind"], request["details"]["party_size"]) == ("group", 12)
    assert await desk.reservations() == []


@pytest.fixture
async def hotel(desk: Desk) -> Desk:
    """The same tenant's hotel."""
    agent = await agents.create(desk.tenant_id, name="Hotel desk", type="receptionist", config=HOTEL)
    return replace(desk, agent_id=str(agent.id))


async def test_a_stay_is_held_priced_and_booked(hotel: Desk):
    offered = await hotel.say("Hello, a room for two for three nights from the 5th of next month please.")
    assert "ouble room" in offered["reply"] and "387" in offered["reply"], "three nights at 129"
    await hotel.say("The double room, with breakfast.")
    await hotel.say("Petra Sommer")
    asked = await hotel.say("+49 30 2345678")
    assert "495" in asked["reply"], "and breakfast for two, three times"
    assert await hotel.reservations() == []
    done = await hotel.say("Yes.")
    assert "495" in done["reply"]
    row = await one(hotel, kind="room", status="confirmed", party_size=2)
    assert done["receipts"][0]["facts"]["code"] == row["code"]


async def test_ein_aufenthalt_auf_deutsch_wird_verlaengert(hotel: Desk):
    await hotel.say(
        "Guten Tag, ein Doppelzimmer vom 5. bis 8. des nächsten Monats für zwei Personen, Name Petra Sommer."
    )
    await hotel.say("030 2345678")
    gebucht = await hotel.say("Ja, bitte.")
    code = gebucht["receipts"][0]["facts"]["code"]
    gefragt = await hotel.say("Können wir doch vier Nächte bleiben?")
    assert "516" in gefragt["reply"], gefragt["reply"]
    await hotel.say("Ja")
    await one(hotel, code=code, status="confirmed")


async def test_an_hour_earlier_is_remembered_until_the_reservation_is_found(desk: Desk):
    code = await booked(desk)
    hang_up(desk)
    await desk.say("Hi, I booked a table for tomorrow, can I move it an hour earlier? I don't have the code here.")
    await desk.say("Petra Sommer")
    asked = await desk.say("+49 30 2345678")
    assert "6 pm" in asked["reply"] and "Shall I change it?" in asked["reply"]
    await desk.say("Yes.")
    row = await one(desk, code=code, status="confirmed")
    assert on_the_wall(row) == "18:00"


async def test_where_the_kept_table_stands_is_said(desk: Desk):
    await desk.say(BOOKING)
    told = await desk.say("Is the table inside?")
    assert "The table is inside" in told["reply"] and "hall I book it?" in told["reply"]
    refused = await desk.say("No phone please.")
    assert "What should I change?" not in refused["reply"]


@pytest.mark.parametrize(
    ("begin", "question", "unknown", "name", "yes"),
    [
        ("A table for two tomorrow at 7 pm.", "Do you have vegan dishes?", "written down", "Ann Lee, no phone", "yes"),
        ("Ein Tisch für zwei morgen um 19 Uhr.", "Haben Sie vegane Gerichte?", "nichts vorliegen", "Anna Lang, keine Nummer", "ja"),
    ],
)  # fmt: skip
async def test_a_house_that_has_written_nothing_down_says_so_and_books(
    desk: Desk, begin: str, question: str, unknown: str, name: str, yes: str
):
    await desk.say(begin)
    asked = await desk.say(question)
    assert unknown in asked["reply"]
    await desk.say(name)
    await desk.say(yes)
    await one(desk, party_size=2, status="confirmed")


async def test_a_tenant_that_is_gone_in_the_middle_of_a_call_is_an_unknown_one(desk: Desk, postgres_url: str):
    await desk.say("A table for two tomorrow at 7 pm.")
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as owner:
        await owner.execute("delete from tenants where id = %s", [desk.tenant_id])
    answered = await desk.http.post("/chat/message", json=desk.body("Ann Lee"), headers=desk.headers)
    assert answered.status_code in (401, 404), answered.text
    assert await desk.reservations() == []
