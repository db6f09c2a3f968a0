"""What is counted on an invoice never goes below nothing or beyond its total."""

import pytest

from storage import balances, invoices
from storage.balances import Counted
from storage.clients import Client
from storage.invoice_contents import Content
from storage.store import Store
from tests.storage.test_invoices import ada, invoice
from tests.support.cast import Cast

__all__ = ["ada"]
NOW = 1_800_000_000_000


def test_an_invoice_is_paid_once_nothing_is_due(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    made = invoices.add(store, mine, invoice(1, ada), Content((), ()))
    steps = [
        (Counted(paid=5_000), "open", 7_000),
        (Counted(credited=4_000), "open", 3_000),
        (Counted(written_off=3_000), "paid", 0),
        (Counted(paid=-1_000, credited=1_000), "paid", 0),
        (Counted(written_off=-3_000), "open", 3_000),
    ]
    for counted, state, due in steps:
        assert balances.can_count(store, mine, made.id, counted)
        assert balances.count(store, mine, made.id, counted, NOW)
        now = invoices.get(store, mine, made.id)
        assert now is not None
        assert (now.state, now.due) == (state, due)
    assert invoices.open_balance(store, mine, ada.id) == {"usd": 3_000}


@pytest.mark.parametrize(
    "counted",
    [
        Counted(paid=12_001),
        Counted(paid=6_000, written_off=6_001),
        Counted(paid=-1),
        Counted(paid=5, credited=-1),
        Counted(written_off=-1),
    ],
)
def test_what_can_not_be_is_not_counted(
    store: Store, cast: Cast, ada: Client, counted: Counted
) -> None:
    mine = cast.practice.id
    made = invoices.add(store, mine, invoice(1, ada), Content((), ()))
    assert not balances.can_count(store, mine, made.id, counted)
    assert not balances.count(store, mine, made.id, counted, NOW)
    assert invoices.get(store, mine, made.id) == made


def test_a_void_one_takes_nothing(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    made = invoices.add(store, mine, invoice(1, ada, state="void"), Content((), ()))
    assert not balances.can_count(store, mine, made.id, Counted(paid=1))
    assert not balances.count(store, mine, made.id, Counted(paid=1), NOW)


def test_another_practice_counts_nothing_on_it(store: Store, cast: Cast, ada: Client) -> None:
    mine, theirs = cast.practice.id, cast.other.id
    made = invoices.add(store, mine, invoice(1, ada), Content((), ()))
    assert not balances.can_count(store, theirs, made.id, Counted(paid=1))
    assert not balances.count(store, theirs, made.id, Counted(paid=1), NOW)
