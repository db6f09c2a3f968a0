"""Saved cards that are about to expire: each is told of once, whatever is read of it meanwhile."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, Value, fn

from rules.reminder_state import CARD_MAIL, EXPIRING
from storage import bulk
from storage.models import Client, Reminder, SavedMethod
from storage.reminders import CLIENT, COLUMNS, DUE, Occurrence, plan_found
from storage.reminders import Reminder as Planned
from storage.store import Store
from storage.stripe_clients import SavedMethod as Method

Place = tuple[int, int]
"""The number of a month among those that are asked for, and a saved method's id."""
_COLUMNS = tuple(getattr(SavedMethod, name) for name in Method.__dataclass_fields__)


@dataclass(frozen=True)
class Expiring:
    """A card, its place among those that come, and what makes its reminder one."""

    place: Place
    method: Method
    occurrence: str


def plan(store: Store, practice_id: int, what: Occurrence, month: date) -> int:
    """One for each card that expires at the end of the month of that first day. How many are
    new."""
    named = (CLIENT, SavedMethod.client_id, _occurrence(month), None)
    return plan_found(store, practice_id, what, named, _cards(practice_id, month))


def occurrence_of(method: Method) -> str:
    """What makes the reminder of a card one: the same card may be saved more than once."""
    name = method.fingerprint or method.method_id
    return f"{name} {method.exp_year}-{method.exp_month or 0:02}"


def coming(
    store: Store, practice_id: int, months: Sequence[date], after: Place, limit: int
) -> list[Expiring]:
    """Those that expire with these months and weren't planned yet, from a place on."""
    parts = [
        _first(practice_id, month, number, after, limit)
        for number, month in enumerate(months)
        if number >= after[0]
    ]
    if not parts:
        return []
    first, *more = parts
    query = first
    for one in more:
        query = query.union_all(one)
    found = [_expiring(row) for row in store.select(query)]
    return sorted(found, key=lambda one: one.place)[:limit]


def methods_of(
    store: Store, practice_id: int, client_ids: Collection[int]
) -> dict[int, list[Method]]:
    """What is saved of each of these clients, in the order of storage.stripe_clients."""
    names = ("id", *Method.__dataclass_fields__)
    rows = bulk.find(store, SavedMethod, names, practice_id, "client_id", client_ids)
    found: dict[int, list[Method]] = {}
    for row in sorted(rows, key=lambda one: (-(one["default_since"] or 0), one["id"])):
        one = Method(**{name: row[name] for name in Method.__dataclass_fields__})
        found.setdefault(one.client_id, []).append(one)
    return found


def due_of_client(
    store: Store, practice_id: int, kind: str, client_id: int, now: int, limit: int
) -> list[Planned]:
    """Those of a kind that are due of that client, the first planned first."""
    query = Reminder.select(*COLUMNS).where(
        Reminder.practice_id == practice_id,
        Reminder.subject == CLIENT,
        Reminder.subject_id == client_id,
        Reminder.kind == kind,
        DUE,
        Reminder.due_at + 0 <= now,
    )
    rows = store.select(query.order_by(Reminder.id).limit(limit))
    return [Planned(**row) for row in rows]


def told(store: Store, practice_id: int, uid: str, limit: int) -> tuple[int, list[Planned]]:
    """How many cards stand in the list of that uid, and the first ones."""
    many = store.select(_in_list(practice_id, uid, fn.COUNT(SQL("1")).alias("many")))
    rows = store.select(_in_list(practice_id, uid, *COLUMNS).order_by(Reminder.id).limit(limit))
    return int(many[0]["many"]), [Planned(**row) for row in rows]


def mails_of(store: Store, practice_id: int, told: Sequence[Planned]) -> dict[tuple[int, str], int]:
    """The ids of the mails about the same cards, by the client and what makes the reminder one."""
    query = Reminder.select(Reminder.id, Reminder.subject_id, Reminder.occurrence).where(
        Reminder.practice_id == practice_id,
        Reminder.subject == CLIENT,
        Reminder.subject_id.in_([one.subject_id for one in told]),
        Reminder.kind == CARD_MAIL,
        Reminder.occurrence.in_([one.occurrence for one in told]),
    )
    rows = store.select(query) if told else []
    return {(row["subject_id"], row["occurrence"]): row["id"] for row in rows}


def forget(store: Store, practice_id: int, client_id: int) -> None:
    """Nothing says any more which cards of that client were told of."""
    nameless = Value("erased ").concat(Reminder.id.cast("text"))
    theirs = (Reminder.practice_id == practice_id) & (Reminder.subject_id == client_id)
    changed = Reminder.update(occurrence=nameless).where(theirs, Reminder.subject == CLIENT)
    store.change(changed)


def _in_list(practice_id: int, uid: str, *columns: Any) -> Any:
    return Reminder.select(*columns).where(
        Reminder.practice_id == practice_id,
        Reminder.uid == uid,
        Reminder.uid.is_null(False),
        Reminder.kind == EXPIRING,
    )


def _cards(practice_id: int, month: date, *columns: Any) -> Any:
    """Of clients who are ones."""
    return (
        SavedMethod.select(*columns)
        .join(Client, on=(Client.id == SavedMethod.client_id))
        .where(
            SavedMethod.practice_id == practice_id,
            SavedMethod.exp_year == month.year,
            SavedMethod.exp_month == month.month,
            SavedMethod.type == "card",
            Client.practice_id == practice_id,
            Client.archived_at.is_null(),
            Client.erased_at.is_null(),
        )
    )


def _first(practice_id: int, month: date, number: int, after: Place, limit: int) -> Any:
    begins = after[1] * (number == after[0])
    columns = (Value(number).alias("number"), SavedMethod.id, *_COLUMNS)
    found = _cards(practice_id, month, *columns).where(
        _is_new(practice_id, month), SavedMethod.id > begins
    )
    page = found.order_by(SavedMethod.id).limit(limit).alias(f"page{number}")
    names = ("number", "id", *Method.__dataclass_fields__)
    return page.select_from(*(getattr(page.c, name) for name in names))


def _is_new(practice_id: int, month: date) -> Any:
    known = Reminder.select(Value(1)).where(
        Reminder.practice_id == practice_id,
        Reminder.subject == CLIENT,
        Reminder.subject_id == SavedMethod.client_id,
        Reminder.kind == EXPIRING,
        Reminder.occurrence == _occurrence(month),
    )
    return ~fn.EXISTS(known)


def _occurrence(month: date) -> Any:
    name = fn.COALESCE(SavedMethod.fingerprint, SavedMethod.method_id)
    return name.concat(f" {month.isoformat()[:7]}")


def _expiring(row: dict[str, Any]) -> Expiring:
    method = Method(**{name: row[name] for name in Method.__dataclass_fields__})
    return Expiring((row["number"], row["id"]), method, occurrence_of(method))
