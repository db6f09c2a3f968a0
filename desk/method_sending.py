"""Takes a saved payment method off at Stripe, or makes it the customer's usual one there, and then
here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk.attempting import WORKER, Attempting, NotAsked
from desk.card_checks import why_not
from desk.context import Desk
from desk.methods import in_use
from desk.outcomes import move
from processor import setups
from processor.outcomes import Refused
from rules.payment_state import METHOD_GONE, State
from storage import stripe_clients
from storage.operations import REMOVAL, Operation

CHANGE = "change"
"""The only step."""
IN_USE = "in_use"
"""A payment with it has begun meanwhile."""


@dataclass(frozen=True)
class MethodSending:
    """Of one claimed change at a time. Doing either twice does no harm, so an unknown outcome is
    read only to see whether there is anything left to do."""

    line: Attempting

    @property
    def desk(self) -> Desk:
        return self.line.desk

    def work(self, operation: Operation) -> None:
        """Bring it to its end."""
        self._check(operation)
        owner = self.line.asked(
            operation, lambda: setups.owner_of(self.line.stripe, operation.method_id or "")
        )
        if operation.kind == REMOVAL:
            self._remove(operation, owner)
        else:
            self._make_default(operation, owner)

    def _check(self, operation: Operation) -> None:
        why = why_not(self.desk, operation)
        busy = operation.kind == REMOVAL and in_use(
            self.desk, operation.practice_id, operation.client_id, operation.method_id or ""
        )
        if why or busy:
            move(self.desk, operation, State.CANCELLED, WORKER, reason=why or IN_USE)
            raise NotAsked

    def _remove(self, operation: Operation, owner: str | None) -> None:
        method = operation.method_id or ""
        if owner == operation.customer_id:
            self._sent(
                operation,
                {},
                lambda given, key: setups.detach(self.line.stripe, method, given, key),
            )
        self._gone(operation, State.SUCCEEDED, None)

    def _make_default(self, operation: Operation, owner: str | None) -> None:
        customer, method = operation.customer_id or "", operation.method_id or ""
        if owner != operation.customer_id:
            self._gone(operation, State.FAILED, METHOD_GONE)
            return
        self._sent(
            operation,
            setups.default_change(method),
            lambda given, key: setups.set_default(self.line.stripe, customer, given, key),
        )
        with self.desk.store.transaction():
            if self._ended(operation, State.SUCCEEDED, None):
                stripe_clients.set_default(
                    self.desk.store, operation.practice_id, customer, method, self.desk.clock()
                )

    def _sent(
        self, operation: Operation, body: dict[str, Any], call: Callable[[Any, str], None]
    ) -> None:
        try:
            self.line.sent(operation, CHANGE, body, call)
        except Refused as refused:
            self._ended(operation, State.FAILED, refused.reason.code)
            raise NotAsked from None

    def _gone(self, operation: Operation, state: State, reason: str | None) -> None:
        """Nobody can charge it any more."""
        with self.desk.store.transaction():
            if self._ended(operation, state, reason):
                stripe_clients.remove_method(
                    self.desk.store, operation.practice_id, operation.method_id or ""
                )

    def _ended(self, operation: Operation, state: State, reason: str | None) -> Operation | None:
        return move(self.desk, operation, state, WORKER, reason=reason, due_at=None)
