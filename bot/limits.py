"""How much one person may ask for at once, so that nobody's script slows the practice down."""

from collections import OrderedDict
from threading import Lock

BURST = 40
PER_SECOND = 2.0
_PEOPLE = 10_000


class RateLimit:
    """A bucket per person: `burst` requests at once, then `per_second` of them."""

    def __init__(self, burst: int = BURST, per_second: float = PER_SECOND) -> None:
        self._burst = float(burst)
        self._per_second = per_second
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, team: str, user: str, now: float) -> bool:
        """Take one request from the person's bucket; `now` in seconds of any steady clock."""
        with self._lock:
            left, at = self._buckets.pop((team, user), (self._burst, now))
            left = min(self._burst, left + max(0.0, now - at) * self._per_second)
            allowed = left >= 1
            self._buckets[(team, user)] = (left - 1 if allowed else left, now)
            if len(self._buckets) > _PEOPLE:
                self._buckets.popitem(last=False)
            return allowed
