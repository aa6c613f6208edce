"""A folder of labelled sets becomes one table, judged by the score.py that comes with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evals import sets

HOUSE = Path(sets.__file__).parent.parent
JUDGE = """
import json, sys
gold = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
given = {one["id"]: one for one in map(json.loads, open(sys.argv[2], encoding="utf-8"))}
assert sys.argv[3:] == ["--json"]
right = sum(given[one["id"]]["slots"].get(slot, {}).get("value") in ok for one in gold for slot, ok in one["slots"].items())
meant, said = sum(len(one["slots"]) for one in gold), sum(len(one["slots"]) for one in given.values())
f1 = 2 * right / (meant + said)
print(json.dumps({"slots": {"p": right / said, "r": right / meant, "f1": f1}, "slots_all_right": 0.5}))
"""
TABLES = [
    {"id": "a", "text": "a table for three at 8 pm", "slots": {"people": [3], "time": ["20:00"]}},
    {"id": "b", "text": "we would be five", "context": {"requested": ["people"]}, "slots": {"people": [5]}},
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "score.py").write_text(JUDGE)
    for name in ("slots_restaurant", "somebody_elses"):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in TABLES))
    return tmp_path


def line_of(name, printed):
    (line,) = (line for line in printed.splitlines() if line.startswith(f"| {name} "))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_every_set_of_a_folder_is_a_row_with_its_figures(folder, capsys):
    assert sets.main(["--data", str(folder)]) == 0
    printed = capsys.readouterr().out
    known = line_of("slots_restaurant", printed)
    assert known[:10] == [
        "slots_restaurant", "value F1", "1.000", "0.930", "0.960", "0.849", "1.000", "1.000", "1.000", "0.500",
    ]  # fmt: skip
    assert 0 < float(known[10]) <= float(known[11])
    assert "1 of 1 figures hold." in printed


def test_a_set_nobody_has_set_goals_for_shows_what_its_judge_leads_with(folder, capsys):
    assert sets.main(["--data", str(folder), "--only", "somebody"]) == 0
    printed = capsys.readouterr().out
    assert line_of("somebody_elses", printed)[1:4] == ["slot F1", "1.000", ""]
    assert "slots_restaurant" not in printed


def test_the_figures_and_the_whole_report_are_kept_on_request(folder, tmp_path):
    kept = tmp_path / "figures.json"
    assert sets.main(["--data", str(folder), "--json", str(kept)]) == 0
    figures = json.loads(kept.read_text())["slots_restaurant"]
    assert figures["figures"][0]["here"] == figures["report"]["slots"]["f1"] == 1.0


def test_a_figure_that_a_head_was_fitted_to_is_marked(capsys):
    report = {"slots": {"p": 1.0, "r": 1.0, "f1": 1.0}, "intent": {"acc": 0.9, "macro_f1": 0.8}}
    slots, intent = sets.rows(sets.Judged("receptionist_de", report, [1.0]))
    assert slots["figure"] == "slot F1"
    assert "fitted" in intent["figure"] and intent["f1"] == 0.8


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        ("folder", "There is no folder"),
        ("judge", "has no score.py"),
        ("sets", "has no set"),
        ("line", "line 2"),
        ("judgement", "could not judge slots_restaurant.jsonl: ValueError: not today"),
    ],
)
def test_what_no_table_can_be_made_of_is_one_clear_sentence(folder, capsys, spoiled, said):
    named = folder
    if spoiled == "folder":
        named = folder / "elsewhere"
    elif spoiled == "judge":
        (folder / "score.py").unlink()
    elif spoiled == "sets":
        for file in folder.glob("*.jsonl"):
            file.unlink()
    elif spoiled == "line":
        (folder / "slots_restaurant.jsonl").write_text(json.dumps(TABLES[0]) + '\n{"id": "x"}\n')
    else:
        (folder / "score.py").write_text('raise ValueError("not today")')
    assert sets.main(["--data", str(named)]) == 2
    out, err = capsys.readouterr()
    complaint = [line for line in err.splitlines() if not line.endswith(" ...")]
    assert out == "" and len(complaint) == 1 and said in complaint[0]


def test_conversations_are_not_begun_for_a_folder_that_is_not_there(tmp_path):
    asked = {**os.environ, "SETS": str(tmp_path / "elsewhere")}
    ran = subprocess.run(
        [sys.executable, "-m", "evals"], cwd=HOUSE, env=asked, capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.strip() == f"evals: There is no folder {tmp_path / 'elsewhere'}."
