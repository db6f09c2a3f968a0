"""What people note of invoices that Stripe has no part in: what they are shown, when it can be
noted, and how it is undone. Payments made elsewhere and write-offs have this in common."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from desk.access import Person
from desk.context import Desk
from desk.once import WrittenBefore
from desk.settings import practice_settings, today_at
from desk.settled_outcomes import CantCount, settle, take_back
from rules.amount_text import read_amount
from rules.money import Money
from rules.payment_state import State
from rules.words import Refusal, refuse
from storage import audit, clients, invoices, operations
from storage.audit import Entry
from storage.clients import Client
from storage.invoices import Invoice
from storage.new_operations import blank, hash_of
from storage.operations import Allocation, Collected, Operation
from storage.practices import Practice

MOST_INVOICES = 20
DAYS_BACK = 92
"""What came in longer ago than a quarter is in books that others have by now."""


@dataclass(frozen=True)
class Noting:
    """What somebody is about to note: of these invoices, which have one currency and one payer, the
    oldest first. The day may be from `earliest` to `today`, the day where the practice is."""

    invoices: tuple[Invoice, ...]
    payer: Client
    today: date
    earliest: date

    @property
    def currency(self) -> str:
        return self.invoices[0].currency

    @property
    def due(self) -> int:
        return sum(one.due for one in self.invoices)

    def seen(self) -> dict[int, int]:
        """What the person has seen: the invoices' versions, by their ids."""
        return {one.id: one.version for one in self.invoices}


@dataclass(frozen=True)
class Note:
    """What somebody says. `kind` is the operation's; the same `request_id` is the same note.
    `method`: how it was settled, with what people wrote, which an erasure removes."""

    kind: str
    request_id: str
    parts: Sequence[Allocation]
    method: Mapping[str, str]
    day: date


@dataclass(frozen=True)
class Noted:
    """What was noted, of which invoices with what of each. `undone`: who undid it, and when."""

    operation: Operation
    payer: Client
    parts: tuple[tuple[Invoice, int], ...]
    undone: Entry | None
    time_zone: str

    @property
    def day(self) -> date:
        """For which it was noted."""
        return date.fromisoformat(self.operation.shown["day"])


def noting(desk: Desk, practice: Practice, invoice_ids: Iterable[int]) -> Noting:
    """Refusal where nothing can be noted of them."""
    ids = list(dict.fromkeys(invoice_ids))
    found = invoices.by_ids(desk.store, practice.id, ids)
    if not ids or len(found) != len(ids):
        raise refuse("There is no such invoice. Type /invoice open to see those that are open.")
    if len(ids) > MOST_INVOICES:
        raise refuse("At most {most} invoices go together.", most=str(MOST_INVOICES))
    _refuse_together(found)
    _refuse_busy(found, operations.collecting(desk.store, practice.id, ids))
    payer = clients.get(desk.store, practice.id, found[0].payer_id)
    if payer is None:
        raise LookupError(f"There is no client {found[0].payer_id}.")
    today = today_at(desk, practice_settings(desk, practice))
    oldest_first = sorted(found, key=lambda one: (one.due_on, one.number))
    return Noting(tuple(oldest_first), payer, today, today - timedelta(days=DAYS_BACK))


def noting_as_seen(desk: Desk, practice: Practice, seen: Mapping[int, int]) -> Noting:
    """`noting`, where nothing has happened to the invoices since they were in these versions, by
    their ids. Refusal otherwise."""
    made = noting(desk, practice, seen)
    if made.seen() != seen:
        raise _changed()
    return made


def parts_of(made: Noting, amount: int | None) -> list[Allocation]:
    """How much of which invoice; None: all that is due. Refusal where it is more than that, or a
    part of several."""
    if amount is None:
        return [Allocation(one.id, one.due) for one in made.invoices]
    if len(made.invoices) > 1:
        raise refuse("A part of the amount is noted of one invoice at a time.")
    [invoice] = made.invoices
    if amount > invoice.due:
        raise refuse(
            "Only {due} of {invoice} is still to be paid.",
            due=Money(invoice.due, invoice.currency),
            invoice=invoice.reference,
        )
    return [Allocation(invoice.id, amount)]


def read_amount_of(made: Noting, text: str, language: str) -> int | None:
    """What somebody typed, for `parts_of`; of several invoices nothing is typed. Refusal where it
    is no amount, one in another currency, or more than is due."""
    if len(made.invoices) > 1:
        return None
    found = read_amount(text, language, made.currency)
    if found.currency != made.currency:
        raise refuse("Write it in {currency}.", currency=made.currency.upper())
    parts_of(made, found.amount)
    return found.amount


