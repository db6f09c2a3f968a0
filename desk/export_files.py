"""Writes rows to a file: CSV for other systems, XLSX for spreadsheets. What is there stays."""

import codecs
import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from desk.book_files import File
from desk.exports import Cell, harmless
from rules.words import refuse

Rows = Iterable[Sequence[Cell]]
PIECE = 65_536
"""Characters or bytes that are given on at once."""


def write_rows(path: Path, rows: Rows) -> int:
    """How many rows there are below the heading. Only the owner can read the file, which is whole
    or not there at all. Refusal for other endings than .csv and .xlsx, and where it can't be."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise refuse("Name a file that ends in .csv or .xlsx, not {name}.", name=path.name)
    with new_file(path) as temporary:
        return writer(temporary, rows) - 1


def drawn_file(file: File) -> tuple[str, bytes]:
    """The name and the content, of a file that is written elsewhere first: any number of rows takes
    no more memory than its packed content."""
    with TemporaryDirectory(prefix="paydesk-") as folder:
        path = Path(folder) / file.name
        write_rows(path, file.rows)
        return file.name, path.read_bytes()


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file to write to, which becomes `path` in the end."""
    if path.exists():
        raise refuse("{name} is there already. Name a new file.", name=str(path))
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".paydesk-", delete=False) as file:
            temporary = Path(file.name)
    except OSError as error:
        raise refuse(
            "{name} can’t be written: {why}.", name=str(path), why=error.strerror or "?"
        ) from None
    try:
        yield temporary
        os.link(temporary, path)  # Unlike a rename, never over a file that has come meanwhile.
    except FileExistsError:
        raise refuse("{name} is there already. Name a new file.", name=str(path)) from None
    finally:
        temporary.unlink()


def streamed(kind: str, rows: Rows) -> Iterator[bytes]:
    """The file piece by piece, of a `kind` in WRITERS without its dot: CSV as its rows come, XLSX
    from a file that is written elsewhere first. Any number of rows takes the same memory."""
    if kind == "csv":
        yield from csv_pieces(rows)
        return
    with TemporaryDirectory(prefix="paydesk-") as folder:
        path = Path(folder) / "rows.xlsx"
        write_rows(path, rows)
        with path.open("rb") as file:
            yield from iter(lambda: file.read(PIECE), b"")


def csv_pieces(rows: Rows) -> Iterator[bytes]:
    """With the mark by which spreadsheets know UTF-8."""
    yield codecs.BOM_UTF8
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
        if text.tell() > PIECE:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken


def _csv(path: Path, rows: Rows) -> int:
    count = 0

    def counted() -> Iterator[Sequence[Cell]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    with path.open("wb") as file:
        file.writelines(csv_pieces(counted()))
    return count


def _xlsx(path: Path, rows: Rows) -> int:
    """A row at a time: `constant_memory` writes each before the next comes."""
    import xlsxwriter  # Only for this; it takes a moment to load.

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    count = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Paydesk")
        for count, row in enumerate(rows, 1):
            if count > MOST_XLSX_ROWS:
                raise refuse("A workbook has room for a million rows. Export to a .csv file.")
            for place, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(count - 1, place, float(cell))
                else:
                    sheet.write_string(count - 1, place, harmless(cell))
    return count


def _text(cell: Cell) -> str:
    return f"{cell:f}" if isinstance(cell, Decimal) else harmless(cell)


MOST_XLSX_ROWS = 1_048_576
WRITERS: dict[str, Callable[[Path, Rows], int]] = {".csv": _csv, ".xlsx": _xlsx}
