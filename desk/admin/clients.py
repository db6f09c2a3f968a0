"""The wide list of clients, and the page of one: what they owe, their invoices, payments, saved
payment methods and consents."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk.access import Person, authorize
from desk.context import Desk
from desk.methods import is_expired
from desk.settings import practice_settings, today_at
from rules.roles import Action
from rules.search_phrases import folded
from rules.words import refuse
from storage import (
    client_lists,
    clients,
    consents,
    invoice_lists,
    payment_links,
    payment_lists,
    stripe_clients,
)
from storage.client_lists import Debt, Place, Wanted
from storage.clients import Client
from storage.consents import Consent
from storage.invoices import Invoice
from storage.operations import Operation
from storage.payment_links import PaymentLink
from storage.practices import Practice
from storage.stripe_clients import SavedMethod

FOUND_AT_MOST = 1_000
"""A search that finds more is not meant."""
SHOWN = 20
"""Of a client's invoices and payments; their lists have the others."""


@dataclass(frozen=True)
class ClientPage:
    """`payer`: who pays for the client, None where they do themselves; `pays_for`: those for whom
    the client pays. `debts` are the client's own, by currency. `invoices`: for the client or paid
    by them, the open ones first, and `payments` the newest, with the `links` among
    them by the payment's id. `methods`: each with whether it has
    expired."""

    client: Client
    payer: Client | None
    pays_for: tuple[Client, ...]
    debts: tuple[Debt, ...]
    invoices: tuple[Invoice, ...]
    payments: tuple[Operation, ...]
    links: Mapping[int, PaymentLink]
    methods: tuple[tuple[SavedMethod, bool], ...]
    consents: tuple[Consent, ...]
    today: date
    time_zone: str


def read_search(desk: Desk, practice: Practice, person: Person, text: str, which: str) -> Wanted:
    """`text`: the beginning of a name, reference or e-mail; `which`: one of those of
    storage.client_lists."""
    authorize(person, Action.SEE_CLIENTS)
    today = today_at(desk, practice_settings(desk, practice)).isoformat()
    ids = None
    if beginning := folded(text):
        found = clients.search_ids(desk.store, practice.id, beginning, FOUND_AT_MOST)
        ids = tuple(sorted(found))
    return Wanted(which, today, ids)


def rows(
    desk: Desk,
    person: Person,
    wanted: Wanted,
    after: Place | None,
    before: Place | None,
    limit: int,
) -> Sequence[Client]:
    """Those after or before a place, in the list's order."""
    authorize(person, Action.SEE_CLIENTS)
    return client_lists.page(
        desk.store, person.practice_id, wanted, after=after, before=before, limit=limit
    )


def count(desk: Desk, person: Person, wanted: Wanted, most: int) -> int:
    """How many there are; `most` for as many or more."""
    authorize(person, Action.SEE_CLIENTS)
    return client_lists.count(desk.store, person.practice_id, wanted, most)


def debts_of(
    desk: Desk, person: Person, found: Sequence[Client], today: str
) -> Mapping[int, Sequence[Debt]]:
    """What each of them owes, by the client's id."""
    authorize(person, Action.SEE_INVOICES)
    of: dict[int, list[Debt]] = defaultdict(list)
    ids = [one.id for one in found]
    for debt in client_lists.debts(desk.store, person.practice_id, ids, today):
        of[debt.payer_id].append(debt)
    return of


def client_page(desk: Desk, practice: Practice, person: Person, client_id: int) -> ClientPage:
    """Refusal where the practice has no such client."""
    authorize(person, Action.SEE_CLIENTS)
    authorize(person, Action.SEE_INVOICES)
    store, mine = desk.store, practice.id
    client = clients.get(store, mine, client_id)
    if client is None:
        raise refuse("There is no such client.")
    settings = practice_settings(desk, practice)
    today = today_at(desk, settings)
    around = client_lists.around(store, mine, client)
    wanted = payment_lists.Wanted(clients=(client.id,))
    paid = payment_lists.page(store, mine, wanted, limit=SHOWN)
    saved = stripe_clients.methods_of(store, mine, client.id)
    return ClientPage(
        client=client,
        payer=next((one for one in around if one.id == client.payer_id), None),
        pays_for=tuple(one for one in around if one.payer_id == client.id),
        debts=tuple(client_lists.debts(store, mine, [client.id], today.isoformat())),
        invoices=tuple(invoice_lists.of_person(store, mine, client.id, SHOWN)),
        payments=tuple(paid),
        links=payment_links.of_operations(store, mine, [one.id for one in paid]),
        methods=tuple((one, is_expired(one, today.year, today.month)) for one in saved),
        consents=tuple(consents.of_client(store, mine, client.id)),
        today=today,
        time_zone=settings.time_zone,
    )
