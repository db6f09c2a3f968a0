"""Where reminders pause: for everything, for a client, for an invoice."""

from dataclasses import dataclass

from storage.models import ReminderPause as Table
from storage.store import Store

ALL, CLIENT, INVOICE = "all", "client", "invoice"
"""Scopes; the subject of ALL is 0."""


@dataclass(frozen=True)
class Pause:
    """`until`: the local day (ISO) on which reminders go out again, None: when somebody ends it.
    `snoozed`: the staff is reminded again on that day. `made_at` is epoch ms."""

    id: int
    scope: str
    subject_id: int
    reason: str
    until: str | None
    snoozed: bool
    made_by: str
    made_at: int


_COLUMNS = tuple(getattr(Table, name) for name in Pause.__dataclass_fields__)


def find(store: Store, practice_id: int, scope: str, subject_id: int = 0) -> Pause | None:
    """The one that nobody has ended, whether its day has come or not."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id,
        Table.scope == scope,
        Table.subject_id == subject_id,
        Table.ended_at.is_null(),
    )
    row = store.first(query)
    return Pause(**{**row, "snoozed": bool(row["snoozed"])}) if row else None


def present(store: Store, practice_id: int, today: str, limit: int) -> list[Pause]:
    """Those that hold on that local day, the newest first."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id,
        Table.ended_at.is_null(),
        Table.until.is_null() | (Table.until > today),
    )
    rows = store.select(query.order_by(Table.id.desc()).limit(limit))
    return [Pause(**{**row, "snoozed": bool(row["snoozed"])}) for row in rows]


def put(store: Store, practice_id: int, pause: Pause) -> None:
    """It holds from now on, in the place of the one that did."""
    with store.transaction():
        end(store, practice_id, pause.scope, pause.subject_id, pause.made_by, pause.made_at)
        values = {name: value for name, value in vars(pause).items() if name != "id"}
        made = Table.insert({"practice_id": practice_id, **values})
        store.change(made.as_rowcount())


def end(store: Store, practice_id: int, scope: str, subject_id: int, by: str, now: int) -> bool:
    """False: there was none."""
    mine = (Table.practice_id == practice_id) & (Table.scope == scope)
    theirs = mine & (Table.subject_id == subject_id) & Table.ended_at.is_null()
    return store.change(Table.update(ended_by=by, ended_at=now).where(theirs)) > 0
