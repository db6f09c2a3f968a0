"""One address of this Stripe: who answers it, and what it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.stripe.call import Call
from sandbox.stripe.shapes import Body


@dataclass(frozen=True)
class Route:
    """`path` as stripe-python writes it; `params` is a class in stripe.params."""

    verb: str
    path: str
    answer: Callable[[Call], Body]
    params: str | None = None
