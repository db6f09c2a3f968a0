"""Whether Paydesk does its work: what waits, what nobody can tell, when Stripe was last heard, and
which versions run."""

import platform
from dataclasses import dataclass
from importlib.metadata import version

from desk.access import Person, authorize
from desk.context import Desk
from rules.roles import Action
from storage import comparing, comparisons, health, inbox, instances, schema, stripe_cursor
from storage.comparisons import Comparison
from storage.health import Held, Queue

COUNTED_TO = 1_000
LATE_MS = 5 * 60_000
"""What waits longer than that isn't simply busy."""
SILENT_MS = 2 * 60 * 60_000
"""Events are asked for at least each hour."""
UNCOMPARED_MS = 26 * 60 * 60_000
"""Everything is compared with Stripe once a day."""


@dataclass(frozen=True)
class Versions:
    """`migration`: the newest that the database has seen."""

    paydesk: str
    python: str
    database: str
    migration: str


@dataclass(frozen=True)
class Health:
    """At the moment `now`. Times are epoch ms, None for never. `event_at`: when an event of
    Stripe's last came; `asked_at`: when its events were last asked for; `restored_at`: since when
    nothing is charged, because a restored backup must first be compared. `processes`: of all that
    work with the database, this one among them."""

    now: int
    incoming: Queue
    outgoing: Queue
    unknown: Held
    review: Held
    event_at: int | None
    asked_at: int | None
    comparison: Comparison | None
    restored_at: int | None
    processes: int
    versions: Versions

    def is_late(self, since: int | None) -> bool:
        return since is not None and self.now - since > LATE_MS

    @property
    def is_silent(self) -> bool:
        """Whether Stripe wasn't heard for longer than is usual; never is not long."""
        heard = max(self.event_at or 0, self.asked_at or 0)
        return bool(heard) and self.now - heard > SILENT_MS

    @property
    def is_uncompared(self) -> bool:
        last = self.comparison.compared_at if self.comparison else None
        return last is not None and self.now - last > UNCOMPARED_MS


def look(desk: Desk, person: Person) -> Health:
    authorize(person, Action.SEE_HEALTH)
    store, mine = desk.store, person.practice_id
    incoming, outgoing = health.queues(store, mine, COUNTED_TO)
    unknown, review = health.held(store, mine, (health.UNKNOWN, health.REVIEW), COUNTED_TO)
    return Health(
        now=desk.clock(),
        incoming=incoming,
        outgoing=outgoing,
        unknown=unknown,
        review=review,
        event_at=inbox.last_received(store, mine, "stripe"),
        asked_at=stripe_cursor.last_checked(store, mine),
        comparison=comparisons.find(store, mine),
        restored_at=comparing.begun(store),
        processes=len(instances.running(store)) + 1,
        versions=_versions(desk),
    )


def _versions(desk: Desk) -> Versions:
    kind = "PostgreSQL" if desk.store.kind == "postgresql" else "SQLite"
    return Versions(version("paydesk"), platform.python_version(), kind, schema.newest(desk.store))
