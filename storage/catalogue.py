"""What invoices are written with: price items, and practitioners with their numbers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from storage.models import Practitioner as Person
from storage.models import PriceItem as Item
from storage.store import Store


@dataclass(frozen=True)
class PriceItem:
    """`unit_amount` in minor units of `currency`; `taxes` are ids of tax rates."""

    id: int
    name: str
    unit_amount: int
    currency: str
    taxes: tuple[int, ...]


@dataclass(frozen=True)
class Practitioner:
    id: int
    name: str
    provider_number: str


def price_items(store: Store, practice_id: int) -> list[PriceItem]:
    """Those in use, by name."""
    query = Item.select(Item.id, Item.name, Item.unit_amount, Item.currency, Item.taxes).where(
        Item.practice_id == practice_id, Item.archived_at.is_null()
    )
    return [
        PriceItem(**{**row, "taxes": tuple(json.loads(row["taxes"]))})
        for row in store.select(query.order_by(Item.name, Item.id))
    ]


def add_price_item(store: Store, practice_id: int, item: PriceItem, now: int) -> int:
    """Returns the id that it is given."""
    made = Item.insert(
        practice_id=practice_id,
        name=item.name,
        unit_amount=item.unit_amount,
        currency=item.currency,
        taxes=json.dumps(item.taxes),
        created_at=now,
    )
    [row] = store.returning(made.returning(Item.id))
    return int(row["id"])


def archive_price_item(store: Store, practice_id: int, item_id: int, now: int) -> bool:
    """It is offered no more. False: it was archived before, or isn't there."""
    mine = (Item.practice_id == practice_id) & (Item.id == item_id) & Item.archived_at.is_null()
    return store.change(Item.update(archived_at=now).where(mine)) == 1


def practitioners(store: Store, practice_id: int) -> list[Practitioner]:
    """Those in use, by name."""
    query = Person.select(Person.id, Person.name, Person.provider_number).where(
        Person.practice_id == practice_id, Person.archived_at.is_null()
    )
    return [Practitioner(**row) for row in store.select(query.order_by(Person.name, Person.id))]


def practitioners_by_id(
    store: Store, practice_id: int, ids: Iterable[int]
) -> dict[int, Practitioner]:
    """Those of the practice among them, whether still in use or not."""
    query = Person.select(Person.id, Person.name, Person.provider_number).where(
        Person.practice_id == practice_id, Person.id.in_(set(ids))
    )
    return {row["id"]: Practitioner(**row) for row in store.select(query)}


def add_practitioner(
    store: Store, practice_id: int, name: str, provider_number: str, now: int
) -> int:
    """Returns the id that they are given."""
    made = Person.insert(
        practice_id=practice_id, name=name, provider_number=provider_number, created_at=now
    )
    [row] = store.returning(made.returning(Person.id))
    return int(row["id"])


def archive_practitioner(store: Store, practice_id: int, person_id: int, now: int) -> bool:
    """They are offered no more. False: they were archived before, or aren't there."""
    mine = (Person.practice_id == practice_id) & (Person.id == person_id)
    return (
        store.change(Person.update(archived_at=now).where(mine, Person.archived_at.is_null())) == 1
    )
