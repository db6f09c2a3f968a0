"""The customer portal, and the way into it."""

import pytest
import stripe
from flask import Flask
from stripe import StripeClient

from sandbox.stripe.pages.blueprint import build_pages
from tests.sandbox.stripe.pages_support import GOOD_CARD, Visitor
from tests.sandbox.stripe.support import LocalStripe

CHANGES = {"payment_method_update": {"enabled": True}}
BACK = "https://northside.example/account"
SAME = "If a customer has this address, a link is on its way there."


@pytest.fixture
def ada(local: LocalStripe) -> Visitor:
    return Visitor(local)


@pytest.fixture
def customer(client: StripeClient) -> stripe.Customer:
    return client.v1.customers.create({"name": "Ada Client", "email": "ada@example.org"})


def portal(client: StripeClient, customer: stripe.Customer, **more: object) -> str:
    settings = client.v1.billing_portal.configurations.create({"features": CHANGES})
    given = {"customer": customer.id, "configuration": settings.id, "return_url": BACK}
    return client.v1.billing_portal.sessions.create({**given, **more}).url  # type: ignore[typeddict-item]


def save(client: StripeClient, customer: stripe.Customer, *tokens: str) -> list[str]:
    return [
        client.v1.payment_methods.attach(token, {"customer": customer.id}).id for token in tokens
    ]


def default_of(client: StripeClient, customer: stripe.Customer) -> str | None:
    settings = client.v1.customers.retrieve(customer.id).invoice_settings
    assert settings
    return settings.default_payment_method  # type: ignore[return-value]


def test_a_client_sees_what_they_have_saved_and_the_way_back(
    client: StripeClient, ada: Visitor, customer: stripe.Customer
) -> None:
    save(client, customer, "pm_card_visa", "pm_sepaDebit_success_at")
    ada.opens(portal(client, customer))
    for text in ("Ada Client · ada@example.org", "Visa •••• 4242", "SEPA direct debit •••• 3201"):
        assert text in ada.page.text
    assert BACK in [one.attributes["href"] for one in ada.page.all("a")]


def test_a_client_makes_a_card_the_default_and_removes_it(
    client: StripeClient, ada: Visitor, customer: stripe.Customer
) -> None:
    visa, master = save(client, customer, "pm_card_visa", "pm_card_mastercard")
    ada.opens(portal(client, customer)).presses("Make default Visa")
    assert "This is the default now." in ada.page.text
    assert default_of(client, customer) == visa
    ada.presses("Remove Visa")
    assert "Removed." in ada.page.text
    assert "Visa" not in ada.page.text
    left = client.v1.customers.payment_methods.list(customer.id).data
    assert [one.id for one in left] == [master]
    assert default_of(client, customer) is None


def test_a_client_adds_a_card_and_comes_back(
    client: StripeClient, ada: Visitor, customer: stripe.Customer
) -> None:
    ada.opens(portal(client, customer))
    assert "No payment method is saved yet." in ada.page.text
    ada.presses("Add a payment method")
    card = {name: GOOD_CARD[name] for name in ("Card number", "Expiry date", "CVC")}
    ada.types(card).presses("Save payment details")
    assert "Visa •••• 4242 Default" in ada.page.text


def test_a_portal_can_be_opened_for_adding_alone(
    client: StripeClient, ada: Visitor, customer: stripe.Customer
) -> None:
    address = portal(client, customer, flow_data={"type": "payment_method_update"})
    assert "Nothing is charged now" in ada.opens(address).page.text
    assert "Payment methods" in ada.opens(address).page.text


def test_nobody_touches_what_is_somebody_elses(
    client: StripeClient, ada: Visitor, customer: stripe.Customer
) -> None:
    other = client.v1.customers.create({"email": "bob@example.org"})
    (visa,) = save(client, other, "pm_card_visa")
    ada.opens(portal(client, customer))
    ada.sends({"remove": visa})
    ada.sends({"default": visa})
    assert client.v1.payment_methods.retrieve(visa).customer == other.id
    assert default_of(client, customer) is None


def test_removing_twice_is_no_fault(
    client: StripeClient, ada: Visitor, customer: stripe.Customer
) -> None:
    (visa,) = save(client, customer, "pm_card_visa")
    ada.opens(portal(client, customer)).sends({"remove": visa}).sends({"remove": visa})
    assert ada.status == 200
    assert "No payment method is saved yet." in ada.page.text


def test_a_link_that_nobody_used_in_time_is_over(
    client: StripeClient, ada: Visitor, customer: stripe.Customer, local: LocalStripe
) -> None:
    address = portal(client, customer)
    local.advance(seconds=301)
    assert "This link has expired" in ada.opens(address).page.text
    assert "This link has expired" in ada.sends({"add": "yes"}).page.text


def login_page(client: StripeClient) -> str:
    settings = client.v1.billing_portal.configurations.create(
        {"features": CHANGES, "login_page": {"enabled": True}}  # type: ignore[typeddict-item]
    )
    return settings.login_page.url or ""


def test_the_login_page_says_the_same_to_everybody(client: StripeClient, ada: Visitor) -> None:
    client.v1.customers.create({"email": "known@example.org"})
    address = login_page(client)
    for email in ("known@example.org", "stranger@example.org"):
        ada.opens(address).types({"E-mail": email}).presses("Send the link")
        assert ada.page.one("p", role="status").text == SAME
    ada.opens(address).types({"E-mail": "known"}).presses("Send the link")
    assert ada.complaint("E-mail") == "This isn't an e-mail address."


def test_in_the_sandbox_the_link_stands_on_the_page(client: StripeClient, ada: Visitor) -> None:
    client.v1.customers.create({"name": "Eve", "email": "eve@example.org"})
    ada.opens(login_page(client)).types({"E-mail": "Eve@example.org"}).presses("Send the link")
    link = next(one for one in ada.page.all("a") if one.text == "Log in")
    assert "Eve · eve@example.org" in ada.opens(link.attributes["href"]).page.text


def test_where_mails_are_sent_the_link_goes_by_mail_alone(
    client: StripeClient, local: LocalStripe
) -> None:
    client.v1.customers.create({"email": "mail@example.org"})
    sent: list[tuple[str, str]] = []
    web = Flask("mailing", static_folder=None)
    web.register_blueprint(build_pages(local.service, lambda *one: sent.append(one)))
    path = login_page(client).removeprefix(local.url)
    answer = web.test_client().post(path, data={"email": "mail@example.org"})
    assert "/pages/portal/" not in answer.text
    assert SAME in answer.text
    assert [to for to, _ in sent] == ["mail@example.org"]
    assert sent[0][1].startswith(f"{local.url}/pages/portal/")
