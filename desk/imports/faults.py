"""What is wrong with a line, and the cells of a line read one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from desk.imports.headings import Columns
from desk.imports.table import LONGEST_CELL, Row
from rules.card_numbers import contains_card_number
from rules.words import Refusal, Sentence, sentence

T = TypeVar("T")
LEAST_DIGITS = 13
"""A card number has no fewer."""


@dataclass(frozen=True)
class Fault:
    """`column`: as it is headed; "" where the whole line is meant. No value is ever repeated."""

    line: int
    column: str
    reason: Sentence


@dataclass(frozen=True)
class Cells:
    """A line's cells by field, empty ones as ""; what is wrong is collected in `faults`."""

    line: int
    by_field: Mapping[str, str]
    columns: Columns
    faults: list[Fault]

    def __getitem__(self, field: str) -> str:
        return self.by_field.get(field, "")

    def read(self, field: str, reader: Callable[[str], T], empty: T) -> T:
        """What `reader` makes of the cell; `empty` of an empty one, or where it refuses."""
        text = self.by_field.get(field)
        if not text:
            return empty
        try:
            return reader(text)
        except Refusal as refusal:
            self.wrong(field, refusal.sentence)
            return empty

    def wrong(self, field: str, reason: Sentence) -> None:
        self.faults.append(Fault(self.line, self.columns.headings.get(field, field), reason))


def cells_of(row: Row, columns: Columns) -> Cells:
    """A line with too many or too few cells, or with a card number anywhere, has a fault from the
    beginning and isn't to be read further."""
    faults = _faults_of(row, columns)
    if faults:
        return Cells(row.line, {}, columns, faults)
    cells = row.cells
    by_field = {field: cells[place].strip(" \n\u00a0") for field, place in columns.places.items()}
    return Cells(row.line, by_field, columns, [])


def _faults_of(row: Row, columns: Columns) -> list[Fault]:
    cells, width = row.cells, columns.width
    for cell in cells:
        if len(cell) >= LEAST_DIGITS and (reason := _refusal_of_long(cell)):
            return [Fault(row.line, columns.name_at(cells.index(cell)), reason)]
    too_many = len(cells) > width and any(map(str.strip, cells[width:]))
    if too_many or len(cells) < width:
        return [_width_fault(row, columns)]
    return []


def _refusal_of_long(cell: str) -> Sentence | None:
    if contains_card_number(cell):
        return _CARD_NUMBER
    return sentence("This is too long.") if len(cell) > LONGEST_CELL else None


def _width_fault(row: Row, columns: Columns) -> Fault:
    reason = sentence(
        "This line has {found} cells where the first has {wanted}. A text with a separator in it "
        "must stand in quotation marks.",
        found=len(row.cells),
        wanted=columns.width,
    )
    return Fault(row.line, "", reason)


_CARD_NUMBER = sentence(
    "There is a card number here. Paydesk takes none in, and shows none. Remove it from the file, "
    "and from wherever it came from."
)
