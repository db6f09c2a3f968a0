"""`paydesk import stripe`: what the Stripe account has already."""

import sys

import click

from bot.console import tell
from bot.settings import Settings
from desk.access import SystemActor
from desk.context import Desk
from desk.imports.stripe_account import StripeImport, Took
from desk.language import language_of
from processor.accounts import read_account
from processor.client import make_client
from processor.customers import Customers
from rules.systems import System
from rules.words import Refusal
from storage.practices import Practice

TIMEOUTS = (3.0, 15.0)


def import_stripe(settings: Settings, desk: Desk, practice: Practice, *, dry_run: bool) -> bool:
    """Whether every customer came in. Refusal where Stripe fails."""
    client = make_client(settings.stripe_api_key, settings.stripe_api_base, timeouts=TIMEOUTS)
    account = read_account(client)
    mode = "live mode" if settings.livemode else "test mode"
    tell(f"Customers of {account.name} ({account.id}), {mode}, for {practice.name}.")
    actor = SystemActor(practice.id, System.IMPORT)
    work = StripeImport(desk, actor, practice, account.id, Customers(client))
    try:
        took = work.take(_show, dry_run=dry_run)
    except Refusal:
        tell("What came in stays. Start the same command again to go on.", error=True)
        raise
    _tell(took)
    if dry_run:
        tell("Nothing was written: this was a dry run.")
    return not took.left_out


def _show(seen: int) -> None:
    """Stripe doesn't say how many there are, so there is no bar."""
    if sys.stderr.isatty():
        click.echo(f"\r{seen:,} customers", nl=False, err=True)


def _tell(took: Took) -> None:
    tell(
        f"✓ {took.added:,} new clients, {took.matched:,} customers of clients who were there, "
        f"{took.known:,} known before; {took.methods:,} saved payment methods."
    )
    for customer_id, reason in took.left_out:
        tell(f"  {customer_id}: {language_of('en').sentence(reason)}", error=True)
