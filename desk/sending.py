"""Sends an operation's charge to Stripe: the attempt first, then the call, then what came of it.

Nothing is sent unless its attempt, with key and body, is committed, and the lease still holds. What
nobody knows is read from Stripe first, and sent again only where Stripe shows that it wasn't done,
under a new key: the old one would be answered with an old answer, and is forgotten after a day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from desk import charge_checks
from desk.context import Desk
from desk.looks import MINUTE, SECOND, next_look
from desk.outcomes import local_of, move, record
from processor import payments
from processor.client import Client
from processor.outcomes import NOBODY, NotDone, Refused, Unknown
from rules.payment_state import FEE, METHOD_GONE, Snapshot, State, waits_to_be_confirmed
from rules.systems import System
from storage import attempts, operation_queue, operations, practices
from storage.attempts import Attempt
from storage.leases import pause_ms
from storage.operations import Operation

CREATE, CONFIRM = "create", "confirm"
"""Steps of a charge."""
WORKER = System.WORKER
KEY_TROUBLE, BUSY = "key_trouble", "busy"
"""Why what is approved waits: Stripe refuses our key, or is too busy."""
NEVER_HEARD, NOTHING_THERE = "never_heard", "nothing_there"
"""Stripe couldn't be read for a week; or it was, and has no trace of the charge."""
_KEY_PAUSE = 5 * MINUTE
_FOUND_SINCE = 24 * 60 * MINUTE
"""How much earlier than the approval an intent may have been made, by clocks that differ."""

Call = Callable[[Mapping[str, Any], str], Snapshot]


class NotSent(NotDone):
    """It was sent, and Stripe did nothing with it: it is as if it had not been begun."""


class LeaseLost(Exception):
    """Somebody else has the operation by now: send nothing more."""


class NotAsked(Exception):
    """Nothing was sent, and nothing has to be: it was settled in another way."""


