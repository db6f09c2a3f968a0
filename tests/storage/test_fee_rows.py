"""The practice's own fee rows come back as they were saved, and never change."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rules.fees import FeeRow
from storage import fee_rows
from storage.database import Store
from tests.support.cast import OLIVIA, T0, Cast

ROW = FeeRow(
    region="own",
    method="card",
    currency="usd",
    percent=Decimal("2.75"),
    fixed=25,
    cap=None,
    since=date(2026, 11, 1),
    own=True,
    source="our contract of October",
    checked_on=date(2026, 11, 23),
)


def test_a_row_comes_back_as_it_was_saved(store: Store, cast: Cast) -> None:
    fee_rows.add(store, cast.practice.id, ROW, OLIVIA, T0)
    assert fee_rows.saved_rows(store, cast.practice.id) == [fee_rows.SavedFeeRow(ROW, OLIVIA)]
    assert fee_rows.rows(store, cast.practice.id)[0].source == ROW.source
    assert str(fee_rows.rows(store, cast.practice.id)[0].percent) == "2.75"


def test_of_two_rows_for_the_same_day_the_one_saved_last_holds(store: Store, cast: Cast) -> None:
    corrected = replace(ROW, percent=Decimal("2.7"), cap=500)
    for row in (ROW, corrected):
        fee_rows.add(store, cast.practice.id, row, OLIVIA, T0)
    assert fee_rows.rows(store, cast.practice.id) == [corrected]
    kept = store.database.run("SELECT percent FROM fee_row ORDER BY id").fetchall()
    assert kept == [("2.75",), ("2.7",)]


def test_rows_stand_in_the_order_of_their_days(store: Store, cast: Cast) -> None:
    later, earlier = replace(ROW, since=date(2027, 1, 1)), replace(ROW, since=date(2026, 1, 1))
    debit = replace(ROW, method="us_bank_account", currency=None)
    for row in (later, ROW, earlier, debit):
        fee_rows.add(store, cast.practice.id, row, OLIVIA, T0)
    assert fee_rows.rows(store, cast.practice.id) == [earlier, ROW, debit, later]


def test_a_row_belongs_to_one_practice(store: Store, cast: Cast) -> None:
    fee_rows.add(store, cast.practice.id, ROW, OLIVIA, T0)
    assert fee_rows.rows(store, cast.other.id) == []


def test_a_row_without_its_first_day_is_a_mistake(store: Store, cast: Cast) -> None:
    with pytest.raises(ValueError, match="the day from which it holds"):
        fee_rows.add(store, cast.practice.id, replace(ROW, since=None), OLIVIA, T0)
