"""Refunds that waited when the backup was made that was restored since: Stripe is read for each, so
that none goes back a second time."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk.context import Desk
from desk.outcomes import move
from desk.refund_reasons import OTHER_ACCOUNT, RESTORED
from desk.refund_refresh import heard_of
from processor import refunds
from processor.client import Client
from processor.outcomes import Refused
from rules.payment_state import State
from rules.refund_state import RefundSnapshot
from rules.systems import System
from storage import meta, operation_lists
from storage.operations import REFUND, Operation
from storage.practices import Practice

ACTOR = System.RECONCILER
_SENT_ANEW = (State.APPROVED, State.SENDING, State.UNKNOWN)
_MAY_HAVE_GONE = (State.DRAFT, *_SENT_ANEW)
"""States in a backup behind which Stripe may have gone on: what waited for a second person may have
been let through since."""
_MANY = 1_000_000


@dataclass(frozen=True)
class WaitingRefunds:
    """Asks Stripe, and raises what processor.outcomes says where it doesn't answer."""

    desk: Desk
    client: Client

    def after_restore(self, practice: Practice) -> None:
        """What Stripe has of them is recorded. What it doesn't have, and was approved before the
        restore, is called off: it may have been called off since the backup was made."""
        restored_at = meta.restored_at(self.desk.store) or 0
        for one in self._waiting(practice):
            if self._is_found(one) or one.state == State.DRAFT:
                continue
            if (one.approved_at or 0) <= restored_at:
                move(self.desk, one, State.CANCELLED, ACTOR, reason=RESTORED)

    def _waiting(self, practice: Practice) -> Iterator[Operation]:
        for state in _MAY_HAVE_GONE:
            for one in operation_lists.in_state(self.desk.store, practice.id, state, _MANY):
                if one.kind == REFUND and one.lease_owner is None:
                    yield one

    def _is_found(self, refund: Operation) -> bool:
        """Whether it is known by now what became of it, or whose it is to find out."""
        try:
            seen = self._seen(refund)
        except Refused:
            if refund.state != State.DRAFT:
                move(self.desk, refund, State.REVIEW, ACTOR, reason=OTHER_ACCOUNT)
            return True
        if seen is None:
            return False
        heard_of(self.desk, refund.practice_id, seen, ACTOR)
        return True

    def _seen(self, refund: Operation) -> RefundSnapshot | None:
        """None: this account has no trace of it. Refused: its charge is not of this account."""
        if refund.stripe_id is not None:
            return refunds.read(self.client, refund.stripe_id)
        if refund.stripe_charge is None:
            return None
        return refunds.find(self.client, refund.stripe_charge, refund.uid)
