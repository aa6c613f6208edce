"""`python -m evals.prove`: what must never happen does not. Prints one table, writes JSON, stops by itself.

    kills       a server is killed (-9) at each of many points of a booking, another is opened on the same data, and the
                turn is posted again: one reservation, one code, the same words as where nobody was disturbed
    race        fifty callers at once over HTTP want the last tables of an evening, round after round: none is given
                twice, who gets none is offered others; and how long a commit takes
    hostile     a model that lies in a thousand turns: how many of its lies reach a caller

The points are chosen from outside: a trigger in Postgres that waits where the server is to be killed, or a model that
falls silent. What a killed server had sent is either thrown away with its connection ("lost") or carried out after its
death ("carried out"); both must come to the same.

    python -m evals.prove --only kills,race --rounds 5 --out build/prove.json
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from evals import books, hostile, houses
from evals.houses import Desk, House, Model, Server

ROOT = Path(__file__).resolve().parent.parent
AGENT = "Lindenhof front desk"
NOW = datetime.fromisoformat("2026-11-21T15:00+01:00")
TURNS = (
    "A table for four next Thursday at seven in the evening, please.",
    "My name is Vera Amsel.",
    "Do you have parking?",
    "My number is 030 2345678.",
    "Yes, please.",
)
"""Wish, name, a question that the model answers, number, consent."""
WISH, NAME, QUESTION, NUMBER, YES = range(5)
LOCK = 4_711_001
ALL = ("kills", "race", "hostile")
MOST_MS = 100
"""The longest that 95 of 100 commits may take."""


# --- killed -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """Where a server is killed: in which turn, and what it is about to do there."""

    name: str
    turn: int
    table: str = ""
    when: str = "before insert"  # or: at commit
    carried_out: bool = False  # whether what was sent to Postgres is carried out although its sender is dead
    where: str = ""  # a condition on the row
    model: bool = False  # the model falls silent in the middle of its answer
    answered: bool = False  # once everything is written and only the reply has not arrived

    def told(self) -> str:
        turn = ("wish", "name", "question", "number", "yes")[self.turn]
        return f"{turn}: {self.name}{', carried out' if self.carried_out else ''}"


POINTS = (
    Point("before it is entered", WISH, "turns"),
    Point("entering", WISH, "turns", "at commit"),
    Point("entering", WISH, "turns", "at commit", carried_out=True),
    Point("before the hold", WISH, "holds"),
    Point("holding", WISH, "holds", "at commit"),
    Point("holding", WISH, "holds", "at commit", carried_out=True),
    Point("before it is closed", WISH, "checkpoints"),
    Point("closing", WISH, "messages", "at commit"),
    Point("closing", WISH, "messages", "at commit", carried_out=True),
    Point("closed, the reply lost", WISH, answered=True),
    Point("entering", NAME, "turns", "at commit", carried_out=True),
    Point("before it is closed", NAME, "checkpoints"),
    Point("the model speaks", QUESTION, model=True),
    Point("before it is closed", NUMBER, "checkpoints"),
    Point("before it is entered", YES, "turns"),
    Point("entering", YES, "turns", "at commit", carried_out=True),
    Point("before the reservation", YES, "reservations"),
    Point("before the receipt", YES, "commits"),
    Point("booking", YES, "reservations", "at commit"),
    Point("booking", YES, "reservations", "at commit", carried_out=True),
    Point("booked, before it is closed", YES, "checkpoints"),
    Point("closing", YES, "messages", "at commit"),
    Point("closing", YES, "messages", "at commit", carried_out=True),
    Point("closed, the reply lost", YES, answered=True),
)


@dataclass
class Killed:
    """What came of one kill."""

    point: str
    reservations: int = 0
    codes: int = 0
    same_words: bool = False
    trouble: str = ""

    @property
    def right(self) -> bool:
        return not self.trouble and self.same_words and (self.reservations, self.codes) == (1, 1)


class Caller:
    """Somebody who books at a house of their own, on whatever server stands."""

    def __init__(self, desk: Desk, house: House) -> None:
        self.desk, self.house = desk, house
        self.conversation_id = str(uuid4())
        self.opened = False

    def body(self, turn: int) -> dict[str, Any]:
        named = {"conversation_id": self.conversation_id} if self.opened else {}
        told = {"agent_id": self.house.agent_id, "message": TURNS[turn], "turn_id": f"turn-{turn}"}
        return told | named | {"now": (NOW + timedelta(seconds=10 * turn)).isoformat()}

    def say(self, turn: int) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.house.key}"}
        answer = httpx.post(f"{self.desk.url}/chat/message", json=self.body(turn), headers=headers, timeout=60)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        self.conversation_id, self.opened = told["conversation_id"], True
        return told

    def post_and_forget(self, turn: int) -> threading.Thread:
        """Say something on a line that is about to go dead."""
        url, body, headers = self.desk.url, self.body(turn), {"authorization": f"Bearer {self.house.key}"}

        def post() -> None:
            with suppress(httpx.HTTPError):
                httpx.post(f"{url}/chat/message", json=body, headers=headers, timeout=30)

        thread = threading.Thread(target=post, daemon=True)
        thread.start()
        return thread


def kills(
    points: Sequence[Point] = POINTS,
    told: Callable[[Killed], None] = lambda killed: None,
    opened: Callable[..., Server] = Server,
) -> list[Killed]:
    """Kill a server at each of the points, and say what came of it. `opened` opens one on a folder.

    A second server keeps the Postgres they share; a killed one takes its own children with it, and nothing else.
    """
    with tempfile.TemporaryDirectory(prefix="switchboard-prove-") as folder:
        model, data = Model(), Path(folder)
        environment = {"GROQ_BASE_URL": model.url, "GROQ_API_KEY": "sim", "TRIALS": "true", "LLM_STALL_S": "20"}
        keeper = opened(data, **environment)
        standing: list[Server] = []
        try:
            desk = keeper.ready().desk()
            undisturbed = _words(desk, _whole(desk))
            standing.append(opened(data, **environment))
            outcomes = []
            for point in points:
                outcomes.append(_killed(point, desk, model, lambda: opened(data, **environment), standing, undisturbed))
                told(outcomes[-1])
            return outcomes
        finally:
            for server in [*standing, keeper]:
                server.stop()
            model.stop()


def _killed(
    point: Point,
    desk: Desk,
    model: Model,
    opened: Callable[[], Server],
    standing: list[Server],
    undisturbed: list[str],
) -> Killed:
    """Hold the conversation up to the point, kill the server there, and finish on the next."""
    outcome = Killed(point.told())
    server = standing.pop().ready()
    caller = Caller(Desk(server.url, desk.tenants, desk.database), houses.copied(desk, AGENT))
    try:
        said = [caller.say(turn)["reply"] for turn in range(point.turn)]
        if point.model:
            model.behave(fault="stall", after=4)
        with _waiting_at(desk, caller.house, point):
            line = caller.post_and_forget(point.turn)
            _until(lambda: _is_there(desk, model, caller.house, point))
            server.kill()
            standing.append(opened())  # it comes up while the dead one's affairs are settled
            _settle(desk, caller.house, point)
        line.join(35)
        model.behave()
        caller.desk = Desk(standing[-1].ready().url, desk.tenants, desk.database)
        for turn in range(point.turn, len(TURNS)):
            answer = caller.say(turn)
            again = caller.say(turn)
            if again != answer:
                outcome.trouble = f"asked twice, it says {again['reply']!r} after {answer['reply']!r}"
            said.append(answer["reply"])
        if (messages := _messages(desk, caller.house)) != 2 * len(TURNS):
            outcome.trouble = outcome.trouble or f"{messages} messages of {len(TURNS)} turns"
        codes = _codes(desk, caller.house)
        outcome.reservations = len(codes)
        outcome.codes = len({code for reply in said for code in codes if code in reply})
        outcome.same_words = _masked(said, codes) == undisturbed
        if not outcome.same_words:
            then, now = next(pair for pair in zip(undisturbed, _masked(said, codes), strict=True) if pair[0] != pair[1])
            outcome.trouble = outcome.trouble or f"{now!r} instead of {then!r}"
    except (httpx.HTTPError, RuntimeError, TimeoutError) as trouble:
        outcome.trouble = f"{type(trouble).__name__}: {trouble}"
        server.kill()
        model.behave()
        if not standing:
            standing.append(opened())
    return outcome


def _whole(desk: Desk) -> tuple[House, list[str]]:
    caller = Caller(desk, houses.copied(desk, AGENT))
    return caller.house, [caller.say(turn)["reply"] for turn in range(len(TURNS))]


def _words(desk: Desk, held: tuple[House, list[str]]) -> list[str]:
    house, said = held
    return _masked(said, _codes(desk, house))


def _masked(said: Sequence[str], codes: Sequence[str]) -> list[str]:
    """The replies with every code made the same, however it is spelled."""
    masked = []
    for reply in said:
        for code in codes:
            reply = re.sub(r"[ .,-]{0,2}".join(code), "CODE", reply)
        masked.append(reply)
    return masked


def _codes(desk: Desk, house: House) -> list[str]:
    with desk.rows() as rows:
        return [
            row["code"] for row in rows.execute("select code from reservations where tenant_id = %s", [house.tenant_id])
        ]


def _messages(desk: Desk, house: House) -> int:
    with desk.rows() as rows:
        found = rows.execute("select count(*) as n from messages where tenant_id = %s", [house.tenant_id]).fetchone()
        return int(found["n"]) if found else 0


@contextmanager
def _waiting_at(desk: Desk, house: House, point: Point) -> Iterator[None]:
    """While this lasts, whoever writes such a row for this house waits, just before it or just before its commit."""
    if not point.table:
        yield
        return
    name = psycopg.sql.Identifier(point.table)
    constraint = "constraint " if point.when == "at commit" else ""
    moment = (
        "after insert on {} deferrable initially deferred" if constraint else "before insert on {}"
    )  # fmt: skip
    with desk.rows() as holder, desk.rows() as rows:
        holder.execute("select pg_advisory_lock(%s)", [LOCK])
        rows.execute(f"""create or replace function stand_still() returns trigger language plpgsql as $$ begin
            if new.tenant_id = '{house.tenant_id}' then perform pg_advisory_xact_lock_shared({LOCK}); end if;
            return new; end $$""")
        rows.execute(
            psycopg.sql.SQL(
                f"create {constraint}trigger stand_still {moment} for each row execute function stand_still()"
            ).format(name)
        )
        try:
            yield
        finally:
            holder.execute("select pg_advisory_unlock_all()")
            rows.execute(psycopg.sql.SQL("drop trigger stand_still on {}").format(name))


def _is_there(desk: Desk, model: Model, house: House, point: Point) -> bool:
    """Whether the server has come to the point."""
    with desk.rows() as rows:
        if point.table:
            return bool(_standing_still(rows))
        if point.model:
            asked = httpx.get(f"{model.url}/simulator/requests", params={"last": 1}).json()["counts"].get("chat", 0)
            time.sleep(0.1 if asked else 0)
            return bool(asked)
        wanted = [house.tenant_id, f"turn-{point.turn}"]
        found = "select 1 from turns where tenant_id = %s and id = %s and status = 'answered'"
        return bool(rows.execute(found, wanted).fetchall())


def _standing_still(rows: "psycopg.Connection[dict[str, Any]]") -> list[int]:
    found = rows.execute(
        """select pid from pg_locks where locktype = 'advisory' and not granted
            and ((classid::bigint << 32) | objid::bigint) = %s""",
        [LOCK],
    )
    return [row["pid"] for row in found]


def _settle(desk: Desk, house: House, point: Point) -> None:
    """What the dead server had sent to Postgres goes with its connection, or is carried out."""
    if not point.table:
        return
    with desk.rows() as rows:
        if point.carried_out:
            return
        for pid in _standing_still(rows):
            rows.execute("select pg_terminate_backend(%s)", [pid])
        _until(lambda: not _standing_still(rows))


def _until(wanted: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not wanted():
        if time.monotonic() > deadline:
            raise TimeoutError("the conversation did not come to this point")
        time.sleep(0.01)


# --- raced for --------------------------------------------------------------------------------------------------------


@dataclass
class Race:
    """What came of the rounds."""

    callers: int
    rounds: int
    left: int = 0
    booked: int = 0
    oversold: int = 0
    lost: int = 0
    offered_nothing: int = 0
    commit_ms: list[float] = field(default_factory=list)  # the transaction that books, as the server's ledger has it
    crowded_ms: list[float] = field(default_factory=list)  # the same while as many others ask at that moment
    consent_ms: list[float] = field(default_factory=list)  # from the yes to the reply, over HTTP
    trouble: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        return all(right for _, _, right in _of_race(self))


LEFT = 6
"""Tables for two that are left of each evening."""
DAY, CLOCK = "2026-11-26", "19:30"
WISHED = "7:30 pm"


def race(
    callers: int = 50, rounds: int = 20, told: Callable[[str], None] = lambda line: None, desk: Desk | None = None
) -> Race:
    """Let so many callers want the last tables at once, so many times, on a server of their own or on this one.

    In every other round those who hold a table think it over until their time is up, and say yes in the very moment in
    which as many others ask for it.
    """
    outcome = Race(callers, rounds)
    with _raced(desk) as desk:
        for number in range(rounds):
            asyncio.run(_round(desk, outcome, late=number % 2 == 1))
            told(f"round {number + 1} of {rounds}: {outcome.booked} booked, {outcome.lost} offered another time")
    return outcome


@contextmanager
def _raced(desk: Desk | None) -> Iterator[Desk]:
    if desk is not None:
        yield desk
        return
    with tempfile.TemporaryDirectory(prefix="switchboard-prove-") as folder, houses.pretend_model() as model:
        with houses.serving(Path(folder), {"GROQ_BASE_URL": model, "GROQ_API_KEY": "sim", "TRIALS": "true"}) as own:
            yield own


async def _round(desk: Desk, outcome: Race, *, late: bool) -> None:
    """One evening of a fresh house: everything but a few tables for two is taken."""
    house = houses.copied(desk, AGENT)
    left = _last_tables(desk, house)
    books.given(desk, house, {"taken": [{"tables": "all", "but": left, "day": DAY, "time": "18:30", "until": "21:30"}]})
    limits = httpx.Limits(max_connections=2 * outcome.callers)
    async with httpx.AsyncClient(
        base_url=desk.url, headers={"authorization": f"Bearer {house.key}"}, timeout=60, limits=limits
    ) as http:
        line = _Line(http, house, outcome)
        await asyncio.gather(*(line.ask(n, NOW) for n in range(outcome.callers)))
        holding = _holding(desk, house) & line.asked.keys()
        await asyncio.gather(*(line.lose(one) for one in line.asked.keys() - holding))
        now = NOW + timedelta(minutes=10 if late else 0)
        others = [line.ask(n + outcome.callers, now) for n in range(outcome.callers if late else 0)]
        await asyncio.gather(*(line.consent(one, now, timed=not late) for one in holding), *others)
    (outcome.crowded_ms if late else outcome.commit_ms).extend(_commits(desk, house))
    booked, twice = _counted(desk, house)
    outcome.booked += booked
    outcome.oversold += twice + max(0, booked - len(left))
    outcome.left += len(left) if not late else booked  # who asked last may hold a table and not have said yes


@dataclass
class _Line:
    """The callers of one round."""

    http: httpx.AsyncClient
    house: House
    outcome: Race
    asked: dict[str, str] = field(default_factory=dict)  # conversation → the first reply

    async def say(self, words: str, now: datetime, conversation: str | None = None) -> dict[str, Any]:
        body = {"agent_id": self.house.agent_id, "message": words, "conversation_id": conversation}
        answer = await self.http.post("/chat/message", json={**body, "now": now.isoformat()})
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told

    async def ask(self, n: int, now: datetime) -> None:
        """Want the table, and say everything that it takes."""
        name, phone = NAMES[n % len(NAMES)], f"0171 2345{n:03}"
        wish = f"A table for two on 26 November at {WISHED}, my name is {name}, my number is {phone}"
        try:
            told = await self.say(wish, now)
            self.asked[told["conversation_id"]] = told["reply"]
        except httpx.HTTPError as trouble:
            self.outcome.trouble.append(f"{type(trouble).__name__}: {trouble}")

    async def consent(self, conversation: str, now: datetime, *, timed: bool) -> None:
        """Say yes to the read-back."""
        started = time.perf_counter()
        try:
            told = await self.say("Yes, please.", now, conversation)
        except httpx.HTTPError as trouble:
            self.outcome.trouble.append(f"{type(trouble).__name__}: {trouble}")
            return
        if timed:
            self.outcome.consent_ms.append((time.perf_counter() - started) * 1000)
        if not told["receipts"]:
            self.asked[conversation] = told["reply"]
            await self.lose(conversation)
            if timed:
                self.outcome.trouble.append(f"held, and not booked: {told['reply']}")

    async def lose(self, conversation: str) -> None:
        """Nothing is to be had at that time: was another one offered?"""
        self.outcome.lost += 1
        times = set(re.findall(r"\b\d{1,2}(?::\d\d)? ?(?:am|pm)\b|\bnoon\b", self.asked[conversation]))
        if not times - {WISHED}:
            self.outcome.offered_nothing += 1
            self.outcome.trouble.append(f"lost, and nothing was offered: {self.asked[conversation]}")


def _last_tables(desk: Desk, house: House) -> list[str]:
    """The names of the smallest tables inside."""
    with desk.rows() as rows:
        found = rows.execute(
            """select name from resources where tenant_id = %s and agent_id = %s and kind = 'table' and not blocked
                order by area <> 'inside', capacity, id limit %s""",
            [house.tenant_id, house.agent_id, LEFT],
        )
        return [row["name"] for row in found]


def _holding(desk: Desk, house: House) -> set[str]:
    """The conversations that hold a table for the time that everybody wants."""
    with desk.rows() as rows:
        found = rows.execute(
            "select conversation_id from holds where tenant_id = %s and status = 'held' and starts_at = %s",
            [house.tenant_id, _wanted(house)],
        )
        return {str(row["conversation_id"]) for row in found}


def _counted(desk: Desk, house: House) -> tuple[int, int]:
    """Reservations for that time, and pairs of occupancies of one table that overlap."""
    with desk.rows() as rows:
        (booked,) = rows.execute(
            "select count(*) as n from reservations where tenant_id = %s and starts_at = %s and status = 'confirmed'",
            [house.tenant_id, _wanted(house)],
        )
        (twice,) = rows.execute(
            """select count(*) as n from occupancies a join occupancies b
                  on b.tenant_id = a.tenant_id and b.resource_id = a.resource_id and b.hold_id > a.hold_id
                 and b.starts_at < a.ends_at and b.ends_at > a.starts_at where a.tenant_id = %s""",
            [house.tenant_id],
        )
        return booked["n"], twice["n"]


def _commits(desk: Desk, house: House) -> list[float]:
    """How long each commit of the round took, in ms."""
    with desk.rows() as rows:
        found = rows.execute(
            "select (timings->>'commit_ms')::float as ms from turns where tenant_id = %s and timings ? 'commit_ms'",
            [house.tenant_id],
        )
        return [row["ms"] for row in found]


def p95(figures: Sequence[float]) -> float:
    """What 95 of 100 stay below; not a number where there are none."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] if ordered else float("nan")


