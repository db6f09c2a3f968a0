"""What will be planned: the open invoices of days that are still to come, as they stand now.

It is found by the conditions of `storage.reminders`, which writes them down when they are due. Each
slot is looked up by itself and no further than is asked for, so that a day on which very many are
due takes no longer.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Value, ValuesList, fn

from storage.models import Invoice, Reminder, ReminderPause
from storage.reminders import INVOICE, is_reminded_of, is_snoozed
from storage.store import Row, Store

Place = tuple[int, int]
"""The number of a slot and an invoice's id: what is planned goes by these."""
START: Place = (-1, 0)
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Slot:
    """Reminders of that kind: of the invoices that are due on `due_on`, or were snoozed `until` a
    day (ISO; the other is None), at `at` (epoch ms); `occurrence` is what makes each such reminder
    one."""

    kind: str
    number: int
    due_on: str | None
    until: str | None
    occurrence: str
    at: int


_KIND, _NUMBER, _DAY, _OCCURRENCE, _AT, _AFTER = (SQL(f"slot.column{n}") for n in range(1, 7))


def count(store: Store, practice_id: int, slots: Sequence[Slot]) -> dict[int, int]:
    """How many there are, by the number of their slot; MOST_COUNTED + 1: more than that."""
    found = _of_slots(store, practice_id, slots, fn.COUNT, MOST_COUNTED + 1)
    return {row["slot"]: row["found"] for row in found if row["found"]}


def page(
    store: Store, practice_id: int, slots: Sequence[Slot], after: Place, limit: int
) -> list[Place]:
    """Those that come after that place, by slot and invoice."""
    left = [slot for slot in slots if slot.number >= after[0]]
    found = _of_slots(store, practice_id, left, _together(store), limit, after)
    return sorted(place for _, place in _places(found))[:limit]


def first(
    store: Store, practice_id: int, kinds: Collection[str], slots: Sequence[Slot], limit: int
) -> dict[str, list[Place]]:
    """So many of each of these kinds, in order: what comes first by the slots of that kind."""
    by_kind: dict[str, list[Place]] = {kind: [] for kind in kinds}
    found = _of_slots(store, practice_id, slots, _together(store), limit)
    for kind, place in sorted(_places(found)):
        by_kind[kind].append(place)
    return {kind: places[:limit] for kind, places in by_kind.items()}


def of_invoices(
    store: Store, practice_id: int, slots: Sequence[Slot], ids: Collection[int]
) -> dict[str, list[Place]]:
    """All of these invoices, in order, by the kind of the slot."""
    by_kind: dict[str, list[Place]] = {slot.kind: [] for slot in slots}
    if ids:
        found = _of_slots(store, practice_id, slots, _together(store), len(ids), among=list(ids))
        for kind, place in sorted(_places(found)):
            by_kind[kind].append(place)
    return by_kind


def _together(store: Store) -> Callable[[Any], Any]:
    """Many ids in one text."""
    if store.kind == "sqlite":
        return fn.GROUP_CONCAT
    return lambda ids: fn.STRING_AGG(ids.cast("text"), ",")


def _places(rows: Sequence[Row]) -> Iterator[tuple[str, Place]]:
    for row in rows:
        for one in (row["found"] or "").split(","):
            if one:
                yield row["kind"], (row["slot"], int(one))


def _of_slots(
    store: Store,
    practice_id: int,
    slots: Sequence[Slot],
    what: Callable[[Any], Any],
    limit: int,
    after: Place = START,
    among: list[int] | None = None,
) -> list[Row]:
    """`found` is `what` of the first so many ids of each slot: of all, or `among` these."""
    due = [(one, one.due_on) for one in slots if one.due_on is not None]
    snoozed = [(one, one.until) for one in slots if one.until is not None]
    parts = [
        _each(days, ids if among is None else ids.where(Invoice.id.in_(among)), what, limit, after)
        for days, ids in ((due, _due(practice_id)), (snoozed, _snoozed(practice_id)))
        if days
    ]
    if not parts:
        return []
    return store.select(parts[0] if len(parts) == 1 else parts[0].union_all(parts[1]))


def _each(
    days: Sequence[tuple[Slot, str]],
    ids: Any,
    what: Callable[[Any], Any],
    limit: int,
    after: Place,
) -> Any:
    rows = [
        (one.kind, one.number, day, one.occurrence, one.at, after[1] * (one.number == after[0]))
        for one, day in days
    ]
    first = ids.where(Invoice.id > _AFTER).limit(limit).alias("first")
    found = first.select_from(what(first.c.id).alias("found"))
    return ValuesList(rows, alias="slot").select(
        _KIND.alias("kind"), _NUMBER.alias("slot"), found.alias("found")
    )


def _due(practice_id: int) -> Any:
    """In order."""
    due = Invoice.select(Invoice.id).where(
        Invoice.practice_id == practice_id, is_reminded_of(_DAY, _AT), _is_new(practice_id)
    )
    return due.order_by(Invoice.due_on, Invoice.id)


def _snoozed(practice_id: int) -> Any:
    """In order."""
    return (
        ReminderPause.select(Invoice.id)
        .join(Invoice, on=(Invoice.id == ReminderPause.subject_id))
        .where(
            ReminderPause.practice_id == practice_id,
            Invoice.practice_id == practice_id,
            ReminderPause.until == _DAY,
            is_snoozed(),
            _is_new(practice_id),
        )
        .order_by(Invoice.id)
    )


def _is_new(practice_id: int) -> Any:
    known = Reminder.select(Value(1)).where(
        Reminder.practice_id == practice_id,
        Reminder.subject == INVOICE,
        Reminder.subject_id == Invoice.id,
        Reminder.kind == _KIND,
        Reminder.occurrence == _OCCURRENCE,
    )
    return ~fn.EXISTS(known)
