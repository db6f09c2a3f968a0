"""Whether a client may still be asked for a payment method, or one of theirs be changed, before
Stripe is asked."""

from desk.charge_checks import CLIENT_ERASED, NOT_ALLOWED
from desk.context import Desk
from rules.roles import Action, Role, may
from storage import clients, members
from storage.operations import Operation


def why_not(desk: Desk, operation: Operation) -> str | None:
    """Who asked for it may not any more, or the client's data is gone. None: go on."""
    member = members.find(desk.store, operation.practice_id, operation.asked_by)
    if member is None or member.disabled_at is not None:
        return NOT_ALLOWED
    if not may(Role(member.role), Action.ADD_CARDS):
        return NOT_ALLOWED
    client = clients.get(desk.store, operation.practice_id, operation.client_id)
    return CLIENT_ERASED if client is None or client.erased_at is not None else None
