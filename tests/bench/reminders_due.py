"""A hundred thousand invoices of which reminders become due at once: how long until they are
written down, how much memory that takes, and whether so many slow down each single one."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import psutil

from desk.context import Desk
from desk.reminders import sending
from desk.reminders.planning import plan_due
from desk.reminders.rules import usual
from rules.reminder_state import CLIENT
from storage import bulk, clients, invoices, models, outbox, reminder_rules
from storage.clients import Client
from storage.database import Store, open_store
from storage.invoice_contents import Content
from storage.invoices import Invoice
from tests.support.cast import OLIVIA, T0, FrozenClock, enter_cast
from tests.support.keys import TEST_KEY
from tests.support.postgres import Postgres

MANY, FEW = 100_000, 100
INVOICES_EACH = 4
AT_A_TIME = 5_000
ROUNDS = 5
DUE_ON, TEN = "2026-11-22", 7 * 3_600_000
"""The day before; and the hours until ten o'clock where the practice is, in ms."""
TOO_LITTLE = 20
"""No payment link is made for it: Stripe is measured elsewhere."""


def measured() -> Iterator[tuple[str, float, float]]:
    """Of each database: its name, the seconds until all are written down, and the megabytes more
    that the process has then."""
    for kind, database in _DATABASES.items():
        with database() as url, _office(url, MANY) as desk:
            before, begun = _megabytes(), time.perf_counter()
            planned = plan_due(desk)
            yield kind, time.perf_counter() - begun, _megabytes() - before
            assert planned == MANY, planned


def slower() -> tuple[float, float]:
    """How many times longer one reminder takes on its way to the outbox, and one mail to be
    claimed there, where a hundred thousand wait and not a hundred."""
    with (
        _sqlite() as one,
        _sqlite() as other,
        _office(one, FEW) as few,
        _office(other, MANY) as many,
    ):
        for desk in (few, many):
            plan_due(desk)
        sent = _ratio(sending.send_due, few, many)
        _queue(few, FEW)
        _queue(many, MANY)
        return sent, _ratio(_claims, few, many)


def _ratio(act: Callable[[Desk], object], few: Desk, many: Desk) -> float:
    """In turns, so that a machine whose speed drifts doesn't decide."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for desk, taken in zip((few, many), times, strict=True):
            begun = time.perf_counter()
            act(desk)
            taken.append(time.perf_counter() - begun)
    return statistics.median(times[1]) / statistics.median(times[0])


def _claims(desk: Desk) -> None:
    """And hands them on."""
    for row in outbox.claim_mails(desk.store, "bench", desk.clock(), 60_000, limit=5):
        outbox.sent(desk.store, row, "", "", desk.clock())


def _queue(desk: Desk, many: int) -> None:
    """So many mails more."""
    fixed = {"kind": outbox.MAIL, "payload": "{}", "state": outbox.PENDING, "repeat": False}
    names = ("practice_id", *fixed, "recipient", "uid", "tries", "fence", "due_at", "created_at")
    with desk.store.transaction():
        for first in range(0, many, AT_A_TIME):
            rows = [
                [1, *fixed.values(), f"more{n}@example.org", f"more:{n}", 0, 0, T0, T0]
                for n in range(first, min(many, first + AT_A_TIME))
            ]
            bulk.insert(desk.store, models.Outbox, names, rows)


@contextmanager
def _office(url: str, many: int) -> Iterator[Desk]:
    """So many invoices, all due the day before, and the rule by which they are reminded of now."""
    clock = FrozenClock()
    store = open_store(url, TEST_KEY, clock)
    with closing(store):
        mine = enter_cast(store).practice.id
        _fill(store, mine, many)
        on = {"offsets": (1,), "at": 600, "active": True, "planned_until": T0, "next_at": T0}
        assert reminder_rules.put(store, mine, replace(usual(mine, CLIENT), **on))
        clock.advance(TEN)
        yield Desk(store, clock, b"bench", sends_mail=True)


def _fill(store: Store, practice_id: int, many: int) -> None:
    for first in range(0, many, AT_A_TIME):
        with store.transaction():
            numbers = range(first, min(many, first + AT_A_TIME))
            payers = {n // INVOICES_EACH for n in numbers}
            ids = {n: clients.add(store, practice_id, _client(n), []).id for n in sorted(payers)}
            made = [(_invoice(n, ids[n // INVOICES_EACH]), Content((), ())) for n in numbers]
            invoices.add_many(store, practice_id, made)


def _client(number: int) -> Client:
    email = f"client{number}@example.org"
    return Client(0, f"NP-{number:05}", "Ada Lovelace", "ada lovelace", email)


def _invoice(number: int, payer: int) -> Invoice:
    return Invoice(
        *(0, number + 1, f"INV-{number + 1}", payer, payer, invoices.OPEN, "usd", "en"),
        *("2026-11-01", DUE_ON, "", "total", None, TOO_LITTLE, TOO_LITTLE, 0, {}, {}, 1, None),
        *(OLIVIA, T0, T0),
    )


def _megabytes() -> float:
    return float(psutil.Process().memory_info().rss) / 1_000_000


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="paydesk-due-") as folder:
        yield f"sqlite:///{Path(folder) / 'paydesk.db'}"


@contextmanager
def _postgresql() -> Iterator[str]:
    server = Postgres("due")
    try:
        with server.lent() as url:
            yield url
    finally:
        server.close()


_DATABASES = {"SQLite": _sqlite, "PostgreSQL": _postgresql}
