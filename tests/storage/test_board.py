"""What all open invoices come to is counted as it changes, and never differs from their sum."""

import importlib
import random

from rules.board import FAILED, OWING, WAY
from storage import balances, board, invoices, operations, owed
from storage.balances import Counted
from storage.clients import Client
from storage.invoice_contents import Content
from storage.models import Operation as Operations
from storage.models import OwedChange
from storage.new_operations import blank
from storage.operations import CHARGE, Allocation, Operation
from storage.store import Store
from tests.storage.test_invoices import ada, invoice
from tests.support.cast import BEN, Cast

__all__ = ["ada"]
NOW = 1_800_000_000_000
NOTHING = Content((), ())


def summed(store: Store, practice_id: int) -> owed.Owed:
    """The same, from the invoices themselves."""
    found: owed.Owed = {}
    for one in invoices.after_id(store, practice_id, 0, 1_000):
        if one.state == "open":
            many, amount = found.get(one.currency, (0, 0))
            found[one.currency] = (many + 1, amount + one.due)
    return found


def charge(
    store: Store, cast: Cast, client: Client, state: str, *parts: invoices.Invoice
) -> Operation:
    mine = cast.practice.id
    new = blank(mine, CHARGE, client.id, BEN, NOW)
    values = {**vars(new), "state": state, "amount": 500, "currency": "usd"}
    shares = [Allocation(one.id, 500) for one in parts]
    added = operations.add(store, mine, Operation(**values), shares, live=state == "processing")
    assert added is not None
    return added


def test_whatever_happens_to_invoices_it_is_their_sum(
    store: Store, cast: Cast, ada: Client
) -> None:
    mine, chance = cast.practice.id, random.Random(7)
    for number in range(1, 60):
        made = invoices.add(store, mine, invoice(number, ada), NOTHING)
        part = chance.choice([12_000, 5_000, 1])
        what = chance.choice(["paid", "credited", "written_off"])
        balances.count(store, mine, made.id, Counted(**{what: part}), NOW)
        if chance.random() < 0.3:
            balances.count(store, mine, made.id, Counted(**{what: -part}), NOW)
        balances.count(store, mine, made.id, Counted(paid=99_999), NOW)
        if chance.random() < 0.3:
            now = invoices.get(store, mine, made.id)
            assert now is not None
            void = invoices.Invoice(**{**vars(now), "state": "void"})
            assert invoices.change(store, mine, void, None)
            assert not invoices.change(store, mine, void, None)
        assert owed.total(store, mine) == summed(store, mine)
    assert len(store.select(OwedChange.select(OwedChange.id))) <= owed.MOST_ROWS + 1
    assert owed.total(store, cast.other.id) == {}


def test_what_is_being_collected_is_not_owed(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    busy, open_one = (invoices.add(store, mine, invoice(n, ada), NOTHING) for n in (1, 2))
    charge(store, cast, ada, "processing", busy)
    assert board.figures(store, mine) == {OWING: {"usd": (1, 12_000)}, WAY: {"usd": (1, 500)}}
    [payer] = board.payers(store, mine, ["approved"], limit=5)
    assert payer.invoice_id == open_one.id
    assert board.debts(store, mine, [ada.id]) == [board.Debt(ada.id, "usd", 1, 12_000)]
    assert board.figures(store, cast.other.id) == {OWING: {}}
    assert board.payers(store, cast.other.id, ["approved"], limit=5) == []


def test_what_failed_is_told_until_its_invoice_is_settled_or_charged_once_more(
    store: Store, cast: Cast, ada: Client
) -> None:
    mine = cast.practice.id
    one, two = (invoices.add(store, mine, invoice(n, ada), NOTHING) for n in (1, 2))
    first, second = (charge(store, cast, ada, "declined", each) for each in (one, two))
    look = charge(store, cast, ada, "review", one, two)
    assert failed(store, mine) == [look.id, second.id, first.id]
    charge(store, cast, ada, "processing", one)
    assert failed(store, mine) == [look.id, second.id]
    balances.count(store, mine, two.id, Counted(written_off=12_000), NOW)
    assert failed(store, mine) == [look.id]


def failed(store: Store, practice_id: int) -> list[int]:
    return [one.operation.id for one in board.listed(store, practice_id, FAILED, limit=10)]


def test_a_store_from_before_the_board_gets_what_it_would_have(
    store: Store, cast: Cast, ada: Client
) -> None:
    mine = cast.practice.id
    made = [invoices.add(store, mine, invoice(n, ada), NOTHING) for n in range(1, 6)]
    for state, one in zip(("declined", "failed", "processing", "review"), made, strict=False):
        charge(store, cast, ada, state, one)
    charge(store, cast, ada, "succeeded", made[0])
    charge(store, cast, ada, "processing", made[0])
    balances.count(store, mine, made[1].id, Counted(credited=12_000), NOW)
    before = board.figures(store, mine), failed(store, mine)
    store.change(Operations.update(board=None))
    store.change(OwedChange.delete())
    with store.transaction():
        for statement in importlib.import_module("storage.migrations.0016_the_board")._CONTENT:
            store.database.run(statement)
    assert (board.figures(store, mine), failed(store, mine)) == before
