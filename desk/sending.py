"""Does what operations ask of Stripe, each kind in its own way; what all have in common when Stripe
is busy, refuses our key, or says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from desk.attempting import WORKER, Attempting, LeaseLost, NotAsked, NotSent
from desk.card_sending import CardSending
from desk.charge_sending import ChargeSending
from desk.context import Desk
from desk.link_sending import LinkSending
from desk.looks import DAY, GIVEN_UP_AFTER, HOUR, MINUTE, next_look
from desk.method_sending import MethodSending
from desk.outcomes import move
from desk.refund_sending import RefundSending
from processor.client import Client
from processor.outcomes import NotDone, Unknown
from rules.payment_state import State
from storage import operation_queue
from storage.leases import pause_ms
from storage.operations import CARD, CHARGE, DEFAULT, LINK, REFUND, REMOVAL, Operation

KEY_TROUBLE, BUSY = "key_trouble", "busy"
"""Why what is approved waits: Stripe refuses our key, or is too busy."""
NEVER_HEARD = "never_heard"
"""Stripe couldn't be read for a week."""
_KEY_PAUSE = 5 * MINUTE
_BEING_SENT = frozenset({State.SENDING, State.UNKNOWN})


class Way(Protocol):
    """How operations of a kind are done."""

    def work(self, operation: Operation) -> None:
        """Bring a claimed one as far as it gets now. Raises what Attempting and the processor do,
        but for Refused."""


@dataclass(frozen=True)
class Sender:
    """Works at one claimed operation at a time, for as long as its lease of `lease_ms` holds."""

    desk: Desk
    stripe: Client
    lease_ms: int

    def work(self, operation: Operation) -> None:
        """Bring it as far as it gets now. Whatever happens, a row says what is to be done next."""
        try:
            self._ways[operation.kind].work(operation)
        except (LeaseLost, NotAsked):
            return
        except NotDone as answer:
            self._later(operation, answer)
        except Unknown:
            self.not_known(operation)

    @property
    def _line(self) -> Attempting:
        return Attempting(self.desk, self.stripe, self.lease_ms)

    @property
    def _ways(self) -> Mapping[str, Way]:
        line = self._line
        return {
            CHARGE: ChargeSending(line),
            LINK: LinkSending(line),
            REFUND: RefundSending(line),
            CARD: CardSending(line),
            REMOVAL: MethodSending(line),
            DEFAULT: MethodSending(line),
        }

    def _later(self, operation: Operation, answer: NotDone) -> None:
        """Stripe was too busy, or refuses our key: the same again after a while. What Stripe did
        nothing with is approved as before, so that it can still be called off."""
        now_at = self._line.held(operation)
        if now_at is None or self._given_up(now_at):
            return
        looks = now_at.looks + 1
        pause = _KEY_PAUSE if answer.wrong_key else pause_ms(looks)
        due = self.desk.clock() + pause
        if isinstance(answer, NotSent) and now_at.state in _BEING_SENT:
            why = KEY_TROUBLE if answer.wrong_key else BUSY
            move(self.desk, now_at, State.APPROVED, WORKER, due_at=due, looks=looks, reason=why)
        else:
            operation_queue.look_again(self.desk.store, now_at, due, looks=looks)

    def not_known(self, operation: Operation) -> None:
        """Nobody knows what came of it: look after a while, and in the end ask a person to."""
        now_at = self._line.held(operation)
        if now_at is None or self._given_up(now_at):
            return
        if now_at.state == State.SENDING:
            move(self.desk, now_at, State.UNKNOWN, WORKER)
            return
        looks, now = now_at.looks + 1, self.desk.clock()
        due = next_look(State(now_at.state), looks, now)
        if due is None and _has_a_link(now_at, now):
            due = now + HOUR
        operation_queue.look_again(self.desk.store, now_at, due, looks=looks)

    def _given_up(self, operation: Operation) -> bool:
        """Of what might have been done, when Stripe has not told for too long."""
        waited = self.desk.clock() - operation.changed_at
        if operation.state not in _BEING_SENT or waited < GIVEN_UP_AFTER:
            return False
        moves_money = operation.kind in (CHARGE, REFUND)
        over = State.REVIEW if moves_money else State.FAILED
        return move(self.desk, operation, over, WORKER, reason=NEVER_HEARD) is not None


def _has_a_link(operation: Operation, now: int) -> bool:
    """Whether the client may have an open page at Stripe, which is closed there within a day."""
    if operation.kind != CARD:
        return False
    called_off = operation.state == State.CANCELLED
    return operation.state == State.NEEDS_CUSTOMER or (
        called_off and now < operation.changed_at + DAY
    )
