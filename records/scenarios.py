"""A conversation as a scenario: everything it takes to hold it again elsewhere and to see whether it comes out the same.

The form is that of evals/conversations.py. It holds the house as it is now (tenant, agent, documents), what of its book
mattered when the conversation began, every turn with its moment, and what the conversation left behind. Of other guests
it says only which tables and rooms they had; of a reservation that this caller pointed at, what was known of it before.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from records import database

VERSION = 1
BASIC = ("code", "kind", "status", "party_size", "name", "phone", "email", "notes")
NOTHING_KNOWN: dict[str, Any] = {"name": "", "phone": None, "email": None, "notes": ""}
NO_DETAILS: dict[str, frozenset[str]] = {
    "table": frozenset({*BASIC, "starts_at", "late_min", "day", "time"}),
    "room": frozenset({*BASIC, "starts_at", "late_min"}),
}
"""Facts of a receipt that have a column of their own, or follow from one."""
FORBIDDEN: dict[str, tuple[str, ...]] = {
    "book": (
        r"\b(is|are|you're) (now )?booked\b",
        r"\byour (confirmation )?code is\b",
        r"\bist (jetzt )?reserviert\b",
        r"\bIhr (Reservierungs)?code (ist|lautet)\b",
    ),
    "change": (r"\bhas been (changed|moved)\b", r"\bwurde (geändert|verlegt)\b"),
    "cancel": (r"\b(is|has been) cancell?ed\b", r"\b(ist|wurde) storniert\b"),
}
"""What no reply may claim, by the receipt that would make it true."""


@dataclass(frozen=True)
class _Turn:
    n: int
    utterance: str
    reply: str
    entered_at: datetime
    ended_at: datetime
    receipts: list[dict[str, Any]]
    timings: dict[str, Any]
    usage: dict[str, Any]
    handed_off: bool


@dataclass(frozen=True)
class _Stretch:
    """What some other caller had of the house."""

    hold_id: UUID
    status: str
    starts_at: datetime
    ends_at: datetime
    kept_until: datetime
    created_at: datetime
    party_size: int
    kind: str
    names: list[str]
    until: datetime | None  # when the reservation on it was cancelled


@dataclass(frozen=True)
class _Promise:
    """A reservation that this conversation made, changed, or pointed at."""

    row: dict[str, Any]
    names: list[str]
    own: bool
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    before: dict[str, Any] | None  # the facts of the last receipt of somebody else's, before this conversation's first
    after: dict[str, Any] | None  # the same, once this conversation was over: what stands there now is not its doing


async def exported(tenant_id: str, conversation_id: UUID | str) -> dict[str, Any] | None:
    """The conversation as plain JSON, or None where this tenant has no such conversation."""
    async with database.tenant(tenant_id) as rows:
        head = await rows.value(_HEAD, [conversation_id])
        if head is None:
            return None
        turns = await rows.all(_Turn, _TURNS, [conversation_id])
        heard = "\n".join(words for turn in turns for words in (turn.utterance, turn.reply))
        keys = {
            "conversation": conversation_id,
            "agent": head["agent_id"],
            "codes": sorted(_codes(turns, heard)),
            "digits": re.sub(r"[^0-9]", "", heard),
            "began": turns[0].ended_at if turns else None,
            "over": turns[-1].ended_at if turns else None,
            "first": turns[0].entered_at if turns else None,
        }
        promises = await rows.all(_Promise, _PROMISES, keys)
        stretches = await rows.all(_Stretch, _STRETCHES, keys)
        used = await rows.value(_USED, keys)
        left = await rows.value(_LEFT, keys)
    return _scenario(head, turns, promises, stretches, used, left)


def _scenario(
    head: dict[str, Any],
    turns: list[_Turn],
    promises: list[_Promise],
    stretches: list[_Stretch],
    used: dict[str, str],
    left: dict[str, list[dict[str, Any]]],
) -> dict[str, Any]:
    zone = ZoneInfo(head["house"]["timezone"])
    agent = head["house"]["agents"][0]["name"]
    receipts = {receipt["operation"] for turn in turns for receipt in turn.receipts}
    given: list[dict[str, Any]] = [{} for _ in turns]
    for stretch in stretches:
        place = _place(turns, stretch.created_at)
        if place is not None:
            given[place].setdefault("taken", []).append(_taken(stretch, zone))
    for promise in promises:
        if not promise.own and (place := _place(turns, promise.created_at)) is not None:
            given[place].setdefault("reservations", []).append(_before(promise, zone))
    if turns and used:
        given[0]["used"] = used
    holds = [_hold(hold, turns, promises, zone) for hold in left.pop("holds")]
    replies = [turn.reply for turn in turns]
    return {
        "what": f"A conversation with {agent} in {len(turns)} turn{'s' if len(turns) != 1 else ''}, as it was held.",
        "exported": VERSION,
        "agent": agent,
        "now": _wall(turns[0].entered_at, zone) if turns else None,
        "house": head["house"],
        "given": given[0] if turns else {},
        "turns": [
            _turn(turn, more if n else {}, zone) for n, (turn, more) in enumerate(zip(turns, given, strict=True))
        ],
        "records": {
            "reservations": [_after(promise, zone) for promise in promises if promise.own or _touched(promise, turns)],
            "holds": holds,
            **left,
        },
        "forbidden": [
            pattern
            for operation, patterns in FORBIDDEN.items()
            if operation not in receipts
            for pattern in patterns
            if not any(re.search(pattern, reply, re.IGNORECASE) for reply in replies)
        ],
    }


def _turn(turn: _Turn, given: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    told: dict[str, Any] = {"say": turn.utterance, "now": _wall(turn.entered_at, zone)}
    if given:
        told["given"] = given
    told["reply"] = turn.reply
    if turn.receipts:
        told["receipts"] = [
            {"operation": receipt["operation"], "code": receipt["facts"].get("code")} for receipt in turn.receipts
        ]
    if turn.handed_off:
        told["events"] = ["handed_off"]
    if model := {name: turn.usage[name] for name in ("sorted", "words") if name in turn.usage}:
        told["model"] = model | ({"broken": True} if turn.timings.get("model_trouble") else {})
    return told | {"ms": turn.timings.get("turn_ms")}


def _place(turns: list[_Turn], created_at: datetime) -> int | None:
    """Before which turn something came about; None for what came afterwards."""
    return next((n for n, turn in enumerate(turns) if created_at <= turn.ended_at), None)


def _taken(stretch: _Stretch, zone: ZoneInfo) -> dict[str, Any]:
    soft = stretch.status in ("held", "lapsed")
    return {
        "kind": stretch.kind,
        stretch.kind + "s": stretch.names,
        "from": _wall(stretch.starts_at, zone),
        "until": _wall(stretch.ends_at, zone),
        "party_size": stretch.party_size,
        **({"kept_until": _wall(stretch.kept_until, zone)} if soft else {}),
    }


def _before(promise: _Promise, zone: ZoneInfo) -> dict[str, Any]:
    """A reservation as it stood when this conversation began."""
    facts = promise.before or {}
    row, details = promise.row, promise.row["details"]
    if promise.before is not None:  # a receipt leaves out what was not known
        row = row | NOTHING_KNOWN | {name: facts[name] for name in BASIC if name in facts}
        row["status"] = facts.get("status", "confirmed")
        details = {name: one for name, one in facts.items() if name not in NO_DETAILS[row["kind"]]}
    named = str(facts.get(row["kind"]) or "").split(" + ") if facts.get(row["kind"]) else promise.names
    begins = datetime.fromisoformat(facts["starts_at"]) if "starts_at" in facts else promise.starts_at
    ends = promise.ends_at if begins == promise.starts_at else begins + (promise.ends_at - promise.starts_at)
    return {
        **{name: row[name] for name in BASIC},
        row["kind"] + "s": named,
        "from": _wall(begins, zone),
        "until": _wall(ends, zone),
        "details": details,
    }


def _after(promise: _Promise, zone: ZoneInfo) -> dict[str, Any]:
    """A reservation as this conversation left it."""
    facts = promise.after or {}
    row = promise.row | {name: facts[name] for name in BASIC if name in facts}
    if facts:
        row["status"] = facts.get("status", "confirmed")
    begins = datetime.fromisoformat(facts["starts_at"]) if "starts_at" in facts else promise.starts_at
    where = {"day": f"{begins.astimezone(zone):%Y-%m-%d}", "time": f"{begins.astimezone(zone):%H:%M}"}
    if row["kind"] == "room":
        leaves = facts.get("check_out") or f"{promise.ends_at.astimezone(zone):%Y-%m-%d}"
        where = {"check_in": where["day"], "check_out": leaves}
    late = {"late_min": row["late_min"]} if row["late_min"] and not facts else {}
    named = str(facts[row["kind"]]).split(" + ") if facts.get(row["kind"]) else promise.names
    return {**{name: row[name] for name in BASIC}, **where, **late, row["kind"] + "s": named}


def _touched(promise: _Promise, turns: list[_Turn]) -> bool:
    """Whether this conversation has a receipt for doing something to the reservation, beside sending its confirmation."""
    return any(
        receipt["facts"].get("code") == promise.row["code"] and receipt["operation"] in ("change", "cancel", "late")
        and not receipt["facts"].get("already")
        for turn in turns
        for receipt in turn.receipts
    )  # fmt: skip


def _hold(hold: dict[str, Any], turns: list[_Turn], promises: list[_Promise], zone: ZoneInfo) -> dict[str, Any]:
    """A hold as this conversation left it: what lapsed or was given back since then stood when it was over."""
    begins = datetime.fromisoformat(hold["starts_at"]).astimezone(zone)
    status = hold["status"]
    if status == "lapsed" and datetime.fromisoformat(hold["kept_until"]) > turns[-1].entered_at:
        status = "held"
    if status == "released" and any(_stood_on(promise, begins, hold["party_size"]) for promise in promises):
        status = "booked"
    return {
        "kind": hold["kind"],
        "status": status,
        "day": f"{begins:%Y-%m-%d}",
        "time": f"{begins:%H:%M}",
        "party_size": hold["party_size"],
        hold["kind"] + "s": hold["names"],
    }


def _stood_on(promise: _Promise, begins: datetime, party: int) -> bool:
    """Whether a reservation stood at this time when the conversation was over, and has been changed by others since."""
    facts = promise.after or {}
    return (
        facts.get("status", "confirmed") == "confirmed"
        and facts.get("party_size") == party
        and "starts_at" in facts
        and datetime.fromisoformat(facts["starts_at"]) == begins
    )


def _codes(turns: Iterable[_Turn], heard: str) -> set[str]:
    """Every code that a receipt carries, and everything said that could be one."""
    told = {str(receipt["facts"].get("code") or "") for turn in turns for receipt in turn.receipts} - {""}
    letters = re.findall(r"[A-Za-z0-9](?:[ .,-]{0,2}[A-Za-z0-9]){4}\b", heard)
    return told | {re.sub(r"[^A-Z0-9]", "", each.upper()) for each in letters if re.search(r"[0-9]", each)}


def _wall(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat()


def plain(value: Any) -> Any:
    """JSON and YAML alike: only text, numbers, lists and mappings, nothing shared."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


