"""What is known of the invoices and clients that a question names, for whoever may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desk.access import Person
from desk.context import Desk
from desk.help.about import about
from desk.settings import practice_settings, today_at
from rules.payment_state import State
from rules.roles import Action, may
from storage import clients, invoices, operation_lists
from storage.clients import Client
from storage.invoices import Invoice
from storage.operations import CHARGE, LINK, Operation
from storage.practices import Practice

PAYMENTS_SHOWN = 2
_TELLING_OF_LINKS = (State.OPEN, State.PROCESSING, State.SUCCEEDED)
"""What became of other links, staff needn't know to answer."""


@dataclass(frozen=True)
class InvoiceStanding:
    """`payments`: the newest charges and links of it."""

    invoice: Invoice
    client: Client
    payments: tuple[Operation, ...]


@dataclass(frozen=True)
class ClientStanding:
    """`owes`: what open invoices come to, by currency; `payments` are the client's newest."""

    client: Client
    owes: Mapping[str, int]
    payments: tuple[Operation, ...]


@dataclass(frozen=True)
class LookedUp:
    """`today` is the day where the practice is."""

    invoices: tuple[InvoiceStanding, ...]
    clients: tuple[ClientStanding, ...]
    today: date


def look_up(desk: Desk, practice: Practice, person: Person, text: str) -> LookedUp | None:
    """None where the text names nothing of the practice, or the person may not see it."""
    if not (may(person.role, Action.SEE_INVOICES) and may(person.role, Action.SEE_CLIENTS)):
        return None
    named = about(desk, practice.id, [text])
    if not named.anything:
        return None
    known = clients.by_ids(desk.store, practice.id, {one.client_id for one in named.invoices})
    return LookedUp(
        tuple(_invoice(desk, practice, one, known[one.client_id]) for one in named.invoices),
        tuple(_client(desk, practice, one) for one in named.clients),
        today_at(desk, practice_settings(desk, practice)),
    )


def _invoice(desk: Desk, practice: Practice, invoice: Invoice, client: Client) -> InvoiceStanding:
    found = operation_lists.of_invoice(
        desk.store, practice.id, invoice.id, PAYMENTS_SHOWN + 2, {CHARGE, LINK}
    )
    return InvoiceStanding(invoice, client, _telling(found))


def _client(desk: Desk, practice: Practice, client: Client) -> ClientStanding:
    owes = invoices.open_balance(desk.store, practice.id, client.id)
    found = operation_lists.of_client(desk.store, practice.id, client.id, PAYMENTS_SHOWN + 8)
    payments = [one for one in found if one.kind in (CHARGE, LINK)]
    return ClientStanding(client, owes, _telling(payments))


def _telling(found: list[Operation]) -> tuple[Operation, ...]:
    telling = [one for one in found if one.kind == CHARGE or one.state in _TELLING_OF_LINKS]
    return tuple(telling[:PAYMENTS_SHOWN])
