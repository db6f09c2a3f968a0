"""What can be asked of this Stripe: each address with who answers it and what it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.stripe.api import customers
from sandbox.stripe.call import Call
from sandbox.stripe.shapes import Body


@dataclass(frozen=True)
class Route:
    """`path` as stripe-python writes it; `params` is a class in stripe.params."""

    verb: str
    path: str
    answer: Callable[[Call], Body]
    params: str | None = None


ROUTES = (
    Route("POST", "/v1/customers", customers.create, "CustomerCreateParams"),
    Route("GET", "/v1/customers", customers.list_all, "CustomerListParams"),
    Route("GET", "/v1/customers/{customer}", customers.retrieve, "CustomerRetrieveParams"),
    Route("POST", "/v1/customers/{customer}", customers.update, "CustomerUpdateParams"),
    Route("DELETE", "/v1/customers/{customer}", customers.delete, "CustomerDeleteParams"),
)
