"""What the readers make of labelled sets: `python -m evals.language --in FILE --out FILE`.

Reads JSON lines (single utterances, conversations turn by turn, or whole recorded dialogues) and writes one prediction
a unit. A record is cut down to what an agent would be given by `given`, and nothing else reaches the readers: labels,
spans, gold states and the like cannot be seen, whatever they are called. What to predict follows from the shape of
what is left. This file maps records to calls of `language` and `dialogue`; what is understood is decided there.
"""

import argparse
import json
import statistics
import sys
import time as clock
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dialogue import hearing, intents, tracking
from knowledge import heads
from language import contacts, detect, times
from language.values import Value

Record = dict[str, Any]

_ZONE = ZoneInfo("UTC")
_DAY = "2026-11-21"
LINES = 60
"""Lines of a conversation that are weighed at most, a few milliseconds each."""
_ABOUT_A_TABLE = ["people", "date", "time", "first_name", "last_name", "restaurant_name"]


class UnknownShape(ValueError):
    """A line that is no record this reader knows what to do with."""


# --- what an agent would be given -------------------------------------------------------------------------------------
def given(record: Record) -> Record:
    """The part of a record that may be read, and nothing else: words, context, now, language and what is asked for.

    Every key that is not named here is gold, or could be, and is left behind.
    """
    kept: Record = {"id": str(record["id"])}
    for key in ("text", "lang", "ref_date", "ref_time", "domain"):
        if isinstance(record.get(key), str):
            kept[key] = record[key]
    for key in ("nbest", "slot_inventory"):
        if isinstance(record.get(key), list):
            kept[key] = [str(item) for item in record[key]]
    if isinstance(record.get("context"), dict):
        context = record["context"]
        kept["context"] = {key: context[key] for key in ("previous", "system") if isinstance(context.get(key), str)}
        if isinstance(context.get("requested"), list):
            kept["context"]["requested"] = [str(item) for item in context["requested"]]
    if isinstance(record.get("turns"), list):
        kept["turns"] = [
            {"t": turn["t"], "system": str(turn.get("system") or ""), "user": str(turn.get("user") or "")}
            for turn in record["turns"]
        ]
    if isinstance(record.get("dialogue"), list):
        kept["dialogue"] = [(str(line[0]), str(line[1])) for line in record["dialogue"]]
    return kept


def predict(record: Record) -> Iterator[Record]:
    """The predictions for one record: one for an utterance, one a turn for a conversation. Raises UnknownShape."""
    if not isinstance(record, dict) or "id" not in record:
        raise UnknownShape("a record needs an id")
    seen = given(record)
    if "turns" in seen:
        yield from _turns(seen)
    elif "dialogue" in seen:
        yield _dialogue(seen)
    elif "text" in seen:
        yield _utterance(seen)
    else:
        raise UnknownShape("a record needs one of text, turns, dialogue")


def _now(seen: Record) -> datetime:
    day, hour = seen.get("ref_date") or _DAY, seen.get("ref_time") or "12:00"
    try:
        return datetime.fromisoformat(f"{day[:10]}T{hour[:5]}").replace(tzinfo=_ZONE)
    except ValueError:
        return datetime.fromisoformat(f"{_DAY}T12:00").replace(tzinfo=_ZONE)


def _language(seen: Record) -> str:
    return seen["lang"] if seen.get("lang") in ("en", "de") else detect.detect(seen.get("text", ""), "en")


# --- single utterances ------------------------------------------------------------------------------------------------
def _utterance(seen: Record) -> Record:
    inventory = seen.get("slot_inventory") or _ABOUT_A_TABLE
    requested = seen.get("context", {}).get("requested", [])
    wanted = set(inventory) | set(requested)
    language = _language(seen)
    out: Record = {"id": seen["id"], "slots": {}}
    if {"postcode", "birth_date"} & wanted or ("nbest" in seen and requested == ["name"]):
        out["slots"] = _from_a_call(seen, requested or inventory)
        return out
    if {"phone", "email"} & wanted and "date" not in wanted:
        out["slots"] = _contact_slots(seen["text"], inventory, requested)
    elif {"adults", "kids", "rooms", "nights"} & wanted:
        out["slots"] = _hotel_slots(seen, language)
        out["labels"] = intents.hotel_labels(seen["text"])
    else:
        out["slots"] = _table_slots(seen, requested, language)
    previous = seen.get("context", {}).get("system") or seen.get("context", {}).get("previous") or ""
    if "domain" in seen:
        out["intent"], out["problem"], _ = _service(seen["text"], language)
        out.pop("slots")
    else:
        cues = intents.desk_cues(seen["text"], previous=previous, language=language)
        weighed = heads.weigh_now("desk", seen["text"], cues, language=language)
        label, _ = intents.desk(seen["text"], weighed.labels if weighed else None, previous=previous, language=language)
        if "lang" in seen:
            label = "booking" if label == "booking" else "out_of_scope"
        out["intent"] = label
    return out


