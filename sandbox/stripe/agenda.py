"""What is to happen later in virtual time: a debit settles, a session expires."""

import heapq
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.stripe.shelf import Shelf


@dataclass(order=True)
class Task:
    """`name` is a row of due.DUE, `args` JSON-like."""

    due: float
    number: int
    name: str = field(compare=False)
    account: str = field(compare=False)
    args: dict[str, Any] = field(compare=False, default_factory=dict)


class Agenda:
    """Under the service's lock."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._tasks: list[Task] = []
        self._count = 0
        self._once: set[tuple[float, str, str]] = set()
        self.on_new: Callable[[], None] = lambda: None

    def add(self, due: float, name: str, account: str, **args: Any) -> None:
        self._count += 1
        self._put(Task(due, self._count, name, account, args))
        self.on_new()

    def once(self, due: float, name: str, account: str) -> None:
        """Nothing, where the same is to happen then already."""
        if (due, name, account) not in self._once:
            self.add(due, name, account)

    def _put(self, task: Task) -> None:
        self._push(task)
        kept = [task.due, task.number, task.name, task.account, task.args]
        self._shelf.put("task", str(task.number), kept)

    def take(self, now: float) -> Task | None:
        """The first that is due, if any; what is due at the same moment, in the order added."""
        if not self._tasks or self._tasks[0].due > now:
            return None
        task = heapq.heappop(self._tasks)
        self._once.discard((task.due, task.name, task.account))
        self._shelf.put("task", str(task.number), None)
        return task

    @property
    def next_due(self) -> float | None:
        return self._tasks[0].due if self._tasks else None

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(task) for task in sorted(self._tasks)]

    def restore(self) -> None:
        for _, kept in self._shelf.all("task"):
            task = Task(*kept)
            self._count = max(self._count, task.number)
            self._push(task)

    def _push(self, task: Task) -> None:
        heapq.heappush(self._tasks, task)
        if not task.args:
            self._once.add((task.due, task.name, task.account))
