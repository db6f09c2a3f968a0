"""Whether a payment link that was asked for may still be made: asked again before it is."""

from collections.abc import Sequence

from desk.charge_checks import CLIENT_ERASED, INVOICE_CHANGED, NOT_ALLOWED, SURCHARGE_TOO_HIGH
from desk.charge_fees import Known, fees_by
from desk.context import Desk
from desk.settings import practice_settings, today_at
from rules.roles import Action, Role, may
from rules.systems import System, is_system, system_may
from storage import clients, invoices, members, operations, practices
from storage.clients import Client
from storage.invoices import Invoice
from storage.operations import Operation


def why_not(desk: Desk, operation: Operation) -> str | None:
    """Who asked for it may not any more, or what they were shown is not so any more. None: make
    it."""
    if not _may(desk, operation):
        return NOT_ALLOWED
    client = clients.get(desk.store, operation.practice_id, operation.client_id)
    if client is None or client.erased_at is not None:
        return CLIENT_ERASED
    charged = _charged(desk, operation)
    if charged is None:
        return INVOICE_CHANGED
    most = _most_passed_on(desk, operation, charged, client)
    return SURCHARGE_TOO_HIGH if operation.surcharge > most else None


def _may(desk: Desk, operation: Operation) -> bool:
    if is_system(operation.asked_by):
        return system_may(System(operation.asked_by), Action.SEND_LINKS)
    member = members.find(desk.store, operation.practice_id, operation.asked_by)
    if member is None or member.disabled_at is not None:
        return False
    return may(Role(member.role), Action.SEND_LINKS)


def _charged(desk: Desk, operation: Operation) -> list[Invoice] | None:
    """Its invoices as they were shown; None where they aren't."""
    store, mine = desk.store, operation.practice_id
    parts = operations.allocations(store, mine, operation.id)
    found = invoices.by_ids(store, mine, [one.invoice_id for one in parts])
    due = {one.id: one.due for one in found if one.currency == operation.currency}
    fits = all(part.amount <= due.get(part.invoice_id, 0) for part in parts)
    return found if fits and all(one.state == invoices.OPEN for one in found) else None


def _most_passed_on(
    desk: Desk, operation: Operation, charged: Sequence[Invoice], client: Client
) -> int:
    practice = practices.get(desk.store, operation.practice_id)
    if practice is None or not operation.surcharge:
        return 0
    settings = practice_settings(desk, practice)
    today, known = today_at(desk, settings), Known(str(operation.shown["kind"]))
    bill = operation.bill
    return fees_by(desk, practice.id, settings, charged, bill, client, known, today).surcharge
