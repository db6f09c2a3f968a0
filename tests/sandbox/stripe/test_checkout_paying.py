"""Checkout Sessions as people pay them, or save a card: at once, later, after 3-D Secure, not at
all, and two at once."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from stripe import StripeClient

from sandbox.stripe import checkout, links, methods, payments, setups
from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import StripeError
from tests.sandbox.stripe.support import LocalStripe, refusal
from tests.sandbox.stripe.test_checkout_sessions import ORDER, SAVE

LINK = {
    "line_items": ORDER["line_items"],
    "metadata": {"on": "the link"},
    "payment_intent_data": {"metadata": {"on": "the payment"}, "description": "INV-9"},
    "restrictions": {"completed_sessions": {"limit": 1}},
    "inactive_message": "Paid already",
}
AGREED = {"type": "online", "online": {"ip_address": "127.0.0.1", "user_agent": "Test"}}


@pytest.fixture
def books(local: LocalStripe) -> Books:
    return local.service.platform


def order(client: StripeClient, books: Books, **more: Any) -> Record:
    made = client.v1.checkout.sessions.create({**ORDER, **more})  # type: ignore[typeddict-item]
    return books.find("checkout.session", made.id)


def link(client: StripeClient, books: Books, **more: Any) -> Record:
    made = client.v1.payment_links.create({**LINK, **more})  # type: ignore[typeddict-item]
    return books.find("payment_link", made.id)


def opened(books: Books, offer: Record) -> Record:
    with books.service.acting():
        return checkout.open_from_link(books, offer)


def method(books: Books, token: str = "pm_card_visa") -> Record:
    with books.service.acting():
        return methods.resolve(books, token)


def authenticate(books: Books, session: Record, passed: bool) -> None:
    body = session.body
    with books.service.acting():
        if body["mode"] == "setup":
            setups.authenticate(books, books.find("setup_intent", body["setup_intent"]), passed)
        else:
            intent = books.find("payment_intent", body["payment_intent"])
            payments.authenticate(books, intent, passed)


def told_since(books: Books, act: Callable[[], None]) -> list[str]:
    """The types of the events, oldest first."""
    with books.service.acting():
        before = next((event.number for event in books.all("event")), 0)
    act()
    with books.service.acting():
        every = [event for event in books.all("event") if event.number > before]
    return [event.body["type"] for event in reversed(every)]


def test_a_card_pays_at_once(client: StripeClient, books: Books) -> None:
    session = order(
        client, books, metadata={"s": "1"}, payment_intent_data={"metadata": {"inv": "9"}}
    )
    card = method(books)
    person = {"email": "ada@example.org", "name": "Ada"}
    told = told_since(books, lambda: checkout.pay(books, session, card, person=person))
    assert told[-1] == "checkout.session.completed"
    assert told.index("payment_intent.succeeded") < told.index("checkout.session.completed")
    read = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    paid = read.to_dict()
    assert (paid["status"], paid["payment_status"], paid["url"]) == ("complete", "paid", None)
    assert paid["customer_details"]["email"] == "ada@example.org"
    intent = paid["payment_intent"]
    assert (intent["amount"], intent["status"]) == (2000, "succeeded")
    assert intent["metadata"] == {"inv": "9"}
    assert paid["metadata"] == {"s": "1"}
    found = client.v1.checkout.sessions.list({"payment_intent": intent["id"]}).data
    assert [one.id for one in found] == [session.id]


def test_nobody_pays_twice(client: StripeClient, books: Books) -> None:
    session = order(client, books)
    checkout.pay(books, session, method(books))
    with pytest.raises(StripeError) as again:
        checkout.pay(books, session, method(books))
    assert again.value.error["code"] == "checkout_session_complete"
    assert refusal(lambda: client.v1.checkout.sessions.expire(session.id)).http_status == 400


def test_after_a_decline_the_same_payment_is_tried_again(
    client: StripeClient, books: Books
) -> None:
    session = order(client, books)
    with pytest.raises(StripeError) as declined:
        checkout.pay(books, session, method(books, "pm_card_visa_chargeDeclined"))
    assert declined.value.status == 402
    tried = session.body["payment_intent"]
    assert (session.body["status"], session.body["payment_status"]) == ("open", "unpaid")
    checkout.pay(books, session, method(books))
    assert session.body["payment_intent"] == tried
    assert session.body["status"] == "complete"
    charges = client.v1.charges.list({"payment_intent": tried}).data
    assert [one.status for one in charges] == ["succeeded", "failed"]


@pytest.mark.parametrize(("passed", "status"), [(True, "complete"), (False, "open")])
def test_three_d_secure_decides_whether_it_is_paid(
    client: StripeClient, books: Books, passed: bool, status: str
) -> None:
    session = order(client, books)
    checkout.pay(books, session, method(books, "pm_card_threeDSecure2Required"))
    assert session.body["status"] == "open"
    intent = books.find("payment_intent", session.body["payment_intent"])
    assert intent.body["status"] == "requires_action"
    back = intent.body["next_action"]["redirect_to_url"]["return_url"]
    assert back.endswith(f"/pages/checkout/{session.id}")
    authenticate(books, session, passed)
    assert session.body["status"] == status


@pytest.mark.parametrize(
    ("token", "event", "payment_status"),
    [
        ("pm_usBankAccount_success", "async_payment_succeeded", "paid"),
        ("pm_usBankAccount_insufficientFunds", "async_payment_failed", "unpaid"),
    ],
)
def test_a_debit_completes_a_session_that_is_not_paid_yet(
    client: StripeClient,
    local: LocalStripe,
    books: Books,
    token: str,
    event: str,
    payment_status: str,
) -> None:
    session = order(client, books)
    account = method(books, token)
    told = told_since(books, lambda: checkout.pay(books, session, account, acceptance=AGREED))
    assert told[-1] == "checkout.session.completed"
    assert (session.body["status"], session.body["payment_status"]) == ("complete", "unpaid")
    told = told_since(books, lambda: local.advance(days=10))
    assert f"checkout.session.{event}" in told
    assert session.body["payment_status"] == payment_status


def test_what_is_captured_later_is_paid_when_it_is_captured(
    client: StripeClient, books: Books
) -> None:
    session = order(client, books, payment_intent_data={"capture_method": "manual"})
    assert session.body["payment_method_types"] == ["card"]
    checkout.pay(books, session, method(books))
    assert (session.body["status"], session.body["payment_status"]) == ("complete", "unpaid")
    client.v1.payment_intents.capture(session.body["payment_intent"])
    assert session.body["payment_status"] == "paid"


def test_what_costs_nothing_is_complete_without_a_payment(
    client: StripeClient, books: Books
) -> None:
    data = {"currency": "usd", "unit_amount": 0, "product_data": {"name": "First talk"}}
    session = order(client, books, line_items=[{"quantity": 1, "price_data": data}])
    checkout.pay(books, session, None, person={"email": "ada@example.org"})
    assert (session.body["status"], session.body["payment_intent"]) == ("complete", None)
    assert session.body["payment_status"] == "no_payment_required"


def test_an_expired_session_takes_no_payment_and_cancels_what_was_tried(
    client: StripeClient, books: Books
) -> None:
    session = order(client, books)
    with pytest.raises(StripeError):
        checkout.pay(books, session, method(books, "pm_card_visa_chargeDeclined"))
    client.v1.checkout.sessions.expire(session.id)
    intent = books.find("payment_intent", session.body["payment_intent"])
    assert intent.body["status"] == "canceled"
    with pytest.raises(StripeError) as late:
        checkout.pay(books, session, method(books))
    assert late.value.error["code"] == "checkout_session_expired"


def test_the_payment_of_an_open_session_is_left_to_it(client: StripeClient, books: Books) -> None:
    session = order(client, books)
    with pytest.raises(StripeError):
        checkout.pay(books, session, method(books, "pm_card_visa_chargeDeclined"))
    intent = session.body["payment_intent"]
    for act in (
        lambda: client.v1.payment_intents.cancel(intent),
        lambda: client.v1.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"}),
    ):
        error = refusal(act)
        assert (error.http_status, error.code) == (400, "payment_intent_unexpected_state")
    assert client.v1.payment_intents.retrieve(intent).status == "requires_payment_method"


def test_a_customer_is_made_where_one_is_always_wanted(client: StripeClient, books: Books) -> None:
    session = order(
        client,
        books,
        customer_creation="always",
        payment_intent_data={"setup_future_usage": "off_session"},
    )
    person = {"email": "new@example.org", "name": "New"}
    card = method(books)
    checkout.pay(books, session, card, person=person)
    customer = client.v1.customers.retrieve(session.body["customer"])
    assert (customer.email, customer.name) == ("new@example.org", "New")
    saved = client.v1.customers.payment_methods.list(customer.id).data
    assert [one.id for one in saved] == [card.id]
    guest = order(client, books)
    checkout.pay(books, guest, method(books), person=person)
    assert guest.body["customer"] is None


def test_a_customers_record_learns_what_it_is_told_to(client: StripeClient, books: Books) -> None:
    customer = client.v1.customers.create({"name": "Ada"}).id
    session = order(client, books, customer=customer, customer_update={"name": "auto"})
    person = {"email": "ada@example.org", "name": "Ada Lovelace"}
    checkout.pay(books, session, method(books), person=person)
    learnt = client.v1.customers.retrieve(customer)
    assert (learnt.name, learnt.email) == ("Ada Lovelace", "ada@example.org")


def test_a_saved_card_belongs_to_the_customer(client: StripeClient, books: Books) -> None:
    customer = client.v1.customers.create({"email": "ada@example.org"}).id
    made = client.v1.checkout.sessions.create({**SAVE, "customer": customer})
    session = books.find("checkout.session", made.id)
    told = told_since(books, lambda: checkout.set_up(books, session, method(books)))
    assert told[-2:] == ["setup_intent.succeeded", "checkout.session.completed"]
    read = client.v1.checkout.sessions.retrieve(
        made.id, {"expand": ["setup_intent.payment_method"]}
    ).to_dict()
    assert read["setup_intent"]["payment_method"]["customer"] == customer
    assert (read["status"], read["payment_status"]) == ("complete", "no_payment_required")


def test_who_saves_a_card_is_made_a_customer_where_that_is_wanted(
    client: StripeClient, books: Books
) -> None:
    made = client.v1.checkout.sessions.create({**SAVE, "customer_creation": "always"})
    session = books.find("checkout.session", made.id)
    card = method(books)
    checkout.set_up(books, session, card, person={"email": "new@example.org"})
    assert client.v1.customers.retrieve(session.body["customer"]).email == "new@example.org"
    assert card.body["customer"] == session.body["customer"]


def test_a_card_is_saved_after_three_d_secure(client: StripeClient, books: Books) -> None:
    made = client.v1.checkout.sessions.create({**SAVE})
    session = books.find("checkout.session", made.id)
    card = method(books, "pm_card_authenticationRequiredOnSetup")
    checkout.set_up(books, session, card)
    assert session.body["status"] == "open"
    authenticate(books, session, True)
    assert session.body["status"] == "complete"


def test_a_link_gives_its_metadata_to_sessions_and_other_to_payments(
    client: StripeClient, books: Books
) -> None:
    offer = link(client, books)
    session = opened(books, offer)
    assert session.body["metadata"] == {"on": "the link"}
    checkout.pay(books, session, method(books))
    intent = client.v1.payment_intents.retrieve(session.body["payment_intent"])
    assert (intent.metadata.to_dict(), intent.description) == ({"on": "the payment"}, "INV-9")
    found = client.v1.checkout.sessions.list({"payment_link": offer.id}).data
    assert [one.id for one in found] == [session.id]


def test_each_visit_of_a_link_has_a_session_and_one_payment_closes_it(
    client: StripeClient, books: Books
) -> None:
    offer = link(client, books)
    first, second = (opened(books, offer) for _ in range(2))
    checkout.pay(books, first, method(books))
    read = client.v1.payment_links.retrieve(offer.id)
    assert read.restrictions
    assert (read.active, read.restrictions.completed_sessions.count) == (False, 1)
    for act in (
        lambda: opened(books, offer),
        lambda: checkout.pay(books, second, method(books)),
    ):
        with pytest.raises(StripeError) as closed:
            act()
        assert str(closed.value) == "Paid already"


def test_who_is_at_three_d_secure_keeps_their_place(client: StripeClient, books: Books) -> None:
    offer = link(client, books)
    first, second = (opened(books, offer) for _ in range(2))
    checkout.pay(books, first, method(books, "pm_card_threeDSecure2Required"))
    with pytest.raises(StripeError, match="Paid already"):
        checkout.pay(books, second, method(books))
    authenticate(books, first, False)
    checkout.pay(books, second, method(books))
    assert second.body["status"] == "complete"
    with pytest.raises(StripeError, match="Paid already"):
        checkout.pay(books, first, method(books))


def test_of_two_payers_at_once_exactly_one_pays_and_the_other_is_told(
    client: StripeClient, books: Books
) -> None:
    for _ in range(50):
        offer = link(client, books)
        sessions = [opened(books, offer) for _ in range(2)]
        cards = [method(books) for _ in range(2)]
        start, told = Barrier(2), []

        def pay(
            session: Record, card: Record, start: Barrier = start, told: list[str] = told
        ) -> None:
            start.wait()
            try:
                checkout.pay(books, session, card)
            except StripeError as refused:
                told.append(str(refused))

        threads = [Thread(target=pay, args=both) for both in zip(sessions, cards, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(one.body["status"] for one in sessions) == ["complete", "open"]
        assert told == ["Paid already"]
        assert not links.is_open(offer)