_HEAD = """
    select jsonb_build_object('agent_id', a.id, 'house', jsonb_build_object(
             'name', t.name, 'industry', t.industry, 'language', t.language, 'timezone', t.timezone, 'region', t.region,
             'agents', jsonb_build_array(jsonb_build_object(
                 'name', a.name, 'type', a.type, 'language', a.language, 'persona', a.persona, 'voice', a.voice,
                 'config', a.config)),
             'documents', (select coalesce(jsonb_agg(jsonb_build_object(
                     'title', d.title, 'source', d.source, 'language', d.language, 'content', (
                         select coalesce(string_agg(case when p.title = '' then '' else '## ' || p.title || E'\n' end
                                                    || p.content, E'\n\n' order by p.n), '')
                           from passages p where p.document_id = d.id))
                     order by d.source, d.title), '[]')
                   from documents d
                  where (d.agent_id is null or d.agent_id = a.id)
                    and exists (select from passages p where p.document_id = d.id))))
      from conversations c join agents a on a.id = c.agent_id join tenants t on true
     where c.id = %s
"""
_TURNS = """
    select n, utterance, coalesce(reply, '') as reply, entered_at, ended_at, coalesce(receipts, '[]') as receipts,
           coalesce(timings, '{}') as timings, coalesce(usage, '{}') as usage,
           coalesce(jsonb_path_exists(events, '$[*][0] ? (@ == "handed_off")'), false) as handed_off
      from turns where conversation_id = %s and status = 'answered' order by n
"""
# Reservations of other callers are found by what was said: their code, or the last eight digits of their number.
_PROMISES = """
    select to_jsonb(r) as row, r.starts_at, r.ends_at, r.created_at,
           r.conversation_id is not distinct from %(conversation)s::uuid as own,
           array(select s.name from resources s where s.id = any (h.resource_ids)
                  order by array_position(h.resource_ids, s.id)) as names,
           (select k.receipt from commits k
             where k.conversation_id <> %(conversation)s and k.receipt->>'code' = r.code
               and k.operation in ('book', 'change', 'cancel') and k.created_at <= coalesce(
                   (select min(o.created_at) from commits o
                     where o.conversation_id = %(conversation)s and o.receipt->>'code' = r.code), %(over)s)
             order by k.created_at desc limit 1) as before,
           (select k.receipt from commits k
             where k.conversation_id = %(conversation)s and k.receipt->>'code' = r.code
               and k.operation in ('book', 'change', 'cancel')
               and exists (select from commits l where l.receipt->>'code' = r.code and l.created_at > %(over)s)
             order by k.created_at desc limit 1) as after
      from reservations r join holds h on h.id = r.hold_id
     where r.agent_id = %(agent)s and r.created_at <= %(over)s
       and (r.conversation_id = %(conversation)s or r.code = any (%(codes)s)
            or (r.phone is not null and strpos(%(digits)s, right(r.phone, 8)) > 0))
     order by r.created_at, r.id
"""
_STRETCHES = """
    select h.id as hold_id, h.status, h.starts_at, h.ends_at, h.kept_until, coalesce(r.created_at, h.created_at) as created_at,
           h.party_size, h.kind, r.cancelled_at as until,
           array(select s.name from resources s where s.id = any (h.resource_ids)
                  order by array_position(h.resource_ids, s.id)) as names
      from holds h left join reservations r on r.hold_id = h.id
     where h.agent_id = %(agent)s and h.conversation_id is distinct from %(conversation)s::uuid
       and h.ends_at > %(first)s and coalesce(r.created_at, h.created_at) <= %(over)s
       and (h.status = 'booked' or (r.id is null and h.status in ('held', 'lapsed') and h.kept_until > %(first)s)
            or r.cancelled_at > %(over)s)
       and not coalesce(r.code = any (%(codes)s) or strpos(%(digits)s, right(r.phone, 8)) > 0, false)
     order by h.starts_at, h.id
"""
# When each table or room had last been given out as this conversation began: what comes first decides who gets which.
_USED = """
    select coalesce(jsonb_object_agg(name, at order by name), '{}') from (
        select s.name, case when exists (select from holds h where s.id = any (h.resource_ids) and h.status in ('booked', 'released')
                                             and h.conversation_id = %(conversation)s)
                            then (select max(r.created_at) from reservations r join holds h on h.id = r.hold_id
                                   where s.id = any (h.resource_ids) and r.created_at <= %(began)s
                                     and r.conversation_id is distinct from %(conversation)s::uuid
                                     and h.conversation_id is distinct from %(conversation)s::uuid)
                            else s.last_used end as at
          from resources s where s.agent_id = %(agent)s and s.last_used is not null) used
     where at is not null
"""
_LEFT = """
    select jsonb_build_object(
        'holds', (select coalesce(jsonb_agg(jsonb_build_object('kind', h.kind, 'status', h.status, 'starts_at', h.starts_at,
                     'kept_until', h.kept_until, 'party_size', h.party_size, 'names', array(select s.name from resources s
                     where s.id = any (h.resource_ids) order by array_position(h.resource_ids, s.id)))
                     order by h.created_at, h.id), '[]') from holds h where h.conversation_id = %(conversation)s),
        'requests', (select coalesce(jsonb_agg(jsonb_build_object('kind', q.kind, 'name', q.name, 'phone', q.phone,
                     'email', q.email, 'details', q.details) order by q.created_at, q.id), '[]')
                     from requests q where q.conversation_id = %(conversation)s),
        'handoffs', (select coalesce(jsonb_agg(jsonb_build_object('reason', f.reason) order by f.requested_at, f.id), '[]')
                     from handoffs f where f.conversation_id = %(conversation)s),
        'outbox', (select coalesce(jsonb_agg(jsonb_build_object('kind', o.kind, 'way', o.way, 'address', o.address)
                     order by o.created_at, o.id), '[]')
                     from outbox o join commits k on k.receipt->>'code' = o.facts->>'code' and k.created_at = o.created_at
                    where k.conversation_id = %(conversation)s))
"""
