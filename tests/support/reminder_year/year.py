"""Runs a year, or some days of one, and says what came of each reminder."""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from desk.context import Desk
from sandbox.stripe.service import Setup
from storage.database import open_store
from storage.invoices import Invoice
from storage.practices import Practice as Row
from tests.support.cast import Cast, FrozenClock
from tests.support.keys import TEST_KEY
from tests.support.register import LEASE_MS, Accounting, Register
from tests.support.reminder_year import clocks
from tests.support.reminder_year.diary import CLIENT, STAFF, Diary, Look
from tests.support.reminder_year.mails import Mails, letterbox
from tests.support.reminder_year.people import Payer, Practice, links_rest
from tests.support.reminder_year.practices import SITES, Site, moves_in
from tests.support.reminder_year.processes import (
    Process,
    Seams,
    mails_are_points,
)
from tests.support.simulation.wire import Died

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
NEVER_ENDS_BY_ITSELF = 1_000 * 86_400
OUTAGES = ((55, 76), (2, 20), (2, 20), (20, 47))
"""Hours for which nothing looks: of a quarter of a year."""


@dataclass(frozen=True)
class Span:
    """`invoices` of all practices in so many `days` from the moment `begins` on; `kills`: in which
    part of the looks a process is to be killed; `payers`: of each way of paying at a practice."""

    begins: int
    days: int
    invoices: int
    seed: int
    kills: float = 0.4
    payers: int = 4
    sites: tuple[Site, ...] = SITES
    outages: tuple[tuple[int, int], ...] = OUTAGES * 4

    @property
    def ends(self) -> int:
        return self.begins + self.days * DAY


