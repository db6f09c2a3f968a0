"""A payer asks their bank for the money back: the ledger, the invoice and people follow Stripe."""

import pytest

from bot.outbox.rendering import renderers
from desk.dispute_notices import DisputeNotices
from desk.disputes import record_dispute
from desk.home import choose_language
from desk.outcomes import record
from desk.refund_takings import takings_of
from desk.settings import change
from processor import disputes as at_stripe
from processor import payments
from rules.dispute_state import DisputeSnapshot
from rules.systems import System
from storage import audit, dispute_notices, disputes, outbox
from storage.operations import REOPEN, Operation
from tests.support.cast import FLORENCE, OLIVIA
from tests.support.disputing import (
    ESCALATES,
    LOSES,
    answers,
    hears,
    is_disputed,
    moved,
    read_all,
)
from tests.support.link_payers import hears as hears_of_link
from tests.support.link_payers import makes_link, opens, pays
from tests.support.refunding import balance_of, refund
from tests.support.register import Register

CHANNEL = "C0BILLING"
OPENED = [("charge", 10_000), ("dispute", -10_000), ("dispute_fee", -1_500)]


def letters(register: Register) -> list[tuple[str, str]]:
    """Whom a dispute was told since the last time, in direct messages and threads."""
    about = [row for row in read_all(register) if row.uid.startswith("dispute:")]
    return [(row.recipient, row.payload["text"]) for row in about]


def card_text(register: Register, operation: Operation) -> str:
    message = renderers(register.desk).cards["charge"](register.mine, operation.uid)
    assert message is not None
    return f"{message.text} {message.blocks}"


