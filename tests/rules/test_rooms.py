"""Which stays can be had, what do they cost, which room is given, and what is offered instead?"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from random import Random
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from rules.rooms import Charge, Reason, Room, Rooms, Stay, free
from rules.tables import Taken

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=BERLIN)  # a Saturday
DAY = timedelta(days=1)
REASONS = set(get_args(Reason)) - {"fully_booked"}
CONFIG: dict[str, Any] = {
    "min_nights": 1,
    "max_nights": 14,
    "horizon_days": 200,
    "tax_percent": 7,
    "city_tax": 2.50,
    "closed": [{"from": "01-11", "until": "01-24"}],
    "types": [
        {"name": "single", "sleeps": 1, "rate": 89, "rooms": ["1"]},
        {
            "name": "double",
            "sleeps": 2,
            "view": "garden",
            "rate": 129.00,
            "weekend_rate": "149.00",
            "seasons": [
                {"from": "12-20", "until": "01-05", "rate": 189.00},
                {"from": "2026-12-31", "rate": 249, "weekend_rate": 259},
            ],
            "rooms": ["2", "3"],
        },
        {"name": "suite", "sleeps": 4, "rate": 240, "rooms": ["4"]},
    ],
    "extras": [
        {"name": "breakfast", "price": 18.50, "per": "person_night"},
        {"name": "parking", "price": 12, "per": "night"},
        {"name": "cot", "price": 20, "per": "stay"},
        {"name": "bathrobe", "price": 5.55, "per": "person"},
    ],
}
HOUSE = Rooms.of(CONFIG, "Europe/Berlin")
ROOMS = [Room(1, "1", "single"), Room(2, "2", "double"), Room(3, "3", "double"), Room(4, "4", "suite")]


def day(text: str) -> date:
    return date.fromisoformat(text)


def taken(room: int, check_in: str, check_out: str, house: Rooms = HOUSE) -> Taken:
    return Taken(room, *house.instants(day(check_in), day(check_out)))


# --- why not ---


@pytest.mark.parametrize(
    ("check_in", "check_out", "party", "room_type", "reason"),
    [
        ("2026-12-05", "2026-12-08", 2, "double", None),
        ("2026-12-05", "2026-12-08", 4, None, None),
        ("2026-11-21", "2026-11-22", 1, "single", None),  # tonight
        ("2026-12-05", "2026-12-08", 0, "double", "party_too_small"),
        ("2026-12-05", "2026-12-08", 5, None, "party_too_large"),
        ("2026-12-05", "2026-12-08", 13, "double", "party_too_large"),
        ("2026-12-05", "2026-12-08", 100, "palace", "party_too_large"),
        ("2026-12-05", "2026-12-08", 2, "palace", "no_such_room"),
        ("2026-12-05", "2026-12-08", 3, "double", "type_too_small"),
        ("2026-12-08", "2026-12-05", 2, "double", "checkout_before_checkin"),
        ("2026-12-05", "2026-12-05", 2, "double", "too_short"),
        ("2026-11-20", "2026-11-23", 2, "double", "past"),
        ("0001-01-01", "0001-01-02", 2, None, "past"),
        ("2027-06-09", "2027-06-11", 2, "double", None),  # the 200th day, leaving on a later one
        ("2027-06-10", "2027-06-11", 2, "double", "horizon"),
        ("9999-12-30", "9999-12-31", 2, None, "horizon"),
        ("2026-12-05", "2026-12-19", 2, "double", None),
        ("2026-12-05", "2026-12-20", 2, "double", "too_long"),
        ("2026-12-05", "9999-12-31", 2, "double", "too_long"),
        ("2027-01-08", "2027-01-11", 2, "double", None),  # gone in the morning before it closes
        ("2027-01-08", "2027-01-12", 2, "double", "closed"),
        ("2027-01-24", "2027-01-25", 2, "double", "closed"),
        ("2027-01-25", "2027-01-26", 2, "double", None),
    ],
)
def test_a_stay_is_granted_or_the_true_reason_given(check_in, check_out, party, room_type, reason):
    assert HOUSE.why_not(day(check_in), day(check_out), party, NOW, room_type) == reason


def test_a_house_without_beds_has_no_such_room():
    assert Rooms.of({}, "UTC").why_not(day("2026-12-05"), day("2026-12-06"), 2, NOW) == "no_such_room"
    assert Rooms.of({}, "UTC").alternatives([], [], 2, day("2026-12-05"), day("2026-12-06"), NOW) == []


def test_today_is_the_day_of_the_house():
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
    assert HOUSE.why_not(day("2026-11-21"), day("2026-11-22"), 1, late) == "past"
    assert HOUSE.why_not(day("2026-11-22"), day("2026-11-23"), 1, late) is None


def test_a_house_that_wants_two_nights_says_so():
    house = Rooms.of(CONFIG | {"min_nights": 2}, "Europe/Berlin")
    assert house.why_not(day("2026-12-05"), day("2026-12-06"), 2, NOW) == "too_short"
    assert house.why_not(day("2026-12-05"), day("2026-12-07"), 2, NOW) is None


# --- when a room is taken ---


def test_one_leaves_on_the_day_on_which_the_next_arrives():
    doubles = HOUSE.ranked(ROOMS, 2, day("2026-12-08"), day("2026-12-10"), room_type="double")
    before, after = taken(2, "2026-12-05", "2026-12-08"), taken(2, "2026-12-10", "2026-12-12")
    stay = HOUSE.instants(day("2026-12-08"), day("2026-12-10"))
    assert free(doubles, [before, after], *stay) == doubles
    assert [room.id for room in free(doubles, [taken(2, "2026-12-09", "2026-12-10")], *stay)] == [3]


@pytest.mark.parametrize(
    ("check_in", "check_out", "hours"),
    [
        ("2026-12-05", "2026-12-06", 20),
        ("2027-03-27", "2027-03-28", 19),  # an hour of the night is missing
        ("2026-10-24", "2026-10-25", 21),  # an hour of the night comes twice
        ("2026-12-31", "2027-01-01", 20),
    ],
)
def test_check_in_and_check_out_are_read_from_the_clock_of_the_house(check_in, check_out, hours):
    begins, ends = HOUSE.instants(day(check_in), day(check_out))
    assert begins.astimezone(BERLIN).isoformat()[:16] == f"{check_in}T15:00"
    assert ends.astimezone(BERLIN).isoformat()[:16] == f"{check_out}T11:00"
    assert ends - begins == timedelta(hours=hours)


@pytest.mark.parametrize("changing", ["2027-03-28", "2026-10-25"])
@pytest.mark.parametrize("times", [("02:30", "02:30"), ("02:00", "03:00"), ("02:30", "03:00"), ("01:59", "02:59")])
def test_guests_of_a_night_house_do_not_meet_though_the_clock_moves_between_them(changing, times):
    house = Rooms.of(CONFIG | {"check_out": times[0], "check_in": times[1]}, "Europe/Berlin")
    today = day(changing)
    assert house.instants(today - DAY, today)[1] <= house.instants(today, today + DAY)[0]


# --- what it costs ---


def test_a_night_costs_its_weekday_its_season_and_its_year():
    quote = HOUSE.quote("double", day("2026-12-17"), day("2027-01-02"), 2)
    rates = {f"{night.day:%m-%d}": night.cents for night in quote.nights}
    assert rates["12-17"] == 12900  # Thursday
    assert rates["12-18"] == rates["12-19"] == 14900  # Friday, Saturday
    assert rates["12-20"] == rates["12-25"] == rates["12-26"] == rates["12-30"] == 18900  # a season, weekends too
    assert rates["12-31"] == 24900  # this year's own price goes before every year's season
    assert rates["01-01"] == 18900  # a Friday, and the season has passed New Year
    assert "01-02" not in rates  # the morning of leaving
    assert quote.per_night_cents == 12900
    assert [night.cents for night in HOUSE.quote("double", day("2027-01-05"), day("2027-01-07"), 2).nights] == [
        18900,
        12900,
    ]


def test_a_season_may_have_weekends_of_its_own():
    season = {"from": "2026-12-01", "until": "2026-12-19", "rate": 100, "weekend_rate": 120}
    house = Rooms.of({"types": [CONFIG["types"][1] | {"seasons": [season]}]}, "Europe/Berlin")
    assert [night.cents for night in house.quote("double", day("2026-12-17"), day("2026-12-21"), 2).nights] == [
        10000,
        12000,
        12000,
        12900,
    ]


def test_extras_are_counted_by_night_by_person_or_once():
    quote = HOUSE.quote(
        "suite", day("2026-12-07"), day("2026-12-10"), 3, ["breakfast", "parking", "cot", "bathrobe", "cot"]
    )
    assert quote.extras == (
        Charge("breakfast", 3 * 3 * 1850),
        Charge("parking", 3 * 1200),
        Charge("cot", 2000),
        Charge("bathrobe", 3 * 555),
    )
    assert quote.rooms_cents == 3 * 24000
    assert quote.city_tax_cents == 3 * 3 * 250
    assert quote.total_cents == 72000 + 16650 + 3600 + 2000 + 1665 + 2250


def test_children_sleep_and_eat_but_pay_no_city_tax():
    family = HOUSE.quote("suite", day("2026-12-07"), day("2026-12-09"), 4, ["breakfast"], children=2)
    assert family.extras == (Charge("breakfast", 4 * 2 * 1850),)
    assert family.city_tax_cents == 2 * 2 * 250
    assert HOUSE.why_not(day("2026-12-07"), day("2026-12-09"), 3, NOW, "double") == "type_too_small"


@pytest.mark.parametrize(
    ("rate", "percent", "contained"),
    [
        ("107.00", 7, 700),
        ("129.00", 7, 844),  # 843.9…
        ("100.00", 19, 1597),  # 1596.6…
        ("1.02", "2", 2),
        ("0.51", 2, 1),
        ("1.53", "2", 3),
        ("0.03", 100, 2),  # one and a half
        ("0.01", 100, 1),  # a half
        ("103.80", 3.8, 380),
        ("99.99", 0, 0),
    ],
)
def test_the_tax_in_a_price_is_rounded_half_up_once(rate, percent, contained):
    house = Rooms.of(
        {"tax_percent": percent, "city_tax": 9, "types": [{"name": "bed", "sleeps": 1, "rate": rate}]}, "UTC"
    )
    assert house.quote("bed", day("2026-12-07"), day("2026-12-08"), 1).tax_cents == contained


def test_what_the_house_does_not_have_has_no_price():
    stay = day("2026-12-07"), day("2026-12-09")
    with pytest.raises(ValueError, match="single, double, suite"):
        HOUSE.quote("palace", *stay, 2)
    with pytest.raises(ValueError, match="breakfast, parking, cot, bathrobe"):
        HOUSE.quote("double", *stay, 2, ["sauna"])
    with pytest.raises(ValueError, match="no night"):
        HOUSE.quote("double", stay[0], stay[0], 2)


@pytest.mark.parametrize("rate", ["", "cheap", "129.005", "nan", "inf", None])
def test_an_amount_that_is_none_is_refused(rate):
    with pytest.raises(ValueError, match=r"129\.50"):
        Rooms.of({"types": [{"name": "bed", "sleeps": 1, "rate": rate}]}, "UTC")


# --- which room ---


def test_a_guest_gets_the_room_that_was_given_out_longest_ago():
    used = [
        Room(1, "today", "double", last_used=NOW),
        Room(2, "in summer", "double", last_used=NOW - 100 * DAY),
        Room(3, "never", "double"),
        Room(4, "leaking", "double", blocked=True),
        Room(5, "other", "suite"),
    ]
    stay = day("2026-12-07"), day("2026-12-09")
    assert [room.name for room in HOUSE.ranked(used, 2, *stay, room_type="double")] == ["never", "in summer", "today"]
    kept = HOUSE.ranked(used, 2, *stay, room_type="double", keep=[1])
    assert [room.name for room in kept] == ["today", "never", "in summer"]


def test_who_names_no_type_gets_the_cheapest_that_sleeps_the_party():
    stay = day("2026-12-07"), day("2026-12-09")
    assert [room.type for room in HOUSE.ranked(ROOMS, 1, *stay)] == ["single", "double", "double", "suite"]
    assert [room.type for room in HOUSE.ranked(ROOMS, 2, *stay)] == ["double", "double", "suite"]
    assert HOUSE.ranked(ROOMS, 5, *stay) == []
    dear = CONFIG["types"][1] | {"seasons": [{"from": "12-01", "until": "12-31", "rate": 300}]}
    house = Rooms.of(CONFIG | {"types": [dear, CONFIG["types"][2]]}, "Europe/Berlin")
    assert [room.type for room in house.ranked(ROOMS, 2, *stay)] == ["suite", "double", "double"]


# --- what to offer ---


def offered(*busy: Taken, stay=("2026-12-08", "2026-12-10"), party=2, room_type="double", n=2, house=HOUSE) -> list:
    found = house.alternatives(ROOMS, busy, party, day(stay[0]), day(stay[1]), NOW, room_type=room_type, n=n)
    return [f"{one.check_in:%m-%d} {one.check_out:%m-%d} {one.room_type}" for one in found]


FULL = taken(2, "2026-12-08", "2026-12-10"), taken(3, "2026-12-07", "2026-12-11")


def test_another_type_on_the_same_nights_is_offered_then_the_same_type_on_others():
    assert offered(*FULL) == ["12-08 12-10 suite", "12-10 12-12 double"]
    assert offered(*FULL, n=4) == [
        "12-08 12-10 suite",
        "12-10 12-12 double",  # two days later, and of two as near the later
        "12-06 12-08 double",
        "12-11 12-13 double",
    ]


def test_where_nothing_else_is_free_that_week_other_types_on_other_nights_are_offered():
    busy = [taken(room, "2026-11-22", "2026-12-30") for room in (2, 3)] + [taken(4, "2026-12-08", "2026-12-10")]
    assert offered(*busy) == ["12-10 12-12 suite", "12-06 12-08 suite"]
    assert offered(*busy, taken(4, "2026-11-22", "2026-12-08"), taken(4, "2026-12-10", "2026-12-31")) == []


def test_the_type_nearest_in_price_is_offered_first():
    cheap = {"name": "bunk", "sleeps": 2, "rate": 40}
    house = Rooms.of(CONFIG | {"types": [*CONFIG["types"], cheap]}, "Europe/Berlin")
    beds = [*ROOMS, Room(5, "5", "bunk")]
    stay = day("2026-12-08"), day("2026-12-10")
    assert house.ranked(beds, 2, *stay)[0].type == "bunk"
    assert (
        house.alternatives(beds, FULL, 2, *stay, NOW, room_type="double")[0].room_type == "bunk"
    )  # 89 less, not 111 more
    assert house.alternatives(beds, [], 2, *stay, NOW, room_type="suite", n=2)[1].room_type == "double"


def test_a_single_guest_is_offered_the_type_nearest_in_price_first():
    assert offered(taken(1, "2026-12-01", "2026-12-31"), party=1, room_type="single", n=3) == [
        "12-08 12-10 double",
        "12-08 12-10 suite",
        "12-09 12-11 double",
    ]


def test_who_wished_no_type_is_offered_the_nearest_nights_that_are_free():
    busy = [*FULL, taken(4, "2026-12-09", "2026-12-10")]
    assert offered(*busy, room_type=None) == ["12-07 12-09 suite", "12-10 12-12 double"]


@pytest.mark.parametrize("stay", [("2026-12-08", "2026-12-08"), ("2026-12-08", "2026-12-09")])
def test_a_stay_that_is_too_short_is_offered_longer(stay):
    house = Rooms.of(CONFIG | {"min_nights": 2}, "Europe/Berlin")
    assert offered(stay=stay, house=house)[0] == "12-08 12-10 double"


def test_a_stay_that_is_too_long_is_offered_shorter_and_one_in_the_past_from_today():
    assert offered(stay=("2026-12-01", "2026-12-31"))[0] == "12-01 12-15 double"
    assert offered(stay=("2026-11-01", "2026-11-03"))[0] == "11-21 11-23 double"


def test_who_needs_more_beds_or_wants_a_type_that_is_not_there_is_offered_what_is():
    assert offered(party=3)[0] == "12-08 12-10 suite"
    assert offered(party=2, room_type="single") == ["12-08 12-10 double", "12-08 12-10 suite"], (
        "rather than other nights"
    )
    assert offered(room_type="palace")[0] == "12-08 12-10 double"


def test_a_house_that_closes_offers_the_nights_before_and_after():
    assert offered(stay=("2027-01-10", "2027-01-12")) == ["01-09 01-11 double", "01-08 01-10 double"]


@pytest.mark.parametrize(
    ("stay", "party"),
    [
        (("2026-12-10", "2026-12-08"), 2),
        (("2027-07-10", "2027-07-12"), 2),
        (("9999-12-30", "9999-12-31"), 2),
        (("2026-12-08", "2026-12-10"), 0),
        (("2026-12-08", "2026-12-10"), 5),
    ],
)
def test_some_wishes_have_nothing_near_them(stay, party):
    assert offered(stay=stay, party=party) == []


# --- against an oracle that keeps a diary: for each room and each night, who sleeps there ---


class Diary:
    """A hotel written down night by night; prices are looked up in a list of all dates of four years."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.today = random.choice([day("2026-11-21"), day("2026-12-28"), day("2027-03-27"), day("2027-10-29")])
        self.zone = random.choice(["Europe/Berlin", "America/New_York", "UTC"])
        self.now = datetime.combine(self.today, datetime.min.time(), ZoneInfo(self.zone)) + timedelta(
            minutes=random.randrange(24 * 60)
        )
        names = ["single", "double", "suite"][: random.randint(1, 3)]
        self.config: dict[str, Any] = {
            "check_in": random.choice(["15:00", "12:00"]),
            "check_out": random.choice(["11:00", "12:00"]),
            "min_nights": random.choice([1, 1, 2, 3]),
            "max_nights": random.choice([4, 7, 30]),
            "horizon_days": random.choice([5, 20, 365]),
            "tax_percent": random.choice([0, 7, 19, 3.8]),
            "city_tax": random.choice([0, 2.5, "0.01"]),
            "closed": [self.dates() for _ in range(random.choice([0, 0, 1]))],
            "types": [
                {
                    "name": name,
                    "sleeps": random.randint(1, 4),
                    "rate": self.money(),
                    **({"weekend_rate": self.money()} if random.random() < 0.5 else {}),
                    "seasons": [self.dates() | {"rate": self.money()} for _ in range(random.randint(0, 3))],
                }
                for name in names
            ],
            "extras": [
                {"name": per, "price": self.money(), "per": per} for per in ("person_night", "night", "stay", "person")
            ],
        }
        self.rooms = [
            Room(id, str(id), random.choice(names), random.random() < 0.2, random.choice([None, NOW, NOW - DAY]))
            for id in random.sample(range(1, 50), random.randint(0, 5))
        ]
        nights = [self.today + n * DAY for n in range(-10, 60)]
        self.sleepers: dict[int, set[date]] = {room.id: set() for room in self.rooms}
        self.stays: list[tuple[int, date, date]] = []
        for room in self.rooms:
            night = 0
            while night < len(nights):
                length = random.randint(1, 6)
                if random.random() < 0.6:
                    self.sleepers[room.id] |= set(nights[night : night + length])
                    self.stays.append((room.id, nights[night], nights[night] + length * DAY))
                night += length

    def money(self) -> str:
        return f"{self.random.randint(1, 30000) / 100:.2f}"

    def dates(self) -> dict[str, str]:
        begins = self.today + self.random.randint(-20, 30) * DAY
        ends = begins + self.random.randint(0, 12) * DAY
        every_year = self.random.random() < 0.5
        return {name: f"{at:%m-%d}" if every_year else f"{at}" for name, at in [("from", begins), ("until", ends)]}

    def within(self, entry: dict[str, str]) -> Iterator[date]:
        """Every date of a stretch, in each of the years."""
        for year in (2025, 2026, 2027, 2028):
            begins, ends = (text if len(text) == 10 else f"{year}-{text}" for text in (entry["from"], entry["until"]))
            ends = ends if ends >= begins else f"{year + 1}{ends[4:]}"
            night = day(begins)
            while night <= day(ends):
                yield night
                night += DAY

    def rate(self, name: str, night: date) -> Decimal:
        entry = next(one for one in self.config["types"] if one["name"] == name)
        for exact in (True, False):
            for season in entry["seasons"]:
                if (len(season["from"]) == 10) == exact and night in set(self.within(season)):
                    return Decimal(season["rate"])
        weekend = f"{night:%a}" in ("Fri", "Sat")
        return Decimal(entry["weekend_rate"] if weekend and "weekend_rate" in entry else entry["rate"])

    def nights(self, check_in: date, check_out: date) -> list[date]:
        found = []
        while check_in < check_out:
            found.append(check_in)
            check_in += DAY
        return found

    def reason(self, check_in: date, check_out: date, party: int, name: str | None) -> str | None:
        sleeps = {one["name"]: one["sleeps"] for one in self.config["types"]}
        nights = self.nights(check_in, check_out)
        shut = {night for entry in self.config["closed"] for night in self.within(entry)}
        looked_for = {
            "party_too_small": party <= 0,
            "party_too_large": party > max(sleeps.values()),
            "no_such_room": name is not None and name not in sleeps,
            "type_too_small": party > sleeps.get(str(name), 100),
            "checkout_before_checkin": check_out < check_in,
            "past": check_in < self.today,
            "horizon": check_in > self.today + self.config["horizon_days"] * DAY,
            "too_short": len(nights) < self.config["min_nights"],
            "too_long": len(nights) > self.config["max_nights"],
            "closed": bool(shut.intersection(nights)),
        }
        return next((reason for reason, holds in looked_for.items() if holds), None)

    def free(self, check_in: date, check_out: date, party: int, name: str | None) -> set[int]:
        sleeps = {one["name"]: one["sleeps"] for one in self.config["types"]}
        return {
            room.id
            for room in self.rooms
            if not room.blocked and sleeps[room.type] >= party and name in (None, room.type)
            if not self.sleepers[room.id].intersection(self.nights(check_in, check_out))
        }

    def price(self, name: str, check_in: date, check_out: date, guests: int, extras: list[str]) -> dict[str, int]:
        nights = self.nights(check_in, check_out)
        prices = {one["name"]: Decimal(one["price"]) for one in self.config["extras"]}
        bill = [self.rate(name, night) for night in nights]
        for _ in nights:
            bill += [prices["night"]] if "night" in extras else []
            bill += [prices["person_night"]] * guests if "person_night" in extras else []
        bill += [prices["stay"]] if "stay" in extras else []
        bill += [prices["person"]] * guests if "person" in extras else []
        paid = sum(bill, Decimal(0))
        percent = Decimal(str(self.config["tax_percent"]))
        city = Decimal(str(self.config["city_tax"])) * guests * len(nights)
        net = paid / (1 + percent / 100)
        cent = Decimal("0.01")
        return {
            "tax": int((paid - net).quantize(cent, ROUND_HALF_UP) * 100),
            "city": int(city * 100),
            "total": int((paid + city) * 100),
        }


