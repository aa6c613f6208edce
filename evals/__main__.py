"""`python -m evals`: hold every scripted conversation and say what went wrong. Exit code 1 when anything did."""

import argparse
import sys

from evals import conversations


def main() -> int:
    """Run, print a line a scenario, and the transcript of each that failed."""
    reader = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    reader.add_argument("--only", default="", help="only scenarios whose name contains this")
    reader.add_argument("--show", action="store_true", help="print every transcript")
    wishes = reader.parse_args()
    outcomes = conversations.run(wishes.only)
    for outcome in outcomes:
        print(f"{'wrong' if outcome.wrong else 'right':6} {outcome.condition:14} {outcome.name}")
        if outcome.wrong or wishes.show:
            for said, reply in outcome.transcript:
                print(f"         caller: {said}\n         agent:  {reply}")
        for wrong in outcome.wrong:
            print(f"       ! {wrong}")
    right = sum(not outcome.wrong for outcome in outcomes)
    print(f"{right} of {len(outcomes)} conversations right")
    return 0 if outcomes and right == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
