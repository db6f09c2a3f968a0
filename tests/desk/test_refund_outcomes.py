"""What Stripe says of a refund is written down once, whoever heard it and in whatever order."""

from dataclasses import replace
from typing import Any

import pytest

from desk.link_refresh import LinkRefresh
from desk.refund_outcomes import record_refund
from desk.refund_refresh import heard_of
from desk.stripe_events import News, NotKnownYet
from processor import refunds as at_stripe
from rules.refund_state import RefundSnapshot
from rules.systems import System
from storage import attempts, ledger, operation_queue, operations
from storage.invoices import Invoice
from storage.operations import REOPEN, Operation
from tests.support.cast import OLIVIA
from tests.support.disputing import hears as hears_of_dispute
from tests.support.link_payers import books, hears, makes_link, opens, pays
from tests.support.refunding import (
    balance_of,
    gone_at_stripe,
    lines_of,
    refund,
    refunds_of,
)
from tests.support.register import LEASE_MS, Register

NEWS = System.STRIPE_NEWS


def refunded_in_the_dashboard(register: Register, charge: Operation, amount: int) -> RefundSnapshot:
    made = register.accounting.stripe.client.v1.refunds.create(
        {"payment_intent": charge.stripe_id or "", "amount": amount}
    )
    return at_stripe.read(register.client, made.id)


def test_a_refund_that_takes_its_time_is_on_its_way_first(register: Register) -> None:
    charge = register.pays(register.payer("pm_card_pendingRefund"))
    asked = register.done(refund(register, OLIVIA, charge))
    assert asked.state == "processing"
    assert lines_of(register, asked) == [("refund", -10_000)]
    register.passes(hours=7)
    assert register.done(asked).state == "succeeded"
    assert lines_of(register, asked) == [("refund", -10_000)]


@pytest.mark.parametrize("ends", ["credit", REOPEN])
def test_a_refund_that_fails_later_comes_back_and_counts_as_paid_again(
    register: Register, ends: str
) -> None:
    ada = register.payer("pm_card_refundFail")
    invoice = register.invoice(ada)
    charge = register.done(register.charges(OLIVIA, invoice))
    asked = register.done(refund(register, OLIVIA, charge, 4_000, ends=ends))
    assert asked.state == "succeeded"
    register.passes(seconds=30)
    failed = register.done(asked)
    assert (failed.state, failed.reason) == ("failed", "unknown")
    assert lines_of(register, failed) == [("refund", -4_000), ("refund_back", 4_000)]
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)
    assert gone_at_stripe(register, charge) == []
    # What failed is not reserved any more.
    assert refund(register, OLIVIA, charge).amount == 10_000


def test_what_came_back_after_the_invoice_was_paid_again_is_told(register: Register) -> None:
    ada = register.payer("pm_card_refundFail")
    invoice = register.invoice(ada)
    charge = register.done(register.charges(OLIVIA, invoice))
    asked = register.done(refund(register, OLIVIA, charge, ends=REOPEN))
    register.done(register.charges(OLIVIA, register.invoice_now(invoice), again=True))
    register.passes(seconds=30)
    failed = register.done(asked)
    assert (failed.state, failed.ends) == ("failed", "uncounted")
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)


def test_what_is_heard_again_and_late_changes_nothing(register: Register) -> None:
    ada = register.payer("pm_card_refundFail")
    invoice = register.invoice(ada)
    charge = register.done(register.charges(OLIVIA, invoice))
    asked = register.done(refund(register, OLIVIA, charge))
    seen = at_stripe.read(register.client, asked.stripe_id or "")
    for status in ("pending", "failed", "succeeded", "failed", "pending"):
        heard = replace(seen, status=status)
        record_refund(register.desk, register.mine, asked.uid, heard, NEWS)
    assert register.now(asked).state == "failed"
    assert lines_of(register, asked) == [("refund", -10_000), ("refund_back", 10_000)]
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)


FAULTS: list[dict[str, Any]] = [
    {"fault": "cut", "when": "after"},
    {"fault": "cut"},
    {"fault": "error", "when": "after"},
    {"fault": "error"},
    {"fault": "html", "when": "after"},
    {"fault": "truncated"},
    {"fault": "key_in_use"},
    {"fault": "rate_limit"},
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: "-".join(one.values()))
def test_what_nobody_knows_of_is_found_out_and_refunded_once(
    register: Register, fault: dict[str, Any]
) -> None:
    charge = register.pays(register.payer())
    register.fault(verb="POST", path="/v1/refunds", times=2, **fault)
    asked = register.done(refund(register, OLIVIA, charge, 4_000))
    for _ in range(8):
        register.passes(hours=5)
        asked = register.done(asked)
    assert asked.state == "succeeded"
    assert gone_at_stripe(register, charge) == [4_000]
    assert lines_of(register, asked) == [("refund", -4_000)]


def test_what_was_never_answered_is_sent_again_under_its_key_and_after_a_day_under_a_new_one(
    register: Register,
) -> None:
    charge = register.pays(register.payer())
    register.fault(verb="POST", path="/v1/refunds", times=2, fault="cut")
    asked = register.done(refund(register, OLIVIA, charge))
    assert asked.state == "unknown"
    register.passes(hours=1)
    asked = register.done(asked)
    assert asked.state == "unknown"
    tried = attempts.of_operation(register.store, register.mine, asked.id)
    assert len({one.key for one in tried}) == 1
    register.passes(days=2)
    assert register.done(asked).state == "succeeded"
    tried = attempts.of_operation(register.store, register.mine, asked.id)
    assert len({one.key for one in tried}) == 2
    assert gone_at_stripe(register, charge) == [10_000]


