"""Which reminders go together in one mail."""

from peewee import SQL, fn

from storage.models import Invoice
from storage.models import Reminder as Table
from storage.reminders import COLUMNS, DUE, INVOICE, Reminder
from storage.store import Store


def with_uid(store: Store, practice_id: int, uid: str) -> list[Reminder]:
    """Those that go out in that message of the outbox, the first planned first."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.uid == uid, Table.uid.is_null(False)
    )
    return [Reminder(**row) for row in store.select(query.order_by(Table.id))]


def due_of_payer(
    store: Store, practice_id: int, kind: str, payer_id: int, currency: str, now: int, limit: int
) -> list[Reminder]:
    """Those that are due of the open invoices that the same person pays in the same currency, the
    first planned first."""
    theirs = Invoice.select(Invoice.id).where(
        Invoice.practice_id == practice_id,
        Invoice.payer_id == payer_id,
        Invoice.currency == currency,
        SQL("state = 'open'"),
    )
    # With the sum, the reminders are looked up by their invoices, and not all that are due.
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id,
        Table.subject == INVOICE,
        Table.subject_id.in_(theirs),
        Table.kind == kind,
        DUE,
        Table.due_at + 0 <= now,
    )
    return [Reminder(**row) for row in store.select(query.order_by(Table.id).limit(limit))]


def count_on_their_way(store: Store, practice_id: int) -> int:
    """How many are with the outbox, and the mail server hasn't taken them yet."""
    query = Table.select(fn.COUNT(SQL("1")).alias("many")).where(
        Table.practice_id == practice_id, Table.uid.is_null(False), Table.state == "sending"
    )
    return int(store.select(query)[0]["many"])
