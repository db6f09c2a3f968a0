"""Each single reminder: planned once, taken in its turn, and how it ended."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Node, Value, fn

from storage.models import Invoice, Operation, ReminderPause
from storage.models import Reminder as Table
from storage.store import Store

INVOICE, PRACTICE, LINK, CLIENT = "invoice", "practice", "link", "client"
"""Subjects."""
PLANNED = "planned"
UID = "reminder:"
"""Begins the uids of mails in the outbox; the reminder's id follows."""
_SNOOZED = "snoozed "
Named = tuple[str, Any, Any, Any]
"""The subject, its id, the occurrence, and the days after the due day; each may be a column."""
MAKING = ("draft", "approved", "sending", "unknown")
"""States of a payment link that nobody can pay by yet."""
DUE = SQL("state IN ('planned', 'waiting')")
_UNTOLD = SQL("(state IN ('missed', 'failed') OR reason = 'stopped') AND digest IS NULL")


@dataclass(frozen=True)
class Reminder:
    """`day`: the local day that it was for (ISO), `days`: so many after the due day. `due_at`,
    `ended_at` and `first_due_at` (of one that was put off) are epoch ms. `link`: the uid of the
    payment link's operation, `uid`: of the message in the outbox, `said`: what the mail server
    answered, `digest`: the day on which staff was told."""

    id: int
    practice_id: int
    kind: str
    subject: str
    subject_id: int
    occurrence: str
    rule_version: int
    day: str
    days: int | None
    due_at: int
    state: str
    reason: str | None = None
    link: str | None = None
    uid: str | None = None
    said: str | None = None
    digest: str | None = None
    ended_at: int | None = None
    first_due_at: int | None = None

    @property
    def was_due_at(self) -> int:
        """Before anything put it off."""
        return self.due_at if self.first_due_at is None else self.first_due_at


@dataclass(frozen=True)
class Occurrence:
    """What is planned: of which kind, by which version of its rule, for which local day (ISO), and
    due when (epoch ms)."""

    kind: str
    rule_version: int
    day: str
    due_at: int


COLUMNS = tuple(getattr(Table, name) for name in Reminder.__dataclass_fields__)


def plan_invoices(store: Store, practice_id: int, what: Occurrence, due_on: str, days: int) -> int:
    """One for each open invoice that is due on that day, and was there when the reminder was due.
    How many are new."""
    occurrence = due_occurrence(due_on, days)
    found = Invoice.select().where(
        Invoice.practice_id == practice_id, is_reminded_of(due_on, what.due_at)
    )
    return plan_found(store, practice_id, what, (INVOICE, Invoice.id, occurrence, days), found)


def plan_snoozed(store: Store, practice_id: int, what: Occurrence, days: Collection[str]) -> int:
    """One for each open invoice that was snoozed until one of these days."""
    occurrence = Value(_SNOOZED).concat(ReminderPause.until)
    found = (
        ReminderPause.select()
        .join(Invoice, on=(Invoice.id == ReminderPause.subject_id))
        .where(
            ReminderPause.practice_id == practice_id,
            Invoice.practice_id == practice_id,
            is_snoozed(),
            ReminderPause.until.in_(list(days)),
        )
    )
    return plan_found(store, practice_id, what, (INVOICE, Invoice.id, occurrence, None), found)


def is_reminded_of(due_on: Any, at: Any) -> Any:
    """Of an invoice: it is open, due on that day (ISO), and there when its reminder is due
    (`at`). Both may be columns."""
    # With a span of days, the first ones are found by the index over days, and not by their ids
    # among all others.
    on_that_day = Invoice.due_on.between(due_on, due_on)
    return (Invoice.state == "open") & on_that_day & (Invoice.created_at <= at)


def is_snoozed() -> Any:
    """Of a pause and its invoice: it is open, and staff is reminded of it again."""
    snoozed = (ReminderPause.scope == INVOICE) & ReminderPause.snoozed
    return snoozed & ReminderPause.ended_at.is_null() & (Invoice.state == "open")


def due_occurrence(due_on: str, days: int) -> str:
    """So many days after an invoice's due day."""
    return f"{due_on}{days:+}"


def snoozed_occurrence(until: str) -> str:
    """It was snoozed until that day."""
    return f"{_SNOOZED}{until}"


def plan_one(
    store: Store, practice_id: int, what: Occurrence, subject: str, subject_id: int, occurrence: str
) -> bool:
    """A reminder of something else. False: it is planned already."""
    planned = _planned(what, subject, subject_id, occurrence)
    row = {"practice_id": practice_id, **planned}
    return store.change(Table.insert(row).on_conflict(action="nothing").as_rowcount()) == 1


def due(store: Store, kind: str, now: int, limit: int) -> list[Reminder]:
    """Of any practice, the longest due first."""
    query = Table.select(*COLUMNS).where(Table.kind == kind, DUE, Table.due_at <= now)
    rows = store.select(query.order_by(Table.due_at, Table.id).limit(limit))
    return [Reminder(**row) for row in rows]


