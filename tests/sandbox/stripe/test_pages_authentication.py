"""3-D Secure, on the way to a payment and to a saved card."""

from urllib.parse import parse_qs, urlsplit

import pytest
from stripe import StripeClient

from tests.sandbox.stripe.pages_support import GOOD_CARD, Visitor
from tests.sandbox.stripe.support import LocalStripe
from tests.sandbox.stripe.test_pages_checkout import order, setup

ASKS = GOOD_CARD | {"Card number": "4000 0000 0000 3220"}
ASKS_THEN_DECLINES = GOOD_CARD | {"Card number": "4000 0084 0000 1629"}
UNTOLD = "We could not authenticate you. Please choose another way to pay, or try again."


@pytest.fixture
def ada(local: LocalStripe) -> Visitor:
    return Visitor(local)


def test_a_payer_who_is_authenticated_has_paid(client: StripeClient, ada: Visitor) -> None:
    session = order(client)
    ada.opens(session.url or "").types(ASKS).presses("Pay")
    assert "your bank asks whether it is you" in ada.page.text
    assert "$120.00" in ada.page.text
    assert "Visa •••• 3220" in ada.page.text
    ada.presses("Complete authentication")
    assert ada.left_to
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_a_payer_who_fails_may_try_again(client: StripeClient, ada: Visitor) -> None:
    session = order(client)
    ada.opens(session.url or "").types(ASKS).presses("Pay").presses("Fail authentication")
    assert ada.notice == UNTOLD
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    for label in ("E-mail", "Full name"):
        assert ada.field(label).attributes["value"] == ASKS[label]
    ada.types(ASKS).presses("Pay").presses("Complete authentication")
    assert ada.left_to


def test_a_card_that_declines_after_3d_secure_is_told(client: StripeClient, ada: Visitor) -> None:
    ada.opens(order(client).url or "").types(ASKS_THEN_DECLINES).presses("Pay")
    ada.presses("Complete authentication")
    assert ada.notice == "Your card was declined."


def test_an_answer_that_is_sent_twice_counts_once(
    client: StripeClient, ada: Visitor, local: LocalStripe
) -> None:
    session = order(client)
    ada.opens(session.url or "").types(ASKS).presses("Pay")
    other = Visitor(local).opens(ada.path)
    ada.presses("Complete authentication")
    other.presses("Fail authentication")
    assert other.left_to == ada.left_to != ""
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_whoever_comes_back_to_the_checkout_goes_on_with_3d_secure(
    client: StripeClient, ada: Visitor
) -> None:
    session = order(client)
    ada.opens(session.url or "").types(ASKS).presses("Pay")
    assert "your bank asks" in ada.opens(session.url or "").page.text


def test_a_card_is_saved_after_3d_secure(client: StripeClient, ada: Visitor) -> None:
    session = setup(client)
    card = {name: ASKS[name] for name in ("Card number", "Expiry date", "CVC")}
    ada.opens(session.url or "").types(card).presses("Save").presses("Fail authentication")
    assert ada.notice == UNTOLD
    ada.types(card).presses("Save").presses("Complete authentication")
    assert ada.left_to
    assert len(client.v1.customers.payment_methods.list(str(session.customer)).data) == 1


def test_an_intent_of_the_api_leads_back_to_its_return_url(
    client: StripeClient, ada: Visitor
) -> None:
    intent = client.v1.payment_intents.create(
        {
            "amount": 12000,
            "currency": "usd",
            "payment_method": "pm_card_threeDSecure2Required",
            "confirm": True,
            "return_url": "https://northside.example/back?invoice=1042",
        }
    )
    assert intent.next_action
    assert intent.next_action.redirect_to_url
    ada.opens(intent.next_action.redirect_to_url.url or "").presses("Complete authentication")
    where = urlsplit(ada.left_to)
    assert where.netloc == "northside.example"
    assert parse_qs(where.query) == {
        "invoice": ["1042"],
        "payment_intent": [intent.id],
        "payment_intent_client_secret": [intent.client_secret],
        "redirect_status": ["succeeded"],
    }
    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_an_intent_without_a_return_url_ends_on_a_page(client: StripeClient, ada: Visitor) -> None:
    intent = client.v1.setup_intents.create(
        {
            "payment_method": "pm_card_authenticationRequired",
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
            "confirm": True,
        }
    )
    ada.opens(f"/pages/3ds/{intent.id}").presses("Fail authentication")
    assert "Authentication failed" in ada.page.text
    again = client.v1.setup_intents.confirm(
        intent.id, {"payment_method": "pm_card_authenticationRequired"}
    )
    assert again.status == "requires_action"
    ada.opens(f"/pages/3ds/{intent.id}").presses("Complete authentication")
    assert "Authentication is complete" in ada.page.text
    assert client.v1.setup_intents.retrieve(intent.id).status == "succeeded"
