"""Asks Stripe for a page on which a client saves a payment method: the customer, then the page, and
neither twice. What was called off is closed at Stripe too."""

from dataclasses import dataclass

from desk.attempting import WORKER, Attempting, LeaseLost, NotAsked, made_since
from desk.card_checks import why_not
from desk.card_outcomes import next_look_at, record_setup
from desk.consent_words import consent_words
from desk.context import Desk
from desk.language import language_of
from desk.looks import next_look
from desk.outcomes import move
from processor import setups
from processor.outcomes import NOBODY, Refused
from processor.setups import Ours, Seen
from rules.payment_state import State
from storage import clients, operation_queue, practices, stripe_clients
from storage.operations import Operation
from storage.practices import Practice

CUSTOMER, PAGE, CLOSE = "customer", "page", "close"
"""Steps."""
STRIPES_SITE = "https://stripe.com"
"""Where clients land after the page where PAYDESK_RETURN_URL isn't set."""


@dataclass(frozen=True)
class CardSending:
    """Of one claimed request at a time."""

    line: Attempting

    @property
    def desk(self) -> Desk:
        return self.line.desk

    def work(self, operation: Operation) -> None:
        """Bring it as far as it gets now."""
        match operation.state:
            case State.SENDING | State.UNKNOWN:
                self._send(operation)
            case State.CANCELLED:
                self._close(operation)
            case _:
                self._look(operation)

    def _send(self, operation: Operation) -> None:
        if operation.stripe_id is None:
            self._check(operation)
            operation, seen = self._with_page(self._with_customer(operation))
        else:
            seen = self._read(operation)
        self._record(operation, seen)

    def _check(self, operation: Operation) -> None:
        if (why := why_not(self.desk, operation)) is not None:
            move(self.desk, operation, State.CANCELLED, WORKER, reason=why)
            raise NotAsked

    def _with_customer(self, operation: Operation) -> Operation:
        """Who the client is at Stripe: the first that is known, or the one that was made without
        our hearing of it, or a new one; written down before anything else is asked."""
        if operation.customer_id is not None:
            return operation
        store, mine = self.desk.store, operation.practice_id
        known = stripe_clients.customers_of(store, mine, operation.client_id)
        customer = known[0] if known else self._customer(operation)
        with store.transaction():
            practices.lock(store, mine)
            self._check(operation)
            kept = operation_queue.set_customer_id(store, operation, customer)
            if kept is None:
                raise LeaseLost
            if not known:
                whose = [(customer, operation.client_id)]
                stripe_clients.put(store, mine, whose, [], self.desk.clock())
        return kept

    def _customer(self, operation: Operation) -> str:
        if self.line.may_be_there(operation, CUSTOMER):
            self.line.renew(operation)
            since = made_since(operation)
            if found := setups.find_customer(self.line.stripe, operation.uid, since):
                return found
        client = clients.get(self.desk.store, operation.practice_id, operation.client_id)
        if client is None:
            raise NotAsked
        body = setups.customer_creation(
            self._ours(operation),
            client.reference,
            client.name,
            client.email or "",
            operation.shown["language"],
        )
        try:
            return self.line.sent(
                operation,
                CUSTOMER,
                body,
                lambda given, key: setups.create_customer(self.line.stripe, given, key),
            )
        except Refused as refused:
            self._refused(operation, refused)
            raise NotAsked from None

    def _with_page(self, operation: Operation) -> tuple[Operation, Seen]:
        seen = self._found(operation) or self._new_page(operation)
        kept = operation_queue.set_stripe_id(self.desk.store, operation, seen.snapshot.page_id)
        if kept is None:
            raise LeaseLost
        return kept, seen

    def _found(self, operation: Operation) -> Seen | None:
        if not self.line.may_be_there(operation, PAGE):
            return None
        self.line.renew(operation)
        return setups.find_page(
            self.line.stripe, operation.customer_id or "", operation.uid, made_since(operation)
        )

    def _new_page(self, operation: Operation) -> Seen:
        practice, shown = self._practice(operation), operation.shown
        words = consent_words(language_of(shown["language"]), practice.name, shown["wording"])
        body = setups.page_creation(
            self._ours(operation),
            operation.customer_id or "",
            shown["types"],
            shown["language"],
            words,
            self.desk.return_url or STRIPES_SITE,
        )
        try:
            return self.line.sent(
                operation,
                PAGE,
                body,
                lambda given, key: setups.create_page(self.line.stripe, given, key),
            )
        except Refused as refused:
            self._refused(operation, refused)
            raise NotAsked from None

    def _refused(self, operation: Operation, refused: Refused) -> None:
        """Nothing can be saved. Where the customer was deleted at Stripe, the client gets a new
        one."""
        reason = refused.reason
        if reason.code in NOBODY and reason.param == "customer" and operation.customer_id:
            with self.desk.store.transaction():
                stripe_clients.forget_customer(
                    self.desk.store, operation.practice_id, operation.customer_id
                )
                move(self.desk, operation, State.APPROVED, WORKER, customer_id=None)
        else:
            move(self.desk, operation, State.FAILED, WORKER, reason=reason.code)

    def _look(self, operation: Operation) -> None:
        """Read Stripe for what the client has the link of, or the bank is still to answer."""
        self._record(operation, self._read(operation))
        if (now_at := self.line.held(operation)) is not None:
            due = next_look(State(now_at.state), 0, self.desk.clock())
            if now_at.state == State.NEEDS_CUSTOMER:
                due = next_look_at(self.desk, now_at.expires_at or 0)
            operation_queue.look_again(self.desk.store, now_at, due)

    def _close(self, operation: Operation) -> None:
        """It was called off, so the link must lead nowhere; what was saved before that counts."""
        if operation.stripe_id is not None:
            self._record(operation, self._closed(operation))
        if (now_at := self.line.held(operation)) is not None:
            operation_queue.look_again(self.desk.store, now_at, None)

    def _closed(self, operation: Operation) -> Seen:
        seen, page = self._read(operation), operation.stripe_id or ""
        if seen.snapshot.status != "open":
            return seen
        try:
            return self.line.sent(
                operation,
                CLOSE,
                {"expand": setups.EXPAND},
                lambda given, key: setups.expire_page(self.line.stripe, page, given, key),
            )
        except Refused:
            return self._read(operation)

    def _read(self, operation: Operation) -> Seen:
        page = operation.stripe_id or ""
        return self.line.asked(operation, lambda: setups.read_page(self.line.stripe, page))

    def _record(self, operation: Operation, seen: Seen) -> None:
        record_setup(self.desk, operation.practice_id, operation.uid, seen, WORKER)

    def _ours(self, operation: Operation) -> Ours:
        return Ours(self._practice(operation).slack_team, operation.uid)

    def _practice(self, operation: Operation) -> Practice:
        practice = practices.get(self.desk.store, operation.practice_id)
        if practice is None:
            raise LookupError(f"There is no practice {operation.practice_id}.")
        return practice
