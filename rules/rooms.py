"""Rooms: which stays can be had, what do they cost, which room is given, and what to offer instead?

A stay is half open: the nights from `check_in` up to, but not including, `check_out`, so that one guest leaves on the
day on which the next arrives. Money is whole cents; a sum that the law wants rounded is rounded half up, once, on the
total. Check-in and check-out are wall-clock times of the house and become instants here, so that the nights on which the
clock is put forward or back come out right.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal
from zoneinfo import ZoneInfo

from rules.dates import Stretch
from rules.tables import NEVER, Diary, Taken

Reason = Literal[
    "party_too_small",
    "party_too_large",
    "no_such_room",
    "type_too_small",
    "checkout_before_checkin",
    "past",
    "horizon",
    "too_short",
    "too_long",
    "closed",
    "fully_booked",
]
"""Why a stay cannot be had, in the order in which the reasons are looked for.

party_too_large: no type of room sleeps that many. type_too_small: the wished one does not, another does. closed: the
house is, on one of the nights. fully_booked is for who knows what is taken.
"""

Per = Literal["person_night", "night", "stay", "person"]

CHECK_IN, CHECK_OUT = time(15), time(11)
MIN_NIGHTS = 1
MAX_NIGHTS = 30
HORIZON_DAYS = 365
CURRENCY = "EUR"
CITY_TAX_FROM = 16
"""Age in years from which the city tax is due."""
SHIFTED_DAYS = 7
"""How many days before and after the wished ones other nights are looked for."""
WEEKEND = (4, 5)
"""The nights of Friday and Saturday, as date.weekday counts."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Season:
    """Nights with a price of their own; its weekends cost the same unless they have theirs."""

    dates: Stretch
    rate_cents: int
    weekend_rate_cents: int | None = None


@dataclass(frozen=True)
class RoomType:
    """What guests choose between. `names` are what it is called, by language, the one to say first."""

    name: str
    sleeps: int
    rate_cents: int  # a night
    weekend_rate_cents: int | None = None
    view: str | None = None
    seasons: tuple[Season, ...] = ()
    names: Mapping[str, Sequence[str]] | None = None

    def rate_on(self, night: date) -> int:
        """Cents for the night that begins on this date: a season of one year before one of every year, then as listed."""
        covering = [season for season in self.seasons if season.dates.covers(night)]
        price = min(covering, key=lambda season: season.dates.yearly, default=self)
        if night.weekday() in WEEKEND and price.weekend_rate_cents is not None:
            return price.weekend_rate_cents
        return price.rate_cents


@dataclass(frozen=True)
class Extra:
    """Something that can be had with a stay. `per` says what its price is multiplied by."""

    name: str
    price_cents: int
    per: Per
    names: Mapping[str, Sequence[str]] | None = None

    def cost(self, nights: int, guests: int) -> int:
        """Cents for the whole stay."""
        times = {"person_night": guests * nights, "night": nights, "stay": 1, "person": guests}
        return self.price_cents * times[self.per]


@dataclass(frozen=True)
class Night:
    """One night of a stay and its price."""

    day: date
    cents: int


@dataclass(frozen=True)
class Charge:
    """An extra and what it comes to over the whole stay."""

    name: str
    cents: int


@dataclass(frozen=True)
class Quote:
    """What a stay costs. `total_cents` is all that is paid: nights, extras and city tax."""

    room_type: str
    guests: int
    nights: tuple[Night, ...]
    extras: tuple[Charge, ...]
    city_tax_cents: int  # on top of the rates, contained in the total
    tax_cents: int  # contained in nights and extras; the city tax is not taxed
    total_cents: int
    currency: str

    @property
    def per_night_cents(self) -> int:
        """The first night's price: what "a night" costs where all cost the same."""
        return self.nights[0].cents

    @property
    def rooms_cents(self) -> int:
        return sum(night.cents for night in self.nights)


@dataclass(frozen=True)
class Room:
    """A room of the house as the choice sees it."""

    id: int
    name: str
    type: str  # a RoomType's name
    blocked: bool = False  # out of use: nobody new sleeps here
    last_used: datetime | None = None  # when it was last given out


