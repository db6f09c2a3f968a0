"""The whole local Stripe: its accounts, its time, and what is kept over a restart."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from sandbox.clock import Clock
from sandbox.stripe import accounts, due
from sandbox.stripe.agenda import Agenda
from sandbox.stripe.books import Books, Record
from sandbox.stripe.call import Call
from sandbox.stripe.clock_file import ClockFile
from sandbox.stripe.events import Events
from sandbox.stripe.faults import Faults
from sandbox.stripe.idempotency import Keys
from sandbox.stripe.log import Log
from sandbox.stripe.pricing import Pricing
from sandbox.stripe.shelf import Shelf
from sandbox.stripe.webhooks import Webhooks

PLATFORM = "acct_1PaydeskLocal00"


@dataclass(frozen=True)
class Setup:
    """What a local Stripe begins with. `country`: of its own account; `pricing`: a name in
    price_tables.PRICES; `debit_seconds`: how long a bank debit is on its way; `webhook_seconds`:
    how long a webhook endpoint has to answer."""

    name: str = "Northside Physio"
    country: str = "US"
    pricing: str = "stripe"
    debit_seconds: float = 1.0
    webhook_seconds: float = 10.0


@dataclass
class Lags:
    """Seconds in which what is new doesn't show yet: in the list of events, in lists of objects,
    in search."""

    events: float = 0.0
    lists: float = 0.0
    search: float = 0.0


class Service:
    """Everything is done under `lock`; `with service.acting():` takes it and writes down what has
    changed. `base_url` is where people and clients reach it, without a slash at its end.
    `file`: where all is kept; `clock_file`: which tells others how far the clock was moved."""

    def __init__(
        self,
        clock: Clock,
        setup: Setup | None = None,
        *,
        file: Path | None = None,
        clock_file: Path | None = None,
    ) -> None:
        self.clock = clock
        self.setup = setup or Setup()
        self.base_url = ""
        self.lock = RLock()
        self.shelf = Shelf(file)
        self._clock_file = ClockFile(clock_file)
        clock.on_leap.append(self._keep_time)
        self.agenda = Agenda(self.shelf)
        self.events = Events(self)
        self.keys = Keys(self.shelf)
        self.pricing = Pricing(self.shelf, self.setup.pricing)
        self.faults = Faults()
        self.lags = Lags()
        self.log = Log()
        self.webhooks = Webhooks(self, seconds=self.setup.webhook_seconds)
        self.call: Call | None = None
        """The request that is being answered, for the events that it causes."""
        self.next_decline = ""
        """A decline code with which the next charge of any card declines, once."""
        self._as_of: float | None = None
        self._books: dict[str, Books] = {}
        self.platform = self.books(PLATFORM)
        self._restore()
        accounts.open_own(self.platform, self.setup)

    def now(self) -> float:
        """Virtual time; while something happens that was due, the moment at which it was due."""
        return self._as_of if self._as_of is not None else self.clock()

    def books(self, account: str) -> Books:
        return self._books.get(account) or self._books.setdefault(account, Books(self, account))

    @property
    def all_books(self) -> list[Books]:
        return list(self._books.values())

    def whose(
        self, kind: str, fits: Callable[[Record], bool]
    ) -> tuple[Books, Record] | tuple[None, None]:
        """An object and the books that it is in, in whichever account; the newest that fits."""
        for books in self._books.values():
            for record in books.all(kind):
                if fits(record):
                    return books, record
        return None, None

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
                except Exception:
                    # A fault of this program; time goes on for all the others.
                    logging.getLogger(__name__).exception("%s of %s", task.name, task.args)
                finally:
                    self._as_of = None

    def advance(self, seconds: float) -> None:
        """Moves the clock, and does what has become due."""
        self.clock.advance(seconds)
        self.run_due()

    def settle(self, seconds: float) -> bool:
        """Waits until all that is due is done, and every webhook that is due was tried; whether
        that was within `seconds`."""
        self.run_due()
        return self.webhooks.deliveries.wait_until_idle(seconds)

    def take_next_decline(self) -> str:
        """The decline code that waits for the next card charge, or ""; it is taken once."""
        code, self.next_decline = self.next_decline, ""
        return code

    def close(self) -> None:
        with self.lock:
            self.shelf.close()

    # Over a restart

    def _keep_time(self) -> None:
        """Told first of all: whoever hears of what is due goes by the same clock."""
        with self.acting():
            self.shelf.put("state", "ahead", self.clock.ahead)
            self._clock_file.write(self.clock.ahead)

    def _restore(self) -> None:
        state = dict(self.shelf.all("state"))
        self.clock.ahead = state.get("ahead", self.clock.ahead or self._clock_file.read())
        self._clock_file.write(self.clock.ahead)
        kept = (value for _, value in self.shelf.all("record"))
        for account, number, body, private in sorted(kept, key=lambda value: int(value[1])):
            self.books(account).restore(number, body, private)
        self.agenda.restore()
        self.keys.restore()
        self.pricing.restore()
        self.webhooks.restore()
