"""How many calls at once, and how many tries in a minute."""

import pytest

from api.lines import Full, Lines, Tries


def test_a_line_that_is_given_back_can_be_taken_again():
    lines = Lines()
    with lines.taken("a", 2):
        with lines.taken("a", 2), pytest.raises(Full, match="2 calls"), lines.taken("a", 2):
            pass
        with lines.taken("b", 1), lines.taken("a", 2):
            pass
    with pytest.raises(ValueError, match="broke"), lines.taken("a", 1):
        raise ValueError("it broke")
    with lines.taken("a", 1):
        pass


def test_who_has_tried_too_often_waits_until_the_first_try_is_old():
    now = 0.0
    tries = Tries(3, 60.0, clock=lambda: now)
    for moment in (0.0, 10.0, 20.0):
        now = moment
        assert tries.wait_s("me") == 0
        tries.made("me")
    assert tries.wait_s("me") == 40
    assert tries.wait_s("you") == 0
    now = 60.0
    assert tries.wait_s("me") == 0
    tries.made("me")
    assert tries.wait_s("me") == 10


def test_those_who_tried_longest_ago_are_forgotten():
    tries = Tries(1, 60.0, clock=lambda: 0.0)
    for n in range(10_001):
        tries.made(str(n))
    assert tries.wait_s("0") == 0
    assert tries.wait_s("10000") == 60
