"""A link's payment is heard of at the moment at which somebody does something to its invoice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any
from unittest.mock import patch

import pytest

from desk import settled_outcomes
from storage import collecting, operations
from storage.failures import StoreDown
from tests.desk.test_elsewhere import notes
from tests.support.cast import OLIVIA
from tests.support.link_payers import hears, makes_link, opens, pays
from tests.support.register import Register
from tests.support.stores import ON_POSTGRESQL

pytestmark = ON_POSTGRESQL
PATIENCE = 10
"""Seconds, after which the other one isn't coming any more."""


def test_cash_is_noted_while_the_links_payment_is_recorded(register: Register) -> None:
    """Both need the invoice and the link: neither waits for the other for ever."""
    invoice = register.invoice(register.payer())
    link = makes_link(register, invoice)
    pays(register, opens(register, link))
    has_invoice, wants_invoice = Event(), Event()
    lock, close_later = operations.lock_invoices, settled_outcomes.close_later

    def noted_first(*asked: Any) -> None:
        wants_invoice.set()
        assert has_invoice.wait(PATIENCE)
        lock(*asked)

    def wants_the_link(*given: Any) -> None:
        has_invoice.set()
        close_later(*given)

    with ThreadPoolExecutor(1) as pool, patch.object(collecting, "lock_invoices", noted_first):
        heard = pool.submit(hears, register, link)
        assert wants_invoice.wait(PATIENCE)
        with patch.object(settled_outcomes, "close_later", wants_the_link):
            assert notes(register, invoice).state == "succeeded"
        heard.result(PATIENCE)
    assert register.invoice_now(invoice).paid == 10_000
    assert (register.now(link).state, register.now(link).reason) == (
        "review",
        "invoice_cant_take_it",
    )


def test_a_charge_that_begins_while_the_links_payment_is_recorded_is_called_off(
    register: Register,
) -> None:
    """While somebody works at it, that is tried again: nobody waits for what may wait for them."""
    ada = register.payer()
    invoice = register.invoice(ada)
    link = makes_link(register, invoice)
    pays(register, opens(register, link))
    lock, asked, through = operations.lock_invoices, Event(), Event()

    def works_at_it() -> str:
        charge = register.charges(OLIVIA, invoice)
        with register.store.transaction():
            operations.locked(register.store, register.mine, charge.uid)
            asked.set()
            assert through.wait(PATIENCE)
        return charge.uid

    with ThreadPoolExecutor(1) as pool:

        def charged_first(*given: Any) -> None:
            working.append(pool.submit(works_at_it))
            assert asked.wait(PATIENCE)
            lock(*given)

        working: list[Any] = []
        with patch.object(collecting, "lock_invoices", charged_first), pytest.raises(StoreDown):
            hears(register, link)
        through.set()
        uid = working[0].result(PATIENCE)
    hears(register, link)
    called_off = operations.by_uid(register.store, register.mine, uid)
    assert called_off is not None
    assert (called_off.state, called_off.reason) == ("cancelled", "paid_by_link")
    assert register.now(link).state == "succeeded"
