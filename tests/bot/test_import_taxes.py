"""`paydesk import invoices.csv`: which tax is meant where rates were others at the time."""

from decimal import Decimal

import pytest

from storage import invoice_contents, invoices, taxes
from storage.taxes import TaxTerms
from tests.support.cast import T0
from tests.support.importing import Terminal

DAY = 24 * 60 * 60 * 1_000
HEADINGS = "number,client_name,issued_on,amount,{tax},total"


@pytest.fixture
def changed(terminal: Terminal) -> Terminal:
    """VAT is 19 % until the day of T0, and 20 % from then on; GST 7 % ended on that day."""
    terminal.imports("name\nAda Lovelace\n")
    edited = rate(terminal, "VAT", "19", T0 - 100 * DAY)
    ended = rate(terminal, "GST", "7", T0 - 50 * DAY)
    store, mine = terminal.store, terminal.cast.practice.id
    with store.transaction():
        taxes.add_version(store, mine, edited, terms("VAT", "20"), "test", T0)
        taxes.archive(store, mine, ended, T0)
    return terminal


def terms(name: str, percent: str) -> TaxTerms:
    return TaxTerms(name, Decimal(percent), inclusive=False)


def rate(terminal: Terminal, name: str, percent: str, since: int) -> int:
    store, mine = terminal.store, terminal.cast.practice.id
    with store.transaction():
        rate_id = taxes.add(store, mine, name, name.lower(), since)
        assert rate_id is not None
        taxes.add_version(store, mine, rate_id, terms(name, percent), "test", since)
    return rate_id


def percent_of(
    terminal: Terminal, day: str, cell: str, total: str, column: str = "tax_rate"
) -> str:
    """Of an invoice of 100.00 that is taken over, or "" where its line is refused."""
    headings = HEADINGS.format(tax=column)
    terminal.imports(f"{headings}\nN-1,Ada Lovelace,{day},100.00,{cell},{total}\n")
    store, mine = terminal.store, terminal.cast.practice.id
    made = invoices.after_id(store, mine, 0, 10)
    if not made:
        return ""
    [line] = invoice_contents.content(store, mine, made[0].id).lines
    return str(taxes.versions(store, mine, line.taxes)[line.taxes[0]].percent)


@pytest.mark.parametrize(
    ("day", "cell", "total", "percent"),
    [
        ("2026-11-25", "20 %", "120.00", "20"),
        ("2026-11-22", "19 %", "119.00", "19"),
        ("2015-01-01", "19 %", "119.00", "19"),
        ("2026-11-22", "20 %", "120.00", "20"),
        ("2026-11-22", "7 %", "107.00", "7"),
        ("2026-11-23", "GST", "107.00", "7"),
        ("2026-11-25", "19 %", "119.00", ""),
        ("2026-11-24", "GST", "107.00", ""),
        ("2026-11-22", "VAT", "120.00", "20"),
        ("2026-11-22", "8 %", "108.00", ""),
    ],
)
def test_a_percentage_counts_that_held_when_the_invoice_was_issued(
    changed: Terminal, day: str, cell: str, total: str, percent: str
) -> None:
    assert percent_of(changed, day, cell, total) == percent


@pytest.mark.parametrize(
    ("day", "cell", "total", "percent"),
    [
        ("2026-11-22", "19.00", "119.00", "19"),
        ("2026-11-22", "7.00", "107.00", "7"),
        ("2026-11-25", "19.00", "119.00", ""),
    ],
)
def test_so_does_the_amount_that_it_came_to(
    changed: Terminal, day: str, cell: str, total: str, percent: str
) -> None:
    assert percent_of(changed, day, cell, total, "tax") == percent


def test_two_rates_that_held_then_are_not_guessed_between(changed: Terminal) -> None:
    other = rate(changed, "Old VAT", "19", T0 - 10 * DAY)
    with changed.store.transaction():
        taxes.archive(changed.store, changed.cast.practice.id, other, T0)
    assert percent_of(changed, "2026-11-22", "19 %", "119.00") == ""
