"""The controls of money: the next charge, the end of a debit, an account's prices."""

from pathlib import Path
from typing import Any

import pytest
import requests
import stripe
from stripe import StripeClient

from tests.sandbox.stripe.support import LocalStripe, refusal

ACCEPTED = {"customer_acceptance": {"type": "offline"}}


def post(local: LocalStripe, path: str, **asked: Any) -> requests.Response:
    return requests.post(f"{local.url}/_test/{path}", json=asked, timeout=10)


def charge(client: StripeClient, method: str = "pm_card_visa", **more: Any) -> stripe.PaymentIntent:
    asked = {"amount": 10_000, "currency": "usd", "confirm": True, "payment_method": method, **more}
    asked |= {"automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}
    return client.v1.payment_intents.create(asked)  # type: ignore[arg-type]


def test_the_next_charge_of_any_card_declines_once(
    local: LocalStripe, client: StripeClient
) -> None:
    post(local, "charges/next", decline_code="insufficient_funds")
    error = refusal(lambda: charge(client))
    assert isinstance(error, stripe.CardError)
    assert error.error
    assert error.error.decline_code == "insufficient_funds"
    assert charge(client).status == "succeeded"


def test_the_next_charge_of_a_saved_card_declines_once(
    local: LocalStripe, client: StripeClient
) -> None:
    customer = client.v1.customers.create({}).id
    saved = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer}).id
    assert post(local, f"payment_methods/{saved}/next", decline_code="lost_card").json()["ok"]
    assert charge(client).status == "succeeded"
    error = refusal(lambda: charge(client, saved, customer=customer))
    assert error.error
    assert error.error.decline_code == "lost_card"
    assert charge(client, saved, customer=customer).status == "succeeded"


@pytest.mark.parametrize(
    ("failure", "status"), [("", "succeeded"), ("no_account", "requires_payment_method")]
)
def test_a_debit_that_is_stuck_ends_when_it_is_told_to(
    local: LocalStripe, client: StripeClient, failure: str, status: str
) -> None:
    intent = charge(client, "pm_usBankAccount_processing", mandate_data=ACCEPTED)
    local.advance(days=30)
    assert client.v1.payment_intents.retrieve(intent.id).status == "processing"
    assert post(local, f"debits/{intent.id}/end", failure_code=failure).json()["ok"]
    assert client.v1.payment_intents.retrieve(intent.id).status == status


def test_a_debit_that_was_paid_comes_back(local: LocalStripe, client: StripeClient) -> None:
    intent = charge(client, "pm_usBankAccount_success", mandate_data=ACCEPTED)
    local.advance(seconds=10)
    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"
    assert post(local, f"debits/{intent.id}/end").status_code == 400
    post(local, f"debits/{intent.id}/end", failure_code="insufficient_funds")
    failed = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    assert isinstance(failed.latest_charge, stripe.Charge)
    assert failed.latest_charge.failure_code == "insufficient_funds"


def test_an_account_pays_the_prices_that_it_is_given_also_after_a_restart(tmp_path: Path) -> None:
    first = LocalStripe(file=tmp_path / "stripe.db")
    own = {"like": "stripe", "domestic": {"percent": "1", "fixed": 7}}
    account = first.service.platform.account
    assert post(first, f"accounts/{account}/pricing", pricing="none").status_code == 400
    assert post(first, f"accounts/{account}/pricing", pricing=own).json()["ok"]
    assert fee(first.client) == 107
    first.stop()
    second = LocalStripe(file=tmp_path / "stripe.db")
    assert fee(second.client) == 107
    second.stop()


def fee(client: StripeClient) -> int:
    paid = charge(
        client, capture_method="automatic", expand=["latest_charge.balance_transaction"]
    ).latest_charge
    assert isinstance(paid, stripe.Charge)
    assert isinstance(paid.balance_transaction, stripe.BalanceTransaction)
    return paid.balance_transaction.fee
