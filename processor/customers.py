"""The customers that a Stripe account has, with the payment methods that are saved of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import stripe

from processor.accounts import refusal_of

PAGE = 100
AT_ONCE = 4
"""Stripe is asked about each customer's methods, about a few customers at a time."""
CLIENT_KEY = "paydesk_client"
"""In a customer's metadata: the client's reference."""
_KEYS = (CLIENT_KEY, "client_reference", "reference", "client_id", "patient_id")
"""Where others keep it, or their own id."""


class NoSuchCustomer(Exception):
    """The account has no such customer, or no longer."""


@dataclass(frozen=True)
class Method:
    """A saved payment method. What doesn't fit the type is None."""

    id: str
    type: str
    brand: str | None
    last4: str | None
    exp_month: int | None
    exp_year: int | None
    funding: str | None
    country: str | None
    fingerprint: str | None


@dataclass(frozen=True)
class Customer:
    """What Stripe knows of a customer; what it doesn't is "". `references` are ids of ours, or of
    another system, that stand in the metadata; `address` has Stripe's own keys."""

    id: str
    name: str
    email: str
    phone: str
    language: str
    address: dict[str, str]
    references: tuple[str, ...]
    default_method: str = ""


@dataclass(frozen=True)
class Customers:
    """All customers of the account that the client's key belongs to."""

    client: stripe.StripeClient

    def pages(self) -> Iterator[list[Customer]]:
        """The newest first, a page at a time. Refusal where Stripe doesn't answer."""
        asked: Any = {"limit": PAGE}
        while True:
            try:
                page = self.client.v1.customers.list(asked)
            except stripe.StripeError as error:
                raise refusal_of(error) from error
            yield [_customer(one) for one in page.data]
            if not page.has_more:
                return
            asked = {"limit": PAGE, "starting_after": page.data[-1].id}

    def default_of(self, customer_id: str) -> str:
        """The id of the customer's usual payment method, "" of none. Refusal where Stripe doesn't
        answer."""
        try:
            return _default_of(self.client.v1.customers.retrieve(customer_id).to_dict())
        except stripe.StripeError as error:
            raise refusal_of(error) from error

    def methods_of(self, ids: list[str]) -> dict[str, list[Method]]:
        """What is saved of each customer. Refusal where Stripe doesn't answer; NoSuchCustomer."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = pool.map(lambda customer_id: _methods(self.client, customer_id), ids)
            return dict(zip(ids, found, strict=True))


def _methods(client: stripe.StripeClient, customer_id: str) -> list[Method]:
    found: list[Method] = []
    asked: Any = {"limit": PAGE}
    while True:
        try:
            page = client.v1.customers.payment_methods.list(customer_id, asked)
        except stripe.StripeError as error:
            if error.error and error.error.code == "resource_missing":
                raise NoSuchCustomer from error
            raise refusal_of(error) from error
        found += [read_method(one) for one in page.data]
        if not page.has_more:
            return found
        asked = {"limit": PAGE, "starting_after": page.data[-1].id}


def _customer(customer: stripe.Customer) -> Customer:
    known = customer.to_dict()
    metadata = known.get("metadata") or {}
    address = known.get("address") or {}
    languages = known.get("preferred_locales") or []
    return Customer(
        id=customer.id,
        name=known.get("name") or "",
        email=known.get("email") or "",
        phone=known.get("phone") or "",
        language=str(next(iter(languages), "")),
        address={name: value or "" for name, value in address.items()},
        references=tuple(metadata[key] for key in _KEYS if metadata.get(key)),
        default_method=_default_of(known),
    )


def _default_of(known: dict[str, Any]) -> str:
    return (known.get("invoice_settings") or {}).get("default_payment_method") or ""


def read_method(method: stripe.PaymentMethod) -> Method:
    """What Stripe tells under the name of the type: "card", "sepa_debit"."""
    told = method.to_dict().get(method.type) or {}
    return Method(
        id=method.id,
        type=method.type,
        brand=told.get("brand") or told.get("bank_name"),
        last4=told.get("last4"),
        exp_month=told.get("exp_month"),
        exp_year=told.get("exp_year"),
        funding=told.get("funding"),
        country=told.get("country"),
        fingerprint=told.get("fingerprint"),
    )
