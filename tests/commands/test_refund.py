"""/refund: all of it looked at before anything goes back, one click, and what came of it."""

import pytest

from bot.incoming import Kind
from commands.charge.card_views import card_of_charge
from desk.client_data import everything_about
from desk.refund_refresh import heard_of
from processor import refunds as at_stripe
from rules.systems import System
from storage.operations import Operation
from tests.commands.test_charge import CHATS_OWN, pass_fees_on, submit_words
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.chat import WINDOW, Answer, Chat, readable
from tests.support.disputing import hears, is_disputed
from tests.support.refunding import balance_of, gone_at_stripe, refund, refunds_of
from tests.support.register import Register

DAY_SECONDS = 24 * 3_600


def opened(chat: Chat, text: str = "", user: str = OLIVIA, locale: str = "en-US") -> Answer:
    return chat.person(user, locale).types(f"/refund {text}".rstrip())


def card(register: Register, charge: Operation) -> str:
    """The card of the payment, as it is shown now."""
    message = card_of_charge(register.desk, register.cast.practice, register.now(charge))
    return readable(str(message.blocks))


def presses(chat: Chat, user: str, action: str, refund: Operation) -> Answer:
    """A button of the refund on the card of its payment."""
    return chat.person(user).asks(Kind.CLICK, f"{action}{refund.id}", value=refund.uid)


def test_a_payment_is_looked_at_and_refunded_in_part(chat: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada, 15_000)
    charge = register.done(register.charges(OLIVIA, invoice))
    window = opened(chat, f"{invoice.reference} 40.00")
    assert window.kind == "open"
    window.sees(f"*Ada Lovelace · {ada.reference}*", "Paid $150.00", "Visa ••4242")
    window.sees("*The client gets back*\n$40.00", "At most $150.00")
    window.sees("*The practice loses*\nabout $1.24, the fee that Stripe keeps")
    assert submit_words(window) == "Refund $40.00"

    shown = window.submit(reason="duplicate", ending="reopen", note="Paid in cash too")
    shown.sees("About to be refunded: $40.00", "You may close this window")
    [asked] = refunds_of(register, charge)
    assert (asked.amount, asked.shown["reason"], asked.ends) == (4_000, "duplicate", "reopen")
    assert (asked.note, asked.modal) == ("Paid in cash too", {"view": WINDOW, "user": OLIVIA})
    register.till.work_off()
    assert gone_at_stripe(register, charge) == [4_000]
    assert balance_of(register, invoice) == ("open", 11_000, 0, 4_000)
    told = card(register, charge)
    assert "*Refunded: $40.00*" in told
    assert "Paid in cash" not in told
    assert "Lovelace" not in told