def write(desk: Desk, practice: Practice, person: Person, made: Noting, note: Note) -> Operation:
    """It counts from now on. WrittenBefore, or Refusal where somebody was faster."""
    now, shown = desk.clock(), _shown(made, note)
    new = replace(
        blank(practice.id, note.kind, made.payer.id, person.slack_user, now),
        state=State.SUCCEEDED.value,
        request_id=note.request_id,
        method=dict(note.method),
        amount=sum(one.amount for one in note.parts),
        currency=made.currency,
        shown=shown,
        shown_hash=hash_of(shown),
        approved_by=person.slack_user,
        approved_at=now,
    )
    try:
        added = settle(desk, practice.id, new, note.parts, made.seen(), note.day.isoformat())
    except Collected as collected:
        busy = collected.invoice_ids
        raise _busy(next(one for one in made.invoices if one.id in busy)) from None
    except CantCount:
        raise _changed() from None
    if added is None:
        raise WrittenBefore
    return added


def undo(desk: Desk, practice: Practice, person: Person, noted: Operation) -> Operation:
    """It counts no more, as if it had never been noted: on its own day, or today where that is too
    long ago. Refusal where somebody was faster."""
    today = today_at(desk, practice_settings(desk, practice))
    day = date.fromisoformat(noted.shown["day"])
    if day < today - timedelta(days=DAYS_BACK):
        day = today
    try:
        undone = take_back(desk, practice.id, noted.uid, person.slack_user, day.isoformat())
    except CantCount:
        raise refuse(
            "This can’t be undone: what was paid has been given back or credited since."
        ) from None
    if undone is None:
        raise refuse("Somebody has undone this already.")
    return undone


def named(desk: Desk, practice: Practice, uid: str, kind: str) -> Operation:
    """Refusal where the practice has noted no such thing."""
    found = operations.by_uid(desk.store, practice.id, uid)
    if found is None or found.kind != kind:
        raise refuse("There is no such note. Type /invoice open to see the open invoices.")
    return found


def noted_of(desk: Desk, practice: Practice, operation: Operation) -> Noted:
    """All that is known of it, read now."""
    store, mine = desk.store, practice.id
    parts = operations.allocations(store, mine, operation.id)
    found = {one.id: one for one in invoices.by_ids(store, mine, [one.invoice_id for one in parts])}
    payer = clients.get(store, mine, operation.client_id)
    if payer is None:
        raise LookupError(f"There is no client {operation.client_id}.")
    whose = tuple((found[one.invoice_id], one.amount) for one in parts)
    zone = practice_settings(desk, practice).time_zone
    return Noted(operation, payer, whose, _undone(desk, operation), zone)


def _changed() -> Refusal:
    return refuse(
        "Somebody has just noted or paid something here, so nothing was noted now. Look at the"
        " invoice again."
    )


def _undone(desk: Desk, operation: Operation) -> Entry | None:
    if operation.state != State.CANCELLED:
        return None
    log = audit.of_target(desk.store, operation.practice_id, operation.uid)
    action = f"{operation.kind}.{State.CANCELLED}"
    return next((entry for entry in log if entry.action == action), None)


def _shown(made: Noting, note: Note) -> dict[str, Any]:
    """What was seen and is agreed to, without names: it is kept longer than they may be."""
    return {
        "payer": made.payer.reference,
        "invoices": [one.reference for one in made.invoices],
        "amounts": [one.amount for one in note.parts],
        "currency": made.currency,
        "method": note.method["type"],
        "day": note.day.isoformat(),
    }


def _refuse_together(found: Sequence[Invoice]) -> None:
    for one in found:
        if one.state == invoices.VOID:
            raise refuse("{invoice} is void, so nothing is noted of it.", invoice=one.reference)
        if one.due <= 0:
            raise refuse("Nothing is left to pay of {invoice}.", invoice=one.reference)
    if len({one.payer_id for one in found}) > 1:
        raise refuse("These invoices are paid by different people. Note them one by one.")
    if len({one.currency for one in found}) > 1:
        raise refuse("These invoices are in different currencies. Note them one by one.")


def _refuse_busy(found: Sequence[Invoice], busy: Mapping[int, int]) -> None:
    for one in found:
        if one.id in busy:
            raise _busy(one)


def _busy(invoice: Invoice) -> Refusal:
    return refuse(
        "{invoice} is being paid at this moment, or its payment has to be looked at, so nothing is"
        " noted of it. The payment’s card says how it stands.",
        invoice=invoice.reference,
    )
