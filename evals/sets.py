"""How well whole labelled sets are understood: `python -m evals.sets --data FOLDER [--only NAME] [--json FILE]`.

FOLDER holds the sets (*.jsonl) and their judge, score.py, which is run beside them as a program of its own and never
imported. Predictions are made as `python -m evals.language` makes them, from what an agent would be given. One table
comes out, a row for each figure: what it must hold, what it aims for, a keyword baseline, and what others have
published where there is anything to stand beside. A set that the heads have learned from is marked `fitted`: its figure
says how well it was learned, and `python -m evals.training --check` says what to expect of utterances not seen before.

Needs no model, no network and no server. docs/language.md explains the figures.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time as clock
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals import language

Report = dict[str, Any]

FITTED = {
    "intents": "fitted",
    "support_utterances": "fitted",
    "support_dialogues": "partly fitted",
    "receptionist_de": "partly fitted",
}
"""Sets whose figures lean on a head that has learned from them, or (partly) from lines of the same corpus."""


class Unreadable(ValueError):
    """A folder, a set or a judge that no table can be made of. The message is a sentence for whoever named it."""


@dataclass(frozen=True)
class Goal:
    """One figure of a set, and what it is held against. All figures are shares from 0 to 1."""

    figure: str
    path: tuple[str, ...]  # where the judge's report has it
    holds: float | None = None
    aim: float | None = None
    baseline: float | None = None  # keywords and regular expressions, as published with the sets
    published: str = ""  # results of others on the corpus that a set is drawn from, seldom on the same utterances


_SLOTS = ("slots", "f1")
_JOINT = ("joint_goal_acc_nonempty",)
_SGD = "SGD dev, trained BERT 0.486"

GOALS: dict[str, list[Goal]] = {
    "slots_restaurant": [
        Goal("value F1", _SLOTS, 0.93, 0.96, 0.849),
        Goal(
            "exact span F1",
            ("span_exact", "f1"),
            baseline=0.771,
            published="trained: Span-ConveRT 0.96, V-CNN-CRF 0.94, Span-BERT 0.93; ConVEx on 64 examples 0.72",
        ),
    ],
    "receptionist_hotel": [Goal("slot F1", _SLOTS, 0.85, 0.90, 0.715)],
    "receptionist_de": [Goal("slot F1", _SLOTS, 0.92, 0.97, 0.80), Goal("intent accuracy", ("intent", "acc"))],
    "dialogues_restaurant": [
        Goal(
            "joint goal accuracy",
            _JOINT,
            0.40,
            0.60,
            0.130,
            f"MultiWOZ restaurant, zero-shot: GPT-4 0.559, Llama2-13B 0.603; {_SGD}",
        )
    ],
    "dialogues_hotel": [
        Goal(
            "joint goal accuracy",
            _JOINT,
            0.35,
            0.60,
            0.075,
            f"MultiWOZ hotel, zero-shot: GPT-4 0.312, Llama2-13B 0.468; {_SGD}",
        )
    ],
    "dialogues_homes": [Goal("joint goal accuracy", _JOINT, 0.45, 0.60, 0.245, _SGD)],
    "dialogues_appointments": [Goal("joint goal accuracy", _JOINT, 0.40, 0.60, 0.104, _SGD)],
    "star_tasks": [Goal("slot F1", _SLOTS, 0.80, 0.88, 0.701)],
    "intents": [
        Goal(
            "accuracy, core intents",
            ("intent_by_group", "core=yes", "acc"),
            0.90,
            0.95,
            published="CLINC150 in scope, trained BERT 0.962",
        ),
        Goal("accuracy, all", ("intent", "acc"), baseline=0.622),
        Goal("out-of-scope F1", ("out_of_scope", "f1"), 0.85, 0.95, published="CLINC150, trained BERT: recall 0.523"),
    ],
    "support_utterances": [
        Goal("problem F1", ("problem", "f1"), 0.85, 0.90, 0.645),
        Goal(
            "category accuracy",
            ("intent", "acc"),
            0.72,
            0.80,
            0.578,
            "BANKING77 (77 labels), trained 0.934, 10 examples a label 0.852",
        ),
    ],
    "support_dialogues": [
        Goal("slot F1", _SLOTS, baseline=0.259),
        Goal("problem F1", ("problem", "f1"), baseline=0.708),
    ],
    "contacts": [Goal("slot F1", _SLOTS, 0.93, 0.97, 0.804)],
    "contacts_spoken": [
        Goal("F1 where it was heard", ("slots_by_group", "gold_in_asr=yes", "f1"), 0.90, 0.95),
        Goal("F1, all", _SLOTS, baseline=0.446),
    ],
    "spoken_noisy": [Goal("slot F1", _SLOTS, baseline=1.0)],
}
"""What each set is held against. A set that is not named here shows whatever figure its judge leads with."""

_OTHERWISE = (
    Goal("joint goal accuracy", _JOINT),
    Goal("slot F1", _SLOTS),
    Goal("intent accuracy", ("intent", "acc")),
    Goal("problem F1", ("problem", "f1")),
)


@dataclass(frozen=True)
class Judged:
    """One set, predicted and judged. `spent` is milliseconds an utterance, in no particular order."""

    name: str
    report: Report
    spent: list[float]


# --- judging ----------------------------------------------------------------------------------------------------------
def sets_of(folder: Path, only: str = "") -> list[Path]:
    """The sets of a folder whose names contain `only`, by name. Raises Unreadable when there is nothing to judge."""
    if not folder.is_dir():
        raise Unreadable(f"There is no folder {folder}.")
    if not (folder / "score.py").is_file():
        raise Unreadable(f"{folder} has no score.py to judge with.")
    found = sorted(file for file in folder.glob("*.jsonl") if only in file.stem)
    if not found:
        raise Unreadable(f"{folder} has no set (*.jsonl){f' whose name contains {only}' if only else ''}.")
    return found


def predict(source: Path, target: Path) -> list[float]:
    """Predictions for a set into a file; milliseconds for each utterance. Raises Unreadable naming a bad line.

    Conversations are timed turn by turn. A recorded dialogue is read at once, so that its lines share its time evenly.
    """
    spent: list[float] = []
    list(language.predict({"id": "", "text": "hello", "domain": ""}))  # loads the model before anything is timed
    list(language.predict({"id": "", "text": "hello"}))
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                said = max(1, len(record["dialogue"])) if "dialogue" in record else 1
                started = clock.perf_counter()
                for prediction in language.predict(record):
                    if not prediction["id"].endswith("#call"):
                        spent += [(clock.perf_counter() - started) * 1000 / said] * said
                    out.write(json.dumps(prediction, ensure_ascii=False) + "\n")
                    started = clock.perf_counter()
            except (language.UnknownShape, json.JSONDecodeError, KeyError, TypeError, IndexError) as error:
                raise Unreadable(f"{source}, line {number}: {error!r}") from error
    return spent


def judge(source: Path) -> Judged:
    """Predict one set and let the score.py beside it say how good that is. Raises Unreadable, OSError."""
    with tempfile.TemporaryDirectory(prefix="sets-") as scratch:
        predictions = Path(scratch) / source.name
        spent = predict(source, predictions)
        command = [sys.executable, str(source.parent / "score.py"), str(source), str(predictions), "--json"]
        said = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        report = json.loads(said.stdout) if said.returncode == 0 else None
    except json.JSONDecodeError:
        report = None
    if not isinstance(report, dict):
        complaint = (said.stderr or said.stdout).strip().splitlines()[-1:] or [f"exit code {said.returncode}"]
        raise Unreadable(f"{source.parent / 'score.py'} could not judge {source.name}: {complaint[0]}")
    return Judged(source.stem, report, spent)


# --- the table --------------------------------------------------------------------------------------------------------
def rows(judged: Judged) -> Iterator[dict[str, Any]]:
    """A row for each figure of a set that its judge has reported."""
    known = GOALS.get(judged.name) or [goal for goal in _OTHERWISE if _at(judged.report, goal.path) is not None][:1]
    spent = sorted(judged.spent)
    for goal in known:
        value = _at(judged.report, goal.path)
        if value is None:
            continue
        part = _at(judged.report, ("slots_cumulative",) if goal.path == _JOINT else goal.path[:-1]) or {}
        fitted = judged.name in FITTED and goal.path != _SLOTS  # values are read by rules alone
        yield {
            "set": judged.name,
            "figure": f"{goal.figure} ({FITTED[judged.name]})" if fitted else goal.figure,
            "fitted": fitted,
            "here": value,
            "holds": goal.holds,
            "aim": goal.aim,
            "baseline": goal.baseline,
            "precision": part.get("p"),
            "recall": part.get("r"),
            "f1": part.get("f1", part.get("macro_f1")),
            "values": _values(judged.report, goal),
            "median_ms": statistics.median(spent) if spent else None,
            "p99_ms": spent[math.ceil(0.99 * len(spent)) - 1] if spent else None,
            "published": goal.published,
        }


def _values(report: Report, goal: Goal) -> float | None:
    """How many values are right, in the measure that suits the figure."""
    if goal.path == _JOINT:
        return _at(report, ("avg_goal_acc",))
    return _at(report, ("slots_all_right",)) if goal.path == _SLOTS else None


def _at(report: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        report = report.get(key) if isinstance(report, dict) else None
    return report


HEADINGS = (
    ("set", "set"),
    ("figure", "figure"),
    ("here", "here"),
    ("holds", "must hold"),
    ("aim", "aim"),
    ("baseline", "keywords"),
    ("precision", "P"),
    ("recall", "R"),
    ("f1", "F1"),
    ("values", "values"),
    ("median_ms", "median ms"),
    ("p99_ms", "p99 ms"),
    ("published", "published by others"),
)


def table(found: Iterable[Judged]) -> Iterator[str]:
    """The table as lines of Markdown, aligned to be read as it is, and what its columns mean."""
    all_rows = [row for judged in found for row in rows(judged)]
    cells = [[heading for _, heading in HEADINGS]]
    cells += [[_cell(key, row[key]) for key, _ in HEADINGS] for row in all_rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEADINGS) - 1)] + [0]
    for number, row in enumerate(cells):
        yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        if number == 0:
            yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    held = [row for row in all_rows if row["holds"] is not None]
    yield ""
    fitted = sum(row["fitted"] for row in held)
    told = f" ({fitted} of them fitted)" if fitted else ""
    yield f"{sum(row['here'] >= row['holds'] for row in held)} of {len(held)} figures{told} hold."
    yield (
        "P, R, F1: of the figure's own part of the report; of values in conversations; F1 of intents is the mean over"
        " labels. values: utterances with every slot right; in conversations, the share of a state's values."
    )
    yield "fitted: a head has learned from these very utterances; `python -m evals.training --check` for unseen ones."


def _cell(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return f"{value:.1f}" if key.endswith("_ms") else f"{value:.3f}"


# --- the door ---------------------------------------------------------------------------------------------------------
def run(folder: Path, only: str = "", json_file: Path | None = None) -> None:
    """Judge a folder's sets and print the table; into a file as well, with the judge's whole reports. Raises Unreadable,
    OSError.
    """
    found: list[Judged] = []
    for source in sets_of(folder, only):
        print(f"{source.stem} ...", file=sys.stderr, flush=True)
        found.append(judge(source))
    print("\n".join(table(found)))
    if json_file is not None:
        kept = {one.name: {"figures": list(rows(one)), "report": one.report} for one in found}
        json_file.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 2 and a sentence on stderr for a folder that no table can be made of."""
    parser = argparse.ArgumentParser(prog="python -m evals.sets", description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="the folder of the labelled sets and their score.py")
    parser.add_argument("--only", default="", help="only sets whose name contains this")
    parser.add_argument("--json", dest="json_file", type=Path, help="where the figures and whole reports go")
    chosen = parser.parse_args(arguments)
    try:
        run(chosen.data, chosen.only, chosen.json_file)
    except (OSError, Unreadable) as error:
        print(f"evals.sets: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
