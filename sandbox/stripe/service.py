"""The whole local Stripe: its accounts, its time, and what is kept over a restart."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from sandbox.clock import Clock
from sandbox.stripe import due
from sandbox.stripe.agenda import Agenda
from sandbox.stripe.books import Books
from sandbox.stripe.call import Call
from sandbox.stripe.events import Events
from sandbox.stripe.faults import Faults
from sandbox.stripe.idempotency import Keys
from sandbox.stripe.log import Log
from sandbox.stripe.shelf import Shelf
from sandbox.stripe.webhooks import Webhooks

PLATFORM = "acct_1PaydeskLocal00"


@dataclass(frozen=True)
class Setup:
    """What a local Stripe begins with. `country`: of its own account; `pricing`: a name in
    prices.PRICES; `debit_seconds`: how long a bank debit is on its way."""

    name: str = "Northside Physio"
    country: str = "US"
    pricing: str = "stripe"
    debit_seconds: float = 1.0


@dataclass
class Lags:
    """Seconds in which what is new doesn't show yet: in search."""

    search: float = 0.0


class Service:
    """Everything is done under `lock`; `with service.acting():` takes it and writes down what has
    changed. `base_url` is where people and clients reach it, without a slash at its end."""

    def __init__(
        self, clock: Clock, setup: Setup | None = None, *, file: Path | None = None
    ) -> None:
        self.clock = clock
        self.setup = setup or Setup()
        self.base_url = ""
        self.lock = RLock()
        self.shelf = Shelf(file)
        self.agenda = Agenda(self.shelf)
        self.events = Events(self)
        self.keys = Keys(self.shelf)
        self.faults = Faults()
        self.lags = Lags()
        self.log = Log()
        self.webhooks = Webhooks(self)
        self.call: Call | None = None
        """The request that is being answered, for the events that it causes."""
        self._as_of: float | None = None
        self._books: dict[str, Books] = {}
        self.platform = self.books(PLATFORM)

    def now(self) -> float:
        """Virtual time; while something happens that was due, the moment at which it was due."""
        return self._as_of if self._as_of is not None else self.clock()

    def books(self, account: str) -> Books:
        if account not in self._books:
            self._books[account] = Books(self, account)
        return self._books[account]

    @contextmanager
    def acting(self) -> Iterator[None]:
        with self.lock:
            try:
                yield
            finally:
                self.shelf.flush()

    def run_due(self) -> None:
        """Everything whose time has come, in its order, each at the moment at which it was due."""
        with self.acting():
            while (task := self.agenda.take(self.clock())) is not None:
                self._as_of = task.due
                try:
                    due.DUE[task.name](self.books(task.account), **task.args)
                finally:
                    self._as_of = None
