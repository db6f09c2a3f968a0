"""Payment methods: test ids, raw cards and bank accounts, and the customer that has them."""

from typing import Any

import pytest
from stripe import StripeClient

from sandbox.stripe import banks, cards
from sandbox.stripe.bank_details import own_details
from tests.sandbox.stripe.support import LocalStripe, refusal

CARD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2044, "cvc": "123"}
PERSON = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "address": {
        "line1": "1 High Street",
        "city": "Leeds",
        "postal_code": "LS1 1AA",
        "country": "GB",
    },
}
BANKS: dict[str, dict[str, str]] = {
    "us_bank_account": {
        "account_number": "000123456789",
        "routing_number": "110000000",
        "account_holder_type": "individual",
    },
    "sepa_debit": {"iban": "AT61 1904 3002 3457 3201"},
    "bacs_debit": {"account_number": "00012345", "sort_code": "10-88-00"},
    "au_becs_debit": {"account_number": "000123456", "bsb_number": "000000"},
}


@pytest.fixture
def ada(client: StripeClient) -> str:
    return client.v1.customers.create({"name": "Ada"}).id


def card(client: StripeClient, **changed: Any) -> Any:
    return client.v1.payment_methods.create({"type": "card", "card": CARD | changed})


def test_a_test_id_gives_a_new_payment_method_each_time(client: StripeClient, ada: str) -> None:
    one = client.v1.payment_methods.attach("pm_card_visa", {"customer": ada})
    two = client.v1.payment_methods.attach("pm_card_visa", {"customer": ada})
    assert one.id != two.id
    assert one.card
    assert two.card
    assert (one.card.last4, one.card.brand, one.customer) == ("4242", "visa", ada)
    assert one.card.fingerprint == two.card.fingerprint
    listed = client.v1.customers.payment_methods.list(ada)
    assert [method.id for method in listed.data] == [two.id, one.id]
    assert client.v1.customers.payment_methods.retrieve(ada, one.id).id == one.id


def test_a_raw_card_shows_its_end_and_never_its_number(
    client: StripeClient, ada: str, local: LocalStripe
) -> None:
    made = card(client)
    assert (made.card.last4, made.card.exp_year, made.card.checks.cvc_check) == (
        "4242",
        2044,
        "unchecked",
    )
    saved = client.v1.payment_methods.attach(made.id, {"customer": ada})
    assert saved.card
    assert saved.card.checks
    assert saved.card.checks.cvc_check == "pass"
    record = local.service.platform.find("payment_method", made.id)
    assert CARD["number"] not in str((record.body, record.private))


def test_the_log_of_requests_keeps_no_number(client: StripeClient, local: LocalStripe) -> None:
    card(client)
    number = BANKS["us_bank_account"]["account_number"]
    bank: Any = {"us_bank_account": BANKS["us_bank_account"], "billing_details": PERSON}
    data: Any = {"type": "us_bank_account"} | bank
    client.v1.setup_intents.create({"payment_method_data": data})
    asked = [entry["params"] for entry in local.service.log.as_json()[-2:]]
    assert (asked[0]["card"]["number"], asked[0]["card"]["cvc"]) == ("•" * 12 + "4242", "•••")
    assert (CARD["number"] in str(asked), number in str(asked)) == (False, False)
    assert asked[1]["payment_method_data"]["us_bank_account"]["routing_number"] == "110000000"


@pytest.mark.parametrize(
    ("changed", "code", "param"),
    [
        ({"number": "4242424242424241"}, "incorrect_number", "number"),
        ({"number": "4242"}, "invalid_number", "number"),
        ({"number": "4539578763621486"}, "card_declined", None),
        ({"exp_month": 13}, "invalid_expiry_month", "exp_month"),
        ({"exp_year": 2024}, "invalid_expiry_year", "exp_year"),
        ({"exp_year": 2199}, "invalid_expiry_year", "exp_year"),
        ({"cvc": "12"}, "invalid_cvc", "cvc"),
    ],
)
def test_what_can_not_be_a_card_is_refused(
    client: StripeClient, changed: dict[str, Any], code: str, param: str | None
) -> None:
    error = refusal(lambda: card(client, **changed))
    assert error.error
    assert (error.http_status, error.error.type, error.code) == (402, "card_error", code)
    assert getattr(error, "param", None) == param


def test_a_card_expires_in_virtual_time(client: StripeClient) -> None:
    later = LocalStripe()
    try:
        later.advance(days=366 * 20)
        error = refusal(lambda: card(later.client, exp_year=2044))
    finally:
        later.stop()
    assert error.code == "invalid_expiry_year"
    assert card(client, exp_year=44).card.exp_year == 2044