@dataclass
class Year:
    """On the database at `url`, which has all tables and no rows."""

    url: str
    span: Span
    diary: Diary = field(default_factory=Diary)

    def __post_init__(self) -> None:
        self.rng = Random(self.span.seed)
        self.clock = FrozenClock(self.span.begins)
        self.seams = Seams()
        self.number = itertools.count()
        self.agenda: list[tuple[int, int, Callable[[], object]]] = []
        self.came = Mails(self.clock)

    def run(self) -> None:
        with letterbox(self.came) as port, mails_are_points(self.seams):
            self.port = port
            self.accounting = Accounting(Setup(debit_seconds=NEVER_ENDS_BY_ITSELF))
            self.accounting.now = self.clock()
            self.store = open_store(self.url, TEST_KEY, self.clock)
            try:
                self._opens()
                self._goes_by()
            finally:
                for process in self.processes:
                    process.close()
                self.store.close()
                self.accounting.stop()

    # What happens when

    def _opens(self) -> None:
        self.processes, sites = [self._process(), self._process()], self.span.sites
        rows = [moves_in(self.store, site, self.clock()) for site in sites]
        self.practices = []
        for site, (row, rules) in zip(sites, rows, strict=True):
            other = next(one for one, _ in rows if one.id != row.id)
            register = self._register(row, other)
            practice = Practice(register, rules, self.diary, self.rng, site.debit)
            practice.currency = site.currency
            practice.clients_come(self.span.payers)
            self.practices.append(practice)
            self.diary.rules += rules
            for kind in (CLIENT, STAFF):
                practice.turns(kind, on=True)
        self._arrange()

    def _register(self, row: Row, other: Row) -> Register:
        desk = Desk(self.store, self.clock, claim_secret=b"of the year", sends_mail=True)
        stripe = self.accounting.stripe
        return Register(desk, Cast(row, other), self.clock, self.accounting, stripe.client)

    def _arrange(self) -> None:
        for number in range(self.span.invoices):
            practice = self.practices[number % len(self.practices)]
            at = self._moment(self.span.begins, self.span.ends - 3 * DAY)
            self._at(at, lambda practice=practice: self._bill(practice))
        for practice in self.practices:
            for _ in range(max(1, self.span.days // 30)):
                self._somewhen(lambda practice=practice: self._pause_some(practice))
                self._somewhen(lambda practice=practice: self._loses_address(practice))
            for kind in (CLIENT, STAFF):
                for _ in range(self.span.days // 100):
                    self._somewhen(lambda p=practice, kind=kind: self._off_and_on(p, kind))
            self._arrange_looks(practice)
        self.dead = [self._outage(hours) for hours in self.span.outages]

    def _arrange_looks(self, practice: Practice) -> None:
        for rule in practice.rules:
            first = clocks.there(self.span.begins, rule.zone).date()
            for n in range(self.span.days + 1):
                day = first + timedelta(days=n)
                due = clocks.moment(day, rule.at, rule.zone)
                ends = clocks.moment(day, rule.quiet[1], rule.zone)
                moments = {due, ends} if rule.quiet[0] != rule.quiet[1] else {due}
                before = {one - SECOND for one in moments if self.rng.random() < 0.3}
                for at in moments | before:
                    if self.span.begins < at < self.span.ends:
                        self._at(at, self._look)
        for at in range(self.span.begins + HOUR, self.span.ends, 6 * HOUR):
            self._at(at + 13 * MINUTE, self._look)

    def _outage(self, hours: tuple[int, int]) -> tuple[int, int]:
        begins = self._moment(self.span.begins, self.span.ends - 5 * DAY)
        return begins, begins + self.rng.randint(*hours) * HOUR

    def _somewhen(self, act: Callable[[], object]) -> None:
        self._at(self._moment(self.span.begins + DAY, self.span.ends - DAY), act)

    def _moment(self, begins: int, ends: int) -> int:
        """Of people: never at the second at which something is due."""
        return self.rng.randrange(begins, max(begins + 1, ends)) // MINUTE * MINUTE + 31 * SECOND

    def _at(self, at: int, act: Callable[[], object]) -> None:
        heapq.heappush(self.agenda, (at, next(self.number), act))

    def _in(self, days: tuple[float, float], act: Callable[[], object]) -> None:
        """After some days, if the year lasts so long."""
        begins, ends = (self.clock() + round(one * DAY) for one in days)
        at = self._moment(begins, ends)
        if at < self.span.ends:
            self._at(at, act)

    def _goes_by(self) -> None:
        while self.agenda:
            at, _, act = heapq.heappop(self.agenda)
            if at > self.clock():
                self.clock.now = at
                self.accounting.now = at
                self.accounting.stripe.service.run_due()
            act()
        self._look()

    # People

    def _bill(self, practice: Practice) -> None:
        rng = self.rng
        payer = rng.choice(practice.payers)
        invoice = practice.bills(payer, rng.randint(0, 20), large=rng.random() < 0.4)
        if rng.random() < 0.5:
            self._in((0, 30), lambda: self._snooze(practice, invoice))
        fate = rng.random()
        if fate < 0.08:
            self._in((0, 25), lambda: practice.voids(invoice))
        elif fate < 0.13 and payer.method == "pm_card_visa":
            self._in((0, 20), lambda: self._dispute(practice, invoice))
        elif fate < 0.9:
            self._in((0, 45), lambda: self._settle(practice, invoice, payer))

    def _settle(self, practice: Practice, invoice: Invoice, payer: Payer) -> None:
        debit = practice.settles(invoice, payer)
        if debit is not None:
            failure = "insufficient_funds" if self.rng.random() < 0.4 else None
            self._in((2, 6), lambda: practice.debit_ends(invoice, debit, failure))
            if failure:
                self._in((8, 20), lambda: self._settle(practice, invoice, payer))

    def _dispute(self, practice: Practice, invoice: Invoice) -> None:
        found = practice.disputes(invoice)
        if found is not None:
            self._in((1, 5), lambda: practice.dispute_ends(invoice, found))

    def _snooze(self, practice: Practice, invoice: Invoice) -> None:
        chance, scope = self.rng.random(), "invoice"
        if practice.register.invoice_now(invoice).state != "open":
            return
        if chance < 0.3:
            practice.pauses(scope, invoice.id, 7, snoozed=True)
        elif chance < 0.5:
            practice.pauses(scope, invoice.id, self.rng.randint(1, 12))
        elif chance < 0.6:
            practice.pauses(scope, invoice.id, None)
            self._in((2, 15), lambda: practice.goes_on(scope, invoice.id))

    def _pause_some(self, practice: Practice) -> None:
        if self.rng.random() < 0.3:
            practice.pauses("all", 0, self.rng.randint(1, 4))
            return
        payer = self.rng.choice(practice.payers)
        practice.pauses("client", payer.client.id, self.rng.choice((None, 3, 9)))
        self._in((4, 15), lambda: practice.goes_on("client", payer.client.id))

    def _loses_address(self, practice: Practice) -> None:
        payer = self.rng.choice(practice.payers)
        practice.address(payer, None)
        self._in((3, 10), lambda: practice.address(payer, payer.client.email))

    def _off_and_on(self, practice: Practice, kind: str) -> None:
        practice.turns(kind, on=False)
        self._in((0.2, 5), lambda: practice.turns(kind, on=True))

    # Paydesk

    def _process(self) -> Process:
        stripe, name = self.accounting.stripe.url, f"process-{next(self.number)}"
        return Process(self.url, self.clock, stripe, self.port, name, self.seams)

    def _look(self) -> None:
        if any(begins <= self.clock() < ends for begins, ends in self.dead):
            return
        while not self._looked():
            self.clock.advance(LEASE_MS + SECOND)
            self.accounting.now = self.clock()

    def _looked(self) -> bool:
        """False: a process was killed, and another one goes on once its leases are over."""
        first, second = self.rng.sample((0, 1), 2)
        self.seams.calm()
        if self.rng.random() < self.span.kills:
            self.seams.fatal = self.rng.randrange(24)
        if self.rng.random() < self.span.kills:
            self.seams.beside = self.rng.randrange(24)
            self.seams.other = lambda: self.processes[second].works()
        at = self.clock()
        try:
            self._rests(first, second)
        except Died:
            self.diary.killed += 1
            self.diary.killed_at_mail += self.seams.handed_over
            self.processes[self.working].close()
            self.processes[self.working] = self._process()
            self.diary.add(Look(at, whole=False))
            return False
        finally:
            self.diary.beside += self.seams.went_beside
        self.diary.add(Look(at, whole=True))
        return True

    def _rests(self, *order: int) -> None:
        """The second one only finds that nothing is left."""
        self.working = order[0]
        found = 0
        while done := self.processes[self.working].works():
            found += done
        self.working = order[1]
        if found:
            assert not self.processes[self.working].works()
            links_rest(self.store, self.clock())
