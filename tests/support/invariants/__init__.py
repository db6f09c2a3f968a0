"""What must hold whatever happened to a store and the Stripe that it works with.

    watch = Watch(stripe.service)
    ...
    watch.check(store)                  # at any moment
    watch.check(store, at_rest=True)    # nothing is left to be done

Each rule gives what is wrong, a line each, and is named as the table of invariants names it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.stripe.service import Service
from storage.store import Row, Store
from tests.support.invariants import keeping, money, noted, reminding, saying, sending
from tests.support.invariants.facts import Shown, count_of, gather, shown_in

__all__ = ["Broken", "Shown", "Watch", "shown_in"]

Role = Callable[[int, str, int], str]
"""The role that a practice's person had at a time (epoch ms)."""


class Broken(AssertionError):
    """An invariant does not hold."""


@dataclass
class Watch:
    """Knows what came before: of Stripe, only what was made and asked since the watch began counts,
    and what stood in the ledger once must stand there for ever.

    `shown`: everything that Slack was given to show. `roles`: None, roles are as they are now.
    `paid_elsewhere`: what of an invoice was paid without a charge, by its id. `canaries`: texts
    that must reach neither Stripe nor Slack, nor stand in the store's queues and logs. `clock`:
    with it, what was due by then must be written down.
    """

    stripe: Service
    shown: Callable[[], Sequence[Shown]] = tuple
    roles: Role | None = None
    paid_elsewhere: Mapping[int, int] = field(default_factory=dict)
    canaries: Iterable[str] = ()
    clock: Callable[[], int] | None = None

    def __post_init__(self) -> None:
        self._after, self._asked_after = count_of(self.stripe)
        self._ledger: list[Row] = []

    def check(self, store: Store, *, at_rest: bool = False) -> None:
        """Broken where one does not hold."""
        if found := self.broken(store, at_rest=at_rest):
            raise Broken("\n".join(found))

    def broken(self, store: Store, *, at_rest: bool = False) -> list[str]:
        """What is wrong. `at_rest`: also of what holds only once nothing is left to be done."""
        facts = gather(store, self.stripe, self._after, self._asked_after, tuple(self.shown()))
        found = [
            *money.broken(facts, self.paid_elsewhere),
            *noted.broken(facts),
            *money.rewritten(self._ledger, facts.ledger),
            *sending.broken(facts, self.roles or facts.role_now),
            *saying.broken(facts, tuple(self.canaries)),
            *keeping.broken(facts, store),
            *reminding.broken(facts),
        ]
        if at_rest:
            found += [*money.unlike_stripe(facts), *keeping.restless(facts)]
            found += reminding.unrecorded(facts, self.clock()) if self.clock else []
        if not found:
            self._ledger = facts.ledger
        return found
