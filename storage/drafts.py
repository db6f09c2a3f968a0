"""Invoices that somebody is writing: kept until they are saved, forgotten when they are old."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from storage.invoice_contents import Line
from storage.models import InvoiceDraft as Table
from storage.store import Row, Store


@dataclass(frozen=True)
class Draft:
    """`owner` is the Slack user who writes it. `invoice_id` and `base_version`: the invoice that it
    is an edit of, as that was read; None of a new one. `due_on` is ISO. `version` counts the
    changes of the lines, so that none is made twice. `changed_at` is epoch ms."""

    id: int
    owner: str
    invoice_id: int | None
    base_version: int | None
    client_id: int | None
    currency: str
    due_on: str
    note: str
    fee_payer: str | None
    lines: tuple[Line, ...]
    version: int
    changed_at: int


_COLUMNS = tuple(getattr(Table, name) for name in Draft.__dataclass_fields__)


def get(store: Store, practice_id: int, draft_id: int, owner: str) -> Draft | None:
    """Nobody but its owner gets it."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.id == draft_id, Table.owner == owner
    )
    row = store.first(query)
    return _draft(row) if row else None


def add(store: Store, practice_id: int, draft: Draft) -> Draft:
    """A new one, whose id is given here."""
    made = Table.insert({"practice_id": practice_id, **_values(draft)})
    [row] = store.returning(made.returning(Table.id))
    return replace(draft, id=row["id"])


def change(store: Store, practice_id: int, draft: Draft) -> bool:
    """Everything of the draft. False: its lines were changed since this was read (`version`), or
    it is gone."""
    mine = (Table.practice_id == practice_id) & (Table.id == draft.id)
    changed = Table.update(_values(draft)).where(mine, Table.version == draft.version)
    return store.change(changed) == 1


def change_lines(store: Store, practice_id: int, draft: Draft, lines: Iterable[Line]) -> bool:
    """False as with `change`."""
    mine = (Table.practice_id == practice_id) & (Table.id == draft.id)
    values = _values(replace(draft, lines=tuple(lines), version=draft.version + 1))
    return store.change(Table.update(values).where(mine, Table.version == draft.version)) == 1


def take(store: Store, practice_id: int, draft: Draft) -> bool:
    """It becomes an invoice, in the transaction of that. False as with `change`."""
    mine = (Table.practice_id == practice_id) & (Table.id == draft.id)
    return store.change(Table.delete().where(mine, Table.version == draft.version)) == 1


def forget(store: Store, practice_id: int, before: int) -> None:
    """Those that nobody has touched since then (epoch ms)."""
    store.change(Table.delete().where(Table.practice_id == practice_id, Table.changed_at < before))


def forget_client(
    store: Store, practice_id: int, client_id: int, invoices: Iterable[int] = ()
) -> None:
    """Those for a client whose data is erased, new ones and edits; and the edits of `invoices`."""
    theirs = (Table.client_id == client_id) | Table.invoice_id.in_(list(invoices))
    store.change(Table.delete().where(Table.practice_id == practice_id, theirs))


def _values(draft: Draft) -> Row:
    """The columns of a row; its id is the store's to give."""
    values = {name: getattr(draft, name) for name in Draft.__dataclass_fields__ if name != "id"}
    return values | {"lines": json.dumps([asdict(line) for line in draft.lines])}


def _draft(row: Row) -> Draft:
    lines = tuple(
        Line(**{**line, "taxes": tuple(line["taxes"])}) for line in json.loads(row["lines"])
    )
    return Draft(**{**row, "lines": lines})
