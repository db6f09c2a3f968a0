"""/charge: whom and what, all of it looked at before anything is charged, and one click."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.incoming import Kind
from desk import charges
from desk.charge_plans import Plan
from desk.charges import cancel
from desk.settings import change
from rules.fees import FeeRow
from rules.search_phrases import phrases_of
from storage import (
    clients,
    consents,
    counters,
    fee_rows,
    invoice_contents,
    invoices,
    members,
    operation_lists,
    operations,
    practices,
    stripe_clients,
)
from storage.clients import Client
from storage.consents import ONLINE, SPOKEN, Consent
from storage.invoices import Invoice
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0
from tests.support.chat import WINDOW, Answer, Chat
from tests.support.register import Register
from tests.support.stores import every_value_on_both

CHATS_OWN = 3
"""Queries that the tests' chat makes to know who asks; the bot makes one."""
DAY = 24 * 60 * 60 * 1_000


@pytest.fixture(autouse=True)
def numbers_of_their_own(register: Register) -> None:
    """What the register writes has numbers that no counter gave."""
    for counter in (counters.INVOICES, counters.CLIENTS):
        counters.raise_to(register.store, register.mine, counter, 90_000)


def opened(chat: Chat, text: str, user: str = OLIVIA, locale: str = "en-US") -> Answer:
    return chat.person(user, locale).types(f"/charge {text}".rstrip())


def charges_of(register: Register, payer: Client) -> list[Operation]:
    return operation_lists.of_client(register.store, register.mine, payer.id, 10)


def submit_words(window: Answer) -> str | None:
    """What its button says, if it has one."""
    assert window.view is not None
    return window.view["submit"]["text"] if "submit" in window.view else None


def invoices_now(register: Register) -> list[Invoice]:
    return invoices.after_id(register.store, register.mine, 0, 100)


def pass_fees_on(register: Register) -> None:
    """The practice's own fees are entered, and clients bear them."""
    row = FeeRow("own", "card", "usd", Decimal("2.9"), 30, None, date(2026, 11, 1), own=True)
    fee_rows.add(register.store, register.mine, row, OLIVIA, T0)
    owner = register.person(OLIVIA)
    change(register.desk, owner, register.cast.practice, "fee_payer", "client")


def test_an_invoice_is_looked_at_charged_and_written_down(chat: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada, 15_000)
    window = opened(chat, invoice.reference)
    assert window.kind == "open"
    window.sees(f"*Ada Lovelace · {ada.reference}*", "$150.00", "Manual therapy")
    window.sees("Visa ••4242", "credit", "*The client pays*\n$150.00")
    window.sees("*The practice receives*\nabout $145.35, an estimate", "The practice bears the fee")
    assert submit_words(window) == "Charge $150.00"
    window.submit().sees("Charging $150.00…", "You may close this window", invoice.reference)
    [asked] = charges_of(register, ada)
    assert (asked.state, asked.amount) == ("approved", 15_000)
    assert asked.modal == {"view": WINDOW, "user": OLIVIA}


def test_the_same_window_submitted_twice_is_one_charge(chat: Chat, register: Register) -> None:
    ada = register.payer()
    window = opened(chat, register.invoice(ada).reference)
    window.submit().sees("Charging $100.00")
    window.submit().sees("Charging $100.00")
    register.till.work_off()
    window.submit().sees("Paid: $100.00")
    assert len(charges_of(register, ada)) == 1
    assert register.taken_from(ada) == [10_000]


