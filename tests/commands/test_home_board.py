"""Home's board: who owes, what is on its way, what failed, and the one thing to do next."""

from typing import Any

import pytest

from bot.incoming import Kind
from desk.home import home_of
from storage import clients, members
from storage.clients import Client
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.chat import Answer, Chat
from tests.support.disputing import answers, hears, is_disputed
from tests.support.register import Register
from tests.support.stores import every_value_on_both

SEPA = "pm_usBankAccount_success"
DECLINES = "pm_card_chargeCustomerFail"
MOST_QUERIES, FIND_PRACTICE_AND_PERSON = 12, 2
NOTHING = "Nobody owes anything, no payment is on its way, and none has failed."


def without_method(register: Register, name: str = "Grace Hopper") -> Client:
    number = len(clients.first_by_name(register.store, register.mine, 100)) + 1
    blank = Client(0, f"NP-9{number:03}", name, name.casefold())
    return clients.add(register.store, register.mine, blank, [])


def row_of(home: Answer, name: str) -> tuple[str, str]:
    """What stands in somebody's row, and the label of its button."""
    [row] = [
        one
        for one in home.blocks
        if one["type"] == "section" and "accessory" in one and name in one["text"]["text"]
    ]
    return row["text"]["text"], row["accessory"]["text"]["text"]


def rows_in(home: Answer) -> list[str]:
    """The names in the rows of the board, in their order."""
    texts = [
        one["text"]["text"]
        for one in home.blocks
        if one["type"] == "section" and one.get("accessory", {}).get("type") == "button"
    ]
    return [text[1:].split("*")[0] for text in texts if " · NP-" in text]


def test_who_owes_stands_there_with_all_that_they_owe_the_oldest_first(
    chat: Chat, register: Register
) -> None:
    ada, grace = register.payer(), without_method(register)
    register.invoice(ada, 10_000)
    register.passes(days=40)
    register.invoice(ada, 2_500)
    register.invoice(grace, 9_900, "eur")
    home = chat.person(BEN).opens_home()
    home.sees("*Owed:* €99.00, $125.00 · 3 invoices", "*On its way:* nothing", "*Failed:* nothing")
    assert rows_in(home) == ["Ada Lovelace", "Grace Hopper"]
    text, action = row_of(home, "Ada Lovelace")
    assert text.endswith("$125.00 · 2 invoices · the oldest 10 days overdue (December 23, 2026)")
    assert action == "Charge"
    assert row_of(home, "Grace Hopper")[1] == "Send a link"


def test_the_button_of_who_owes_opens_the_charge_the_link_or_what_was_asked(
    chat: Chat, register: Register
) -> None:
    register.invoice(register.payer(), 10_000)
    grace = without_method(register)
    register.invoice(grace, 9_900)
    florence = chat.person(FLORENCE)
    home = florence.opens_home()
    home.press("Charge").sees("Ada Lovelace", "Charge $100.00")
    home.press("Send a link").sees("Grace Hopper", "The client pays $99.00")
    florence.asks(Kind.CLICK, "cards:ask", value=str(grace.id)).submit()
    home = chat.person(FLORENCE).opens_home().sees("asked for a payment method")
    home.press("Look at it").sees("Grace Hopper", "Ask for a card")


def test_what_is_being_charged_is_on_its_way_and_no_longer_owed(
    chat: Chat, register: Register
) -> None:
    debit = register.charges(BEN, register.invoice(register.payer(SEPA), 10_000))
    home = chat.person(BEN).opens_home()
    home.sees("*Owed:* nothing", "*On its way:* $100.00 · 1 payment", "Nobody owes anything.")
    register.done(debit)
    home.press("On its way")
    shown = chat.person(BEN).opens_home().sees("On its way from the bank")
    shown.press("Look at it").sees("Not paid yet", "It settles in about 4 business days.")
    register.until_rest()
    chat.person(BEN).opens_home().sees(NOTHING)


