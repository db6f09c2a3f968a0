"""Sends a refund: one call, and the money goes back with it. So what was perhaps done is looked for
among the refunds of its charge, and what was never answered is sent again under the same key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.attempting import WORKER, Attempting, LeaseLost, NotAsked
from desk.context import Desk
from desk.looks import next_look
from desk.outcomes import move
from desk.refund_checks import why_not
from desk.refund_outcomes import record_refund
from processor import refunds
from processor.outcomes import Refused
from processor.payments import Body
from rules.payment_state import State
from rules.refund_state import RefundSnapshot
from storage import operation_queue, operations, practices
from storage.operations import Operation

CREATE = "refund"
"""The only step."""


@dataclass(frozen=True)
class RefundSending:
    """Of one claimed refund at a time."""

    line: Attempting

    @property
    def desk(self) -> Desk:
        return self.line.desk

    def work(self, operation: Operation) -> None:
        """Bring it as far as it gets now."""
        if operation.stripe_id is not None:
            self._look(operation)
        elif operation.state in (State.SENDING, State.UNKNOWN):
            self._send(operation)
        else:
            self._look_for_it(operation)

    def _send(self, operation: Operation) -> None:
        seen = self._found(operation)
        if seen is None:
            self._check(operation)
            seen = self._create(operation)
        self._keep(operation, seen)

    def _keep(self, operation: Operation, seen: RefundSnapshot) -> None:
        if operation_queue.set_stripe_id(self.desk.store, operation, seen.refund_id) is None:
            raise LeaseLost
        record_refund(self.desk, operation.practice_id, operation.uid, seen, WORKER)

    def _found(self, operation: Operation) -> RefundSnapshot | None:
        if not self.line.may_be_there(operation, CREATE):
            return None
        return self._listed(operation)

    def _listed(self, operation: Operation) -> RefundSnapshot | None:
        charge = operation.stripe_charge
        if charge is None:
            return None
        return self.line.asked(
            operation, lambda: refunds.find(self.line.stripe, charge, operation.uid)
        )

    def _check(self, operation: Operation) -> None:
        """Whether it may still be refunded: asked again at the last moment before money moves."""
        why = why_not(self.desk, operation)
        if why is not None:
            move(self.desk, operation, State.CANCELLED, WORKER, reason=why)
            raise NotAsked

    def _create(self, operation: Operation) -> RefundSnapshot:
        def call(given: Mapping[str, Any], key: str) -> RefundSnapshot:
            return refunds.create(self.line.stripe, given, key)

        try:
            silent = self.line.unanswered(operation, CREATE)
            if silent is not None:
                return self.line.send(operation, silent, call)
            return self.line.sent(operation, CREATE, self._body(operation), call)
        except Refused as refused:
            move(self.desk, operation, State.FAILED, WORKER, reason=refused.reason.code)
            raise NotAsked from None

    def _body(self, operation: Operation) -> Body:
        practice = practices.get(self.desk.store, operation.practice_id)
        if practice is None:
            raise LookupError(f"There is no practice {operation.practice_id}.")
        parts = operations.allocations(self.desk.store, operation.practice_id, operation.id)
        return refunds.creation(
            refunds.WantedRefund(
                practice=practice.slack_team,
                operation=operation.uid,
                charge_id=operation.stripe_charge or "",
                amount=operation.amount,
                currency=operation.currency,
                reason=operation.shown["reason"],
                surcharge=operation.surcharge,
                ends=operation.ends or "",
                invoices=" ".join(f"{one.invoice_id}:{one.amount}" for one in parts),
            )
        )

    def _look(self, operation: Operation) -> None:
        """Read Stripe for what is on its way, or may still fail."""
        refund = operation.stripe_id or ""
        seen = self.line.asked(operation, lambda: refunds.read(self.line.stripe, refund))
        record_refund(self.desk, operation.practice_id, operation.uid, seen, WORKER)
        self._look_later(operation)

    def _look_for_it(self, operation: Operation) -> None:
        """Of one that nobody heard of again."""
        seen = self._listed(operation)
        if seen is None:
            self._look_later(operation)
        else:
            self._keep(operation, seen)

    def _look_later(self, operation: Operation) -> None:
        now_at = self.line.held(operation)
        if now_at is not None:
            looks = now_at.looks + 1
            due = next_look(State(now_at.state), looks, self.desk.clock())
            operation_queue.look_again(self.desk.store, now_at, due, looks=looks)
