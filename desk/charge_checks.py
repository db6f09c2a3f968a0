"""Whether a charge that was approved may still be sent: asked again before money moves."""

from desk.charge_limits import may_approve, needs_second_person
from desk.context import Desk
from desk.settings import practice_settings
from rules.roles import Action, Role, may
from rules.words import sentence
from storage import clients, invoices, members, operations, practices, stripe_clients
from storage.operations import Operation

NOT_ALLOWED, CLIENT_ERASED, METHOD_REMOVED, INVOICE_CHANGED = (
    "not_allowed",
    "client_erased",
    "method_removed",
    "invoice_changed",
)
"""Why it is called off."""


def why_not(desk: Desk, operation: Operation) -> str | None:
    """Who approved it may not any more, or what they approved is not so any more. None: send it."""
    if not _approver_may(desk, operation):
        return NOT_ALLOWED
    client = clients.get(desk.store, operation.practice_id, operation.client_id)
    if client is None or client.erased_at is not None:
        return CLIENT_ERASED
    saved = stripe_clients.methods_of(desk.store, operation.practice_id, operation.client_id)
    if operation.method_id not in {one.method_id for one in saved}:
        return METHOD_REMOVED
    return None if _invoices_can_take_it(desk, operation) else INVOICE_CHANGED


def _approver_may(desk: Desk, operation: Operation) -> bool:
    approver = operation.approved_by or ""
    member = members.find(desk.store, operation.practice_id, approver)
    practice = practices.get(desk.store, operation.practice_id)
    if member is None or member.disabled_at is not None or practice is None:
        return False
    role = Role(member.role)
    settings = practice_settings(desk, practice)
    if operation.approval == operations.SECOND:
        return may_approve(settings, role)
    above = needs_second_person(settings, role, operation.amount, operation.currency)
    return may(role, Action.CHARGE) and (operation.approval == operations.ALONE or not above)


def _invoices_can_take_it(desk: Desk, operation: Operation) -> bool:
    parts = operations.allocations(desk.store, operation.practice_id, operation.id)
    found = invoices.by_ids(desk.store, operation.practice_id, [one.invoice_id for one in parts])
    due = {one.id: one.due for one in found if one.currency == operation.currency}
    return all(part.amount <= due.get(part.invoice_id, 0) for part in parts)


WHY_NOT = {
    NOT_ALLOWED: sentence("Who approved it may not do that any more, so nothing was charged."),
    CLIENT_ERASED: sentence("The client’s data were erased meanwhile, so nothing was charged."),
    METHOD_REMOVED: sentence("The payment method was removed meanwhile, so nothing was charged."),
    INVOICE_CHANGED: sentence(
        "An invoice was paid, changed or made void meanwhile, so nothing was charged."
    ),
}
"""The codes in words."""
