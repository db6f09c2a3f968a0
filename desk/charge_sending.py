"""Sends a charge: the intent unconfirmed, then its confirmation, each only once it is known that it
wasn't done before."""

from dataclasses import dataclass

from desk import charge_checks
from desk.attempting import (
    CONFIRM,
    CREATE,
    WORKER,
    Attempting,
    LeaseLost,
    NotAsked,
    made_since,
)
from desk.context import Desk
from desk.link_closing import LinkClosing
from desk.link_endings import CHARGED
from desk.looks import next_look
from desk.outcomes import local_of, move, record
from processor import payments
from processor.outcomes import NOBODY, Refused
from rules.payment_state import FEE, METHOD_GONE, Snapshot, State, waits_to_be_confirmed
from storage import operation_queue, operations, practices
from storage.operations import Operation

NOTHING_THERE = "nothing_there"
"""Stripe has no trace of the charge."""


@dataclass(frozen=True)
class ChargeSending:
    """Of one claimed charge at a time."""

    line: Attempting

    @property
    def desk(self) -> Desk:
        return self.line.desk

    def work(self, operation: Operation) -> None:
        """Bring it as far as it gets now."""
        if operation.state in (State.SENDING, State.UNKNOWN):
            self._send(operation)
        else:
            self._look(operation)

    def _send(self, operation: Operation) -> None:
        seen: Snapshot | None = None
        if operation.stripe_id is None:
            operation, seen = self._with_intent(operation)
        if seen is None:
            seen = self._read(operation)
            self._record(operation, seen)
        operation = self.line.ours(operation)
        if waits_to_be_confirmed(local_of(self.desk, operation), seen):
            self._check(operation)
            self._confirm(operation)

    def _with_intent(self, operation: Operation) -> tuple[Operation, Snapshot]:
        """Its payment intent: the one that was made without our hearing of it, or a new one."""
        seen = self._found(operation)
        if seen is None:
            self._check(operation)
            seen = self._create(operation)
        kept = operation_queue.set_stripe_id(self.desk.store, operation, seen.intent_id)
        if kept is None:
            raise LeaseLost
        return kept, seen

    def _found(self, operation: Operation) -> Snapshot | None:
        if not self.line.may_be_there(operation, CREATE):
            return None
        self.line.renew(operation)
        return payments.find(
            self.line.stripe, operation.customer_id or "", operation.uid, made_since(operation)
        )

    def _check(self, operation: Operation) -> None:
        """Whether it may still be charged: asked again at the last moment before money moves. No
        link is open then by which the client could pay as well."""
        why = charge_checks.why_not(self.desk, operation)
        if why is not None:
            move(self.desk, operation, State.CANCELLED, WORKER, reason=why)
            raise NotAsked
        LinkClosing(self.line).make_sure(operation, CHARGED)

    def _create(self, operation: Operation) -> Snapshot:
        body = payments.creation(_wanted(self.desk, operation))
        try:
            return self.line.sent(
                operation,
                CREATE,
                body,
                lambda given, key: payments.create(self.line.stripe, given, key),
            )
        except Refused as refused:
            self._refused(operation, refused)
            raise NotAsked from None

    def _confirm(self, operation: Operation) -> None:
        intent = operation.stripe_id or ""
        body = payments.confirmation(operation.method_id or "")
        try:
            seen = self.line.sent(
                operation,
                CONFIRM,
                body,
                lambda given, key: payments.confirm(self.line.stripe, intent, given, key),
            )
        except Refused as refused:
            self._record(operation, self._read(operation))
            self._still_waiting(operation, refused)
        else:
            self._record(operation, seen)

    def _still_waiting(self, operation: Operation, refused: Refused) -> None:
        """Stripe would not even try: no card was asked, and the intent is as it was."""
        now_at = operations.by_uid(self.desk.store, operation.practice_id, operation.uid)
        if now_at is not None and now_at.state in (State.SENDING, State.UNKNOWN):
            self._refused(now_at, refused)

    def _refused(self, operation: Operation, refused: Refused) -> None:
        """No money moved: what waits for somebody to do something about it."""
        code = refused.reason.code
        reason = METHOD_GONE if code in NOBODY else code
        move(
            self.desk,
            operation,
            State.DECLINED,
            WORKER,
            reason=reason,
            advice=refused.reason.advice,
        )

    def _look(self, operation: Operation) -> None:
        """Read Stripe for what is settled or on its way: a fee, or that the bank has answered."""
        if operation.stripe_id is None:
            self._look_for_intent(operation)
            return
        self._record(operation, self._read(operation))
        if (now_at := self.line.held(operation)) is not None:
            self._look_later(now_at)

    def _look_for_intent(self, operation: Operation) -> None:
        """Of one that nobody heard of again: without an intent no money can have moved."""
        seen = self._found(operation)
        if seen is None:
            move(self.desk, operation, State.DECLINED, WORKER, reason=NOTHING_THERE)
        elif operation_queue.set_stripe_id(self.desk.store, operation, seen.intent_id):
            self._record(operation, seen)

    def _look_later(self, operation: Operation) -> None:
        looks = operation.looks + 1
        state = State(operation.state)
        due = next_look(state, looks, self.desk.clock())
        if state is State.SUCCEEDED and _knows_its_fee(self.desk, operation):
            due = None
        operation_queue.look_again(self.desk.store, operation, due, looks=looks)

    def _read(self, operation: Operation) -> Snapshot:
        intent = operation.stripe_id or ""
        return self.line.asked(operation, lambda: payments.read(self.line.stripe, intent))

    def _record(self, operation: Operation, seen: Snapshot) -> None:
        record(self.desk, operation.practice_id, operation.uid, seen, WORKER)


def _knows_its_fee(desk: Desk, operation: Operation) -> bool:
    return any(kind == FEE for kind, _ in local_of(desk, operation).recorded)


def _wanted(desk: Desk, operation: Operation) -> payments.Wanted:
    practice = practices.get(desk.store, operation.practice_id)
    parts = operations.allocations(desk.store, operation.practice_id, operation.id)
    references = operation.shown["invoices"]
    if practice is None:
        raise LookupError(f"There is no practice {operation.practice_id}.")
    return payments.Wanted(
        practice=practice.slack_team,
        operation=operation.uid,
        customer_id=operation.customer_id or "",
        method_id=operation.method_id or "",
        method_type=operation.method["type"],
        amount=operation.amount,
        surcharge=operation.surcharge,
        currency=operation.currency,
        invoices=" ".join(f"{one.invoice_id}:{one.amount}" for one in parts),
        description="Invoice " + ", ".join(references),
    )
