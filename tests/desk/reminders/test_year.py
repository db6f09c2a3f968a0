"""Some days of reminders, of which `make prove` runs a year: as a plan says that is reckoned from
what happened alone. In them clocks change in Paris, and on Lord Howe Island."""

from datetime import UTC, datetime

from tests.support.reminder_year.comparing import check
from tests.support.reminder_year.practices import SITES
from tests.support.reminder_year.year import Span, Year
from tests.support.stores import ON_SQLITE

BEGINS = round(datetime(2027, 3, 26, tzinfo=UTC).timestamp() * 1_000)
DAYS, INVOICES = 10, 16


@ON_SQLITE
def test_whatever_happens_each_reminder_goes_out_as_planned_and_once(database_url: str) -> None:
    paris_and_lord_howe = SITES[::2]
    span = Span(
        BEGINS, DAYS, INVOICES, seed=7, payers=1, outages=((2, 20),), sites=paris_and_lord_howe
    )
    year = Year(database_url, span)
    year.run()
    counts = check(year)
    assert len(year.diary.bills) == INVOICES
    assert min(counts.exact, counts.mails, counts.digests, counts.killed, counts.beside) > 0
