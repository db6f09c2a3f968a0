"""What will be planned: the open invoices of days that are still to come, as they stand now.

It is found by the conditions of `storage.reminders`, which writes them down when they are due.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Value, ValuesList, fn

from storage.models import Invoice, Reminder, ReminderPause
from storage.reminders import INVOICE, is_reminded_of, is_snoozed
from storage.store import Store

Place = tuple[int, int]
"""The number of a slot and an invoice's id: what is planned goes by these."""
START: Place = (-1, 0)


@dataclass(frozen=True)
class Slot:
    """The invoices that are due on `due_on`, or were snoozed `until` a day (ISO; the other is
    None), are reminded of at `at` (epoch ms); `occurrence` is what makes each such reminder one."""

    number: int
    due_on: str | None
    until: str | None
    occurrence: str
    at: int


_NUMBER, _DAY, _OCCURRENCE, _AT = (SQL(f"slot.column{n}") for n in range(1, 5))


def count(store: Store, practice_id: int, kind: str, slots: Sequence[Slot]) -> dict[int, int]:
    """How many there are, by the number of their slot."""
    if not slots:
        return {}
    found = _planned(practice_id, kind, slots).alias("found")
    query = found.select_from(found.c.slot, fn.COUNT(SQL("1")).alias("many")).group_by(found.c.slot)
    return {row["slot"]: row["many"] for row in store.select(query)}


def page(
    store: Store, practice_id: int, kind: str, slots: Sequence[Slot], after: Place, limit: int
) -> list[Place]:
    """Those that come after that place, by slot and invoice."""
    left = [slot for slot in slots if slot.number >= after[0]]
    if not left:
        return []
    found = _planned(practice_id, kind, left).alias("found")
    comes = (found.c.slot > after[0]) | (found.c.id > after[1])
    query = found.select_from(found.c.slot, found.c.id).where(comes)
    rows = store.select(query.order_by(found.c.slot, found.c.id).limit(limit))
    return [(row["slot"], row["id"]) for row in rows]


def of_invoices(
    store: Store, practice_id: int, kind: str, slots: Sequence[Slot], ids: Collection[int]
) -> list[Place]:
    """All of these invoices."""
    if not slots or not ids:
        return []
    rows = store.select(_planned(practice_id, kind, slots, list(ids)))
    return sorted((row["slot"], row["id"]) for row in rows)


def _planned(
    practice_id: int, kind: str, slots: Sequence[Slot], ids: list[int] | None = None
) -> Any:
    due = [slot for slot in slots if slot.due_on is not None]
    snoozed = [slot for slot in slots if slot.until is not None]
    found = [
        *([_due(practice_id, kind, due, ids)] if due else []),
        *([_snoozed(practice_id, kind, snoozed, ids)] if snoozed else []),
    ]
    return found[0] if len(found) == 1 else found[0].union_all(found[1])


def _due(practice_id: int, kind: str, slots: list[Slot], ids: list[int] | None) -> Any:
    values = [(one.number, one.due_on, one.occurrence, one.at) for one in slots]
    query = (
        Invoice.select(_NUMBER.alias("slot"), Invoice.id)
        .join(ValuesList(values, alias="slot"), on=(Invoice.due_on == _DAY))
        .where(
            Invoice.practice_id == practice_id,
            is_reminded_of(_DAY, _AT),
            _is_new(practice_id, kind),
        )
    )
    return query if ids is None else query.where(Invoice.id.in_(ids))


def _snoozed(practice_id: int, kind: str, slots: list[Slot], ids: list[int] | None) -> Any:
    values = [(one.number, one.until, one.occurrence, one.at) for one in slots]
    query = (
        ReminderPause.select(_NUMBER.alias("slot"), Invoice.id)
        .join(Invoice, on=(Invoice.id == ReminderPause.subject_id))
        .join(ValuesList(values, alias="slot"), on=(ReminderPause.until == _DAY))
        .where(
            ReminderPause.practice_id == practice_id,
            Invoice.practice_id == practice_id,
            is_snoozed(),
            _is_new(practice_id, kind),
        )
    )
    return query if ids is None else query.where(Invoice.id.in_(ids))


def _is_new(practice_id: int, kind: str) -> Any:
    known = Reminder.select(Value(1)).where(
        Reminder.practice_id == practice_id,
        Reminder.subject == INVOICE,
        Reminder.subject_id == Invoice.id,
        Reminder.kind == kind,
        Reminder.occurrence == _OCCURRENCE,
    )
    return ~fn.EXISTS(known)
