"""What a payment form says where something is missing or wrong."""

from collections.abc import Iterator

import pytest
from stripe import StripeClient

from tests.sandbox.stripe.pages_support import GOOD_CARD, Visitor
from tests.sandbox.stripe.support import LocalStripe
from tests.sandbox.stripe.test_pages_checkout import order, setup


@pytest.fixture
def ada(local: LocalStripe) -> Iterator[Visitor]:
    """No wrong form pays anything."""
    yield Visitor(local)
    assert list(local.service.platform.all("charge")) == []


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("Card number", "", "Enter the card number."),
        ("Card number", "4242 4242 4242 4241", "This card number isn't right."),
        ("Card number", "4242", "This card number isn't right."),
        ("Card number", "my card", "This card number isn't right."),
        ("Expiry date", "", "Enter the expiry date."),
        ("Expiry date", "01 / 20", "This card has expired."),
        ("Expiry date", "13 / 34", "Write the expiry date as MM / YY."),
        ("Expiry date", "soon", "Write the expiry date as MM / YY."),
        ("CVC", "", "Enter the security code."),
        ("CVC", "12", "The security code has 3 digits"),
        ("CVC", "1234", "The security code has 3 digits"),
        ("Full name", "", "Enter your name."),
        ("E-mail", "", "Enter your e-mail address."),
        ("E-mail", "ada", "This isn't an e-mail address."),
    ],
)
def test_a_wrong_field_gets_a_sentence_beside_it(
    client: StripeClient, ada: Visitor, label: str, typed: str, said: str
) -> None:
    ada.opens(order(client).url or "").types(GOOD_CARD | {label: typed}).presses("Pay")
    assert ada.status == 422
    assert ada.complaint(label).startswith(said)
    for name, value in (GOOD_CARD | {label: typed}).items():
        assert ada.field(name).attributes["value"] == ("" if name == "CVC" else value)
        assert name == label or ada.complaint(name) == ""


def test_what_may_be_a_real_card_is_refused_and_not_shown_again(
    client: StripeClient, ada: Visitor
) -> None:
    real = {"Card number": "4539 5787 6362 1486"}
    ada.opens(order(client).url or "").types(GOOD_CARD | real).presses("Pay")
    assert "Only Stripe's test cards work here." in ada.complaint("Card number")
    assert ada.field("Card number").attributes["value"] == ""


def test_all_that_is_missing_is_told_at_once(client: StripeClient, ada: Visitor) -> None:
    ada.opens(order(client).url or "").presses("Pay")
    for label in ("E-mail", "Full name", "Card number", "Expiry date", "CVC"):
        assert ada.complaint(label).startswith("Enter ")
    assert [one.attributes["id"] for one in ada.page.all(autofocus="")] == ["email"]


def test_a_mandate_that_is_not_given_is_asked_for(client: StripeClient, ada: Visitor) -> None:
    ada.opens(setup(client).url or "").chooses("SEPA direct debit")
    ada.types({"IBAN": "AT611904300234573201"}).presses("Save")
    assert ada.complaint("I authorise") == "Please agree to the mandate by ticking the box."
    assert ada.field("IBAN").attributes["value"] == "AT611904300234573201"


@pytest.mark.parametrize("iban", ["AT61 1904 3002 3457 3202", "GB29NWBK60161331926819", "12345"])
def test_an_iban_that_is_no_test_account_is_refused(
    client: StripeClient, ada: Visitor, iban: str
) -> None:
    ada.opens(setup(client).url or "").chooses("SEPA direct debit")
    ada.types({"IBAN": iban, "I authorise": "yes"}).presses("Save")
    assert ada.complaint("IBAN").startswith("This is none of the test IBANs.")


def test_bank_details_are_checked_one_by_one(client: StripeClient, ada: Visitor) -> None:
    ada.opens(setup(client, currency="usd").url or "").chooses("US bank account")
    ada.types({"Routing number": "12", "Account number": "000123456789", "I auth": "y"})
    ada.presses("Save")
    assert ada.complaint("Routing number").startswith("A routing number has 9 digits.")
    ada.types({"Routing number": "110000000", "Account number": "1"}).presses("Save")
    assert ada.complaint("Account number").startswith("This is none of the test account numbers.")


def test_a_method_that_is_not_offered_is_refused(client: StripeClient, ada: Visitor) -> None:
    session = order(client)
    ada.opens(session.url or "").sends({"method": "paper", "name": "Ada"})
    assert ada.status == 422
    assert "Choose a way to pay from the list." in ada.page.text


def test_wrong_fields_are_told_in_french(client: StripeClient, local: LocalStripe) -> None:
    session = order(client, locale="fr")
    ada = Visitor(local).opens(session.url or "").presses("Payer 120,00 $US")
    assert ada.complaint("Numéro de carte") == "Saisissez le numéro de carte."
    ada.types({"Numéro de carte": "4242424242424241"}).presses("Payer")
    assert ada.complaint("Numéro de carte").startswith("Ce numéro de carte est incorrect.")
