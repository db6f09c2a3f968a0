"""The morning digests that people still look at: shown anew when something changes in them."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from desk.cards import show_card
from desk.context import Desk
from storage import cards, operations, reminder_digests
from storage.operations import Operation
from storage.reminders import INVOICE, LINK

KIND = "reminder_digest"
"""Of cards; their key is the local day."""
LOOKED_AT = timedelta(days=8)
"""Older ones stay as they are: nobody does anything by them."""


def show_anew(desk: Desk, practice_id: int, days: Collection[str]) -> None:
    """The digests of these days, wherever they stand."""
    for day in sorted(days):
        known = cards.of_key(desk.store, practice_id, KIND, day)
        version = 1 + max((card.version for card in known), default=0)
        for card in known:
            show_card(desk, practice_id, KIND, day, version, card.recipient)


def show_payment(desk: Desk, changed: Operation) -> None:
    """It collects the invoices of rows, or doesn't any more; in the transaction of that."""
    store, mine = desk.store, changed.practice_id
    parts = operations.allocations(store, mine, changed.id)
    days = _days(desk, mine, INVOICE, [one.invoice_id for one in parts])
    if changed.kind == operations.LINK:
        days |= _days(desk, mine, LINK, [changed.id])
    show_anew(desk, mine, days)


def show_invoice(desk: Desk, practice_id: int, invoice_id: int) -> None:
    """Something has changed about it; in the transaction of that."""
    show_anew(desk, practice_id, _days(desk, practice_id, INVOICE, [invoice_id]))


def _days(desk: Desk, practice_id: int, subject: str, ids: Collection[int]) -> set[str]:
    since = datetime.fromtimestamp(desk.clock() / 1_000, UTC).date() - LOOKED_AT
    found = reminder_digests.days_with(desk.store, practice_id, subject, ids, since.isoformat())
    return set(found)
