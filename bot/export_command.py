"""`paydesk export`: clients, invoices, or all about one client, as files."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.console import tell
from bot.export_files import new_file, write_rows
from bot.practice_choice import chosen_practice, desk_of
from bot.settings import Needs, environment, read_settings
from desk import exports
from desk.access import SystemActor
from desk.client_data import everything_about, named_client
from desk.context import Desk
from rules.systems import System
from storage.practices import Practice

_PRACTICE = click.option(
    "--practice", metavar="TEAM", help="Slack's id of the workspace, if there are many."
)
_FILE = click.argument("file", type=click.Path(path_type=Path))
ROWS = {"clients": exports.client_rows, "invoices": exports.invoice_rows}


@click.group()
def export() -> None:
    """Save clients, invoices, or all about one client to a file.

    What is saved names people: only your user can read the file. `paydesk import` reads it again.
    A text that a spreadsheet would run as a formula has an apostrophe before it.
    """


@export.command("clients")
@_FILE
@_PRACTICE
def clients_(file: Path, practice: str | None) -> None:
    """Save all clients to FILE, which ends in .csv or .xlsx."""
    _export("clients", file, practice)


@export.command("invoices")
@_FILE
@_PRACTICE
def invoices_(file: Path, practice: str | None) -> None:
    """Save all invoices, a row for each line, to FILE, which ends in .csv or .xlsx."""
    _export("invoices", file, practice)


@export.command("client")
@click.argument("reference")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@_PRACTICE
def client_(reference: str, folder: Path, practice: str | None) -> None:
    """Save all that is kept about the client REFERENCE (NP-0042) to FOLDER, for the client.

    One file is JSON, with everything; the other is CSV, with the invoices.
    """
    with _at_work(practice) as (desk, chosen, actor):
        client = named_client(desk, chosen, reference)
        told = everything_about(desk, actor, chosen, client)
        path = folder / f"{client.reference}.json"
        with new_file(path) as temporary:
            temporary.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")
        table = folder / f"{client.reference}-invoices.csv"
        rows = write_rows(table, exports.rows_of_client(desk, actor, chosen, client))
        exports.record_export(desk, actor, chosen, "client", rows, target=client.reference)
    tell(f"✓ {path}: everything that is kept.")
    tell(f"✓ {table}: {rows:,} lines of invoices.")


def _export(what: str, file: Path, practice: str | None) -> None:
    with _at_work(practice) as (desk, chosen, actor):
        rows = write_rows(file, ROWS[what](desk, actor, chosen))
        exports.record_export(desk, actor, chosen, what, rows)
    tell(f"✓ {file}: {rows:,} rows.")


@contextmanager
def _at_work(practice: str | None) -> Iterator[tuple[Desk, Practice, SystemActor]]:
    settings = read_settings(environment(Path.cwd(), os.environ), needs=Needs.STORE)
    with desk_of(settings) as desk:
        chosen = chosen_practice(desk, practice)
        yield desk, chosen, SystemActor(chosen.id, System.EXPORT)
