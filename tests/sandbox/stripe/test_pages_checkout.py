"""The checkout page: paying an order, and saving a card or a bank account for later."""

from collections.abc import Callable

import pytest
import stripe
from stripe import StripeClient

from tests.sandbox.stripe.pages_support import CANCEL, GOOD_CARD, SUCCESS, Visitor
from tests.sandbox.stripe.support import LocalStripe

SEPA = {"Full name": "Ada Client", "IBAN": "AT61 1904 3002 3457 3201", "I authorise": "yes"}


@pytest.fixture
def ada(local: LocalStripe) -> Visitor:
    return Visitor(local)


def order(client: StripeClient, **more: object) -> stripe.checkout.Session:
    line = {
        "price_data": {
            "currency": "usd",
            "unit_amount": 12000,
            "product_data": {"name": "Invoice INV-1042"},
        },
        "quantity": 1,
    }
    given = {"mode": "payment", "success_url": SUCCESS, "cancel_url": CANCEL}
    return client.v1.checkout.sessions.create({"line_items": [line], **given, **more})  # type: ignore[typeddict-item]


def setup(client: StripeClient, **more: object) -> stripe.checkout.Session:
    customer = client.v1.customers.create({"name": "Ada Client", "email": "ada@example.org"})
    given = {"mode": "setup", "success_url": SUCCESS, "customer": customer.id, "currency": "eur"}
    return client.v1.checkout.sessions.create({**given, **more})  # type: ignore[typeddict-item]


def test_a_payer_sees_the_merchant_the_lines_the_tax_and_the_total(
    client: StripeClient, ada: Visitor
) -> None:
    rate = client.v1.tax_rates.create(
        {"display_name": "Sales tax", "percentage": 8.25, "inclusive": False}
    )
    lines = [
        {
            "price_data": {"currency": "usd", "unit_amount": 4500, "product_data": {"name": name}},
            "quantity": quantity,
            "tax_rates": [rate.id],
        }
        for name, quantity in (("Initial assessment", 1), ("Follow-up", 3))
    ]
    seen = ada.opens(order(client, line_items=lines).url or "").page.text
    for text in ("Northside Physio", "TEST", "Initial assessment $45.00", "Follow-up 3 × $45.00"):
        assert text in seen
    for text in (
        "Subtotal $180.00",
        "Sales tax (8.25%) $14.85",
        "Total due $194.85",
        "Pay $194.85",
    ):
        assert text in seen
    assert ada.page.one("a", class_="back").attributes["href"] == CANCEL


def test_a_card_pays_and_the_payer_lands_at_the_merchant(
    client: StripeClient, ada: Visitor
) -> None:
    session = order(client)
    ada.opens(session.url or "").types(GOOD_CARD).presses("Pay $120.00")
    assert ada.left_to == SUCCESS.replace("{CHECKOUT_SESSION_ID}", session.id)
    paid = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge"]}
    )
    assert (paid.status, paid.payment_status) == ("complete", "paid")
    assert paid.customer_details
    assert paid.customer_details.email == "ada@example.org"
    assert isinstance(paid.payment_intent, stripe.PaymentIntent)
    assert (paid.payment_intent.status, paid.payment_intent.amount_received) == ("succeeded", 12000)


def test_a_form_that_is_sent_twice_pays_once(
    client: StripeClient, ada: Visitor, local: LocalStripe
) -> None:
    session = order(client)
    impatient = Visitor(local).opens(session.url or "").types(GOOD_CARD)
    ada.opens(session.url or "").types(GOOD_CARD).presses("Pay")
    impatient.presses("Pay")
    assert impatient.left_to == ada.left_to != ""
    named = client.v1.checkout.sessions.retrieve(session.id).payment_intent
    charges = client.v1.charges.list({"payment_intent": str(named)}).data
    assert [one.status for one in charges] == ["succeeded"]


def test_a_paid_order_can_only_be_looked_at(client: StripeClient, ada: Visitor) -> None:
    session = order(client)
    ada.opens(session.url or "").types(GOOD_CARD).presses("Pay")
    ada.opens(session.url or "")
    assert "Thank you for your payment" in ada.page.text
    assert not ada.page.all("form")


