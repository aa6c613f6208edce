"""The language evaluation predicts from what an agent would be given, and from nothing else."""

import json
from typing import Any

import pytest

from evals import language

RECORDS: dict[str, Any] = {
    "table": {
        "id": "t1", "source": "x", "text": "A table for five on Friday at 8 pm, name's Ida Berg", "context": {"requested": ["people"]},
        "ref_date": "2026-11-21", "ref_time": "15:00", "gold_is_text": True, "slots": {"people": ["five"]},
        "span_text": {"people": "five"}, "spans": {"people": [12, 16]}, "groups": ["slots=1"],
    },
    "stay": {
        "id": "s1", "text": "two rooms from the 3rd to the 5th for 2 adults and a child", "ref_date": "2026-11-21", "ref_time": "09:00",
        "slots": {"rooms": ["2"]}, "extra_slots": {"number": ["2"]}, "labels": ["booking"],
        "slot_inventory": ["adults", "kids", "rooms", "date_from", "date_to"], "groups": ["slots=1"],
    },
    "german": {"id": "g1", "lang": "de", "text": "Einen Tisch für drei bitte", "intent": "booking", "fine": "book", "slots": {"people": ["3"]}},
    "contact": {
        "id": "c1", "text": "my name is Nora Falk, call 415 772 5000", "slots": {"name": ["Nora Falk"]},
        "slot_inventory": ["name", "phone", "email"], "annotation": "reviewer",
    },
    "call": {
        "id": "e1", "item": "postcode", "attempt": 1, "text": "b s 1 4 d j", "nbest": ["b s one 4 d j"],
        "context": {"requested": ["postcode"]}, "slots": {"postcode": ["BS1 4DJ"]}, "groups": ["gold_in_asr=yes"],
    },
    "intent": {"id": "i1", "text": "please cancel our Tuesday reservation", "intent": "modify_cancel", "intents_ok": ["modify_cancel"]},
    "support": {"id": "h1", "domain": "cards", "text": "my card was stolen", "fine": "lost", "intent": "lost_fraud", "problem": True},
    "turns": {
        "id": "d1", "service": "R", "ref_date": "2026-11-21", "slot_inventory": ["city", "party_size", "restaurant_name", "time"],
        "turns": [
            {"t": 0, "system": "", "user": "Find me somewhere to eat in Bremen", "state": {"city": ["Bremen"]}, "intent": "search",
             "active_intent": "Find", "requested": [], "user_acts": ["INFORM"]},
            {"t": 1, "system": "How about Casa Verde?", "system_acts": ["OFFER:restaurant_name=Casa Verde"], "user": "Sounds good, for 3 at 7 pm",
             "state": {"city": ["Bremen"], "time": ["19:00"]}, "intent": "booking", "requested": ["phone"], "user_acts": ["SELECT"]},
        ],
        "call": {"slots": {"time": ["19:00"]}, "success": True}, "groups": ["a"],
    },
    "dialogue": {
        "id": "k1", "task": "t", "user_task": "You are Eva.", "user_instructions": ["Be Eva."], "ref_date": "2026-11-21",
        "dialogue": [["agent", "Your name, please?"], ["user", "Eva"], ["agent", "For when?"], ["user", "Tuesday at 7 pm"]],
        "slots": {"name": ["Eva"]}, "slot_inventory": ["name", "time", "day"],
    },
    "customer": {
        "id": "k2", "domain": "media", "dialogue": [["user", "hi there"], ["user", "the internet is not working"]], "labels": ["x"],
        "problem": True, "slots": {}, "slot_inventory": ["name"],
    },
}  # fmt: skip
READABLE = {
    "id",
    "text",
    "lang",
    "ref_date",
    "ref_time",
    "domain",
    "nbest",
    "slot_inventory",
    "context",
    "turns",
    "dialogue",
}
OF_A_TURN = {"t", "system", "user"}
OF_A_CONTEXT = {"requested", "previous", "system"}


