"""A local Stripe whose time stands still until a test moves it, and what tests do with money."""

from datetime import UTC, datetime
from typing import Any

import stripe
from stripe import Charge, PaymentIntent

from sandbox.clock import Clock
from sandbox.stripe.service import Setup
from tests.sandbox.stripe.support import LocalStripe

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()
AGREED = {"customer_acceptance": {"type": "offline"}}


class Till(LocalStripe):
    """`customer`: someone who pays."""

    def __init__(self, setup: Setup | None = None) -> None:
        super().__init__(setup, clock=Clock(lambda: MONDAY))
        self.customer = self.client.v1.customers.create({"name": "Ada Lovelace"}).id

    def intent(self, method: str = "pm_card_visa", amount: int = 10_000, **more: Any) -> Any:
        """What creates one for the customer, who is not there."""
        given = {
            "amount": amount,
            "currency": "usd",
            "customer": self.customer,
            "payment_method": method,
            "confirm": True,
            "off_session": True,
            **more,
        }
        return {name: value for name, value in given.items() if value is not None}

    def pay(self, method: str = "pm_card_visa", amount: int = 10_000, **more: Any) -> PaymentIntent:
        return self.client.v1.payment_intents.create(self.intent(method, amount, **more))

    def paid(self, method: str = "pm_card_visa", amount: int = 10_000, **more: Any) -> Charge:
        """The charge of a payment that is in the ledger."""
        return self.charge_of(self.pay(method, amount, capture_method="automatic", **more))

    def debit(self, method: str, currency: str, amount: int = 10_000, **more: Any) -> PaymentIntent:
        return self.pay(method, amount, currency=currency, mandate_data=AGREED, **more)

    def declined(self, method: str, **more: Any) -> stripe.CardError:
        try:
            self.pay(method, **more)
        except stripe.CardError as error:
            return error
        raise AssertionError(f"{method} was charged")

    def charge_of(self, intent: PaymentIntent) -> Charge:
        assert isinstance(intent.latest_charge, str)
        return self.client.v1.charges.retrieve(
            intent.latest_charge, {"expand": ["balance_transaction"]}
        )

    def told_of(self, intent: PaymentIntent | str) -> list[str]:
        """What was told of an intent, its charges, refunds and disputes, oldest first."""
        named = intent if isinstance(intent, str) else intent.id
        bodies = [one.body for one in self.service.platform.all("event")][::-1]
        return [
            body["type"]
            for body in bodies
            if named
            in (body["data"]["object"].get("id"), body["data"]["object"].get("payment_intent"))
        ]