def test_a_decline_is_told_and_the_second_try_is_of_the_same_payment(
    client: StripeClient, ada: Visitor
) -> None:
    session = order(client)
    ada.opens(session.url or "").types(GOOD_CARD | {"Card number": "4000000000009995"})
    ada.presses("Pay")
    assert (ada.status, ada.notice) == (402, "Your card has insufficient funds.")
    assert ada.field("Full name").attributes["value"] == "Ada Client"
    assert ada.field("Card number").attributes["value"] == ""
    declined = client.v1.checkout.sessions.retrieve(session.id).payment_intent
    assert Visitor.notice.fget(ada.opens(session.url or "")) == "Your card has insufficient funds."  # type: ignore[attr-defined]
    ada.types(GOOD_CARD).presses("Pay")
    assert ada.left_to
    paid = client.v1.checkout.sessions.retrieve(session.id)
    assert paid.payment_intent == declined
    charges = client.v1.charges.list({"payment_intent": str(declined)}).data
    assert [one.status for one in charges] == ["succeeded", "failed"]


def test_an_email_that_was_mistyped_can_be_put_right_on_the_second_try(
    client: StripeClient, ada: Visitor
) -> None:
    session = order(client)
    wrong = {"E-mail": "adda@example.org", "Card number": "4000000000009995"}
    ada.opens(session.url or "").types(GOOD_CARD | wrong).presses("Pay")
    ada.types(GOOD_CARD).presses("Pay")
    details = client.v1.checkout.sessions.retrieve(session.id).customer_details
    assert details
    assert details.email == "ada@example.org"


def test_an_order_that_costs_nothing_is_confirmed(client: StripeClient, ada: Visitor) -> None:
    line = {
        "price_data": {"currency": "usd", "unit_amount": 0, "product_data": {"name": "First talk"}},
        "quantity": 1,
    }
    session = order(client, line_items=[line])
    ada.opens(session.url or "").types({"E-mail": "ada@example.org", "Full name": "Ada Client"})
    ada.presses("Confirm")
    assert ada.left_to
    ended = client.v1.checkout.sessions.retrieve(session.id)
    assert (ended.status, ended.payment_status) == ("complete", "no_payment_required")


def test_a_bank_debit_is_on_its_way_and_the_order_not_paid_yet(
    client: StripeClient, ada: Visitor
) -> None:
    session = order(client)
    ada.opens(session.url or "").chooses("US bank account")
    ada.types({"E-mail": "ada@example.org", "Full name": "Ada Client"})
    ada.types({"Routing number": "110000000", "Account number": "000123456789"})
    ada.types({"I authorise": "yes"}).presses("Pay")
    assert ada.left_to
    begun = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (begun.status, begun.payment_status) == ("complete", "unpaid")
    assert isinstance(begun.payment_intent, stripe.PaymentIntent)
    assert begun.payment_intent.status == "processing"
    assert "Your payment is on its way" in ada.opens(session.url or "").page.text


@pytest.mark.parametrize(
    ("currency", "method", "fields", "kind"),
    [
        ("eur", "SEPA direct debit", SEPA, "sepa_debit"),
        (
            "gbp",
            "Bacs Direct Debit",
            {
                "Sort code": "10-88-00",
                "Account number": "00012345",
                "Address": "1 Station Road",
                "Town or city": "London",
                "Postcode": "SW1A 1AA",
                "I instruct": "yes",
            },
            "bacs_debit",
        ),
        (
            "aud",
            "BECS direct debit",
            {"BSB number": "000-000", "Account number": "000123456", "I authorise": "yes"},
            "au_becs_debit",
        ),
        (
            "usd",
            "US bank account",
            {"Routing number": "110000000", "Account number": "000123456789", "I auth": "yes"},
            "us_bank_account",
        ),
    ],
)
def test_a_bank_account_is_saved_with_its_mandate(
    client: StripeClient,
    ada: Visitor,
    currency: str,
    method: str,
    fields: dict[str, str],
    kind: str,
) -> None:
    session = setup(client, currency=currency)
    ada.opens(session.url or "").chooses(method).types(fields).presses("Save payment details")
    assert ada.left_to == SUCCESS.replace("{CHECKOUT_SESSION_ID}", session.id)
    saved = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["setup_intent.payment_method", "setup_intent.mandate"]}
    )
    assert (saved.status, saved.payment_status) == ("complete", "no_payment_required")
    assert isinstance(intent := saved.setup_intent, stripe.SetupIntent)
    assert isinstance(intent.payment_method, stripe.PaymentMethod)
    assert (intent.payment_method.type, intent.payment_method.customer) == (kind, session.customer)
    assert isinstance(mandate := intent.mandate, stripe.Mandate)
    assert mandate.customer_acceptance.type == "online"
    assert mandate.customer_acceptance.online
    assert mandate.customer_acceptance.online.ip_address == "127.0.0.1"


