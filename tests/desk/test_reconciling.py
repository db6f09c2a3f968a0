"""After a restored backup Paydesk compares with Stripe first: nobody is charged twice."""

from collections.abc import Callable, Iterator

import pytest

from bot.outbox.rendering import renderers
from bot.readiness import Contacts, Readiness
from bot.reconciler import AGAIN_MS, Reconciling
from commands.billing.views import overview_message
from commands.charge.card_views import card_of_charge
from commands.charge.outcome_views import outcome_view
from desk.billing import standing
from desk.charge_outcomes import outcome
from desk.charges import try_again
from desk.language import language_of
from desk.methods import remove
from desk.reconciling import Reconciler
from processor.outcomes import Unknown
from rules.words import Refusal
from storage import cards, comparing, ledger, operations, outbox, stripe_clients
from storage.operations import CREDIT, REOPEN
from tests.desk.conftest import Back
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA
from tests.support.disputing import hears, is_disputed, moved
from tests.support.refunding import balance_of, gone_at_stripe, lines_of, refund
from tests.support.register import Accounting, Register
from tests.support.saving import asks, has_link, newcomer, saves


@pytest.fixture
def accounting() -> Iterator[Accounting]:
    """One for each test: what others charged there for a practice of the same name would be taken
    for its own."""
    running = Accounting()
    yield running
    running.stop()


def compares(register: Register) -> None:
    assert Reconciler(register.desk, register.client).after_restore(livemode=False)


def test_what_was_charged_after_the_backup_is_paid_and_not_charged_again(
    register: Register, go_back: Callable[[], Back]
) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    back = go_back()
    charged = register.done(register.charges(OLIVIA, invoice))
    assert charged.state == "succeeded"

    later = back()
    assert operations.by_uid(later.store, later.mine, charged.uid) is None
    compares(later)
    found = later.now(charged)
    assert (found.state, found.amount, found.client_id) == ("succeeded", 10_000, ada.id)
    assert found.method["last4"] == "4242"
    assert later.invoice_now(invoice).state == "paid"
    [line] = ledger.of_operation(later.store, later.mine, found.id)
    assert (line.kind, line.amount) == ("charge", 10_000)
    with pytest.raises(Refusal, match="is paid already"):
        later.charges(OLIVIA, later.invoice_now(invoice))
    later.until_rest(days=2)
    assert later.taken_from(ada) == [10_000]


def test_what_waited_to_be_sent_in_the_backup_and_was_charged_is_not_charged_again(
    register: Register, go_back: Callable[[], Back]
) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    back = go_back()
    assert register.done(asked).state == "succeeded"

    later = back()
    assert later.done(asked).state == "approved"
    compares(later)
    assert later.done(asked).state == "succeeded"
    later.until_rest(days=2)
    assert later.taken_from(ada) == [10_000]


def test_what_was_approved_before_and_never_charged_waits_for_a_new_click(
    register: Register, go_back: Callable[[], Back]
) -> None:
    """It may have been called off after the backup was made."""
    ada = register.payer()
    invoice = register.invoice(ada)
    asked = register.charges(OLIVIA, invoice)
    back = go_back()
    later = back()
    compares(later)
    called_off = later.done(asked)
    assert (called_off.state, called_off.reason) == ("cancelled", "restored")
    assert later.taken_from(ada) == []
    assert later.done(later.charges(OLIVIA, invoice)).state == "succeeded"


def test_a_click_meanwhile_is_accepted_and_waits(
    register: Register, go_back: Callable[[], Back]
) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    later = go_back()()
    later.clock.advance(1_000)
    asked = later.charges(FLORENCE, invoice)
    assert later.done(asked).state == "approved"
    assert later.intents_of(ada) == []
    compares(later)
    assert later.done(asked).state == "succeeded"


def test_while_stripe_does_not_answer_nothing_is_charged(
    register: Register, go_back: Callable[[], Back]
) -> None:
    ada = register.payer()
    later = go_back()()
    later.clock.advance(1_000)
    asked = later.charges(FLORENCE, later.invoice(ada))
    later.fault(path="/v1/payment_intents", verb="GET", fault="error", status=500, times=9)
    with pytest.raises(Unknown):
        compares(later)
    assert comparing.begun(later.store) is not None
    assert later.done(asked).state == "approved"


def test_a_decline_that_was_tried_again_after_the_backup_is_paid(
    register: Register, go_back: Callable[[], Back]
) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    register.next_answer(asked.method_id or "", "insufficient_funds")
    assert register.done(asked).state == "declined"
    register.passes(days=3)
    back = go_back()
    try_again(register.desk, register.cast.practice, register.person(OLIVIA), asked.uid)
    assert register.done(asked).state == "succeeded"

    later = back()
    compares(later)
    assert later.now(asked).state == "succeeded"
    with pytest.raises(Refusal):
        try_again(later.desk, later.cast.practice, later.person(OLIVIA), asked.uid)
    assert later.taken_from(ada) == [10_000]


