"""Makes a payment link at Stripe, never twice, and looks after it until it is paid or closed."""

from dataclasses import dataclass

from desk.attempting import CREATE, WORKER, Attempting, LeaseLost, NotAsked
from desk.context import Desk
from desk.language import language_of
from desk.link_checks import why_not
from desk.link_closing import LinkClosing
from desk.link_endings import NEW_LINK
from desk.link_outcomes import record_link
from desk.looks import next_look
from desk.outcomes import local_of, move, record
from processor import links, payments
from processor.links import Line
from processor.outcomes import Refused
from rules.link_state import LinkSnapshot
from rules.payment_state import FEE, State
from storage import clients, invoices, operation_queue, operations, payment_links, practices
from storage.operations import Allocation, Operation
from storage.payment_links import PaymentLink


@dataclass(frozen=True)
class LinkSending:
    """Of one claimed link at a time."""

    line: Attempting

    @property
    def desk(self) -> Desk:
        return self.line.desk

    def work(self, operation: Operation) -> None:
        """Bring it as far as it gets now."""
        link = payment_links.get(self.desk.store, operation.practice_id, operation.id)
        if operation.state in (State.SENDING, State.UNKNOWN):
            self._send(operation, link)
        elif operation.state == State.OPEN and link.link_id is not None:
            self._look_after(operation, link, link.link_id)
        else:
            self._follow(operation)

    def _send(self, operation: Operation, link: PaymentLink) -> None:
        if link.link_id is not None:
            seen = LinkClosing(self.line).read(operation, link.link_id)
        else:
            self._check(operation)
            LinkClosing(self.line).make_sure(operation, NEW_LINK)
            seen = self._kept(operation, self._found(operation) or self._create(operation))
        record_link(self.desk, operation.practice_id, operation.uid, seen, WORKER)

    def _check(self, operation: Operation) -> None:
        if (why := why_not(self.desk, operation)) is not None:
            move(self.desk, operation, State.CANCELLED, WORKER, reason=why)
            raise NotAsked

    def _found(self, operation: Operation) -> LinkSnapshot | None:
        if not self.line.may_be_there(operation, CREATE):
            return None
        self.line.renew(operation)
        return links.find(self.line.stripe, operation.uid)

    def _create(self, operation: Operation) -> LinkSnapshot:
        body = links.creation(_wanted(self.desk, operation))
        try:
            return self.line.sent(
                operation,
                CREATE,
                body,
                lambda given, key: links.create(self.line.stripe, given, key),
            )
        except Refused as refused:
            move(self.desk, operation, State.FAILED, WORKER, reason=refused.reason.code)
            raise NotAsked from None

    def _kept(self, operation: Operation, seen: LinkSnapshot) -> LinkSnapshot:
        """Which page it is, written down while it is still ours. Nobody has the address of one that
        isn't."""
        store, mine = self.desk.store, operation.practice_id
        with store.transaction():
            self.line.renew(operation)
            if not payment_links.set_link_id(store, mine, operation.id, seen.link_id):
                raise LeaseLost
        return seen

    def _look_after(self, operation: Operation, link: PaymentLink, link_id: str) -> None:
        """Whether it was opened or paid; what is to be closed is closed."""
        closing = LinkClosing(self.line)
        wanted = link.closing is not None
        seen = (closing.closed if wanted else closing.read)(operation, link_id)
        record_link(self.desk, operation.practice_id, operation.uid, seen, WORKER)
        self._look_later(operation)

    def _follow(self, operation: Operation) -> None:
        """Its payment: a fee, or that the bank has answered."""
        if operation.stripe_id is not None:
            intent = operation.stripe_id
            seen = self.line.asked(operation, lambda: payments.read(self.line.stripe, intent))
            record(self.desk, operation.practice_id, operation.uid, seen, WORKER)
        self._look_later(operation)

    def _look_later(self, operation: Operation) -> None:
        now_at = self.line.held(operation)
        if now_at is None:
            return
        looks = now_at.looks + 1
        due = next_look(State(now_at.state), looks, self.desk.clock())
        if now_at.state == State.SUCCEEDED and _knows_its_fee(self.desk, now_at):
            due = None
        if now_at.state == State.OPEN and _is_to_be_closed(self.desk, now_at):
            due = self.desk.clock()  # Since Stripe was asked.
        operation_queue.look_again(self.desk.store, now_at, due, looks=looks)


def _is_to_be_closed(desk: Desk, operation: Operation) -> bool:
    return payment_links.get(desk.store, operation.practice_id, operation.id).closing is not None


def _knows_its_fee(desk: Desk, operation: Operation) -> bool:
    return any(kind == FEE for kind, _ in local_of(desk, operation).recorded)


def _wanted(desk: Desk, operation: Operation) -> links.Wanted:
    store, mine = desk.store, operation.practice_id
    practice, payer = practices.get(store, mine), clients.get(store, mine, operation.client_id)
    if practice is None or payer is None:
        raise LookupError(f"Whose link {operation.uid} is, isn't known.")
    parts = operations.allocations(store, mine, operation.id)
    say = language_of(payer.language or practice.language)
    return links.Wanted(
        practice=practice.slack_team,
        operation=operation.uid,
        method_type=str(operation.shown["kind"]),
        surcharge=operation.surcharge,
        currency=operation.currency,
        lines=_lines(desk, operation, parts, say.code),
        invoices=" ".join(f"{one.invoice_id}:{one.amount}" for one in parts),
        description="Invoice " + ", ".join(operation.shown["invoices"]),
        inactive=say("This link is closed. Please ask the practice if something is still to pay."),
        back=desk.return_url,
    )


def _lines(desk: Desk, operation: Operation, parts: list[Allocation], language: str) -> list[Line]:
    """A line for each invoice, and one for the surcharge, as the law asks for it."""
    say = language_of(language)
    found = invoices.by_ids(desk.store, operation.practice_id, [one.invoice_id for one in parts])
    names = {one.id: one.reference for one in found}
    lines = [
        Line(say("Invoice {reference}", reference=names[one.invoice_id]), one.amount)
        for one in parts
    ]
    if operation.surcharge:
        lines.append(Line(say("Surcharge for this way of paying"), operation.surcharge))
    return lines
