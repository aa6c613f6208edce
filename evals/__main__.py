"""`python -m evals`: hold every scripted conversation and say what went wrong. Exit code 1 when anything did.

    python -m evals                                  every scenario with the pretend model, a failing one, and none
    python -m evals --only german --show             some of them, with what was said
    python -m evals --import FILE …                  hold exported conversations again (POST /conversations/{id}/export)

With a folder of labelled sets (`--sets`, or SETS in the environment) their table follows; it changes no exit code, but a
folder that no table can be made of is said at once, with exit code 2, as is a file that is no scenario.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from evals import conversations, sets
from evals.conversations import FAILING, NONE, PRETEND, Outcome


def main(words: Sequence[str] | None = None) -> int:
    """Run, print a line a scenario, and the transcript of each that failed."""
    reader = argparse.ArgumentParser(
        prog="python -m evals", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--sets", default=os.environ.get("SETS", ""), help="a folder of labelled sets to judge as well")
    reader.add_argument("--only", default="", help="only scenarios whose name contains this")
    reader.add_argument("--show", action="store_true", help="print every transcript")
    reader.add_argument(
        "--condition", choices=("pretend", "failing", "none"), action="append", help="only with this model; repeatable"
    )
    reader.add_argument(
        "--import", dest="files", type=Path, nargs="+", metavar="FILE", help="hold these instead, each in its own house"
    )
    wishes = reader.parse_args(words)
    shown = Shown(wishes.show)
    names = {"pretend": PRETEND, "failing": FAILING, "none": NONE}
    conditions = [condition for name, condition in names.items() if name in (wishes.condition or names)]
    try:
        if wishes.files:
            outcomes = conversations.replay(wishes.files)
            for outcome in outcomes:
                shown(outcome)
        else:
            if wishes.sets:
                sets.sets_of(Path(wishes.sets))
            outcomes = conversations.run(wishes.only, conditions, shown)
    except (ValueError, OSError) as error:  # Unreadable sets are ValueErrors too
        print(f"evals: {error}", file=sys.stderr)
        return 2
    right = sum(not outcome.wrong for outcome in outcomes)
    print(summary(outcomes))
    unreadable = False
    try:
        if wishes.sets and not wishes.files:
            sets.run(Path(wishes.sets))
        elif not wishes.files:
            print("Labelled sets are judged by `make eval SETS=FOLDER`, a folder of *.jsonl with their score.py.")
    except (OSError, sets.Unreadable) as error:
        print(f"evals: {error}", file=sys.stderr)
        unreadable = True
    if not outcomes or right < len(outcomes):
        return 1
    return 2 if unreadable else 0


class Shown:
    """Prints an outcome as soon as it is there."""

    def __init__(self, everything: bool) -> None:
        self.everything = everything

    def __call__(self, outcome: Outcome) -> None:
        print(f"{'wrong' if outcome.wrong else 'right':6} {outcome.condition:30} {outcome.name}", flush=True)
        if outcome.wrong or self.everything:
            for said, reply in outcome.transcript:
                print(f"         caller: {said}\n         agent:  {reply}")
        for wrong in outcome.wrong:
            print(f"       ! {wrong}")


def summary(outcomes: Sequence[Outcome]) -> str:
    """A line a condition, and one a way of failing: how many went right."""
    lines = []
    conditions = [name for outcome in outcomes for name in (outcome.condition.partition(":")[0], outcome.condition)]
    for condition in dict.fromkeys(conditions):
        group = [
            outcome
            for outcome in outcomes
            if outcome.condition.split(":")[0] == condition or outcome.condition == condition
        ]
        right = sum(not outcome.wrong for outcome in group)
        _, colon, fault = condition.partition(": ")
        lines.append(
            f"{'  ' + fault if colon else condition:24} {right:4} of {len(group):4}{'' if right == len(group) else '   wrong'}"
        )
    right = sum(not outcome.wrong for outcome in outcomes)
    return "\n".join([*lines, f"{right} of {len(outcomes)} conversations right"])


if __name__ == "__main__":
    sys.exit(main())