@dataclass(frozen=True)
class Sender:
    """Works at one claimed operation at a time, for as long as its lease of `lease_ms` holds."""

    desk: Desk
    stripe: Client
    lease_ms: int

    def work(self, operation: Operation) -> None:
        """Bring it as far as it gets now. Whatever happens, a row says what is to be done next."""
        try:
            if operation.state in (State.SENDING, State.UNKNOWN):
                self._send(operation)
            else:
                self._look(operation)
        except (LeaseLost, NotAsked):
            return
        except NotDone as answer:
            self._later(operation, answer)
        except Unknown:
            self.not_known(operation)

    def _send(self, operation: Operation) -> None:
        seen: Snapshot | None = None
        if operation.stripe_id is None:
            operation, seen = self._with_intent(operation)
        if seen is None:
            seen = self._read(operation)
            self._record(operation, seen)
        operation = self._ours(operation)
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
        tried = attempts.of_operation(self.desk.store, operation.practice_id, operation.id)
        unheard = (attempts.UNKNOWN, None)
        if not any(one.step == CREATE and one.outcome in unheard for one in tried):
            return None
        self._renew(operation)
        since = ((operation.approved_at or operation.asked_at) - _FOUND_SINCE) // SECOND
        return payments.find(self.stripe, operation.customer_id or "", operation.uid, max(since, 0))

    def _check(self, operation: Operation) -> None:
        """Whether it may still be charged: asked again at the last moment before money moves."""
        why = charge_checks.why_not(self.desk, operation)
        if why is not None:
            move(self.desk, operation, State.CANCELLED, WORKER, reason=why)
            raise NotAsked

    def _create(self, operation: Operation) -> Snapshot:
        body = payments.creation(_wanted(self.desk, operation))
        return self._sent(
            operation,
            CREATE,
            body,
            lambda given, key: payments.create(self.stripe, given, key),
        )

    def _confirm(self, operation: Operation) -> None:
        intent = operation.stripe_id or ""
        body = payments.confirmation(operation.method_id or "")
        try:
            seen = self._sent(
                operation,
                CONFIRM,
                body,
                lambda given, key: payments.confirm(self.stripe, intent, given, key),
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

    def _sent(
        self, operation: Operation, step: str, body: Mapping[str, Any], call: Call
    ) -> Snapshot:
        """Write it down, send it, and write down what came of it. Refused, NotDone or Unknown as
        the processor says; a refusal to make the intent ends here."""
        store, mine = self.desk.store, operation.practice_id
        attempt = attempts.add(
            store, mine, operation.id, step, uuid4().hex, dict(body), self.desk.clock()
        )
        self._renew(operation)
        try:
            seen = call(attempt.body, attempt.key)
        except NotDone as answer:
            self._heard(operation, attempt, attempts.NOT_SENT, answer.code)
            raise NotSent(answer.code, wrong_key=answer.wrong_key) from answer
        except Refused as refused:
            self._heard(operation, attempt, attempts.REFUSED, refused.reason.code)
            if step == CREATE:
                self._refused(operation, refused)
                raise NotAsked from None
            raise
        except Unknown as answer:
            self._heard(operation, attempt, attempts.UNKNOWN, answer.code)
            raise
        self._heard(operation, attempt, attempts.DONE, None)
        return seen

    def _heard(
        self, operation: Operation, attempt: Attempt, outcome: str, code: str | None
    ) -> None:
        store, mine = self.desk.store, operation.practice_id
        attempts.answered(store, mine, attempt.id, outcome, self.desk.clock(), code)

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
        if (now_at := self._held(operation)) is not None:
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
        self._renew(operation)
        try:
            return payments.read(self.stripe, operation.stripe_id or "")
        except Refused as refused:
            raise Unknown(refused.reason.code) from refused

    def _record(self, operation: Operation, seen: Snapshot) -> None:
        record(self.desk, operation.practice_id, operation.uid, seen, WORKER)

    def _ours(self, operation: Operation) -> Operation:
        """As it is now, while it is being sent and nobody else has it."""
        now_at = operations.by_uid(self.desk.store, operation.practice_id, operation.uid)
        if now_at is None or now_at.state not in (State.SENDING, State.UNKNOWN):
            raise NotAsked
        if (now_at.lease_owner, now_at.fence) != (operation.lease_owner, operation.fence):
            raise LeaseLost
        return now_at

    def _renew(self, operation: Operation) -> None:
        """Before each call, so that it ends within the lease."""
        now = self.desk.clock()
        if not operation_queue.renew(self.desk.store, operation, now, self.lease_ms):
            raise LeaseLost

    def _later(self, operation: Operation, answer: NotDone) -> None:
        """Stripe was too busy, or refuses our key: the same again after a while. What Stripe did
        nothing with is approved as before, so that it can still be called off."""
        now_at = self._held(operation)
        if now_at is None:
            return
        looks = now_at.looks + 1
        pause = _KEY_PAUSE if answer.wrong_key else pause_ms(looks)
        due = self.desk.clock() + pause
        if isinstance(answer, NotSent):
            why = KEY_TROUBLE if answer.wrong_key else BUSY
            move(self.desk, now_at, State.APPROVED, WORKER, due_at=due, looks=looks, reason=why)
        else:
            operation_queue.look_again(self.desk.store, now_at, due, looks=looks)

    def not_known(self, operation: Operation) -> None:
        """Nobody knows what came of it: look after a while, and in the end ask a person to."""
        now_at = self._held(operation)
        if now_at is None:
            return
        if now_at.state == State.SENDING:
            move(self.desk, now_at, State.UNKNOWN, WORKER)
            return
        looks = now_at.looks + 1
        due = next_look(State(now_at.state), looks, self.desk.clock())
        if due is None and now_at.state == State.UNKNOWN:
            move(self.desk, now_at, State.REVIEW, WORKER, reason=NEVER_HEARD)
        else:
            operation_queue.look_again(self.desk.store, now_at, due, looks=looks)

    def _held(self, operation: Operation) -> Operation | None:
        """As it is now, if it is still ours."""
        now_at = operations.by_uid(self.desk.store, operation.practice_id, operation.uid)
        if now_at is None or now_at.lease_owner is None or now_at.fence != operation.fence:
            return None
        return now_at


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
