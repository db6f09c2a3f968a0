"""A payment with what stands around it, in one query: whose it is, its link, the charge that a
refund gives back."""

from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from storage.clients import COLUMNS as CLIENT_COLUMNS
from storage.clients import Client, client_of
from storage.models import Client as Clients
from storage.models import Operation as Table
from storage.models import PaymentLink as Links
from storage.operations import COLUMNS, Operation, operation_of
from storage.payment_links import PaymentLink
from storage.store import Row, Store


@dataclass(frozen=True)
class Payment:
    """`client` is who pays. `link`: of a payment link. `refunds`: the uid of the charge that a
    refund gives back."""

    operation: Operation
    client: Client
    link: PaymentLink | None
    refunds: str | None


_LINK = tuple(PaymentLink.__dataclass_fields__)


def by_uid(store: Store, practice_id: int, uid: str) -> Payment | None:
    charge = Table.alias("charge")
    query = (
        Table.select(
            *COLUMNS,
            *(one.alias(f"client_{one.name}") for one in CLIENT_COLUMNS),
            *(getattr(Links, name).alias(f"link_{name}") for name in _LINK),
            charge.uid.alias("refunds"),
        )
        .join(Clients, on=(Clients.id == Table.client_id))
        .switch(Table)
        .join(Links, JOIN.LEFT_OUTER, on=_of_it(Links.operation_id == Table.id, practice_id))
        .switch(Table)
        .join(charge, JOIN.LEFT_OUTER, on=(charge.id == Table.charge_id))
        .where(Table.practice_id == practice_id, Table.uid == uid)
    )
    row = store.first(query)
    return _payment(row) if row else None


def _of_it(same: Any, practice_id: int) -> Any:
    return same & (Links.practice_id == practice_id)


def _payment(row: Row) -> Payment:
    link = _taken(row, "link_", _LINK)
    return Payment(
        operation=operation_of({one.name: row[one.name] for one in COLUMNS}),
        client=client_of(_taken(row, "client_", [one.name for one in CLIENT_COLUMNS])),
        link=PaymentLink(**link) if link["operation_id"] else None,
        refunds=row["refunds"],
    )


def _taken(row: Row, before: str, names: Any) -> Row:
    return {name: row[before + name] for name in names}
