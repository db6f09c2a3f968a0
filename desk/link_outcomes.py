"""What came of a payment link: the one place that writes it down, whoever has read Stripe. What
moved by its payments is written down by desk.outcomes."""

from typing import Any

from desk.access import SystemActor, authorize
from desk.context import Desk
from desk.link_endings import shown_anew
from desk.locks import locked
from desk.outcomes import move, record
from rules.link_state import CLOSED_AT_STRIPE, LinkSnapshot, apply_link
from rules.payment_state import State
from rules.roles import Action
from rules.systems import System
from storage import payment_links
from storage.operations import Operation


def record_link(
    desk: Desk, practice_id: int, uid: str, seen: LinkSnapshot, actor: System
) -> Operation | None:
    """Take over what Stripe says of a link, its pages and its payments. None: there is no such
    operation. Hearing the same again changes nothing."""
    authorize(SystemActor(practice_id, actor), Action.RECORD_OUTCOMES)
    with desk.store.transaction():
        for payment in seen.payments:
            record(desk, practice_id, uid, payment, actor)
        operation = locked(desk, practice_id, uid)
        if operation is None:
            return None
        change = apply_link(State(operation.state), seen)
        visited = _visited(desk, operation, seen)
        if change.state != operation.state:
            return _moved(desk, operation, change.state, change.reason, seen, actor)
        return shown_anew(desk, operation) if visited else operation


def _visited(desk: Desk, operation: Operation, seen: LinkSnapshot) -> bool:
    if seen.visited_at is None:
        return False
    return payment_links.set_visited(
        desk.store, operation.practice_id, operation.id, seen.visited_at
    )


def _moved(
    desk: Desk,
    operation: Operation,
    state: State,
    reason: str | None,
    seen: LinkSnapshot,
    actor: System,
) -> Operation | None:
    """It is open, or over. A link that was to be closed is closed by whoever wanted that."""
    by: str = actor
    values: dict[str, Any] = {"url": seen.url if state is State.OPEN else None}
    link = payment_links.get(desk.store, operation.practice_id, operation.id)
    if link.closing is not None and state is State.OPEN:
        values["due_at"] = desk.clock()
    if link.closing is not None and reason == CLOSED_AT_STRIPE:
        reason, by = link.closing, link.closing_by or actor
    return move(desk, operation, state, by, reason=reason, **values)
