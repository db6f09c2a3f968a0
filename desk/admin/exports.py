"""The wide lists as files: each with the rows that it shows, narrowed as it is, page after page of
the store, so that any number takes the same memory.

Clients and invoices have the columns that imports read; payments have their own.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from desk.access import Person, authorize
from desk.admin import clients as client_pages
from desk.admin import invoices as invoice_pages
from desk.admin import payments as payment_pages
from desk.context import Desk
from desk.exports import (
    CLIENT_COLUMNS,
    INVOICE_COLUMNS,
    PAGE,
    Cell,
    record_export,
    rows_of_clients,
    rows_of_invoices,
)
from rules.currencies import decimals
from rules.roles import Action
from rules.words import refuse
from storage import client_lists, invoice_lists, payment_lists
from storage.clients import Client
from storage.operations import Operation
from storage.practices import Practice

T = TypeVar("T")
P = TypeVar("P")
Rows = Iterator[Sequence[Cell]]
KINDS = ("csv", "xlsx")
PAYMENT_COLUMNS = (
    "asked_at",
    "what",
    "state",
    "client",
    "client_name",
    "invoices",
    "method",
    "brand",
    "last4",
    "currency",
    "amount",
    "surcharge",
    "asked_by",
    "approved_by",
    "changed_at",
    "reason",
    "stripe_id",
    "stripe_charge",
    "id",
)


def begin(desk: Desk, practice: Practice, person: Person, what: str, kind: str) -> None:
    """Before anything leaves: whether the person may, and a row in the audit log. Refusal of a
    `kind` that is none of KINDS."""
    authorize(person, Action.IMPORT_AND_EXPORT)
    if kind not in KINDS:
        raise refuse("There is no such file.")
    record_export(desk, person, practice, what, None)


def client_rows(
    desk: Desk, practice: Practice, person: Person, wanted: client_lists.Wanted
) -> Rows:
    yield CLIENT_COLUMNS
    for some in _pages(
        lambda after: client_pages.rows(desk, person, wanted, after, None, PAGE),
        lambda one: client_lists.place_of(wanted, one),
    ):
        yield from rows_of_clients(desk, person, practice, some)


def invoice_rows(
    desk: Desk, practice: Practice, person: Person, search: invoice_pages.Search
) -> Rows:
    """A row for each line."""
    yield INVOICE_COLUMNS
    names: dict[int, str] = {}
    if search.one is not None:
        yield from rows_of_invoices(desk, person, practice, [search.one], names)
        return
    for some in _pages(
        lambda after: invoice_pages.rows(desk, person, search, after, None, PAGE),
        lambda one: invoice_lists.place_of(search.wanted, one),
    ):
        yield from rows_of_invoices(desk, person, practice, some, names)


def payment_rows(
    desk: Desk, practice: Practice, person: Person, wanted: payment_lists.Wanted
) -> Rows:
    """A row for each payment, refund and so on; moments in UTC."""
    yield PAYMENT_COLUMNS
    for some in _pages(
        lambda after: payment_pages.rows(desk, person, wanted, after, None, PAGE),
        lambda one: one.id,
    ):
        whose, _, _ = payment_pages.around(desk, practice, person, some)
        for one in some:
            yield _payment(one, whose[one.client_id])


def _payment(one: Operation, client: Client) -> Sequence[Cell]:
    def money(units: int) -> Decimal:
        return Decimal(units).scaleb(-decimals(one.currency))

    return (
        _moment(one.asked_at),
        one.kind,
        one.state,
        client.reference,
        "" if client.erased_at else client.name,
        " ".join(str(number) for number in one.shown.get("invoices") or ()),
        *(str(one.method.get(name) or "") for name in ("type", "brand", "last4")),
        one.currency.upper(),
        money(one.amount),
        money(one.surcharge),
        one.asked_by,
        one.approved_by or "",
        _moment(one.changed_at),
        one.reason or "",
        one.stripe_id or "",
        one.stripe_charge or "",
        one.uid,
    )


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")


def _pages(
    fetch: Callable[[P | None], Sequence[T]], place: Callable[[T], P]
) -> Iterator[Sequence[T]]:
    """Page after page, each beginning where the one before ended."""
    after: P | None = None
    while page := fetch(after):
        yield page
        after = place(page[-1])
