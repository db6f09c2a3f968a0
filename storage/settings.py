"""A practice's settings: JSON values by name. What isn't stored has its default, elsewhere."""

import json
from typing import Any

from storage.models import Setting as Table
from storage.prepared import Prepared, slot
from storage.store import Store

_ALL = Prepared(Table.select(Table.name, Table.value).where(Table.practice_id == slot("practice")))


def stored(store: Store, practice_id: int) -> dict[str, Any]:
    """Everything that was set, by name."""
    return {row["name"]: json.loads(row["value"]) for row in _ALL.ask(store, practice=practice_id)}


def put(store: Store, practice_id: int, name: str, value: Any) -> None:
    """Set it, whatever it was."""
    made = Table.insert(practice_id=practice_id, name=name, value=json.dumps(value))
    written = made.on_conflict(
        conflict_target=(Table.practice_id, Table.name), update={"value": json.dumps(value)}
    )
    store.change(written.as_rowcount())
