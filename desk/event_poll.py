"""Asks Stripe for its events: where no webhook reaches us, and to catch up on what one lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desk.context import Desk
from desk.stripe_events import SOURCE, Intake
from processor import events
from processor.client import Client
from processor.events import KEPT_SECONDS, MOST_TYPES, StripeEvent
from storage import inbox, stripe_cursor
from storage.practices import Practice
from storage.stripe_cursor import Cursor

OVERLAP_SECONDS = 5 * 60
"""The newest events may not be in the list at first, and clocks may differ by so much. So each time
the last minutes are read again; the inbox knows what it has."""
_SAFE_SECONDS = KEPT_SECONDS - 86_400
"""An event as old as this may be gone before it is named in a question."""


@dataclass(frozen=True)
class Read:
    """`new`: how many events were not known. `gap_since` (epoch seconds): since then events may
    have been lost, for Stripe forgets them after 30 days; objects must be listed by date instead.
    """

    new: int
    gap_since: int | None


@dataclass(frozen=True)
class EventPoll:
    """Reads an account's events for a practice, forward from where it stopped. Raises KeyRefused or
    another Refusal where Stripe doesn't answer; what was read until then is kept."""

    desk: Desk
    client: Client
    intake: Intake

    def read(self, practice: Practice, account: str) -> Read:
        types = self.intake.types()
        parts = [types[at : at + MOST_TYPES] for at in range(0, len(types), MOST_TYPES)]
        found = [self._part(practice, account, part) for part in parts]
        gaps = [one.gap_since for one in found if one.gap_since is not None]
        return Read(sum(one.new for one in found), min(gaps, default=None))

    def _part(self, practice: Practice, account: str, types: Sequence[str]) -> Read:
        store, now_ms = self.desk.store, self.desk.clock()
        where = (practice.id, account, " ".join(types))
        place = stripe_cursor.find(store, *where)
        known = place or stripe_cursor.longest_unread(store, practice.id, account)
        place = place or Cursor(None, None, known.checked_at if known else practice.created_at)
        new, start = 0, place.checked_at // 1_000
        now = now_ms // 1_000
        forward = place.event_id is not None and (place.event_at or 0) > now - _SAFE_SECONDS
        for page in self._pages(types, place, now, forward=forward):
            new += self._take(practice, page)
            place = _moved(place, page, now - OVERLAP_SECONDS)
            if forward:
                stripe_cursor.put(store, *where, place)
        stripe_cursor.put(store, *where, replace(place, checked_at=now_ms))
        return Read(new, start if known and start < now - KEPT_SECONDS else None)

    def _pages(
        self, types: Sequence[str], place: Cursor, now: int, *, forward: bool
    ) -> Iterator[list[StripeEvent]]:
        """Forward from the event where it stopped, if Stripe still has that; else all since then,
        the newest first."""
        if forward and place.event_id:
            return events.newer_than(self.client, types, place.event_id)
        start = place.checked_at // 1_000 - OVERLAP_SECONDS
        return events.since(self.client, types, max(start, now - KEPT_SECONDS))

    def _take(self, practice: Practice, page: Sequence[StripeEvent]) -> int:
        keys = [event.id for event in page]
        new = inbox.which_are_new(self.desk.store, practice.id, SOURCE, keys)
        return self.intake.take_all([event for event in reversed(page) if event.id in new])


def _moved(place: Cursor, page: Sequence[StripeEvent], until: int) -> Cursor:
    """To the newest event of the page (the newest first) that was made before then."""
    for event in page:
        if event.created <= until and event.created > (place.event_at or 0):
            return replace(place, event_id=event.id, event_at=event.created)
    return place
