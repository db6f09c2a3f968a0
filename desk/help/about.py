"""Which invoices and clients a text names, of those that the practice has."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.context import Desk
from desk.help.mentions import mentions
from storage import clients, invoices
from storage.clients import Client
from storage.invoices import Invoice

MOST = 5
"""Invoices, and clients, that are told of at once."""


@dataclass(frozen=True)
class About:
    """`more`: how many else are named."""

    invoices: tuple[Invoice, ...] = ()
    clients: tuple[Client, ...] = ()
    more: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.invoices or self.clients)


def about(desk: Desk, practice_id: int, texts: Iterable[str]) -> About:
    """What the texts name. It is for people who may see invoices and clients."""
    named = mentions(texts)
    if not (named.references or named.numbers or named.names):
        return About()
    store = desk.store
    ids = {*invoices.by_references(store, practice_id, sorted(named.references))}
    if named.numbers:
        ids |= {*invoices.by_numbers(store, practice_id, sorted(named.numbers))}
    known = {*clients.by_references(store, practice_id, sorted(named.references)).values()}
    people = clients.by_sort_names(store, practice_id, sorted(named.names))
    known |= {one.id for one in people}
    found = invoices.by_ids(store, practice_id, sorted(ids)[:MOST])
    of_clients = clients.by_ids(store, practice_id, sorted(known)[:MOST])
    more = max(len(ids) - MOST, 0) + max(len(known) - MOST, 0)
    return About(
        tuple(sorted(found, key=lambda one: one.id)),
        tuple(of_clients[one] for one in sorted(of_clients)),
        more,
    )
