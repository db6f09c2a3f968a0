"""Payment links whose invoices are charged, changed or settled otherwise: one payment."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest

from desk import card_tries, link_endings
from desk.charge_approvals import approve
from desk.charges import try_again
from desk.erasure import erase
from desk.invoice_drafts import start_edit
from desk.invoice_forms import REASON
from desk.invoice_save import save_draft
from desk.invoices import void
from processor import links as at_processor
from rules.link_state import LinkSnapshot
from rules.words import Refusal
from sandbox.stripe.errors import StripeError
from storage import audit, clients, payment_links
from storage.invoices import Invoice
from tests.desk.test_elsewhere import notes, writes_off
from tests.support.cast import BEN, FLORENCE, OLIVIA
from tests.support.link_payers import at_stripe, hears, makes_link, opens, pays
from tests.support.register import Register
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE
DEBIT = "us_bank_account"


def test_before_a_card_is_charged_the_link_is_closed_at_stripe(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    link = makes_link(register, invoice)
    page = opens(register, link)
    charged = register.done(register.charges(OLIVIA, invoice))
    assert (charged.state, register.now(link).state) == ("succeeded", "cancelled")
    assert register.now(link).reason == link_endings.CHARGED
    assert not at_stripe(register, link).body["active"]
    with pytest.raises(StripeError):
        pays(register, page)
    assert register.taken_from(ada) == [10_000]


def test_a_charge_without_an_open_link_asks_stripe_twice(register: Register) -> None:
    charged = register.charges(OLIVIA, register.invoice(register.payer()))
    log = register.accounting.stripe.service.log
    before = log.since()[-1].number
    assert register.done(charged).state == "succeeded"
    assert [one.path.count("/") for one in log.since(before)] == [2, 4]


def test_a_link_that_was_paid_meanwhile_stops_the_charge(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    link = makes_link(register, invoice)
    asked = register.charges(OLIVIA, invoice)
    pays(register, opens(register, link))
    stopped = register.done(asked)
    assert (stopped.state, stopped.reason) == ("cancelled", "paid_by_link")
    assert register.now(link).state == "succeeded"
    assert register.invoice_now(invoice).paid == 10_000
    assert register.taken_from(ada) == []
    [*_, last] = audit.of_target(register.store, register.mine, asked.uid)
    assert (last.actor, last.action) == ("worker", "charge.cancelled")


@pytest.mark.parametrize("user", [OLIVIA, FLORENCE])
def test_news_of_a_link_that_was_paid_call_off_what_was_not_sent_yet(
    register: Register, user: str
) -> None:
    """Above her limit, Florence's charge waits for another."""
    ada = register.payer()
    invoice = register.invoice(ada, 60_000)
    link = makes_link(register, invoice)
    asked = register.charges(user, invoice)
    pays(register, opens(register, link))
    hears(register, link)
    assert register.now(link).state == "succeeded"
    assert (register.now(asked).state, register.now(asked).reason) == ("cancelled", "paid_by_link")
    with pytest.raises(Refusal):
        approve(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    register.till.work_off()
    assert register.intents_of(ada) == []


def test_a_debit_by_link_that_is_on_its_way_stops_the_charge(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    link = makes_link(register, invoice, kind=DEBIT)
    asked = register.charges(OLIVIA, invoice)
    pays(register, opens(register, link), "pm_usBankAccount_success")
    hears(register, link)
    assert (register.now(link).state, register.now(asked).reason) == ("processing", "paid_by_link")
    register.until_rest()
    assert (register.now(link).state, register.invoice_now(invoice).paid) == ("succeeded", 10_000)
    assert register.taken_from(ada) == []


def test_a_charge_that_is_tried_again_closes_the_link_that_was_made_meanwhile(
    register: Register,
) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    register.next_answer(register.methods_of(ada)[0].method_id, "insufficient_funds")
    declined = register.done(register.charges(OLIVIA, invoice))
    assert declined.state == "declined"
    link = makes_link(register, invoice)
    try_again(register.desk, register.cast.practice, register.person(OLIVIA), declined.uid)
    assert register.done(declined).state == "succeeded"
    assert register.now(link).state == "cancelled"
    assert not at_stripe(register, link).body["active"]


def test_a_link_that_is_not_seen_closed_keeps_the_charge_waiting(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    link = makes_link(register, invoice)
    asked = register.charges(OLIVIA, invoice)
    named = at_stripe(register, link).id
    register.fault(verb="POST", path=f"/v1/payment_links/{named}", fault="error", times=1)
    assert register.done(asked).state == "unknown"
    assert register.intents_of(ada) == []
    register.passes(seconds=30)
    assert register.done(asked).state == "succeeded"
    assert register.now(link).state == "cancelled"


def test_a_link_that_stripe_shows_open_is_not_taken_for_closed(register: Register) -> None:
    """Whatever it answered when it was asked to close it."""
    ada = register.payer()
    invoice = register.invoice(ada)
    link = makes_link(register, invoice)
    opens(register, link)
    asked = register.charges(OLIVIA, invoice)
    with patch.object(at_processor, "expire", lambda *given: None):
        assert register.done(asked).state == "unknown"
    assert register.intents_of(ada) == []
    register.passes(seconds=30)
    assert register.done(asked).state == "succeeded"


def test_a_page_that_stripe_would_not_close_is_no_refusal_of_the_card(register: Register) -> None:
    """Its payer was faster than the charge, between two readings."""
    ada = register.payer()
    invoice = register.invoice(ada)
    link = makes_link(register, invoice, kind=DEBIT)
    page = opens(register, link)
    asked = register.charges(OLIVIA, invoice)
    expire = at_processor.expire

    def too_late(*given: Any) -> None:
        pays(register, page, "pm_usBankAccount_success")
        expire(*given)

    with patch.object(at_processor, "expire", too_late):
        assert register.done(asked).reason == "paid_by_link"
    [method] = register.methods_of(ada)
    tries = card_tries.tries_of(register.desk, register.mine, ada.id, method)
    assert (tries.used, tries.never_again) == (0, None)


def edits(register: Register, invoice: Invoice) -> None:
    desk, practice, person = register.desk, register.cast.practice, register.person(BEN)
    draft = start_edit(desk, practice, person, invoice.id).draft
    assert isinstance(save_draft(desk, practice, person, draft), Invoice)


def voids(register: Register, invoice: Invoice) -> None:
    practice, person = register.cast.practice, register.person(BEN)
    void(register.desk, practice, person, invoice.id, {REASON: "A mistake"})


def erases(register: Register, invoice: Invoice) -> None:
    payer = clients.get(register.store, register.mine, invoice.payer_id)
    assert payer is not None
    erase(register.desk, register.person(OLIVIA), payer.id, payer.reference)


@pytest.mark.parametrize(
    ("does", "why", "by"),
    [
        (edits, link_endings.EDITED, BEN),
        (voids, link_endings.VOIDED, BEN),
        (erases, link_endings.ERASED, OLIVIA),
        (notes, link_endings.ELSEWHERE, FLORENCE),
        (writes_off, link_endings.WRITTEN_OFF, BEN),
    ],
)
def test_what_settles_or_changes_an_invoice_closes_its_link(
    register: Register, does: Callable[[Register, Invoice], Any], why: str, by: str
) -> None:
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice)
    does(register, invoice)
    marked = payment_links.get(register.store, register.mine, link.id)
    assert (marked.closing, marked.closing_by) == (why, by)
    closed = register.done(link)
    assert (closed.state, closed.reason) == ("cancelled", why)
    assert not at_stripe(register, link).body["active"]


def test_what_was_marked_while_the_link_was_being_looked_at_is_closed_at_once(
    register: Register,
) -> None:
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice)
    register.passes(hours=1)
    read, once = at_processor.read, iter([invoice])

    def read_and_void(*given: Any) -> LinkSnapshot:
        seen = read(*given)
        for one in once:
            voids(register, one)
        return seen

    with patch.object(at_processor, "read", read_and_void):
        closed = register.done(link)
    assert (closed.state, closed.reason) == ("cancelled", link_endings.VOIDED)
