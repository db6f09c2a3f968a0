"""The customer portal: its settings, who may enter, and what they do there."""

import pytest
from stripe import StripeClient

from sandbox.stripe import checkout, methods, portal
from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import StripeError
from tests.sandbox.stripe.support import LocalStripe, refusal

FEATURES = {"payment_method_update": {"enabled": True}}


@pytest.fixture
def books(local: LocalStripe) -> Books:
    return local.service.platform


def token_of(url: str | None) -> str:
    return str(url).rpartition("/")[2]


def entered(client: StripeClient, local: LocalStripe) -> tuple[Record, str]:
    """A session in the portal, and its customer."""
    customer = client.v1.customers.create({"email": "ada@example.org"}).id
    settings = client.v1.billing_portal.configurations.create({"features": FEATURES})
    made = client.v1.billing_portal.sessions.create(
        {"customer": customer, "configuration": settings.id, "return_url": "http://127.0.0.1/me"}
    )
    _, session = portal.of_token(local.service, token_of(made.url))
    assert session
    return session, customer


def test_without_settings_of_ones_own_the_default_must_be_saved_first() -> None:
    local = LocalStripe()
    try:
        client = local.client
        customer = client.v1.customers.create({"email": "ada@example.org"}).id
        error = refusal(lambda: client.v1.billing_portal.sessions.create({"customer": customer}))
        assert "default configuration has not been created" in str(error.user_message)
        with local.service.acting():
            saved = portal.save_settings(local.service.platform)
            assert portal.save_settings(local.service.platform) is saved
        made = client.v1.billing_portal.sessions.create({"customer": customer})
        assert made.configuration == saved.id
        listed = client.v1.billing_portal.configurations.list({"is_default": True}).data
        assert [one.id for one in listed] == [saved.id]
        wrong = {"active": False}
        update = client.v1.billing_portal.configurations.update
        assert refusal(lambda: update(saved.id, wrong)).http_status == 400  # type: ignore[arg-type]
    finally:
        local.stop()


def test_settings_are_made_and_changed_feature_by_feature(client: StripeClient) -> None:
    made = client.v1.billing_portal.configurations.create(
        {"features": FEATURES, "default_return_url": "http://127.0.0.1/me", "name": "Clients"}
    )
    changed = client.v1.billing_portal.configurations.update(
        made.id,
        {
            "features": {"customer_update": {"enabled": True, "allowed_updates": ["email"]}},
            "business_profile": {"headline": "Northside"},
            "metadata": {"a": "1"},
        },
    )
    assert changed.features.payment_method_update.enabled
    assert changed.features.customer_update.allowed_updates == ["email"]
    assert changed.features.subscription_cancel.enabled is False
    assert (changed.business_profile.headline, changed.name) == ("Northside", "Clients")
    wrong = {"features": {"customer_update": {"enabled": True}}}
    error = refusal(lambda: client.v1.billing_portal.configurations.create(wrong))  # type: ignore[arg-type]
    assert error.code == "parameter_missing"


def test_a_login_page_has_the_same_address_whenever_it_is_switched_on(
    client: StripeClient, local: LocalStripe
) -> None:
    settings = client.v1.billing_portal.configurations
    made = settings.create({"features": FEATURES, "login_page": {"enabled": True}})
    url = made.login_page.url
    assert str(url).startswith(f"{local.url}/pages/portal-login/")
    off = settings.update(made.id, {"login_page": {"enabled": False}})
    assert off.login_page.url is None
    assert portal.of_login_token(local.service, token_of(url)) == (None, None)
    assert settings.update(made.id, {"login_page": {"enabled": True}}).login_page.url == url
    books, configuration = portal.of_login_token(local.service, token_of(url))
    assert books
    assert configuration
    customer = client.v1.customers.create({"email": "Login@example.org"}).id
    with local.service.acting():
        session = portal.log_in(books, configuration, " login@EXAMPLE.org")
        assert session
        assert session.body["customer"] == customer
        assert portal.log_in(books, configuration, "nobody@example.org") is None


def test_a_session_is_entered_within_five_minutes_and_lasts_an_hour(
    client: StripeClient, local: LocalStripe, books: Books
) -> None:
    unused, _ = entered(client, local)
    used, _ = entered(client, local)
    assert used.body["return_url"] == "http://127.0.0.1/me"
    assert portal.enter(books, used)
    local.advance(seconds=301)
    assert not portal.enter(books, unused)
    assert portal.enter(books, used)
    local.advance(seconds=3600)
    assert not portal.enter(books, used)


def test_customers_choose_their_default_and_remove_the_rest(
    client: StripeClient, local: LocalStripe, books: Books
) -> None:
    session, customer = entered(client, local)
    old, new = (
        client.v1.payment_methods.attach(token, {"customer": customer}).id
        for token in ("pm_card_visa", "pm_card_mastercard")
    )
    with local.service.acting():
        assert [one.id for one in portal.saved(books, session)] == [new, old]
        portal.make_default(books, session, new)
        portal.remove(books, session, old)
        assert [one.id for one in portal.saved(books, session)] == [new]
    settings = client.v1.customers.retrieve(customer).invoice_settings
    assert settings
    assert settings.default_payment_method == new


def test_what_a_customer_adds_becomes_the_default(
    client: StripeClient, local: LocalStripe, books: Books
) -> None:
    session, customer = entered(client, local)
    with local.service.acting():
        adding = portal.add_method(books, session)
        card = methods.resolve(books, "pm_card_visa")
    assert adding.body["success_url"] == session.body["url"]
    checkout.set_up(books, adding, card)
    settings = client.v1.customers.retrieve(customer).invoice_settings
    assert settings
    assert settings.default_payment_method == card.id


def test_nobody_touches_what_others_have_saved(
    client: StripeClient, local: LocalStripe, books: Books
) -> None:
    session, _ = entered(client, local)
    other = client.v1.customers.create({}).id
    card = client.v1.payment_methods.attach("pm_card_visa", {"customer": other}).id
    for act in (portal.make_default, portal.remove):
        with local.service.acting(), pytest.raises(StripeError):
            act(books, session, card)
    assert client.v1.payment_methods.retrieve(card).customer == other


def test_a_page_is_opened_for_one_purpose_where_its_settings_allow_it(
    client: StripeClient, books: Books
) -> None:
    customer = client.v1.customers.create({}).id
    with_cards = client.v1.billing_portal.configurations.create({"features": FEATURES}).id
    without = client.v1.billing_portal.configurations.create(
        {"features": {"invoice_history": {"enabled": True}}}
    ).id
    wanted = {"customer": customer, "flow_data": {"type": "payment_method_update"}}
    create = client.v1.billing_portal.sessions.create
    made = create({**wanted, "configuration": with_cards}).to_dict()  # type: ignore[typeddict-item]
    assert made["flow"]["type"] == "payment_method_update"
    assert made["flow"]["after_completion"]["type"] == "portal_homepage"
    assert refusal(lambda: create({**wanted, "configuration": without})).http_status == 400  # type: ignore[typeddict-item]
    session = books.find(
        "billing_portal.session", create({"customer": customer, "configuration": without}).id
    )
    with books.service.acting(), pytest.raises(StripeError):
        portal.add_method(books, session)
    cancel = {
        "type": "subscription_cancel",
        "subscription_cancel": {"subscription": "sub_1"},
    }
    flow = {"customer": customer, "configuration": with_cards, "flow_data": cancel}
    assert refusal(lambda: create(flow)).code == "resource_missing"  # type: ignore[arg-type]
