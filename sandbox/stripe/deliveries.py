"""What is on its way to webhook endpoints: in order for each of them, at points in virtual time."""

import heapq
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from threading import Condition
from typing import Any

from sandbox.clock import Clock

AGAIN_AFTER_SECONDS = (60, 300, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 24 * 3600)
"""From one attempt to the next; all together a little less than three days. Stripe does not say
its own intervals."""


@dataclass(order=True)
class Delivery:
    """An event (of `event_account`) for an endpoint (of `endpoint_account`). `again`: a second one
    of the same, which doesn't count. `held`: waits to be released. `place`: which comes first of
    those that are due at the same time."""

    due: float
    place: int
    number: int = field(compare=False)
    endpoint: str = field(compare=False)
    endpoint_account: str = field(compare=False)
    event: str = field(compare=False)
    event_account: str = field(compare=False)
    tries: int = field(default=0, compare=False)
    again: bool = field(default=False, compare=False)
    held: bool = field(default=False, compare=False)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def next_try(self) -> bool:
        """After a failed attempt: the next one is due so long after this one was. False: it was
        the last."""
        if self.tries >= len(AGAIN_AFTER_SECONDS):
            return False
        self.due += AGAIN_AFTER_SECONDS[self.tries]
        self.tries += 1
        return True


class Deliveries:
    """A queue for each endpoint. `clock` is virtual."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._changed = Condition()
        self._waiting: dict[str, list[Delivery]] = defaultdict(list)
        self._held: list[Delivery] = []
        self._busy: dict[int, Delivery] = {}
        self._first_try_ahead: set[int] = set()
        self._count = 0
        self._stopping = False
        clock.on_leap.append(self._wake)

    def new_number(self) -> int:
        with self._changed:
            self._count += 1
            return self._count

    def put(self, delivery: Delivery) -> None:
        with self._changed:
            self._count = max(self._count, delivery.number, delivery.place)
            if delivery.tries == 0:
                self._first_try_ahead.add(delivery.number)
            if delivery.held:
                self._held.append(delivery)
            else:
                heapq.heappush(self._waiting[delivery.endpoint], delivery)
            self._changed.notify_all()

    def take(self, endpoint: str) -> Delivery | None:
        """The next one for this endpoint, as soon as it is due; None when all is to stop."""
        with self._changed:
            while not self._stopping:
                waiting = self._waiting[endpoint]
                if waiting and waiting[0].due <= self._clock():
                    delivery = heapq.heappop(waiting)
                    self._busy[delivery.number] = delivery
                    return delivery
                wait = max(0.0, waiting[0].due - self._clock()) if waiting else None
                self._changed.wait(wait)
        return None

    def tried(self, delivery: Delivery, again: bool) -> None:
        """After an attempt; `again`: it is put back, with its new due time."""
        with self._changed:
            del self._busy[delivery.number]
            self._first_try_ahead.discard(delivery.number)
            if again:
                heapq.heappush(self._waiting[delivery.endpoint], delivery)
            self._changed.notify_all()

    def wait_for_first_tries(self, numbers: set[int], seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(
                lambda: self._stopping or not numbers & self._first_try_ahead, seconds
            )

    def wait_until_idle(self, seconds: float) -> bool:
        """Until nothing is due or under way any more; whether that was within `seconds`."""

        def idle() -> bool:
            due = (queue[0].due for queue in self._waiting.values() if queue)
            return not self._busy and all(one > self._clock() for one in due)

        with self._changed:
            return self._changed.wait_for(idle, seconds)

    def release(
        self, *, events: Sequence[str] = (), order: str = "given", seed: int = 0
    ) -> list[Delivery]:
        """Those that are held, of these events or all, due now in this order: "given" (that of
        `events`, else the one in which they came), "reversed" or "shuffled"."""
        with self._changed:
            places = {event: place for place, event in enumerate(events)}
            chosen = [one for one in self._held if not places or one.event in places]
            chosen.sort(key=lambda one: places.get(one.event, 0))
            self._held = [one for one in self._held if one not in chosen]
            if order == "reversed":
                chosen.reverse()
            if order == "shuffled":
                random.Random(seed).shuffle(chosen)  # noqa: S311 - the same order for each seed
            for one in chosen:
                self._count += 1
                one.held, one.due, one.place = False, self._clock(), self._count
                heapq.heappush(self._waiting[one.endpoint], one)
            self._changed.notify_all()
        return chosen

    def all(self) -> list[Delivery]:
        """Also those under way, and those that are held."""
        with self._changed:
            waiting = [one for queue in self._waiting.values() for one in queue]
            return sorted([*waiting, *self._busy.values(), *self._held])

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