def due_to_go_on(store: Store, kind: str, now: int, limit: int) -> list[Reminder]:
    """Of any practice, the longest due first: without those whose payment link is being made."""
    making = Operation.select(SQL("1")).where(
        Operation.practice_id == Table.practice_id,
        Operation.uid == Table.link,
        Operation.state.in_(MAKING),
    )
    query = Table.select(*COLUMNS).where(
        Table.kind == kind, DUE, Table.due_at <= now, Table.link.is_null() | ~fn.EXISTS(making)
    )
    rows = store.select(query.order_by(Table.due_at, Table.id).limit(limit))
    return [Reminder(**row) for row in rows]


def take(store: Store, practice_id: int, reminder_id: int, now: int) -> Reminder | None:
    """It, for whoever asks until their transaction ends. None: it isn't due any more, or somebody
    else has it."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.id == reminder_id, DUE, Table.due_at <= now
    )
    locking = query.for_update(skip_locked=True) if store.kind == "postgresql" else query
    row = store.first(locking)
    return Reminder(**row) if row else None


def change(store: Store, practice_id: int, reminder_id: int, **values: Any) -> None:
    """In the transaction in which it was taken."""
    mine = (Table.practice_id == practice_id) & (Table.id == reminder_id)
    store.change(Table.update(values).where(mine))


def due_of(store: Store, practice_id: int, kind: str, now: int, limit: int) -> list[Reminder]:
    """Those of a practice that are due by then, the longest due first."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id + 0 == practice_id, Table.kind == kind, DUE, Table.due_at <= now
    )
    rows = store.select(query.order_by(Table.due_at, Table.id).limit(limit))
    return [Reminder(**row) for row in rows]


def end_all(
    store: Store,
    practice_id: int,
    ids: Collection[int],
    state: str,
    now: int,
    reason: str | None = None,
    digest: str | None = None,
    uid: str | None = None,
) -> int:
    """Of those that are due; how many that were."""
    values = {"state": state, "reason": reason, "ended_at": now, "digest": digest, "uid": uid}
    # With the sum, SQLite looks up the ids, and not all rows of the practice.
    mine = (Table.practice_id + 0 == practice_id) & Table.id.in_(list(ids))
    return store.change(Table.update(values).where(mine, DUE))


def tell_untold(store: Store, practice_id: int, digest: str) -> int:
    """The digest of that day tells of what was missed or has failed, and was told by none yet. How
    many that are."""
    told = Table.update(digest=digest).where(Table.practice_id == practice_id, _UNTOLD)
    return store.change(told)


def in_digest(
    store: Store, practice_id: int, digest: str, kind: str, state: str, limit: int
) -> list[Reminder]:
    """Those of a kind and state that the digest of that day tells of, the first planned first."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id,
        Table.digest == digest,
        Table.kind == kind,
        Table.state == state,
    )
    return [Reminder(**row) for row in store.select(query.order_by(Table.id).limit(limit))]


def count_in_digest(
    store: Store, practice_id: int, digest: str
) -> dict[tuple[str, str, str | None], int]:
    """How many it tells of, by kind, state and reason."""
    what = (Table.kind, Table.state, Table.reason)
    query = Table.select(*what, fn.COUNT(SQL("1")).alias("many")).where(
        Table.practice_id == practice_id, Table.digest == digest
    )
    rows = store.select(query.group_by(*what))
    return {(row["kind"], row["state"], row["reason"]): row["many"] for row in rows}


def of_subject(
    store: Store,
    practice_id: int,
    subject: str,
    subject_id: int,
    limit: int,
    states: Collection[str] | None = None,
) -> list[Reminder]:
    """The newest first; `states`: only those in one of these."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id,
        Table.subject == subject,
        Table.subject_id == subject_id,
    )
    if states is not None:
        query = query.where(Table.state.in_(list(states)))
    rows = store.select(query.order_by(Table.due_at.desc(), Table.id.desc()).limit(limit))
    return [Reminder(**row) for row in rows]


def get(store: Store, practice_id: int, reminder_id: int) -> Reminder | None:
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, Table.id == reminder_id)
    row = store.first(query)
    return Reminder(**row) if row else None


def plan_found(store: Store, practice_id: int, what: Occurrence, named: Named, found: Any) -> int:
    """One for each row of the practice that a query finds; how many are new."""
    row = {"practice_id": practice_id, **_planned(what, *named)}
    values = [one if isinstance(one, Node) else Value(one) for one in row.values()]
    columns = [getattr(Table, name) for name in row]
    made = Table.insert_from(found.columns(*values), columns).on_conflict(action="nothing")
    return store.change(made.as_rowcount())


def _planned(
    what: Occurrence, subject: str, subject_id: Any, occurrence: Any, days: Any = None
) -> dict[str, Any]:
    of_what = {"subject": subject, "subject_id": subject_id, "occurrence": occurrence}
    return {**vars(what), **of_what, "days": days, "state": PLANNED}
