"""The pages of merchants: onboarding, and the small dashboard."""

import pytest
import stripe
from stripe import StripeClient

from tests.sandbox.stripe.pages_support import Visitor
from tests.sandbox.stripe.support import LocalStripe

FORM = {
    "Name of the business": "Southside Physio",
    "Your name": "Olivia Owner",
    "E-mail": "olivia@southside.example",
    "I accept": "yes",
}
RETURN, REFRESH = "https://paydesk.example/back", "https://paydesk.example/again"


@pytest.fixture
def olivia(local: LocalStripe) -> Visitor:
    return Visitor(local)


@pytest.fixture
def account(client: StripeClient) -> stripe.Account:
    return client.v1.accounts.create({"type": "express", "country": "GB"})


def link(client: StripeClient, account: stripe.Account) -> str:
    given = {"account": account.id, "type": "account_onboarding"}
    return client.v1.account_links.create(
        {**given, "return_url": RETURN, "refresh_url": REFRESH}  # type: ignore[typeddict-item]
    ).url


def test_an_account_takes_charges_after_its_onboarding(
    client: StripeClient, olivia: Visitor, account: stripe.Account
) -> None:
    assert account.charges_enabled is False
    olivia.opens(link(client, account)).types(FORM).presses("Agree and submit")
    assert olivia.left_to == RETURN
    onboarded = client.v1.accounts.retrieve(account.id)
    assert onboarded.charges_enabled is True
    assert onboarded.business_profile
    assert onboarded.business_profile.name == "Southside Physio"
    told = client.v1.events.list({"type": "account.updated"}, {"stripe_account": account.id}).data
    assert told[0].data.object["charges_enabled"] is True


def test_what_is_missing_is_asked_for(
    client: StripeClient, olivia: Visitor, account: stripe.Account
) -> None:
    olivia.opens(link(client, account)).types({"Your name": "Olivia"}).presses("Agree and submit")
    assert olivia.status == 422
    assert olivia.complaint("Name of the business") == "Enter the name of the business."
    assert olivia.complaint("I accept") == "Please accept the terms by ticking the box."
    assert olivia.field("Your name").attributes["value"] == "Olivia"
    assert [one.attributes["name"] for one in olivia.page.all("input", autofocus="")] == [
        "business"
    ]
    olivia.types({name: FORM[name] for name in FORM if name != "I accept"})
    olivia.presses("Agree and submit")
    assert [one.attributes["name"] for one in olivia.page.all("input", autofocus="")] == ["terms"]
    olivia.types(FORM).presses("Agree and submit")
    assert olivia.left_to == RETURN


def test_a_link_holds_once_and_not_for_long(
    client: StripeClient, olivia: Visitor, account: stripe.Account, local: LocalStripe
) -> None:
    used = link(client, account)
    olivia.opens(used)
    assert olivia.opens(used).left_to == REFRESH
    old = link(client, account)
    local.advance(seconds=301)
    assert olivia.opens(old).left_to == REFRESH


def test_the_dashboard_shows_the_balance_and_what_was_paid(
    client: StripeClient, olivia: Visitor, account: stripe.Account
) -> None:
    olivia.opens(link(client, account)).types(FORM).presses("Agree and submit")
    wanted = {"amount": 12000, "currency": "gbp", "payment_method": "pm_card_gb"}
    paid = client.v1.payment_intents.create(
        {**wanted, "confirm": True, "return_url": RETURN},  # type: ignore[typeddict-item]
        {"stripe_account": account.id},
    )
    elsewhere = client.v1.payment_intents.create({"amount": 700, "currency": "gbp"})
    olivia.opens(client.v1.accounts.login_links.create(account.id).url)
    for text in ("Southside Physio", "Balance", "£120.00", "Visa •••• 0000", paid.id):
        assert text in olivia.page.text
    assert elsewhere.id not in olivia.page.text
