"""A saved card is charged: once, for what was seen, and only by who may."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from unittest.mock import patch

import pytest

from desk.charge_approvals import approve
from desk.charge_plans import Wish
from desk.charges import Agreed, Differs, cancel, submit, try_again
from desk.invoices import void
from desk.outcomes import move, record
from processor import payments
from rules.payment_state import ChargeSnapshot, Snapshot, State
from rules.systems import System
from rules.words import Refusal
from storage import attempts, audit, balances, ledger, members, operation_queue, operations
from storage.balances import Counted
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, T0
from tests.support.register import Register


def test_a_charge_is_paid_and_the_invoice_with_it(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    asked = register.charges(FLORENCE, invoice)
    assert asked.state == "approved"
    assert register.invoice_now(invoice).paid == 0

    done = register.done(asked)
    assert done.state == "succeeded"
    assert register.taken_from(ada) == [10_000]
    paid = register.invoice_now(invoice)
    assert (paid.state, paid.paid, paid.due) == ("paid", 10_000, 0)
    [line] = ledger.of_operation(register.store, register.mine, done.id)
    assert (line.kind, line.amount, line.currency) == ("charge", 10_000, "usd")


def test_stripes_fee_is_known_once_stripe_has_reckoned_it_up(register: Register) -> None:
    done = register.pays(register.payer())
    register.passes(seconds=10)
    register.till.work_off()
    lines = ledger.of_operation(register.store, register.mine, done.id)
    assert [(line.kind, line.amount) for line in lines] == [("charge", 10_000), ("fee", -320)]
    assert register.now(done).due_at is None


def test_several_invoices_are_one_charge(register: Register) -> None:
    ada = register.payer()
    first, second = register.invoice(ada, 4_000), register.invoice(ada, 2_500)
    done = register.done(register.charges(OLIVIA, first, second))
    assert register.taken_from(ada) == [6_500]
    assert done.amount == 6_500
    assert register.invoice_now(first).state == register.invoice_now(second).state == "paid"
    [intent] = register.intents_of(ada)
    assert intent["description"] == f"Invoice {first.reference}, {second.reference}"


def test_a_part_is_charged_and_the_rest_stays_open(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    register.done(register.charges(OLIVIA, invoice, amount=4_000))
    left = register.invoice_now(invoice)
    assert (left.state, left.paid, left.due) == ("open", 4_000, 6_000)
    register.done(register.charges(OLIVIA, left))
    assert sorted(register.taken_from(ada)) == [4_000, 6_000]


def test_a_second_click_does_not_charge_again(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    first = register.charges(OLIVIA, invoice, request="one-form")
    # What the first click wrote down is all that the second one gets.
    person, wish = register.person(OLIVIA), Wish((invoice.id,))
    again = submit(
        register.desk, register.cast.practice, person, "one-form", wish, Agreed(first.shown_hash)
    )
    assert again == first
    register.done(first)
    assert register.taken_from(ada) == [10_000]


def test_two_people_at_once_charge_an_invoice_once(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)

    def charge(user: str) -> object:
        try:
            return register.asks(user, invoice)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(8) as pool:
        asked = list(pool.map(charge, [OLIVIA, BEN, FLORENCE, OLIVIA] * 2))
    made = [one for one in asked if isinstance(one, operations.Operation)]
    assert len(made) == 1
    register.done(made[0])
    assert register.taken_from(ada) == [10_000]


def test_what_is_being_paid_can_neither_be_charged_nor_voided(register: Register) -> None:
    invoice = register.invoice(register.payer())
    register.charges(OLIVIA, invoice)
    with pytest.raises(Refusal, match="is being paid at this moment"):
        register.asks(BEN, invoice, again=True)
    with pytest.raises(Refusal, match="is being paid at this moment"):
        void(
            register.desk,
            register.cast.practice,
            register.person(OLIVIA),
            invoice.id,
            {"reason": "A mistake"},
        )


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_who_may_not_charge_is_refused(register: Register, user: str) -> None:
    invoice = register.invoice(register.payer())
    with pytest.raises(Refusal):
        register.asks(user, invoice)


def test_above_the_front_desks_limit_a_second_person_approves(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(FLORENCE, register.invoice(ada, 60_000))
    assert asked.state == "draft"
    assert register.done(asked).state == "draft"
    with pytest.raises(Refusal):
        approve(register.desk, register.cast.practice, register.person(FLORENCE), asked.uid)
    approve(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    assert register.done(asked).state == "succeeded"
    assert register.taken_from(ada) == [60_000]


def test_what_was_approved_by_two_is_charged_once(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(FLORENCE, register.invoice(ada, 60_000))

    def let(user: str) -> object:
        try:
            return approve(register.desk, register.cast.practice, register.person(user), asked.uid)
        except Refusal:
            return None

    with ThreadPoolExecutor(6) as pool:
        let_through = [one for one in pool.map(let, [OLIVIA, BEN] * 3) if one]
    assert len(let_through) == 1
    register.done(asked)
    assert register.taken_from(ada) == [60_000]


def test_where_nobody_else_could_approve_a_typed_word_stands_in(register: Register) -> None:
    for user in (OLIVIA, BEN):
        members.set_disabled(register.store, register.mine, user, T0)
    invoice = register.invoice(register.payer(), 60_000)
    waiting = register.asks(FLORENCE, invoice)
    assert isinstance(waiting, Differs)
    asked = register.charges(FLORENCE, invoice, alone=True)
    assert asked.approval == "alone"
    assert register.done(asked).state == "succeeded"


def test_who_lost_the_role_before_the_worker_came_charges_nothing(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(BEN, register.invoice(ada))
    members.set_role(register.store, register.mine, BEN, "none", T0)
    done = register.done(asked)
    assert (done.state, done.reason) == ("cancelled", "not_allowed")
    assert register.intents_of(ada) == []


def test_a_declined_card_is_tried_again_only_by_a_click(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    asked = register.charges(OLIVIA, invoice)
    register.next_answer(asked.method_id or "", "insufficient_funds")
    declined = register.done(asked)
    assert (declined.state, declined.reason) == ("declined", "insufficient_funds")
    register.passes(days=2)
    assert register.done(asked).state == "declined"

    try_again(register.desk, register.cast.practice, register.person(FLORENCE), asked.uid)
    assert register.done(asked).state == "succeeded"
    assert register.taken_from(ada) == [10_000]
    assert len(register.intents_of(ada)) == 1


def test_a_card_that_needs_its_holder_waits_for_them(register: Register) -> None:
    ada = register.payer("pm_card_authenticationRequired")
    assert register.pays(ada).state == "needs_customer"


def test_a_debit_is_on_its_way_until_it_settles(register: Register) -> None:
    ada = register.payer("pm_sepaDebit_success_at")
    invoice = register.invoice(ada, currency="eur")
    done = register.done(register.charges(OLIVIA, invoice))
    assert done.state == "processing"
    assert register.invoice_now(invoice).state == "open"
    with pytest.raises(Refusal, match="is being paid"):
        register.asks(OLIVIA, invoice, again=True)
    register.passes(days=6)
    assert register.done(done).state == "succeeded"
    assert register.invoice_now(invoice).state == "paid"


def test_a_debit_that_fails_days_later_opens_the_invoice_again(register: Register) -> None:
    ada = register.payer("pm_sepaDebit_failed_at")
    invoice = register.invoice(ada, currency="eur")
    done = register.done(register.charges(OLIVIA, invoice))
    assert done.state == "processing"
    register.passes(days=6)
    failed = register.done(done)
    assert failed.state == "failed"
    assert register.invoice_now(invoice).due == 10_000
    register.charges(OLIVIA, invoice)


def test_what_was_called_off_in_time_is_not_charged(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    cancel(register.desk, register.cast.practice, register.person(OLIVIA), asked.uid)
    assert register.done(asked).state == "cancelled"
    assert register.intents_of(ada) == []


def test_a_strangers_id_finds_nothing(register: Register) -> None:
    asked = register.charges(FLORENCE, register.invoice(register.payer(), 60_000))
    stranger = replace(register.person(OLIVIA), practice_id=register.cast.other.id)
    with pytest.raises(Refusal, match="no such charge"):
        approve(register.desk, register.cast.other, stranger, asked.uid)


def test_an_intent_whose_id_was_not_kept_is_found_again(register: Register) -> None:
    """The process died between Stripe's answer and writing down the intent."""
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    dies = patch.object(operation_queue, "set_stripe_id", side_effect=KeyboardInterrupt)
    with dies, pytest.raises(KeyboardInterrupt):
        register.till.work_off()
    [tried] = attempts.of_operation(register.store, register.mine, asked.id)
    assert tried.outcome == attempts.DONE
    register.passes(seconds=300)
    assert register.done(asked).state == "succeeded"
    assert len(register.intents_of(ada)) == 1