def test_a_debit_on_its_way_holds_its_invoice_until_it_has_settled(
    register: Register, go_back: Callable[[], Back]
) -> None:
    ada = register.payer("pm_sepaDebit_success_at")
    invoice = register.invoice(ada, currency="eur")
    back = go_back()
    charged = register.done(register.charges(OLIVIA, invoice))
    assert charged.state == "processing"

    later = back()
    compares(later)
    assert later.now(charged).state == "processing"
    with pytest.raises(Refusal, match="is being paid"):
        later.charges(OLIVIA, invoice, again=True)
    later.passes(days=6)
    assert later.done(charged).state == "succeeded"
    assert later.invoice_now(invoice).state == "paid"


def test_money_for_an_invoice_that_is_gone_is_for_a_person_to_look_at(
    register: Register, go_back: Callable[[], Back]
) -> None:
    ada = register.payer()
    back = go_back()
    charged = register.done(register.charges(OLIVIA, register.invoice(ada)))

    later = back()
    other = later.invoice(ada)
    compares(later)
    found = later.now(charged)
    assert (found.state, found.reason) == ("review", "invoice_missing")
    assert later.invoice_now(other).due == 10_000
    assert [line.amount for line in ledger.of_operation(later.store, later.mine, found.id)] == [
        10_000
    ]


def test_what_is_known_already_stays_as_it_is(
    register: Register, go_back: Callable[[], Back]
) -> None:
    ada = register.payer()
    paid = register.pays(ada)
    later = go_back()()
    found = Reconciler(later.desk, later.client).catch_up(later.cast.practice, later.clock())
    assert found.changed == found.adopted == found.unknown == []
    assert later.now(paid).version == register.now(paid).version


def test_the_owners_get_the_card_of_what_was_found(
    register: Register, go_back: Callable[[], Back]
) -> None:
    ada = register.payer()
    back = go_back()
    charged = register.done(register.charges(FLORENCE, register.invoice(ada)))
    later = back()
    compares(later)
    [card] = cards.of_key(later.store, later.mine, "charge", charged.uid)
    assert card.recipient == OLIVIA
    line = outbox.find(later.store, later.mine, f"charge:{charged.uid}:2")
    assert line is not None
    assert f"<@{OLIVIA}>" in line.payload["text"]
    message = renderers(later.desk).cards["charge"](later.mine, charged.uid)
    assert message is not None
    assert "found at Stripe" in str(message.blocks)


def test_a_click_meanwhile_is_told_why_it_waits(
    register: Register, go_back: Callable[[], Back]
) -> None:
    later = go_back()()
    later.clock.advance(1_000)
    asked = later.charges(OLIVIA, later.invoice(later.payer()))
    said = "comparing with Stripe after a restore"
    person, practice = later.person(OLIVIA), later.cast.practice
    shown = outcome(later.desk, practice, person, asked.uid)
    english = language_of("en")
    assert said in str(outcome_view(english, shown, livemode=False))
    assert said in str(card_of_charge(later.desk, practice, asked).blocks)
    home = standing(later.desk, practice, person)
    assert said in str(overview_message(english, home, "/fees").blocks)
    nobody = standing(later.desk, practice, later.person(NOAH))
    assert said not in str(overview_message(english, nobody, "/fees").blocks)
    assert Readiness(later.desk, None, Contacts())()["comparing_with_stripe"] is True

    reconciling = Reconciling(later.desk, later.client, livemode=False)
    reconciling.look()
    assert later.done(asked).state == "succeeded"
    shown = outcome(later.desk, practice, person, asked.uid)
    assert said not in str(outcome_view(english, shown, livemode=False))
    assert Readiness(later.desk, None, Contacts())()["comparing_with_stripe"] is False


def test_stripe_is_asked_again_after_a_while_until_it_answers(
    register: Register, go_back: Callable[[], Back]
) -> None:
    later = go_back()()
    later.fault(path="/v1/payment_intents", verb="GET", fault="error", status=500, times=2)
    reconciling = Reconciling(later.desk, later.client, livemode=False)
    reconciling.look()
    reconciling.look()
    assert comparing.begun(later.store) is not None
    for _ in range(3):
        later.clock.advance(AGAIN_MS)
        reconciling.look()
    assert comparing.begun(later.store) is None


def test_what_moves_no_money_goes_on_after_a_restore(
    register: Register, go_back: Callable[[], Back]
) -> None:
    waits = has_link(register, newcomer(register))
    asked = asks(register, newcomer(register))
    ada = register.payer()
    [method] = stripe_clients.methods_of(register.store, register.mine, ada.id)
    practice, ben = register.cast.practice, register.person(BEN)
    going = remove(register.desk, practice, ben, ada.id, method.method_id)
    register = go_back()()
    compares(register)
    assert register.now(waits).state == "needs_customer"
    assert register.done(asked).state == "needs_customer"
    assert register.now(going).state == "succeeded"


