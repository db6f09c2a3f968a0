"""`paydesk export`: clients, invoices, or all about one client, as files."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from bot.console import tell
from bot.practice_choice import chosen_practice, desk_of
from bot.settings import Needs, environment, read_settings
from desk import exports
from desk.access import SystemActor
from desk.accounts import account_rows, month_before
from desk.client_data import everything_about, named_client
from desk.context import Desk
from desk.export_files import new_file, write_rows
from desk.settings import practice_settings, today_at
from rules.systems import System
from storage.practices import Practice

_PRACTICE = click.option(
    "--practice", metavar="TEAM", help="Slack's id of the workspace, if there are many."
)
_FILE = click.argument("file", type=click.Path(path_type=Path))
_DAY = click.DateTime(["%Y-%m-%d"])
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


@export.command("accounts")
@_FILE
@click.option("--from", "first", type=_DAY, help="The first day. Usually last month's.")
@click.option("--to", "last", type=_DAY, help="The last day. Usually last month's.")
@_PRACTICE
def accounts_(
    file: Path, first: datetime | None, last: datetime | None, practice: str | None
) -> None:
    """Save what moved in a period for the accountant, to FILE, which ends in .csv or .xlsx.

    A row for each part of a payment, refund, fee, dispute and write-off. Tax is counted when it is
    paid: each payment has its share of the taxes of its invoice.
    """
    with _at_work(practice) as (desk, chosen, actor):
        before = month_before(today_at(desk, practice_settings(desk, chosen)))
        days = (first.date() if first else before[0], last.date() if last else before[1])
        rows = write_rows(file, account_rows(desk, actor, chosen, *days))
        exports.record_export(desk, actor, chosen, "accounts", rows, target=f"{days[0]} {days[1]}")
    tell(f"✓ {file}: {rows:,} rows, from {days[0]} to {days[1]}.")


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
