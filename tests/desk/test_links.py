"""Payment links: made once, paid once, closed for good; and what is known of them meanwhile."""

import pytest

from desk import link_endings, links
from desk.card_refresh import CardRefresh
from desk.charge_parts import Wish
from desk.charge_refresh import ChargeRefresh
from desk.link_plans import plan
from desk.links import Differs, LinkRequest
from desk.stripe_events import News
from rules.words import Refusal
from sandbox.stripe.errors import StripeError
from storage import attempts, ledger, members, payment_links
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.link_payers import (
    asks_for_link,
    at_stripe,
    books,
    hears,
    makes_link,
    opens,
    pays,
    seen_of,
)
from tests.support.register import Register

DEBIT = "us_bank_account"


def test_a_link_is_made_once_and_can_be_paid_once(register: Register) -> None:
    ada = register.payer()
    first, second = register.invoice(ada, 10_000), register.invoice(ada, 5_000)
    link = makes_link(register, first, second)
    assert (link.state, link.amount, link.stripe_id) == ("open", 15_000, None)

    made = at_stripe(register, link).body
    assert link.url == made["url"]
    assert made["active"]
    assert made["restrictions"]["completed_sessions"]["limit"] == 1
    assert made["payment_method_types"] == ["card"]
    assert made["metadata"]["paydesk_operation"] == link.uid
    assert made["payment_intent_data"]["metadata"] == made["metadata"]
    named = register.client.v1.payment_links.line_items.list(made["id"]).data
    assert [(one.description, one.amount_total) for one in named] == [
        (f"Invoice {first.reference}", 10_000),
        (f"Invoice {second.reference}", 5_000),
    ]

    pays(register, opens(register, link))
    hears(register, link)
    paid = register.now(link)
    assert (paid.state, paid.method["last4"]) == ("succeeded", "4242")
    assert [register.invoice_now(one).state for one in (first, second)] == ["paid", "paid"]
    with pytest.raises(StripeError):
        opens(register, link)


def test_whoever_has_the_link_may_pay_it_and_the_receipt_says_with_what(register: Register) -> None:
    """A link makes no customer: nobody's is compared."""
    ada = register.payer()
    link = makes_link(register, register.invoice(ada))
    pays(register, opens(register, link), "pm_card_mastercard")
    hears(register, link)
    paid = register.now(link)
    assert (paid.state, paid.customer_id, paid.method["brand"]) == ("succeeded", None, "mastercard")
    register.passes(seconds=60)
    register.till.work_off()
    kinds = [line.kind for line in ledger.of_operation(register.store, register.mine, link.id)]
    assert kinds == ["charge", "fee"]


