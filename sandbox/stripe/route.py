"""One address of this Stripe: who answers it, what it takes, and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.stripe.call import Call
from sandbox.stripe.shapes import Body


@dataclass(frozen=True)
class Route:
    """`path` as stripe-python writes it; `params` is a class in stripe.params; `gives` is the name
    of the object that is answered, or of those in the list."""

    verb: str
    path: str
    answer: Callable[[Call], Body]
    params: str
    gives: str

    @property
    def is_list(self) -> bool:
        return self.params.endswith(("ListParams", "SearchParams"))
