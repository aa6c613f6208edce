"""A caller with a plain terminal."""

import json
from pathlib import Path

import pytest

from evals import houses, talk
from tests.evals.conftest import Trial

SCRIPT = """# A caller who says everything at once.
A table for four next Thursday at 7 pm please, my name is Tom Fisher, my number is 0171 2345678

Yes, please.
/new
Kann ich bitte mit einem Menschen sprechen?
/quit
This is never said.
"""


@pytest.fixture
def data(trial: Trial, tmp_path: Path) -> Path:
    """A folder with the demo.json of a copied tenant."""
    house = houses.copied(trial.desk, "Lindenhof front desk")
    agent = {"name": "Front desk", "type": "receptionist", "agent_id": house.agent_id}
    tenant = {"name": "Lindenhof", "tenant_id": house.tenant_id, "api_key": house.key, "agents": [agent]}
    (tmp_path / "demo.json").write_text(json.dumps({"url": trial.desk.url, "tenants": [tenant]}))
    return tmp_path


def test_a_script_is_said_and_written_down_with_what_it_left_behind(data: Path, capsys):
    (data / "script.txt").write_text(SCRIPT)
    words = ["--data", str(data), "--script", str(data / "script.txt"), "--transcript", str(data / "said.md")]
    assert talk.main(words) == 0
    told = capsys.readouterr().out
    assert told.count("caller: ") == 5
    assert "[book: " in told and "[handed over to a person: " in told
    assert "never said" not in told
    said = (data / "said.md").read_text()
    assert said.count("## Front desk, Lindenhof") == 2
    booked, handed_over = said.split("## Front desk, Lindenhof")[1:]
    assert "**Caller:** Yes, please." in booked
    assert "`reservations`" in booked and "| Tom Fisher |" in booked
    assert "`handoffs`" in handed_over and "`reservations`" not in handed_over


def test_a_trial_is_held_at_any_moment(data: Path):
    (data / "script.txt").write_text("A table for two tomorrow at 7 pm please, Tom Fisher, 0171 2345678\nyes\n")
    words = ["--data", str(data), "--script", str(data / "script.txt"), "--transcript", str(data / "said.md")]
    assert talk.main([*words, "--now", "2026-12-02T15:00+01:00"]) == 0
    assert "Thursday, 3 December" in (data / "said.md").read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--agent", "butler"], "No butler is there"),
        (["--tenant", "Nobody"], "No receptionist of Nobody is there"),
        (["--url", "http://127.0.0.1:9"], "is dead"),
    ],
)
def test_who_cannot_be_talked_to_is_said_in_a_sentence(data: Path, capsys, words: list[str], told: str):
    (data / "script.txt").write_text("Hello!")
    assert talk.main(["--data", str(data), "--script", str(data / "script.txt"), *words]) == 1
    assert told in capsys.readouterr().err


def test_a_house_that_is_not_open_is_named(tmp_path: Path, capsys):
    assert talk.main(["--data", str(tmp_path)]) == 1
    assert "make run" in capsys.readouterr().err
