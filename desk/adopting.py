"""Payments at Stripe that Paydesk made and knows nothing of, as after a restored backup: each gets
its operation again, a charge or a payment link, so that its invoices are paid by it and nobody
charges them a second time."""

from collections.abc import Sequence
from dataclasses import replace

from desk.context import Desk
from processor.links import Made
from processor.made_payments import Payment
from rules.payment_state import Snapshot, State
from rules.systems import System
from storage import clients, invoices, meta, operations, payment_links, stripe_clients
from storage.invoices import Invoice
from storage.new_operations import blank, hash_of
from storage.operations import CHARGE, LINK, Allocation, Operation
from storage.practices import Practice

NOBODY = str(System.RECONCILER)
"""Stands where it isn't known any more who asked."""


def adopt(desk: Desk, practice: Practice, payment: Payment, state: State) -> Operation | None:
    """The operation of a payment that has none, in `state`; what Stripe says of it is to be
    recorded next. None: nobody here could be its payer."""
    store = desk.store
    with store.transaction():
        known = operations.by_uid(store, practice.id, payment.operation)
        if known is not None:
            return known
        found = _invoices_of(desk, practice, payment)
        payer = found[0].payer_id if found else _client_of(desk, practice, payment)
        if payer is None:
            return None
        parts = [Allocation(one, amount) for one, amount in _parts(payment, found)]
        wanted = _operation(desk, practice, payment, payer, found)
        ids = [one.invoice_id for one in parts]
        operations.lock_invoices(store, practice.id, ids)
        free = not operations.collecting(store, practice.id, ids)
        live = state is not State.CANCELLED and free
        added = operations.add(
            store, practice.id, replace(wanted, state=state.value), parts, live=live
        )
        if added is not None and added.kind == LINK:
            payment_links.add(store, practice.id, added.id)
        return added


def adopt_link(desk: Desk, practice: Practice, made: Made) -> Operation | None:
    """The operation of a link that has none and that nobody has paid yet. None as above."""
    nothing = Snapshot("", "", made.amount, 0, made.currency, None)
    payment = Payment(
        seen=nothing,
        created=desk.clock() // 1_000,
        operation=made.operation,
        invoices=made.invoices,
        surcharge=made.surcharge,
        method_id=None,
        method={"type": made.method_type},
        kind=LINK,
    )
    return adopt(desk, practice, payment, State.SENDING)


def _invoices_of(desk: Desk, practice: Practice, payment: Payment) -> list[Invoice]:
    """Those of its invoices that are here, of one payer. An id that was given anew since the
    restore means another invoice by now, which was made after the payment; and by a link it may be
    paid long after it was made."""
    latest = payment.created
    if payment.kind == LINK and (restored := meta.restored_at(desk.store)) is not None:
        latest = min(latest, restored // 1_000 - 1)
    ids = [one for one, _ in payment.invoices]
    client = _client_of(desk, practice, payment)
    found = [
        one
        for one in invoices.by_ids(desk.store, practice.id, ids)
        if one.created_at // 1_000 <= latest and one.currency == payment.seen.currency
    ]
    payer = client or (found[0].payer_id if found else None)
    return [one for one in found if one.payer_id == payer]


def _client_of(desk: Desk, practice: Practice, payment: Payment) -> int | None:
    customer = payment.seen.customer_id
    if customer is None:
        return None
    known = stripe_clients.by_customers(desk.store, practice.id, [customer])
    return known[customer][0] if customer in known else None


def _parts(payment: Payment, found: Sequence[Invoice]) -> list[tuple[int, int]]:
    here = {one.id for one in found}
    return [(one, amount) for one, amount in payment.invoices if one in here and amount > 0]


def _operation(
    desk: Desk, practice: Practice, payment: Payment, payer: int, found: Sequence[Invoice]
) -> Operation:
    """As it is written down; its state is still to be said."""
    made_at = payment.created * 1_000
    client = clients.get(desk.store, practice.id, payer)
    by_link = payment.kind == LINK
    shown = {
        "payer": client.reference if client else "",
        "invoices": [one.reference for one in found],
        "amounts": [amount for _, amount in _parts(payment, found)],
        "charge": payment.seen.amount,
        "currency": payment.seen.currency,
        **({"kind": payment.method["type"]} if by_link else {"method": payment.method_id}),
    }
    return replace(
        blank(practice.id, LINK if by_link else CHARGE, payer, NOBODY, made_at),
        uid=payment.operation,
        request_id=f"adopted:{payment.operation}",
        customer_id=None if by_link else payment.seen.customer_id,
        method_id=None if by_link else payment.method_id,
        method=dict(payment.method),
        amount=payment.seen.amount,
        surcharge=payment.surcharge,
        currency=payment.seen.currency,
        shown=shown,
        shown_hash=hash_of(shown),
        stripe_id=payment.seen.intent_id or None,
        changed_at=desk.clock(),
    )
