"""A practice's settings: JSON values by name. What isn't stored has its default, elsewhere."""

import json
from collections.abc import Mapping
from typing import Any

from peewee import EXCLUDED

from storage.models import Setting as Table
from storage.prepared import Prepared, slot
from storage.store import Store

_ALL = Prepared(Table.select(Table.name, Table.value).where(Table.practice_id == slot("practice")))


def stored(store: Store, practice_id: int) -> dict[str, Any]:
    """Everything that was set, by name."""
    return {row["name"]: json.loads(row["value"]) for row in _ALL.ask(store, practice=practice_id)}


def put(store: Store, practice_id: int, name: str, value: Any) -> None:
    """Set it, whatever it was."""
    put_all(store, practice_id, {name: value})


def put_all(store: Store, practice_id: int, values: Mapping[str, Any]) -> None:
    """Set several, whatever they were."""
    rows = [
        {"practice_id": practice_id, "name": name, "value": json.dumps(value)}
        for name, value in values.items()
    ]
    made = Table.insert_many(rows)
    written = made.on_conflict(
        conflict_target=(Table.practice_id, Table.name), update={"value": EXCLUDED.value}
    )
    store.change(written.as_rowcount())


def remove(store: Store, practice_id: int, name: str) -> bool:
    """False: it wasn't set."""
    mine = (Table.practice_id == practice_id) & (Table.name == name)
    return store.change(Table.delete().where(mine)) == 1
