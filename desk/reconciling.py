"""Compares what Stripe did with what Paydesk knows, and takes over what it didn't know.

After a restored backup nothing is charged until that is through: what was charged since the backup
was made would be charged a second time.
"""

from dataclasses import dataclass, field

from desk.adopting import adopt
from desk.booking_comparison import Booked, BookingComparison
from desk.charge_reasons import OTHER_ACCOUNT, RESTORED
from desk.context import Desk
from desk.dispute_comparison import DisputeComparison, Disputed
from desk.link_comparison import LinkComparison
from desk.locks import locked
from desk.looks import DAY, MINUTE, SECOND
from desk.outcomes import move, record
from desk.refund_comparison import RefundComparison
from desk.refunds_waiting import WaitingRefunds
from processor import made_payments, payments
from processor.client import Client
from processor.made_payments import Payment
from processor.outcomes import Refused
from rules.payment_state import Snapshot, State
from rules.systems import System
from storage import comparing, meta, operation_lists, operations, practices
from storage.operations import Operation
from storage.practices import Practice

ACTOR = System.RECONCILER
OVERLAP_MS = DAY
"""Clocks may differ, and what was being sent when the backup was made was begun before."""
_CLOCKS_DIFFER_MS = 5 * MINUTE
_SENT_ANEW = (State.APPROVED, State.SENDING, State.UNKNOWN)
_MAY_HAVE_MOVED = (*_SENT_ANEW, State.DECLINED, State.NEEDS_CUSTOMER)
"""States in a backup behind which Stripe may have gone on."""
_CALLED_OFF = operations.COLLECT
"""Kinds of what is not sent any more after a restore: people may have thought better of it."""
_MONEY = frozenset({"succeeded", "processing", "requires_action", "requires_capture"})
"""Of an intent by which money has moved, or may without Paydesk."""
_MANY = 1_000_000


@dataclass
class Compared:
    """`listed`: how many payments of ours Stripe showed; `paid` and `idle`: those by which money
    came, and those that wait for something. `changed` are uids of operations of which Paydesk was
    behind, `adopted` of those that it didn't know. `unknown`: payments that are nobody's here.
    `refunded`: uids of refunds of which it was behind. `disputed`: what the disputes have come to,
    and `booked` what Stripe's balance has. `closed`: how many links were open at Stripe that are
    over here."""

    listed: int = 0
    paid: list[Payment] = field(default_factory=list)
    idle: list[Payment] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    unknown: list[Payment] = field(default_factory=list)
    refunded: list[str] = field(default_factory=list)
    disputed: Disputed = field(default_factory=Disputed)
    booked: Booked = field(default_factory=Booked)
    closed: int = 0