def test_an_open_link_does_not_hold_its_invoice(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    asked = asks_for_link(register, invoice)
    assert isinstance(asked, Operation)
    with pytest.raises(Refusal, match="being paid at this moment"):
        register.asks(OLIVIA, invoice)
    register.till.work_off()
    assert isinstance(register.asks(OLIVIA, invoice), Operation)


def test_sent_visited_and_paid_are_told_as_they_come(register: Register) -> None:
    link = makes_link(register, register.invoice(register.payer()))
    desk, practice, ben = register.desk, register.cast.practice, register.person(BEN)
    assert seen_of(register, link).step == links.MADE
    links.note_sent(desk, practice, ben, link.uid)
    sent = seen_of(register, link)
    assert (sent.step, sent.at, sent.url) == (links.SENT, register.clock(), link.url)

    register.passes(seconds=30)
    page = opens(register, link)
    register.passes(seconds=60)
    register.till.work_off()
    visited = seen_of(register, link)
    assert (visited.step, visited.at) == (links.VISITED, page.body["created"] * 1_000)

    pays(register, page)
    links.look_again(desk, practice, ben, link.uid)
    register.till.work_off()
    paid = seen_of(register, link)
    assert (paid.step, paid.url) == (links.PAID, None)


def test_a_debit_by_link_is_on_its_way_before_it_is_paid(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    link = makes_link(register, invoice, kind=DEBIT)
    assert at_stripe(register, link).body["payment_method_types"] == [DEBIT]
    pays(register, opens(register, link), "pm_usBankAccount_success")
    hears(register, link)
    assert seen_of(register, link).step == links.ON_ITS_WAY
    assert register.invoice_now(invoice).state == "open"
    with pytest.raises(Refusal, match="being paid at this moment"):
        register.asks(OLIVIA, invoice)
    register.until_rest()
    assert (register.now(link).state, register.invoice_now(invoice).state) == ("succeeded", "paid")


@pytest.mark.parametrize("heard", [True, False])
def test_a_debit_by_link_that_fails_leaves_the_invoice_open(
    register: Register, heard: bool
) -> None:
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice, kind=DEBIT)
    pays(register, opens(register, link), "pm_usBankAccount_insufficientFunds")
    if heard:
        hears(register, link)
    register.passes(days=8)
    register.until_rest()
    failed = register.now(link)
    assert (failed.state, failed.reason) == ("failed", "insufficient_funds")
    assert register.invoice_now(invoice).state == "open"
    assert isinstance(register.asks(OLIVIA, invoice), Operation)


def test_who_is_declined_on_the_page_tries_again(register: Register) -> None:
    link = makes_link(register, register.invoice(register.payer()))
    page = opens(register, link)
    with pytest.raises(StripeError):
        pays(register, page, "pm_card_visa_chargeDeclinedInsufficientFunds")
    intent = books(register).find("checkout.session", page.id).body["payment_intent"]
    told = News(register.mine, "payment_intent", intent, {}, True, 0, link.uid)
    ChargeRefresh(register.desk, register.client).refresh(told)
    assert register.now(link).state == "open"
    pays(register, page)
    ChargeRefresh(register.desk, register.client).refresh(told)
    assert (register.now(link).state, register.now(link).stripe_id) == ("succeeded", intent)


@pytest.mark.parametrize("kind", ["checkout.session", "payment_intent", "payment_link"])
def test_whichever_news_come_the_end_is_the_same(register: Register, kind: str) -> None:
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice)
    page = opens(register, link)
    pays(register, page)
    page = books(register).find("checkout.session", page.id)
    ids = {"payment_intent": page.body["payment_intent"]}
    about = {"checkout.session": page.id, "payment_link": page.body["payment_link"], **ids}[kind]
    told = News(register.mine, kind, about, ids, True, 0, link.uid)
    handler = {
        "checkout.session": CardRefresh(register.desk, register.client).refresh_page,
        "payment_intent": ChargeRefresh(register.desk, register.client).refresh,
    }.get(kind)
    for _ in range(2):
        handler(told) if handler else hears(register, link)
    assert (register.now(link).state, register.invoice_now(invoice).paid) == ("succeeded", 10_000)
    lines = ledger.of_operation(register.store, register.mine, link.id)
    assert [line.kind for line in lines].count("charge") == 1


def test_two_people_with_the_same_link_pay_once(register: Register) -> None:
    link = makes_link(register, register.invoice(register.payer()))
    one, other = opens(register, link), opens(register, link)
    pays(register, one)
    with pytest.raises(StripeError):
        pays(register, other)
    hears(register, link)
    register.until_rest(1)
    assert register.now(link).state == "succeeded"


def test_a_link_that_is_closed_leads_nowhere_and_its_open_page_neither(register: Register) -> None:
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice)
    page = opens(register, link)
    links.close(register.desk, register.cast.practice, register.person(BEN), link.uid)
    assert (seen_of(register, link).step, seen_of(register, link).url) == (links.CLOSING, None)
    closed = register.done(link)
    assert (closed.state, closed.reason, closed.url) == ("cancelled", link_endings.CALLED_OFF, None)
    with pytest.raises(StripeError):
        pays(register, page)
    with pytest.raises(StripeError):
        opens(register, link)
    with pytest.raises(Refusal, match="moved on"):
        links.close(register.desk, register.cast.practice, register.person(BEN), link.uid)


def test_a_link_that_was_paid_before_it_was_closed_counts(register: Register) -> None:
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice)
    pays(register, opens(register, link))
    links.close(register.desk, register.cast.practice, register.person(BEN), link.uid)
    assert register.done(link).state == "succeeded"
    assert register.invoice_now(invoice).state == "paid"


