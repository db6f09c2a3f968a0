"""Whether a refund that was approved may still be sent: asked again before money moves."""

from desk.context import Desk
from desk.refund_limits import may_let_through, refunds_alone
from desk.refund_reasons import DISPUTED, MONEY_GONE, NOT_ALLOWED
from desk.refund_takings import Takings, takings_of
from desk.settings import practice_settings
from rules.roles import Action, Role, may
from storage import members, operations, practices
from storage.operations import ALONE, SECOND, Operation


def why_not(desk: Desk, refund: Operation) -> str | None:
    """Who approved it may not any more, or there is nothing to refund any more. None: send it."""
    if not _approver_may(desk, refund):
        return NOT_ALLOWED
    takings = takings_of_refund(desk, refund)
    if not takings.stripe_object:
        return MONEY_GONE
    return DISPUTED if takings.disputed else None


def takings_of_refund(desk: Desk, refund: Operation) -> Takings:
    """Of the charge that it gives back."""
    [charge] = operations.by_ids(desk.store, refund.practice_id, [refund.charge_id or 0])
    return takings_of(desk, charge, refund.stripe_charge)


def _approver_may(desk: Desk, refund: Operation) -> bool:
    member = members.find(desk.store, refund.practice_id, refund.approved_by or "")
    practice = practices.get(desk.store, refund.practice_id)
    if member is None or member.disabled_at is not None or practice is None:
        return False
    role, settings = Role(member.role), practice_settings(desk, practice)
    if refund.approval == SECOND:
        return may_let_through(settings, role, refund.amount, refund.currency)
    if refund.approval == ALONE:
        return may(role, Action.REFUND)
    return refunds_alone(settings, role, refund.amount, refund.currency)