@pytest.mark.parametrize("kind", BANKS)
def test_bank_details_of_each_kind_make_a_debit(client: StripeClient, ada: str, kind: str) -> None:
    asked: Any = {"type": kind, kind: BANKS[kind], "billing_details": PERSON}
    made = client.v1.payment_methods.create(asked)
    again = client.v1.payment_methods.create(asked)
    shown = made.to_dict()[kind]
    number = BANKS[kind].get("account_number", "AT611904300234573201")
    assert shown["last4"] == number[-4:]
    assert shown["fingerprint"] == again.to_dict()[kind]["fingerprint"]
    assert number not in str(made.to_dict())
    client.v1.payment_methods.attach(made.id, {"customer": ada})
    listed: Any = client.v1.payment_methods.list({"customer": ada, "type": kind})
    assert [one.id for one in listed.data] == [made.id]


@pytest.mark.parametrize(
    ("kind", "changed", "code", "param"),
    [
        ("sepa_debit", {"iban": "AT611904300234573202"}, "account_number_invalid", "iban"),
        ("us_bank_account", {"routing_number": "1"}, "routing_number_invalid", "routing_number"),
        ("bacs_debit", {"sort_code": "1088"}, "routing_number_invalid", "sort_code"),
        ("au_becs_debit", {"account_number": "1"}, "account_number_invalid", "account_number"),
    ],
)
def test_what_can_not_be_an_account_is_refused(
    client: StripeClient, kind: str, changed: dict[str, str], code: str, param: str
) -> None:
    asked: Any = {"type": kind, kind: BANKS[kind] | changed, "billing_details": PERSON}
    error = refusal(lambda: client.v1.payment_methods.create(asked))
    assert (error.http_status, error.code) == (400, code)
    assert getattr(error, "param", None) == f"{kind}[{param}]"


@pytest.mark.parametrize("kind", BANKS)
def test_a_debit_needs_the_name_of_its_payer(client: StripeClient, kind: str) -> None:
    nameless = {name: value for name, value in PERSON.items() if name != "name"}
    asked: Any = {"type": kind, kind: BANKS[kind], "billing_details": nameless}
    error = refusal(lambda: client.v1.payment_methods.create(asked))
    assert (error.code, getattr(error, "param", None)) == (
        "parameter_missing",
        "billing_details[name]",
    )


def test_a_declining_card_is_not_saved(client: StripeClient, ada: str) -> None:
    made = card(client, number="4000000000009995")
    error = refusal(lambda: client.v1.payment_methods.attach(made.id, {"customer": ada}))
    assert error.error
    assert (error.http_status, error.code) == (402, "card_declined")
    assert error.error.to_dict()["decline_code"] == "insufficient_funds"
    assert client.v1.payment_methods.retrieve(made.id).customer is None
    client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": ada})


def test_a_payment_method_belongs_to_one_customer(client: StripeClient, ada: str) -> None:
    saved = client.v1.payment_methods.attach("pm_card_visa", {"customer": ada})
    other = client.v1.customers.create({"name": "Bob"}).id
    again = client.v1.payment_methods.attach(saved.id, {"customer": ada})
    assert again.customer == ada
    error = refusal(lambda: client.v1.payment_methods.attach(saved.id, {"customer": other}))
    assert (error.http_status, error.user_message) == (
        400,
        "The payment method you provided has already been attached to a customer.",
    )
    error = refusal(lambda: client.v1.customers.payment_methods.retrieve(other, saved.id))
    assert error.http_status == 404


def test_what_was_detached_can_not_be_used_again(
    client: StripeClient, ada: str, local: LocalStripe
) -> None:
    saved = client.v1.payment_methods.attach("pm_card_visa", {"customer": ada})
    settings: Any = {"invoice_settings": {"default_payment_method": saved.id}}
    client.v1.customers.update(ada, settings)
    assert client.v1.payment_methods.detach(saved.id).customer is None
    event = next(one for one in local.service.platform.all("event") if _is_detached(one.body))
    assert event.body["data"]["previous_attributes"] == {"customer": ada}
    invoices = client.v1.customers.retrieve(ada).invoice_settings
    assert invoices
    assert invoices.default_payment_method is None
    error = refusal(lambda: client.v1.payment_methods.attach(saved.id, {"customer": ada}))
    assert "may not be used again" in str(error.user_message)
    error = refusal(lambda: client.v1.payment_methods.detach(saved.id))
    assert "detachment is impossible" in str(error.user_message)


def _is_detached(event: dict[str, Any]) -> bool:
    return bool(event["type"] == "payment_method.detached")


def test_a_customer_can_be_made_with_its_card(client: StripeClient) -> None:
    made = client.v1.customers.create(
        {
            "payment_method": "pm_card_visa",
            "invoice_settings": {"default_payment_method": "pm_card_visa"},
        }
    )
    saved = client.v1.payment_methods.list({"customer": made.id})
    assert made.invoice_settings
    assert [one.id for one in saved.data] == [made.invoice_settings.default_payment_method]


