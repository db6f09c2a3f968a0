"""Payment intents of ours that nobody will confirm any more: cancelled at Stripe, so that nothing
can ever be paid by them."""

from dataclasses import dataclass
from uuid import uuid4

from desk.adopting import adopt
from desk.context import Desk
from desk.looks import DAY
from processor import payments
from processor.client import Client
from processor.made_payments import Payment
from processor.outcomes import Refused
from rules.payment_state import State
from storage import attempts, operations
from storage.operations import Operation
from storage.practices import Practice

CANCEL = "cancel"
"""A step of a charge, in its attempts."""
_BODY = {"cancellation_reason": "abandoned", "expand": payments.EXPAND}
_IDLE = frozenset({"requires_payment_method", "requires_confirmation", "requires_action"})
_OVER = frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLED})


@dataclass(frozen=True)
class Abandoned:
    desk: Desk
    client: Client

    def cancel(self, practice: Practice, payment: Payment) -> bool:
        """Whether it was one, and is cancelled now. Raises NotDone or Unknown as the processor
        does: whether it is cancelled then shows the next time. A page of a link has its own end."""
        old = self.desk.clock() - payment.created * 1_000 > DAY
        if payment.kind or payment.seen.status not in _IDLE or not old:
            return False
        known = operations.by_uid(self.desk.store, practice.id, payment.operation)
        if known is not None and not _is_left(known, payment.seen.intent_id):
            return False
        owner = known or adopt(self.desk, practice, payment, State.CANCELLED)
        return owner is not None and self._sent(owner, payment.seen.intent_id)

    def _sent(self, operation: Operation, intent_id: str) -> bool:
        store, mine = self.desk.store, operation.practice_id
        attempt = attempts.add(
            store, mine, operation.id, CANCEL, uuid4().hex, dict(_BODY), self.desk.clock()
        )
        code: str | None = None
        try:
            payments.cancel(self.client, intent_id, attempt.body, attempt.key)
        except Refused as refused:
            code = refused.reason.code
        outcome = attempts.DONE if code is None else attempts.NOT_SENT
        attempts.answered(store, mine, attempt.id, outcome, self.desk.clock(), code)
        return code is None


def _is_left(operation: Operation, intent_id: str) -> bool:
    """Whether the operation has ended, or has another intent by now. One that is still being found
    out has none yet."""
    if operation.stripe_id is None:
        return operation.state in _OVER
    return operation.stripe_id != intent_id or operation.state in _OVER