@dataclass(frozen=True)
class Reconciler:
    """Every method asks Stripe, and raises what processor.outcomes says where it doesn't answer;
    what was taken over until then is kept, and the next time begins anew."""

    desk: Desk
    client: Client

    def after_restore(self, *, livemode: bool) -> bool:
        """Take over everything since the backup was made, of all practices of our key's mode, and
        let charges be sent again. False: that is to be done once more, for another backup was
        restored meanwhile."""
        since = comparing.begun(self.desk.store)
        if since is None:
            return True
        for practice in practices_of(self.desk, livemode=livemode):
            self.catch_up(practice, since)
            WaitingRefunds(self.desk, self.client).after_restore(practice)
            self._call_off_old(practice)
        return comparing.through(self.desk.store, since)

    def catch_up(self, practice: Practice, since: int) -> Compared:
        """All that Stripe did since then (epoch ms): by what was made since, and by what Paydesk
        believes to be still waiting, however old."""
        found = self._payments(practice, since - OVERLAP_MS)
        seen = {*found.changed, *found.adopted}
        for state in _MAY_HAVE_MOVED:
            for one in operation_lists.in_state(self.desk.store, practice.id, state, _MANY):
                if one.uid not in seen and one.kind == operations.CHARGE:
                    self._read_again(one, found)
        self._what_followed(practice, since - OVERLAP_MS, found)
        return found

    def compare(self, practice: Practice, since: int) -> Compared:
        """What Stripe has of the practice since then (epoch ms), taken over."""
        found = self._payments(practice, since)
        self._what_followed(practice, since, found)
        return found

    def _what_followed(self, practice: Practice, since: int, found: Compared) -> None:
        """Links, refunds and disputes, once all payments are known, and what moved of older
        ones."""
        found.closed += LinkComparison(self.desk, self.client).take_over(practice)
        found.refunded += RefundComparison(self.desk, self.client).take_over(practice, since)
        comparison = DisputeComparison(self.desk, self.client)
        found.disputed = comparison.take_over(practice, since)
        bookings = BookingComparison(self.desk, self.client, self._heard)
        found.booked = bookings.take_over(practice, since)

    def _payments(self, practice: Practice, since: int) -> Compared:
        """Not from before this store knew the practice: that was another store's."""
        found, since = Compared(), max(since, practice.created_at - _CLOCKS_DIFFER_MS)
        made = made_payments.made_since(self.client, practice.slack_team, since // SECOND)
        for payment in made:
            found.listed += 1
            if payment.seen.status == "succeeded":
                found.paid.append(payment)
            elif payment.seen.status not in _MONEY:
                found.idle.append(payment)
            self._take_over(practice, payment, found)
        return found

    def _take_over(self, practice: Practice, payment: Payment, found: Compared) -> None:
        known = operations.by_uid(self.desk.store, practice.id, payment.operation)
        if known is not None:
            if self._heard(known, payment.seen):
                found.changed.append(known.uid)
        elif payment.seen.status in _MONEY:
            if self._adopted(practice, payment):
                found.adopted.append(payment.operation)
            else:
                found.unknown.append(payment)

    def _adopted(self, practice: Practice, payment: Payment) -> bool:
        with self.desk.store.transaction():
            adopted = adopt(self.desk, practice, payment, State.SENDING)
            if adopted is None:
                return False
            record(self.desk, practice.id, adopted.uid, payment.seen, ACTOR)
        if adopted.kind == operations.LINK:
            LinkComparison(self.desk, self.client).find_link(adopted)
        return True

    def _heard(self, known: Operation, seen: Snapshot) -> bool:
        """Record it; whether that changed anything. What a worker sends now is the worker's."""
        store, mine = self.desk.store, known.practice_id
        with store.transaction():
            now_at = locked(self.desk, mine, known.uid)
            if now_at is None or now_at.lease_owner is not None:
                return False
            charged = now_at.kind == operations.CHARGE and seen.status in _MONEY
            if charged and now_at.stripe_id is None:
                operations.change(store, mine, now_at, stripe_id=seen.intent_id)
            after = record(self.desk, mine, known.uid, seen, ACTOR)
        return after is not None and after.state != now_at.state

    def _read_again(self, operation: Operation, found: Compared) -> None:
        try:
            seen = self._read(operation)
        except Refused:
            self._not_of_this_account(operation)
            return
        if seen is not None and self._heard(operation, seen):
            found.changed.append(operation.uid)

    def _not_of_this_account(self, operation: Operation) -> None:
        """What became of it only another account of Stripe's can tell: a person has to look, and it
        isn't sent in this one."""
        if operation.state in _SENT_ANEW and operation.lease_owner is None:
            move(self.desk, operation, State.REVIEW, ACTOR, reason=OTHER_ACCOUNT)

    def _read(self, operation: Operation) -> Snapshot | None:
        """None: this account has no trace of it. Refused: it is not of this account."""
        if operation.stripe_id is not None:
            return payments.read(self.client, operation.stripe_id)
        since = (operation.asked_at - OVERLAP_MS) // SECOND
        customer = operation.customer_id or ""
        return payments.find(self.client, customer, operation.uid, max(since, 0))

    def _call_off_old(self, practice: Practice) -> None:
        """What was approved before the restore and moved no money."""
        store = self.desk.store
        restored_at = meta.restored_at(store) or 0
        for state in _SENT_ANEW:
            for one in operation_lists.in_state(store, practice.id, state, _MANY):
                old = one.lease_owner is None and (one.approved_at or 0) <= restored_at
                if old and one.kind in _CALLED_OFF:
                    move(self.desk, one, State.CANCELLED, ACTOR, reason=RESTORED)


def practices_of(desk: Desk, *, livemode: bool) -> list[Practice]:
    """Those that our key's mode is for: it sees nothing of the others."""
    everyone = practices.all_practices(desk.store)
    return [one for one in everyone if one.livemode in (None, livemode)]
