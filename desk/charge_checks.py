"""Whether a charge that was approved may still be sent: asked again before money moves."""

from collections.abc import Sequence

from desk.charge_fees import fees_of
from desk.charge_limits import may_approve, needs_second_person
from desk.context import Desk
from desk.settings import practice_settings, today_at
from rules.roles import Action, Role, may
from rules.words import sentence
from storage import clients, invoices, members, operations, practices, stripe_clients
from storage.clients import Client
from storage.invoices import Invoice
from storage.operations import Operation
from storage.stripe_clients import SavedMethod

NOT_ALLOWED, CLIENT_ERASED, METHOD_REMOVED, INVOICE_CHANGED, SURCHARGE_TOO_HIGH = (
    "not_allowed",
    "client_erased",
    "method_removed",
    "invoice_changed",
    "surcharge_too_high",
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
    method = next((one for one in saved if one.method_id == operation.method_id), None)
    if method is None:
        return METHOD_REMOVED
    charged = _charged(desk, operation)
    if charged is None:
        return INVOICE_CHANGED
    most = _most_passed_on(desk, operation, charged, client, method)
    return SURCHARGE_TOO_HIGH if operation.surcharge > most else None


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


def _charged(desk: Desk, operation: Operation) -> list[Invoice] | None:
    """Its invoices; None where they can't take it any more."""
    parts = operations.allocations(desk.store, operation.practice_id, operation.id)
    found = invoices.by_ids(desk.store, operation.practice_id, [one.invoice_id for one in parts])
    due = {one.id: one.due for one in found if one.currency == operation.currency}
    fits = all(part.amount <= due.get(part.invoice_id, 0) for part in parts)
    return found if fits else None


def _most_passed_on(
    desk: Desk,
    operation: Operation,
    charged: Sequence[Invoice],
    client: Client,
    method: SavedMethod,
) -> int:
    """What the law, the practice's fee and its settings let the client bear today. A charge may
    have waited for days for a second person, or a declined one for another try."""
    practice = practices.get(desk.store, operation.practice_id)
    if practice is None or not operation.surcharge:
        return 0
    settings = practice_settings(desk, practice)
    today = today_at(desk, settings)
    bill = operation.bill
    fees = fees_of(desk, practice.id, settings, charged, bill, client, method, today)
    return fees.surcharge


WHY_NOT = {
    NOT_ALLOWED: sentence("Who approved it may not do that any more, so nothing was charged."),
    CLIENT_ERASED: sentence("The client’s data were erased meanwhile, so nothing was charged."),
    METHOD_REMOVED: sentence("The payment method was removed meanwhile, so nothing was charged."),
    INVOICE_CHANGED: sentence(
        "An invoice was paid, changed or made void meanwhile, so nothing was charged."
    ),
    SURCHARGE_TOO_HIGH: sentence(
        "The surcharge that was agreed to may not be taken any more, so nothing was charged. Charge"
        " it anew to see what may be."
    ),
}
"""The codes in words."""
