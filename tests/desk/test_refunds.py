"""A payment goes back to the client, whole or in part: never more than was taken."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.erasure import erase
from desk.refund_plans import Wish, plan
from desk.refunds import Differs, Said, approve, cancel, refuse_approval, submit
from rules.words import Refusal
from storage import audit, cards, members
from storage.operations import REOPEN, Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.disputing import answers, hears, is_disputed
from tests.support.link_payers import hears as hears_of_link
from tests.support.link_payers import makes_link, opens, pays
from tests.support.refunding import asks, balance_of, gone_at_stripe, lines_of, refund
from tests.support.register import Register


def test_a_whole_refund_credits_the_invoice(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    charge = register.done(register.charges(OLIVIA, invoice))
    asked = refund(register, BEN, charge)
    assert (asked.state, asked.amount) == ("approved", 10_000)
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)

    done = register.done(asked)
    assert done.state == "succeeded"
    assert gone_at_stripe(register, charge) == [10_000]
    assert lines_of(register, done) == [("refund", -10_000)]
    assert balance_of(register, invoice) == ("paid", 0, 10_000, 0)


def test_a_refund_that_reopens_lets_the_invoice_be_paid_again(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    charge = register.done(register.charges(OLIVIA, invoice))
    register.done(refund(register, OLIVIA, charge, 4_000, ends=REOPEN))
    assert balance_of(register, invoice) == ("open", 6_000, 0, 4_000)
    register.done(register.charges(OLIVIA, register.invoice_now(invoice)))
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)
    assert sorted(register.taken_from(ada)) == [4_000, 10_000]


def test_parts_may_go_back_one_after_the_other_and_no_more_than_was_taken(
    register: Register,
) -> None:
    charge = register.pays(register.payer())
    for part in (2_500, 3_000):
        register.done(refund(register, OLIVIA, charge, part))
    with pytest.raises(Refusal, match="At most"):
        asks(register, OLIVIA, charge, 4_501)
    register.done(refund(register, OLIVIA, charge))
    assert gone_at_stripe(register, charge) == [2_500, 3_000, 4_500]
    with pytest.raises(Refusal, match="All of this payment was refunded"):
        asks(register, OLIVIA, charge, 1)


def test_what_is_asked_for_is_reserved(register: Register) -> None:
    charge = register.pays(register.payer())
    refund(register, FLORENCE, charge, 7_000)
    with pytest.raises(Refusal, match="At most"):
        asks(register, OLIVIA, charge, 4_000)
    assert isinstance(asks(register, OLIVIA, charge, 3_000), Operation)


def test_a_second_click_does_not_refund_again(register: Register) -> None:
    charge = register.pays(register.payer())
    first = refund(register, OLIVIA, charge, 1_000, request="one-window")
    assert asks(register, OLIVIA, charge, 1_000, request="one-window") == first
    register.done(first)
    assert gone_at_stripe(register, charge) == [1_000]


def test_two_at_once_never_refund_more_than_was_taken(register: Register) -> None:
    """Each has seen the same, so only the first is let through; the others look again."""
    charge = register.pays(register.payer())

    def ask(user: str) -> object:
        try:
            return asks(register, user, charge, 6_000)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(8) as pool:
        asked = list(pool.map(ask, [OLIVIA, BEN] * 4))
    made = [one for one in asked if isinstance(one, Operation)]
    assert len(made) == 1
    assert all(isinstance(one, Differs | Refusal) for one in asked if one not in made)
    register.done(made[0])
    assert gone_at_stripe(register, charge) == [6_000]


def test_what_changed_since_it_was_seen_is_shown_again(register: Register) -> None:
    charge = register.pays(register.payer())
    desk, practice, owner = register.desk, register.cast.practice, register.person(OLIVIA)
    seen = plan(desk, practice, owner, charge, Wish(charge.uid, 1_000)).hash()
    refund(register, BEN, charge, 500)
    shown = submit(desk, practice, owner, "late", Wish(charge.uid, 1_000), Said(seen))
    assert isinstance(shown, Differs)
    assert shown.plan.takings.gone.bill == 500


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_who_may_not_ask_is_refused(register: Register, user: str) -> None:
    charge = register.pays(register.payer())
    with pytest.raises(Refusal):
        asks(register, user, charge)


def test_the_front_desk_asks_and_a_biller_approves(register: Register) -> None:
    charge = register.pays(register.payer())
    asked = refund(register, FLORENCE, charge)
    assert register.done(asked).state == "draft"
    desk, practice = register.desk, register.cast.practice
    with pytest.raises(Refusal, match="Only an owner or a biller"):
        approve(desk, practice, register.person(FLORENCE), asked.uid)
    approve(desk, practice, register.person(BEN), asked.uid)
    with pytest.raises(Refusal, match="moved on"):
        approve(desk, practice, register.person(OLIVIA), asked.uid)
    assert register.done(asked).state == "succeeded"
    assert gone_at_stripe(register, charge) == [10_000]


def test_above_the_limit_a_second_person_approves(register: Register) -> None:
    charge = register.pays(register.payer(), 60_000)
    asked = refund(register, BEN, charge)
    assert asked.state == "draft"
    desk, practice = register.desk, register.cast.practice
    with pytest.raises(Refusal, match="Somebody else"):
        approve(desk, practice, register.person(BEN), asked.uid)
    approve(desk, practice, register.person(OLIVIA), asked.uid)
    assert register.done(asked).state == "succeeded"


def test_where_nobody_else_can_approve_a_typed_word_stands_in(register: Register) -> None:
    charge = register.pays(register.payer(), 60_000)
    members.set_role(register.store, register.mine, BEN, "support", register.clock())
    unsaid = asks(register, OLIVIA, charge)
    assert isinstance(unsaid, Differs)
    assert unsaid.missing
    asked = refund(register, OLIVIA, charge, alone=True)
    assert (asked.state, asked.approval) == ("approved", "alone")
    assert register.done(asked).state == "succeeded"


def test_what_is_not_approved_or_taken_back_reserves_nothing(register: Register) -> None:
    charge = register.pays(register.payer())
    desk, practice = register.desk, register.cast.practice
    first = refund(register, FLORENCE, charge)
    refuse_approval(desk, practice, register.person(BEN), first.uid)
    assert register.now(first).reason == "not_approved"
    second = refund(register, FLORENCE, charge)
    cancel(desk, practice, register.person(FLORENCE), second.uid)
    assert register.done(refund(register, OLIVIA, charge)).state == "succeeded"
    assert gone_at_stripe(register, charge) == [10_000]


def test_whoever_lost_the_role_meanwhile_refunds_nothing(register: Register) -> None:
    charge = register.pays(register.payer())
    asked = refund(register, BEN, charge)
    members.set_role(register.store, register.mine, BEN, "front_desk", register.clock())
    ended = register.done(asked)
    assert (ended.state, ended.reason) == ("cancelled", "not_allowed")
    assert gone_at_stripe(register, charge) == []


def test_a_refund_of_several_invoices_takes_from_the_first_or_from_the_named_one(
    register: Register,
) -> None:
    ada = register.payer()
    first, second = register.invoice(ada, 4_000), register.invoice(ada, 2_500)
    charge = register.done(register.charges(OLIVIA, first, second))
    register.done(refund(register, OLIVIA, charge, 1_000, invoice=second))
    assert balance_of(register, first) == ("paid", 4_000, 0, 0)
    assert balance_of(register, second) == ("paid", 1_500, 1_000, 0)
    register.done(refund(register, OLIVIA, charge, 4_500))
    assert balance_of(register, first) == ("paid", 0, 4_000, 0)
    assert balance_of(register, second) == ("paid", 1_000, 1_500, 0)
    with pytest.raises(Refusal, match="paid nothing"):
        asks(register, OLIVIA, charge, invoice=register.invoice(ada))


def test_a_disputed_payment_is_not_refunded(register: Register) -> None:
    """Nobody told Paydesk of the dispute yet: Stripe itself refuses."""
    ada = register.payer("pm_card_createDispute")
    charge = register.pays(ada)
    register.passes(seconds=30)
    ended = register.done(refund(register, OLIVIA, charge))
    assert (ended.state, ended.reason) == ("failed", "charge_disputed")
    assert lines_of(register, ended) == []
    assert register.taken_from(ada) == [10_000]


def test_while_paydesk_knows_of_a_dispute_it_refuses_and_not_once_it_is_won(
    register: Register,
) -> None:
    charge = register.pays(register.payer())
    dispute = is_disputed(register, charge)
    asked = refund(register, OLIVIA, charge, 1_000)
    hears(register, dispute)
    ended = register.done(asked)
    assert (ended.state, ended.reason) == ("cancelled", "charge_disputed")
    with pytest.raises(Refusal, match="decides about it"):
        asks(register, OLIVIA, charge)
    answers(register, dispute)
    register.passes(seconds=5)
    hears(register, dispute)
    assert register.done(refund(register, OLIVIA, charge)).state == "succeeded"
    assert gone_at_stripe(register, charge) == [10_000]


def test_while_the_bank_only_asks_the_money_may_go_back(register: Register) -> None:
    charge = register.pays(register.payer())
    hears(register, is_disputed(register, charge, "inquiry"))
    assert register.done(refund(register, OLIVIA, charge)).state == "succeeded"


def test_a_payment_by_link_is_refunded_and_told_on_its_card(register: Register) -> None:
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice)
    pays(register, opens(register, link))
    hears_of_link(register, link)
    paid = register.now(link)
    asked = register.done(refund(register, OLIVIA, paid, 4_000))
    assert asked.state == "succeeded"
    assert balance_of(register, invoice) == ("paid", 6_000, 4_000, 0)
    [shown] = cards.of_key(register.store, register.mine, "payment_link", paid.uid)
    assert shown.version == register.now(paid).version


def test_it_stands_in_the_audit_log_who_asked_and_what_came_of_it(register: Register) -> None:
    charge = register.pays(register.payer())
    asked = register.done(refund(register, BEN, charge))
    told = audit.of_target(register.store, register.mine, asked.uid)
    assert [(one.action, one.actor) for one in told] == [
        ("refund.approved", BEN),
        ("refund.succeeded", "worker"),
    ]


def test_what_was_noted_goes_with_the_client_and_not_while_a_refund_is_on_its_way(
    register: Register,
) -> None:
    ada = register.payer()
    charge = register.pays(ada)
    asked = refund(register, OLIVIA, charge, note="She moved to Leeds")
    owner = register.person(OLIVIA)
    with pytest.raises(Refusal, match="has not come to its end"):
        erase(register.desk, owner, ada.id, ada.reference)
    assert register.done(asked).note == "She moved to Leeds"
    erase(register.desk, owner, ada.id, ada.reference)
    assert register.now(asked).note is None
    assert "Leeds" not in str(audit.of_target(register.store, register.mine, asked.uid))
