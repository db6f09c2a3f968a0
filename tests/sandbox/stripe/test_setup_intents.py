"""Set-up intents: from a payment method to one that is saved, with 3-D Secure and mandates."""

from typing import Any

import pytest
from stripe import StripeClient

from sandbox.stripe import setups
from tests.sandbox.stripe.support import LocalStripe, refusal

STAYS: Any = {"enabled": True, "allow_redirects": "never"}
ONLINE: Any = {
    "customer_acceptance": {
        "type": "online",
        "online": {"ip_address": "203.0.113.5", "user_agent": "Firefox"},
    }
}
DEBITS = {
    "us_bank_account": "pm_usBankAccount_success",
    "sepa_debit": "pm_sepaDebit_success_at",
    "bacs_debit": "pm_bacsDebit_success",
    "au_becs_debit": "pm_auBecsDebit_success",
}


@pytest.fixture
def ada(client: StripeClient) -> str:
    return client.v1.customers.create({"name": "Ada"}).id


def confirmed(client: StripeClient, method: str, **more: Any) -> Any:
    asked: Any = {"payment_method": method, "confirm": True, "automatic_payment_methods": STAYS}
    return client.v1.setup_intents.create(asked | more)


def told(local: LocalStripe, of: str) -> list[str]:
    """What happened to an object, in order."""
    events = reversed(list(local.service.platform.all("event")))
    return [one.body["type"] for one in events if one.body["data"]["object"]["id"] == of]


def test_a_card_is_saved_to_its_customer(
    client: StripeClient, ada: str, local: LocalStripe
) -> None:
    intent = confirmed(client, "pm_card_visa", customer=ada, metadata={"ref": "NP-1"})
    assert (intent.status, intent.usage, intent.mandate) == ("succeeded", "off_session", None)
    saved = client.v1.customers.payment_methods.retrieve(ada, intent.payment_method)
    assert saved.customer == ada
    assert told(local, intent.id) == ["setup_intent.created", "setup_intent.succeeded"]
    assert told(local, saved.id) == ["payment_method.attached"]
    listed = client.v1.setup_intents.list({"customer": ada})
    assert [one.id for one in listed.data] == [intent.id]


def test_step_by_step_the_status_says_what_is_missing(client: StripeClient, ada: str) -> None:
    intent = client.v1.setup_intents.create({"customer": ada, "usage": "on_session"})
    assert (intent.status, intent.usage) == ("requires_payment_method", "on_session")
    error = refusal(lambda: client.v1.setup_intents.confirm(intent.id))
    assert error.error
    assert error.code == "setup_intent_unexpected_state"
    assert error.error.setup_intent
    assert error.error.setup_intent.id == intent.id
    intent = client.v1.setup_intents.update(intent.id, {"payment_method": "pm_card_visa"})
    assert intent.status == "requires_confirmation"
    url = "https://example.org/back"
    assert client.v1.setup_intents.confirm(intent.id, {"return_url": url}).status == "succeeded"
    error = refusal(lambda: client.v1.setup_intents.update(intent.id, {"description": "late"}))
    assert error.code == "setup_intent_unexpected_state"


def test_stripe_wants_to_know_the_way_back(client: StripeClient, ada: str) -> None:
    asked: Any = {"payment_method": "pm_card_visa", "customer": ada, "confirm": True}
    before = client.v1.setup_intents.list({"customer": ada}).data
    error = refusal(lambda: client.v1.setup_intents.create(asked))
    assert (error.http_status, getattr(error, "param", None)) == (400, "return_url")
    assert client.v1.setup_intents.list({"customer": ada}).data == before == []
    assert client.v1.setup_intents.create(
        asked | {"allowed_payment_method_types": ["card", "klarna"]}
    ).payment_method_types == ["card"]


def test_a_decline_answers_402_and_stays_on_the_intent(
    client: StripeClient, ada: str, local: LocalStripe
) -> None:
    declining = "pm_card_visa_chargeDeclinedInsufficientFunds"
    error = refusal(lambda: confirmed(client, declining, customer=ada))
    assert error.error
    said = error.error.to_dict()
    assert (error.http_status, error.code, said["decline_code"]) == (
        402,
        "card_declined",
        "insufficient_funds",
    )
    intent = client.v1.setup_intents.retrieve(said["setup_intent"]["id"])
    assert (intent.status, intent.payment_method) == ("requires_payment_method", None)
    assert intent.last_setup_error
    assert intent.last_setup_error.decline_code == "insufficient_funds"
    assert intent.last_setup_error.payment_method
    assert intent.last_setup_error.payment_method.id == said["payment_method"]["id"]
    assert told(local, intent.id) == ["setup_intent.created", "setup_intent.setup_failed"]
    back: Any = {"payment_method": "pm_card_visa"}
    again = client.v1.setup_intents.confirm(intent.id, back)
    assert (again.status, again.last_setup_error) == ("succeeded", None)