@pytest.mark.parametrize("seed", range(20))
def test_reasons_rooms_and_prices_are_those_of_a_diary_kept_night_by_night(seed):
    random = Random(seed)
    reasons = set()
    for _ in range(25):
        diary = Diary(random)
        house = Rooms.of(diary.config, diary.zone)
        busy = [Taken(id, *house.instants(check_in, check_out)) for id, check_in, check_out in diary.stays]
        for _ in range(25):
            check_in = diary.today + random.choice([-1, 0, 1, 2, 5, 9, 20, 25, 30]) * DAY
            check_out = check_in + random.choice([-2, 0, 1, 1, 2, 3, 5, 8, 9]) * DAY
            party = random.choice([0, 1, 1, 2, 2, 3, 4, 13, 100])
            name = random.choice([None, None, "single", "double", "suite", "palace"])
            told = house.why_not(check_in, check_out, party, diary.now, name)
            assert told == diary.reason(check_in, check_out, party, name)
            reasons.add(told)
            offers = house.alternatives(diary.rooms, busy, party, check_in, check_out, diary.now, room_type=name, n=50)
            assert all(
                diary.reason(one.check_in, one.check_out, party, one.room_type) is None
                and diary.free(one.check_in, one.check_out, party, one.room_type)
                for one in offers
            )
            assert len(set(offers)) == len(offers)
            if told is not None:
                continue
            types = {one["name"] for one in diary.config["types"]}
            near = {
                Stay(check_in + n * DAY, check_out + n * DAY, kind)
                for n in range(-7, 8)
                for kind in types
                if diary.reason(check_in + n * DAY, check_out + n * DAY, party, kind) is None
                and diary.free(check_in + n * DAY, check_out + n * DAY, party, kind)
            }
            # Who names no type is offered, for other nights, the cheapest type that is free.
            assert set(offers) == near if name else near >= set(offers)
            assert bool(offers) == bool(near)

            rooms = house.ranked(diary.rooms, party, check_in, check_out, room_type=name)
            had = free(rooms, busy, *house.instants(check_in, check_out))
            assert {room.id for room in had} == diary.free(check_in, check_out, party, name)
            extras = random.sample(["person_night", "night", "stay", "person"], random.randint(0, 4))
            prices = {kind: diary.price(kind, check_in, check_out, party, extras) for kind in types}
            for kind in types:
                quote = house.quote(kind, check_in, check_out, party, extras)
                assert prices[kind] == {
                    "tax": quote.tax_cents,
                    "city": quote.city_tax_cents,
                    "total": quote.total_cents,
                }
            nothing_extra = {kind: diary.price(kind, check_in, check_out, party, []) for kind in types}
            for sooner, later in combinations(rooms, 2):
                assert nothing_extra[sooner.type]["total"] <= nothing_extra[later.type]["total"]
    assert reasons >= {None, *REASONS} - {"closed"}  # which some years are not
