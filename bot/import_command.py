"""`paydesk import`: takes over clients, invoices, and what a Stripe account already has."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import click

from bot.console import tell
from bot.import_report import tell_faults, tell_findings, tell_how_read
from bot.practice_choice import chosen_practice, desk_of, existing
from bot.settings import Needs, environment, read_settings
from desk.access import SystemActor
from desk.context import Desk
from desk.imports.headings import CLIENTS, FIELDS, INVOICES
from desk.imports.items import Kind
from desk.imports.kinds import kind_of
from desk.imports.opening import Told, open_file
from desk.imports.running import Checked, Findings, Import, Progress, check, take
from rules.systems import System
from storage.import_runs import DONE
from storage.practices import Practice

T = TypeVar("T")
STRIPE = "stripe"
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "mac-roman": "mac_roman",
}


@click.command("import")
@click.argument("what")
@click.option("--kind", type=click.Choice([CLIENTS, INVOICES]), help="What stands in the file.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="How 03/04/2026 is meant.")
@click.option("--decimals", type=click.Choice(["point", "comma"]), help="How 1.250 is meant.")
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), help="How the file is written.")
@click.option("--partial", is_flag=True, help="Take the good lines although others are wrong.")
@click.option("--dry-run", is_flag=True, help="Only check, and write nothing.")
@click.option("--practice", metavar="TEAM", help="Slack's id of the workspace, if there are many.")
def import_(
    what: str,
    kind: str | None,
    dates: str | None,
    decimals: str | None,
    encoding: str | None,
    partial: bool,
    dry_run: bool,
    practice: str | None,
) -> None:
    """Take over the clients or invoices of the CSV file WHAT, or of the Stripe account: stripe.

    Every line is checked before any is written. Where some are wrong, nothing is written, unless
    --partial takes the others; the exit status is then 1. A run that was interrupted goes on where
    it stopped when it is started again. Who is there already is left as they are.

    Columns go by the names below, or by those of other systems, in English or French. Columns with
    other names stay out: nothing about health is taken in. A line with a card number is refused.
    """
    told = Told(kind, ENCODINGS.get(encoding or ""), dates, decimals)
    needs = Needs.STRIPE if what == STRIPE else Needs.STORE
    settings = read_settings(environment(Path.cwd(), os.environ), needs=needs)
    with desk_of(settings) as desk:
        chosen = chosen_practice(desk, practice)
        if what == STRIPE:
            from bot.stripe_import import import_stripe  # Stripe's library isn't needed for files

            right = import_stripe(settings, desk, chosen, dry_run=dry_run)
        else:
            right = _import_file(desk, chosen, existing(what), told, partial, dry_run)
    sys.exit(0 if right else 1)


def _import_file(
    desk: Desk, practice: Practice, path: Path, told: Told, partial: bool, dry_run: bool
) -> bool:
    opened = open_file(path, told)
    work = Import(desk, SystemActor(practice.id, System.IMPORT), practice, opened)
    tell_how_read(opened, practice)
    return _carry_out(work, kind_of(desk, practice, opened), partial=partial, dry_run=dry_run)


def _carry_out(work: Import, kind: Kind[T], *, partial: bool, dry_run: bool) -> bool:
    """Whether all of the file is in the store now, or could be."""
    run = work.run()
    if run and run.state == DONE:
        tell("This file was taken over before: there is nothing to do.")
        return True
    if run:
        tell(f"An earlier run stopped after {run.done:,} of {run.total:,} rows: this one goes on.")
    with closing(_check(work, kind)) as checked:
        found = checked.findings
        tell_findings(found, kind.name)
        if dry_run:
            tell("Nothing was written: this was a dry run.")
            return not found.faulty
        if found.faulty and not partial:
            tell("Nothing was written. Mend these lines, or take the others: --partial", error=True)
            return False
        taken = _take(work, kind, checked)
    tell(f"✓ {taken.fresh:,} {kind.name} taken over.")
    return not (found.faulty or taken.faulty)


def _check(work: Import, kind: Kind[T]) -> Checked:
    with _bar("Checking", work.opened.file.size) as progress:
        return check(work, kind, progress)


def _take(work: Import, kind: Kind[T], checked: Checked) -> Findings:
    """What could be taken at the check and can't be any more is told."""
    with _bar("Taking over", checked.findings.rows) as progress:
        taken = take(work, kind, checked, progress)
    tell_faults(taken, kind.name)
    return taken


@contextmanager
def _bar(label: str, length: int) -> Iterator[Progress]:
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda at: bar.update(at - bar.pos)


def _columns(kind: str) -> str:
    return ", ".join(FIELDS[kind])


import_.epilog = f"\b\nOf clients: {_columns(CLIENTS)}.\nOf invoices: {_columns(INVOICES)}."
