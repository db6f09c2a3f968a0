"""Operations in the store: one collects an invoice, one worker holds it, and what moved is once."""

from dataclasses import replace
from typing import Any

import pytest
from peewee import DatabaseError, IntegrityError

from storage import clients, invoices, ledger, operation_queue, operations
from storage.clients import Client
from storage.database import Store
from storage.invoice_contents import Content
from storage.invoices import Invoice
from storage.ledger import Line
from storage.new_operations import blank
from storage.operations import CHARGE, Allocation, Collected, Operation
from tests.storage.test_invoices import invoice as written
from tests.support.cast import OLIVIA, T0, Cast

LEASE_MS = 120_000


@pytest.fixture
def payer(store: Store, cast: Cast) -> Client:
    ada = Client(0, "NP-1", "Ada Lovelace", "ada lovelace", "ada@example.com")
    return clients.add(store, cast.practice.id, ada, [])


@pytest.fixture
def invoice(store: Store, cast: Cast, payer: Client) -> Invoice:
    return invoices.add(store, cast.practice.id, written(1, payer), Content((), ()))


def charge(
    store: Store, practice_id: int, payer: Client, *parts: Invoice, **more: Any
) -> Operation:
    """One that is approved and due; it collects its invoices unless `live` is false."""
    live = more.pop("live", True)
    new = replace(blank(practice_id, CHARGE, payer.id, OLIVIA, T0), due_at=T0, **more)
    rows = [Allocation(one.id, 1_000) for one in parts]
    added = operations.add(store, practice_id, new, rows, live)
    assert added is not None
    return added


def held(store: Store, owner: str, now: int = T0) -> Operation:
    [claimed] = operation_queue.claim(store, owner, now, LEASE_MS, 5)
    return claimed


def test_an_invoice_is_collected_by_one_at_a_time(
    store: Store, cast: Cast, payer: Client, invoice: Invoice
) -> None:
    first = charge(store, cast.practice.id, payer, invoice)
    with pytest.raises(Collected):
        charge(store, cast.practice.id, payer, invoice)
    operations.let_go(store, cast.practice.id, first.id)
    charge(store, cast.practice.id, payer, invoice)


def test_the_database_itself_lets_nobody_else_collect_an_invoice(
    store: Store, cast: Cast, payer: Client, invoice: Invoice
) -> None:
    """Whatever a program that asks too early, or not at all, may believe."""
    charge(store, cast.practice.id, payer, invoice)
    second = charge(store, cast.practice.id, payer, invoice, live=False)
    with pytest.raises(IntegrityError), store.transaction():
        store.database.run(f"UPDATE allocation SET live = TRUE WHERE operation_id = {second.id}")


def test_a_request_is_written_down_once(store: Store, cast: Cast, payer: Client) -> None:
    mine = cast.practice.id
    first = charge(store, mine, payer, request_id="one form")
    again = replace(blank(mine, CHARGE, payer.id, OLIVIA, T0), request_id="one form")
    assert operations.add(store, mine, again, [], live=True) is None
    assert operations.by_request(store, mine, "one form") == first


def test_of_two_who_read_the_same_one_changes_it(store: Store, cast: Cast, payer: Client) -> None:
    read = charge(store, cast.practice.id, payer)
    assert operations.change(store, cast.practice.id, read, looks=1) is not None
    assert operations.change(store, cast.practice.id, read, looks=2) is None
    found = operations.by_uid(store, cast.practice.id, read.uid)
    assert found is not None
    assert found.looks == 1


def test_what_is_leased_is_left_to_its_worker(store: Store, cast: Cast, payer: Client) -> None:
    charge(store, cast.practice.id, payer)
    assert held(store, "first").state == "sending"
    assert operation_queue.claim(store, "second", T0 + LEASE_MS - 1, LEASE_MS, 5) == []
    assert held(store, "second", T0 + LEASE_MS).lease_owner == "second"


@pytest.mark.parametrize("other", ["first", "second"])
def test_who_lost_the_lease_changes_nothing(
    store: Store, cast: Cast, payer: Client, other: str
) -> None:
    """Also where the same worker got it again meanwhile."""
    charge(store, cast.practice.id, payer)
    lost = held(store, "first")
    now = T0 + LEASE_MS
    taken_over = held(store, other, now)
    assert not operation_queue.renew(store, lost, now, LEASE_MS)
    assert operation_queue.set_stripe_id(store, lost, "pi_late") is None
    assert not operation_queue.look_again(store, lost, None)
    assert operation_queue.renew(store, taken_over, now, LEASE_MS)


def test_who_handed_the_lease_back_changes_nothing(store: Store, cast: Cast, payer: Client) -> None:
    charge(store, cast.practice.id, payer)
    lost = held(store, "first")
    assert operation_queue.hand_back(store, "first", T0) == 1
    assert not operation_queue.renew(store, lost, T0, LEASE_MS)
    assert operation_queue.set_stripe_id(store, lost, "pi_late") is None


def test_an_operation_has_one_object_at_stripe_for_good(
    store: Store, cast: Cast, payer: Client
) -> None:
    charge(store, cast.practice.id, payer)
    kept = operation_queue.set_stripe_id(store, held(store, "first"), "pi_first")
    assert kept is not None
    assert operation_queue.set_stripe_id(store, kept, "pi_second") is None
    found = operations.by_uid(store, cast.practice.id, kept.uid)
    assert found is not None
    assert found.stripe_id == "pi_first"


def test_what_moved_stands_in_the_ledger_once(store: Store, cast: Cast, payer: Client) -> None:
    mine = cast.practice.id
    line = Line(charge(store, mine, payer).id, "charge", "ch_1", 1_000, "usd", T0)
    assert ledger.add(store, mine, line)
    assert not ledger.add(store, mine, line)
    assert ledger.all_lines(store, mine) == [line]


@pytest.mark.parametrize("change", ["UPDATE ledger SET amount = 1", "DELETE FROM ledger"])
def test_the_ledger_never_changes(store: Store, cast: Cast, payer: Client, change: str) -> None:
    mine = cast.practice.id
    line = Line(charge(store, mine, payer).id, "charge", "ch_1", 1_000, "usd", T0)
    ledger.add(store, mine, line)
    with pytest.raises(DatabaseError, match="ledger rows"), store.transaction():
        store.database.run(change)
    assert ledger.all_lines(store, mine) == [line]


def test_another_practices_operation_is_not_there(store: Store, cast: Cast, payer: Client) -> None:
    theirs = charge(store, cast.practice.id, payer, stripe_id="pi_1")
    assert operations.by_uid(store, cast.other.id, theirs.uid) is None
    assert operations.by_stripe_id(store, cast.other.id, "pi_1") is None
    assert operations.locked(store, cast.other.id, theirs.uid) is None
    assert operations.change(store, cast.other.id, theirs, looks=1) is None