def test_a_customer_is_not_made_with_a_card_that_declines(client: StripeClient) -> None:
    before = [one.id for one in client.v1.customers.list().data]
    declining: Any = {"payment_method": "pm_card_visa_chargeDeclined"}
    error = refusal(lambda: client.v1.customers.create(declining))
    assert error.http_status == 402
    assert [one.id for one in client.v1.customers.list().data] == before


def test_the_default_must_be_the_customers_own(client: StripeClient, ada: str) -> None:
    other = client.v1.customers.create({"payment_method": "pm_card_visa"}).id
    theirs = client.v1.payment_methods.list({"customer": other}).data[0].id
    settings: Any = {"invoice_settings": {"default_payment_method": theirs}}
    error = refusal(lambda: client.v1.customers.update(ada, settings))
    assert (error.code, getattr(error, "param", None)) == (
        "resource_missing",
        "invoice_settings[default_payment_method]",
    )


def test_a_saved_card_can_be_changed(client: StripeClient, ada: str) -> None:
    made = card(client)
    error = refusal(lambda: client.v1.payment_methods.update(made.id, {"metadata": {"a": "1"}}))
    assert "save this PaymentMethod" in str(error.user_message)
    client.v1.payment_methods.attach(made.id, {"customer": ada})
    changed = client.v1.payment_methods.update(
        made.id,
        {"card": {"exp_year": 2045}, "billing_details": {"name": "Ada"}, "metadata": {"a": "1"}},
    )
    assert changed.card
    assert (changed.card.exp_year, changed.billing_details.name) == (2045, "Ada")
    error = refusal(lambda: client.v1.payment_methods.update(made.id, {"card": {"exp_year": 2020}}))
    assert error.code == "invalid_expiry_year"
    assert client.v1.payment_methods.retrieve(made.id).to_dict()["card"]["exp_year"] == 2045


def test_what_a_deleted_customer_had_is_detached(client: StripeClient) -> None:
    made = client.v1.customers.create({"payment_method": "pm_card_visa"})
    saved = client.v1.payment_methods.list({"customer": made.id}).data[0]
    client.v1.customers.delete(made.id)
    assert client.v1.payment_methods.retrieve(saved.id).customer is None
    error = refusal(lambda: client.v1.payment_methods.attach("pm_card_visa", {"customer": made.id}))
    assert (error.code, getattr(error, "param", None)) == ("resource_missing", "customer")


def test_every_test_account_can_be_typed(client: StripeClient) -> None:
    for bank in banks.BANKS:
        typed: Any = {bank.kind: own_details(bank), "billing_details": PERSON}
        made = client.v1.payment_methods.create({"type": bank.kind} | typed)
        assert made.to_dict()[bank.kind]["last4"] == bank.account[-4:]


def test_every_test_card_can_be_typed(client: StripeClient) -> None:
    for one in cards.CARDS:
        typed = card(client, number=one.number, cvc="1234" if one.brand == "amex" else "123")
        by_token: Any = {"type": "card", "card": {"token": one.token.replace("pm_card", "tok")}}
        named = client.v1.payment_methods.create(by_token)
        assert named.card
        assert (typed.card.brand, typed.card.country) == (one.brand, one.country)
        assert typed.card.fingerprint == named.card.fingerprint


def test_a_kind_that_is_not_offered_is_refused(client: StripeClient) -> None:
    error = refusal(lambda: client.v1.payment_methods.create({"type": "klarna", "klarna": {}}))
    assert (error.http_status, getattr(error, "param", None)) == (400, "type")
    for asked in ({}, {"type": "card"}, {"type": "card", "card": {"number": CARD["number"]}}):
        missing: Any = asked
        error = refusal(lambda missing=missing: client.v1.payment_methods.create(missing))
        assert error.code == "parameter_missing"


def test_a_connected_account_gets_a_copy(local: LocalStripe, ada: str) -> None:
    platform = local.service.platform
    account = platform.put({"id": "acct_1Shared", "object": "account"}, {}).id
    client = local.client
    saved = client.v1.payment_methods.attach("pm_card_visa", {"customer": ada})
    there: Any = {"stripe_account": account}
    with_owner: Any = {"payment_method": saved.id, "customer": ada}
    copy = client.v1.payment_methods.create(with_owner, there)
    assert copy.id != saved.id
    assert (copy.customer, copy.to_dict()["card"]["last4"]) == (None, "4242")
    error = refusal(lambda: client.v1.payment_methods.create({"payment_method": saved.id}, there))
    assert "include the Customer" in str(error.user_message)