def test_an_authentication_card_waits_for_its_cardholder(
    client: StripeClient, ada: str, local: LocalStripe
) -> None:
    back = "https://example.org/back"
    intent = confirmed(
        client, "pm_card_authenticationRequiredOnSetup", customer=ada, return_url=back
    )
    assert intent.status == "requires_action"
    assert intent.next_action.redirect_to_url.return_url == back
    assert intent.next_action.redirect_to_url.url == f"{local.url}/pages/3ds/{intent.id}"
    assert client.v1.payment_methods.list({"customer": ada}).data == []
    authenticate(local, intent.id, passed=True)
    done = client.v1.setup_intents.retrieve(intent.id)
    assert (done.status, done.next_action) == ("succeeded", None)
    assert told(local, intent.id)[1:] == [
        "setup_intent.requires_action",
        "setup_intent.succeeded",
    ]
    once = confirmed(client, intent.payment_method, customer=ada)
    assert once.status == "succeeded"


def test_a_failed_authentication_is_the_last_error(
    client: StripeClient, ada: str, local: LocalStripe
) -> None:
    intent = confirmed(client, "pm_card_authenticationRequired", customer=ada)
    assert intent.next_action.type == "use_stripe_sdk"
    authenticate(local, intent.id, passed=False)
    failed = client.v1.setup_intents.retrieve(intent.id)
    assert failed.status == "requires_payment_method"
    assert failed.last_setup_error
    assert failed.last_setup_error.code == "setup_intent_authentication_failure"
    assert client.v1.payment_methods.list({"customer": ada}).data == []


def authenticate(local: LocalStripe, intent: str, *, passed: bool) -> None:
    books = local.service.platform
    with local.service.acting():
        setups.authenticate(books, books.find("setup_intent", intent), passed)


def test_any_card_can_be_asked_to_authenticate(client: StripeClient) -> None:
    options = {"card": {"request_three_d_secure": "any"}}
    assert confirmed(client, "pm_card_visa", payment_method_options=options).status == (
        "requires_action"
    )


@pytest.mark.parametrize("kind", DEBITS)
def test_a_debit_needs_a_mandate_that_its_payer_accepts(
    client: StripeClient, ada: str, kind: str
) -> None:
    error = refusal(lambda: confirmed(client, DEBITS[kind], customer=ada))
    assert (error.http_status, getattr(error, "param", None)) == (400, "mandate_data")
    intent = confirmed(client, DEBITS[kind], customer=ada, mandate_data=ONLINE)
    assert intent.status == "succeeded"
    mandate = client.v1.mandates.retrieve(intent.mandate, {"expand": ["payment_method"]})
    assert mandate.customer_acceptance.online
    assert mandate.customer_acceptance.online.ip_address == "203.0.113.5"
    assert (mandate.type, mandate.payment_method_details.type) == ("multi_use", kind)
    assert mandate.to_dict()["payment_method"]["customer"] == ada
    assert mandate.status == ("pending" if kind == "bacs_debit" else "active")


def test_who_accepts_online_does_so_from_somewhere(client: StripeClient) -> None:
    bare: Any = {"customer_acceptance": {"type": "online"}}
    error = refusal(lambda: confirmed(client, DEBITS["sepa_debit"], mandate_data=bare))
    assert getattr(error, "param", None) == "mandate_data[customer_acceptance][online]"
    offline: Any = {"customer_acceptance": {"type": "offline"}}
    prefixed = {"sepa_debit": {"mandate_options": {"reference_prefix": "NP-"}}}
    intent = confirmed(
        client,
        DEBITS["sepa_debit"],
        mandate_data=offline,
        payment_method_options=prefixed,
    )
    details = client.v1.mandates.retrieve(intent.mandate).payment_method_details.sepa_debit
    assert details
    assert details.reference.startswith("NP-")


def test_a_mandate_may_be_for_one_debit_only(client: StripeClient) -> None:
    once = {"amount": 5000, "currency": "eur"}
    intent = confirmed(client, DEBITS["sepa_debit"], mandate_data=ONLINE, single_use=once)
    assert intent.mandate is None
    mandate = client.v1.mandates.retrieve(intent.single_use_mandate)
    assert mandate.single_use
    assert (mandate.type, mandate.single_use.amount) == ("single_use", 5000)