def predicted(record):
    return json.dumps(list(language.predict(record)), ensure_ascii=False)


def spoil(record, how):
    """The record with every key that is not readable changed or taken away, in its turns and context too."""

    def clean(part, readable):
        kept = {key: value for key, value in part.items() if key in readable}
        if how == "changed":
            kept |= {key: ["spoilt", {"x": 1}] for key in part if key not in readable}
            kept |= {"gold": "spoilt", "state": {"time": ["03:00"]}, "intent": "greeting", "requested_slots": ["phone"]}
            for key in readable - set(part):
                kept.pop(key, None)
        return kept

    out = clean(record, READABLE)
    if "turns" in out:
        out["turns"] = [clean(turn, OF_A_TURN) for turn in out["turns"]]
    if "context" in out:
        out["context"] = clean(out["context"], OF_A_CONTEXT)
    return out


@pytest.mark.parametrize("how", ["removed", "changed"])
@pytest.mark.parametrize("shape", RECORDS)
def test_gold_leaves_no_trace_in_a_prediction(shape, how):
    record = RECORDS[shape]
    spoilt = spoil(record, how)
    assert json.dumps(spoilt) != json.dumps(record) or how == "changed"
    assert predicted(spoilt) == predicted(record)


@pytest.mark.parametrize("shape", RECORDS)
def test_only_named_keys_survive_the_projection(shape):
    seen = language.given(spoil(RECORDS[shape], "changed"))
    assert set(seen) <= READABLE
    assert all(set(turn) == OF_A_TURN for turn in seen.get("turns", []))
    assert set(seen.get("context", {})) <= OF_A_CONTEXT


def test_an_utterance_about_a_table_gives_its_slots():
    slots = next(iter(language.predict(RECORDS["table"])))["slots"]
    assert {slot: value["value"] for slot, value in slots.items()} == {
        "people": 5, "date": "2026-11-27", "time": "20:00", "first_name": "Ida", "last_name": "Berg",
    }  # fmt: skip


def test_a_stay_a_call_and_a_contact_give_theirs():
    stay = next(iter(language.predict(RECORDS["stay"])))
    assert stay["slots"] == {"rooms": 2, "adults": 2, "kids": 1, "date_from": "2026-12-03", "date_to": "2026-12-05"}
    assert next(iter(language.predict(RECORDS["call"])))["slots"] == {"postcode": "BS1 4DJ"}
    assert next(iter(language.predict(RECORDS["contact"])))["slots"] == {"name": "Nora Falk", "phone": "+14157725000"}


def test_a_conversation_is_predicted_turn_by_turn():
    first, second, call = language.predict(RECORDS["turns"])
    assert (first["id"], first["slots"], first["intent"]) == ("d1#0", {"city": "Bremen"}, "search")
    assert second["slots"] == {"city": "Bremen", "party_size": 3, "time": "19:00", "restaurant_name": "Casa Verde"}
    assert call["id"] == "d1#call"


def test_a_recorded_dialogue_gives_its_arguments():
    assert next(iter(language.predict(RECORDS["dialogue"])))["slots"] == {
        "name": "Eva",
        "time": "19:00",
        "day": "tuesday",
    }
    assert next(iter(language.predict(RECORDS["customer"])))["problem"] is True


def test_a_file_is_predicted_line_by_line(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps(record) for record in RECORDS.values()) + "\n\n", encoding="utf-8")
    assert language.main(["--in", str(source), "--out", str(target)]) == 0
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert {line["id"].split("#")[0] for line in lines} == {record["id"] for record in RECORDS.values()}


@pytest.mark.parametrize("line", ['{"id": "a"}', '{"text": "no id"}', "[1]", "not json"])
def test_a_line_of_no_known_shape_is_named(tmp_path, capsys, line):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(RECORDS["german"]) + "\n" + line + "\n", encoding="utf-8")
    assert language.main(["--in", str(source), "--out", str(tmp_path / "out.jsonl")]) == 2
    assert "line 2" in capsys.readouterr().err
