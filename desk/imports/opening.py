"""Opens a file for an import: encoding, separator, columns, and how it writes days and amounts."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk.imports.habits import (
    Evidence,
    Habits,
    days_of,
    decimals_of,
    saw_amount,
    saw_day,
)
from desk.imports.headings import CLIENTS, Columns, is_known, recognise
from desk.imports.table import Table, read_table
from desk.imports.text_file import Source, TextFile, look_at

DAYS = ("issued_on", "due_on")
AMOUNTS = ("quantity", "unit_amount", "amount", "tax", "total", "paid", "outstanding")


@dataclass(frozen=True)
class Opened:
    """A file that is understood as far as its first row and its habits."""

    file: TextFile
    table: Table
    columns: Columns
    habits: Habits


@dataclass(frozen=True)
class Told:
    """What somebody said of the file, None where it is to be seen."""

    kind: str | None = None
    encoding: str | None = None
    days: str | None = None
    decimals: str | None = None


def open_file(path: Source, told: Told) -> Opened:
    """Refusal for what can't be understood without being told."""
    file = look_at(path, told.encoding)
    table = read_table(file, is_known)
    columns = recognise(table.heading, told.kind)
    if columns.kind == CLIENTS:
        return Opened(file, table, columns, Habits())
    return Opened(file, table, columns, _habits(table, columns, told))


def _habits(table: Table, columns: Columns, told: Told) -> Habits:
    days, amounts = Evidence(), Evidence()
    day_places = list(_places(columns, DAYS))
    amount_places = list(_places(columns, AMOUNTS))
    for row in table.rows():
        if len(row.cells) < columns.width:
            continue  # Told later, as the fault of its line.
        for place in day_places:
            saw_day(days, row.cells[place].strip(), row.line)
        for place in amount_places:
            saw_amount(amounts, row.cells[place], row.line)
    return Habits(days_of(days, told.days), decimals_of(amounts, told.decimals))


def _places(columns: Columns, fields: tuple[str, ...]) -> Iterator[int]:
    yield from (columns.places[field] for field in fields if field in columns.places)
