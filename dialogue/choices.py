"""Which of the offered times the caller took."""

import re
from collections.abc import Collection, Sequence

FIRST = re.compile(r"\b(first|earlier|earliest|former|erste[nrs]?|frühere[nrs]?|vordere[nrs]?)\b", re.IGNORECASE)
SECOND = re.compile(r"\b(second|later|latter|zweite[nrs]?|spätere[nrs]?)\b", re.IGNORECASE)
LAST = re.compile(r"\b(last|third|letzte[nrs]?|dritte[nrs]?)\b", re.IGNORECASE)


def chosen(
    options: Sequence[str],
    utterance: str,
    acts: Collection[str],
    *,
    times: Sequence[str] = (),
    days: Sequence[str] = (),
) -> str | None:
    """The option (local ISO start) that was taken, or None. Options are in the order in which they were offered.

    A time or a day that fits exactly one option chooses it; "the later one" goes by the clock, "the second" by order;
    a plain yes chooses only where one thing was offered.
    """
    fitting = [
        option
        for option in options
        if (not times or any(option[11:16] == time for time in times))
        and (not days or any(option[:10] == day for day in days))
    ]
    # "den ersten" may be the first that was offered, or the first of the month
    if (times or days) and (fitting or not FIRST.search(utterance)):
        return fitting[0] if len(fitting) == 1 else None
    if FIRST.search(utterance):
        return min(options) if re.search(r"earl|früh", utterance, re.IGNORECASE) else options[0]
    if SECOND.search(utterance) and len(options) > 1:
        return max(options) if re.search(r"later|spät", utterance, re.IGNORECASE) else options[1]
    if LAST.search(utterance):
        return options[-1]
    if len(options) == 1 and "affirm" in acts and "deny" not in acts and "correct" not in acts:
        return options[0]
    return None
