"""Stripe's balance against the ledger: each movement of our payments has its line, and its fee.
Those that don't are read anew, and what is still missing then is a difference."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desk.context import Desk
from desk.disputes import record_dispute
from desk.looks import SECOND
from desk.refund_comparison import RefundComparison
from processor import bookings as at_stripe
from processor import disputes, payments, refunds
from processor.client import Client
from processor.outcomes import Refused
from rules.bookings import DISPUTED, REFUNDED, Booking, Wanted, wanted
from rules.payment_state import Snapshot
from rules.systems import System
from storage import ledger, operations
from storage.ledger import Line
from storage.operations import Operation
from storage.practices import Practice

Hear = Callable[[Operation, Snapshot], bool]
"""Records what Stripe says of a payment; whether that changed anything."""
Lines = Mapping[str, Sequence[Line]]
"""Of the ledger, by Stripe's object."""


@dataclass
class Booked:
    """`made`: all that moved at Stripe, the oldest first. `changed`: uids of payments of which
    Paydesk was behind. `lacking`: what the ledger still has not, each with the payment that it is
    of."""

    made: list[Booking] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    lacking: list[tuple[Operation, Wanted]] = field(default_factory=list)


@dataclass(frozen=True)
class BookingComparison:
    """Raises NotDone or Unknown where Stripe doesn't answer."""

    desk: Desk
    client: Client
    hear: Hear

    def take_over(self, practice: Practice, since: int) -> Booked:
        """What moved since then (epoch ms), once all payments, refunds and disputes that were made
        since then are known: of older ones nobody may have heard what happened now."""
        made = [*at_stripe.made_since(self.client, since // SECOND)]
        found = Booked(made[::-1])
        lines = self._lines(practice, found.made)
        for one in found.made:
            if any(True for _ in _missing(one, lines)):
                self._read_again(practice, one, found)
        lines = self._lines(practice, found.made)
        for one in found.made:
            for line in _missing(one, lines):
                payment = self._payment_of(practice, one)
                if payment is not None:
                    found.lacking.append((payment, line))
        return found

    def _lines(self, practice: Practice, made: Sequence[Booking]) -> Lines:
        ids = {one.source for one in made} | {one.id for one in made}
        return ledger.of_objects(self.desk.store, practice.id, ids)

    def _read_again(self, practice: Practice, booking: Booking, found: Booked) -> None:
        payment = self._payment_of(practice, booking)
        if payment is None:
            return
        try:
            changed = self._heard(practice, payment, booking)
        except Refused:
            return
        if changed:
            found.changed.append(payment.uid)

    def _heard(self, practice: Practice, payment: Operation, booking: Booking) -> bool:
        """By the same ways as news of it."""
        if booking.of == REFUNDED:
            refund = refunds.read(self.client, booking.source)
            comparison = RefundComparison(self.desk, self.client)
            return comparison.heard(practice, refund) is not None
        if booking.of == DISPUTED:
            dispute = disputes.read(self.client, booking.source)
            return bool(record_dispute(self.desk, practice.id, dispute, System.RECONCILER))
        return self.hear(payment, payments.read(self.client, booking.intent_id))

    def _payment_of(self, practice: Practice, booking: Booking) -> Operation | None:
        """Of those that are known here."""
        store, mine = self.desk.store, practice.id
        paid_by = ledger.payment_of(store, mine, booking.charge_id)
        if paid_by is not None:
            return operations.by_ids(store, mine, [paid_by])[0]
        if known := operations.by_stripe_id(store, mine, booking.intent_id):
            return known
        return operations.by_uid(store, mine, booking.operation)


def _missing(booking: Booking, lines: Lines) -> Iterator[Wanted]:
    for one in wanted(booking):
        if not any(_is(line, one) for line in lines.get(one.object_id, ())):
            yield one


def _is(line: Line, one: Wanted) -> bool:
    same = one.amount is None or (line.amount, line.currency) == (one.amount, one.currency)
    return line.kind in one.kinds and same
