"""The payment intent's machine, as stripe-python sees it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe

from tests.sandbox.stripe.support import refusal
from tests.sandbox.stripe.till import Till

NO_REDIRECTS = {"enabled": True, "allow_redirects": "never"}


@pytest.fixture(scope="module")
def till() -> Iterator[Till]:
    running = Till()
    yield running
    running.stop()


def on_session(till: Till, method: str, **more: Any) -> stripe.PaymentIntent:
    return till.pay(method, off_session=None, automatic_payment_methods=NO_REDIRECTS, **more)


def test_a_payment_goes_from_nothing_to_paid_step_by_step(till: Till) -> None:
    intents = till.client.v1.payment_intents
    made = intents.create({"amount": 2500, "currency": "USD"})
    assert (made.status, made.currency, made.capture_method) == (
        "requires_payment_method",
        "usd",
        "automatic_async",
    )
    assert made.client_secret
    assert made.client_secret.startswith(f"{made.id}_secret_")
    chosen = intents.update(made.id, {"payment_method": "pm_card_visa", "amount": 2600})
    assert chosen.status == "requires_confirmation"
    done = intents.confirm(made.id, {"off_session": True})
    assert (done.status, done.amount_received, done.last_payment_error) == ("succeeded", 2600, None)


def test_by_default_the_fee_is_known_a_second_later(till: Till) -> None:
    intent = till.pay(expand=["latest_charge.balance_transaction"])
    charge: Any = intent.latest_charge
    assert (charge.status, charge.captured, charge.balance_transaction) == ("succeeded", True, None)
    assert till.told_of(intent) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]
    till.advance(seconds=1)
    assert till.told_of(intent)[3:] == ["charge.updated"]
    events = (one.body for one in till.service.platform.all("event"))
    event = next(one for one in events if one["data"]["object"]["id"] == charge.id)
    assert event["data"]["previous_attributes"] == {"balance_transaction": None}
    assert event["data"]["object"]["balance_transaction"].startswith("txn_")


def test_automatic_capture_knows_the_fee_at_once(till: Till) -> None:
    charge: Any = till.paid(amount=2500)
    assert charge.balance_transaction.fee == 103  # 2.9 % of 25.00 is 0.725, and 0.30
    assert charge.balance_transaction.net == 2397
    till.advance(seconds=5)
    assert till.told_of(charge.payment_intent) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


def test_what_was_said_of_a_payment_stands_on_it_and_on_its_charge(till: Till) -> None:
    intent = till.pay(
        metadata={"operation": "7"},
        description="Invoice INV-1042",
        receipt_email="ada@example.org",
        statement_descriptor_suffix="INV1042",
    )
    charge = till.charge_of(intent)
    for one in (intent, charge):
        assert one.metadata
        assert one.metadata.to_dict() == {"operation": "7"}
        assert (one.description, one.receipt_email) == ("Invoice INV-1042", "ada@example.org")
    assert charge.calculated_statement_descriptor == "NORTHSIDE* INV1042"
    assert charge.receipt_url
    assert charge.receipt_url.startswith(f"{till.url}/pages/receipt/")


@pytest.mark.parametrize(
    ("currency", "amount", "code"),
    [
        ("usd", 49, "amount_too_small"),
        ("gbp", 29, "amount_too_small"),
        ("jpy", 49, "amount_too_small"),
        ("usd", 100_000_000, "amount_too_large"),
        ("usd", 0, "parameter_invalid_integer"),
        ("kwd", 10_001, "invalid_charge_amount"),
        ("isk", 10_050, "invalid_charge_amount"),
    ],
)
def test_an_amount_that_stripe_would_not_take(
    till: Till, currency: str, amount: int, code: str
) -> None:
    given: Any = {"amount": amount, "currency": currency}
    error = refusal(lambda: till.client.v1.payment_intents.create(given))
    assert (error.http_status, error.code, error.param) == (400, code, "amount")


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("usd", 50), ("usd", 99_999_999), ("gbp", 30), ("jpy", 50), ("kwd", 10_010), ("isk", 10_000)],
)
def test_an_amount_at_the_edge_is_taken(till: Till, currency: str, amount: int) -> None:
    made = till.client.v1.payment_intents.create({"amount": amount, "currency": currency})
    assert made.amount == amount


def test_an_unknown_currency_is_refused(till: Till) -> None:
    error = refusal(
        lambda: till.client.v1.payment_intents.create({"amount": 500, "currency": "zzz"})
    )
    assert isinstance(error, stripe.InvalidRequestError)
    assert error.param == "currency"


def test_a_payment_is_confirmed_once(till: Till) -> None:
    intent = till.pay()
    error = refusal(lambda: till.client.v1.payment_intents.confirm(intent.id))
    assert error.error
    assert (error.http_status, error.code) == (400, "payment_intent_unexpected_state")
    assert error.error.payment_intent
    assert error.error.payment_intent.status == "succeeded"


def test_two_who_confirm_at_once_charge_once(till: Till) -> None:
    intent = till.pay(confirm=None, off_session=None)

    def confirm(_: int) -> str:
        try:
            return till.client.v1.payment_intents.confirm(intent.id, {"off_session": True}).status
        except stripe.InvalidRequestError as error:
            return str(error.code)

    with ThreadPoolExecutor(4) as threads:
        said = sorted(threads.map(confirm, range(4)))
    assert said == [*["payment_intent_unexpected_state"] * 3, "succeeded"]
    assert len(till.client.v1.charges.list({"payment_intent": intent.id}).data) == 1


def test_nothing_is_confirmed_without_a_payment_method(till: Till) -> None:
    made = till.client.v1.payment_intents.create({"amount": 500, "currency": "usd"})
    error = refusal(lambda: till.client.v1.payment_intents.confirm(made.id, {"off_session": True}))
    assert (error.http_status, error.code) == (400, "payment_intent_unexpected_state")
    assert till.client.v1.payment_intents.retrieve(made.id).status == "requires_payment_method"


def test_a_refused_create_leaves_no_intent(till: Till) -> None:
    before = till.client.v1.payment_intents.list({"limit": 1}).data[0].id
    refusal(lambda: till.pay("pm_usBankAccount_success"))  # without a mandate
    refusal(lambda: till.pay("pm_sepaDebit_success_at"))  # in dollars
    assert till.client.v1.payment_intents.list({"limit": 1}).data[0].id == before


def test_on_session_the_client_says_where_people_come_back_to(till: Till) -> None:
    error = refusal(lambda: till.pay(off_session=None))
    assert isinstance(error, stripe.InvalidRequestError)
    assert error.param == "return_url"
    assert on_session(till, "pm_card_visa").status == "succeeded"


def test_what_is_for_confirming_needs_a_confirmation(till: Till) -> None:
    error = refusal(lambda: till.pay(confirm=None))
    assert isinstance(error, stripe.InvalidRequestError)
    assert (error.http_status, error.param) == (400, "off_session")


def test_a_saved_card_pays_for_its_customer_only(till: Till) -> None:
    client = till.client
    mine = client.v1.payment_methods.attach("pm_card_visa", {"customer": till.customer}).id
    other = client.v1.customers.create({"name": "Eve"}).id
    assert till.pay(mine).status == "succeeded"
    assert till.pay(mine).status == "succeeded"
    for customer in (other, None):
        error = refusal(lambda customer=customer: till.pay(mine, customer=customer))
        assert (error.http_status, error.error and error.error.param) == (400, "payment_method")


def test_a_card_that_nobody_has_saved_pays_once(till: Till) -> None:
    card = till.client.v1.payment_methods.create({"type": "card", "card": {"token": "tok_visa"}}).id
    assert till.pay(card).status == "succeeded"
    assert "may not be used again" in str(refusal(lambda: till.pay(card)))


def test_nothing_is_charged_for_a_customer_who_was_deleted(till: Till) -> None:
    customer = till.client.v1.customers.create().id
    intents, setups = till.client.v1.payment_intents, till.client.v1.setup_intents
    wanted: Any = {"amount": 100, "currency": "usd", "setup_future_usage": "off_session"}
    made = intents.create({**wanted, "customer": customer})
    saving = setups.create({"customer": customer})
    till.client.v1.customers.delete(customer)
    with_card: Any = {"payment_method": "pm_card_visa", "return_url": "http://127.0.0.1/"}
    for act, named in ((intents.confirm, made.id), (setups.confirm, saving.id)):
        error = refusal(lambda act=act, named=named: act(named, with_card))
        assert (error.http_status, error.code) == (400, "resource_missing")
    assert intents.retrieve(made.id).to_dict() == made.to_dict()
    assert till.client.v1.charges.list({"payment_intent": made.id}).data == []


def test_setup_future_usage_saves_the_card(till: Till) -> None:
    intent = till.pay(setup_future_usage="off_session")
    saved = till.client.v1.payment_methods.retrieve(str(intent.payment_method))
    assert saved.customer == till.customer
    assert till.pay(saved.id).status == "succeeded"


def test_a_card_payment_has_a_suffix_and_no_text_of_its_own(till: Till) -> None:
    error = refusal(lambda: till.pay(statement_descriptor="NORTHSIDE"))
    assert isinstance(error, stripe.InvalidRequestError)
    assert (error.http_status, error.param) == (400, "statement_descriptor")
    for text in ("12345", "A" * 23, "INV*1"):
        error = refusal(lambda text=text: till.pay(statement_descriptor_suffix=text))
        assert isinstance(error, stripe.InvalidRequestError)
        assert error.param == "statement_descriptor_suffix"


def test_an_application_fee_needs_a_connected_account(till: Till) -> None:
    error = refusal(lambda: till.pay(application_fee_amount=100))
    assert isinstance(error, stripe.InvalidRequestError)
    assert (error.http_status, error.param) == (400, "application_fee_amount")


@pytest.mark.parametrize(
    "more",
    [
        {"radar_options": {"session": "x"}},
        {"amount_details": {"discount_amount": 100}},
        {"hooks": {"inputs": {"tax": {"calculation": "taxcalc_1"}}}},
    ],
)
def test_what_would_be_overlooked_is_refused(till: Till, more: Any) -> None:
    before = till.service.platform.count()
    error = refusal(lambda: till.pay(**more))
    assert "does nothing with" in str(error.user_message)
    assert till.service.platform.count() == before


# Manual capture


@pytest.mark.parametrize(
    "wrong",
    [
        {"application_fee_amount": 10},
        {"statement_descriptor_suffix": "12345"},
        {"amount_to_capture": 100, "metadata": {"k" * 41: "v"}},
        {"transfer_data": {"amount": 10}},
    ],
)
def test_a_refused_capture_changes_nothing(till: Till, wrong: Any) -> None:
    held = till.pay(amount=2000, capture_method="manual")
    error = refusal(lambda: till.client.v1.payment_intents.capture(held.id, wrong))
    assert error.http_status == 400
    assert till.client.v1.payment_intents.retrieve(held.id).to_dict() == held.to_dict()


def test_a_charges_own_capture_takes_an_amount_alone(till: Till) -> None:
    held = till.pay(amount=2000, capture_method="manual")
    charge: Any = held.latest_charge
    refused: Any = {"amount": 500, "application_fee_amount": 10}
    assert refusal(lambda: till.client.v1.charges.capture(charge, refused)).http_status == 400
    assert till.client.v1.charges.capture(charge, {"amount": 500}).amount_captured == 500


def test_held_money_is_captured_in_part_and_the_rest_goes_back(till: Till) -> None:
    held = till.pay(amount=2000, capture_method="manual")
    assert (held.status, held.amount_capturable, held.amount_received) == (
        "requires_capture",
        2000,
        0,
    )
    charge: Any = till.charge_of(held)
    assert (charge.paid, charge.captured, charge.balance_transaction) == (True, False, None)
    done = till.client.v1.payment_intents.capture(held.id, {"amount_to_capture": 1500})
    assert (done.status, done.amount_received, done.amount_capturable) == ("succeeded", 1500, 0)
    charge = till.charge_of(done)
    assert (charge.amount, charge.amount_captured, charge.amount_refunded) == (2000, 1500, 500)
    assert (charge.balance_transaction.amount, charge.balance_transaction.fee) == (1500, 74)
    assert till.told_of(held) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
        "charge.captured",
        "payment_intent.succeeded",
    ]


def test_no_more_is_captured_than_is_held_and_only_once(till: Till) -> None:
    held = till.pay(amount=2000, capture_method="manual")
    capture = till.client.v1.payment_intents.capture
    error = refusal(lambda: capture(held.id, {"amount_to_capture": 2001}))
    assert (error.http_status, error.code) == (400, "amount_too_large")
    capture(held.id)
    assert refusal(lambda: capture(held.id)).code == "payment_intent_unexpected_state"


def test_money_that_nobody_captures_goes_back_after_a_week(till: Till) -> None:
    held = till.pay(capture_method="manual")
    till.advance(days=7)
    gone = till.client.v1.payment_intents.retrieve(held.id)
    assert (gone.status, gone.cancellation_reason) == ("canceled", "automatic")
    assert till.told_of(held)[3:] == ["charge.expired", "payment_intent.canceled"]
    refund = till.client.v1.refunds.list({"payment_intent": held.id}).data[0]
    assert (refund.reason, refund.balance_transaction) == ("expired_uncaptured_charge", None)


# Canceling and changing


@pytest.mark.parametrize("how", ["empty", "chosen", "held"])
def test_what_is_not_paid_can_be_canceled(till: Till, how: str) -> None:
    client = till.client.v1.payment_intents
    if how == "empty":
        intent = client.create({"amount": 500, "currency": "usd"})
    elif how == "chosen":
        intent = till.pay(confirm=None, off_session=None)
    else:
        intent = till.pay(capture_method="manual")
    gone = client.cancel(intent.id, {"cancellation_reason": "abandoned"})
    assert (gone.status, gone.cancellation_reason) == ("canceled", "abandoned")
    assert gone.canceled_at
    if how == "held":
        assert till.charge_of(gone).refunded
        assert till.told_of(gone)[3:] == ["charge.refunded", "payment_intent.canceled"]
    error = refusal(lambda: client.confirm(intent.id, {"off_session": True}))
    assert error.code == "payment_intent_unexpected_state"


def test_what_is_paid_can_not_be_canceled(till: Till) -> None:
    intent = till.pay()
    error = refusal(lambda: till.client.v1.payment_intents.cancel(intent.id))
    assert error.error
    assert (error.http_status, error.code) == (400, "payment_intent_unexpected_state")
    assert error.error.payment_intent
    assert error.error.payment_intent.id == intent.id


def test_what_is_paid_keeps_its_amount_and_takes_metadata(till: Till) -> None:
    intent = till.pay(metadata={"a": "1"})
    update = till.client.v1.payment_intents.update
    error = refusal(lambda: update(intent.id, {"amount": 500}))
    assert (error.http_status, error.code) == (400, "payment_intent_unexpected_state")
    changed = update(intent.id, {"metadata": {"b": "2"}, "description": "Later"})
    assert (changed.metadata.to_dict(), changed.description) == ({"a": "1", "b": "2"}, "Later")
    assert (changed.status, changed.amount) == ("succeeded", 10_000)


def test_intents_and_charges_are_listed_by_customer(till: Till) -> None:
    payer = till.client.v1.customers.create({"name": "Grace"}).id
    intent = till.pay(customer=payer)
    assert [one.id for one in till.client.v1.payment_intents.list({"customer": payer}).data] == [
        intent.id
    ]
    charges = till.client.v1.charges.list({"customer": payer, "limit": 1})
    assert [one.id for one in charges.data] == [intent.latest_charge]


def test_a_charge_is_changed_and_tells_so(till: Till) -> None:
    charge = till.paid()
    changed = till.client.v1.charges.update(charge.id, {"metadata": {"a": "1"}})
    assert changed.metadata.to_dict() == {"a": "1"}
    assert till.told_of(str(charge.payment_intent))[-1] == "charge.updated"
