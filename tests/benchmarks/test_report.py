"""The statistics and the table of the benchmarks."""

import pytest

from benchmarks.report import Figure, Goal, Row, Spread, quantile, table


def test_a_spread_is_the_median_with_the_least_and_the_greatest():
    assert str(Spread.of([3.0, 1.0, 2.0])) == "2.00 (1.00–3.00)"
    assert str(Spread.of([1234.5])) == "1,234"


def test_nothing_measured_is_an_error_and_not_a_zero():
    with pytest.raises(ValueError, match="nothing"):
        Spread.of([])
    with pytest.raises(ValueError, match="nothing"):
        quantile([], 0.5)


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1), (0.5, 10), (0.95, 19), (1.0, 20)], ids=["least", "median", "p95", "greatest"]
)
def test_a_quantile_is_a_value_that_was_measured(share: float, value: float):
    assert quantile([float(n) for n in range(20, 0, -1)], share) == value


def test_a_goal_that_holds_in_the_median_but_not_always_says_so():
    goal = Goal("a / b", "<= 0.45", Spread.of([0.4, 0.44, 0.5]))
    assert goal.reached
    assert not goal.steady
    assert str(goal).endswith("goal <= 0.45: reached, not in every repetition")
    assert not Goal("a", ">= 60", Spread.of([50.0])).reached


def test_the_table_shows_only_doors_that_were_measured_and_the_verdict_below_its_row():
    goal = Goal("switchboard / stock", "<= 0.45", Spread.of([0.4]))
    rows = [Row("CPU", {"stock": Spread.of([20.0]), "switchboard": Spread.of([8.0])}, goal)]
    shown = table([Figure("1", "One caller", rows)]).splitlines()
    assert shown[0] == "1  One caller"
    assert shown[1].split() == ["stock", "switchboard"]
    assert shown[2].split() == ["CPU", "20.0", "8.00"]
    assert shown[3].strip() == "→ switchboard / stock 0.40, goal <= 0.45: reached"