@dataclass(frozen=True)
class Stay:
    """Nights in a type of room that can be had."""

    check_in: date
    check_out: date
    room_type: str


@dataclass(frozen=True)
class Rooms:
    """The rooms of a house and its terms. Built from an agent's config; see `of` for the keys."""

    zone: ZoneInfo
    types: tuple[RoomType, ...]
    extras: tuple[Extra, ...] = ()
    check_in: time = CHECK_IN
    check_out: time = CHECK_OUT
    min_nights: int = MIN_NIGHTS
    max_nights: int = MAX_NIGHTS
    horizon_days: int = HORIZON_DAYS  # to the day of arrival
    currency: str = CURRENCY
    tax_percent: Fraction = Fraction(0)
    city_tax_cents: int = 0  # per night and guest old enough
    city_tax_from: int = CITY_TAX_FROM  # age in years
    closed: tuple[Stretch, ...] = ()  # nights on which nobody sleeps here

    @classmethod
    def of(cls, config: Mapping[str, Any], timezone: str) -> "Rooms":
        """Read the `rooms` of an agent's config: `types`, `extras`, and the terms named as the fields above.

        Money is written in units of the currency ("129.00") and dates as "2026-12-20" or, for every year, "12-20". What
        is missing has its default. Raises ValueError.
        """
        limits = ("min_nights", "max_nights", "horizon_days", "city_tax_from")
        return cls(
            zone=ZoneInfo(timezone),
            types=tuple(_room_type(entry) for entry in config.get("types") or ()),
            extras=tuple(
                Extra(entry["name"], cents(entry["price"]), entry["per"], entry.get("names"))
                for entry in config.get("extras") or ()
            ),
            check_in=_clock(config.get("check_in"), CHECK_IN),
            check_out=_clock(config.get("check_out"), CHECK_OUT),
            currency=config.get("currency") or CURRENCY,
            tax_percent=Fraction(str(config.get("tax_percent") or 0)),
            city_tax_cents=cents(config.get("city_tax") or 0),
            closed=tuple(stretch(entry) for entry in config.get("closed") or ()),
            **{limit: int(config[limit]) for limit in limits if config.get(limit) is not None},
        )

    def type(self, name: str | None) -> RoomType | None:
        """The type of this name, or None."""
        return next((one for one in self.types if one.name == name), None)

    def extra(self, name: str) -> Extra | None:
        """The extra of this name, or None."""
        return next((one for one in self.extras if one.name == name), None)

    # --- the rules ---

    def why_not(
        self, check_in: date, check_out: date, party: int, now: datetime, room_type: str | None = None
    ) -> Reason | None:
        """Why `party` guests cannot have these nights in this type of room, or in any; None where they can.

        Children count as guests. Says nothing about rooms: they may all be taken.
        """
        if party < 1:
            return "party_too_small"
        if not self.types:
            return "no_such_room"
        if all(one.sleeps < party for one in self.types):
            return "party_too_large"
        if room_type is not None:
            wished = self.type(room_type)
            if wished is None:
                return "no_such_room"
            if wished.sleeps < party:
                return "type_too_small"
        if check_out < check_in:
            return "checkout_before_checkin"
        today = self._today(now)
        if check_in < today:
            return "past"
        if (check_in - today).days > self.horizon_days:
            return "horizon"
        nights = (check_out - check_in).days
        if nights < max(1, self.min_nights):
            return "too_short"
        if nights > self.max_nights:
            return "too_long"
        if any(stretch.covers(night) for night in nights_of(check_in, check_out) for stretch in self.closed):
            return "closed"
        return None

    def instants(self, check_in: date, check_out: date) -> tuple[datetime, datetime]:
        """From when until when a room is taken (UTC). One stay never reaches into the next.

        A wall-clock time in the missing hour is read by the clock as it was before, one in the doubled hour at its first.
        """
        begins, ends = self._moment(check_in, self.check_in), self._moment(check_out, self.check_out)
        # Read by the clock as it was before, a check-out in the missing hour could come after that day's check-in.
        return begins, min(ends, self._moment(check_out, self.check_in))

    # --- the price ---

    def quote(
        self,
        room_type: str,
        check_in: date,
        check_out: date,
        guests: int,
        extras: Iterable[str] = (),
        *,
        children: int = 0,
    ) -> Quote:
        """What a stay costs; an extra that is named twice is had once. Of the `guests`, `children` pay no city tax.

        Raises ValueError for a type or an extra that the house does not have, and for a stay without a night.
        """
        wished = self.type(room_type)
        if wished is None:
            raise ValueError(f"no room type {room_type!r}; there are {', '.join(one.name for one in self.types)}")
        nights = tuple(Night(night, wished.rate_on(night)) for night in nights_of(check_in, check_out))
        if not nights:
            raise ValueError(f"no night from {check_in} to {check_out}")
        charges = tuple(self._charge(name, len(nights), guests) for name in dict.fromkeys(extras))
        taxed = sum(night.cents for night in nights) + sum(charge.cents for charge in charges)
        city_tax = self.city_tax_cents * max(0, guests - children) * len(nights)
        contained = taxed * self.tax_percent / (100 + self.tax_percent)
        return Quote(
            room_type=wished.name,
            guests=guests,
            nights=nights,
            extras=charges,
            city_tax_cents=city_tax,
            tax_cents=int(contained + Fraction(1, 2)),
            total_cents=taxed + city_tax,
            currency=self.currency,
        )

    def _charge(self, name: str, nights: int, guests: int) -> Charge:
        extra = self.extra(name)
        if extra is None:
            raise ValueError(f"no extra {name!r}; there are {', '.join(one.name for one in self.extras) or 'none'}")
        return Charge(name, extra.cost(nights, guests))

    # --- the choice ---

    def ranked(
        self,
        rooms: Iterable[Room],
        party: int,
        check_in: date,
        check_out: date,
        *,
        room_type: str | None = None,
        keep: Collection[int] = (),
    ) -> list[Room]:
        """The rooms that sleep a party, of one type or of any, the one to give first in front.

        The type that costs least for these nights comes first; within a type a room of `keep` (what the guest has
        already), then the one given out longest ago.
        """
        order = {
            one.name: place
            for place, one in enumerate(self._by_price(party, check_in, check_out))
            if room_type in (None, one.name)
        }
        fitting = (room for room in rooms if room.type in order and not room.blocked)
        return sorted(
            fitting, key=lambda room: (order[room.type], room.id not in keep, room.last_used or NEVER, room.id)
        )

    def around(self, check_in: date, check_out: date, now: datetime) -> tuple[datetime, datetime]:
        """The instants between which `alternatives` needs to know what is taken."""
        first, nights = self._center(check_in, check_out, now)
        return (
            self._moment(first - SHIFTED_DAYS * DAY, time()),
            self._moment(first + (nights + SHIFTED_DAYS + 1) * DAY, time()),
        )

    def alternatives(
        self,
        rooms: Iterable[Room],
        taken: Iterable[Taken],
        party: int,
        check_in: date,
        check_out: date,
        now: datetime,
        *,
        room_type: str | None = None,
        n: int = 2,
    ) -> list[Stay]:
        """What to offer to somebody who cannot have the wished stay: at most `n`, the best first.

        A stay that is too short or too long is brought to a length that can be had, one in the past moved to today.
        First the wished type (or, if none is wished, the cheapest) for those nights, then the type nearest in price for
        those nights, then the wished type a day later or earlier, up to a week; then what other types and nights are
        left. One who leaves before arriving, a party for which there is no room, and nights beyond the horizon get none.
        """
        first, nights = self._center(check_in, check_out, now)
        if check_out < check_in or party < 1 or (check_in - first).days > 0:
            return []
        fitting = [one.name for one in self._by_price(party, first, first + nights * DAY)]
        wished = [room_type] if room_type in fitting else fitting if room_type is None else fitting[:1]
        others = self._nearest_in_price(fitting, wished, first, first + nights * DAY)
        diary, usable = Diary(taken), [room for room in rooms if not room.blocked]

        def had(types: Iterable[str | None], shift: int) -> Iterator[Stay]:
            arrival = first + shift * DAY
            departure = arrival + nights * DAY
            starts_at, ends_at = self.instants(arrival, departure)
            for name in types:
                if name is None or self.why_not(arrival, departure, party, now, name) is not None:
                    continue
                if any(room.type == name and diary.free(room.id, starts_at, ends_at) for room in usable):
                    yield Stay(arrival, departure, name)

        shifts = [shift for days in range(1, SHIFTED_DAYS + 1) for shift in (days, -days)]
        same_nights = list(had(wished, 0))
        other_types = list(had(others, 0))
        shifted = [stay for shift in shifts for stay in list(had(wished, shift))[:1]]
        rest = [stay for shift in shifts for stay in had(others, shift)]
        found = [
            *same_nights[:1],
            *other_types[:1],
            *shifted[:1],
            *same_nights[1:],
            *other_types[1:],
            *shifted[1:],
            *rest,
        ]
        return found[:n]

    # --- inside ---

    def _today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def _center(self, check_in: date, check_out: date, now: datetime) -> tuple[date, int]:
        """Arrival and nights of the permitted stay that is nearest to a wish."""
        today = self._today(now)
        first = min(max(check_in, today), today + self.horizon_days * DAY)
        return first, min(max((check_out - check_in).days, self.min_nights, 1), self.max_nights)

    def _by_price(self, party: int, check_in: date, check_out: date) -> list[RoomType]:
        """The types that sleep a party, the cheapest for these nights first; of equals the smallest, then as listed."""
        fitting = (one for one in self.types if one.sleeps >= party)
        return sorted(fitting, key=lambda one: (self._rooms_cents(one, check_in, check_out), one.sleeps))

    def _nearest_in_price(
        self, names: Sequence[str], wished: Sequence[str | None], check_in: date, check_out: date
    ) -> list[str]:
        prices = {one.name: self._rooms_cents(one, check_in, check_out) for one in self.types}
        rest = [name for name in names if name not in wished]
        return sorted(rest, key=lambda name: abs(prices[name] - prices[str(wished[0])]))

    def _rooms_cents(self, one: RoomType, check_in: date, check_out: date) -> int:
        return sum(one.rate_on(night) for night in nights_of(check_in, check_out))


