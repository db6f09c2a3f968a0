"""The payment link of a reminder's mail: one for all that it reminds of, wherever that can be."""

from collections.abc import Sequence

from desk.access import SystemActor
from desk.charge_parts import Wish
from desk.context import Desk
from desk.link_plans import CARD, MOST_INVOICES, plan
from desk.links import LinkRequest, LinkView, link_view, submit
from rules.payment_state import State as OperationState
from rules.systems import System
from rules.words import Refusal
from storage import operations, payment_links
from storage.operations import Operation
from storage.practices import Practice
from storage.reminder_facts import About
from storage.reminders import UID, Reminder

MOST_IN_A_MAIL = MOST_INVOICES
_MAKING = frozenset(
    {
        *(OperationState.DRAFT, OperationState.APPROVED),
        *(OperationState.SENDING, OperationState.UNKNOWN),
    }
)


def link_in_making(desk: Desk, together: Sequence[Reminder]) -> str | None:
    """The uid of a link for one of them that is being made at this moment."""
    uids = sorted({one.link for one in together if one.link is not None})
    found = [operations.by_uid(desk.store, together[0].practice_id, uid) for uid in uids]
    return next((one.uid for one in found if one is not None and one.state in _MAKING), None)


def open_link(desk: Desk, practice: Practice, owed: Sequence[About]) -> LinkView | None:
    """The newest by which all that is due of each of them can be paid."""
    dues = {about.invoice_id: about.due for about in owed}
    waiting = payment_links.open_of(desk.store, practice.id, list(dues))
    for operation in reversed(waiting):
        shown = link_view(desk, practice, operation)
        parts = {invoice.id: amount for invoice, amount in shown.parts}
        sound = all(invoice.due >= amount for invoice, amount in shown.parts)
        if sound and shown.url is not None and dues.items() <= parts.items():
            return shown
    return None


def still_pays(desk: Desk, practice: Practice, uid: str) -> bool:
    """Whether the link of that operation waits for a payer, who pays no more by it than is due."""
    operation = operations.by_uid(desk.store, practice.id, uid)
    if operation is None:
        return False
    shown = link_view(desk, practice, operation)
    waiting = payment_links.open_of(desk.store, practice.id, [one.id for one, _ in shown.parts])
    sound = all(invoice.due >= amount for invoice, amount in shown.parts)
    return sound and operation.id in {one.id for one in waiting}


def link_to_come(
    desk: Desk, practice: Practice, first: Reminder, owed: Sequence[About]
) -> Operation | None:
    """The one that is being made since another reminder has asked for it, or a new one. None: there
    will be none, and the mail goes out without. `first` is the first of the reminders."""
    ids = [about.invoice_id for about in owed]
    busy = operations.collecting(desk.store, practice.id, ids)
    being_made = operations.by_ids(desk.store, practice.id, busy.values())
    return being_made[0] if being_made else _ask_for_link(desk, practice, first, ids)


def _ask_for_link(
    desk: Desk, practice: Practice, first: Reminder, ids: Sequence[int]
) -> Operation | None:
    """If something has changed since it was asked for, it is asked for anew."""
    before = operations.by_uid(desk.store, practice.id, first.link) if first.link else None
    if before is not None and before.state == OperationState.FAILED:
        return None
    actor = SystemActor(practice.id, System.REMINDERS)
    wish = Wish(tuple(ids))
    request = f"{UID}{first.id}:{before.uid if before else ''}"
    try:
        seen = plan(desk, practice, actor, wish).hash()
        made = submit(desk, practice, actor, LinkRequest(request, wish, CARD, seen, anew=True))
    except Refusal:
        return None
    return made if isinstance(made, Operation) else None
