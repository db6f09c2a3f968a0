"""Open payment links whose invoices have changed: marked as to be closed, at once, in the same
transaction. Nobody is shown where to pay from then on; the worker closes them at Stripe."""

from collections.abc import Iterable

from desk.context import Desk
from desk.link_cards import show_link
from rules.payment_state import State
from storage import operations, payment_links
from storage.operations import Operation

CALLED_OFF, NEW_LINK, CHARGED, PAID = "called_off", "new_link", "charged", "paid"
EDITED, VOIDED, ERASED = "edited", "voided", "erased"
ELSEWHERE, WRITTEN_OFF, CREDITED = "paid_elsewhere", "written_off", "credited"
RESTORED = "restored"
"""Why a link is closed: somebody closed it, there is a newer one, its invoice is being charged or
was paid, something else was done about it, or a restored backup doesn't have it as it was."""


def close_later(
    desk: Desk, practice_id: int, invoice_ids: Iterable[int], actor: str, why: str
) -> None:
    """Have every open link of these invoices closed. In the transaction of what is done to the
    invoices, which has locked them. `actor` is who did it; `why` one of the codes above."""
    for one in payment_links.open_of(desk.store, practice_id, list(invoice_ids)):
        found = operations.locked(desk.store, practice_id, one.uid)
        if found is not None and found.state == State.OPEN:
            to_be_closed(desk, found, why, actor)


def to_be_closed(desk: Desk, found: Operation, why: str, by: str) -> Operation:
    """The worker closes it, as soon as it is made. In a transaction, of one that is locked."""
    if not payment_links.set_closing(desk.store, found.practice_id, found.id, why, by):
        return found
    marked = shown_anew(desk, found, due_at=desk.clock() if found.state == State.OPEN else None)
    desk.store.tell_queued()
    return marked


def shown_anew(desk: Desk, found: Operation, due_at: int | None = None) -> Operation:
    """It is shown as it is where it stands: something beside its state has changed. In a
    transaction, of one that is locked."""
    values = {"due_at": due_at} if due_at is not None and not found.lease_owner else {}
    changed = operations.change(desk.store, found.practice_id, found, **values)
    if changed is None:
        raise RuntimeError(f"{found.uid} changed while it was locked")
    show_link(desk, changed)
    return changed