@pytest.mark.parametrize(
    ("token", "status", "network"),
    [
        ("pm_bacsDebit_success", "active", "accepted"),
        ("pm_bacsDebit_mandateRefused", "inactive", "refused"),
    ],
)
def test_a_bank_answers_for_a_bacs_mandate_in_its_own_time(
    client: StripeClient, local: LocalStripe, token: str, status: str, network: str
) -> None:
    intent = confirmed(client, token, mandate_data=ONLINE)
    local.advance(seconds=60)
    mandate = client.v1.mandates.retrieve(intent.mandate)
    assert mandate.status == status
    assert mandate.payment_method_details.bacs_debit
    assert mandate.payment_method_details.bacs_debit.network_status == network
    assert told(local, intent.mandate) == ["mandate.updated"]


def test_a_mandate_ends_with_its_payment_method(client: StripeClient, ada: str) -> None:
    intent = confirmed(client, DEBITS["sepa_debit"], customer=ada, mandate_data=ONLINE)
    client.v1.payment_methods.detach(intent.payment_method)
    assert client.v1.mandates.retrieve(intent.mandate).status == "inactive"


def test_bank_details_may_come_with_the_intent(client: StripeClient, ada: str) -> None:
    data: Any = {
        "type": "sepa_debit",
        "sepa_debit": {"iban": "AT611904300234573201"},
        "billing_details": {"name": "Ada", "email": "ada@example.org"},
    }
    intent = client.v1.setup_intents.create(
        {
            "customer": ada,
            "payment_method_data": data,
            "mandate_data": ONLINE,
            "confirm": True,
            "automatic_payment_methods": STAYS,
        }
    )
    assert intent.status == "succeeded"
    listed = client.v1.payment_methods.list({"customer": ada, "type": "sepa_debit"})
    assert [one.id for one in listed.data] == [intent.payment_method]


def test_an_intent_takes_its_customers_methods_only(client: StripeClient, ada: str) -> None:
    saved = client.v1.payment_methods.attach("pm_card_visa", {"customer": ada}).id
    other = client.v1.customers.create({"name": "Bob"}).id
    error = refusal(lambda: confirmed(client, saved, customer=other))
    assert "does not belong to the Customer" in str(error.user_message)
    error = refusal(lambda: confirmed(client, saved))
    assert "include the Customer" in str(error.user_message)
    bank_only: Any = {"allowed_payment_method_types": ["sepa_debit"], "payment_method": saved}
    error = refusal(lambda: client.v1.setup_intents.create(bank_only | {"customer": ada}))
    assert "is not allowed for this SetupIntent" in str(error.user_message)


def test_a_canceled_intent_stays_so(client: StripeClient, local: LocalStripe) -> None:
    made = client.v1.setup_intents.create()
    gone = client.v1.setup_intents.cancel(made.id, {"cancellation_reason": "abandoned"})
    assert (gone.status, gone.cancellation_reason) == ("canceled", "abandoned")
    assert told(local, made.id)[-1] == "setup_intent.canceled"
    error = refusal(lambda: client.v1.setup_intents.cancel(made.id))
    assert (error.http_status, error.code) == (400, "setup_intent_unexpected_state")


def test_the_list_of_types_is_no_parameter_any_more(client: StripeClient) -> None:
    old: Any = {"payment_method_types": ["card"]}
    error = refusal(lambda: client.v1.setup_intents.create(old))
    assert (error.http_status, error.code, getattr(error, "param", None)) == (
        400,
        "payment_method_types_no_longer_supported",
        "payment_method_types",
    )
    both: Any = {
        "allowed_payment_method_types": ["card"],
        "excluded_payment_method_types": ["sepa_debit"],
    }
    error = refusal(lambda: client.v1.setup_intents.create(both))
    assert error.code == "parameters_exclusive"


def test_what_is_for_confirming_comes_with_confirm(client: StripeClient) -> None:
    asked: Any = {"return_url": "https://example.org"}
    error = refusal(lambda: client.v1.setup_intents.create(asked))
    assert getattr(error, "param", None) == "return_url"


@pytest.mark.parametrize(
    "param", ["confirmation_token", "customer_account", "payment_method_configuration"]
)
def test_what_can_not_exist_here_is_not_passed_over(client: StripeClient, param: str) -> None:
    asked: Any = {param: "named_1"}
    error = refusal(lambda: client.v1.setup_intents.create(asked))
    assert (error.http_status, error.code, getattr(error, "param", None)) == (
        400,
        "resource_missing",
        param,
    )
