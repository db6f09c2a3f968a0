"""When each practice is compared with Stripe."""

from dataclasses import dataclass

from storage.models import Comparison as Table
from storage.store import Store


@dataclass(frozen=True)
class Comparison:
    """Times are epoch ms. `since`: as far back as the next one must reach; None: the usual.
    `compared_at` None: never yet."""

    due_at: int
    since: int | None
    compared_at: int | None


_COLUMNS = tuple(getattr(Table, name) for name in Comparison.__dataclass_fields__)


def find(store: Store, practice_id: int) -> Comparison | None:
    row = store.first(Table.select(*_COLUMNS).where(Table.practice_id == practice_id))
    return Comparison(**row) if row else None


def ask(store: Store, practice_id: int, at: int, since: int | None = None) -> None:
    """Have it compared at that time at the latest, and as far back as `since`."""
    with store.transaction():
        known = find(store, practice_id)
        if known is None:
            made = Table.insert(practice_id=practice_id, due_at=at, since=since)
            store.change(made.on_conflict(action="nothing").as_rowcount())
            return
        back = [one for one in (known.since, since) if one is not None]
        values = {"due_at": min(at, known.due_at), "since": min(back, default=None)}
        store.change(Table.update(values).where(Table.practice_id == practice_id))


def claim(store: Store, practice_id: int, now: int, lease_ms: int) -> bool:
    """Whether it is due, and is compared by who asks: for as long as `lease_ms` by nobody else."""
    known = find(store, practice_id)
    if known is None or known.due_at > now:
        return False
    mine = Table.update(due_at=now + lease_ms).where(
        Table.practice_id == practice_id, Table.due_at == known.due_at
    )
    return store.change(mine) == 1


def done(store: Store, practice_id: int, now: int, next_at: int) -> None:
    """It was compared, all of it."""
    values = {"compared_at": now, "due_at": next_at, "since": None}
    made = Table.insert(practice_id=practice_id, **values)
    known = (Table.practice_id,)
    store.change(made.on_conflict(conflict_target=known, update=values).as_rowcount())
