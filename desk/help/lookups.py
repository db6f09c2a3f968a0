"""What is known of the invoices and clients that a question names, for whoever may see them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk.access import Person
from desk.clients import reference
from desk.context import Desk
from desk.help.about import About, about
from desk.help.asking import asks_how
from desk.help.mentions import may_name
from desk.settings import practice_settings, today_at
from rules.payment_state import State
from rules.roles import Action, may
from storage import clients, disputes, invoices, operation_lists, refunds
from storage.clients import Client
from storage.disputes import Dispute
from storage.invoices import Invoice
from storage.operations import CHARGE, ELSEWHERE, LINK, WRITE_OFF, Operation
from storage.practices import Practice

PAYMENTS_SHOWN = 4
_READ = 30
"""Many links that nobody used may be newer than a payment."""
_KINDS = frozenset({CHARGE, LINK, ELSEWHERE, WRITE_OFF})
_TELLING = {
    LINK: {State.OPEN, State.PROCESSING, State.SUCCEEDED, State.FAILED, State.REVIEW},
    ELSEWHERE: {State.SUCCEEDED},
    WRITE_OFF: {State.SUCCEEDED},
}
"""What became of other links, and what was noted and undone, staff needn't know to answer."""


@dataclass(frozen=True)
class Payment:
    """A charge, a link, what was paid elsewhere or written off, with what went back of it or is
    about to, and what the payer's bank disputes."""

    operation: Operation
    refunds: tuple[Operation, ...] = ()
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True)
class InvoiceStanding:
    """`payments`: the newest of it; there are `earlier` ones besides."""

    invoice: Invoice
    client: Client
    payments: tuple[Payment, ...]
    earlier: int


@dataclass(frozen=True)
class ClientStanding:
    """`owes`: what open invoices come to, by currency; `payments` are the client's newest."""

    client: Client
    owes: Mapping[str, int]
    payments: tuple[Payment, ...]
    earlier: int


@dataclass(frozen=True)
class LookedUp:
    """`today` is the day where the practice is, `zone` its time zone. `more`: how many invoices and
    clients are named besides."""

    invoices: tuple[InvoiceStanding, ...]
    clients: tuple[ClientStanding, ...]
    today: date
    zone: str
    more: int = 0


def look_up(desk: Desk, practice: Practice, person: Person, text: str) -> LookedUp | None:
    """None where the text names nothing of the practice, or the person may not see it."""
    if not _may_see(person):
        return None
    named = about(desk, practice.id, [text])
    return _known(desk, practice, named) if named.anything else None


def withheld(desk: Desk, practice: Practice, person: Person, text: str) -> bool:
    """Whether it seems to ask about a client or an invoice, and the person may not see them. That
    there is such a one isn't looked at."""
    if _may_see(person) or asks_how(text):
        return False
    of_invoices = practice_settings(desk, practice).invoice_prefix
    of_clients = reference(practice, 0).rpartition("-")[0]
    return may_name(text, filter(None, (of_invoices, of_clients)))


def is_about_client(desk: Desk, practice: Practice, person: Person, text: str) -> bool:
    """Whether nobody but the person is to read what is answered."""
    if _may_see(person):
        return about(desk, practice.id, [text]).anything
    return withheld(desk, practice, person, text)


def _may_see(person: Person) -> bool:
    return may(person.role, Action.SEE_INVOICES) and may(person.role, Action.SEE_CLIENTS)


def _known(desk: Desk, practice: Practice, named: About) -> LookedUp:
    store, settings = desk.store, practice_settings(desk, practice)
    of_invoices = [_of_invoice(desk, practice, one) for one in named.invoices]
    of_clients = [_of_client(desk, practice, one) for one in named.clients]
    shown = [one for found in (*of_invoices, *of_clients) for one in found[:PAYMENTS_SHOWN]]
    with_all = _with_all(desk, practice, shown)
    known = clients.by_ids(store, practice.id, {one.client_id for one in named.invoices})
    return LookedUp(
        tuple(
            InvoiceStanding(one, known[one.client_id], *_payments(with_all, found))
            for one, found in zip(named.invoices, of_invoices, strict=True)
        ),
        tuple(
            ClientStanding(
                one,
                invoices.open_balance(store, practice.id, one.id),
                *_payments(with_all, found),
            )
            for one, found in zip(named.clients, of_clients, strict=True)
        ),
        today_at(desk, settings),
        settings.time_zone,
        named.more,
    )


def _of_invoice(desk: Desk, practice: Practice, invoice: Invoice) -> list[Operation]:
    found = operation_lists.of_invoice(desk.store, practice.id, invoice.id, _READ, _KINDS)
    return [one for one in found if _tells(one)]


def _of_client(desk: Desk, practice: Practice, client: Client) -> list[Operation]:
    found = operation_lists.of_client(desk.store, practice.id, client.id, _READ)
    return [one for one in found if one.kind in _KINDS and _tells(one)]


def _tells(operation: Operation) -> bool:
    return operation.state in _TELLING.get(operation.kind, {operation.state})


def _with_all(desk: Desk, practice: Practice, shown: Iterable[Operation]) -> dict[int, Payment]:
    """By the payment's id."""
    found = {one.id: one for one in shown}
    back, disputed = defaultdict(list), defaultdict(list)
    for refund in refunds.of_charges(desk.store, practice.id, found):
        if refund.state != State.CANCELLED:
            back[refund.charge_id].append(refund)
    for dispute in disputes.of_operations(desk.store, practice.id, list(found)):
        disputed[dispute.operation_id].append(dispute)
    return {
        number: Payment(one, tuple(back[number]), tuple(disputed[number]))
        for number, one in found.items()
    }


def _payments(
    with_all: Mapping[int, Payment], found: Sequence[Operation]
) -> tuple[tuple[Payment, ...], int]:
    shown = tuple(with_all[one.id] for one in found[:PAYMENTS_SHOWN])
    return shown, len(found) - len(shown)