def test_a_dispute_takes_the_money_and_the_invoice_stays_paid(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    paid = register.done(register.charges(OLIVIA, invoice))
    dispute = hears(register, is_disputed(register, paid, "product_not_received"))
    assert (dispute.status, dispute.reason) == ("needs_response", "product_not_received")
    assert (dispute.amount, dispute.currency) == (10_000, "usd")
    assert moved(register, paid) == OPENED
    assert register.invoice_now(invoice).state == "paid"
    assert register.now(paid).state == "succeeded"
    assert takings_of(register.desk, register.now(paid)).disputed


def test_a_dispute_that_is_lost_opens_the_invoice_again(register: Register) -> None:
    invoice = register.invoice(register.payer())
    paid = register.done(register.charges(OLIVIA, invoice))
    named = is_disputed(register, paid)
    hears(register, named)
    answers(register, named, LOSES)
    register.passes(seconds=5)
    dispute = hears(register, named)
    assert (dispute.status, dispute.reopened) == ("lost", True)
    assert dispute.closed_at == register.clock()
    owed = register.invoice_now(invoice)
    assert (owed.state, owed.paid, owed.due) == ("open", 0, 10_000)
    assert moved(register, paid) == OPENED
    assert register.done(register.charges(OLIVIA, owed, again=True)).state == "succeeded"


def test_a_dispute_that_is_won_gives_the_money_back(register: Register) -> None:
    invoice = register.invoice(register.payer())
    paid = register.done(register.charges(OLIVIA, invoice))
    named = is_disputed(register, paid)
    hears(register, named)
    answers(register, named)
    assert hears(register, named).status == "under_review"
    register.passes(seconds=5)
    assert hears(register, named).status == "won"
    assert moved(register, paid) == [*OPENED, ("dispute_back", 10_000)]
    assert register.invoice_now(invoice).state == "paid"
    assert not takings_of(register.desk, register.now(paid)).disputed


def test_what_was_lost_and_is_won_after_all_is_paid_again(register: Register) -> None:
    """By an appeal. Where the client has paid in another way meanwhile it stays uncounted."""
    ada = register.payer()
    first, second = register.invoice(ada, 6_000), register.invoice(ada, 4_000)
    paid = register.done(register.charges(OLIVIA, first, second))
    named = is_disputed(register, paid)
    lost = at_stripe.read(register.client, named)
    for status in ("lost", "appeal_under_review"):
        seen = DisputeSnapshot(**{**vars(lost), "status": status})
        record_dispute(register.desk, register.mine, seen, System.STRIPE_NEWS)
        assert register.invoice_now(first).due == 6_000
    register.done(register.charges(OLIVIA, register.invoice_now(second), again=True))
    won = DisputeSnapshot(**{**vars(lost), "status": "won"})
    dispute = record_dispute(register.desk, register.mine, won, System.STRIPE_NEWS)
    assert dispute is not None
    assert register.invoice_now(first).state == "paid"
    assert register.invoice_now(second).paid == 4_000
    assert disputes.parts(register.store, register.mine, dispute.id) == [(second.id, 4_000)]
    assert "has paid twice" in card_text(register, paid)


def test_an_inquiry_takes_nothing_and_may_become_a_dispute(register: Register) -> None:
    invoice = register.invoice(register.payer())
    paid = register.done(register.charges(OLIVIA, invoice))
    named = is_disputed(register, paid, "inquiry")
    assert hears(register, named).status == "warning_needs_response"
    assert moved(register, paid) == [("charge", 10_000)]
    assert not takings_of(register.desk, register.now(paid)).disputed
    [(_, told)] = letters(register)
    assert "asks about this payment" in told
    assert "Nothing was taken so far" in told

    answers(register, named, ESCALATES)
    register.passes(seconds=5)
    assert hears(register, named).status == "needs_response"
    assert moved(register, paid) == OPENED
    [(_, told)] = letters(register)
    assert "This payment is disputed" in told


def test_an_inquiry_that_ends_is_told(register: Register) -> None:
    paid = register.pays(register.payer())
    named = is_disputed(register, paid, "inquiry")
    hears(register, named)
    answers(register, named)
    register.passes(seconds=5)
    letters(register)
    assert hears(register, named).status == "warning_closed"
    [(_, told)] = letters(register)
    assert "no more questions" in told
    assert moved(register, paid) == [("charge", 10_000)]


def test_a_disputed_bank_debit_is_final_at_once(register: Register) -> None:
    ada = register.payer("pm_usBankAccount_success")
    invoice = register.invoice(ada)
    sent = register.done(register.charges(OLIVIA, invoice))
    register.passes(days=6)
    paid = register.done(sent)
    assert paid.state == "succeeded"
    letters(register)
    dispute = hears(register, is_disputed(register, paid))
    assert (dispute.status, dispute.reason) == ("lost", "debit_not_authorized")
    assert dispute.evidence_due_at is None
    assert register.invoice_now(invoice).state == "open"
    [(to, told)] = letters(register)
    assert to == OLIVIA
    for words in ("The dispute is lost: $100.00", "did not agree to this debit", "open again"):
        assert words in told
    notices = dispute_notices.of_dispute(register.store, register.mine, dispute.id)
    assert notices == []


def test_hearing_the_same_again_changes_nothing(register: Register) -> None:
    paid = register.pays(register.payer())
    named = is_disputed(register, paid)
    first = hears(register, named)
    letters(register)
    version = register.now(paid).version
    assert hears(register, named) == first
    assert register.now(paid).version == version
    assert letters(register) == []
    log = audit.of_target(register.store, register.mine, f"dispute:{named}")
    assert [(one.actor, one.action) for one in log] == [("stripe_news", "dispute.needs_response")]


def test_what_was_read_before_it_ended_and_comes_later_changes_nothing(register: Register) -> None:
    invoice = register.invoice(register.payer())
    paid = register.done(register.charges(OLIVIA, invoice))
    named = is_disputed(register, paid)
    early = at_stripe.read(register.client, named)
    answers(register, named)
    register.passes(seconds=5)
    won = hears(register, named)
    later = record_dispute(register.desk, register.mine, early, System.STRIPE_NEWS)
    assert later == won
    assert moved(register, paid) == [*OPENED, ("dispute_back", 10_000)]


def test_a_dispute_that_is_heard_of_before_its_payment_waits_for_it(register: Register) -> None:
    ada = register.payer("pm_usBankAccount_success")
    invoice = register.invoice(ada)
    sent = register.done(register.charges(OLIVIA, invoice))
    register.passes(days=6)
    intent = register.client.v1.payment_intents.retrieve(sent.stripe_id or "")
    register.control(f"charges/{intent.latest_charge}/dispute")
    found = register.client.v1.disputes.list({"payment_intent": intent.id}).data[0]
    assert hears(register, found.id).status == "lost"
    assert register.now(sent).state == "succeeded"
    assert register.invoice_now(invoice).state == "open"


def test_the_owner_is_told_with_everything_and_the_channel_by_the_reference(
    register: Register,
) -> None:
    owner = register.person(OLIVIA)
    change(register.desk, owner, register.cast.practice, "billing_channel", CHANNEL)
    paid = register.pays(register.payer(), user=FLORENCE)
    letters(register)
    named = is_disputed(register, paid)
    hears(register, named)
    [(to, letter)] = letters(register)
    assert to == OLIVIA
    uid = f"dispute:{paid.uid}:{register.now(paid).version}"
    line = outbox.find(register.store, register.mine, uid)
    assert line is not None
    in_thread = line.payload["text"]
    link = f"https://dashboard.stripe.com/test/disputes/{named}"
    for text in (letter, in_thread):
        for words in ("$100.00", "did not make this payment", "December 2, 2026", link):
            assert words in text
    assert "Ada Lovelace" in letter
    assert "Ada" not in in_thread
    card = card_text(register, paid)
    assert "This payment is disputed: $100.00" in card
    assert "Stripe took $15.00 for the dispute" in card
    assert "Ada" not in card


@pytest.mark.parametrize(("days_late", "told"), [(0, [7, 2]), (3, [7, 2]), (6, [2]), (10, [])])
def test_the_owner_is_reminded_a_week_and_two_days_before_and_not_too_late(
    register: Register, days_late: int, told: list[int]
) -> None:
    """Nine days are left when it is opened. `days_late`: Paydesk is away after a day and a half."""
    paid = register.pays(register.payer())
    dispute = hears(register, is_disputed(register, paid))
    letters(register)
    notices, heard = DisputeNotices(register.desk), 0
    register.clock.advance(int(1.5 * 86_400_000) + days_late * 86_400_000)
    for _ in range(30):
        notices.do_due()
        notices.do_due()
        heard += len(letters(register))
        register.clock.advance(86_400_000 // 2)
    assert heard == len(told)
    rows = dispute_notices.of_dispute(register.store, register.mine, dispute.id)
    assert [days for days, state in rows if state == "told"] == told
    assert all(state in ("told", "missed") for _, state in rows)


def test_what_is_answered_is_not_reminded_of(register: Register) -> None:
    paid = register.pays(register.payer())
    named = is_disputed(register, paid)
    hears(register, named)
    answers(register, named, "A letter")
    dispute = hears(register, named)
    letters(register)
    register.clock.advance(8 * 86_400_000)
    DisputeNotices(register.desk).do_due()
    assert letters(register) == []
    rows = dispute_notices.of_dispute(register.store, register.mine, dispute.id)
    assert {state for _, state in rows} == {"missed"}


def test_a_part_that_went_back_before_is_not_owed_twice(register: Register) -> None:
    invoice = register.invoice(register.payer())
    paid = register.done(register.charges(OLIVIA, invoice))
    register.done(refund(register, OLIVIA, paid, 4_000, ends=REOPEN))
    assert register.invoice_now(invoice).due == 4_000
    named = is_disputed(register, paid)
    register.client.v1.disputes.close(named)
    assert hears(register, named).amount == 6_000
    owed = register.invoice_now(invoice)
    assert (owed.paid, owed.due) == (0, 10_000)


def test_what_came_back_after_a_part_was_credited_is_owed_without_that_part(
    register: Register,
) -> None:
    ada = register.payer()
    first, second = register.invoice(ada, 6_000), register.invoice(ada, 4_000)
    paid = register.done(register.charges(OLIVIA, first, second))
    register.done(refund(register, OLIVIA, paid, 7_000))
    named = is_disputed(register, paid)
    register.client.v1.disputes.close(named)
    dispute = hears(register, named)
    assert disputes.parts(register.store, register.mine, dispute.id) == [(second.id, 3_000)]
    assert balance_of(register, first) == ("paid", 0, 6_000, 0)
    assert balance_of(register, second) == ("open", 0, 1_000, 3_000)


def test_a_refund_that_fails_after_a_lost_dispute_is_the_practices_again(
    register: Register,
) -> None:
    ada = register.payer("pm_card_refundFail")
    invoice = register.invoice(ada)
    paid = register.done(register.charges(OLIVIA, invoice))
    register.passes(seconds=5)
    asked = register.done(refund(register, OLIVIA, paid, 4_000, ends=REOPEN))
    named = is_disputed(register, paid)
    register.client.v1.disputes.close(named)
    hears(register, named)
    register.passes(seconds=30)
    assert register.done(asked).state == "failed"
    assert balance_of(register, invoice) == ("open", 4_000, 0, 6_000)


def test_a_debit_that_comes_back_after_its_dispute_was_lost_is_owed_once(
    register: Register,
) -> None:
    """The client has paid in another way meanwhile, which stays."""
    ada = register.payer("pm_usBankAccount_success")
    invoice = register.invoice(ada)
    sent = register.done(register.charges(OLIVIA, invoice))
    register.passes(days=6)
    paid = register.done(sent)
    hears(register, is_disputed(register, paid))
    register.save_method(ada, "pm_card_visa")
    card = register.methods_of(ada)[-1].method_id
    owed = register.invoice_now(invoice)
    register.done(register.charges(OLIVIA, owed, method_id=card, again=True))
    assert register.invoice_now(invoice).state == "paid"
    register.control(f"debits/{paid.stripe_id}/end", failure_code="account_closed")
    seen = payments.read(register.client, paid.stripe_id or "")
    for _ in range(2):
        record(register.desk, register.mine, paid.uid, seen, System.STRIPE_NEWS)
    assert register.now(paid).state == "failed"
    assert register.invoice_now(invoice).state == "paid"
    assert [line for line in moved(register, paid) if line[0] == "reversal"] == [
        ("reversal", -10_000)
    ]


def test_what_was_refunded_of_a_debit_does_not_come_back_again(register: Register) -> None:
    ada = register.payer("pm_usBankAccount_success")
    invoice = register.invoice(ada)
    sent = register.done(register.charges(OLIVIA, invoice))
    register.passes(days=6)
    paid = register.done(sent)
    register.done(refund(register, OLIVIA, paid, 4_000))
    register.control(f"debits/{paid.stripe_id}/end", failure_code="account_closed")
    seen = payments.read(register.client, paid.stripe_id or "")
    record(register.desk, register.mine, paid.uid, seen, System.STRIPE_NEWS)
    assert moved(register, paid) == [("charge", 10_000), ("reversal", -6_000)]
    assert balance_of(register, invoice) == ("open", 0, 4_000, 6_000)


def test_a_dispute_of_a_payment_that_is_not_ours_is_left_alone(register: Register) -> None:
    made = register.client.v1.payment_intents.create(
        {
            "amount": 700,
            "currency": "usd",
            "payment_method": "pm_card_createDispute",
            "confirm": True,
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        }
    )
    register.passes(seconds=5)
    found = register.client.v1.disputes.list({"payment_intent": made.id}).data[0]
    seen = at_stripe.read(register.client, found.id)
    assert record_dispute(register.desk, register.mine, seen, System.STRIPE_NEWS) is None
    assert disputes.find(register.store, register.mine, found.id) is None


def test_it_is_told_in_french(register: Register) -> None:
    choose_language(register.desk, register.person(OLIVIA), "fr")
    paid = register.pays(register.payer())
    letters(register)
    hears(register, is_disputed(register, paid))
    told = dict(letters(register))[OLIVIA]
    assert "Ce paiement est contesté" in told
    assert "2 décembre 2026" in told


def test_a_payment_by_link_is_disputed_like_any_other(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    link = makes_link(register, invoice)
    pays(register, opens(register, link))
    hears_of_link(register, link)
    letters(register)
    named = is_disputed(register, register.now(link))
    hears(register, named)
    register.client.v1.disputes.close(named)
    assert hears(register, named).status == "lost"
    assert register.invoice_now(invoice).state == "open"
    assert moved(register, link) == OPENED
    told = [text for to, text in letters(register) if to == OLIVIA]
    assert [text.splitlines()[0] for text in told] == [
        "*This payment is disputed: $100.00*",
        "*The dispute is lost: $100.00*",
    ]