def free(rooms: Sequence[Room], taken: Iterable[Taken], starts_at: datetime, ends_at: datetime) -> list[Room]:
    """Those rooms, in the same order, that nobody has between two instants."""
    busy = {one.resource_id for one in taken if one.starts_at < ends_at and starts_at < one.ends_at}
    return [room for room in rooms if room.id not in busy]


def nights_of(check_in: date, check_out: date) -> Iterator[date]:
    """The dates on which the nights of a stay begin."""
    return (check_in + n * DAY for n in range((check_out - check_in).days))


def cents(amount: object) -> int:
    """A decimal amount as whole cents: "129.00", 129 and 129.0 are 12900. Raises ValueError for parts of a cent."""
    try:
        exact = Decimal(str(amount)) * 100
        if exact == exact.to_integral_value():
            return int(exact)
    except (InvalidOperation, OverflowError):
        pass
    raise ValueError(f"{amount!r} is not an amount; write units and cents like 129.50")


def stretch(entry: Mapping[str, Any]) -> Stretch:
    """A season's dates, {"from", "until"?}. Raises ValueError."""
    until = entry.get("until")
    return Stretch.parse(str(entry["from"]), str(until) if until else None, names=("from", "until"))


def _clock(text: str | None, usual: time) -> time:
    return time.fromisoformat(text) if text else usual


def _room_type(entry: Mapping[str, Any]) -> RoomType:
    return RoomType(
        name=entry["name"],
        sleeps=int(entry["sleeps"]),
        view=entry.get("view"),
        names=entry.get("names"),
        seasons=tuple(Season(stretch(season), **_rates(season)) for season in entry.get("seasons") or ()),
        **_rates(entry),
    )


def _rates(entry: Mapping[str, Any]) -> dict[str, Any]:
    weekend = entry.get("weekend_rate")
    return {
        "rate_cents": cents(entry["rate"]),
        "weekend_rate_cents": cents(weekend) if weekend is not None else None,
    }
