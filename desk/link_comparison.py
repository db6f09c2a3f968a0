"""Payment links at Stripe: those that can be paid and that Paydesk has forgotten, as after a
restored backup, are taken over, or closed where their invoices are gone; those that are over here
are closed there too; those that wait are read."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from desk.adopting import adopt_link
from desk.context import Desk
from desk.link_closing import DEACTIVATE, EXPIRE
from desk.link_endings import RESTORED, to_be_closed
from desk.link_outcomes import record_link
from desk.locks import locked
from desk.outcomes import move
from processor import links
from processor.client import Client
from processor.links import Made
from processor.outcomes import Refused
from rules.payment_state import State
from rules.systems import System
from storage import attempts, invoices, operation_lists, operations, payment_links
from storage.operations import LINK, Operation
from storage.practices import Practice

ACTOR = System.RECONCILER
_WAITS = (State.APPROVED, State.SENDING, State.UNKNOWN, State.OPEN)
_MANY = 1_000_000


@dataclass(frozen=True)
class LinkComparison:
    """Every method asks Stripe, and raises what processor.outcomes says where it doesn't answer."""

    desk: Desk
    client: Client

    def take_over(self, practice: Practice) -> int:
        """Once what was paid by links is known. How many were open at Stripe that are over here,
        and are closed now."""
        open_there = [*links.open_of(self.client, practice.slack_team)]
        closed = sum(self._known(practice, made) for made in open_there)
        for state in _WAITS:
            for one in operation_lists.in_state(self.desk.store, practice.id, state, _MANY):
                if one.kind == LINK:
                    self._read(one)
        return closed

    def find_link(self, paid: Operation) -> None:
        """By which link it was paid, of one that was taken over as its payment."""
        link_id = links.of_payment(self.client, paid.stripe_id or "")
        if link_id is not None:
            payment_links.set_link_id(self.desk.store, paid.practice_id, paid.id, link_id)

    def _known(self, practice: Practice, made: Made) -> bool:
        """Whether it was one that is over here."""
        store = self.desk.store
        known = operations.by_uid(store, practice.id, made.operation)
        with store.transaction():
            mine = known or adopt_link(self.desk, practice, made)
            if mine is not None:
                payment_links.set_link_id(store, practice.id, mine.id, made.seen.link_id)
            if known is not None and known.state == State.APPROVED:
                move(self.desk, known, State.UNKNOWN, ACTOR)  # It was made after all.
        if mine is None:
            self._close(made)
        elif known is None:
            self._read(mine)
            self._close_unless_it_fits(mine, made)
        elif known.state not in _WAITS:
            self._end(known, made)
            return True
        return False

    def _end(self, over: Operation, made: Made) -> None:
        """What is sent for an operation is written down before."""
        named = made.seen.link_id
        self._sent(
            over,
            DEACTIVATE,
            dict(links.DEACTIVATION),
            lambda key: links.deactivate(self.client, named, links.DEACTIVATION, key),
        )
        for page in links.read(self.client, named).open_pages:
            # A closure of this page: it is called before the next one.
            self._sent(over, EXPIRE, {}, lambda key: links.expire(self.client, page.id, {}, key))  # noqa: B023

    def _sent(
        self, over: Operation, step: str, body: dict[str, Any], call: Callable[[str], object]
    ) -> None:
        """Refused: it is over there too by now."""
        store, mine, now = self.desk.store, over.practice_id, self.desk.clock
        attempt = attempts.add(store, mine, over.id, step, uuid4().hex, body, now())
        outcome, code = attempts.DONE, None
        try:
            call(attempt.key)
        except Refused as refused:
            outcome, code = attempts.NOT_SENT, refused.reason.code
        attempts.answered(store, mine, attempt.id, outcome, now(), code)

    def _read(self, operation: Operation) -> None:
        """Of one that is being made now the worker hears itself; of another account's link nobody
        here can be told."""
        mine = operation.practice_id
        link_id = payment_links.get(self.desk.store, mine, operation.id).link_id
        if link_id is not None and operation.lease_owner is None:
            with suppress(Refused):
                seen = links.read(self.client, link_id)
                record_link(self.desk, mine, operation.uid, seen, ACTOR)

    def _close_unless_it_fits(self, operation: Operation, made: Made) -> None:
        store, mine = self.desk.store, operation.practice_id
        with store.transaction():
            now_at = locked(self.desk, mine, operation.uid)
            found = invoices.by_ids(store, mine, [one for one, _ in made.invoices])
            due = {one.id: one.due for one in found}
            parts = operations.allocations(store, mine, operation.id)
            here = {(one.invoice_id, one.amount) for one in parts} == set(made.invoices)
            fits = here and all(amount <= due[one] for one, amount in made.invoices)
            if now_at is not None and now_at.state == State.OPEN and not fits:
                to_be_closed(self.desk, now_at, RESTORED, ACTOR)

    def _close(self, made: Made) -> None:
        """Of which nobody here could be the payer."""
        named = made.seen.link_id
        links.deactivate(self.client, named, links.DEACTIVATION, uuid4().hex)
        for page in links.read(self.client, named).open_pages:
            with suppress(Refused):  # It is over, or was paid just now: its payment tells of that.
                links.expire(self.client, page.id, {}, uuid4().hex)
