"""Clients: kept, and found by the beginnings of their name, their reference, or their e-mail."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import attrgetter

from rules.search_phrases import MOST_WITH_SAME_START
from storage import bulk
from storage.models import Client as Table
from storage.models import ClientPhrase
from storage.prepared import Prepared, slot
from storage.store import Row, Store

AFTER_ALL = b"\xff"
"""No text in UTF-8 has this byte: what begins like a phrase sorts before the phrase with it."""


@dataclass(frozen=True)
class Address:
    """Parts that aren't known are "". `country` is an ISO 3166 code, `state` its part's."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    postal_code: str = ""
    state: str = ""
    country: str = ""


@dataclass(frozen=True)
class Client:
    """`payer_id`: another client who pays for this one. `language` is "en", "fr", or None for the
    practice's. Times are epoch ms; of an erased client, name, e-mail and the like are gone."""

    id: int
    reference: str
    name: str
    sort_name: str
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    address: Address = field(default_factory=Address)
    payer_id: int | None = None
    external_id: str | None = None
    created_at: int = 0
    changed_at: int = 0
    archived_at: int | None = None
    erased_at: int | None = None


COLUMNS = tuple(getattr(Table, name) for name in Client.__dataclass_fields__)
_NEW = tuple(name for name in Client.__dataclass_fields__ if name not in ("id", "address"))
_NEW_VALUES = attrgetter(*_NEW)
_BY_ID = Prepared(
    Table.select(*COLUMNS).where(Table.practice_id == slot("practice"), Table.id == slot("id"))
)
_BY_REFERENCE = Prepared(
    Table.select(*COLUMNS).where(
        Table.practice_id == slot("practice"), Table.reference == slot("reference")
    )
)


def get(store: Store, practice_id: int, client_id: int) -> Client | None:
    row = _BY_ID.first(store, practice=practice_id, id=client_id)
    return client_of(row) if row else None


def by_reference(store: Store, practice_id: int, reference: str) -> Client | None:
    """ "NP-0042", as it is stored."""
    row = _BY_REFERENCE.first(store, practice=practice_id, reference=reference)
    return client_of(row) if row else None


def by_ids(store: Store, practice_id: int, ids: Iterable[int]) -> dict[int, Client]:
    """Those of the practice among them, by id."""
    columns = tuple(Client.__dataclass_fields__)
    rows = bulk.find(store, Table, columns, practice_id, "id", ids)
    return {row["id"]: client_of(row) for row in rows}


def by_external_ids(store: Store, practice_id: int, ids: Iterable[str]) -> dict[str, int]:
    """Which of another system's ids were taken over already, with the client's id."""
    rows = bulk.find(store, Table, ("external_id", "id"), practice_id, "external_id", ids)
    return {row["external_id"]: row["id"] for row in rows}


def by_references(store: Store, practice_id: int, references: Iterable[str]) -> dict[str, int]:
    """The clients with these references, by reference."""
    rows = bulk.find(store, Table, ("reference", "id"), practice_id, "reference", references)
    return {row["reference"]: row["id"] for row in rows}


def by_sort_names(store: Store, practice_id: int, names: Iterable[str]) -> list[Client]:
    """All who have one of these folded names, in the order in which they were added."""
    columns = tuple(Client.__dataclass_fields__)
    rows = bulk.find(store, Table, columns, practice_id, "sort_name", names)
    return sorted(map(client_of, rows), key=lambda one: one.id)


def paid_for_by(store: Store, practice_id: int, payer_id: int) -> list[Client]:
    """Those for whom this client pays."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.payer_id == payer_id
    )
    return [client_of(row) for row in store.select(query.order_by(Table.id))]


def set_external_id(store: Store, practice_id: int, client_id: int, external_id: str) -> None:
    """Another system's id, for a client who has none yet."""
    mine = (Table.practice_id == practice_id) & (Table.id == client_id)
    store.change(Table.update(external_id=external_id).where(mine, Table.external_id.is_null()))


def set_payer(store: Store, practice_id: int, client_id: int, payer_id: int | None) -> None:
    """Somebody else pays for the client; None: they do themselves."""
    mine = (Table.practice_id == practice_id) & (Table.id == client_id)
    store.change(Table.update(payer_id=payer_id).where(mine))


