"""What people typed when they noted something of invoices without Stripe."""

import json
from collections.abc import Collection

from storage.models import Allocation, Operation
from storage.operations import NOTED
from storage.store import Store

_TYPED = ("reference", "why")
"""In an operation's method."""


def forget_typed(store: Store, practice_id: int, invoice_ids: Collection[int]) -> None:
    """Of what was noted of these invoices, nothing that somebody typed is kept."""
    noted = Allocation.select(Allocation.operation_id).where(
        Allocation.practice_id == practice_id, Allocation.invoice_id.in_(list(invoice_ids))
    )
    query = Operation.select(Operation.id, Operation.method).where(
        Operation.practice_id == practice_id, Operation.kind.in_(NOTED), Operation.id.in_(noted)
    )
    for row in store.select(query):
        method = json.loads(row["method"])
        kept = {name: value for name, value in method.items() if name not in _TYPED}
        if kept != method:
            changed = Operation.update(method=json.dumps(kept), version=Operation.version + 1)
            mine = Operation.practice_id == practice_id
            store.change(changed.where(mine, Operation.id == row["id"]))
