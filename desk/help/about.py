"""Which invoices and clients a question names, by their references."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desk.context import Desk
from storage import clients, invoices
from storage.clients import Client
from storage.invoices import Invoice

MOST = 5
"""References that are looked up of one text."""

_REFERENCE = re.compile(r"(?<![\w/])[A-Za-z0-9][A-Za-z0-9/_.]{0,11}-\d{1,9}(?![\w-])")


@dataclass(frozen=True)
class About:
    invoices: tuple[Invoice, ...] = ()
    clients: tuple[Client, ...] = ()

    @property
    def anything(self) -> bool:
        return bool(self.invoices or self.clients)


def about(desk: Desk, practice_id: int, texts: Iterable[str]) -> About:
    """What the texts name. It is for people who may see invoices and clients."""
    named = {found.upper() for text in texts for found in _REFERENCE.findall(text)}
    wanted = sorted(named)[:MOST]
    if not wanted:
        return About()
    of_invoices = invoices.by_references(desk.store, practice_id, wanted)
    of_clients = clients.by_references(desk.store, practice_id, wanted).values()
    found = invoices.by_ids(desk.store, practice_id, of_invoices)
    known = clients.by_ids(desk.store, practice_id, of_clients)
    return About(tuple(found), tuple(known[one] for one in sorted(known)))