def test_a_card_that_was_saved_after_the_backup_is_found(
    register: Register, go_back: Callable[[], Back]
) -> None:
    grace = newcomer(register)
    waits = has_link(register, grace)
    back = go_back()
    saves(register, waits)
    register = back()
    compares(register)
    register.passes(hours=6)
    assert register.done(waits).state == "succeeded"


@pytest.mark.parametrize("made", [False, True])
def test_what_another_account_was_asked_for_is_for_a_person_and_the_comparison_ends(
    register: Register, go_back: Callable[[], Back], *, made: bool
) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    asked = register.charges(OLIVIA, invoice)
    theirs = {"stripe_id": "pi_of_another_account"} if made else {}
    operations.change(
        register.store, register.mine, asked, customer_id="cus_of_another_account", **theirs
    )
    later = go_back()()
    compares(later)
    assert comparing.begun(later.store) is None
    found = later.done(asked)
    assert (found.state, found.reason) == ("review", "other_account")
    assert later.taken_from(ada) == []
    with pytest.raises(Refusal, match="is being paid"):
        later.charges(OLIVIA, invoice, again=True)


def test_after_a_restore_ledger_and_stripe_are_equal_in_disputes_and_fees_too(
    register: Register, go_back: Callable[[], Back]
) -> None:
    ada = register.payer()
    known, unknown = register.invoice(ada), register.invoice(ada, 4_000)
    before = register.done(register.charges(OLIVIA, known))
    back = go_back()
    after = register.done(register.charges(OLIVIA, unknown))
    for one in (before, after):
        named = is_disputed(register, one)
        hears(register, named)
        register.client.v1.disputes.close(named)

    later = back()
    assert moved(later, before) == [("charge", 10_000)]
    compares(later)
    took = [("dispute_fee", -1_500)]
    assert moved(later, before) == [("charge", 10_000), ("dispute", -10_000), *took]
    assert moved(later, later.now(after)) == [("charge", 4_000), ("dispute", -4_000), *took]
    assert [later.invoice_now(one).state for one in (known, unknown)] == ["open", "open"]
    for one in (before, later.now(after)):
        lines = ledger.of_operation(later.store, later.mine, one.id)
        assert "fee" in [line.kind for line in lines]
    later.until_rest(days=2)
    assert sorted(later.taken_from(ada)) == [4_000, 10_000]


@pytest.mark.parametrize("ends", [CREDIT, REOPEN])
def test_what_was_refunded_after_the_backup_is_known_again_as_it_was(
    register: Register, go_back: Callable[[], Back], ends: str
) -> None:
    ada = register.payer()
    first, second = register.invoice(ada, 6_000), register.invoice(ada, 4_000)
    charge = register.done(register.charges(OLIVIA, first, second))
    back = go_back()
    made = register.done(refund(register, BEN, charge, 3_000, invoice=second, ends=ends))
    assert made.state == "succeeded"

    later = back()
    compares(later)
    found = later.now(made)
    assert (found.state, found.ends, found.amount) == ("succeeded", ends, 3_000)
    assert lines_of(later, found) == [("refund", -3_000)]
    settled = ("paid", 1_000, 3_000, 0) if ends == CREDIT else ("open", 1_000, 0, 3_000)
    assert balance_of(later, second) == settled
    assert balance_of(later, first) == ("paid", 6_000, 0, 0)
    later.until_rest(days=1)
    assert gone_at_stripe(later, charge) == [3_000]


def test_refunds_that_waited_in_the_backup_and_were_made_are_not_made_again(
    register: Register, go_back: Callable[[], Back]
) -> None:
    charge, other = (register.pays(register.payer()) for _ in range(2))
    sent, waits = (refund(register, OLIVIA, one, 1_000) for one in (charge, other))
    back = go_back()
    register.done(sent)

    later = back()
    compares(later)
    assert (later.done(sent).state, later.done(waits).state) == ("succeeded", "succeeded")
    later.until_rest(days=1)
    assert gone_at_stripe(later, charge) == gone_at_stripe(later, other) == [1_000]


def test_a_refund_that_nobody_sent_before_the_restore_waits_for_a_new_click(
    register: Register, go_back: Callable[[], Back]
) -> None:
    charge = register.pays(register.payer())
    waits = refund(register, OLIVIA, charge, 1_000)
    later = go_back()()
    compares(later)
    ended = later.done(waits)
    assert (ended.state, ended.reason) == ("cancelled", "restored")
    assert gone_at_stripe(later, charge) == []