def test_an_invoice_is_named_in_several_ways(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    name = invoice.reference
    for said in (name, name.lower(), str(invoice.number), f"{name},"):
        assert submit_words(opened(chat, said)) == "Charge $100.00"


def test_a_part_is_charged_as_it_was_typed(chat: Chat, register: Register) -> None:
    ada = register.payer()
    window = opened(chat, f"{register.invoice(ada).reference} 40.50")
    assert submit_words(window) == "Charge $40.50"
    window.submit()
    assert [one.amount for one in charges_of(register, ada)] == [4_050]


def test_another_amount_is_worked_out_before_it_is_charged(chat: Chat, register: Register) -> None:
    ada = register.payer()
    window = opened(chat, register.invoice(ada).reference)
    shown = window.submit(**{"charge:amount": "40"})
    shown.sees("Press the button again", "*The client pays*\n$40.00")
    assert submit_words(shown) == "Charge $40.00"
    assert charges_of(register, ada) == []
    shown.submit().sees("Charging $40.00…")
    assert [one.amount for one in charges_of(register, ada)] == [4_000]


def test_enter_in_the_amount_shows_what_it_comes_to(chat: Chat, register: Register) -> None:
    window = opened(chat, register.invoice(register.payer()).reference)
    shown = window._click("charge:amount", "25", None)
    assert submit_words(shown) == "Charge $25.00"
    back = shown._click("charge:amount", "100", None)
    assert submit_words(back) == "Charge $100.00"


def test_a_wrong_amount_is_told_beside_the_field(chat: Chat, register: Register) -> None:
    ada = register.payer()
    window = opened(chat, register.invoice(ada).reference)
    for typed, says in (
        ("a lot", "I don’t understand “a”"),
        ("0", "above zero"),
        ("100.01", "Only $100.00 of INV-"),
        ("-5", "without a plus or a minus"),
        ("40 eur", "Write it in USD."),
        ("", "Name an amount"),
    ):
        wrong = window.submit(**{"charge:amount": typed})
        assert (wrong.kind, list(wrong.words)) == ("errors", ["charge:amount"])
        wrong.sees(says)
    assert charges_of(register, ada) == []


# Whom is it about?


def test_with_nothing_typed_a_client_is_looked_for(chat: Chat, register: Register) -> None:
    ada = register.payer(name="Ada Lovelace")
    phrases(register, ada)
    window = opened(chat, "").sees("Whom do you want to charge?")
    found = chat.person(OLIVIA).asks(Kind.SEARCH, "charge:find", value="lov")
    assert [one["value"] for one in found.words] == [str(ada.id)]
    register.invoice(ada, 7_000)
    shown = window._click("charge:find", str(ada.id), None)
    assert shown.kind == "update"
    assert submit_words(shown) == "Charge $70.00"


def phrases(register: Register, client: Client) -> None:
    """As clients are entered, so that names find them."""
    clients.change(register.store, register.mine, client, phrases_of(client.name))


def test_a_name_finds_the_client_and_what_is_due_first(chat: Chat, register: Register) -> None:
    ada = register.payer(name="Ada Lovelace")
    phrases(register, ada)
    later = register.invoice(ada, 9_000)
    first = register.invoice(ada, 5_000)
    due = replace(first, due_on="2026-11-30")
    assert invoices.change(register.store, register.mine, due, None)
    window = opened(chat, "ada love")
    window.sees(f"• {first.reference} · $50.00").sees_not(f"• {later.reference}")
    assert submit_words(window) == "Charge $50.00"


def test_several_of_a_name_are_told_apart_and_keep_the_amount(
    chat: Chat, register: Register
) -> None:
    one, two = register.payer(name="Ada Lovelace"), register.payer(name="Ada Byron")
    phrases(register, one)
    phrases(register, two)
    window = opened(chat, "ada 85").sees("Several have such a name", one.reference, two.reference)
    shown = window.press_id(f"charge:client:{two.id}")
    shown.sees("Ada Byron", "A new invoice is made with the charge")
    assert submit_words(shown) == "Charge $85.00"


WRONG = (
    ("nobody at all", "Nobody is found under “nobody at all”"),
    ("INV-99999", "There is no invoice INV-99999."),
    ("QX-0001", "“QX-0001” is no client and no invoice."),
    ("85.50", "Write who is to pay before the amount"),
    ("$85", "for example NP-0042 85"),
    ("{invoice} INV-77777", "There is no invoice INV-77777."),
    ("{invoice} a lot", "I don’t understand"),
    ("{invoice} 500", "Only $100.00 of"),
    ("{invoice} 10 eur", "The invoice is in USD"),
    ("{invoice} {invoice2} 10", "A part of the amount can be charged of one invoice"),
    ("{invoice} {others}", "These invoices are paid by different people"),
    ("{client} xyz", "I don’t understand"),
    ("{client} 0", "above zero"),
    ("word " * 50, "That is too long"),
)


def test_what_is_typed_wrong_gets_a_sentence(chat: Chat, register: Register) -> None:
    ada = register.payer()
    names = {
        "client": ada.reference,
        "invoice": register.invoice(ada).reference,
        "invoice2": register.invoice(ada).reference,
        "others": register.invoice(register.payer()).reference,
    }
    for typed, says in WRONG:
        opened(chat, typed.format(**names)).is_refused(says)


def test_paid_and_void_invoices_are_not_charged(chat: Chat, register: Register) -> None:
    ada = register.payer()
    paid, void = register.invoice(ada), register.invoice(ada)
    for one in (replace(paid, state="paid", paid=10_000), replace(void, state="void")):
        assert invoices.change(register.store, register.mine, one, None)
    opened(chat, paid.reference).is_refused("is paid already")
    opened(chat, void.reference).is_refused("is void")


# Several invoices


def test_several_invoices_are_one_charge(chat: Chat, register: Register) -> None:
    ada = register.payer()
    one, two, three = (register.invoice(ada, total) for total in (4_000, 2_500, 1_000))
    window = opened(chat, f"{one.reference}, {two.reference} and {three.reference}")
    assert submit_words(window) == "Charge $75.00"
    window.submit()
    [asked] = charges_of(register, ada)
    assert len(operations.allocations(register.store, register.mine, asked.id)) == 3


def test_invoices_are_chosen_in_the_window(chat: Chat, register: Register) -> None:
    ada = register.payer()
    one, two = register.invoice(ada, 4_000), register.invoice(ada, 2_500)
    window = opened(chat, ada.reference)
    assert submit_words(window) == "Charge $40.00"
    both = window._click("charge:invoices", f"{one.id},{two.id}", None)
    assert submit_words(both) == "Charge $65.00"
    none = both._click("charge:invoices", "", None)
    none.is_refused("Choose at least one invoice")
    only = both._click("charge:invoices", str(two.id), None)
    assert submit_words(only) == "Charge $25.00"
    only.submit()
    assert [asked.amount for asked in charges_of(register, ada)] == [2_500]


def test_what_is_chosen_and_not_shown_yet_is_not_charged(chat: Chat, register: Register) -> None:
    """A window is submitted before its new content has come."""
    ada = register.payer()
    one, two = register.invoice(ada, 4_000), register.invoice(ada, 2_500)
    window = opened(chat, one.reference)
    values = {"charge:amount": "40.00", "charge:invoices": f"{one.id},{two.id}"}
    shown = chat.person(OLIVIA).asks(Kind.SUBMISSION, "charge:form", window.view, values=values)
    assert submit_words(shown) == "Charge $65.00"
    assert charges_of(register, ada) == []


def test_a_payer_pays_for_others(chat: Chat, register: Register) -> None:
    parent, child = register.payer(name="Anna Byron"), register.payer(name="Ada Byron")
    clients.set_payer(register.store, register.mine, child.id, parent.id)
    invoice = register.invoice(parent, 3_000)
    assert invoices.change(
        register.store, register.mine, replace(invoice, client_id=child.id), None
    )
    for text in (child.reference, parent.reference, invoice.reference):
        window = opened(chat, text).sees("*Ada Byron · ", "Paid by *Anna Byron · ")
    window.submit()
    assert [one.amount for one in charges_of(register, parent)] == [3_000]


# An amount, and the invoice behind it


def test_an_amount_makes_its_invoice_with_the_charge(chat: Chat, register: Register) -> None:
    ada = register.payer()
    before = invoices_now(register)
    window = opened(chat, f"{ada.reference} 85", FLORENCE)
    window.sees("A new invoice is made with the charge: “Payment”, without tax.")
    assert invoices_now(register) == before, "nothing is left behind if it is cancelled"
    window.submit().sees("Charging $85.00…", "INV-90001 · $85.00")
    window.submit()
    [made] = [one for one in invoices_now(register) if one not in before]
    assert (made.reference, made.total, made.state) == ("INV-90001", 8_500, "open")
    [line] = invoice_contents.lines(register.store, register.mine, made.id)
    assert (line.description, line.amount, line.taxes) == ("Payment", 8_500, ())
    register.till.work_off()
    assert register.taken_from(ada) == [8_500]
    assert register.invoice_now(made).state == "paid"
    [asked] = charges_of(register, ada)
    assert asked.shown["invoices"] == ["INV-90001"]


def test_two_submits_at_once_make_one_invoice(chat: Chat, register: Register) -> None:
    ada = register.payer()
    window = opened(chat, f"{ada.reference} 85")
    before = len(invoices_now(register))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: window.submit(), range(8)))
    assert {one.kind for one in answers} == {"update"}
    assert len(invoices_now(register)) == before + 1
    assert len(charges_of(register, ada)) == 1
    assert counters.last(register.store, register.mine, counters.INVOICES) == 90_001


