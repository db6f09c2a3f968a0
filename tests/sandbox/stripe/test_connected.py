"""Payments between a platform and its connected accounts: who pays which fee, who gets what."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.stripe.books import Books
from tests.sandbox.stripe.support import refusal
from tests.sandbox.stripe.till import Till


@pytest.fixture(scope="module")
def till() -> Iterator[Till]:
    running = Till()
    yield running
    running.stop()


@pytest.fixture
def account(till: Till) -> str:
    made = till.client.v1.accounts.create(
        {"type": "express", "country": "GB", "email": "practice@example.org"}
    )
    return made.id


def entries(books: Books) -> list[tuple[str, int, int, int]]:
    """Type, amount, fee and net, oldest first."""
    found = [one.body for one in books.all("balance_transaction")][::-1]
    return [(one["type"], one["amount"], one["fee"], one["net"]) for one in found]


def direct(till: Till, account: str, **more: Any) -> Any:
    given = till.intent(
        "pm_card_gb", customer=None, currency="gbp", capture_method="automatic", **more
    )
    return till.client.v1.payment_intents.create(given, {"stripe_account": account})


def test_a_direct_charge_pays_stripe_and_the_platform(till: Till, account: str) -> None:
    intent = direct(till, account, application_fee_amount=123)
    own = till.service.books(account)
    assert entries(own) == [("charge", 10_000, 170 + 123, 9_707)]
    moved = next(own.all("balance_transaction")).body
    assert [(one["type"], one["amount"]) for one in moved["fee_details"]] == [
        ("stripe_fee", 170),
        ("application_fee", 123),
    ]
    charge = own.find("charge", intent.latest_charge).body
    assert charge["application"] == moved["fee_details"][1]["application"]
    # 1.23 £ are 1.54 $ to an American platform.
    assert entries(till.service.platform)[-1] == ("application_fee", 154, 0, 154)
    error = refusal(lambda: till.client.v1.payment_intents.retrieve(intent.id))
    assert error.http_status == 404


def test_the_platform_gives_its_fee_back_where_it_is_asked_to(till: Till, account: str) -> None:
    intent = direct(till, account, application_fee_amount=200)
    till.client.v1.refunds.create(
        {"payment_intent": intent.id, "amount": 5_000, "refund_application_fee": True},
        {"stripe_account": account},
    )
    assert entries(till.service.books(account))[-1] == ("refund", -5_000, -100, -4_900)
    assert entries(till.service.platform)[-1][0] == "application_fee_refund"


def test_a_fee_that_is_given_back_in_parts_is_given_back_whole(till: Till, account: str) -> None:
    intent = direct(till, account, amount=1_001, application_fee_amount=333)
    for part in (333, 333, 335):
        till.client.v1.refunds.create(
            {"payment_intent": intent.id, "amount": part, "refund_application_fee": True},
            {"stripe_account": account},
        )
    own = entries(till.service.books(account))
    assert sum(fee for kind, _, fee, _ in own if kind == "refund") == -333


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"application_fee_amount": -5}, "application_fee_amount"),
        ({"application_fee_amount": 10_001}, "application_fee_amount"),
        ({"amount": -5}, "transfer_data[amount]"),
        ({"amount": 10_001}, "transfer_data[amount]"),
        ({"amount": 9_000, "application_fee_amount": 100}, "transfer_data[amount]"),
    ],
)
def test_nobody_passes_on_more_than_comes_in(
    till: Till, account: str, wrong: dict[str, int], param: str
) -> None:
    data = {"destination": account} | {n: v for n, v in wrong.items() if n == "amount"}
    fee = wrong.get("application_fee_amount")
    error = refusal(lambda: till.pay(transfer_data=data, application_fee_amount=fee))
    assert (error.http_status, getattr(error, "param", None)) == (400, param)


def test_a_destination_charge_is_passed_on_less_the_platforms_fee(till: Till, account: str) -> None:
    before = len(entries(till.service.platform))
    till.paid(
        "pm_card_gb",
        currency="gbp",
        application_fee_amount=500,
        transfer_data={"destination": account},
    )
    assert entries(till.service.books(account)) == [("payment", 10_000, 500, 9_500)]
    # 100.00 £ are 125.00 $: 4.4 % and 0.30 for a British card, 1 % for converting.
    assert entries(till.service.platform)[before:] == [
        ("charge", 12_500, 550 + 30 + 125, 11_795),
        ("transfer", -12_500, 0, -12_500),
        ("application_fee", 625, 0, 625),
    ]


def test_what_was_passed_on_can_come_back(till: Till, account: str) -> None:
    charge = till.paid(
        "pm_card_visa", application_fee_amount=1_000, transfer_data={"destination": account}
    )
    before = len(entries(till.service.platform))
    till.client.v1.refunds.create(
        {
            "charge": charge.id,
            "amount": 5_000,
            "refund_application_fee": True,
            "reverse_transfer": True,
        }
    )
    # 100.00 $ are 80.00 £; of the fee of 8.00 £, 4.00 £ come back.
    assert entries(till.service.books(account)) == [
        ("payment", 8_000, 800, 7_200),
        ("payment_refund", -4_000, -400, -3_600),
    ]
    assert entries(till.service.platform)[before:] == [
        ("application_fee_refund", -500, 0, -500),
        ("transfer_refund", 5_000, 0, 5_000),
        ("refund", -5_000, 0, -5_000),
    ]


def test_only_what_was_passed_on_comes_back(till: Till) -> None:
    charge = till.paid()
    error = refusal(
        lambda: till.client.v1.refunds.create({"charge": charge.id, "reverse_transfer": True})
    )
    assert error.http_status == 400
    assert till.client.v1.charges.retrieve(charge.id).amount_refunded == 0


def test_money_goes_only_to_accounts_that_there_are(till: Till) -> None:
    error = refusal(lambda: till.pay(transfer_data={"destination": "acct_nobody"}))
    assert (error.http_status, error.code) == (400, "resource_missing")
