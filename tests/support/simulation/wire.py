"""The wire between a worker and Stripe, on which things happen at the worst moment."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.stripe_faults import Hurried


class Died(BaseException):
    """The worker's process has ended: nothing of what it was doing comes to an end."""


class Wire(Hurried):
    """`before` and `after` are done once each, at the request that comes after so many others: by
    a process that dies (they raise Died), or by whatever else happens while the worker waits."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.before: list[tuple[int, Callable[[], None]]] = []
        self.after: list[tuple[int, Callable[[], None]]] = []

    def calm(self) -> None:
        self.before, self.after, self.refused = [], [], ""

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        self.before = _happened(self.before)
        answer = super().request(method, url, headers, post_data)
        self.after = _happened(self.after)
        return answer


def _happened(
    waiting: list[tuple[int, Callable[[], None]]],
) -> list[tuple[int, Callable[[], None]]]:
    """Do what is to be done at this request; what is left for the next ones."""
    left = [(number - 1, act) for number, act in waiting if number > 0]
    for act in [act for number, act in waiting if number == 0]:
        waiting.clear()
        act()
    return left


def die() -> None:
    raise Died
