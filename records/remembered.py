"""What one process remembers for a few seconds, so that a hot path need not ask Postgres every time.

Nothing here may be needed for being right: another process learns of a change only when its own memory has run out.
"""

import time
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """At most `most` values, each for `ttl_s` seconds; the oldest makes room."""

    def __init__(self, *, ttl_s: float, most: int) -> None:
        self.ttl_s = ttl_s
        self.most = most
        self._values: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value, if it is still fresh."""
        until, value = self._values.get(key, (0.0, None))
        return value if time.monotonic() < until else None

    def put(self, key: K, value: V) -> V:
        """Remember a value from now on, and return it."""
        self._values.pop(key, None)
        self._values[key] = (time.monotonic() + self.ttl_s, value)
        if len(self._values) > self.most:
            self._values.popitem(last=False)
        return value

    def forget(self, key: K) -> None:
        """Ask anew the next time."""
        self._values.pop(key, None)

    def __len__(self) -> int:
        return len(self._values)
