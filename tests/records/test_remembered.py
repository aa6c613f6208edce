"""What is remembered is bounded in time and in number."""

import time

from records.remembered import Remembered


def test_a_value_is_remembered_for_a_while():
    memory: Remembered[str, int] = Remembered(ttl_s=0.05, most=10)
    assert memory.put("a", 1) == 1
    assert memory.get("a") == 1
    time.sleep(0.06)
    assert memory.get("a") is None


def test_the_oldest_makes_room():
    memory: Remembered[int, int] = Remembered(ttl_s=60, most=3)
    for n in range(5):
        memory.put(n, n)
    assert [memory.get(n) for n in range(5)] == [None, None, 2, 3, 4]
    assert len(memory) == 3


def test_what_is_forgotten_is_asked_anew():
    memory: Remembered[str, int] = Remembered(ttl_s=60, most=3)
    memory.put("a", 1)
    memory.forget("a")
    memory.forget("never known")
    assert memory.get("a") is None
