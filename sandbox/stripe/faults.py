"""Faults that a test or the demo has asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.stripe.answer import Answer

if TYPE_CHECKING:
    from sandbox.stripe.dispatch import Asked


class Faults:
    def around(self, asked: "Asked", act: Callable[[], Answer]) -> Answer:
        return act()