def test_a_submit_written_while_another_is_read_is_shown_to_both(
    chat: Chat, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = register.payer()
    window = opened(chat, f"{ada.reference} 85")
    planned = charges.plan

    def planned_behind_another(*given: Any) -> Plan:
        monkeypatch.setattr(charges, "plan", planned)
        window.submit().sees("Charging $85.00…")
        return planned(*given)

    monkeypatch.setattr(charges, "plan", planned_behind_another)
    window.submit().sees("Charging $85.00…")
    assert len(charges_of(register, ada)) == 1


def test_where_nothing_is_open_an_amount_is_asked_for(chat: Chat, register: Register) -> None:
    ada = register.payer()
    window = opened(chat, ada.reference).sees("has no open invoice")
    assert window.submit(amount="").kind == "errors"
    shown = window.submit(amount="1,250.50")
    assert submit_words(shown) == "Charge $1,250.50"


def test_a_client_whose_name_pretends_is_escaped(chat: Chat, register: Register) -> None:
    pretends = register.payer(name="<!channel> & Co")
    opened(chat, pretends.reference).sees("&lt;!channel&gt; &amp; Co")


def test_the_invoice_of_an_amount_is_in_the_payers_language(chat: Chat, register: Register) -> None:
    ada = register.payer()
    clients.change(register.store, register.mine, replace(ada, language="fr"), [])
    opened(chat, f"{ada.reference} 85").submit()
    [made] = [one for one in invoices_now(register) if one.client_id == ada.id]
    [line] = invoice_contents.lines(register.store, register.mine, made.id)
    assert (made.language, line.description) == ("fr", "Paiement")


# What is said before


def test_another_card_is_chosen(chat: Chat, register: Register) -> None:
    ada = register.payer()
    other = register.save_method(ada, "pm_card_mastercard_debit")
    window = opened(chat, register.invoice(ada).reference)
    shown = window.choose(other.method_id).sees("Mastercard ••8210", "debit")
    shown.submit()
    assert [one.method_id for one in charges_of(register, ada)] == [other.method_id]


def test_a_card_that_is_about_to_expire_is_said(chat: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    [card] = stripe_clients.methods_of(register.store, register.mine, ada.id)
    for month, says in ((10, "has expired"), (11, "end of the month"), (12, "expires next month")):
        old = replace(card, exp_month=month, exp_year=2026)
        customers = [(card.customer_id, ada.id)]
        stripe_clients.put(register.store, register.mine, customers, [old], T0)
        opened(chat, invoice.reference).sees(says)


def test_the_consent_on_file_is_said(chat: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    [card] = stripe_clients.methods_of(register.store, register.mine, ada.id)
    opened(chat, invoice.reference).sees_not("Consent:")
    asked = register.pays(ada, 500).id
    given = Consent(ada.id, asked, SPOKEN, "1", "en", T0, card.method_id, BEN)
    consents.add(register.store, register.mine, given)
    opened(chat, invoice.reference).sees(f"Consent: given to <@{BEN}> on the phone, November 23")
    consents.add(register.store, register.mine, replace(given, how=ONLINE, recorded_by=None))
    opened(chat, invoice.reference).sees("Consent: given on Stripe’s page, November 23, 2026.")


def test_a_surcharge_is_read_aloud_and_told_before_it_is_charged(
    chat: Chat, register: Register
) -> None:
    pass_fees_on(register)
    ada = register.payer()
    window = opened(chat, register.invoice(ada, 15_000).reference)
    assert submit_words(window) == "Charge $154.50"
    window.sees("*Say to the client:* “There is a surcharge of $4.50", "the total is $154.50")
    window.sees("*The client bears $4.50 of the fee,*", "Source: ", "not legal advice")
    window.sees("*The practice receives*\n$149.72").sees_not("estimate")
    untold = window.submit()
    assert (untold.kind, list(untold.words)) == ("errors", ["told"])
    assert charges_of(register, ada) == []
    window.submit(told="yes").sees("Charging $154.50…", "Surcharge · $4.50")
    assert [(one.amount, one.surcharge) for one in charges_of(register, ada)] == [(15_450, 450)]


def test_the_sentence_to_read_is_in_the_clients_language(chat: Chat, register: Register) -> None:
    pass_fees_on(register)
    ada = register.payer()
    clients.change(register.store, register.mine, replace(ada, language="fr"), [])
    opened(chat, register.invoice(ada).reference).sees("Payer ainsi ajoute un supplément de")


def test_a_tick_does_not_hold_for_another_amount(chat: Chat, register: Register) -> None:
    pass_fees_on(register)
    ada = register.payer()
    window = opened(chat, register.invoice(ada).reference)
    shown = window.submit(**{"charge:amount": "50", "told": "yes"})
    assert shown.submit().kind == "errors"
    assert charges_of(register, ada) == []


def test_the_same_amount_again_is_asked_about(chat: Chat, register: Register) -> None:
    ada = register.payer()
    register.pays(ada)
    window = opened(chat, register.invoice(ada).reference)
    window.sees("*$100.00 was charged to the same client just now.*")
    window.sees("Last charge: $100.00 on November 23, 2026. Paid.")
    asked = window.submit()
    assert (asked.kind, list(asked.words)) == ("errors", ["again"])
    window.submit(again="yes").sees("Charging $100.00…")
    assert len(charges_of(register, ada)) == 2


def test_what_was_charged_while_the_window_was_open_is_asked_about(
    chat: Chat, register: Register
) -> None:
    ada = register.payer()
    window = opened(chat, register.invoice(ada).reference)
    register.pays(ada)
    window.submit().sees(
        "Something changed while this was open.",
        "*$100.00 was charged to the same client just now.*",
    )
    assert len(charges_of(register, ada)) == 1


def test_above_the_limit_somebody_else_is_asked(chat: Chat, register: Register) -> None:
    ada = register.payer()
    window = opened(chat, register.invoice(ada, 60_000).reference, FLORENCE)
    window.sees("This is above your limit", f"<@{OLIVIA}>", f"<@{BEN}>")
    assert submit_words(window) == "Ask for $600.00"
    window.submit().sees("Waits for approval: $600.00", "until somebody else has approved it")
    assert [one.state for one in charges_of(register, ada)] == ["draft"]


def test_where_nobody_else_can_approve_a_word_is_typed(chat: Chat, register: Register) -> None:
    for user in (OLIVIA, BEN):
        members.set_disabled(register.store, register.mine, user, T0)
    ada = register.payer()
    window = opened(chat, register.invoice(ada, 60_000).reference, FLORENCE)
    window.sees("nobody else can approve it", "Type CHARGE to confirm it alone")
    for wrong in ("", "yes"):
        refused = window.submit(alone=wrong)
        assert (refused.kind, list(refused.words)) == ("errors", ["alone"])
    for word in (" charge ", "débiter"):
        window.submit(alone=word).sees("Charging $600.00…")
    assert [one.approval for one in charges_of(register, ada)] == ["alone"]


def test_under_a_test_key_it_says_so(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    opened(chat, invoice.reference).sees_not("TEST")
    practices.set_livemode(register.store, register.mine, False)
    window = opened(chat, invoice.reference).sees("*TEST* – no real money moves here.")
    window.submit().sees("*TEST*")


# What is in the way


def test_without_a_payment_method_there_is_no_button(chat: Chat, register: Register) -> None:
    ada = register.payer()
    stripe_clients.forget(register.store, register.mine, ada.id)
    window = opened(chat, register.invoice(ada).reference).sees("No payment method is saved.")
    assert submit_words(window) is None
    window.press("Ask for a card").sees("Ada Lovelace", "Nothing is charged yet.")


def test_what_is_being_charged_is_not_charged_again(chat: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    first, second = opened(chat, invoice.reference), opened(chat, invoice.reference, BEN)
    first.submit()
    second.submit().sees(f"{invoice.reference} is being paid at this moment")
    late = opened(chat, invoice.reference).sees("is being paid at this moment")
    assert submit_words(late) is None
    assert len(charges_of(register, ada)) == 1


def test_an_invoice_that_was_changed_meanwhile_is_shown_anew(
    chat: Chat, register: Register
) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    window = opened(chat, invoice.reference)
    dearer = replace(invoice, total=12_000, net=12_000)
    assert invoices.change(register.store, register.mine, dearer, None)
    shown = window.submit().sees("Something changed while this was open")
    assert submit_words(shown) == "Charge $120.00"
    assert charges_of(register, ada) == []
    shown.submit().sees("Charging $120.00…")


def test_a_card_that_was_removed_meanwhile_is_not_charged(chat: Chat, register: Register) -> None:
    ada = register.payer()
    other = register.save_method(ada, "pm_card_mastercard_debit")
    window = opened(chat, register.invoice(ada).reference).choose(other.method_id)
    stripe_clients.forget(register.store, register.mine, ada.id)
    window.submit().is_refused("not saved any more")
    assert charges_of(register, ada) == []


def test_the_tries_that_are_left_are_said(chat: Chat, register: Register) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    register.next_answer(asked.method_id or "", "insufficient_funds")
    declined = register.done(asked)
    cancel(register.desk, register.cast.practice, register.person(OLIVIA), declined.uid)
    window = opened(chat, register.invoice(ada).reference)
    window.sees("Declined 1 time in 30 days; 14 tries left.")


# Who may, and what comes from outside


@every_value_on_both
@pytest.mark.parametrize("user", [OLIVIA, BEN, FLORENCE])
def test_the_people_at_the_desk_charge(chat: Chat, register: Register, user: str) -> None:
    ada = register.payer()
    opened(chat, register.invoice(ada).reference, user).submit().sees("Charging $100.00…")
    assert [one.asked_by for one in charges_of(register, ada)] == [user]


@pytest.mark.parametrize(
    ("user", "says"), [(SAM, "Only the people at the desk"), (NOAH, "no role")]
)
def test_others_are_refused_and_see_nothing(
    chat: Chat, register: Register, user: str, says: str
) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    window = opened(chat, invoice.reference)
    for text in ("", invoice.reference, ada.reference, f"{ada.reference} 85", "ada"):
        opened(chat, text, user).is_refused(says).sees_not("Ada")
    theirs = chat.person(user).asks(Kind.SUBMISSION, "charge:form", window.view, values={})
    theirs.is_refused(says)
    assert charges_of(register, ada) == []


def test_who_lost_the_role_meanwhile_charges_nothing(chat: Chat, register: Register) -> None:
    ada = register.payer()
    window = opened(chat, register.invoice(ada).reference, BEN)
    members.set_role(register.store, register.mine, BEN, "support", T0)
    window.submit().is_refused("Only the people at the desk")
    assert charges_of(register, ada) == []


def test_a_stranger_finds_nothing_of_ours(chat: Chat, register: Register) -> None:
    ada = register.payer()
    phrases(register, ada)
    invoice = register.invoice(ada)
    window = opened(chat, invoice.reference)
    elsewhere = replace(chat, practice_id=register.cast.other.id)
    for text in (invoice.reference, ada.reference, "ada", f"{ada.reference} 85"):
        opened(elsewhere, text, STRANGER).is_refused().sees_not("Ada")
    stranger = elsewhere.person(STRANGER)
    stranger.asks(Kind.SUBMISSION, "charge:form", window.view, values={}).is_refused()
    stranger.asks(Kind.CLICK, "charge:of_client", value=str(ada.id)).is_refused("no such client")
    stranger.asks(Kind.CLICK, "charge:of_invoice", value=str(invoice.id)).is_refused()
    assert charges_of(register, ada) == []


FORGED = (
    "",
    "{}",
    "[]",
    "null",
    '[[1],null,null,100,"","","","usd",1]',
    '[["1"],null,null,100,"a","","","usd"]',
    '[[true],null,null,100,"a","","","usd"]',
    '[[1],-5,null,100,"a","","","usd"]',
    '[[1],1e9,null,100,"a","","","usd"]',
    "[" * 2_900,
)


def test_a_window_that_was_tampered_with_is_refused(chat: Chat, register: Register) -> None:
    window = opened(chat, register.invoice(register.payer()).reference)
    assert window.view is not None
    for private in FORGED:
        forged = {**window.view, "private_metadata": private}
        answer = chat.person(OLIVIA).asks(Kind.SUBMISSION, "charge:form", forged, values={})
        answer.is_refused("This form has expired. Type /charge and start anew.")


def test_an_amount_that_was_forged_in_the_window_is_shown_not_charged(
    chat: Chat, register: Register
) -> None:
    ada = register.payer()
    window = opened(chat, register.invoice(ada).reference)
    assert window.view is not None
    private = window.view["private_metadata"]
    forged = {**window.view, "private_metadata": re.sub(r"\],null", "],1", private, count=1)}
    values = {"charge:amount": "100.00"}
    answer = chat.person(OLIVIA).asks(Kind.SUBMISSION, "charge:form", forged, values=values)
    assert submit_words(answer) == "Charge $0.01"
    assert charges_of(register, ada) == []


# Where it begins


def test_it_begins_at_cards_in_home_and_by_the_shortcut(chat: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada, 3_000)
    ben = chat.person(BEN)
    for shown in (
        ben.types(f"/invoice {invoice.reference}").press("Charge"),
        ben.types(f"/client {ada.reference}").press("Charge"),
    ):
        assert (shown.kind, submit_words(shown)) == ("open", "Charge $30.00")
    ben.opens_home().press("Charge a card").sees("Whom do you want to charge?")
    ben.asks(Kind.SHORTCUT, "charge:start").sees("Whom do you want to charge?")


def test_cards_offer_it_to_no_one_else(chat: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    sam = chat.person(SAM)
    for text in (f"/invoice {invoice.reference}", f"/client {ada.reference}"):
        assert "Charge" not in sam.types(text).buttons
    assert "Charge a card" not in sam.opens_home().buttons
    paid = replace(invoice, state="paid", paid=10_000)
    assert invoices.change(register.store, register.mine, paid, None)
    card = chat.person(BEN).types(f"/invoice {invoice.reference}")
    assert "Charge" not in card.buttons


def test_the_window_speaks_french(chat: Chat, register: Register) -> None:
    pass_fees_on(register)
    ada = register.payer()
    window = opened(chat, register.invoice(ada, 15_000).reference, FLORENCE, "fr-FR")
    assert (submit_words(window) or "").startswith("Débiter 154,50")
    window.sees("*Le client paie*", "*À dire au client :*", "Le client a été prévenu", "crédit")
    window.submit().sees("Informez d’abord le client")
    window.submit(told="yes").sees("Débit de 154,50")
    opened(chat, "personne", FLORENCE, "fr-FR").is_refused("Personne n’est trouvé")


def test_as_many_queries_for_many_rows_as_for_few(
    chat: Chat, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    attempt = register.store.attempt
    monkeypatch.setattr(register.store, "attempt", lambda work: asked.append(work) or attempt(work))

    def queries(act: Callable[[], Answer]) -> int:
        asked.clear()
        act()
        return len(asked) - CHATS_OWN

    ada = register.payer(name="Ada Lovelace")
    phrases(register, ada)
    invoice = register.invoice(ada, 60_000)
    texts = (invoice.reference, ada.reference, f"{ada.reference} 700", "ada", "ada 700", "")
    few = {text: queries(lambda text=text: opened(chat, text, FLORENCE)) for text in texts}
    for total in range(20_000, 32_000, 1_000):
        register.invoice(ada, total)
    for method in ("pm_card_mastercard", "pm_card_amex"):
        register.save_method(ada, method)
    many = {text: queries(lambda text=text: opened(chat, text, FLORENCE)) for text in texts}
    assert many == few
    window = opened(chat, invoice.reference, FLORENCE)
    assert queries(lambda: window._click("charge:amount", "550", None)) <= 11
    assert max(few.values()) <= 11, few  # One more is Slack's caller.
