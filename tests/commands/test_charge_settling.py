"""An owner settles by hand what Stripe can tell nothing of, and only if Stripe shows no payment."""

from dataclasses import replace

import pytest

from bot.incoming import Kind
from bot.outbox.charge_views import charge_views
from commands.asked import Outside
from commands.charge.outcome_views import SETTLE
from commands.charge.settle_views import FORM
from desk.outcomes import move
from rules.payment_state import State
from storage import audit, operations
from storage.operations import CHARGE, Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER
from tests.support.chat import Answer, Chat
from tests.support.register import Register


@pytest.fixture
def office(chat: Chat, register: Register) -> Chat:
    return replace(chat, outside=Outside(register.client))


def never_heard(register: Register, *, charged: bool = False) -> Operation:
    """A week went by in which Stripe couldn't be read."""
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    path = "/v1/payment_intents/*/confirm" if charged else "/v1/payment_intents"
    when = "after" if charged else "before"
    register.fault(path=path, verb="POST", fault="cut", when=when, times=9)
    unknown = register.done(asked)
    register.accounting.stripe.service.faults.clear()
    assert unknown.state == "unknown"
    stuck = move(register.desk, unknown, State.REVIEW, "worker", reason="never_heard")
    assert stuck is not None
    return stuck


def window(office: Chat, operation: Operation, user: str = OLIVIA) -> Answer:
    view = charge_views(office.desk)[CHARGE](operation.practice_id, operation.uid, user)
    return Answer(office.person(user), "update", view=view)


def test_what_stripe_has_no_trace_of_is_settled_with_a_reason(
    office: Chat, register: Register
) -> None:
    stuck = never_heard(register)
    form = window(office, stuck).press("Settle by hand").sees("asks Stripe once more")
    form.submit(reason=" ").sees("Write how you know")
    form.submit(reason="The bank shows nothing").sees("nothing was charged")
    assert register.now(stuck).state == "cancelled"
    entry = audit.of_target(register.store, register.mine, stuck.uid)[-1]
    assert (entry.actor, entry.action) == (OLIVIA, "charge.settled")
    assert entry.detail == {"why": "The bank shows nothing"}
    form.submit(reason="Once more").is_refused("moved on meanwhile")


def test_what_was_settled_can_be_charged_again(office: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    asked = register.charges(OLIVIA, invoice)
    stuck = move(register.desk, asked, State.REVIEW, "worker", reason="never_heard")
    assert stuck is not None
    window(office, stuck).press("Settle by hand").submit(reason="Nothing there")
    assert register.done(register.charges(OLIVIA, invoice)).state == "succeeded"
    assert register.taken_from(ada) == [10_000]


def test_where_stripe_shows_a_payment_it_is_not_settled(office: Chat, register: Register) -> None:
    stuck = never_heard(register, charged=True)
    form = window(office, stuck).press("Settle by hand")
    form.submit(reason="I am sure").is_refused("Stripe shows a payment for this")
    assert register.now(stuck).state == "review"


def test_while_stripe_does_not_answer_it_is_not_settled(office: Chat, register: Register) -> None:
    stuck = never_heard(register)
    form = window(office, stuck).press("Settle by hand")
    register.fault(path="/v1/payment_intents", verb="GET", fault="error", status=500, times=9)
    form.submit(reason="I am sure").is_refused("Stripe doesn’t answer")
    assert register.now(stuck).state == "review"


@pytest.mark.parametrize("made", [False, True])
def test_what_another_account_may_have_charged_is_not_settled(
    office: Chat, register: Register, *, made: bool
) -> None:
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    theirs = {"stripe_id": "pi_of_another_account"} if made else {}
    elsewhere = operations.change(
        register.store, register.mine, asked, customer_id="cus_of_another_account", **theirs
    )
    assert elsewhere is not None
    stuck = move(register.desk, elsewhere, State.REVIEW, "worker", reason="never_heard")
    assert stuck is not None
    form = window(office, stuck).press("Settle by hand")
    form.submit(reason="I am sure").is_refused("doesn’t know this payment")
    assert register.now(stuck).state == "review"


def test_what_has_money_in_the_ledger_is_not_offered(office: Chat, register: Register) -> None:
    stuck = never_heard(register, charged=True)
    register.till.work_off()
    window(office, stuck).press("Check again")
    register.till.work_off()
    paid = register.now(stuck)
    back = move(register.desk, paid, State.REVIEW, "worker")
    assert back is not None
    assert "Settle by hand" not in window(office, back).buttons
    press = office.person(OLIVIA).asks(Kind.CLICK_IN_VIEW, SETTLE, value=back.uid)
    press.is_refused("Stripe shows a payment for this")


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH])
def test_only_an_owner_settles(office: Chat, register: Register, user: str) -> None:
    stuck = never_heard(register)
    if user in (BEN, FLORENCE):
        assert "Settle by hand" not in window(office, stuck, user).buttons
    form = window(office, stuck).press("Settle by hand")
    other = office.person(user)
    other.asks(Kind.CLICK_IN_VIEW, SETTLE, value=stuck.uid).is_refused()
    other.asks(Kind.SUBMISSION, FORM, form.view, values={"reason": "Mine"}).is_refused()
    assert register.now(stuck).state == "review"


def test_a_stranger_settles_nothing_of_ours(office: Chat, register: Register) -> None:
    stuck = never_heard(register)
    form = window(office, stuck).press("Settle by hand")
    stranger = replace(office, practice_id=register.cast.other.id).person(STRANGER)
    stranger.asks(Kind.CLICK_IN_VIEW, SETTLE, value=stuck.uid).is_refused("no such charge")
    theirs = stranger.asks(Kind.SUBMISSION, FORM, form.view, values={"reason": "Mine"})
    theirs.is_refused("no such charge")
    assert register.now(stuck).state == "review"


def test_it_speaks_french(office: Chat, register: Register) -> None:
    stuck = never_heard(register)
    owner = office.person(OLIVIA, "fr-FR")
    form = owner.asks(Kind.CLICK_IN_VIEW, SETTLE, value=stuck.uid)
    form.sees("Régler à la main", "Rien n’a été prélevé")
