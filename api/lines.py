"""How many calls a tenant may have at once, and how often an address may try keys or ask for what costs money.

Counted in this process alone: with several server processes each counts its own.
"""

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

MOST_KNOWN: Final = 10_000
"""Addresses or tenants that are remembered at once; the one that was quiet longest is forgotten first."""


class Full(Exception):
    """The tenant has as many calls as it may have."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} calls at once")
        self.most = most


class Lines:
    """The calls that are on, by tenant."""

    def __init__(self) -> None:
        self._on: Counter[str] = Counter()

    @contextmanager
    def taken(self, tenant_id: str, most: int) -> Iterator[None]:
        """One call more, while the block lasts. Raises Full."""
        if self._on[tenant_id] >= most:
            raise Full(most)
        self._on[tenant_id] += 1
        try:
            yield
        finally:
            self._on[tenant_id] -= 1
            self._on += Counter()  # who has no calls is forgotten


class Tries:
    """So many tries in so many seconds, by whoever tries."""

    def __init__(self, most: int, within_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.within_s, self._clock = most, within_s, clock
        self._made: OrderedDict[str, deque[float]] = OrderedDict()

    def made(self, who: str) -> None:
        """A try was made."""
        self._made.setdefault(who, deque(maxlen=self.most)).append(self._clock())
        self._made.move_to_end(who)
        if len(self._made) > MOST_KNOWN:
            self._made.popitem(last=False)

    def wait_s(self, who: str) -> float:
        """How long until another try may be made; 0 when it may be made now."""
        made = self._made.get(who)
        if made is None or len(made) < self.most:
            return 0.0
        return max(0.0, made[0] + self.within_s - self._clock())


calls: Final = Lines()
wrong_keys: Final = Tries(10, 60.0)
"""By address: wrong keys shown to a socket."""
