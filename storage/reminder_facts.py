"""What decides whether an invoice is reminded of, read at one moment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import SQL, Value, fn

from rules.reminder_state import CLIENT as MAILED
from rules.reminder_state import COUNTED, Facts
from rules.systems import System
from storage import mail_addresses
from storage.mail_addresses import MailAddress
from storage.models import (
    Allocation,
    Client,
    Dispute,
    Invoice,
    Operation,
    Reminder,
    ReminderPause,
    SavedMethod,
)
from storage.reminder_pauses import ALL, CLIENT, INVOICE
from storage.reminders import MAKING
from storage.store import Row, Store

_FOR_EVER = "9999-12-31"
_NOT_GONE = SQL("state IN ('planned', 'waiting', 'sending')")


@dataclass(frozen=True)
class About:
    """An invoice with whom it is of; `email` is the payer's, of which is known whether it may be
    written to where the kind is a mail. `has_method`: they have a saved payment method. `due` is in
    minor units. `newest`: the id of the last reminder that is due and not gone."""

    invoice_id: int
    reference: str
    payer_id: int
    payer_reference: str
    payer_name: str
    email: str | None
    due: int
    currency: str
    facts: Facts
    newest: int | None
    has_method: bool

    def facts_for(self, reminder_id: int) -> Facts:
        """Of one of its reminders."""
        return replace(self.facts, later=self.newest is not None and reminder_id < self.newest)


def of_invoices(
    store: Store, practice_id: int, kind: str, ids: Collection[int], now: int
) -> dict[int, About]:
    """Of the practice's among them, by id; `now` (epoch ms) says which reminders are due."""
    return of_kinds(store, practice_id, [kind], ids, now)[kind]


def of_kinds(
    store: Store, practice_id: int, kinds: Collection[str], ids: Collection[int], now: int
) -> dict[str, dict[int, About]]:
    """The same by kind, of one or two."""
    found: dict[str, dict[int, About]] = {kind: {} for kind in kinds}
    if not found or not ids:
        return found
    first, *more = (_query(practice_id, one, now).where(Invoice.id.in_(list(ids))) for one in found)
    rows = store.select(first.union_all(*more) if more else first)
    payers = {row["payer_id"] for row in rows if row["kind"] == MAILED}
    closed = mail_addresses.closed_of(store, practice_id, payers) if payers else {}
    for row in rows:
        found[row["kind"]][row["id"]] = _about(row, closed)
    return found


def _query(practice_id: int, kind: str, now: int) -> Any:
    due = Invoice.total - Invoice.paid - Invoice.credited - Invoice.written_off
    of_client = ReminderPause.subject_id.in_((Invoice.client_id, Invoice.payer_id))
    of_invoice = ReminderPause.subject_id == Invoice.id
    return (
        Invoice.select(
            Value(kind).alias("kind"),
            *(Invoice.id, Invoice.reference, Invoice.state, Invoice.due_on),
            *(Invoice.payer_id, Invoice.currency, due.alias("due")),
            Client.reference.alias("payer_reference"),
            *(Client.name, Client.email),
            fn.EXISTS(_held(practice_id)).alias("held"),
            Invoice.id.in_(_disputed(practice_id)).alias("disputed"),
            _paused(practice_id, ALL, ReminderPause.subject_id == 0).alias("all_paused"),
            _paused(practice_id, CLIENT, of_client).alias("client_paused"),
            _paused(practice_id, INVOICE, of_invoice).alias("invoice_paused"),
            _sent(practice_id, kind).alias("sent"),
            _newest(practice_id, kind, now).alias("newest"),
            fn.EXISTS(_method(practice_id)).alias("has_method"),
        )
        .join(Client, on=(Client.id == Invoice.payer_id))
        # With the sum, SQLite looks up the ids or days, and not all rows of the practice.
        .where(Invoice.practice_id + 0 == practice_id)
    )


def _held(practice_id: int) -> Any:
    """By whatever may move money: nobody can pay yet by the link that a reminder waits for."""
    made_for_one = (Operation.asked_by == System.REMINDERS) & Operation.state.in_(MAKING)
    return (
        Allocation.select(SQL("1"))
        .join(Operation, on=(Operation.id == Allocation.operation_id))
        .where(
            Allocation.practice_id == practice_id,
            Allocation.invoice_id == Invoice.id,
            SQL("live"),
            ~made_for_one,
        )
    )


def _disputed(practice_id: int) -> Any:
    """The invoices of all disputes that aren't over: they are few."""
    return (
        Dispute.select(Allocation.invoice_id)
        .join(Allocation, on=(Allocation.operation_id == Dispute.operation_id))
        .where(
            Dispute.practice_id == practice_id,
            Dispute.closed_at.is_null(),
            Allocation.practice_id == practice_id,
        )
    )


def _paused(practice_id: int, scope: str, subject: Any) -> Any:
    """The last day of those until which something pauses."""
    until = fn.MAX(fn.COALESCE(ReminderPause.until, _FOR_EVER))
    return ReminderPause.select(until).where(
        ReminderPause.practice_id == practice_id,
        ReminderPause.scope == scope,
        subject,
        ReminderPause.ended_at.is_null(),
    )


def _of_invoice(practice_id: int, kind: str) -> Any:
    mine = (Reminder.practice_id == practice_id) & (Reminder.subject == INVOICE)
    return mine & (Reminder.subject_id == Invoice.id) & (Reminder.kind == kind)


def _sent(practice_id: int, kind: str) -> Any:
    gone = Reminder.state.in_([str(state) for state in COUNTED])
    return Reminder.select(fn.COUNT(SQL("1"))).where(_of_invoice(practice_id, kind), gone)


def _newest(practice_id: int, kind: str, now: int) -> Any:
    due = _NOT_GONE & (Reminder.due_at + 0 <= now)  # By the invoice, not all that are due.
    return Reminder.select(fn.MAX(Reminder.id)).where(_of_invoice(practice_id, kind), due)


def _method(practice_id: int) -> Any:
    return SavedMethod.select(SQL("1")).where(
        SavedMethod.practice_id == practice_id, SavedMethod.client_id == Invoice.payer_id
    )


def _about(row: Row, closed: Mapping[tuple[int, str], MailAddress]) -> About:
    pauses = (row["all_paused"], row["client_paused"], row["invoice_paused"])
    address = closed.get((row["payer_id"], (row["email"] or "").casefold()))
    facts = Facts(
        state=row["state"],
        due_on=date.fromisoformat(row["due_on"]),
        held=bool(row["held"]),
        disputed=bool(row["disputed"]),
        paused_until=max((date.fromisoformat(one) for one in pauses if one), default=date.min),
        has_address=bool(row["email"]),
        sent=int(row["sent"]),
        stopped=address is not None and address.stopped_at is not None,
        refused=address is not None and address.refused_at is not None,
    )
    return About(
        invoice_id=row["id"],
        reference=row["reference"],
        payer_id=row["payer_id"],
        payer_reference=row["payer_reference"],
        payer_name=row["name"],
        email=row["email"],
        due=int(row["due"]),
        currency=row["currency"],
        facts=facts,
        newest=row["newest"],
        has_method=bool(row["has_method"]),
    )
