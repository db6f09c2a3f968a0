"""Where reminders went, and where they may not go any more: an address of a client each."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from storage.models import MailAddress as Table
from storage.store import Store


@dataclass(frozen=True)
class MailAddress:
    """`stopped_at`: the client has asked for no more reminders there; `stopped_by` is who wrote it
    down. `refused_at`: the mail server knows no such reader; `refused_code` is its answer. Moments
    are epoch ms. How an address is written (A or a) makes no other one of it."""

    id: int
    client_id: int
    address: str
    made_at: int
    stopped_at: int | None = None
    stopped_by: str | None = None
    refused_at: int | None = None
    refused_code: int | None = None


_COLUMNS = tuple(getattr(Table, name) for name in MailAddress.__dataclass_fields__)


def ensure(store: Store, practice_id: int, client_id: int, address: str, now: int) -> MailAddress:
    """It, made where it isn't there."""
    values = {"practice_id": practice_id, "client_id": client_id, "address": address.casefold()}
    made = Table.insert({**values, "made_at": now}).on_conflict(action="nothing")
    store.change(made.as_rowcount())
    found = of_client(store, practice_id, client_id).get(address.casefold())
    if found is None:
        raise LookupError(f"There is no such address of client {client_id}.")
    return found


def get(store: Store, practice_id: int, address_id: int) -> MailAddress | None:
    row = store.first(_of(practice_id).where(Table.id == address_id))
    return MailAddress(**row) if row else None


def of_client(store: Store, practice_id: int, client_id: int) -> dict[str, MailAddress]:
    """By the address in small letters."""
    rows = store.select(_of(practice_id).where(Table.client_id == client_id).order_by(Table.id))
    return {row["address"]: MailAddress(**row) for row in rows}


def closed_of(
    store: Store, practice_id: int, client_ids: Collection[int]
) -> dict[tuple[int, str], MailAddress]:
    """Of these clients, those that are stopped or refused, by client and address in small
    letters."""
    closed = Table.stopped_at.is_null(False) | Table.refused_at.is_null(False)
    query = _of(practice_id).where(Table.client_id.in_(list(client_ids)), closed)
    found = [MailAddress(**row) for row in store.select(query)]
    return {(one.client_id, one.address): one for one in found}


def change(store: Store, practice_id: int, address_id: int, **values: Any) -> None:
    mine = (Table.practice_id == practice_id) & (Table.id == address_id)
    store.change(Table.update(values).where(mine))


def forget_client(store: Store, practice_id: int, client_id: int) -> None:
    mine = (Table.practice_id == practice_id) & (Table.client_id == client_id)
    store.change(Table.delete().where(mine))


def _of(practice_id: int) -> Any:
    # With the sum, SQLite looks up the ids, and not all rows of the practice.
    return Table.select(*_COLUMNS).where(Table.practice_id + 0 == practice_id)
