"""However a refund is cut, its parts add up to what was paid."""

import random

import pytest

from rules.refund_shares import Back, of_amount, of_bill, over_invoices

PAID = Back(10_000, 330)


def plus(gone: Back, back: Back) -> Back:
    return Back(gone.bill + back.bill, gone.surcharge + back.surcharge)


def test_the_surcharge_goes_back_in_proportion() -> None:
    assert of_bill(PAID, Back(), 4_000) == Back(4_000, 132)
    assert of_bill(PAID, Back(), 10_000) == PAID


def test_parts_add_up_to_exactly_the_surcharge() -> None:
    gone = Back()
    for bill in (3_333, 3_333, 3_333, 1):
        gone = plus(gone, of_bill(PAID, gone, bill))
    assert gone == PAID


@pytest.mark.parametrize("bill", [0, -1, 10_001])
def test_no_more_than_is_left_and_no_less_than_something(bill: int) -> None:
    with pytest.raises(ValueError, match="can't go back"):
        of_bill(PAID, Back(), bill)


def test_what_was_refunded_without_paydesk_is_taken_apart_in_proportion() -> None:
    assert of_amount(PAID, Back(), 4_132) == Back(4_000, 132)
    assert of_amount(PAID, Back(4_000, 132), 6_198) == Back(6_000, 198)
    with pytest.raises(ValueError, match="can't go back"):
        of_amount(PAID, Back(4_000, 132), 6_199)


def test_any_parts_in_any_order_some_of_which_come_back_add_up() -> None:
    chance = random.Random(7)
    for _ in range(300):
        refunded_in_random_parts(chance)


def refunded_in_random_parts(chance: random.Random) -> None:
    """Each part is possible, none is negative, and the last leaves nothing."""
    bill = chance.choice((1, 2, 7, 100, 9_999, 123_456))
    paid, parts = Back(bill, chance.randrange(0, bill // 5 + 2)), list[Back]()
    while (gone := Back(sum(p.bill for p in parts), sum(p.surcharge for p in parts))) != paid:
        if parts and chance.random() < 0.2:
            parts.remove(chance.choice(parts))
            continue
        part = one_part(chance, paid, gone)
        assert part.bill >= 0
        assert part.surcharge >= 0
        assert part.amount > 0
        assert gone.bill + part.bill <= paid.bill
        assert gone.surcharge + part.surcharge <= paid.surcharge
        parts.append(part)


def one_part(chance: random.Random, paid: Back, gone: Back) -> Back:
    left = paid.bill - gone.bill
    if left and chance.random() < 0.7:
        return of_bill(paid, gone, chance.choice((left, chance.randint(1, left))))
    amount_left = paid.amount - gone.amount
    return of_amount(paid, gone, chance.choice((amount_left, chance.randint(1, amount_left))))


def test_the_first_invoices_lose_first() -> None:
    assert over_invoices([4_000, 2_500, 1_000], 5_000) == [4_000, 1_000, 0]
    with pytest.raises(ValueError, match="more than the invoices have"):
        over_invoices([4_000], 4_001)
