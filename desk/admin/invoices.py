"""The wide list of invoices: searched by number or client, narrowed by state, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk.access import Person, authorize
from desk.clients import search_ids
from desk.context import Desk
from desk.invoices import find
from desk.settings import practice_settings, today_at
from rules.roles import Action
from storage import clients, invoice_lists, invoices
from storage.clients import Client
from storage.invoice_lists import Place, Wanted
from storage.invoices import Invoice
from storage.practices import Practice

ALL, OPEN, OVERDUE, PAID, VOID = "", "open", "overdue", "paid", "void"
"""What can be listed."""
_STATES = {ALL: "", OPEN: invoices.OPEN, OVERDUE: invoices.OPEN, PAID: invoices.PAID}


@dataclass(frozen=True)
class Search:
    """A search made into what the store is asked. `one`: the only invoice that it can mean."""

    wanted: Wanted
    one: Invoice | None
    today: date


def read_search(desk: Desk, practice: Practice, person: Person, text: str, which: str) -> Search:
    """`text`: an invoice's number, or the beginning of a client's name, reference or e-mail."""
    authorize(person, Action.SEE_INVOICES)
    today = today_at(desk, practice_settings(desk, practice))
    due_before = today.isoformat() if which == OVERDUE else None
    wanted = Wanted(_STATES.get(which, which), due_before)
    if not text:
        return Search(wanted, None, today)
    if found := find(desk, practice, person, text):
        return Search(wanted, found, today)
    ids = tuple(sorted(search_ids(desk, person, text)))
    return Search(Wanted(wanted.state, due_before, ids), None, today)


def rows(
    desk: Desk,
    person: Person,
    search: Search,
    after: Place | None,
    before: Place | None,
    limit: int,
) -> Sequence[Invoice]:
    """Those after or before a place, in the list's order."""
    authorize(person, Action.SEE_INVOICES)
    if search.one is not None:
        return [search.one]
    return invoice_lists.page(
        desk.store, person.practice_id, search.wanted, after=after, before=before, limit=limit
    )


def count(desk: Desk, person: Person, search: Search, most: int) -> int:
    """How many there are; `most` for as many or more."""
    authorize(person, Action.SEE_INVOICES)
    if search.one is not None:
        return 1
    return invoice_lists.count(desk.store, person.practice_id, search.wanted, most)


def clients_of(desk: Desk, person: Person, found: Sequence[Invoice]) -> dict[int, Client]:
    """For whom they are, by the client's id."""
    authorize(person, Action.SEE_CLIENTS)
    ids = {one.client_id for one in found}
    return clients.by_ids(desk.store, person.practice_id, ids) if ids else {}
