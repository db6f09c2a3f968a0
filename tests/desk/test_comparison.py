"""Each day the ledger and Stripe are compared, both ways."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.reconciler import Reconciling
from bot.stripe_link import compare_since
from desk.charges import cancel
from desk.comparison import Comparison, Outcome
from desk.disputes import record_dispute
from desk.looks import DAY
from desk.outcomes import move
from processor import disputes as at_stripe
from rules.payment_state import State
from rules.systems import System
from sandbox.stripe import ledger as at_sandbox
from sandbox.stripe.errors import StripeError
from storage import (
    attempts,
    audit,
    comparisons,
    differences,
    ledger,
    operations,
    stripe_clients,
)
from storage.ledger import Line
from storage.operations import Operation
from tests.support.cast import OLIVIA, TEAM
from tests.support.disputing import is_disputed, moved, read_all
from tests.support.link_payers import at_stripe as at_stripe_now
from tests.support.link_payers import makes_link, opens, pays
from tests.support.refunding import refund
from tests.support.register import Accounting, Register


@pytest.fixture
def accounting() -> Iterator[Accounting]:
    """One for each test: all that it has for a practice of that name counts."""
    running = Accounting()
    yield running
    running.stop()


def compared(register: Register) -> Outcome:
    return Comparison(register.desk, register.client).now(register.cast.practice)


def kinds(outcome: Outcome) -> list[str]:
    return [one.kind for one in outcome.differences]


def letters(register: Register) -> list[str]:
    """What Olivia was told of differences."""
    sent = read_all(register)
    about = [row for row in sent if row.uid.startswith("differences:")]
    assert {row.recipient for row in about} <= {OLIVIA}
    return [row.payload["text"] for row in about]


def unheard(register: Register, currency: str = "eur") -> Operation:
    """A debit that settled without our hearing of it."""
    ada = register.payer("pm_sepaDebit_success_at")
    sent = register.done(register.charges(OLIVIA, register.invoice(ada, currency=currency)))
    assert sent.state == "processing"
    register.passes(days=6)
    return sent


def of_ours(register: Register, operation: str, **more: Any) -> str:
    """An intent with our metadata, made behind Paydesk's back."""
    metadata = {"paydesk_practice": TEAM, "paydesk_operation": operation}
    wanted: Any = {"amount": 700, "currency": "usd", "metadata": metadata, **more}
    return register.client.v1.payment_intents.create(wanted).id


def test_where_both_agree_nothing_changes(register: Register) -> None:
    register.pays(register.payer())
    register.passes(days=1)
    found = compared(register)
    assert (found.listed, found.taken_over, found.cancelled, found.differences) == (1, 0, 0, [])
    assert letters(register) == []


def test_what_was_missed_is_taken_over(register: Register) -> None:
    sent = unheard(register)
    found = compared(register)
    assert (found.taken_over, found.differences) == (1, [])
    assert register.now(sent).state == "succeeded"


def test_what_the_ledger_has_and_stripe_does_not_is_told_the_owners_once(
    register: Register,
) -> None:
    paid = register.pays(register.payer())
    made_up = Line(paid.id, "charge", "ch_made_up", 900, "usd", register.clock())
    ledger.add(register.store, register.mine, made_up)
    assert kinds(compared(register)) == ["not_at_stripe"]
    [told] = letters(register)
    assert "$9.00" in told
    assert "ch_made_up" in told
    [entry] = audit.of_target(register.store, register.mine, "ch_made_up")
    assert (entry.actor, entry.action) == ("reconciler", "stripe.differs")

    register.passes(days=1)
    assert kinds(compared(register)) == ["not_at_stripe"]
    assert letters(register) == []


def test_money_at_stripe_for_nobody_here_is_told_until_it_is_gone(register: Register) -> None:
    register.pays(register.payer())
    method = {"payment_method": "pm_card_visa", "confirm": True}
    named = of_ours(
        register,
        "of-no-store",
        **method,
        automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
    )
    assert kinds(compared(register)) == ["nobodys"]
    assert named in letters(register)[0]
    register.passes(days=40)
    assert kinds(compared(register)) == []
    assert differences.open_ones(register.store, register.mine) == []


def test_an_intent_that_nobody_will_confirm_is_cancelled_after_a_day(register: Register) -> None:
    paid = register.pays(register.payer())
    left = of_ours(register, paid.uid)
    assert compared(register).cancelled == 0
    register.passes(hours=25)
    assert compared(register).cancelled == 1
    assert register.client.v1.payment_intents.retrieve(left).status == "canceled"
    tried = attempts.of_operation(register.store, register.mine, paid.id)
    assert [(one.step, one.outcome) for one in tried][-1] == ("cancel", "done")
    assert compared(register).cancelled == 0


