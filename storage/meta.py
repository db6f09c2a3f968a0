"""Facts about the store itself, such as when it was restored."""

from storage.models import StoreMeta
from storage.store import Store

RESTORED_AT = "restored_at"
BACKED_UP_AT = "backed_up_at"


def read(store: Store, key: str) -> str | None:
    row = store.first(StoreMeta.select(StoreMeta.value).where(StoreMeta.key == key))
    return str(row["value"]) if row else None


def write(store: Store, key: str, value: str) -> None:
    made = StoreMeta.insert(key=key, value=value)
    upsert = made.on_conflict(conflict_target=(StoreMeta.key,), update={"value": value})
    store.change(upsert.as_rowcount())


def write_if_absent(store: Store, key: str, value: str) -> str:
    """The value that stands there afterwards: of two processes at once, one writes."""
    made = StoreMeta.insert(key=key, value=value).on_conflict(action="nothing")
    with store.transaction():
        store.change(made.as_rowcount())
        return read(store, key) or value


def forget(store: Store, key: str, value: str) -> bool:
    """If that is the value. False: it isn't any more."""
    same = (StoreMeta.key == key) & (StoreMeta.value == value)
    return store.change(StoreMeta.delete().where(same)) == 1


def restored_at(store: Store) -> int | None:
    """When a backup was restored into this store (epoch ms), None if never.

    What happened between that backup and that moment, the store doesn't know.
    """
    at = read(store, RESTORED_AT)
    return int(at) if at else None
