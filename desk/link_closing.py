"""Closes payment links at Stripe: no new visitor, no open page, and both seen to be so. Before
anything else collects their invoices, that is done first."""

from dataclasses import dataclass

from desk.attempting import WORKER, Attempting, NotAsked
from desk.link_outcomes import record_link
from processor import links
from processor.outcomes import Refused, Unknown
from rules.link_state import LinkSnapshot
from storage import operations, payment_links
from storage.operations import Operation

DEACTIVATE, EXPIRE = "deactivate", "expire"
"""Steps, of whichever operation wants it closed."""


@dataclass(frozen=True)
class LinkClosing:
    line: Attempting

    def make_sure(self, operation: Operation, why: str) -> None:
        """Before the operation collects its invoices: nobody can pay them by a link any more.
        NotAsked where somebody has, by which the operation was called off."""
        store, mine = self.line.desk.store, operation.practice_id
        parts = operations.allocations(store, mine, operation.id)
        for one in payment_links.open_of(store, mine, [part.invoice_id for part in parts]):
            self._close(operation, one, why)

    def _close(self, operation: Operation, link: Operation, why: str) -> None:
        desk, mine = self.line.desk, operation.practice_id
        payment_links.set_closing(desk.store, mine, link.id, why, operation.asked_by)
        link_id = payment_links.get(desk.store, mine, link.id).link_id
        seen = self.closed(operation, link_id or "")
        record_link(desk, mine, link.uid, seen, WORKER)
        if seen.was_paid:
            raise NotAsked

    def closed(self, operation: Operation, link_id: str) -> LinkSnapshot:
        """As it is once nobody can pay by it any more, for the operation that wants that. Unknown
        where it isn't seen to be so."""
        self._deactivate(operation, link_id)
        seen = self.read(operation, link_id)
        for page in seen.open_pages:
            self._expire(operation, page.id)
        if seen.open_pages:
            seen = self.read(operation, link_id)
        if seen.can_be_paid:
            raise Unknown("not_closed")
        return seen

    def read(self, operation: Operation, link_id: str) -> LinkSnapshot:
        return self.line.asked(operation, lambda: links.read(self.line.stripe, link_id))

    def _deactivate(self, operation: Operation, link_id: str) -> None:
        """What Stripe refuses to close is read like everything else: it may be over already."""
        try:
            self.line.sent(
                operation,
                DEACTIVATE,
                links.DEACTIVATION,
                lambda given, key: links.deactivate(self.line.stripe, link_id, given, key),
            )
        except Refused:
            return

    def _expire(self, operation: Operation, page_id: str) -> None:
        """Refused where the payer was faster, or it ran out."""
        try:
            self.line.sent(
                operation,
                EXPIRE,
                {},
                lambda given, key: links.expire(self.line.stripe, page_id, given, key),
            )
        except Refused:
            return
