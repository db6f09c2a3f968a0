"""The workspace's clock: real time, moved ahead on demand."""

import time
from collections.abc import Callable


class Clock:
    """Seconds since 1970. Whoever waits for a point in time hears of each leap by `on_leap`."""

    def __init__(self, base: Callable[[], float] = time.time) -> None:
        self._base = base
        self._ahead = 0.0
        self.on_leap: list[Callable[[], None]] = []

    def __call__(self) -> float:
        return self._base() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
        for hear in self.on_leap:
            hear()
