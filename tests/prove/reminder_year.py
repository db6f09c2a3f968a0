"""A year of reminders in virtual time, on SQLite and on PostgreSQL: two processes, one of them
killed time and again, clocks that change, payments at any time. Each reminder is as a plan says
that is reckoned from what happened alone."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.cast import T0
from tests.support.postgres import Postgres, migrate
from tests.support.reminder_year.comparing import check
from tests.support.reminder_year.year import Span, Year

NAME = "invoices in two years of reminders, on each database one"
FULL = 4_000
DAYS = 365


def run(count: int) -> int:
    return sum(_year(kind, count // len(_DATABASES)) for kind in _DATABASES)


def _year(kind: str, invoices: int) -> int:
    with _DATABASES[kind]() as url:
        year = Year(url, Span(T0, DAYS, invoices, seed=invoices))
        year.run()
        counts = check(year)
    print(
        f"  {kind}: {counts.reminders:,} reminders ({counts.exact:,} to the very look),"
        f" {counts.mails:,} mails ({counts.repeated} came again after a kill),"
        f" {counts.digests:,} digests; killed {counts.killed:,} times,"
        f" {counts.beside:,} times in the middle of the other's work",
        flush=True,
    )
    return len(year.diary.bills)


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="paydesk-year-") as folder:
        url = f"sqlite:///{Path(folder) / 'paydesk.db'}"
        migrate(url)
        yield url


@contextmanager
def _postgresql() -> Iterator[str]:
    server = Postgres("year")
    try:
        with server.lent() as url:
            yield url
    finally:
        server.close()


_DATABASES = {"SQLite": _sqlite, "PostgreSQL": _postgresql}
