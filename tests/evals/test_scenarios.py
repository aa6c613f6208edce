"""Scripted conversations: they come out right, what comes out wrong is seen, and an exported one comes out the same."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from evals import __main__ as command
from evals import conversations, houses
from evals.conversations import NONE, PRETEND, Outcome
from evals.houses import Desk
from tests.evals.conftest import Trial

BOOKING: dict[str, Any] = {
    "name": "booking",
    "what": "A table is booked.",
    "agent": "Lindenhof front desk",
    "turns": [
        {"say": "A table for four on {thursday.en} at 7 pm, my name is Tom Fisher, my number is 0171 2345678"},
        {"say": "Yes, please.", "mentions": ["code"], "events": ["book"]},
    ],
    "records": {"reservations": [{"day": "{thursday}", "time": "19:00", "party_size": 4, "name": "Tom Fisher"}]},
}


def wrong(outcomes: list[Outcome]) -> list[str]:
    """Everything that went wrong, with what was said."""
    return [
        "\n".join([f"{outcome.condition}, {outcome.name}", *map(" | ".join, outcome.transcript), *outcome.wrong])
        for outcome in outcomes
        if outcome.wrong
    ]


def exported(desk: Desk, outcome: Outcome, number: int = 0) -> str:
    """A conversation of it as the door exports it."""
    assert outcome.house is not None
    headers = {"authorization": f"Bearer {outcome.house.key}"}
    answered = httpx.post(f"{desk.url}/conversations/{outcome.conversations[number]}/export", headers=headers)
    assert answered.status_code == 200, answered.text
    return answered.text


def test_every_scenario_comes_out_right_and_exported_comes_out_the_same(trial: Trial, tmp_path: Path):
    outcomes = conversations.held(trial.desk, trial.model, conversations.scenarios(), PRETEND)
    assert not wrong(outcomes), "\n\n".join(wrong(outcomes))
    files = []
    for outcome in outcomes:
        for number in range(len(outcome.conversations)):
            files.append(tmp_path / f"{outcome.name}-{number}.yaml")
            files[-1].write_text(exported(trial.desk, outcome, number))
    assert len(files) > len(outcomes)
    again = conversations.replay(files)
    assert [outcome.name for outcome in again] == [file.stem for file in files]
    assert not wrong(again), "\n\n".join(wrong(again))


def test_every_scenario_comes_out_right_without_a_model(trial: Trial):
    try:
        outcomes = conversations.held(trial.desk, trial.model, conversations.scenarios(), NONE)
    finally:
        trial.model.start()
    assert not wrong(outcomes), "\n\n".join(wrong(outcomes))


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"records": {"reservations": []}}, "reservations: not expected"),
        ({"records": {"reservations": [{"party_size": 5}]}}, "party_size is 4 instead of 5"),
        ({"records": {"reservations": [{"party_size": 4}, {"party_size": 4}]}}, "reservations: missing"),
        ({"records": {**BOOKING["records"], "handoffs": [{"reason": "person"}]}}, "handoffs: missing"),
        ({"records": {**BOOKING["records"], "holds": [{"status": "released"}]}}, "status is 'booked' instead of 'released'"),
        ({"records": {**BOOKING["records"], "outbox": []}}, "outbox: not expected"),
        ({"forbidden": ["code [A-Z]"]}, "claims 'code"),
        ({"turns": [*BOOKING["turns"], {"say": "Thank you", "mentions": [["pizza", "/pas+ta/"]]}]}, "does not mention 'pizza' or"),
        ({"turns": [*BOOKING["turns"], {"say": "Thank you", "events": ["cancel"]}]}, "led to nothing, not to cancel"),
        ({"turns": [*BOOKING["turns"], {"say": "Thank you", "language": "de"}]}, "is in 'en', not in 'de'"),
        ({"given": {"blocked": ["no such table"]}}, "cannot be held"),
    ],
)  # fmt: skip
def test_what_is_not_as_the_scenario_says_is_seen(trial: Trial, changes: dict[str, Any], seen: str):
    (outcome,) = conversations.held(trial.desk, trial.model, [BOOKING | changes], PRETEND)
    assert len(outcome.wrong) == 1, outcome.wrong
    assert seen in outcome.wrong[0]


def test_the_clock_is_the_scenarios(trial: Trial):
    late = {
        **BOOKING,
        "now": "2027-03-10T12:00+01:00",
        "turns": [
            {"say": "A table for two tomorrow at 7 pm please, my name is Tom Fisher, my number is 0171 2345678"},
            {"say": "Yes, please.", "now": "+30s", "events": ["book"]},
        ],
        "records": {"reservations": [{"day": "2027-03-11", "time": "19:00"}]},
    }
    (outcome,) = conversations.held(trial.desk, trial.model, [late], PRETEND)
    assert not outcome.wrong, outcome.wrong


def test_what_stands_in_the_book_decides_what_is_to_be_had(trial: Trial):
    full = {
        **BOOKING,
        "given": {"taken": [{"tables": "all", "but": ["1"], "day": "2026-11-26", "time": "17:30", "until": "23:00"}]},
        "turns": [{"say": BOOKING["turns"][0]["say"], "lacks": ["shall I book"]}],
        "records": {},
    }
    (outcome,) = conversations.held(trial.desk, trial.model, [full], PRETEND)
    assert not outcome.wrong, outcome.wrong


def test_the_book_may_change_between_two_turns(trial: Trial):
    last = {"tables": "all", "but": ["4"], "day": "2026-11-26", "time": "17:30", "until": "23:00"}
    somebody = {"table": "4", "day": "2026-11-26", "time": "18:00", "minutes": 240}
    gone = {
        **BOOKING,
        "given": {"taken": [last]},
        "turns": [
            {"say": "Hello, who is speaking?"},
            {"say": BOOKING["turns"][0]["say"], "given": {"taken": [somebody]}, "lacks": ["shall i book"]},
        ],
        "records": {},
    }
    (outcome,) = conversations.held(trial.desk, trial.model, [gone], PRETEND)
    assert not outcome.wrong, outcome.wrong


def exported_booking(trial: Trial, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    (outcome,) = conversations.held(trial.desk, trial.model, [BOOKING], PRETEND)
    assert not outcome.wrong, outcome.wrong
    file = tmp_path / "booking.yaml"
    file.write_text(exported(trial.desk, outcome))
    return file, yaml.safe_load(file.read_text())


def test_another_policy_makes_the_replay_fail_and_says_where(trial: Trial, tmp_path: Path, capsys):
    file, scenario = exported_booking(trial, tmp_path)
    scenario["house"]["agents"][0]["config"]["hours"]["thursday"] = ["11:30-14:30"]
    file.write_text(yaml.safe_dump(scenario, allow_unicode=True))
    assert command.main(["--import", str(file)]) == 1
    told = capsys.readouterr().out
    assert "wrong  as recorded" in told
    assert "did nothing instead of book" in told
    assert "           - " in told and "           + " in told, "the replies are shown side by side"
    assert "reservations: missing" in told
    assert "0 of 1 conversations right" in told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("turns: [", "is not YAML"),
        ("[1, 2]", "has no fields"),
        ("what: x\nagent: y\n", "lacks turns"),
        ("what: x\nagent: y\nturns: [{says: hello}]\n", "a turn has no says"),
        ("what: x\nagent: y\nturns: []\nrecord: {}\n", "a scenario has no record"),
    ],
)
def test_what_is_no_scenario_is_said_at_once(tmp_path: Path, capsys, written: str, told: str):
    file = tmp_path / "bad.yaml"
    file.write_text(written)
    assert command.main(["--import", str(file)]) == 2
    assert told in capsys.readouterr().err


def test_a_copy_of_a_tenant_shares_nothing_with_it(trial: Trial):
    house = houses.copied(trial.desk, "Lindenhof front desk", {"hold_s": 60, "exceptions": None})
    with trial.desk.rows() as rows:
        (config,) = rows.execute("select config from agents where tenant_id = %s and id = %s", [house.tenant_id, house.agent_id])  # fmt: skip
        own = {row["id"] for row in rows.execute("select id from resources where tenant_id = %s", [house.tenant_id])}
        others = {
            row["id"] for row in rows.execute("select id from resources where tenant_id <> %s", [house.tenant_id])
        }
    assert config["config"]["hold_s"] == 60
    assert "exceptions" not in config["config"]
    assert own
    assert not own & others