def add(store: Store, practice_id: int, client: Client, phrases: Iterable[str]) -> Client:
    """A new client, whose id is given here. `phrases` as `search` looks for them."""
    with store.transaction():
        values = {"practice_id": practice_id, **_values(client)}
        [row] = store.returning(Table.insert(values).returning(Table.id))
        _put_phrases(store, practice_id, row["id"], phrases)
    return replace(client, id=row["id"])


def add_many(
    store: Store, practice_id: int, clients: Sequence[tuple[Client, Sequence[str]]]
) -> list[int]:
    """New clients with their phrases, in a few statements. Their ids, in the same order."""
    rows = [
        (practice_id, json.dumps(vars(client.address)), *_NEW_VALUES(client))
        for client, _ in clients
    ]
    names = ("practice_id", "address", *_NEW)
    with store.transaction():
        made = bulk.insert(store, Table, names, rows, ("id", "reference"))
        ids = {row["reference"]: row["id"] for row in made}
        phrases = [(phrase, ids[client.reference]) for client, its in clients for phrase in its]
        _insert(store, practice_id, phrases)
    return [ids[client.reference] for client, _ in clients]


def change(store: Store, practice_id: int, client: Client, phrases: Iterable[str]) -> None:
    """Everything of the client but its id and reference."""
    mine = (Table.practice_id == practice_id) & (Table.id == client.id)
    with store.transaction():
        store.change(Table.update(_values(client)).where(mine))
        theirs = (ClientPhrase.practice_id == practice_id) & (ClientPhrase.client_id == client.id)
        store.change(ClientPhrase.delete().where(theirs))
        _put_phrases(store, practice_id, client.id, phrases)


def search_ids(store: Store, practice_id: int, beginning: str, limit: int) -> list[int]:
    """Clients in use of whom a phrase begins so, in the order of those phrases. Takes the same time
    however many clients there are."""
    start = beginning.encode()
    query = ClientPhrase.select(ClientPhrase.client_id).where(
        ClientPhrase.practice_id == practice_id,
        ClientPhrase.phrase.between(start, start + AFTER_ALL),
    )
    ordered = query.order_by(ClientPhrase.phrase, ClientPhrase.client_id)
    rows = store.select(ordered.limit(limit * MOST_WITH_SAME_START))
    return list(dict.fromkeys(row["client_id"] for row in rows))[:limit]


def search(store: Store, practice_id: int, beginning: str, limit: int) -> list[Client]:
    """The same, with all that is known of them."""
    return in_order(store, practice_id, search_ids(store, practice_id, beginning, limit))


def in_order(store: Store, practice_id: int, ids: Sequence[int]) -> list[Client]:
    """Those of the practice among them, as they are named."""
    found = by_ids(store, practice_id, ids)
    return [found[client_id] for client_id in ids if client_id in found]


def first_by_name(store: Store, practice_id: int, limit: int) -> list[Client]:
    """Those in use, in the order of their names."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.archived_at.is_null()
    )
    found = store.select(query.order_by(Table.sort_name, Table.id).limit(limit))
    return [client_of(row) for row in found]


def after(store: Store, practice_id: int, client_id: int, limit: int) -> list[Client]:
    """All clients, a page at a time, by id: those after `client_id`."""
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, Table.id > client_id)
    return [client_of(row) for row in store.select(query.order_by(Table.id).limit(limit))]


def _put_phrases(store: Store, practice_id: int, client_id: int, phrases: Iterable[str]) -> None:
    _insert(store, practice_id, [(phrase, client_id) for phrase in phrases])


def _insert(store: Store, practice_id: int, phrases: Iterable[tuple[str, int]]) -> None:
    """In their order, so that what comes after each other is written to one place."""
    ordered = sorted({(phrase.encode(), client_id) for phrase, client_id in phrases})
    rows = [[practice_id, *one] for one in ordered]
    bulk.insert(store, ClientPhrase, ("practice_id", "phrase", "client_id"), rows)


def _values(client: Client) -> Row:
    """The columns of a row; its id is the store's to give."""
    values = {name: getattr(client, name) for name in Client.__dataclass_fields__ if name != "id"}
    return values | {"address": json.dumps(vars(client.address))}


def client_of(row: Row) -> Client:
    """From a row of COLUMNS."""
    return Client(**{**row, "address": _address(row["address"])})


@lru_cache(maxsize=4096)
def _address(text: str | None) -> Address:
    return Address(**json.loads(text)) if text else Address()