def _service(text: str, language: str) -> tuple[str, bool, dict[str, float] | None]:
    """The kind of service, whether a problem is reported, and how likely each topic is where that can be weighed."""
    cues = intents.service_cues(text, language=language)
    kinds = heads.weigh_now("support", text, cues, language=language)
    worries = heads.weigh_now("problem", text, cues, language=language)
    kind, problem = intents.support(text, kinds.labels if kinds else None, worries.labels if worries else None)
    return kind, problem, kinds.classes if kinds else None


def _said(value: Value) -> Record:
    return {"value": value.value, "text": value.text}


def _table_slots(seen: Record, requested: list[str], language: str) -> Record:
    """Slots of a table in a restaurant, as one utterance gives them."""
    text, slots = seen["text"], {}
    for slot, value in hearing.table(text, requested=requested, now=_now(seen), language=language).items():
        slots[slot] = _said(value)
    return slots


def _contact_slots(text: str, inventory: list[str], requested: list[str]) -> Record:
    slots: Record = {}
    expected = requested[0] if len(requested) == 1 else None
    found = contacts.read(text, language="en", region="US", expected=expected)
    answer = len(text.split()) <= 8 and not any(c.isdecimal() for c in text)
    if answer and not expected and "name" in inventory and not any(v.kind == "name" for v in found):
        found += contacts.read(text, language="en", region="US", expected="name")
    for value in found:
        if value.kind in inventory and value.kind not in slots:
            slots[value.kind] = value.value
    return slots


def _from_a_call(seen: Record, wanted: list[str]) -> Record:
    """Names, birthdays and postcodes out of a telephone transcript and its alternatives."""
    readings = [seen["text"], *seen.get("nbest", [])]
    slots: Record = {}
    if "postcode" in wanted:
        code = contacts.postcode(readings)
        if code:
            slots["postcode"] = code.value
    elif "birth_date" in wanted:
        day = times.birthday(readings, now=_now({}))
        if day:
            slots["birth_date"] = day.value
    elif "name" in wanted:
        name = contacts.name_heard(readings)
        if name:
            slots["name"] = name.value
    return slots


def _hotel_slots(seen: Record, language: str) -> Record:
    slots = hearing.stay(seen["text"], now=_now(seen), language=language, wanted=seen.get("slot_inventory", ()))
    return {slot: value.value for slot, value in slots.items()}


# --- conversations ----------------------------------------------------------------------------------------------------
def _turns(seen: Record) -> Iterator[Record]:
    inventory = seen.get("slot_inventory", [])
    tracker = tracking.Tracker(inventory, _now(seen))
    for turn in seen["turns"]:
        state = tracker.hear(turn["system"], turn["user"])
        yield {
            "id": f"{seen['id']}#{turn['t']}",
            "slots": state,
            "intent": tracker.intent,
            "requested": tracker.requested,
        }
    yield {"id": f"{seen['id']}#call", "slots": dict(tracker.state)}


def _dialogue(seen: Record) -> Record:
    inventory = seen.get("slot_inventory", [])
    out: Record = {"id": seen["id"]}
    if any(speaker not in ("user", "customer") for speaker, _ in seen["dialogue"]):
        out["slots"] = hearing.arguments(seen["dialogue"], inventory, now=_now(seen))
        return out
    said = [text for speaker, text in seen["dialogue"]]
    slots: Record = {}
    for text in said:
        for slot, value in _contact_slots(text, inventory, []).items():
            slots.setdefault(slot, value)
    out["slots"] = slots
    heard = [_service(text, "en") for text in said[:LINES]]
    out["problem"] = any(problem for _, problem, _ in heard)
    raised = [topics for _, _, topics in heard if topics is not None]
    out["labels"] = intents.topics(raised) if raised else intents.services_raised(said)
    return out


# --- the door ---------------------------------------------------------------------------------------------------------
def run(source: Path, target: Path) -> list[float]:
    """Predict every record of a file into another; milliseconds a record. Raises ValueError naming a bad line."""
    spent: list[float] = []
    heads.weigh_now("desk", "hello", intents.desk_cues("hello"))  # the model is loaded before anything is timed
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                started = clock.perf_counter()
                predictions = list(predict(record))
                spent.append((clock.perf_counter() - started) * 1000)
            except (UnknownShape, json.JSONDecodeError, KeyError, TypeError, IndexError) as error:
                raise ValueError(f"{source}, line {number}: {error!r}") from error
            for prediction in predictions:
                out.write(json.dumps(prediction, ensure_ascii=False) + "\n")
    return spent


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 2 and a line on stderr for a file that cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.language", description=__doc__.split("\n")[0] if __doc__ else ""
    )
    parser.add_argument("--in", dest="source", type=Path, required=True, help="labelled records, JSON lines")
    parser.add_argument("--out", dest="target", type=Path, required=True, help="where the predictions go")
    chosen = parser.parse_args(arguments)
    try:
        spent = run(chosen.source, chosen.target)
    except (OSError, ValueError) as error:
        print(f"evals.language: {error}", file=sys.stderr)
        return 2
    if spent:
        spent.sort()
        print(
            f"{chosen.source.name}: {len(spent)} records, median {statistics.median(spent):.2f} ms, "
            f"p99 {spent[int(0.99 * (len(spent) - 1))]:.2f} ms",
            file=sys.stderr,
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