def test_what_was_declined_waits_among_what_failed_until_it_is_paid(
    chat: Chat, register: Register
) -> None:
    payer = register.payer(DECLINES)
    invoice = register.invoice(payer, 10_000)
    register.done(register.charges(BEN, invoice))
    home = chat.person(BEN).opens_home()
    home.sees("*Owed:* $100.00 · 1 invoice", "*Failed:* $100.00 · 1 payment")
    home.press("Failed")
    failed = chat.person(BEN).opens_home().sees("*Declined*", "The bank declined the payment")
    failed.press("Look at it").sees("Declined: $100.00 was not charged", "Try again")
    other = register.save_method(payer, "pm_card_visa")
    register.done(register.charges(BEN, invoice, method_id=other.method_id))
    home = chat.person(BEN).opens_home()
    home.sees(NOTHING)


def test_a_card_that_is_never_charged_again_has_the_client_asked_for_another(
    chat: Chat, register: Register
) -> None:
    payer = register.payer()
    register.next_answer(register.methods_of(payer)[0].method_id, "stolen_card")
    register.done(register.charges(BEN, register.invoice(payer)))
    chat.person(BEN).opens_home().press("Failed")
    home = chat.person(BEN).opens_home()
    assert row_of(home, "Ada Lovelace")[1] == "Ask for a card"


def test_of_what_came_back_the_invoice_is_owed_and_the_payment_has_failed(
    chat: Chat, register: Register
) -> None:
    debit = register.pays(register.payer("pm_usBankAccount_insufficientFunds"))
    register.until_rest()
    assert register.now(debit).state == "failed"
    home = chat.person(BEN).opens_home()
    home.sees("*Owed:* $100.00 · 1 invoice", "*Failed:* $100.00 · 1 payment")


def test_a_void_invoice_is_neither_owed_nor_has_anything_of_it_failed(
    chat: Chat, register: Register
) -> None:
    invoice = register.invoice(register.payer(DECLINES))
    register.done(register.charges(BEN, invoice))
    chat.person(BEN).types(f"/invoice {invoice.reference}").press("Void…").submit(reason="Twice")
    home = chat.person(BEN).opens_home()
    home.sees(NOTHING)


def test_pages_go_on_and_back_and_every_payer_stands_on_one(chat: Chat, register: Register) -> None:
    for number in range(23):
        register.invoice(without_method(register, f"Payer {number:02}"))
    ben = chat.person(BEN)
    first = ben.opens_home()
    first.press("Next →")
    second = ben.opens_home()
    second.press("Next →")
    third = ben.opens_home()
    names = [f"Payer {number:02}" for number in range(23)]
    assert [rows_in(one) for one in (first, second, third)] == [
        names[:10],
        names[10:20],
        names[20:],
    ]
    assert "← Previous" not in first.buttons
    assert "Next →" not in third.buttons
    third.press("← Previous")
    assert rows_in(ben.opens_home()) == names[10:20]
    ben.opens_home().press("← Previous")
    back = ben.opens_home()
    assert rows_in(back) == names[:10]
    assert "← Previous" not in back.buttons


def test_pages_of_payments_go_on_and_back(chat: Chat, register: Register) -> None:
    payer = register.payer()
    made = [register.invoice(payer, 1_000 + number) for number in range(12)]
    for invoice in made:
        register.charges(OLIVIA, invoice)
    olivia = chat.person(OLIVIA)
    olivia.opens_home().press("On its way")
    newest, oldest = made[2:], made[:2]
    first = olivia.opens_home().sees(*(one.reference for one in newest))
    first.sees_not(*(one.reference for one in oldest)).press("Next →")
    second = olivia.opens_home().sees(*(one.reference for one in oldest))
    second.sees_not(*(one.reference for one in newest)).press("← Previous")
    olivia.opens_home().sees(*(one.reference for one in newest))


def test_a_page_whose_rows_are_all_gone_gives_way_to_the_first(
    chat: Chat, register: Register
) -> None:
    made = [register.invoice(without_method(register, f"Payer {n:02}")) for n in range(11)]
    chat.person(BEN).opens_home().press("Next →")
    assert rows_in(chat.person(BEN).opens_home()) == ["Payer 10"]
    chat.person(BEN).types(f"/invoice {made[-1].reference}").press("Void…").submit(reason="Twice")
    assert rows_in(chat.person(BEN).opens_home()) == [f"Payer {n:02}" for n in range(10)]