def test_the_day_is_that_on_which_it_was_paid(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    register.charges(OLIVIA, invoice)
    register.passes(seconds=DAY_SECONDS)
    register.till.work_off()
    opened(chat, invoice.reference).sees("Paid $100.00 on November 24, 2026")


def test_no_refund_is_offered_where_the_bank_is_asked_already(register: Register) -> None:
    charge = register.done(register.charges(OLIVIA, register.invoice(register.payer())))
    assert "Refund…" in card(register, charge)
    hears(register, is_disputed(register, charge))
    assert "Refund…" not in card(register, charge)


def test_the_true_fee_is_shown_once_it_is_known(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    register.done(register.charges(OLIVIA, invoice))
    register.passes(seconds=10)
    register.till.work_off()
    opened(chat, invoice.reference).sees("*The practice loses*\n$3.20, the fee that Stripe keeps")


def test_the_surcharge_goes_back_in_proportion(chat: Chat, register: Register) -> None:
    pass_fees_on(register)
    invoice = register.invoice(register.payer())
    charge = register.done(register.charges(OLIVIA, invoice, told=True))
    assert charge.surcharge == 300
    window = opened(chat, f"{invoice.reference} 40")
    window.sees("*The client gets back*\n$41.20", "$40.00 and $1.20 of the surcharge")
    window.submit()
    register.till.work_off()
    assert gone_at_stripe(register, charge) == [4_120]
    assert balance_of(register, invoice) == ("paid", 6_000, 4_000, 0)


def test_another_amount_is_worked_out_before_it_goes_back(chat: Chat, register: Register) -> None:
    charge = register.pays(register.payer())
    window = opened(chat, charge.shown["invoices"][0])
    shown = window.submit(**{"refund:amount": "25"})
    shown.sees("Press the button again", "*The client gets back*\n$25.00")
    assert refunds_of(register, charge) == []
    shown.submit().sees("$25.00", "You may close this window")
    assert [one.amount for one in refunds_of(register, charge)] == [2_500]


@pytest.mark.parametrize(
    ("typed", "says"),
    [("100.01", "At most $100.00 can be refunded"), ("0", "zero"), ("x", ""), ("4 eur", "in USD")],
)
def test_a_wrong_amount_is_told_at_the_amount(
    chat: Chat, register: Register, typed: str, says: str
) -> None:
    charge = register.pays(register.payer())
    wrong = opened(chat, charge.shown["invoices"][0]).submit(**{"refund:amount": typed})
    assert wrong.kind == "errors"
    assert says in wrong.words["refund:amount"]
    assert refunds_of(register, charge) == []


def test_the_same_window_submitted_twice_is_one_refund(chat: Chat, register: Register) -> None:
    charge = register.pays(register.payer())
    window = opened(chat, f"{charge.shown['invoices'][0]} 10")
    window.submit().sees("$10.00")
    register.till.work_off()
    window.submit().sees("*Refunded: $10.00*")
    assert gone_at_stripe(register, charge) == [1_000]


def test_alone_it_offers_the_latest_payments(chat: Chat, register: Register) -> None:
    ada, grace = register.payer(), register.payer(name="Grace Hopper")
    register.pays(ada, 5_000)
    charge = register.pays(grace, 7_000)
    listed = opened(chat)
    listed.sees("Which payment", "$70.00", "Grace Hopper", "Ada Lovelace")
    listed.press_id(f"refund:pick:{charge.id}").sees("*The client gets back*\n$70.00")
    opened(chat, grace.reference).sees("$70.00")
    named = opened(chat, "grace")
    assert "Ada" not in named.text


def test_of_an_invoice_that_was_paid_twice_over_one_payment_is_chosen(
    chat: Chat, register: Register
) -> None:
    invoice = register.invoice(register.payer())
    register.done(register.charges(OLIVIA, invoice, amount=6_000))
    second = register.done(register.charges(OLIVIA, register.invoice_now(invoice)))
    listed = opened(chat, f"{invoice.reference} 15")
    listed.sees("Which payment", "$60.00", "$40.00")
    assert submit_words(listed.press_id(f"refund:pick:{second.id}")) == "Refund $15.00"


def test_of_a_payment_for_several_invoices_one_is_named(chat: Chat, register: Register) -> None:
    ada = register.payer()
    first, second = register.invoice(ada, 4_000), register.invoice(ada, 2_500)
    register.done(register.charges(OLIVIA, first, second))
    window = opened(chat, second.reference)
    assert submit_words(window) == "Refund $25.00"
    assert submit_words(window.choose("all")) == "Refund $65.00"


def test_what_is_in_the_way_stands_there_and_there_is_no_button(
    chat: Chat, register: Register
) -> None:
    charge = register.pays(register.payer())
    opened(chat, charge.shown["invoices"][0]).submit()
    again = opened(chat, charge.shown["invoices"][0])
    again.sees("All of this payment was refunded already")
    assert submit_words(again) is None


def test_nonsense_gets_a_sentence(chat: Chat, register: Register) -> None:
    opened(chat, "nobody-at-all").sees("is no client and no invoice")
    unpaid = register.invoice(register.payer())
    opened(chat, unpaid.reference).sees("there is nothing to refund")


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_who_may_not_ask_is_told_so(chat: Chat, register: Register, user: str) -> None:
    charge = register.pays(register.payer())
    assert opened(chat, charge.shown["invoices"][0], user).kind == "refused"


def test_the_front_desk_asks_and_the_card_lets_a_biller_approve(
    chat: Chat, register: Register
) -> None:
    charge = register.pays(register.payer())
    window = opened(chat, charge.shown["invoices"][0], FLORENCE)
    window.sees("It waits until one of them approves", f"<@{BEN}>", f"<@{OLIVIA}>")
    assert submit_words(window) == "Ask for $100.00"
    window.submit().sees("Waits for approval: $100.00")
    [asked] = refunds_of(register, charge)
    assert presses(chat, FLORENCE, "refund:approve:", asked).kind == "refused"
    presses(chat, BEN, "refund:approve:", asked).sees("About to be refunded: $100.00")
    assert presses(chat, OLIVIA, "refund:approve:", asked).kind == "refused"
    register.till.work_off()
    assert f"asked for by <@{FLORENCE}>, approved by <@{BEN}>" in card(register, charge)


def test_it_is_in_french_where_the_person_is(chat: Chat, register: Register) -> None:
    charge = register.pays(register.payer())
    window = opened(chat, charge.shown["invoices"][0], FLORENCE, "fr-FR")
    assert "Le client récupère" in readable(window.text)
    assert submit_words(window) == "Demander 100,00 $US".replace(" $", "\u00a0$")


def test_a_refund_in_stripes_dashboard_is_asked_about_on_the_card(
    chat: Chat, register: Register
) -> None:
    invoice = register.invoice(register.payer())
    charge = register.done(register.charges(OLIVIA, invoice))
    made = register.accounting.stripe.client.v1.refunds.create(
        {"payment_intent": charge.stripe_id or "", "amount": 2_500}
    )
    seen = at_stripe.read(register.client, made.id)
    heard_of(register.desk, register.mine, seen, System.STRIPE_NEWS)
    [found] = refunds_of(register, charge)
    assert "refunded in Stripe’s dashboard" in card(register, charge)
    assert presses(chat, FLORENCE, "refund:credit:", found).kind == "refused"
    presses(chat, BEN, "refund:credit:", found).sees("no longer owes it")
    assert balance_of(register, invoice) == ("paid", 7_500, 2_500, 0)
    assert presses(chat, BEN, "refund:owed:", found).kind == "refused"


def test_the_card_offers_a_refund_until_nothing_is_left(chat: Chat, register: Register) -> None:
    charge = register.pays(register.payer())
    assert "refund:of_charge" in card(register, charge)
    opened(chat, charge.shown["invoices"][0]).submit()
    register.till.work_off()
    assert "refund:of_charge" not in card(register, charge)


def test_it_asks_the_store_the_same_number_of_times_however_much_there_is(
    chat: Chat, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    attempt = register.store.attempt
    monkeypatch.setattr(register.store, "attempt", lambda work: asked.append(work) or attempt(work))

    def queries(text: str) -> int:
        asked.clear()
        opened(chat, text, FLORENCE)
        return len(asked) - CHATS_OWN

    ada = register.payer()
    charge = register.pays(ada)
    texts = (charge.shown["invoices"][0], ada.reference, "ada", "")
    register.done(refund(register, OLIVIA, charge, 100))
    few = {text: queries(text) for text in texts}
    for total in range(1_000, 5_000, 1_000):
        register.done(refund(register, OLIVIA, charge, 100))
        register.pays(ada, total)
    many = {text: queries(text) for text in texts}
    assert many == few
    assert max(many.values()) <= 12, many


def test_it_begins_from_the_client_too(chat: Chat, register: Register) -> None:
    ada = register.payer()
    charge = register.pays(ada, 7_000)
    shown = chat.person(BEN).types(f"/client {ada.reference}")
    listed = shown.press_id("refund:of_client").sees("Which payment", "$70.00")
    listed.press_id(f"refund:pick:{charge.id}").submit(note="Moved away")
    register.till.work_off()
    [_, back] = everything_about(
        register.desk, register.person(OLIVIA), register.cast.practice, ada
    )["payments"]
    assert (back["kind"], back["state"], back["note"]) == ("refund", "succeeded", "Moved away")
