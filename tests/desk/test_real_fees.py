"""What Stripe really takes of each payment is known, and asked about where the table differs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.outbox.rendering import renderers
from desk.access import Person
from desk.real_fees import KIND, compare_fees, keep_own_fee, use_real_fee
from desk.settings import practice_settings
from rules.fees import FeeRow
from rules.words import Refusal
from storage import audit, cards, fee_rows, ledger, practices, stripe_fees
from storage.fee_offers import FeeOffer
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, OLIVIA, STRANGER
from tests.support.register import Accounting, Register

TOTALS = (1_250, 8_500, 12_345)


@pytest.fixture
def accounting() -> Iterator[Accounting]:
    """One for each test, which has prices of its own."""
    running = Accounting()
    yield running
    running.stop()


def priced(register: Register, **prices: object) -> None:
    """What Stripe takes from now on."""
    account = register.client.v1.accounts.retrieve_current().id
    register.control(f"accounts/{account}/pricing", pricing={"like": "stripe", **prices})


def pay(register: Register, *totals: int, method: str = "pm_card_visa") -> list[Operation]:
    """Each charged, and Stripe's fee known."""
    payer = register.payer(method)
    due = [register.invoice(payer, total) for total in totals]
    paid = [register.done(register.charges(OLIVIA, one, again=True)) for one in due]
    register.passes(seconds=10)
    register.till.work_off()
    return paid


def own_row(register: Register, percent: str, fixed: int) -> None:
    row = FeeRow(
        "own", "card", "usd", Decimal(percent), fixed, since=date(2026, 1, 1), own=True, source="x"
    )
    fee_rows.add(register.store, register.mine, row, OLIVIA, register.clock())


def asked(register: Register) -> list[FeeOffer]:
    practice = practices.get(register.store, register.mine)
    assert practice is not None
    return compare_fees(register.desk, practice)


def shown(register: Register, kind: str, key: str) -> str:
    message = renderers(register.desk).cards[kind](register.mine, key)
    assert message is not None
    return f"{message.text} {message.blocks}"


def test_the_true_fee_stands_on_the_card_and_an_estimate_until_then(register: Register) -> None:
    own_row(register, "2.9", 30)
    done = register.pays(register.payer())
    assert "Stripe keeps about $3.20, an estimate" in shown(register, "charge", done.uid)
    register.passes(seconds=10)
    register.till.work_off()
    card = shown(register, "charge", done.uid)
    assert "Stripe kept $3.20" in card
    assert "estimate" not in card


def test_tax_on_the_fee_is_part_of_it_and_named(register: Register) -> None:
    priced(register, domestic={"percent": "2.9", "fixed": 30}, tax="20", tax_name="VAT")
    [done] = pay(register, 10_000)
    [kept] = stripe_fees.of_operations(register.store, register.mine, [done.id])
    assert (kept.fee, kept.tax, kept.platform) == (384, 64, 0)
    lines = ledger.of_operation(register.store, register.mine, done.id)
    assert [line.amount for line in lines if line.kind == "fee"] == [-384]
    assert "Stripe kept $3.84, $0.64 of it tax" in shown(register, "charge", done.uid)


def test_a_fee_that_differs_is_asked_about_once_with_the_rule(register: Register) -> None:
    own_row(register, "2.9", 30)
    priced(register, domestic={"percent": "2.9", "fixed": 60})
    pay(register, *TOTALS)
    [offer] = asked(register)
    assert (offer.percent, offer.fixed, offer.payments) == ("2.9", 60, 3)
    words = shown(register, KIND, str(offer.id))
    assert "Stripe takes 2.9% + 60¢, your table says 2.9% + 30¢" in words
    readers = [one.recipient for one in cards.of_key(register.store, register.mine, KIND, "1")]
    assert readers == [OLIVIA]
    assert asked(register) == []
    pay(register, 22_222)
    assert asked(register) == []


