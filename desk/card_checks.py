"""Whether a client may still be asked for a payment method, or one of theirs be changed, before
Stripe is asked."""

from desk.charge_checks import CLIENT_ERASED, NOT_ALLOWED
from desk.context import Desk
from rules.roles import Action, Role, may
from rules.systems import System, is_system, system_may
from storage import clients, members
from storage.operations import Operation


def why_not(desk: Desk, operation: Operation) -> str | None:
    """Who asked for it may not any more, or the client's data is gone. None: go on."""
    if not _may(desk, operation):
        return NOT_ALLOWED
    client = clients.get(desk.store, operation.practice_id, operation.client_id)
    return CLIENT_ERASED if client is None or client.erased_at is not None else None


def _may(desk: Desk, operation: Operation) -> bool:
    if is_system(operation.asked_by):
        return system_may(System(operation.asked_by), Action.ADD_CARDS)
    member = members.find(desk.store, operation.practice_id, operation.asked_by)
    if member is None or member.disabled_at is not None:
        return False
    return may(Role(member.role), Action.ADD_CARDS)
