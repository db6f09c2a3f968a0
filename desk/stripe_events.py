"""Stripe's events as they come in, by webhook or by asking for them: whose they are, and what is
kept of them. What they are about is read afresh from Stripe later; an event is only a hint."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from desk.context import Desk
from processor.events import StripeEvent
from rules.stripe_types import KINDS, TYPES
from storage import inbox, practices, stripe_clients
from storage.inbox import InboxRow

log = logging.getLogger("paydesk.stripe")

SOURCE = "stripe"

FindPractice = Callable[[Mapping[str, str]], int | None]
"""The practice that has the object with these ids (by Stripe's name of its kind), by its id."""


@dataclass(frozen=True)
class News:
    """Something happened to an object at Stripe. `kind` is a key of EVENTS, `about` the object's
    id, `ids` all that the events named. `ours`: Paydesk's own metadata stands on it; `operation`
    is what it says, "" nothing. `newest`: when the last of the events was made (epoch seconds)."""

    practice_id: int
    kind: str
    about: str
    ids: Mapping[str, str]
    ours: bool
    newest: int
    operation: str = ""


Handler = Callable[[News], None]
"""Reads the object from Stripe and records what it is now. Hearing the same twice does no harm.
Raises NotKnownYet or StripeAway; any other error is one of ours."""


class NotKnownYet(Exception):
    """Paydesk has no such object. Its id may be about to be written down, so ask again soon."""


class StripeAway(Exception):
    """Stripe didn't answer, or is busy: no fault of the object's."""


class Intake:
    """Writes down events of the kinds that somebody handles, once each, for the practices that
    they concern. `find_practice` knows the objects that carry no metadata of ours."""

    def __init__(self, desk: Desk, kinds: Collection[str], find_practice: FindPractice) -> None:
        self._desk = desk
        self._kinds = frozenset(kinds)
        self._find_practice = find_practice

    def types(self) -> tuple[str, ...]:
        """Of the events that are kept."""
        return tuple(name for name in TYPES if KINDS[name] in self._kinds)

    def take_in(self, event: StripeEvent) -> int:
        """For how many practices it was new. StoreDown where it could not be written down."""
        kind = KINDS.get(event.type, "")
        about = event.ids.get(kind)
        if kind not in self._kinds or not about:
            return 0
        whose = self._whose(event)
        if not whose:
            log.debug("an event that is nobody's here", extra={"event": event.type})
        return sum(self._write_down(practice_id, kind, about, event) for practice_id in whose)

    def take_all(self, events: Sequence[StripeEvent]) -> int:
        """The same for many, in one transaction."""
        with self._desk.store.transaction():
            return sum(self.take_in(event) for event in events)

    def _whose(self, event: StripeEvent) -> list[int]:
        """By our metadata, by the customer, or by who has the object."""
        store = self._desk.store
        if event.practice:
            practice = practices.by_team(store, event.practice)
            return [practice.id] if practice else []
        if found := self._find_practice(event.ids):
            return [found]
        customer = event.ids.get("customer")
        return stripe_clients.practices_of(store, customer) if customer else []

    def _write_down(self, practice_id: int, kind: str, about: str, event: StripeEvent) -> bool:
        kept = {
            "type": event.type,
            "created": event.created,
            "ids": dict(event.ids),
            "operation": event.operation,
        }
        store, now = self._desk.store, self._desk.clock()
        return inbox.receive(store, practice_id, SOURCE, event.id, kind, kept, now, about)


def news_of(rows: Sequence[InboxRow]) -> News:
    """What rows about one object say together."""
    first = rows[0]
    return News(
        practice_id=first.practice_id,
        kind=first.kind,
        about=str(first.about),
        ids={name: named for row in rows for name, named in row.body["ids"].items()},
        ours=any(row.body["operation"] for row in rows),
        newest=max(row.body["created"] for row in rows),
        operation=next((row.body["operation"] for row in rows if row.body["operation"]), ""),
    )