def test_a_link_that_is_closed_at_stripe_is_known_to_be(register: Register) -> None:
    link = makes_link(register, register.invoice(register.payer()))
    named = at_stripe(register, link).id
    register.client.v1.payment_links.update(named, {"active": False})
    hears(register, link)
    closed = register.now(link)
    assert (closed.state, closed.reason) == ("cancelled", "closed_at_stripe")


def test_the_same_link_is_given_again_and_a_new_one_closes_it(register: Register) -> None:
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice)
    again = asks_for_link(register, invoice, user=BEN)
    assert isinstance(again, Operation)
    assert again.uid == link.uid
    desk, practice, ben = register.desk, register.cast.practice, register.person(BEN)
    newer = links.new(desk, practice, ben, link.uid, "once more")
    assert isinstance(newer, Operation)
    newer = register.done(newer)
    assert (register.now(link).state, register.now(link).reason) == (
        "cancelled",
        link_endings.NEW_LINK,
    )
    assert newer.state == "open"
    [found] = payment_links.open_of(desk.store, practice.id, [invoice.id])
    assert found.uid == newer.uid


def test_no_new_link_is_made_where_the_old_one_was_paid_meanwhile(register: Register) -> None:
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice)
    newer = asks_for_link(register, invoice, anew=True)
    pays(register, opens(register, link))
    assert isinstance(newer, Operation)
    newer = register.done(newer)
    assert (newer.state, newer.reason) == ("cancelled", "paid_by_link")
    assert register.now(link).state == "succeeded"


def test_a_debit_by_the_old_link_keeps_the_new_one_from_being_made(register: Register) -> None:
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice, kind=DEBIT)
    newer = asks_for_link(register, invoice)
    pays(register, opens(register, link), "pm_usBankAccount_success")
    assert isinstance(newer, Operation)
    newer = register.done(newer)
    assert (newer.state, newer.reason) == ("cancelled", "paid_by_link")
    assert register.now(link).state == "processing"


def test_a_link_differs_from_what_was_seen(register: Register) -> None:
    invoice = register.invoice(register.payer())
    practice, ben = register.cast.practice, register.person(BEN)
    wish = Wish((invoice.id,))
    seen = plan(register.desk, practice, ben, wish).hash()
    asked = LinkRequest("r1", wish, DEBIT, seen)
    assert isinstance(links.submit(register.desk, practice, ben, asked), Differs)


def test_a_click_that_comes_twice_makes_one_link(register: Register) -> None:
    invoice = register.invoice(register.payer())
    first = asks_for_link(register, invoice, request="a click")
    practice, ben = register.cast.practice, register.person(BEN)
    asked = LinkRequest("a click", Wish((invoice.id,)), "card", "")
    second = links.submit(register.desk, practice, ben, asked)
    assert isinstance(first, Operation)
    assert isinstance(second, Operation)
    assert second.uid == first.uid


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_a_link_is_refused_to_whoever_may_not_send_one(register: Register, user: str) -> None:
    invoice = register.invoice(register.payer())
    with pytest.raises(Refusal):
        asks_for_link(register, invoice, user=user)
    link = makes_link(register, invoice, user=FLORENCE)
    with pytest.raises(Refusal):
        links.close(register.desk, register.cast.practice, register.person(user), link.uid)


def test_whoever_lost_their_role_gets_no_link_made(register: Register) -> None:
    asked = asks_for_link(register, register.invoice(register.payer()), user=FLORENCE)
    assert isinstance(asked, Operation)
    members.set_role(register.store, register.mine, FLORENCE, "support", register.clock())
    done = register.done(asked)
    assert (done.state, done.reason) == ("cancelled", "not_allowed")


def test_an_answer_that_was_lost_makes_no_second_link(register: Register) -> None:
    register.fault(verb="POST", path="/v1/payment_links", fault="truncated")
    link = makes_link(register, register.invoice(register.payer()))
    assert link.state == "unknown"
    register.passes(seconds=30)
    link = register.done(link)
    assert link.state == "open"
    tried = attempts.of_operation(register.store, register.mine, link.id)
    assert [one.outcome for one in tried] == ["unknown"]
    kept = payment_links.get(register.store, register.mine, link.id).link_id
    made = register.client.v1.payment_links.list({"limit": 100}).data
    assert [one.id for one in made if one.metadata["paydesk_operation"] == link.uid] == [kept]
