"""`python -m evals`: hold every scripted conversation and say what went wrong. Exit code 1 when anything did.

With a folder of labelled sets (`--sets`, or SETS in the environment) their table follows; it changes no exit code, but a
folder that no table can be made of is said at once, with exit code 2.
"""

import argparse
import os
import sys
from pathlib import Path

from evals import conversations, sets


def main() -> int:
    """Run, print a line a scenario, and the transcript of each that failed."""
    reader = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    reader.add_argument("--sets", default=os.environ.get("SETS", ""), help="a folder of labelled sets to judge as well")
    reader.add_argument("--only", default="", help="only scenarios whose name contains this")
    reader.add_argument("--show", action="store_true", help="print every transcript")
    wishes = reader.parse_args()
    try:
        if wishes.sets:
            sets.sets_of(Path(wishes.sets))
    except sets.Unreadable as error:
        print(f"evals: {error}", file=sys.stderr)
        return 2
    outcomes = conversations.run(wishes.only)
    for outcome in outcomes:
        print(f"{'wrong' if outcome.wrong else 'right':6} {outcome.condition:14} {outcome.name}")
        if outcome.wrong or wishes.show:
            for said, reply in outcome.transcript:
                print(f"         caller: {said}\n         agent:  {reply}")
        for wrong in outcome.wrong:
            print(f"       ! {wrong}")
    right = sum(not outcome.wrong for outcome in outcomes)
    unreadable = False
    print(f"{right} of {len(outcomes)} conversations right")
    try:
        if wishes.sets:
            sets.run(Path(wishes.sets))
        else:
            print("Labelled sets are judged by `make eval SETS=FOLDER`, a folder of *.jsonl with their score.py.")
    except (OSError, sets.Unreadable) as error:
        print(f"evals: {error}", file=sys.stderr)
        unreadable = True
    if not outcomes or right < len(outcomes):
        return 1
    return 2 if unreadable else 0


if __name__ == "__main__":
    sys.exit(main())
