"""A flow, and what people do in several of them: the same form sent once more after each kill."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from storage import clients, invoices, operations
from storage.clients import Client
from storage.invoices import Invoice
from storage.operations import Operation
from tests.crash.process import Process
from tests.support.cast import OLIVIA

TOTAL = 10_000
"""Of the invoice, in minor units."""


@dataclass(frozen=True)
class Flow:
    """`prepare` is not killed, `act` is, and whatever follows from it. `least`: fewer points than
    these would mean that not all were found."""

    name: str
    prepare: Callable[[Process], None]
    act: Callable[[Process], None]
    ends: Callable[[Process], Iterator[str]]
    least: int


def bill(method: str, currency: str = "usd", total: int = TOTAL) -> Callable[[Process], None]:
    """A client with that payment method, and an invoice."""

    def prepare(process: Process) -> None:
        register = process.register
        register.invoice(register.payer(method), total, currency)

    return prepare


def the(process: Process) -> tuple[Client, Invoice]:
    store, mine = process.desk.store, process.register.mine
    [invoice] = invoices.after_id(store, mine, 0, 9)
    payer = clients.get(store, mine, invoice.payer_id)
    assert payer is not None
    return payer, invoice


def charge(process: Process, user: str = OLIVIA) -> Operation:
    """Somebody sends the form: the same one, however often."""
    _, invoice = the(process)
    return of_form(process) or process.register.charges(user, invoice, request="one-form")


def of_form(process: Process, request: str = "one-form") -> Operation | None:
    """What was asked for by that form."""
    return operations.by_request(process.desk.store, process.register.mine, request)


def taken(process: Process) -> list[int]:
    """At Stripe, what was taken by charges that succeeded, whoever paid."""
    found = process.register.client.v1.charges.list({"limit": 100})
    return [one.amount for one in found.data if one.status == "succeeded"]