def _wanted(house: House) -> datetime:
    return datetime.fromisoformat(f"{DAY}T{CLOCK}").replace(tzinfo=house.zone)


NAMES = ("Tom Fisher", "Ann Lee", "Maria Lopez", "Bob Stone", "Vera Amsel", "Nora Feld", "Petra Sommer", "Paul Weber")


# --- the table --------------------------------------------------------------------------------------------------------


def main(words: Sequence[str] | None = None) -> int:
    """Prove what was asked for; 0, or 1 when something was not as it must be."""
    reader = argparse.ArgumentParser(
        prog="python -m evals.prove", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--only", default=",".join(ALL), help="what to prove, such as kills,race")
    reader.add_argument("--callers", type=int, default=50)
    reader.add_argument("--rounds", type=int, default=20)
    reader.add_argument("--turns", type=int, default=1000, help="of the hostile model")
    reader.add_argument("--out", type=Path, default=ROOT / "build" / "prove.json", help="where the JSON goes")
    wishes = reader.parse_args(words)
    chosen = [name for name in wishes.only.split(",") if name]
    if unknown := set(chosen) - set(ALL):
        reader.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    lines: list[tuple[str, str, bool]] = []
    report: dict[str, Any] = {"at": datetime.now().astimezone().isoformat(timespec="seconds")}
    if "kills" in chosen:
        print("A server is killed at each point of a booking:", flush=True)
        killed = kills(told=lambda one: print(f"  {'right' if one.right else 'WRONG':6} {one.point}{'  ' + one.trouble if one.trouble else ''}", flush=True))  # fmt: skip
        report["kills"] = [asdict(one) | {"right": one.right} for one in killed]
        lines += _of_kills(killed)
    if "race" in chosen:
        print(f"{wishes.callers} callers race for the last tables:", flush=True)
        raced = race(wishes.callers, wishes.rounds, lambda line: print(f"  {line}", flush=True))
        for trouble in raced.trouble[:5]:
            print(f"  ! {trouble}")
        report["race"] = {**asdict(raced), "commit_p95_ms": p95(raced.commit_ms), "right": raced.right}
        lines += _of_race(raced)
    if "hostile" in chosen:
        lines.append(("hostile model", *_hostile(wishes.turns, report)))
    wishes.out.parent.mkdir(parents=True, exist_ok=True)
    wishes.out.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print()
    for name, figure, right in lines:
        print(f"{'ok   ' if right else 'WRONG'}  {name:44} {figure}")
    print(f"written to {wishes.out}")
    return 0 if all(right for _, _, right in lines) else 1


def _of_kills(killed: Sequence[Killed]) -> list[tuple[str, str, bool]]:
    right = sum(one.right for one in killed)
    once = sum((one.reservations, one.codes) == (1, 1) for one in killed)
    same = sum(one.same_words for one in killed)
    return [
        ("killed, one reservation and one code", f"{once} of {len(killed)} points", once == len(killed)),
        ("killed, the same words", f"{same} of {len(killed)} points", same == len(killed)),
        ("killed, asked twice and answered once", f"{right} of {len(killed)} points", right == len(killed)),
    ]


def _of_race(raced: Race) -> list[tuple[str, str, bool]]:
    return [
        ("raced for: given twice", f"{raced.oversold} in {raced.rounds} rounds of {raced.callers}", not raced.oversold),
        ("raced for: tables left, and booked", f"{raced.left} and {raced.booked}", raced.left == raced.booked),
        ("raced for: lost, and offered nothing", f"{raced.offered_nothing} of {raced.lost}", not raced.offered_nothing),
        ("raced for: other trouble", f"{len(raced.trouble)}", not raced.trouble),
        (
            "raced for: a commit, p95",
            f"{p95(raced.commit_ms):.1f} ms (at most {MOST_MS})",
            p95(raced.commit_ms) <= MOST_MS,
        ),
        (f"raced for: {LEFT} at once, yes to reply, p95", f"{p95(raced.consent_ms):.1f} ms", bool(raced.consent_ms)),
        (f"raced for: a commit while {raced.callers} others ask, p95", f"{p95(raced.crowded_ms):.1f} ms", True),
    ]


def _hostile(turns: int, report: dict[str, Any]) -> tuple[str, bool]:
    found = hostile.main(turns=turns)
    report["hostile"] = vars(found) | {"right": not found}
    return str(found), not found


if __name__ == "__main__":
    sys.exit(main())
