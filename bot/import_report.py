"""What an import tells on a terminal: how a file was read, and what is wrong with which line."""

from bot.console import tell, wrapped
from desk.imports.faults import Fault
from desk.imports.opening import Opened
from desk.imports.running import Findings
from desk.imports.table import SEPARATOR_NAMES
from desk.imports.text_file import ENCODINGS
from desk.language import language_of
from storage.practices import Practice

THERE_SHOWN = 10


def tell_how_read(opened: Opened, practice: Practice) -> None:
    """The encoding, the separator, and which columns stay out."""
    file, columns = opened.file, opened.columns
    certain = " (guessed: look whether accents are right in what follows)" if file.guessed else ""
    read = f"{columns.kind} for {practice.name}, {ENCODINGS[file.encoding]}{certain}"
    separator = SEPARATOR_NAMES[opened.table.separator]
    tell(f"{file.path.name}: {read}, separated by {separator}.")
    tell(wrapped("Columns: " + ", ".join(_column(opened, field) for field in columns.places) + "."))
    if opened.habits.days:
        order = {"dmy": "day first (25/04/2026)", "mdy": "month first (04/25/2026)"}
        tell(f"Days have the {order[opened.habits.days]}.")
    if columns.dropped:
        tell(wrapped("Left out: " + ", ".join(columns.dropped) + "."))
    if columns.health:
        tell(wrapped("Left out, as it sounds like health: " + ", ".join(columns.health) + "."))


def tell_findings(found: Findings, what: str) -> None:
    """The counts, what is there already, and each fault."""
    tell(f"{found.rows:,} rows: {found.fresh:,} {what} are new, {found.there:,} are there already.")
    for line, reference in found.known[:THERE_SHOWN]:
        tell(f"  line {line}: there already, {reference}")
    if found.there > THERE_SHOWN:
        tell(f"  and {found.there - THERE_SHOWN:,} more")
    tell_faults(found, what)


def tell_faults(found: Findings, what: str) -> None:
    """Each with its line, its column and the reason; nothing where there is none."""
    if found.faulty:
        tell(f"✗ {found.faulty:,} {what} can't be taken over:", error=True)
    for fault in found.faults:
        tell(f"  {_fault(fault)}", error=True)
    if found.faulty > len(found.faults):
        tell(f"  and {found.faulty - len(found.faults):,} more", error=True)


def _fault(fault: Fault) -> str:
    reason = language_of("en").sentence(fault.reason)
    where = f"line {fault.line}, {fault.column}" if fault.column else f"line {fault.line}"
    return f"{where}: {reason}"


def _column(opened: Opened, field: str) -> str:
    heading = opened.columns.headings[field]
    return heading if heading == field else f"{heading} (as {field})"
