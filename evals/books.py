"""A house's book: what stands in it before a conversation, and how it differs afterwards."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb

from evals.houses import Desk, House

Row = dict[str, Any]
TABLES = ("reservations", "holds", "requests", "handoffs", "outbox")
ALWAYS = ("reservations", "requests", "handoffs")
"""Compared even where a scenario says nothing of them: then nothing may have changed."""
BEGINNING = {"handoffs": "requested_at"}
SEATING_MIN = 120


# --- what is given ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Resource:
    id: int
    name: str
    kind: str
    capacity: int
    area: str
    room_type: str | None
    blocked: bool


def given(desk: Desk, house: House, book: Mapping[str, Any], now: datetime | None = None) -> None:
    """Write what a scenario takes for given (evals/conversations.py says what that may be). Raises ValueError.

    now: the moment at which it comes about; what has lapsed by then stands in nobody's way.
    """
    if unknown := book.keys() - {"reservations", "taken", "blocked", "used", "policy"}:
        raise ValueError(f"given knows no {', '.join(sorted(unknown))}")
    with desk.rows() as rows, rows.transaction():
        rows.execute(
            """with lapsed as (update holds set status = 'lapsed' where tenant_id = %s and status = 'held' and kept_until <= %s
                                returning id)
               delete from occupancies where hold_id in (select id from lapsed)""",
            [house.tenant_id, now],
        )
        resources = [
            _Resource(**row)
            for row in rows.execute(
                """select id, name, kind, capacity, area, room_type, blocked from resources
                    where tenant_id = %s and agent_id = %s order by id""",
                [house.tenant_id, house.agent_id],
            )
        ]
        for name in book.get("blocked") or []:
            chosen = _named(resources, None, [name])
            _mark(rows, house, chosen, "blocked", True)
        blocked = set(book.get("blocked") or [])
        usable = [each for each in resources if not each.blocked and each.name not in blocked]
        for stretch in book.get("taken") or []:
            _take(rows, house, resources, usable, stretch)
        for reservation in book.get("reservations") or []:
            _reserve(rows, house, resources, usable, reservation)
        for name, at in (book.get("used") or {}).items():
            chosen = _named(resources, None, [name])
            _mark(rows, house, chosen, "last_used", at)


def _mark(rows: psycopg.Connection[Row], house: House, chosen: Sequence[_Resource], column: str, value: Any) -> None:
    statement = psycopg.sql.SQL("update resources set {} = %s where tenant_id = %s and id = any(%s)")
    ids = [each.id for each in chosen]
    rows.execute(statement.format(psycopg.sql.Identifier(column)), [value, house.tenant_id, ids])


def _take(
    rows: psycopg.Connection[Row], house: House, resources: list[_Resource], usable: list[_Resource], stretch: Row
) -> None:
    """Somebody unnamed has these tables or rooms: firmly, or softly where it says until when they are kept."""
    kind = _kind(stretch)
    begins, ends = _stretch(house, stretch, kind)
    names = stretch.get(kind + "s", stretch.get(kind))
    if names == "all":
        left_free = set(stretch.get("but") or [])
        chosen = [each for each in usable if each.kind == kind and each.name not in left_free]
    else:
        chosen = _named(resources, kind, [names] if isinstance(names, str) else names or [])
    until = stretch.get("kept_until")
    for each in [chosen] if names != "all" else [[one] for one in chosen]:
        _hold(rows, house, each, kind, begins, ends, int(stretch.get("party_size", 2)), until and _moment(house, until))


def _reserve(
    rows: psycopg.Connection[Row], house: House, resources: list[_Resource], usable: list[_Resource], given: Row
) -> None:
    """A reservation that somebody made in an earlier conversation, with its receipt."""
    kind = _kind(given)
    begins, ends = _stretch(house, given, kind)
    status = given.get("status", "confirmed")
    party = int(given["party_size"])
    if names := given.get(kind + "s", given.get(kind)):
        chosen = _named(resources, kind, [names] if isinstance(names, str) else names)
    else:
        chosen = [_fitting(rows, house, usable, given, kind, begins, ends, party)]
    until = begins if status == "cancelled" else None
    hold, conversation = _hold(rows, house, chosen, kind, begins, ends, party, until, cancelled=status == "cancelled")
    called = " + ".join(each.name for each in chosen)
    local, leaves = begins.astimezone(house.zone), ends.astimezone(house.zone)
    if kind == "table":
        details: Row = {"table": called, "area": chosen[0].area}
        where: Row = {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}
    else:
        nights = (leaves.date() - local.date()).days
        where = {"check_in": f"{local:%Y-%m-%d}", "check_out": f"{leaves:%Y-%m-%d}", "nights": nights}
        rate = _rate_cents(house, chosen[0].room_type)
        details = {
            **where,
            "room": called,
            "room_type": chosen[0].room_type,
            "extras": given.get("extras", []),
            "total_cents": nights * rate,
            "city_tax_cents": 0,
            "tax_cents": 0,
            "per_night_cents": rate,
            "currency": (house.config.get("rooms") or {}).get("currency", "EUR"),
        }
    details |= {"occasion": given["occasion"]} if given.get("occasion") else {}
    details |= given.get("details") or {}
    person = {name: given.get(name) for name in ("name", "phone", "email")}
    notes = given.get("notes") or ""
    rows.execute(
        """insert into reservations (tenant_id, agent_id, hold_id, conversation_id, code, status, kind, starts_at, ends_at,
                                     party_size, name, phone, email, notes, details, cancelled_at)
           values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, case when %s then now() end)""",
        [
            house.tenant_id, house.agent_id, hold, conversation, given["code"], status, kind, begins, ends, party,
            person["name"] or "", person["phone"], person["email"], notes, Jsonb(details), status == "cancelled",
        ],
    )  # fmt: skip
    facts = {"kind": kind, "code": given["code"], **where, "party_size": party, **person, "notes": notes, **details}
    facts = {name: value for name, value in facts.items() if value not in (None, "")}
    facts |= {"starts_at": local.isoformat(), "status": status}
    _mark(rows, house, chosen, "last_used", datetime.now(UTC))
    rows.execute(
        """insert into commits (tenant_id, conversation_id, operation, key, turn_id, receipt)
           values (%s, %s, 'book', %s, 'given', %s)""",
        [house.tenant_id, conversation, secrets.token_hex(16), Jsonb(facts)],
    )


def _rate_cents(house: House, room_type: str | None) -> int:
    """What a night costs on most nights: good enough for a price that was agreed long ago."""
    types = (house.config.get("rooms") or {}).get("types") or []
    return next((round(float(one["rate"]) * 100) for one in types if one["name"] == room_type), 0)


def _hold(
    rows: psycopg.Connection[Row],
    house: House,
    chosen: list[_Resource],
    kind: str,
    begins: datetime,
    ends: datetime,
    party: int,
    kept_until: datetime | None,
    *,
    cancelled: bool = False,
) -> tuple[UUID, UUID]:
    """Somebody's hold with its conversation; firm unless it says until when it is kept."""
    hold, conversation = uuid4(), uuid4()
    rows.execute(
        "insert into conversations (tenant_id, id, agent_id, turns) values (%s, %s, %s, 0)",
        [house.tenant_id, conversation, house.agent_id],
    )
    status = "released" if cancelled else "held" if kept_until else "booked"
    ids = [each.id for each in chosen]
    rows.execute(
        """insert into holds (tenant_id, id, agent_id, kind, resource_ids, conversation_id, party_size, starts_at, ends_at,
                              status, kept_until) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        [house.tenant_id, hold, house.agent_id, kind, ids, conversation, party, begins, ends, status, kept_until or begins],
    )  # fmt: skip
    if not cancelled:
        for id in ids:
            rows.execute(
                "insert into occupancies (tenant_id, hold_id, resource_id, starts_at, ends_at) values (%s, %s, %s, %s, %s)",
                [house.tenant_id, hold, id, begins, ends],
            )
    return hold, conversation


def _fitting(
    rows: psycopg.Connection[Row], house: House, usable: list[_Resource], given: Row, kind: str, begins: datetime,
    ends: datetime, party: int,
) -> _Resource:  # fmt: skip
    """The smallest one free that seats the party."""
    taken = {
        row["resource_id"]
        for row in rows.execute(
            "select resource_id from occupancies where tenant_id = %s and starts_at < %s and ends_at > %s",
            [house.tenant_id, ends, begins],
        )
    }
    fitting = [
        each
        for each in usable
        if each.kind == kind and each.capacity >= party and each.id not in taken
        if given.get("area") in (None, each.area) and given.get("room_type") in (None, each.room_type)
    ]
    if not fitting:
        raise ValueError(f"no {kind} is left for the given reservation {given.get('code')}")
    return min(fitting, key=lambda each: (each.area != "inside", each.capacity, each.id))


def _named(resources: Iterable[_Resource], kind: str | None, names: Iterable[Any]) -> list[_Resource]:
    known = {each.name: each for each in resources if kind in (None, each.kind)}
    if missing := [str(name) for name in names if str(name) not in known]:
        raise ValueError(f"the house has no {kind or 'table or room'} called {', '.join(missing)}")
    return [known[str(name)] for name in names]


def _kind(row: Row) -> str:
    return str(row.get("kind") or ("room" if row.keys() & {"check_in", "rooms", "room", "room_type"} else "table"))


def _stretch(house: House, row: Row, kind: str) -> tuple[datetime, datetime]:
    """From when until when: instants, or a day and a time on the house's wall, or days of a stay."""
    if "from" in row:
        return _moment(house, row["from"]), _moment(house, row["until"])
    if kind == "room":
        rooms = house.config.get("rooms") or {}
        arrive, leave = (str(rooms.get(name, clock)) for name, clock in (("check_in", "15:00"), ("check_out", "11:00")))
        return (
            _moment(house, f"{row['check_in']}T{arrive}"),
            _moment(house, f"{row['check_out']}T{leave}"),
        )
    begins = datetime.fromisoformat(f"{row['day']}T{row['time']}")
    if "until" in row:
        ends = datetime.combine(begins.date(), time.fromisoformat(str(row["until"])))
        ends += timedelta(days=ends <= begins)
    else:
        ends = begins + timedelta(minutes=int(row.get("minutes") or _seating(house, int(row.get("party_size", 2)))))
    return begins.replace(tzinfo=house.zone).astimezone(UTC), ends.replace(tzinfo=house.zone).astimezone(UTC)


def _seating(house: House, party: int) -> int:
    steps = sorted((int(most), int(minutes)) for most, minutes in (house.config.get("seating_min") or {}).items())
    return next((minutes for most, minutes in steps if party <= most), SEATING_MIN)


def _moment(house: House, told: Any) -> datetime:
    moment = told if isinstance(told, datetime) else datetime.fromisoformat(str(told))
    return moment if moment.tzinfo else moment.replace(tzinfo=house.zone)


# --- what has changed -------------------------------------------------------------------------------------------------


def read(desk: Desk, house: House) -> dict[str, dict[str, Row]]:
    """Every row of the book by table and id, as a scenario sees it."""
    with desk.rows() as rows:
        names = {
            row["id"]: (row["name"], row["area"])
            for row in rows.execute("select id, name, area from resources where tenant_id = %s", [house.tenant_id])
        }
        holds = {
            row["id"]: row["resource_ids"]
            for row in rows.execute("select id, resource_ids from holds where tenant_id = %s", [house.tenant_id])
        }
        book: dict[str, dict[str, Row]] = {}
        for table in TABLES:
            statement = psycopg.sql.SQL("select * from {} where tenant_id = %s order by {}, id").format(
                psycopg.sql.Identifier(table), psycopg.sql.Identifier(BEGINNING.get(table, "created_at"))
            )
            book[table] = {
                str(row["id"]): _seen(row, house, holds, names) for row in rows.execute(statement, [house.tenant_id])
            }
    return book


def _seen(row: Row, house: House, holds: dict[Any, list[int]], names: dict[int, tuple[str, str]]) -> Row:
    """A row with what is told of it on the house's wall clock, in plain values."""
    seen: Row = {**(row.get("details") or {}), **(row.get("facts") or {}), **(row.get("brief") or {}), **row}
    if isinstance(begins := row.get("starts_at"), datetime):
        wall, over = begins.astimezone(house.zone), row["ends_at"].astimezone(house.zone)
        seen |= {"day": wall.date().isoformat(), "time": f"{wall:%H:%M}", "until": f"{over:%H:%M}"}
        if row.get("kind") == "room":
            nights = (over.date() - wall.date()).days
            seen |= {"check_in": seen["day"], "check_out": over.date().isoformat(), "nights": nights}
        ids = row.get("resource_ids") or holds.get(row.get("hold_id")) or []
        called = [names[id][0] for id in ids if id in names]
        kind = str(row.get("kind"))
        seen |= {kind + "s": called, kind: " + ".join(called), "area": names[ids[0]][1] if ids else None}
    return {name: _plain(value) for name, value in seen.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, UUID | date):
        return str(value)
    return value


def changed(before: dict[str, dict[str, Row]], after: dict[str, dict[str, Row]]) -> dict[str, list[Row]]:
    """The rows that were made or changed, by table; of holds only those that were made."""
    return {
        table: [
            row
            for id, row in rows.items()
            if (before[table].get(id) != row if table != "holds" else id not in before[table])
        ]
        for table, rows in after.items()
    }


def differences(expected: Mapping[str, list[Row]], found: Mapping[str, list[Row]]) -> list[str]:
    """What is wrong with what was found, a line each: rows in no order, each expected one naming what matters of it."""
    if unknown := expected.keys() - set(TABLES):
        return [f"records knows no {', '.join(sorted(unknown))}"]
    wrong = []
    for table in TABLES:
        if table not in expected and table not in ALWAYS:
            continue
        wanted, there = list(expected.get(table) or []), list(found.get(table, []))
        pairs = _paired(wanted, there)
        spare = [n for n in range(len(there)) if n not in pairs.values()]
        for row in (row for at, row in enumerate(wanted) if at not in pairs):
            if not spare:
                wrong.append(f"{table}: missing: {_told(row)}")
                continue
            closest = min(spare, key=lambda n: len(_differing(row, there[n])))
            spare.remove(closest)
            wrong += [
                f"{table}: {name} is {there[closest].get(name)!r} instead of {row[name]!r}, in {_named_row(there[closest])}"
                for name in _differing(row, there[closest])
            ]
        wrong += [f"{table}: not expected: {_named_row(there[n])}" for n in spare]
    return wrong


def _paired(wanted: list[Row], there: list[Row]) -> dict[int, int]:
    """As many expected rows as can be paired with rows that match them (Kuhn's augmenting paths)."""
    owner: dict[int, int] = {}

    def place(at: int, seen: set[int]) -> bool:
        for n, row in enumerate(there):
            if n not in seen and not _differing(wanted[at], row):
                seen.add(n)
                if n not in owner or place(owner[n], seen):
                    owner[n] = at
                    return True
        return False

    for at in range(len(wanted)):
        place(at, set())
    return {at: n for n, at in owner.items()}


def _differing(wanted: Row, row: Row) -> list[str]:
    return [name for name, value in wanted.items() if not _same(value, row.get(name))]


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return all(_same(value, found.get(name)) for name, value in wanted.items())
    if isinstance(wanted, str) and isinstance(found, str):
        return wanted == found or (wanted.startswith("~") and wanted[1:].strip().lower() in found.lower())
    return bool(wanted == found)


TOLD = (
    "code", "kind", "status", "day", "time", "check_in", "check_out", "party_size", "name", "phone", "email", "notes",
    "late_min", "table", "room", "reason", "state", "way", "address", "operation",
)  # fmt: skip


def _named_row(row: Row) -> str:
    return _told({name: row[name] for name in TOLD if row.get(name) not in (None, "")})


def _told(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)
