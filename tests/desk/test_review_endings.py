"""What somebody has to look at ends: refunded, counted after all, or seen to at Stripe."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from desk.forms import WrongFields
from desk.outcomes import move, record
from desk.refund_outcomes import record_refund
from desk.refund_refresh import heard_of
from desk.refunds import approve, cancel
from desk.review_endings import WHY, count, seen_to, to_decide
from processor import payments
from processor import refunds as at_stripe
from rules.payment_state import State
from rules.systems import System
from rules.words import Refusal
from storage import audit, balances, outbox
from storage.balances import Counted
from storage.invoices import Invoice
from storage.operations import Operation
from tests.desk.test_refund_outcomes import paid_twice, refunded_in_the_dashboard
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.refunding import asks, balance_of, gone_at_stripe, lines_of, refund, refunds_of
from tests.support.register import Register

SAID = {WHY: "Refunded it there"}


def to_be_looked_at(register: Register) -> tuple[Operation, Invoice]:
    """A debit that has arrived although its invoice was paid in cash meanwhile."""
    invoice = register.invoice(register.payer("pm_sepaDebit_success_at"), currency="eur")
    charge = register.done(register.charges(OLIVIA, invoice))
    assert charge.state == "processing"
    paid_in_cash(register, invoice, 10_000)
    register.passes(days=6)
    charge = register.done(charge)
    assert (charge.state, charge.reason) == ("review", "invoice_cant_take_it")
    return charge, invoice


def paid_in_cash(register: Register, invoice: Invoice, amount: int) -> None:
    counted = Counted(paid=amount)
    assert balances.count(register.store, register.mine, invoice.id, counted, register.clock())


def arrives(register: Register, asked: Operation) -> Operation:
    """Somebody lets it through; of a debit, it takes some days until it is there."""
    if asked.state == "draft":
        other = BEN if asked.asked_by != BEN else OLIVIA
        approve(register.desk, register.cast.practice, register.person(other), asked.uid)
    register.done(asked)
    register.passes(days=8)
    return register.done(asked)


def counts(register: Register, user: str, operation: Operation) -> Operation:
    return count(register.desk, register.cast.practice, register.person(user), operation.uid)


def sees_to(register: Register, user: str, operation: Operation) -> Operation:
    person, practice = register.person(user), register.cast.practice
    return seen_to(register.desk, practice, person, operation.uid, SAID)


def reads_stripe_again(register: Register, charge: Operation) -> Operation:
    seen = payments.read(register.client, charge.stripe_id or "")
    record(register.desk, register.mine, charge.uid, seen, System.STRIPE_NEWS)
    return register.now(charge)


def mails(register: Register, charge: Operation) -> list[str]:
    """Which mails about its receipt were written."""
    uids = (f"receipt:{charge.uid}", f"receipt-undone:{charge.uid}")
    return [one for one in uids if outbox.find(register.store, register.mine, one)]


def test_once_all_of_it_is_refunded_it_is_over_and_its_invoice_is_let_go(
    register: Register,
) -> None:
    charge, invoice = to_be_looked_at(register)
    arrives(register, refund(register, OLIVIA, charge, 4_000))
    assert register.now(charge).state == "review"
    asked = arrives(register, refund(register, BEN, charge))
    assert (asked.state, asked.ends) == ("succeeded", "uncounted")
    ended = register.now(charge)
    assert (ended.state, ended.reason) == ("cancelled", "all_refunded")
    assert gone_at_stripe(register, charge) == [4_000, 6_000]
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)
    paid_in_cash(register, invoice, -10_000)
    assert isinstance(register.asks(OLIVIA, invoice, again=True), Operation)
    assert reads_stripe_again(register, charge).state == "cancelled"


def test_where_its_refund_fails_later_it_is_to_be_looked_at_again(register: Register) -> None:
    charge, _ = to_be_looked_at(register)
    asked = arrives(register, refund(register, OLIVIA, charge))
    assert register.now(charge).state == "cancelled"
    seen = at_stripe.read(register.client, asked.stripe_id or "")
    record_refund(
        register.desk, register.mine, asked.uid, replace(seen, status="failed"), System.STRIPE_NEWS
    )
    again = register.now(charge)
    assert (again.state, again.reason) == ("review", "refund_came_back")
    ended = sees_to(register, OLIVIA, again)
    assert (ended.state, ended.reason) == ("cancelled", "seen_to")


def test_what_the_invoice_can_take_by_now_is_counted_and_receipted_once(
    register: Register,
) -> None:
    charge, invoice = to_be_looked_at(register)
    with pytest.raises(Refusal, match="can’t take it"):
        counts(register, BEN, charge)
    assert register.now(charge).state == "review"
    assert mails(register, charge) == []
    paid_in_cash(register, invoice, -10_000)
    counted = counts(register, BEN, charge)
    assert (counted.state, counted.reason) == ("succeeded", None)
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)
    [log] = [
        one
        for one in audit.of_target(register.store, register.mine, charge.uid)
        if one.action == "review.ended"
    ]
    assert (log.actor, log.detail["how"]) == (BEN, "counted")
    arrives(register, refund(register, OLIVIA, counted, 4_000))
    assert balance_of(register, invoice) == ("paid", 6_000, 4_000, 0)
    with pytest.raises(Refusal, match="moved on"):
        counts(register, BEN, charge)


def test_of_what_was_refunded_in_part_nothing_can_be_counted(register: Register) -> None:
    charge, invoice = to_be_looked_at(register)
    paid_in_cash(register, invoice, -10_000)
    waits = refund(register, FLORENCE, charge, 1_000)
    for act in (counts, sees_to):
        with pytest.raises(Refusal, match="A refund of it waits"):
            act(register, OLIVIA, charge)
    cancel(register.desk, register.cast.practice, register.person(FLORENCE), waits.uid)
    arrives(register, refund(register, OLIVIA, charge, 1_000))
    with pytest.raises(Refusal, match="Another amount"):
        counts(register, OLIVIA, charge)


def test_what_was_seen_to_at_stripe_is_over_and_the_dashboards_refund_is_written_down(
    register: Register,
) -> None:
    charge, _ = to_be_looked_at(register)
    person, practice = register.person(BEN), register.cast.practice
    with pytest.raises(WrongFields):
        seen_to(register.desk, practice, person, charge.uid, {WHY: "  "})
    ended = sees_to(register, BEN, charge)
    assert (ended.state, ended.reason, ended.note) == ("cancelled", "seen_to", SAID[WHY])
    assert SAID[WHY] not in str(audit.of_target(register.store, register.mine, charge.uid))
    assert reads_stripe_again(register, charge).state == "cancelled"
    with pytest.raises(Refusal, match="nothing to refund"):
        asks(register, OLIVIA, ended)
    seen = refunded_in_the_dashboard(register, charge, 10_000)
    heard_of(register.desk, register.mine, seen, System.STRIPE_NEWS)
    [made] = refunds_of(register, charge)
    made = arrives(register, made)
    assert (made.state, made.ends) == ("succeeded", "uncounted")
    assert lines_of(register, made) == [("refund", -10_000)]
    assert register.now(charge).state == "cancelled"


@pytest.mark.parametrize("user", [FLORENCE, SAM, NOAH])
def test_only_an_owner_or_a_biller_decides(register: Register, user: str) -> None:
    charge, invoice = to_be_looked_at(register)
    paid_in_cash(register, invoice, -10_000)
    for act in (counts, sees_to):
        with pytest.raises(Refusal):
            act(register, user, charge)
    assert register.now(charge).state == "review"


def test_two_who_decide_at_once_decide_once(register: Register) -> None:
    charge, invoice = to_be_looked_at(register)
    paid_in_cash(register, invoice, -10_000)

    def decide(at: int) -> object:
        try:
            return (counts if at % 2 else sees_to)(register, [OLIVIA, BEN][at // 4], charge)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(decide, range(8)))
    assert len([one for one in done if isinstance(one, Operation)]) == 1
    ended = register.now(charge)
    paid = 10_000 if ended.state == "succeeded" else 0
    assert balance_of(register, invoice)[1] == paid


def test_of_two_payments_by_a_link_the_second_is_refunded_and_the_link_is_paid(
    register: Register,
) -> None:
    invoice = register.invoice(register.payer())
    link, counted, other = paid_twice(register, invoice)
    with pytest.raises(Refusal, match="paid by this already"):
        counts(register, OLIVIA, link)
    register.done(refund(register, OLIVIA, link))
    ended = register.now(link)
    assert (ended.state, ended.reason, ended.stripe_charge) == ("succeeded", None, counted)
    register.done(refund(register, OLIVIA, ended, 2_500))
    made = register.client.v1.refunds.list({"limit": 2}).data
    assert {one.charge for one in made} == {counted, other}
    assert balance_of(register, invoice) == ("paid", 7_500, 2_500, 0)


def test_a_link_that_was_paid_after_its_end_can_be_counted(register: Register) -> None:
    invoice = register.invoice(register.payer())
    link, _, _ = paid_twice(register, invoice)
    ended = sees_to(register, BEN, link)
    assert (ended.state, ended.reason) == ("succeeded", None)
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)


def test_a_charge_of_which_no_money_is_here_is_for_an_owner_to_settle(register: Register) -> None:
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    stuck = move(register.desk, asked, State.REVIEW, "worker", reason="never_heard")
    assert stuck is not None
    with pytest.raises(Refusal, match="Settle by hand"):
        to_decide(register.desk, register.cast.practice, register.person(OLIVIA), stuck.uid)


@pytest.mark.parametrize("went", [False, True])
def test_a_refund_that_somebody_has_to_look_at_ends(register: Register, *, went: bool) -> None:
    charge = register.pays(register.payer())
    asked = refund(register, OLIVIA, charge, 4_000)
    if went:
        seen = replace(refunded_in_the_dashboard(register, charge, 3_000), operation=asked.uid)
        heard_of(register.desk, register.mine, seen, System.STRIPE_NEWS)
    else:
        move(register.desk, asked, State.REVIEW, "worker", reason="never_heard")
    assert register.now(asked).state == "review"
    ended = sees_to(register, BEN, asked)
    assert (ended.state, ended.ends) == ("succeeded" if went else "cancelled", "uncounted")
    assert register.now(charge).state == "succeeded"
    left = 6_000 if went else 10_000
    assert isinstance(asks(register, OLIVIA, charge, left), Operation)