def test_an_intent_of_what_was_called_off_is_cancelled(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    register.next_answer(asked.method_id or "", "insufficient_funds")
    declined = register.done(asked)
    register.passes(days=2)
    assert compared(register).cancelled == 0
    cancel(register.desk, register.cast.practice, register.person(OLIVIA), declined.uid)
    assert compared(register).cancelled == 1
    assert register.now(declined).state == "cancelled"


def test_what_waits_for_an_answer_is_no_difference(register: Register) -> None:
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    register.fault(path="/v1/payment_intents/*/confirm", fault="cut", when="after", times=9)
    assert register.done(asked).state == "unknown"
    assert compared(register).differences == []
    assert register.now(asked).state == "succeeded"


def test_it_is_compared_once_a_day_by_one_of_several(register: Register) -> None:
    two = [Comparison(register.desk, register.client) for _ in range(2)]
    practice = register.cast.practice
    assert [one.if_due(practice) for one in two] == [None, None]
    register.clock.advance(DAY - 1)
    assert two[0].if_due(practice) is None
    register.clock.advance(1)
    assert [one.if_due(practice) is not None for one in two] == [True, False]
    register.clock.advance(DAY)
    assert two[1].if_due(practice) is not None


def test_lost_events_have_it_compared_at_once_and_as_far_back(register: Register) -> None:
    sent = unheard(register)
    register.passes(days=40)
    since = sent.asked_at // 1_000 - 60
    reconciling = Reconciling(register.desk, register.client, livemode=False)
    reconciling.look()
    compare_since(register.desk, register.mine, since)
    reconciling.look()
    assert register.now(sent).state == "succeeded"
    known = comparisons.find(register.store, register.mine)
    assert known == comparisons.Comparison(register.clock() + DAY, None, register.clock())


def test_where_stripe_does_not_answer_it_is_tried_again_soon(register: Register) -> None:
    comparisons.ask(register.store, register.mine, register.clock())
    register.fault(path="/v1/payment_intents", verb="GET", fault="error", status=500, times=2)
    reconciling = Reconciling(register.desk, register.client, livemode=False)
    reconciling.look()
    known = comparisons.find(register.store, register.mine)
    assert known is not None
    assert known.compared_at is None
    register.accounting.stripe.service.faults.clear()
    register.clock.advance(DAY // 2)
    reconciling.look()
    known = comparisons.find(register.store, register.mine)
    assert known is not None
    assert known.compared_at == register.clock()


def test_another_practices_payments_stay_its_own(register: Register) -> None:
    paid = register.pays(register.payer())
    other = Comparison(register.desk, register.client).now(register.cast.other)
    assert (other.listed, other.differences) == (0, [])
    assert register.now(paid).state == "succeeded"


def test_an_unconfirmed_intent_that_the_store_has_forgotten_is_cancelled_too(
    register: Register,
) -> None:
    ada = register.payer()
    [customer] = stripe_clients.customers_of(register.store, register.mine, ada.id)
    left = of_ours(register, "forgotten", customer=customer)
    register.passes(hours=25)
    found = compared(register)
    assert (found.cancelled, found.differences) == (1, [])
    assert register.client.v1.payment_intents.retrieve(left).status == "canceled"
    kept = operations.by_stripe_id(register.store, register.mine, left)
    assert kept is not None
    assert (kept.uid, kept.state, kept.client_id) == ("forgotten", "cancelled", ada.id)
    tried = attempts.of_operation(register.store, register.mine, kept.id)
    assert [(one.step, one.outcome) for one in tried] == [("cancel", "done")]


def test_a_dispute_that_nobody_told_of_is_taken_over(register: Register) -> None:
    invoice = register.invoice(register.payer())
    paid = register.done(register.charges(OLIVIA, invoice))
    named = is_disputed(register, paid)
    found = compared(register)
    assert (found.taken_over, found.differences) == (1, [])
    assert moved(register, paid) == [
        ("charge", 10_000),
        ("dispute", -10_000),
        ("dispute_fee", -1_500),
    ]
    register.client.v1.disputes.close(named)
    register.passes(days=40)
    assert compared(register).taken_over == 1
    assert register.invoice_now(invoice).state == "open"
    assert compared(register).taken_over == 0


def test_a_dispute_that_stripe_does_not_have_is_told_with_what_to_do(register: Register) -> None:
    paid = register.pays(register.payer())
    real = at_stripe.read(register.client, is_disputed(register, paid))
    made_up = replace(real, id="du_made_up", movements=())
    record_dispute(register.desk, register.mine, made_up, System.STRIPE_NEWS)
    letters(register)
    assert kinds(compared(register)) == ["no_such_dispute"]
    [told] = letters(register)
    assert "du_made_up" in told
    assert "the key of the right Stripe account" in told
    compared(register)
    assert letters(register) == []


def test_a_refund_in_the_dashboard_that_nobody_told_of_is_taken_over(register: Register) -> None:
    invoice = register.invoice(register.payer())
    paid = register.done(register.charges(OLIVIA, invoice))
    register.client.v1.refunds.create({"payment_intent": paid.stripe_id or "", "amount": 2_500})
    found = compared(register)
    assert (found.taken_over, found.differences) == (1, [])
    assert register.invoice_now(invoice).due == 2_500
    assert compared(register).taken_over == 0


@pytest.mark.parametrize("days", [3, 50])
def test_a_debit_that_came_back_long_after_it_was_paid_is_taken_over(
    register: Register, days: int
) -> None:
    invoice = register.invoice(register.payer("pm_usBankAccount_success"))
    sent = register.done(register.charges(OLIVIA, invoice))
    register.passes(days=6)
    register.done(sent)
    register.passes(days=days)
    register.control(f"debits/{sent.stripe_id}/end", failure_code="account_closed")
    found = compared(register)
    assert (found.taken_over, found.differences) == (1, [])
    assert register.now(sent).state == "failed"
    assert register.invoice_now(invoice).state == "open"


def test_an_old_refund_that_failed_now_is_taken_over(register: Register) -> None:
    invoice = register.invoice(register.payer("pm_card_refundFail"))
    paid = register.done(register.charges(OLIVIA, invoice))
    register.passes(days=1)
    made = register.done(refund(register, OLIVIA, paid))
    register.passes(seconds=30)
    found = compared(register)
    assert (found.taken_over, found.differences) == (1, [])
    assert register.now(made).state == "failed"
    assert register.invoice_now(invoice).state == "paid"


def test_payouts_and_stripes_own_fees_are_no_differences(register: Register) -> None:
    register.pays(register.payer())
    for _ in range(3):
        register.passes(days=3)
    books = register.accounting.stripe.service.platform
    with register.accounting.stripe.service.acting():
        at_sandbox.enter(books, "stripe_fee", -200, "usd", None)
    types = {one.body["type"] for one in books.all("balance_transaction")}
    assert types == {"charge", "payout", "stripe_fee"}
    assert compared(register).differences == []


@pytest.mark.parametrize(
    ("kind", "named"),
    [("refund", "re_made_up"), ("fee", "txn_made_up"), ("dispute", "txn_made_up")],
)
def test_what_only_the_ledger_says_has_moved_is_told_once(
    register: Register, kind: str, named: str
) -> None:
    paid = register.pays(register.payer())
    ledger.add(
        register.store, register.mine, Line(paid.id, kind, named, -700, "usd", register.clock())
    )
    assert kinds(compared(register)) == ["not_at_stripe"]
    [told] = letters(register)
    assert named in told
    compared(register)
    assert letters(register) == []


def test_a_movement_that_nobody_can_explain_is_told_with_what_to_do(register: Register) -> None:
    paid = register.pays(register.payer())
    register.passes(seconds=5)
    books = register.accounting.stripe.service.platform
    charge = next(
        one for one in books.all("charge") if one.body["payment_intent"] == paid.stripe_id
    )
    with register.accounting.stripe.service.acting():
        moved = at_sandbox.enter(books, "payment_reversal", -300, "usd", charge.id)
    found = compared(register)
    assert [(one.kind, one.stripe_object) for one in found.differences] == [
        ("not_booked", moved.id)
    ]
    [told] = letters(register)
    assert "Balances" in told


def test_what_stripe_books_for_others_is_none_of_our_business(register: Register) -> None:
    register.client.v1.payment_intents.create(
        {
            "amount": 700,
            "currency": "usd",
            "payment_method": "pm_card_visa",
            "confirm": True,
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        }
    )
    register.passes(seconds=5)
    assert compared(register).differences == []


def test_a_link_that_is_closed_here_and_open_at_stripe_is_closed_there_too(
    register: Register,
) -> None:
    link = makes_link(register, register.invoice(register.payer()))
    page = opens(register, link)
    move(register.desk, link, State.CANCELLED, OLIVIA, reason="called_off")
    assert at_stripe_now(register, link).body["active"]
    found = compared(register)
    assert (found.cancelled, found.differences) == (1, [])
    assert not at_stripe_now(register, link).body["active"]
    with pytest.raises(StripeError):
        pays(register, page)
    tried = attempts.of_operation(register.store, register.mine, link.id)
    assert [(one.step, one.outcome) for one in tried][-2:] == [
        ("deactivate", "done"),
        ("expire", "done"),
    ]
    assert compared(register).cancelled == 0


def test_a_link_that_waits_stays_open(register: Register) -> None:
    link = makes_link(register, register.invoice(register.payer()))
    assert compared(register).cancelled == 0
    assert at_stripe_now(register, link).body["active"]
