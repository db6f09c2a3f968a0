"""A charge that has come to rest, to be broken in all ways, and undone."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from typing import Any

from bot.home import Homes
from bot.installations import Installations
from bot.installations import register as install
from bot.outbox.delivery import SlackPosts, carriers
from bot.outbox.rendering import renderers
from bot.people_languages import PeopleLanguages
from desk import letters
from storage import audit, ledger, outbox
from storage.ledger import Line
from tests.support.cast import NAME, OLIVIA, TEAM
from tests.support.invariants import Shown, Watch, shown_in
from tests.support.register import Register
from tests.support.slack_api import SmallSlack

CANARY, TOKEN = "Manual therapy", "xoxb-scene"


class _Undo(Exception):
    """Ends a transaction without a trace."""


class Scene:
    """A charge that was paid and has come to rest, and what somebody has broken since."""

    def __init__(self, register: Register, slack: SmallSlack) -> None:
        self.register = register
        self.shown: list[Shown] = []
        self.stripe = register.accounting.stripe.service
        self.watch = Watch(self.stripe, shown=lambda: self.shown, canaries=(CANARY,))
        self.paid = register.pays(register.payer())
        register.passes(seconds=10)
        self.paid = register.done(self.paid)
        delivers(register, slack)
        self.shown += shown_in(slack.calls)
        self.watch.check(register.store, at_rest=True)

    def sql(self, text: str, *values: Any) -> None:
        with self.register.store.transaction():
            self.register.store.database.run(text, values)

    def sets(self, table: str, assignments: str, **named: Any) -> None:
        """On the row of the charge, or on that with the named values."""
        where = named or {"operation" if table == "operation" else "operation_id": self.paid.id}
        names = {"operation": "id"}
        conditions = " AND ".join(f"{names.get(name, name)} = ?" for name in where)
        self.sql(f"UPDATE {table} SET {assignments} WHERE {conditions}", *where.values())

    def without_triggers(self) -> None:
        found = self.register.store.database.run(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        for (name,) in found.fetchall():
            self.sql(f"DROP TRIGGER {name}")

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens inside, here and at Stripe, has not happened."""
        books, log = self.stripe.platform, self.stripe.log
        before = deepcopy(books._records), deepcopy(log._entries), list(self.shown)
        with suppress(_Undo), self.register.store.transaction():
            yield
            raise _Undo
        books._records, log._entries, self.shown[:] = before

    def charge(self) -> Any:
        """The charge's record at Stripe."""
        books = self.stripe.platform
        return next(
            one for one in books.all("charge") if one.body["payment_intent"] == self.paid.stripe_id
        )

    def line(self, kind: str, stripe_object: str, amount: int, at: int | None = None) -> None:
        now = self.register.clock() if at is None else at
        written = Line(self.paid.id, kind, stripe_object, amount, "usd", now)
        ledger.add(self.register.store, self.register.mine, written)

    def log(self, action: str, actor: str = "worker") -> None:
        with self.register.store.transaction():
            audit.record(
                self.register.store,
                self.register.mine,
                actor,
                action,
                self.paid.uid,
                {"approved_by": OLIVIA},
                self.register.clock(),
            )

    def letter(self, text: str, uid: str = "letter") -> None:
        store, mine, now = self.register.store, self.register.mine, self.register.clock()
        outbox.enqueue(store, mine, letters.KIND, OLIVIA, uid, {"text": text}, now)


def delivers(register: Register, slack: SmallSlack) -> None:
    """Show in Slack whatever waits for it, one message a second."""
    desk, installations = register.desk, Installations(register.store, slack.api_url)
    install(register.store, {"team_id": TEAM, "team": NAME}, TOKEN, False, register.clock())
    homes = Homes(desk, installations, PeopleLanguages(desk, installations))
    ways = carriers(desk, installations, homes, renderers(desk))
    posts = SlackPosts(desk, ways, "posts", 60_000)
    for _ in range(30):
        posts.deliver_due()
        register.passes(seconds=2)
