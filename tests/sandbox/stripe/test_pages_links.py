"""The page of a payment link."""

from threading import Barrier, Thread

import pytest
import stripe
from stripe import StripeClient

from tests.sandbox.stripe.pages_support import GOOD_CARD, Visitor
from tests.sandbox.stripe.support import LocalStripe


@pytest.fixture
def ada(local: LocalStripe) -> Visitor:
    return Visitor(local)


def link(client: StripeClient, **more: object) -> stripe.PaymentLink:
    line = {
        "price_data": {
            "currency": "usd",
            "unit_amount": 15450,
            "product_data": {"name": "Invoice INV-1042"},
        },
        "quantity": 1,
    }
    once = {"completed_sessions": {"limit": 1}}
    return client.v1.payment_links.create({"line_items": [line], "restrictions": once, **more})  # type: ignore[typeddict-item]


def sessions(client: StripeClient, made: stripe.PaymentLink) -> list[str | None]:
    return [one.status for one in client.v1.checkout.sessions.list({"payment_link": made.id}).data]


def test_each_visit_begins_a_checkout_of_its_own(client: StripeClient, ada: Visitor) -> None:
    made = link(client)
    assert "Pay $154.50" in ada.opens(made.url).page.text
    ada.opens(made.url)
    assert sessions(client, made) == ["open", "open"]


def test_a_paid_link_thanks_the_payer_and_shows_the_receipt(
    client: StripeClient, ada: Visitor
) -> None:
    made = link(client)
    ada.opens(made.url).types(GOOD_CARD).presses("Pay $154.50")
    assert "Thank you for your payment" in ada.page.text
    receipt = next(one for one in ada.page.all("a") if one.text == "View the receipt")
    ada.opens(receipt.attributes["href"])
    for text in ("Receipt from Northside Physio", "$154.50", "Visa •••• 4242", "Paid"):
        assert text in ada.page.text


def test_a_link_says_thank_you_in_the_merchants_words_or_leads_there(
    client: StripeClient, ada: Visitor
) -> None:
    words = {"type": "hosted_confirmation", "hosted_confirmation": {"custom_message": "Get well!"}}
    ada.opens(link(client, after_completion=words).url).types(GOOD_CARD).presses("Pay")
    assert "Get well!" in ada.page.text
    away = {"type": "redirect", "redirect": {"url": "https://northside.example/paid"}}
    ada.opens(link(client, after_completion=away).url).types(GOOD_CARD).presses("Pay")
    assert ada.left_to == "https://northside.example/paid"


def test_a_link_that_was_paid_says_so(client: StripeClient, ada: Visitor) -> None:
    made = link(client, inactive_message="Thank you, this invoice is settled.")
    ada.opens(made.url).types(GOOD_CARD).presses("Pay")
    ada.opens(made.url)
    assert "This has been paid already" in ada.page.text
    assert "Thank you, this invoice is settled." in ada.page.text
    assert not ada.page.all("form")


def test_a_link_that_is_switched_off_says_so(client: StripeClient, ada: Visitor) -> None:
    made = link(client)
    client.v1.payment_links.update(made.id, {"active": False})
    assert "This payment link is not active any more" in ada.opens(made.url).page.text
    assert sessions(client, made) == []


def test_whoever_is_slower_is_told_that_it_was_paid(
    client: StripeClient, ada: Visitor, local: LocalStripe
) -> None:
    made = link(client)
    slow = Visitor(local).opens(made.url).types(GOOD_CARD)
    ada.opens(made.url).types(GOOD_CARD).presses("Pay")
    slow.presses("Pay")
    assert "This has been paid already" in slow.page.text
    assert "Nothing was charged to you now." in slow.page.text
    assert sorted(map(str, sessions(client, made))).count("complete") == 1


def test_of_two_who_pay_at_once_one_pays(client: StripeClient, local: LocalStripe) -> None:
    made = link(client)
    payers = [Visitor(local).opens(made.url).types(GOOD_CARD) for _ in range(2)]
    together = Barrier(2)

    def pay(payer: Visitor) -> None:
        together.wait()
        payer.presses("Pay")

    threads = [Thread(target=pay, args=(payer,)) for payer in payers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = sorted(payer.page.one("h1").text for payer in payers)
    assert told == ["Thank you for your payment", "This has been paid already"]
    assert client.v1.payment_links.retrieve(made.id).restrictions
    assert sessions(client, made).count("complete") == 1


def test_a_links_address_may_bring_an_email_a_reference_and_a_language(
    client: StripeClient, ada: Visitor
) -> None:
    made = link(client)
    ada.opens(f"{made.url}?prefilled_email=ada@example.org&client_reference_id=NP-1&locale=fr")
    assert ada.field("E-mail").attributes["value"] == "ada@example.org"
    assert "Payer 154,50 $US" in ada.page.text
    ada.opens(f"{made.url}?client_reference_id=%3Cb%3E&locale=xx")
    assert "Pay $154.50" in ada.page.text
    begun = client.v1.checkout.sessions.list({"payment_link": made.id}).data
    assert [one.client_reference_id for one in begun] == [None, "NP-1"]
