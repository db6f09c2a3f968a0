"""Closes payment links at Stripe: no new visitor, no open page, and both seen to be so."""

from dataclasses import dataclass

from desk.attempting import Attempting
from processor import links
from processor.outcomes import Refused, Unknown
from rules.link_state import LinkSnapshot
from storage.operations import Operation

DEACTIVATE, EXPIRE = "deactivate", "expire"
"""Steps, of whichever operation wants it closed."""


@dataclass(frozen=True)
class LinkClosing:
    line: Attempting

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
