"""What people watch of an operation: it is read at Stripe at once, and its window shows what it
came to."""

from desk.cards import show_view
from desk.context import Desk
from rules.payment_state import State
from storage import operations
from storage.operations import Operation

_MAY_MOVE = (State.UNKNOWN, State.OPEN, State.PROCESSING, State.REVIEW)


def look_soon(desk: Desk, operation: Operation) -> Operation:
    """Have Stripe read for it at once, where that can tell anything new. Returns it as it is."""
    if operation.state in _MAY_MOVE and not operation.lease_owner:
        operations.change(desk.store, operation.practice_id, operation, due_at=desk.clock())
        desk.store.tell_queued()
    return operation


def show_if_moved_on(desk: Desk, kind: str, shown: Operation) -> None:
    """Have its window, of that kind, shown anew where it came to something while the window was
    being told what it was before: what is told last stays."""
    now_at = operations.by_uid(desk.store, shown.practice_id, shown.uid)
    if now_at is not None and now_at.modal and now_at.state not in (shown.state, State.SENDING):
        view, user = now_at.modal["view"], now_at.modal["user"]
        show_view(desk, now_at.practice_id, kind, now_at.uid, view, user)
