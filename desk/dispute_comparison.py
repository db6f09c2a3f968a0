"""Disputes at Stripe against those that are known here: what was missed is taken over."""

from dataclasses import dataclass, field

from desk.context import Desk
from desk.disputes import record_dispute
from desk.looks import SECOND
from processor import disputes as at_stripe
from processor.client import Client
from processor.outcomes import Refused
from rules.dispute_state import DisputeSnapshot
from rules.systems import System
from storage import disputes
from storage.disputes import Dispute
from storage.practices import Practice


@dataclass
class Disputed:
    """`changed`: Stripe's ids of those of which Paydesk was behind. `gone`: those that are known
    here, and that Stripe doesn't have."""

    changed: list[str] = field(default_factory=list)
    gone: list[Dispute] = field(default_factory=list)


@dataclass(frozen=True)
class DisputeComparison:
    """Raises NotDone or Unknown where Stripe doesn't answer."""

    desk: Desk
    client: Client

    def take_over(self, practice: Practice, since: int) -> Disputed:
        """Those that were opened since then (epoch ms), and those that are not over, however old.
        Once the payments have been taken over: a dispute of none of ours is nobody's here."""
        found, seen = Disputed(), set()
        for one in at_stripe.opened_since(self.client, since // SECOND):
            seen.add(one.id)
            self._heard(practice, one, found)
        store = self.desk.store
        open_here = disputes.not_over(store, practice.id)
        recent = disputes.opened_since(store, practice.id, since)
        for known in {one.stripe_id: one for one in [*open_here, *recent]}.values():
            if known.stripe_id not in seen:
                self._read_again(practice, known, found)
        return found

    def _heard(self, practice: Practice, seen: DisputeSnapshot, found: Disputed) -> None:
        before = disputes.find(self.desk.store, practice.id, seen.id)
        after = record_dispute(self.desk, practice.id, seen, System.RECONCILER)
        if after != before:
            found.changed.append(seen.id)

    def _read_again(self, practice: Practice, known: Dispute, found: Disputed) -> None:
        try:
            seen = at_stripe.read(self.client, known.stripe_id)
        except Refused:
            found.gone.append(known)
        else:
            self._heard(practice, seen, found)