def test_money_that_an_invoice_cannot_take_is_looked_at_before_it_is_charged_again(
    register: Register,
) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    asked = register.charges(OLIVIA, invoice)
    operation_queue.claim(register.store, "worker-2", register.clock(), 60_000, 1)
    seen = payments.create(register.client, creation_of(register, asked), asked.uid)
    paid = payments.confirm(
        register.client,
        seen.intent_id,
        payments.confirmation(asked.method_id or ""),
        f"{asked.uid}-2",
    )
    before = Counted(paid=4_000)
    assert balances.count(register.store, register.mine, invoice.id, before, register.clock())
    found = record(register.desk, register.mine, asked.uid, paid, System.STRIPE_NEWS)
    assert found is not None
    assert (found.state, found.reason) == ("review", "invoice_cant_take_it")
    assert register.invoice_now(invoice).paid == 4_000
    with pytest.raises(Refusal, match="being paid"):
        register.asks(OLIVIA, invoice, again=True)


def creation_of(register: Register, operation: Operation) -> dict[str, object]:
    """What the worker sends to make its intent."""
    return payments.creation(
        payments.Wanted(
            practice="T0PRACTICE",
            operation=operation.uid,
            customer_id=operation.customer_id or "",
            method_id=operation.method_id or "",
            method_type="card",
            amount=operation.amount,
            surcharge=0,
            currency=operation.currency,
            invoices="",
            description="Invoice",
        )
    )


def test_money_that_comes_while_somebody_has_to_look_is_in_the_log(register: Register) -> None:
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    [sending] = operation_queue.claim(register.store, "worker-2", register.clock(), 60_000, 1)
    move(register.desk, sending, State.REVIEW, System.WORKER, reason="never_heard")
    other = replace(
        SEEN_PAID, intent_id="pi_other", customer_id=asked.customer_id, amount=1, received=1
    )
    found = record(register.desk, register.mine, asked.uid, other, System.STRIPE_NEWS)
    assert found is not None
    assert (found.state, found.reason) == ("review", "other_amount")
    entries = audit.of_target(register.store, register.mine, asked.uid)
    assert [one.action for one in entries[-2:]] == ["charge.review", "charge.review"]
    assert entries[-1].actor == System.STRIPE_NEWS


SEEN_PAID = Snapshot(
    "pi_1", "succeeded", 1, 1, "usd", None, ChargeSnapshot("ch_of_the_log", "succeeded", 1, "usd")
)
