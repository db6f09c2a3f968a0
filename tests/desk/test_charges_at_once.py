"""Two who do something to one invoice or client at the same moment: on PostgreSQL both can."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any
from unittest.mock import patch

import pytest

from desk.card_requests import withdraw
from desk.charges import Differs
from desk.invoices import void
from rules.words import Refusal
from storage import operation_lists, operations, practices
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, OLIVIA
from tests.support.register import Register
from tests.support.saving import asks, has_link, newcomer
from tests.support.stores import ON_POSTGRESQL

pytestmark = ON_POSTGRESQL
PATIENCE = 10
"""Seconds, after which the other one isn't coming any more."""


def test_two_who_charge_an_invoice_do_not_wait_for_each_other(register: Register) -> None:
    invoice = register.invoice(register.payer())
    both, lock = Barrier(2), operations.lock_invoices

    def lock_together(*asked: Any) -> None:
        both.wait(PATIENCE)
        lock(*asked)

    together = patch.object(operations, "lock_invoices", lock_together)
    with together, ThreadPoolExecutor(2) as pool:
        asked = list(pool.map(lambda user: register.asks(user, invoice), [OLIVIA, BEN]))
    assert {type(one) for one in asked} == {Operation, Differs}


def test_who_voids_an_invoice_waits_for_whoever_is_about_to_charge_it(register: Register) -> None:
    invoice = register.invoice(register.payer())
    practice, person = register.cast.practice, register.person(BEN)
    waits, lock = Event(), operations.lock_invoices

    def lock_and_tell(*asked: Any) -> None:
        waits.set()
        lock(*asked)

    with ThreadPoolExecutor(1) as pool:
        with register.store.transaction():
            asked = register.charges(OLIVIA, invoice)
            with patch.object(operations, "lock_invoices", lock_and_tell):
                voided = pool.submit(
                    void, register.desk, practice, person, invoice.id, {"reason": "A mistake"}
                )
                assert waits.wait(PATIENCE)
        with pytest.raises(Refusal, match="is being paid at this moment"):
            voided.result()
    assert register.done(asked).state == "succeeded"


def test_who_asks_for_a_card_while_another_is_doing_so_gets_the_same_link(
    register: Register,
) -> None:
    grace = newcomer(register)
    of_client, others = operation_lists.of_client, iter([FLORENCE])

    def then_another_asks(*asked: Any, **more: Any) -> list[Operation]:
        found = of_client(*asked, **more)
        for user in others:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(asks, register, grace, user).result(PATIENCE)
        return found

    with patch.object(operation_lists, "of_client", then_another_asks):
        asked = asks(register, grace, BEN)
    made = operation_lists.of_client(register.store, register.mine, grace.id, 10)
    assert [one.uid for one in made] == [asked.uid]


def test_a_link_is_called_off_while_stripes_news_of_it_are_recorded(register: Register) -> None:
    asked = has_link(register, newcomer(register))
    practice, person, store = register.cast.practice, register.person(BEN), register.store
    begun, lock, change = Event(), practices.lock, operations.change

    def lock_and_tell(*given: Any) -> None:
        begun.set()
        lock(*given)

    def change_and_tell(*given: Any, **values: Any) -> Operation | None:
        changed = change(*given, **values)
        begun.set()
        return changed

    with ThreadPoolExecutor(1) as pool:
        with store.transaction():
            lock(store, practice.id)
            with (
                patch.object(practices, "lock", lock_and_tell),
                patch.object(operations, "change", change_and_tell),
            ):
                gone = pool.submit(withdraw, register.desk, practice, person, asked.uid)
                assert begun.wait(PATIENCE)
            assert operations.locked(store, practice.id, asked.uid) is not None
        assert gone.result(PATIENCE).state == "cancelled"
