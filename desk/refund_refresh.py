"""Refunds that Stripe says have changed: read afresh, and what is new recorded, also of those that
somebody made without Paydesk."""

from dataclasses import dataclass

from desk.context import Desk
from desk.refund_outcomes import record_refund
from desk.refund_taking_over import take_over
from desk.stripe_events import News, NotKnownYet, StripeAway
from processor import refunds
from processor.client import Client
from processor.outcomes import NotDone, Unknown
from rules.refund_state import RefundSnapshot
from rules.systems import System
from storage import ledger, operations
from storage.operations import Operation


@dataclass(frozen=True)
class RefundRefresh:
    desk: Desk
    client: Client

    def refresh(self, news: News) -> None:
        """Of a refund. Those of payments that Paydesk doesn't know are none of its business."""
        try:
            seen = refunds.read(self.client, news.about)
        except (NotDone, Unknown) as away:
            raise StripeAway from away
        heard_of(self.desk, news.practice_id, seen, System.STRIPE_NEWS)


def heard_of(desk: Desk, practice_id: int, seen: RefundSnapshot, actor: System) -> Operation | None:
    """Record it, or take it over. None: it is nobody's here. Raises NotKnownYet of one of ours
    whose id is about to be written down."""
    store = desk.store
    known = operations.by_stripe_id(store, practice_id, seen.refund_id)
    if known is not None:
        return record_refund(desk, practice_id, known.uid, seen, actor)
    ours = operations.by_uid(store, practice_id, seen.operation) if seen.operation else None
    if ours is not None and ours.lease_owner is not None:
        raise NotKnownYet
    if ours is not None:
        operations.change(store, practice_id, ours, stripe_id=seen.refund_id)
        return record_refund(desk, practice_id, ours.uid, seen, actor)
    charge = _payment_of(desk, practice_id, seen)
    return take_over(desk, charge, seen, actor) if charge else None


def _payment_of(desk: Desk, practice_id: int, seen: RefundSnapshot) -> Operation | None:
    """What it gives back. By a link two may have paid, one of whom stands in the ledger alone."""
    paid_by = ledger.payment_of(desk.store, practice_id, seen.charge_id)
    if paid_by is None:
        return operations.by_stripe_id(desk.store, practice_id, seen.intent_id)
    [found] = operations.by_ids(desk.store, practice_id, [paid_by])
    return found
