"""/fees → What if…: by another method, or at another price, to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from desk.access import Person
from desk.fee_simulator import simulate
from rules.fees import FeeRow, fee
from rules.roles import Role
from storage import fee_rows, practices
from storage.database import Store
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0, Cast
from tests.support.chat import Answer, Chat


def window(chat: Chat, user: str = NOAH, locale: str = "en-US") -> Answer:
    label = "What if…" if locale.startswith("en") else "Et si…"
    return chat.person(user, locale).types("/fees").press(label)


def test_one_payment_to_the_cent(chat: Chat) -> None:
    shown = window(chat).submit(amount="100")
    assert shown.kind == "update"
    shown.sees(
        "*1 payment of $100.00: $100.00*",
        "*All by card* (2.9% + 30¢): the processor keeps $3.20, the practice receives *$96.80*.",
        "*All by bank debit* (1.9% + 50¢): the processor keeps $2.40, the practice receives"
        " *$97.60*.",
        "Bank debits save $0.80.",
        "at $103.30 for everybody, all by card, the processor keeps $3.30 and the practice"
        " receives *$100.00*.",
        "By bank debit it receives $100.84.",
        "This is an estimate until an owner has entered the practice’s own fees.",
    )


def test_a_months_payments_with_their_average(chat: Chat) -> None:
    shown = window(chat).submit(amount="120.50", count="340")
    shown.sees(
        "*340 payments of $120.50 each: $40,970.00*",
        "the processor keeps $1,288.60, the practice receives *$39,681.40*",
        "Bank debits save $340.00.",
    )
    again = shown.submit()
    assert again.text == shown.text, "what was typed still stands there"


def test_small_amounts_are_dearer_by_debit(chat: Chat) -> None:
    window(chat).submit(amount="5", count="10").sees("Bank debits cost $1.50 more than cards.")


def test_by_the_practices_own_rows(chat: Chat, store: Store, cast: Cast) -> None:
    for method, cap in (("card", None), ("us_bank_account", 500)):
        row = FeeRow(
            "own",
            method,
            "usd",
            Decimal("0.8"),
            0,
            cap=cap,
            since=date(2026, 11, 1),
            own=True,
            source="Contract",
        )
        fee_rows.add(store, cast.practice.id, row, OLIVIA, T0)
    shown = window(chat).submit(amount="1000")
    shown.sees("keeps $8.00", "keeps $5.00", "Bank debits save $3.00.").sees_not("estimate")


def test_where_no_debit_collects_the_currency_there_are_only_cards(chat: Chat) -> None:
    window(chat).submit(amount="100 cad").sees("All by card").sees_not("bank debit*", "save")


def test_a_price_above_what_one_charge_can_be_is_not_offered(chat: Chat) -> None:
    window(chat).submit(amount="999999").sees("not possible in one charge")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": "much"}, "Name an amount"),
        ({"amount": "100", "count": "0"}, "from 1 to 1,000,000"),
        ({"amount": "100", "count": "many"}, "from 1 to 1,000,000"),
    ],
)
def test_a_mistake_is_told_beside_its_field(chat: Chat, wrong: dict[str, str], said: str) -> None:
    answer = window(chat).submit(**wrong).sees(said)
    assert len(answer.words) == 1


def test_a_currency_without_fees_on_record_gets_a_sentence(chat: Chat) -> None:
    window(chat).submit(amount="1000 jpy").is_refused("no fixed fee in JPY")


@pytest.mark.parametrize("user", [OLIVIA, BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_everybody_may_ask(chat: Chat, user: str) -> None:
    window(chat, user).submit(amount="20").sees("*$19.12*")


def test_in_french(chat: Chat, store: Store, cast: Cast) -> None:
    practices.set_place(store, cast.practice.id, "FR", "eur")
    window(chat, NOAH, "fr-FR").submit(amount="100").sees(
        "*Tout par carte* (2,9 % + 0,30 €) : le prestataire retient 3,20 €",
        "Les prélèvements économisent 0,80 €.",
    )


@pytest.mark.parametrize("amount", ["0.01", "1", "33.33", "99.99", "12345.67"])
def test_the_parts_add_up(chat: Chat, cast: Cast, amount: str) -> None:
    anybody = Person(cast.practice.id, NOAH, Role.NONE)
    form = {"amount": amount, "count": "7"}
    found = simulate(chat.desk, cast.practice, anybody, form, "en")
    for outcome in (found.by_card, found.by_debit):
        assert outcome is not None
        assert outcome.receives.amount + outcome.kept.amount == 7 * found.one.amount
        assert outcome.kept.amount == 7 * fee(found.one.amount, outcome.row)
    assert found.repriced is not None
    assert found.repriced.receives.amount == 7 * found.one.amount