def test_one_click_takes_the_real_fee_over_from_today_on(register: Register) -> None:
    own_row(register, "2.9", 30)
    priced(register, domestic={"percent": "2.9", "fixed": 60})
    pay(register, *TOTALS)
    [offer] = asked(register)
    practice, olivia = register.cast.practice, register.person(OLIVIA)
    taken = use_real_fee(register.desk, practice, olivia, offer.id)
    assert (taken.state, taken.by) == ("taken", OLIVIA)
    rows = fee_rows.rows(register.store, register.mine)
    assert [(row.percent, row.fixed) for row in rows] == [
        (Decimal("2.9"), 30),
        (Decimal("2.9"), 60),
    ]
    [entry] = audit.of_target(register.store, register.mine, "card usd")
    assert (entry.actor, entry.action) == (OLIVIA, "fee_row.saved")
    use_real_fee(register.desk, practice, olivia, offer.id)
    assert len(fee_rows.rows(register.store, register.mine)) == 2
    assert "has taken over the real fee" in shown(register, KIND, str(offer.id))
    pay(register, 4_444, 5_555, 6_666)
    assert asked(register) == []


def test_what_was_left_as_it_is_is_not_asked_about_again(register: Register) -> None:
    own_row(register, "2.9", 30)
    priced(register, domestic={"percent": "2.9", "fixed": 60})
    pay(register, *TOTALS)
    [offer] = asked(register)
    keep_own_fee(register.desk, register.cast.practice, register.person(OLIVIA), offer.id)
    pay(register, 33_333)
    assert asked(register) == []
    assert len(fee_rows.rows(register.store, register.mine)) == 1


def test_where_no_rule_can_be_told_only_the_difference_is(register: Register) -> None:
    own_row(register, "2.9", 30)
    pay(register, 1_250, 8_500)
    priced(register, domestic={"percent": "3.4", "fixed": 60})
    pay(register, 12_345)
    [offer] = asked(register)
    assert offer.percent == ""
    words = shown(register, KIND, str(offer.id))
    assert "can’t tell the rule" in words
    assert "Of $123.45, Stripe took $4.80; by the table it would be $3.88." in words
    assert "Use the real fee" not in words
    olivia = register.person(OLIVIA)
    with pytest.raises(Refusal, match="no such question"):
        use_real_fee(register.desk, register.cast.practice, olivia, offer.id)


@pytest.mark.parametrize("totals", [(1_250, 8_500), (9_900, 9_900, 9_900)])
def test_of_too_few_payments_nothing_is_said(register: Register, totals: tuple[int, ...]) -> None:
    own_row(register, "2.9", 30)
    priced(register, domestic={"percent": "2.9", "fixed": 60})
    pay(register, *totals)
    assert asked(register) == []


def test_where_the_own_row_is_right_nothing_is_said_and_cards_from_abroad_do_not_count(
    register: Register,
) -> None:
    own_row(register, "2.9", 30)
    priced(register)
    pay(register, *TOTALS)
    pay(register, *TOTALS, method="pm_card_gb")
    assert asked(register) == []


def test_a_published_row_that_is_right_can_become_the_practices_own(register: Register) -> None:
    pay(register, *TOTALS)
    [offer] = asked(register)
    assert "nothing is an estimate any more" in shown(register, KIND, str(offer.id))
    use_real_fee(register.desk, register.cast.practice, register.person(OLIVIA), offer.id)
    [row] = fee_rows.rows(register.store, register.mine)
    assert (row.own, row.percent, row.fixed) == (True, Decimal("2.9"), 30)
    assert practice_settings(register.desk, register.cast.practice).place is not None


def test_only_an_owner_of_the_practice_decides(register: Register) -> None:
    pay(register, *TOTALS)
    [offer] = asked(register)
    for user in (BEN, FLORENCE):
        for decide in (use_real_fee, keep_own_fee):
            with pytest.raises(Refusal):
                decide(register.desk, register.cast.practice, register.person(user), offer.id)
    theirs = register.cast.other
    stranger = replace(register.person(OLIVIA), practice_id=theirs.id, slack_user=STRANGER)
    assert isinstance(stranger, Person)
    with pytest.raises(Refusal, match="no such question"):
        use_real_fee(register.desk, theirs, stranger, offer.id)
    assert fee_rows.rows(register.store, register.mine) == []
