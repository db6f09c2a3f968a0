"""Each test card does in a payment what Stripe says of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.stripe.cards import BY_TOKEN, CARDS
from tests.sandbox.stripe.support import refusal
from tests.sandbox.stripe.till import Till

NO_REDIRECTS = {"enabled": True, "allow_redirects": "never"}
GENERIC = "Your card was declined."
GOOD = [
    ("pm_card_visa", "visa", "US", "credit"),
    ("pm_card_visa_debit", "visa", "US", "debit"),
    ("pm_card_mastercard", "mastercard", "US", "credit"),
    ("pm_card_mastercard_debit", "mastercard", "US", "debit"),
    ("pm_card_mastercard_prepaid", "mastercard", "US", "prepaid"),
    ("pm_card_amex", "amex", "US", "credit"),
    ("pm_card_discover", "discover", "US", "credit"),
    ("pm_card_gb", "visa", "GB", "credit"),
    ("pm_card_fr", "visa", "FR", "credit"),
    ("pm_card_de", "visa", "DE", "credit"),
    ("pm_card_au", "visa", "AU", "credit"),
    ("pm_card_ca", "visa", "CA", "credit"),
    ("pm_card_authenticationRequiredSetupForOffSession", "visa", "RU", "credit"),
    ("pm_card_createDispute", "visa", "US", "credit"),
    ("pm_card_createDisputeProductNotReceived", "visa", "US", "credit"),
    ("pm_card_createDisputeInquiry", "visa", "US", "credit"),
    ("pm_card_pendingRefund", "visa", "US", "credit"),
    ("pm_card_refundFail", "visa", "US", "credit"),
]
BAD = [
    ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline", GENERIC),
    (
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "card_declined",
        "insufficient_funds",
        "Your card has insufficient funds.",
    ),
    ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card", GENERIC),
    ("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card", GENERIC),
    (
        "pm_card_chargeDeclinedExpiredCard",
        "expired_card",
        "expired_card",
        "Your card has expired.",
    ),
    (
        "pm_card_chargeDeclinedIncorrectCvc",
        "incorrect_cvc",
        "incorrect_cvc",
        "Your card's security code is incorrect.",
    ),
    (
        "pm_card_chargeDeclinedProcessingError",
        "processing_error",
        "processing_error",
        "An error occurred while processing your card. Try again in a little bit.",
    ),
    (
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
        "card_declined",
        "card_velocity_exceeded",
        "Your card was declined for making repeated attempts too frequently or exceeding its "
        "amount limit.",
    ),
    ("pm_card_chargeCustomerFail", "card_declined", "generic_decline", GENERIC),
    ("pm_card_radarBlock", "card_declined", "fraudulent", GENERIC),
    *(
        (
            f"pm_card_{name}",
            "authentication_required",
            "authentication_required",
            "Your card was declined. This transaction requires authentication.",
        )
        for name in (
            "authenticationRequired",
            "authenticationRequiredOnSetup",
            "threeDSecure2Required",
            "threeDSecureRequiredChargeDeclined",
        )
    ),
]


@pytest.fixture(scope="module")
def till() -> Iterator[Till]:
    running = Till()
    yield running
    running.stop()


def test_every_test_card_stands_in_one_of_these_tables() -> None:
    assert {row[0] for row in GOOD} | {row[0] for row in BAD} == set(BY_TOKEN)
    assert len(BY_TOKEN) == len(CARDS)


@pytest.mark.parametrize(("card", "brand", "country", "funding"), GOOD)
def test_a_good_card_pays(till: Till, card: str, brand: str, country: str, funding: str) -> None:
    intent = till.pay(card)
    assert intent.status == "succeeded"
    charge: Any = till.charge_of(intent)
    shown = charge.payment_method_details.card
    assert (shown.brand, shown.country, shown.funding) == (brand, country, funding)
    assert shown.last4 == BY_TOKEN[card].number[-4:]
    assert (charge.outcome.type, charge.outcome.network_status) == (
        "authorized",
        "approved_by_network",
    )


@pytest.mark.parametrize(("card", "code", "decline_code", "message"), BAD)
def test_a_bad_card_declines(
    till: Till, card: str, code: str, decline_code: str, message: str
) -> None:
    raised = till.declined(card)
    error: Any = raised.error
    assert (raised.http_status, raised.code, error.decline_code) == (402, code, decline_code)
    assert error.message == message
    intent = error.payment_intent
    assert (intent.status, intent.payment_method) == ("requires_payment_method", None)
    assert intent.last_payment_error.decline_code == decline_code
    assert intent.last_payment_error.payment_method.card.last4 == BY_TOKEN[card].number[-4:]
    assert intent.latest_charge == error.charge
    charge: Any = till.client.v1.charges.retrieve(error.charge)
    assert (charge.status, charge.paid, charge.captured) == ("failed", False, False)
    assert (charge.failure_code, charge.failure_message) == (code, message)
    assert charge.balance_transaction is None
    assert till.told_of(intent.id) == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
    ]


@pytest.mark.parametrize(
    ("card", "advice", "network", "outcome", "reason"),
    [
        ("chargeDeclined", "try_again_later", "01", "issuer_declined", "generic_decline"),
        ("chargeDeclinedLostCard", "do_not_try_again", "41", "issuer_declined", "lost_card"),
        (
            "chargeDeclinedInsufficientFunds",
            "try_again_later",
            "51",
            "issuer_declined",
            "insufficient_funds",
        ),
    ],
)
def test_a_decline_says_whether_to_try_again(
    till: Till, card: str, advice: str, network: str, outcome: str, reason: str
) -> None:
    error: Any = till.declined(f"pm_card_visa_{card}").error
    assert (error.advice_code, error.network_decline_code) == (advice, network)
    said: Any = till.client.v1.charges.retrieve(error.charge).outcome
    assert (said.type, said.reason, said.advice_code, said.network_decline_code) == (
        outcome,
        reason,
        advice,
        network,
    )


def test_radar_blocks_a_payment_before_any_bank_is_asked(till: Till) -> None:
    error: Any = till.declined("pm_card_radarBlock").error
    outcome: Any = till.client.v1.charges.retrieve(error.charge).outcome
    assert (outcome.type, outcome.network_status, outcome.risk_level) == (
        "blocked",
        "not_sent_to_network",
        "highest",
    )


def test_after_a_decline_another_card_pays_the_same_intent(till: Till) -> None:
    error: Any = till.declined("pm_card_visa_chargeDeclined").error
    confirm = till.client.v1.payment_intents.confirm
    paid = confirm(error.payment_intent.id, {"payment_method": "pm_card_visa", "off_session": True})
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)
    charges = till.client.v1.charges.list({"payment_intent": paid.id}).data
    assert [one.status for one in charges] == ["succeeded", "failed"]


def test_a_decline_is_replayed_under_its_key(till: Till) -> None:
    create, key = till.client.v1.payment_intents.create, {"idempotency_key": "declined-once"}
    given = till.intent("pm_card_visa_chargeDeclined")
    first, again = (refusal(lambda: create(given, key)) for _ in range(2))
    assert first.error
    assert again.error
    assert first.error.charge == again.error.charge
    assert (again.headers or {}).get("Idempotent-Replayed") == "true"


def test_a_saved_card_declines_once_when_it_was_told_to(till: Till) -> None:
    card = till.client.v1.payment_methods.attach("pm_card_visa", {"customer": till.customer}).id
    till.service.platform.find("payment_method", card).private["next"] = "insufficient_funds"
    assert till.declined(card).error.decline_code == "insufficient_funds"
    assert till.pay(card).status == "succeeded"


# 3-D Secure


def waiting(till: Till, card: str, **more: Any) -> Any:
    intent = till.pay(card, off_session=None, **{"return_url": "https://pay.example/back", **more})
    assert intent.status == "requires_action"
    return intent


def authenticate(till: Till, intent: Any, passed: bool) -> Any:
    from sandbox.stripe import payments

    books = till.service.platform
    with till.service.acting():
        payments.authenticate(books, books.find("payment_intent", intent.id), passed)
    return till.client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})


def test_with_the_cardholder_there_the_card_asks_them(till: Till) -> None:
    intent = waiting(till, "pm_card_authenticationRequired")
    assert intent.next_action.redirect_to_url.to_dict() == {
        "return_url": "https://pay.example/back",
        "url": f"{till.url}/pages/3ds/{intent.id}",
    }
    assert intent.latest_charge is None
    paid = authenticate(till, intent, passed=True)
    assert (paid.status, paid.next_action) == ("succeeded", None)
    secure = paid.latest_charge.payment_method_details.card.three_d_secure
    assert (secure.result, secure.authentication_flow) == ("authenticated", "challenge")
    assert till.told_of(intent) == [
        "payment_intent.created",
        "payment_intent.requires_action",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


def test_without_an_address_to_come_back_to_the_library_asks(till: Till) -> None:
    intent = waiting(
        till,
        "pm_card_threeDSecure2Required",
        return_url=None,
        automatic_payment_methods=NO_REDIRECTS,
    )
    assert intent.next_action.type == "use_stripe_sdk"


def test_a_cardholder_who_does_not_come_through_has_not_paid(till: Till) -> None:
    intent = waiting(till, "pm_card_threeDSecure2Required")
    failed = authenticate(till, intent, passed=False)
    assert failed.status == "requires_payment_method"
    assert failed.last_payment_error.code == "payment_intent_authentication_failure"
    assert failed.latest_charge is None
    assert till.told_of(intent)[2:] == ["payment_intent.payment_failed"]


def test_a_card_may_decline_after_its_holder_came_through(till: Till) -> None:
    intent = waiting(till, "pm_card_threeDSecureRequiredChargeDeclined")
    failed = authenticate(till, intent, passed=True)
    assert failed.status == "requires_payment_method"
    assert failed.last_payment_error.decline_code == "generic_decline"
    assert failed.latest_charge.status == "failed"


def test_a_card_that_was_authenticated_at_set_up_pays_alone_later(till: Till) -> None:
    intent = waiting(
        till, "pm_card_authenticationRequiredOnSetup", setup_future_usage="off_session"
    )
    paid = authenticate(till, intent, passed=True)
    assert till.pay(paid.payment_method).status == "succeeded"


def test_whoever_wants_no_questions_gets_a_decline(till: Till) -> None:
    error = till.declined(
        "pm_card_authenticationRequired",
        off_session=None,
        error_on_requires_action=True,
        return_url="https://pay.example/back",
    )
    assert error.code == "authentication_required"


def test_any_card_can_be_made_to_ask(till: Till) -> None:
    asked = {"card": {"request_three_d_secure": "challenge"}}
    waiting(till, "pm_card_visa", payment_method_options=asked)
