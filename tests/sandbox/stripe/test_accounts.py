"""Connected accounts by API v1: made, onboarded on Stripe's page, and apart from each other."""

from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from stripe import StripeClient

from sandbox.clock import Clock
from sandbox.stripe import onboarding
from sandbox.stripe.service import Service
from tests.sandbox.stripe.support import LocalStripe, refusal

EXPRESS = {
    "type": "express",
    "country": "GB",
    "email": "clinic@example.org",
    "capabilities": {"card_payments": {"requested": True}, "transfers": {"requested": True}},
}
PAGES = {"refresh_url": "http://127.0.0.1/again", "return_url": "http://127.0.0.1/back"}


def token_of(url: str) -> str:
    return url.rpartition("/")[2]


def test_the_platforms_own_account_is_there_from_the_start(client: StripeClient) -> None:
    own = client.v1.accounts.retrieve_current()
    assert own.business_profile
    assert own.settings
    assert own.business_profile.name == "Northside Physio"
    assert own.settings.dashboard.display_name == "Northside Physio"
    assert (own.country, own.default_currency, own.charges_enabled) == ("US", "usd", True)
    assert own.id not in [one.id for one in client.v1.accounts.list({"limit": 100}).data]
    assert client.v1.accounts.retrieve(own.id).id == own.id


def test_a_new_account_can_do_nothing_yet(client: StripeClient) -> None:
    made = client.v1.accounts.create({**EXPRESS})
    read = client.v1.accounts.retrieve(made.id).to_dict()
    assert (read["charges_enabled"], read["details_submitted"]) == (False, False)
    assert read["capabilities"] == {"card_payments": "inactive", "transfers": "inactive"}
    assert (read["country"], read["default_currency"]) == ("GB", "gbp")
    assert read["requirements"]["disabled_reason"] == "requirements.past_due"
    assert "tos_acceptance.date" in read["requirements"]["currently_due"]
    assert read["controller"]["stripe_dashboard"] == {"type": "express"}


def test_an_account_is_made_with_a_controller_instead_of_a_type(client: StripeClient) -> None:
    controller = {"fees": {"payer": "account"}, "stripe_dashboard": {"type": "full"}}
    made = client.v1.accounts.create({"country": "US", "controller": controller}).to_dict()
    assert (made["type"], made["controller"]["fees"]["payer"]) == ("none", "account")
    both = {"type": "express", "controller": controller}
    assert refusal(lambda: client.v1.accounts.create(both)).http_status == 400  # type: ignore[arg-type]
    assert refusal(lambda: client.v1.accounts.create({"country": "ZZ"})).code == (
        "country_unsupported"
    )


def test_a_visit_of_the_onboarding_page_enables_an_account(
    client: StripeClient, local: LocalStripe
) -> None:
    made = client.v1.accounts.create({**EXPRESS})
    link = client.v1.account_links.create(
        {"account": made.id, "type": "account_onboarding", **PAGES}
    )
    assert link.expires_at - link.created == 300
    visit = onboarding.of_token(local.service, token_of(link.url))
    assert visit
    assert onboarding.enter(visit)
    assert onboarding.submit(visit, "Southside Physio") == PAGES["return_url"]
    read = client.v1.accounts.retrieve(made.id).to_dict()
    assert (read["charges_enabled"], read["payouts_enabled"]) == (True, True)
    assert read["details_submitted"] is True
    assert read["requirements"]["currently_due"] == []
    assert read["capabilities"]["card_payments"] == "active"
    event = next(local.service.books(made.id).all("event")).body
    assert (event["type"], event["account"]) == ("account.updated", made.id)
    assert event["data"]["previous_attributes"]["charges_enabled"] is False


def test_an_account_link_is_good_for_one_visit_and_for_five_minutes(
    client: StripeClient, local: LocalStripe
) -> None:
    made = client.v1.accounts.create({**EXPRESS})
    wanted = {"account": made.id, "type": "account_onboarding", **PAGES}
    for wait, entered in ((0, True), (301, False)):
        url = client.v1.account_links.create(wanted).url  # type: ignore[arg-type]
        local.advance(seconds=wait)
        visit = onboarding.of_token(local.service, token_of(url))
        assert visit
        assert onboarding.enter(visit) is entered
        assert onboarding.enter(visit) is False
    assert onboarding.of_token(local.service, "unknown") is None


