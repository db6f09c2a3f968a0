"""What the ledger and Stripe don't agree on, after everything was taken over that could be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desk.booking_comparison import Booked
from desk.context import Desk
from desk.looks import DAY
from desk.reconciling import Compared
from processor import bookings, payments, refunds
from processor.client import Client
from processor.made_payments import Payment
from processor.outcomes import Refused
from rules.dispute_state import DISPUTE, DISPUTE_BACK, DISPUTE_FEE
from rules.payment_state import CHARGE, FEE, REVERSAL, State
from rules.refund_state import REFUND, REFUND_BACK
from rules.words import Sentence, sentence
from storage import ledger, operations
from storage.differences import Difference
from storage.disputes import Dispute
from storage.ledger import Line
from storage.operations import Operation
from storage.practices import Practice

NOBODYS, NOT_HERE, NOT_AT_STRIPE, OTHER_AMOUNT, NO_SUCH_DISPUTE, NOT_BOOKED = (
    "nobodys",
    "not_here",
    "not_at_stripe",
    "other_amount",
    "no_such_dispute",
    "not_booked",
)
WHAT_TO_DO: dict[str, Sentence] = {
    NOBODYS: sentence(
        "Find out at Stripe whose it is. Refund it there, or write the client’s invoice and note it"
        " as paid elsewhere."
    ),
    NOT_HERE: sentence("Look at the payment at Stripe, and refund it there if it is too much."),
    NOT_AT_STRIPE: sentence(
        "Look whether Paydesk has the key of the right Stripe account. If it has, whoever looks"
        " after Paydesk must see this."
    ),
    OTHER_AMOUNT: sentence("Look at the payment at Stripe: what it took there is what counts."),
    NO_SUCH_DISPUTE: sentence("Look whether Paydesk has the key of the right Stripe account."),
    NOT_BOOKED: sentence(
        "Look it up at Stripe, under “Balances”: what moved there is what counts. Whoever looks"
        " after Paydesk must see this."
    ),
}
WORDS: dict[str, Sentence] = {
    NOT_BOOKED: sentence(
        "Stripe has moved {amount} ({id}) for a payment of yours, and Paydesk has written down"
        " nothing of it, or another amount."
    ),
    NOBODYS: sentence("Stripe has {amount} ({id}), for a client whom Paydesk doesn’t know."),
    NOT_HERE: sentence("Stripe has {amount} ({id}), which Paydesk has not written down."),
    NOT_AT_STRIPE: sentence("Paydesk has written down {amount} ({id}), which Stripe doesn’t have."),
    OTHER_AMOUNT: sentence("Paydesk has written down {amount} ({id}), and Stripe another amount."),
    NO_SUCH_DISPUTE: sentence(
        "Paydesk knows a dispute over {amount} ({id}), which Stripe doesn’t have."
    ),
}
_BOOKINGS = frozenset({FEE, DISPUTE, DISPUTE_BACK, DISPUTE_FEE})
"""Kinds of lines whose object is a balance transaction."""
_STILL_FOUND_OUT = frozenset({State.APPROVED, State.SENDING, State.UNKNOWN, State.PROCESSING})


@dataclass(frozen=True)
class Differences:
    """Reads Stripe again for what the list didn't show. Raises NotDone or Unknown."""

    desk: Desk
    client: Client

    def of(self, practice: Practice, since: int, found: Compared) -> list[Difference]:
        """After a comparison that reached back to `since` (epoch ms)."""
        lines = ledger.all_lines(self.desk.store, practice.id, since - DAY)
        charged = {line.stripe_object: line for line in lines if line.kind == CHARGE}
        back = {line.stripe_object for line in lines if line.kind == REVERSAL}
        paid = {one.seen.charge.id: one for one in found.paid if one.seen.charge}
        unseen = [
            line
            for line in charged.values()
            if line.at >= since and line.stripe_object not in paid.keys() | back
        ]
        return [
            *(_of(NOBODYS, one, one.seen.intent_id) for one in found.unknown),
            *self._not_here(practice, paid, charged),
            *_other_amounts(paid, charged),
            *self._not_there(practice, unseen),
            *self._gone(practice, found.disputed.gone),
            *_not_booked(found.booked, paid),
            *self._moved_here_alone(practice, lines, since, found.booked),
        ]

    def _not_here(
        self, practice: Practice, paid: Mapping[str, Payment], charged: Mapping[str, Line]
    ) -> Iterator[Difference]:
        for charge, payment in paid.items():
            known = operations.by_uid(self.desk.store, practice.id, payment.operation)
            settled = known is not None and known.state not in _STILL_FOUND_OUT
            if settled and charge not in charged:
                yield _of(NOT_HERE, payment, charge)

    def _not_there(self, practice: Practice, lines: Sequence[Line]) -> Iterator[Difference]:
        """Those that Stripe doesn't have. Intents that were made before may have been paid since,
        so each is read."""
        ids = [line.operation_id for line in lines if line.operation_id is not None]
        known = {one.id: one for one in operations.by_ids(self.desk.store, practice.id, ids)}
        for line in lines:
            operation = known.get(line.operation_id or 0)
            if operation is None or not self._has(operation, line):
                uid = operation.uid if operation else ""
                named = line.stripe_object
                yield Difference(NOT_AT_STRIPE, named, uid, line.amount, line.currency)

    def _moved_here_alone(
        self, practice: Practice, lines: Sequence[Line], since: int, booked: Booked
    ) -> Iterator[Difference]:
        """Of refunds, disputes and fees. Stripe may have booked them before that time, so each is
        asked for."""
        there = {one.id for one in booked.made} | {one.source for one in booked.made}
        unseen = [one for one in lines if one.at >= since and one.stripe_object not in there]
        of_refunds = [one for one in unseen if one.kind in (REFUND, REFUND_BACK)]
        of_bookings = [one for one in unseen if one.kind in _BOOKINGS]
        ids = {one.operation_id for one in [*of_refunds, *of_bookings]} - {None}
        known = operations.by_ids(self.desk.store, practice.id, [one for one in ids if one])
        uids = {one.id: one.uid for one in known}
        for line in [*of_refunds, *of_bookings]:
            if not self._is_there(line):
                uid = uids.get(line.operation_id or 0, "")
                named = line.stripe_object
                yield Difference(NOT_AT_STRIPE, named, uid, line.amount, line.currency)

    def _is_there(self, line: Line) -> bool:
        try:
            if line.kind in _BOOKINGS:
                bookings.check(self.client, line.stripe_object)
            else:
                refunds.read(self.client, line.stripe_object)
        except Refused:
            return False
        return True

    def _gone(self, practice: Practice, disputed: Sequence[Dispute]) -> Iterator[Difference]:
        ids = [one.operation_id for one in disputed]
        uids = {one.id: one.uid for one in operations.by_ids(self.desk.store, practice.id, ids)}
        for one in disputed:
            uid = uids.get(one.operation_id, "")
            yield Difference(NO_SUCH_DISPUTE, one.stripe_id, uid, one.amount, one.currency)

    def _has(self, operation: Operation, line: Line) -> bool:
        if operation.stripe_id is None:
            return False
        try:
            seen = payments.read(self.client, operation.stripe_id)
        except Refused:
            return False
        return bool(seen.charge and seen.charge.id == line.stripe_object)


def _not_booked(booked: Booked, paid: Mapping[str, Payment]) -> Iterator[Difference]:
    """What else is wrong with a payment that Stripe lists was said already."""
    for payment, line in booked.lacking:
        finding_out = payment.state in _STILL_FOUND_OUT or payment.lease_owner is not None
        if not finding_out and line.object_id not in paid:
            named, amount = line.object_id, line.amount or 0
            yield Difference(NOT_BOOKED, named, payment.uid, amount, line.currency)


def _other_amounts(
    paid: Mapping[str, Payment], charged: Mapping[str, Line]
) -> Iterator[Difference]:
    for charge in paid.keys() & charged.keys():
        line, seen = charged[charge], paid[charge].seen
        if (line.amount, line.currency) != (seen.received, seen.currency):
            uid = paid[charge].operation
            yield Difference(OTHER_AMOUNT, charge, uid, line.amount, line.currency)


def _of(kind: str, payment: Payment, named: str) -> Difference:
    return Difference(kind, named, payment.operation, payment.seen.amount, payment.seen.currency)