def test_a_refund_in_stripes_dashboard_is_taken_over_once(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    charge = register.done(register.charges(OLIVIA, invoice))
    seen = refunded_in_the_dashboard(register, charge, 2_500)
    for _ in range(2):
        heard_of(register.desk, register.mine, seen, NEWS)
    [found] = refunds_of(register, charge)
    assert (found.state, found.ends, found.amount) == ("succeeded", "asked", 2_500)
    assert balance_of(register, invoice) == ("open", 7_500, 0, 2_500)


def test_what_paydesk_was_about_to_refund_makes_room_for_the_dashboards(
    register: Register,
) -> None:
    charge = register.pays(register.payer())
    waiting = refund(register, OLIVIA, charge, 8_000)
    heard_of(register.desk, register.mine, refunded_in_the_dashboard(register, charge, 5_000), NEWS)
    ended = register.done(waiting)
    assert (ended.state, ended.reason) == ("cancelled", "refunded_elsewhere")
    assert gone_at_stripe(register, charge) == [5_000]


def test_news_of_our_own_that_is_being_sent_wait_until_its_id_is_known(register: Register) -> None:
    charge = register.pays(register.payer())
    asked = refund(register, OLIVIA, charge)
    [claimed] = operation_queue.claim(register.store, "other", register.clock(), LEASE_MS, limit=1)
    assert claimed.uid == asked.uid
    made = register.accounting.stripe.client.v1.refunds.create(
        {
            "payment_intent": charge.stripe_id or "",
            "metadata": {"paydesk_operation": asked.uid, "paydesk_practice": "T0PRACTICE"},
        }
    )
    seen = at_stripe.read(register.client, made.id)
    with pytest.raises(NotKnownYet):
        heard_of(register.desk, register.mine, seen, NEWS)
    operation_queue.look_again(register.store, claimed, None)
    heard = heard_of(register.desk, register.mine, seen, NEWS)
    assert heard is not None
    assert (heard.uid, heard.state, heard.stripe_id) == (asked.uid, "succeeded", made.id)


def test_a_refund_of_somebody_elses_payment_is_none_of_our_business(register: Register) -> None:
    seen = RefundSnapshot("re_x", "succeeded", 100, "usd", "ch_x", "pi_x", 0)
    assert heard_of(register.desk, register.mine, seen, NEWS) is None
    assert operations.by_stripe_id(register.store, register.mine, "re_x") is None


def paid_twice(register: Register, invoice: Invoice) -> tuple[Operation, str, str]:
    """By a link, on two pages that were open at once; with Stripe's charges, the counted first."""
    link = makes_link(register, invoice)
    first, second = opens(register, link), opens(register, link)
    books(register).find("payment_link", first.body["payment_link"]).body["restrictions"] = None
    pays(register, first)
    hears(register, link)
    pays(register, second)
    for page in (first, second):
        told = News(register.mine, "payment", page.body["payment_intent"], {}, True, 0, link.uid)
        LinkRefresh(register.desk, register.client).look(register.now(link), told.about)
    lines = ledger.of_operation(register.store, register.mine, link.id)
    counted, other = [line.stripe_object for line in lines if line.kind == "charge"]
    return register.now(link), counted, other


def test_of_what_was_paid_twice_the_second_is_refunded_and_the_invoice_stays_paid(
    register: Register,
) -> None:
    invoice = register.invoice(register.payer())
    link, counted, other = paid_twice(register, invoice)
    assert (link.state, link.reason, link.stripe_charge) == ("review", "paid_twice", counted)
    asked = register.done(refund(register, OLIVIA, link))
    assert (asked.state, asked.ends) == ("succeeded", "uncounted")
    [made] = register.client.v1.refunds.list({"limit": 1}).data
    assert made.charge == other
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)
    assert register.now(link).state == "succeeded"


def test_a_refund_of_the_second_payment_in_the_dashboard_is_taken_over_uncounted(
    register: Register,
) -> None:
    invoice = register.invoice(register.payer())
    link, _, other = paid_twice(register, invoice)
    made = register.client.v1.refunds.create({"charge": other})
    seen = at_stripe.read(register.client, made.id)
    assert heard_of(register.desk, register.mine, seen, NEWS) is not None
    [found] = refunds_of(register, link)
    assert (found.state, found.ends, found.stripe_charge) == ("succeeded", "uncounted", other)
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)


@pytest.mark.parametrize("which", [0, 1])
def test_only_a_lost_dispute_of_the_counted_one_of_two_opens_the_invoice(
    register: Register, which: int
) -> None:
    invoice = register.invoice(register.payer())
    _, *charges = paid_twice(register, invoice)
    register.passes(seconds=5)
    register.control(f"charges/{charges[which]}/dispute", reason="fraudulent")
    named = register.client.v1.disputes.list({"charge": charges[which]}).data[0].id
    register.client.v1.disputes.close(named)
    lost = hears_of_dispute(register, named)
    assert (lost.status, lost.reopened) == ("lost", which == 0)
    assert register.invoice_now(invoice).state == ("open" if which == 0 else "paid")
