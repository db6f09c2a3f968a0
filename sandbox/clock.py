"""A clock that people and tests move ahead: real time, and what was added to it."""

import time
from collections.abc import Callable


class Clock:
    """Seconds since 1970. Whoever waits for a point in time hears of each leap by `on_leap`."""

    def __init__(self, base: Callable[[], float] = time.time, ahead: float = 0.0) -> None:
        self._base = base
        self.ahead = ahead
        self.on_leap: list[Callable[[], None]] = []

    def __call__(self) -> float:
        return self._base() + self.ahead

    def advance(self, seconds: float) -> None:
        self.ahead += seconds
        for hear in self.on_leap:
            hear()
