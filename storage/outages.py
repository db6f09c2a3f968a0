"""When Paydesk was away, or heard nothing from Stripe, and whether that has been told."""

from dataclasses import dataclass

from storage import meta
from storage.models import Outage as Table
from storage.store import Store

ALIVE_AT = "alive_at"


@dataclass(frozen=True)
class Outage:
    """From when to when, epoch ms."""

    id: int
    began_at: int
    ended_at: int


_COLUMNS = tuple(getattr(Table, name) for name in Outage.__dataclass_fields__)


def alive(store: Store, now: int) -> int | None:
    """Some process works with the store at this moment. Returns when one did before."""
    with store.transaction():
        before = meta.read(store, ALIVE_AT)
        meta.write(store, ALIVE_AT, str(now))
    return int(before) if before else None


def add(store: Store, practice_id: int, began_at: int, ended_at: int) -> None:
    """One that goes on from the same beginning is the same one."""
    made = Table.insert(practice_id=practice_id, began_at=began_at, ended_at=ended_at)
    kept = made.on_conflict(
        conflict_target=(Table.practice_id, Table.began_at), update={"ended_at": ended_at}
    )
    store.change(kept.as_rowcount())


def untold(store: Store, practice_id: int) -> list[Outage]:
    """The earliest first."""
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id, Table.told_at.is_null())
    return [Outage(**row) for row in store.select(query.order_by(Table.began_at))]


def told(store: Store, practice_id: int, outage_id: int, now: int) -> bool:
    """False: it was told before."""
    mine = (Table.practice_id == practice_id) & (Table.id == outage_id)
    done = Table.update(told_at=now).where(mine, Table.told_at.is_null())
    return store.change(done) == 1
