"""What the ledger and Stripe don't agree on, after everything was taken over that could be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desk.context import Desk
from desk.looks import DAY
from desk.reconciling import Compared
from processor import payments
from processor.client import Client
from processor.made_payments import Payment
from processor.outcomes import Refused
from rules.payment_state import CHARGE, REVERSAL, State
from rules.words import Sentence, sentence
from storage import ledger, operations
from storage.differences import Difference
from storage.ledger import Line
from storage.operations import Operation
from storage.practices import Practice

NOBODYS, NOT_HERE, NOT_AT_STRIPE, OTHER_AMOUNT = (
    "nobodys",
    "not_here",
    "not_at_stripe",
    "other_amount",
)
WORDS: dict[str, Sentence] = {
    NOBODYS: sentence("Stripe has {amount} ({id}), for a client whom Paydesk doesn’t know."),
    NOT_HERE: sentence("Stripe has {amount} ({id}), which Paydesk has not written down."),
    NOT_AT_STRIPE: sentence("Paydesk has written down {amount} ({id}), which Stripe doesn’t have."),
    OTHER_AMOUNT: sentence("Paydesk has written down {amount} ({id}), and Stripe another amount."),
}
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

    def _has(self, operation: Operation, line: Line) -> bool:
        if operation.stripe_id is None:
            return False
        try:
            seen = payments.read(self.client, operation.stripe_id)
        except Refused:
            return False
        return bool(seen.charge and seen.charge.id == line.stripe_object)


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
