"""Takes over the customers and saved payment methods that a Stripe account already has.

A customer is the client whose reference or id stands in the metadata, else the one of the same
name and e-mail, else a new client. What a run has read it doesn't read again when it is resumed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from desk.access import Actor, authorize, name_of
from desk.clients import reference
from desk.context import Desk
from desk.imports.client_lines import identity
from desk.imports.stripe_customer import client_of, what_is_wrong
from desk.saved_methods import saved
from processor.customers import Customer, Customers
from rules.roles import Action
from rules.search_phrases import phrases_of
from rules.words import Sentence, refuse
from storage import audit, clients, counters, import_runs, stripe_clients
from storage.clients import Client
from storage.import_runs import DONE, Run
from storage.practices import Practice

STRIPE = "stripe"
WRITTEN_AT_ONCE = 25
"""Customers in one transaction, and those whose methods are asked for before it."""
SHOWN = 100


@dataclass
class Took:
    """How many customers were known, belonged to a client who was there, or became new clients; how
    many methods are saved; and those who can't be taken (customer's id, reason)."""

    known: int = 0
    matched: int = 0
    added: int = 0
    methods: int = 0
    left_out: list[tuple[str, Sentence]] = field(default_factory=list)


@dataclass(frozen=True)
class StripeImport:
    """`account_id`: "acct_…", so that another account is another run."""

    desk: Desk
    actor: Actor
    practice: Practice
    account_id: str
    customers: Customers

    def take(self, progress: Callable[[int], None], *, dry_run: bool = False) -> Took:
        """Everything that Stripe has. `progress` is told how many customers were looked at. Raises
        Refusal where Stripe fails; what came in stays, and the next run goes on from there."""
        authorize(self.actor, Action.IMPORT_AND_EXPORT)
        run = None if dry_run else self._begun()
        took, seen = Took(), 0
        for page in self.customers.pages():
            for start in range(0, len(page), WRITTEN_AT_ONCE):
                some = page[start : start + WRITTEN_AT_ONCE]
                self._some(some, run, took)
                seen += len(some)
                progress(seen)
        if run:
            import_runs.finish(self.desk.store, self.practice.id, run.id, self.desk.clock())
        return took

    def _begun(self) -> Run:
        store, mine, now = self.desk.store, self.practice.id, self.desk.clock()
        with store.transaction():
            run = import_runs.find(store, mine, STRIPE, self.account_id)
            resumed = run is not None and run.state != DONE
            if run is None:
                by = name_of(self.actor)
                run = import_runs.begin(store, mine, STRIPE, self.account_id, 0, by, now)
            elif not resumed and import_runs.begin_again(store, mine, run, now):
                run = replace(run, started_at=now, done=0)
            if run is None:
                raise refuse(
                    "Somebody else has taken over this file meanwhile. Start again to see."
                )
            audit.record(
                store,
                mine,
                actor=name_of(self.actor),
                action="import.resumed" if resumed else "import.begun",
                target=f"import {run.id}",
                detail={"kind": STRIPE, "account": self.account_id},
                now=now,
            )
        return run

    def _some(self, page: Sequence[Customer], run: Run | None, took: Took) -> None:
        """`run` is None where nothing is to be written."""
        since = run.started_at if run else self.desk.clock()
        store, mine = self.desk.store, self.practice.id
        known = stripe_clients.by_customers(store, mine, [one.id for one in page])
        unread = [one for one in page if one.id not in known or known[one.id][1] < since]
        took.known += len(page) - len(unread)
        methods = self.customers.methods_of([one.id for one in unread])
        with store.transaction():
            whose = self._whose(unread, took, write=run is not None)
            usual = {one.id: one.default_method for one in unread}
            theirs = [
                saved(method, client_id, customer_id, usual[customer_id], self.desk.clock())
                for customer_id, client_id in whose
                for method in methods[customer_id]
            ]
            took.methods += len(theirs)
            if run:
                stripe_clients.put(store, mine, whose, theirs, max(self.desk.clock(), since))

    def _whose(
        self, customers: Sequence[Customer], took: Took, *, write: bool
    ) -> list[tuple[str, int]]:
        """Each customer's client, made where there is none. Without `write` a new client's id is
        0."""
        store, mine = self.desk.store, self.practice.id
        known = stripe_clients.by_customers(store, mine, [one.id for one in customers])
        names = {name for one in customers for name in one.references}
        ids = {
            **clients.by_external_ids(store, mine, names),
            **clients.by_references(store, mine, names),
        }
        whose: list[tuple[str, int]] = []
        alike = self._alike(customers)
        for customer in customers:
            if reason := what_is_wrong(customer):
                took.left_out += [(customer.id, reason)][: SHOWN - len(took.left_out)]
                continue
            client = client_of(customer)
            named = [ids[name] for name in customer.references if name in ids]
            if customer.id in known:
                took.known += 1
                named = [known[customer.id][0]]
            elif named or identity(client) in alike:
                took.matched += 1
            else:
                took.added += 1
                alike[identity(client)] = self._new(client) if write else 0
            whose.append((customer.id, named[0] if named else alike[identity(client)]))
        return whose

    def _alike(self, customers: Sequence[Customer]) -> dict[str, int]:
        """Clients with the name and the e-mail of one of the customers."""
        read = [client_of(one) for one in customers if not what_is_wrong(one)]
        names = {one.sort_name for one in read if one.email}
        found = clients.by_sort_names(self.desk.store, self.practice.id, names)
        wanted = {identity(one) for one in read if one.email}
        return {
            identity(one): one.id
            for one in reversed(found)
            if identity(one) in wanted and one.erased_at is None
        }

    def _new(self, client: Client) -> int:
        store, practice, now = self.desk.store, self.practice, self.desk.clock()
        number = counters.take(store, practice.id, counters.CLIENTS)
        client = replace(
            client, reference=reference(practice, number), created_at=now, changed_at=now
        )
        phrases = phrases_of(client.name, client.reference, client.email or "")
        return clients.add(store, practice.id, client, phrases).id
