"""A CSV file as rows of cells, whatever separates them; each with the line on which it begins."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desk.imports.text_file import TextFile
from rules.words import Refusal, refuse

SEPARATORS = ",;\t|"
SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "|"}
LONGEST_CELL = 10_000


@dataclass(frozen=True)
class Row:
    """`line`: on which line of the file it begins, counted from 1; cells may have line breaks."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """`heading`: the names of the columns, as they are written."""

    file: TextFile
    separator: str
    heading: list[str]

    def rows(self, at: Callable[[int], None] | None = None) -> Iterator[Row]:
        """What stands below the heading; rows without any text are left out. `at` is told, now and
        then, how many bytes of the file are read. Refusal where a quote is never closed."""
        rows = _rows(self.file, self.separator, at)
        next(rows)
        yield from rows


def read_table(file: TextFile, known: Callable[[str], bool]) -> Table:
    """The separator is the one that makes the most of the first row's cells `known` headings."""
    tried = {}
    for separator in SEPARATORS:
        try:
            heading = next(_rows(file, separator, None), Row(0, [])).cells
        except Refusal:
            continue
        tried[separator] = heading
    if not any(tried.values()):
        raise refuse("{name} has no row with the names of its columns.", name=file.path.name)

    def rank(separator: str) -> tuple[int, int]:
        heading = tried[separator]
        return sum(map(known, heading)), len(heading)

    best = max(tried, key=rank)
    return Table(file, best, [" ".join(cell.split()) for cell in tried[best]])


def _rows(file: TextFile, separator: str, at: Callable[[int], None] | None) -> Iterator[Row]:
    with file.open() as text:
        reader = csv.reader(text, delimiter=separator, strict=True)
        begins = 1
        try:
            for cells in reader:
                line, begins = begins, reader.line_num + 1
                if not any(map(str.strip, cells)) or _names_separator(line, cells):
                    continue
                yield Row(line, cells)
                if at and not line % 100:
                    at(text.buffer.tell())
        except csv.Error:
            raise _broken(begins) from None
        except UnicodeError:
            raise refuse(
                "The file is not written in {encoding} all through: the text near line {line} "
                "can’t be read. Save it as “CSV UTF-8”, and try again.",
                encoding=file.encoding,
                line=str(reader.line_num + 1),
            ) from None
        if at:
            at(file.size)


def _names_separator(line: int, cells: list[str]) -> bool:
    """Excel's first line "sep=;", which is no row. The separator it names cuts it in two."""
    return line == 1 and cells[0].lower().startswith("sep=") and len(cells) <= 2


def _broken(line: int) -> Refusal:
    return refuse(
        "Line {line}: a quotation mark there is never closed, or text follows a closed one, so "
        "that what comes after can’t be told apart. Mend that line, and try again.",
        line=str(line),
    )