def test_a_card_is_saved(client: StripeClient, ada: Visitor) -> None:
    session = setup(client)
    ada.opens(session.url or "")
    assert "Nothing is charged now" in ada.page.text
    card = {name: GOOD_CARD[name] for name in ("Card number", "Expiry date", "CVC")}
    ada.types(card).presses("Save payment details")
    assert ada.left_to
    saved = client.v1.customers.payment_methods.list(str(session.customer)).data
    assert [one.card and one.card.last4 for one in saved] == ["4242"]


def test_a_card_that_can_not_be_saved_is_told_so(client: StripeClient, ada: Visitor) -> None:
    session = setup(client)
    card = GOOD_CARD | {"Card number": "4000000000000002"}
    card.pop("E-mail")
    ada.opens(session.url or "").types(card).presses("Save payment details")
    assert (ada.status, ada.notice) == (402, "Your card was declined.")
    assert client.v1.customers.payment_methods.list(str(session.customer)).data == []


def test_an_expired_order_takes_no_payment(client: StripeClient, ada: Visitor) -> None:
    session = order(client)
    ada.opens(session.url or "").types(GOOD_CARD)
    client.v1.checkout.sessions.expire(session.id)
    ada.presses("Pay")
    assert "This page has expired" in ada.page.text
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"


def test_only_the_ways_to_pay_that_the_session_allows_are_offered(
    client: StripeClient, ada: Visitor
) -> None:
    session = order(client, allowed_payment_method_types=["card"])
    ada.opens(session.url or "")
    assert not ada.page.all("input", type="radio")
    assert not ada.page.all("input", name="us_bank_account[routing_number]")


def test_a_test_card_fills_the_form_without_a_script(client: StripeClient, ada: Visitor) -> None:
    ada.opens(order(client).url or "").types({"Full name": "Ada Client"})
    ada.presses("4000 0000 0000 9995")
    assert ada.field("Card number").attributes["value"] == "4000 0000 0000 9995"
    assert ada.field("Full name").attributes["value"] == "Ada Client"
    assert ada.field("CVC").attributes["value"] == ""


@pytest.mark.parametrize("make", [order, setup])
def test_nothing_is_paid_or_saved_for_a_customer_who_was_deleted(
    client: StripeClient, ada: Visitor, make: Callable[..., stripe.checkout.Session]
) -> None:
    customer = client.v1.customers.create({"name": "Ada Client"}).id
    session = make(client, customer=customer)
    ada.opens(session.url or "").types(GOOD_CARD)
    client.v1.customers.delete(customer)
    ada.presses("Pay" if make is order else "Save")
    assert ada.page.one("h1").text == "This page has expired"
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    assert ada.opens(session.url or "").page.one("h1").text == "This page has expired"


def test_a_customer_who_was_deleted_during_3d_secure_pays_nothing(
    client: StripeClient, ada: Visitor
) -> None:
    customer = client.v1.customers.create({"email": "ada@example.org"}).id
    session = order(client, customer=customer)
    card = {name: value for name, value in GOOD_CARD.items() if name != "E-mail"}
    ada.opens(session.url or "").types(card | {"Card number": "4000002760003184"}).presses("Pay")
    client.v1.customers.delete(customer)
    ada.presses("Complete authentication")
    assert ada.page.one("h1").text == "This page has expired"
    assert client.v1.charges.list({"customer": customer}).data == []
