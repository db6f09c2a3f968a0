"""Bank debits: each test account ends as Stripe says of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.stripe import debits
from sandbox.stripe.banks import BANKS, CURRENCY
from sandbox.stripe.service import Setup
from tests.sandbox.stripe.support import refusal
from tests.sandbox.stripe.till import AGREED, Till

DAYS = 4
COUNTRIES = ("at", "be", "de", "fr", "ie")
GOOD = [
    "pm_usBankAccount_success",
    *(f"pm_sepaDebit_success_{one}" for one in COUNTRIES),
    "pm_bacsDebit_success",
    "pm_auBecsDebit_success",
]
LATE = [
    *(f"pm_sepaDebit_successDelayed_{one}" for one in COUNTRIES),
    "pm_bacsDebit_successDelayed",
    "pm_auBecsDebit_successDelayed",
]
DISPUTED = [
    "pm_usBankAccount_dispute",
    *(f"pm_sepaDebit_disputed_{one}" for one in COUNTRIES),
    "pm_bacsDebit_dispute",
    "pm_auBecsDebit_dispute",
]
STUCK = ["pm_usBankAccount_processing"]
BAD = [
    ("pm_usBankAccount_accountClosed", "account_closed", "account_closed"),
    ("pm_usBankAccount_noAccount", "no_account", "no_account"),
    ("pm_usBankAccount_insufficientFunds", "insufficient_funds", "insufficient_funds"),
    ("pm_usBankAccount_debitNotAuthorized", "debit_not_authorized", "debit_not_authorized"),
    *(
        (
            f"pm_sepaDebit_{how}_{one}",
            "generic_could_not_process",
            "payment_intent_payment_attempt_failed",
        )
        for how in ("failed", "failedDelayed")
        for one in COUNTRIES
    ),
    *(
        (f"pm_sepaDebit_insufficientFunds_{one}", "insufficient_funds", "insufficient_funds")
        for one in COUNTRIES
    ),
    ("pm_bacsDebit_debitNotAuthorized", "debit_not_authorized", "debit_not_authorized"),
    ("pm_bacsDebit_insufficientFunds", "insufficient_funds", "insufficient_funds"),
    ("pm_bacsDebit_mandateRefused", "account_closed", "account_closed"),
    ("pm_auBecsDebit_accountClosed", "account_closed", "account_closed"),
    ("pm_auBecsDebit_noAccount", "no_account", "no_account"),
    ("pm_auBecsDebit_referToCustomer", "refer_to_customer", "refer_to_customer"),
    ("pm_auBecsDebit_debitNotAuthorized", "debit_not_authorized", "debit_not_authorized"),
]
KIND = {bank.token: bank.kind for bank in BANKS}


@pytest.fixture(scope="module")
def till() -> Iterator[Till]:
    running = Till(Setup(debit_seconds=DAYS * 86_400))
    yield running
    running.stop()


def debit(till: Till, account: str, **more: Any) -> Any:
    return till.debit(account, CURRENCY[KIND[account]], **more)


def again(till: Till, intent: Any) -> Any:
    return till.client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})


def test_every_test_account_stands_in_one_of_these_tables() -> None:
    assert {*GOOD, *LATE, *DISPUTED, *STUCK, *(row[0] for row in BAD)} == set(KIND)


@pytest.mark.parametrize("account", GOOD)
def test_a_debit_is_on_its_way_and_then_paid(till: Till, account: str) -> None:
    intent = debit(till, account)
    assert (intent.status, intent.amount_received) == ("processing", 0)
    charge: Any = till.charge_of(intent)
    assert charge.id.startswith("py_")
    assert (charge.status, charge.paid, charge.balance_transaction) == ("pending", False, None)
    till.advance(days=DAYS - 0.1)
    assert again(till, intent).status == "processing"
    till.advance(days=0.1)
    intent = again(till, intent)
    assert (intent.status, intent.amount_received) == ("succeeded", 10_000)
    charge = till.charge_of(till.client.v1.payment_intents.retrieve(intent.id))
    assert (charge.status, charge.paid) == ("succeeded", True)
    assert charge.balance_transaction.type == "payment"
    assert charge.balance_transaction.reporting_category == "charge"
    assert till.told_of(intent) == [
        "payment_intent.created",
        "charge.pending",
        "payment_intent.processing",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


@pytest.mark.parametrize("account", LATE)
def test_a_late_debit_takes_longer(till: Till, account: str) -> None:
    intent = debit(till, account)
    till.advance(days=DAYS)
    assert again(till, intent).status == "processing"
    till.advance(days=2 * DAYS)
    assert again(till, intent).status == "succeeded"


@pytest.mark.parametrize(("account", "failure", "code"), BAD)
def test_a_debit_comes_back_unpaid(till: Till, account: str, failure: str, code: str) -> None:
    intent = debit(till, account)
    assert intent.status == "processing"
    till.advance(days=3 * DAYS)
    failed = again(till, intent)
    assert (failed.status, failed.amount_received) == ("requires_payment_method", 0)
    assert (failed.last_payment_error.code, failed.payment_method) == (code, None)
    charge = failed.latest_charge
    assert (charge.status, charge.failure_code, charge.paid) == ("failed", failure, False)
    assert charge.balance_transaction is None
    assert till.told_of(intent)[3:] == ["charge.failed", "payment_intent.payment_failed"]
    mandate = till.service.platform.find(
        "mandate", charge.payment_method_details[KIND[account]].mandate
    )
    ends = failure in ("account_closed", "debit_not_authorized", "no_account")
    assert mandate.body["status"] == ("inactive" if ends else "active")


def test_a_stuck_debit_waits_until_it_is_told_how_it_ends(till: Till) -> None:
    intent = debit(till, "pm_usBankAccount_processing")
    till.advance(days=60)
    assert again(till, intent).status == "processing"
    with till.service.acting():
        debits.end(till.service.platform, intent.latest_charge)
    assert again(till, intent).status == "succeeded"


@pytest.mark.parametrize("account", DISPUTED)
def test_a_debit_that_the_payer_disputes_is_lost(till: Till, account: str) -> None:
    intent = debit(till, account)
    till.advance(days=DAYS)
    assert again(till, intent).status == "succeeded"
    dispute = till.client.v1.disputes.list({"payment_intent": intent.id}).data[0]
    assert (dispute.status, dispute.reason) == ("lost", "debit_not_authorized")
    assert dispute.balance_transactions[0].amount < 0
    assert till.told_of(intent)[3:] == [
        "charge.succeeded",
        "payment_intent.succeeded",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
    ]
    error = refusal(lambda: till.client.v1.refunds.create({"payment_intent": intent.id}))
    assert (error.http_status, error.code) == (400, "charge_disputed")


def test_a_debit_needs_the_payers_agreement(till: Till) -> None:
    error = refusal(lambda: till.pay("pm_bacsDebit_success", currency="gbp"))
    assert (error.http_status, error.error and error.error.param) == (400, "mandate_data")


def test_a_saved_account_is_debited_again_without_a_word(till: Till) -> None:
    intent = debit(till, "pm_sepaDebit_success_at", setup_future_usage="off_session")
    saved = till.client.v1.payment_methods.retrieve(intent.payment_method)
    assert saved.customer == till.customer
    assert till.pay(saved.id, currency="eur").status == "processing"


def test_an_account_whose_mandate_has_ended_is_not_debited(till: Till) -> None:
    first = debit(till, "pm_usBankAccount_accountClosed", setup_future_usage="off_session")
    till.advance(days=DAYS)
    error = refusal(lambda: till.pay(first.payment_method))
    assert (error.http_status, error.code) == (400, "payment_intent_mandate_invalid")
    assert "processing" in till.pay(first.payment_method, mandate_data=AGREED).status


def test_a_debit_can_come_back_after_it_was_paid(till: Till) -> None:
    intent = debit(till, "pm_usBankAccount_success", amount=20_000)
    till.advance(days=DAYS)
    with till.service.acting():
        books = till.service.platform
        debits.come_back(books, books.find("charge", intent.latest_charge), "insufficient_funds")
    failed = again(till, intent)
    assert (failed.status, failed.amount_received) == ("requires_payment_method", 0)
    charge = till.client.v1.charges.retrieve(
        intent.latest_charge, {"expand": ["failure_balance_transaction", "balance_transaction"]}
    )
    assert (charge.status, charge.failure_code) == ("failed", "insufficient_funds")
    back: Any = charge.failure_balance_transaction
    assert (back.type, back.amount, back.fee, back.net) == (
        "payment_failure_refund",
        -20_000,
        0,
        -20_000,
    )
    paid: Any = charge.balance_transaction
    assert (paid.amount, paid.fee) == (20_000, 160)  # 0.8 %, which Stripe keeps
    assert till.told_of(intent)[5:] == ["charge.failed", "payment_intent.payment_failed"]


def test_a_debit_on_its_way_is_not_canceled_or_refunded(till: Till) -> None:
    intent = debit(till, "pm_usBankAccount_success")
    error = refusal(lambda: till.client.v1.payment_intents.cancel(intent.id))
    assert error.code == "payment_intent_unexpected_state"
    error = refusal(lambda: till.client.v1.refunds.create({"payment_intent": intent.id}))
    assert error.http_status == 400


def test_a_refunded_debit_takes_its_time(till: Till) -> None:
    intent = debit(till, "pm_sepaDebit_success_at")
    till.advance(days=DAYS)
    refund = till.client.v1.refunds.create({"payment_intent": intent.id, "amount": 1_000})
    assert refund.id.startswith("pyr_")
    assert refund.status == "pending"
    till.advance(seconds=60)
    read = till.client.v1.refunds.retrieve(refund.id, {"expand": ["balance_transaction"]})
    moved: Any = read.balance_transaction
    assert (read.status, moved.type) == ("succeeded", "payment_refund")