def test_who_collects_the_requirements_enables_an_account_by_the_api(
    client: StripeClient, local: LocalStripe
) -> None:
    made = client.v1.accounts.create({"type": "custom", "country": "US"})
    person = {
        "dob": {"day": 1, "month": 2, "year": 1980},
        "email": "a@example.org",
        "first_name": "Ada",
        "last_name": "L",
    }
    client.v1.accounts.update(
        made.id,
        {
            "business_type": "individual",
            "business_profile": {"mcc": "8099", "url": "https://example.org"},
            "individual": person,
            "external_account": "btok_us",
            "settings": {"payments": {"statement_descriptor": "NORTHSIDE"}},
        },
    )
    due = client.v1.accounts.retrieve(made.id).to_dict()["requirements"]["currently_due"]
    assert due == ["tos_acceptance.date", "tos_acceptance.ip"]
    done = client.v1.accounts.update(
        made.id, {"tos_acceptance": {"date": 1, "ip": "127.0.0.1"}, "metadata": {"a": "1"}}
    )
    assert (done.charges_enabled, done.details_submitted) == (True, True)
    assert done.settings
    assert done.settings.payments.statement_descriptor == "NORTHSIDE"


def test_only_express_accounts_have_login_links(client: StripeClient, local: LocalStripe) -> None:
    express = client.v1.accounts.create({**EXPRESS}).id
    url = client.v1.accounts.login_links.create(express).url
    assert url == f"{local.url}/pages/dashboard/{express}"
    standard = client.v1.accounts.create({"type": "standard", "country": "GB"}).id
    error = refusal(lambda: client.v1.accounts.login_links.create(standard))
    assert error.http_status == 400
    update = {"account": express, "type": "account_update", **PAGES}
    assert refusal(lambda: client.v1.account_links.create(update)).http_status == 400  # type: ignore[arg-type]


def test_a_deleted_account_can_not_be_reached_any_more(client: StripeClient) -> None:
    made = client.v1.accounts.create({**EXPRESS}).id
    assert client.v1.accounts.delete(made).deleted is True
    for act in (
        lambda: client.v1.accounts.retrieve(made),
        lambda: client.v1.customers.list({}, {"stripe_account": made}),
    ):
        error = refusal(act)
        assert (error.http_status, error.error and error.error.code) == (403, "account_invalid")


PRICE = {"currency": "gbp", "unit_amount": 100, "product_data": {"name": "X"}}
LINES = [{"quantity": 1, "price_data": PRICE}]
WANTED: dict[str, dict[str, Any]] = {
    "billing_portal.configurations": {"features": {"invoice_history": {"enabled": True}}},
    "checkout.sessions": {"mode": "payment", "line_items": LINES, "success_url": "http://a.b/"},
    "customers": {"name": "Ada"},
    "payment_links": {"line_items": LINES},
    "products": {"name": "Visit"},
    "tax_rates": {"display_name": "VAT", "inclusive": False, "percentage": 20.0},
}


@pytest.mark.parametrize("kind", WANTED)
def test_what_an_account_has_no_other_sees(client: StripeClient, kind: str) -> None:
    first, second = (client.v1.accounts.create({**EXPRESS}).id for _ in range(2))
    service = attrgetter(kind)(client.v1)
    made = service.create(WANTED[kind], {"stripe_account": first}).id
    assert service.retrieve(made, {}, {"stripe_account": first}).id == made
    for options in ({}, {"stripe_account": second}):
        error = refusal(lambda options=options: service.retrieve(made, {}, options))
        assert (error.http_status, error.code) == (404, "resource_missing")
        assert made not in [one.id for one in service.list({"limit": 100}, options).data]


def test_a_connected_account_knows_itself_only(client: StripeClient) -> None:
    first, second = (client.v1.accounts.create({**EXPRESS}).id for _ in range(2))
    options = {"stripe_account": first}
    assert client.v1.accounts.retrieve_current({}, options).id == first
    error = refusal(lambda: client.v1.accounts.retrieve(second, {}, options))
    assert error.http_status == 403
    assert refusal(lambda: client.v1.accounts.create({**EXPRESS}, options)).http_status == 400


def test_accounts_and_their_links_outlast_a_restart(tmp_path: Path) -> None:
    first = LocalStripe(file=tmp_path / "stripe.db")
    own = first.client.v1.accounts.retrieve_current().to_dict()
    made = first.client.v1.accounts.create({**EXPRESS}).id
    wanted = {"account": made, "type": "account_onboarding", **PAGES}
    url = first.client.v1.account_links.create(wanted).url  # type: ignore[arg-type]
    first.stop()
    first.service.close()
    again = Service(Clock(), file=tmp_path / "stripe.db")
    account = again.platform.find("account", again.platform.account)
    assert account.body == own
    visit = onboarding.of_token(again, token_of(url))
    assert visit
    assert visit.account.id == made
    again.close()
