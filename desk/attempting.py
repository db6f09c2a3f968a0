"""Calls to Stripe that change something: the attempt first, then the call, then what came of it.

Nothing is sent unless its attempt, with key and body, is committed, and the lease still holds. What
nobody knows is read from Stripe first, and sent again only where Stripe shows that it wasn't done,
under a new key: the old one would be answered with an old answer, and is forgotten after a day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

from desk.context import Desk
from desk.looks import MINUTE, SECOND
from processor.client import Client
from processor.outcomes import NO_ANSWER, NotDone, Refused, Unknown
from rules.payment_state import State
from rules.systems import System
from storage import attempts, operation_queue, operations
from storage.attempts import Attempt
from storage.operations import Operation

WORKER = System.WORKER
CREATE, CONFIRM = "create", "confirm"
"""Steps."""
WITH_A_METHOD = frozenset({CREATE, CONFIRM})
"""Those that a client's payment method may be refused at."""
_FOUND_SINCE = 24 * 60 * MINUTE
"""How much earlier than the approval an object may have been made, by clocks that differ."""
KEY_KEPT_MS = 23 * 60 * MINUTE
"""Stripe forgets a key after a day, and does then what it is asked as if for the first time."""
_NOTHING_DONE = frozenset({attempts.REFUSED, attempts.NOT_SENT})

T = TypeVar("T")
Call = Callable[[Mapping[str, Any], str], T]
"""Sends a body under an idempotency key."""


class NotSent(NotDone):
    """It was sent, and Stripe did nothing with it: it is as if it had not been begun."""


class LeaseLost(Exception):
    """Somebody else has the operation by now: send nothing more."""


class NotAsked(Exception):
    """Nothing was sent, and nothing has to be: it was settled in another way."""


@dataclass(frozen=True)
class Attempting:
    """Asks Stripe for one claimed operation at a time, while its lease of `lease_ms` holds."""

    desk: Desk
    stripe: Client
    lease_ms: int

    def sent(self, operation: Operation, step: str, body: Mapping[str, Any], call: Call[T]) -> T:
        """Write it down, send it, and write down what came of it. Refused, NotSent or Unknown as
        the processor says."""
        store, mine = self.desk.store, operation.practice_id
        attempt = attempts.add(
            store, mine, operation.id, step, uuid4().hex, dict(body), self.desk.clock()
        )
        return self.send(operation, attempt, call)

    def unanswered(self, operation: Operation, step: str) -> Attempt | None:
        """The last try at that step, if Stripe never answered it and still knows its key."""
        tried = attempts.of_operation(self.desk.store, operation.practice_id, operation.id)
        last = next((one for one in reversed(tried) if one.step == step), None)
        if last is None or self.desk.clock() - last.made_at >= KEY_KEPT_MS:
            return None
        silent = last.outcome is None or (
            last.outcome == attempts.UNKNOWN and last.code in NO_ANSWER
        )
        return last if silent else None

    def send(self, operation: Operation, attempt: Attempt, call: Call[T]) -> T:
        """Send what is written down. What was never answered may be sent so once more: under its
        own key it isn't done a second time, even if Stripe is still at it."""
        self.renew(operation)
        try:
            seen = call(attempt.body, attempt.key)
        except NotDone as answer:
            self._heard(operation, attempt, attempts.NOT_SENT, answer.code)
            raise NotSent(answer.code, wrong_key=answer.wrong_key) from answer
        except Refused as refused:
            self._heard(operation, attempt, attempts.REFUSED, refused.reason.code)
            raise
        except Unknown as answer:
            self._heard(operation, attempt, attempts.UNKNOWN, answer.code)
            raise
        self._heard(operation, attempt, attempts.DONE, None)
        return seen

    def may_be_there(self, operation: Operation, step: str) -> bool:
        """Whether an earlier try at that step may have been done, though it led to nothing here."""
        tried = attempts.of_operation(self.desk.store, operation.practice_id, operation.id)
        return any(one.step == step and one.outcome not in _NOTHING_DONE for one in tried)

    def asked(self, operation: Operation, read: Callable[[], T]) -> T:
        """What reading Stripe gives. A refusal to tell is Unknown."""
        self.renew(operation)
        try:
            return read()
        except Refused as refused:
            raise Unknown(refused.reason.code) from refused

    def ours(self, operation: Operation) -> Operation:
        """As it is now, while it is being sent and nobody else has it."""
        now_at = operations.by_uid(self.desk.store, operation.practice_id, operation.uid)
        if now_at is None or now_at.state not in (State.SENDING, State.UNKNOWN):
            raise NotAsked
        if (now_at.lease_owner, now_at.fence) != (operation.lease_owner, operation.fence):
            raise LeaseLost
        return now_at

    def held(self, operation: Operation) -> Operation | None:
        """As it is now, if it is still ours."""
        now_at = operations.by_uid(self.desk.store, operation.practice_id, operation.uid)
        if now_at is None or now_at.lease_owner is None or now_at.fence != operation.fence:
            return None
        return now_at

    def renew(self, operation: Operation) -> None:
        """Before each call, so that it ends within the lease."""
        now = self.desk.clock()
        if not operation_queue.renew(self.desk.store, operation, now, self.lease_ms):
            raise LeaseLost

    def _heard(
        self, operation: Operation, attempt: Attempt, outcome: str, code: str | None
    ) -> None:
        store, mine = self.desk.store, operation.practice_id
        attempts.answered(store, mine, attempt.id, outcome, self.desk.clock(), code)


def made_since(operation: Operation) -> int:
    """Nothing was made for it before that (epoch seconds)."""
    since = ((operation.approved_at or operation.asked_at) - _FOUND_SINCE) // SECOND
    return max(since, 0)
