"""“See to it…”: the window in which what had to be looked at is refunded, counted or ended."""

import pytest

from commands.charge.card_views import card_of_charge
from commands.paylink.card_views import card_of_link
from rules.payment_state import State
from storage.operations import Operation
from tests.desk.test_refund_outcomes import paid_twice
from tests.desk.test_review_endings import paid_in_cash, to_be_looked_at
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.chat import Answer, Chat, readable
from tests.support.refunding import balance_of, refunds_of
from tests.support.register import Register


def card(chat: Chat, register: Register, charge: Operation, user: str = OLIVIA) -> Answer:
    message = card_of_charge(register.desk, register.cast.practice, register.now(charge))
    return Answer(chat.person(user), "show", message=message)


def test_it_is_counted_from_the_card(chat: Chat, register: Register) -> None:
    charge, invoice = to_be_looked_at(register)
    window = card(chat, register, charge).sees("Somebody has to look").press("See to it…")
    window.sees("€100.00 of it is here and pays no invoice", "an invoice can’t take it any more")
    window.press("Count it").is_refused("can’t take it")
    paid_in_cash(register, invoice, -10_000)
    window.press("Count it").sees("Paid: €100.00")
    assert balance_of(register, invoice) == ("paid", 10_000, 0, 0)
    window.press("Count it").is_refused("moved on")


def test_it_is_refunded_from_there(chat: Chat, register: Register) -> None:
    charge, _ = to_be_looked_at(register)
    window = card(chat, register, charge).press("See to it…").press("Refund…")
    window.sees("*The client gets back*").sees_not("The client still owes it").submit()
    [asked] = refunds_of(register, charge)
    assert (asked.amount, asked.ends) == (10_000, "uncounted")


def test_what_was_done_at_stripe_is_said_and_stays_off_the_card(
    chat: Chat, register: Register
) -> None:
    charge, _ = to_be_looked_at(register)
    window = card(chat, register, charge, BEN).press("See to it…")
    assert "Write what you have done" in window.submit(why=" ").words["why"]
    assert "card number" in window.submit(why="4242 4242 4242 4242").words["why"]
    window.submit(why="Sent it to her daughter").sees("Seen to at Stripe: €100.00")
    assert register.now(charge).state == State.CANCELLED
    shown = card(chat, register, charge).sees("Seen to at Stripe", "The invoice is not paid by it")
    shown.sees_not("daughter", "Called off")
    window.submit(why="Once more").is_refused("moved on")


@pytest.mark.parametrize("user", [FLORENCE, SAM, NOAH])
def test_who_may_not_refund_decides_nothing(chat: Chat, register: Register, user: str) -> None:
    charge, _ = to_be_looked_at(register)
    pressed = card(chat, register, charge, user).press("See to it…")
    assert pressed.kind == "refused"
    own = card(chat, register, charge).press("See to it…")
    assert own.press("Count it", by=chat.person(user)).kind == "refused"
    assert register.now(charge).state == "review"


def test_it_is_in_french_where_the_person_is(chat: Chat, register: Register) -> None:
    charge, _ = to_be_looked_at(register)
    french = chat.person(BEN, "fr-FR")
    shown = card(chat, register, charge).press("See to it…", by=french)
    assert "ne règlent aucune facture" in readable(shown.text)
    assert "Je m’en suis occupé" in readable(shown.text)


def test_of_a_link_that_was_paid_twice_the_card_offers_it_too(
    chat: Chat, register: Register
) -> None:
    link, _, _ = paid_twice(register, register.invoice(register.payer()))
    message = card_of_link(register.desk, register.cast.practice, link)
    window = Answer(chat.person(BEN), "show", message=message).press("See to it…")
    window.sees("$100.00 of it is here", "What was counted on the invoices stays counted")
    window.press("Count it").is_refused("paid by this already")
    window.press("Refund…").submit()
    register.till.work_off()
    done = card_of_link(register.desk, register.cast.practice, register.now(link))
    assert "*Refunded: $100.00*" in readable(str(done.blocks))
    assert "Paid by link" in readable(done.text)