@every_value_on_both
@pytest.mark.parametrize("value", ["", "nonsense", "owing after x", "way before -1", "failed  "])
def test_a_place_that_is_none_is_the_first_page(chat: Chat, register: Register, value: str) -> None:
    register.invoice(without_method(register))
    members.set_board(register.store, register.mine, BEN, value)
    chat.person(BEN).opens_home().sees("*Owed:* $100.00 · 1 invoice")


def test_support_looks_and_is_offered_no_more(chat: Chat, register: Register) -> None:
    register.invoice(register.payer())
    register.done(register.charges(BEN, register.invoice(register.payer(DECLINES, "Grace Hopper"))))
    sam = chat.person(SAM)
    assert row_of(sam.opens_home(), "Ada Lovelace")[1] == "Look at it"
    sam.opens_home().press("Failed")
    sam.opens_home().press("Look at it").sees("*Grace Hopper*", "*Owes*")


def test_who_has_no_role_sees_nothing_of_it(chat: Chat, register: Register) -> None:
    register.invoice(register.payer())
    chat.person(NOAH).opens_home().sees_not("Owed", "Ada", "$100.00")


def test_the_board_speaks_french(chat: Chat, register: Register) -> None:
    register.invoice(register.payer())
    register.done(register.charges(BEN, register.invoice(register.payer(DECLINES, "Grace Hopper"))))
    marie = chat.person(BEN, "fr-FR")
    home = marie.opens_home()
    home.sees("*À encaisser :* 200,00 $US · 2 factures", "*Échoué :* 100,00 $US · 1 paiement")
    home.sees("1 facture · due dans 30 jours (23 décembre 2026)")
    home.press("Échoué")
    marie.opens_home().sees("*Refusé*").sees_not("Look", "Declined", "Owed")


def test_home_is_shown_anew_to_who_acted_and_to_who_asked(chat: Chat, register: Register) -> None:
    asked = register.charges(FLORENCE, register.invoice(register.payer()))
    assert chat.homes_shown_anew() == [FLORENCE]
    register.done(asked)
    assert chat.homes_shown_anew() == [FLORENCE]
    invoice = register.invoice(register.payer())
    chat.person(BEN).opens_home().press("Failed")
    assert chat.homes_shown_anew() == [BEN]
    chat.person(BEN).types(f"/invoice {invoice.reference}").press("Void…").submit(reason="Twice")
    assert chat.homes_shown_anew() == [BEN]


def test_it_is_as_many_questions_at_any_number_of_rows(chat: Chat, register: Register) -> None:
    few = [questions(register, user) for user in (OLIVIA, BEN)]
    for number in range(12):
        register.invoice(without_method(register, f"Payer {number:02}"))
    many = [questions(register, user) for user in (OLIVIA, BEN)]
    assert many == few
    assert 4 < max(many) <= MOST_QUERIES - FIND_PRACTICE_AND_PERSON


def test_a_dispute_stands_above_the_board_until_it_is_answered(
    chat: Chat, register: Register
) -> None:
    invoice = register.invoice(register.payer())
    paid = register.done(register.charges(OLIVIA, invoice))
    named = is_disputed(register, paid)
    hears(register, named)
    home = chat.person(BEN).opens_home()
    home.sees("This payment is disputed: $100.00", invoice.reference, "at Stripe, by", NOTHING)
    home.press("Look at it").sees("$100.00", "This payment is disputed")
    chat.person(FLORENCE, "fr-FR").opens_home().sees("Ce paiement est contesté", "Voir")
    answers(register, named)
    register.passes(seconds=5)
    hears(register, named)
    chat.person(BEN).opens_home().sees_not("disputed")


def questions(register: Register, user: str) -> int:
    """How many queries make what Home shows."""
    said: list[str] = []
    database = register.store.database
    execute = database.execute_sql

    def counted(sql: str, *args: Any, **more: Any) -> Any:
        said.append(sql)
        return execute(sql, *args, **more)

    member = members.find(register.store, register.mine, user)
    database.execute_sql = counted  # type: ignore[method-assign]
    try:
        home_of(register.desk, register.cast.practice, register.person(user), member)
    finally:
        database.execute_sql = execute  # type: ignore[method-assign]
    return len(said)
