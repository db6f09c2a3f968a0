"""`paydesk reconcile`: compares the ledger with Stripe, and says in what they differ."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.console import tell
from bot.practice_choice import chosen_practice, desk_of
from bot.settings import Needs, Settings, environment, read_settings
from desk import comparison
from desk.comparison import Comparison, Outcome
from desk.context import Desk
from desk.language import LANGUAGES, Language, language_of
from desk.reconciling import Reconciler, practices_of
from processor.client import make_client
from processor.outcomes import NotDone, Refused, Unknown
from rules.words import refuse
from storage.practices import Practice


@click.command()
@click.option("--practice", metavar="TEAM", help="Slack's id of the workspace; all, without it.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the text."
)
def reconcile(practice: str | None, language: str) -> None:
    """Compare the ledger with Stripe, and take over what Paydesk missed.

    Paydesk does so each day by itself, and after `paydesk restore` before it charges anything. The
    last 35 days are compared. What the two don't agree on is printed, and the exit status is
    then 1.
    """
    settings = read_settings(environment(Path.cwd(), os.environ), needs=Needs.STRIPE)
    say = language_of(language)
    with desk_of(settings) as desk:
        chosen = [chosen_practice(desk, practice)] if practice else None
        try:
            agrees = _compare(desk, settings, chosen, say)
        except (NotDone, Unknown, Refused) as away:
            raise refuse(
                "Stripe did not answer ({why}), so nothing is known. Try again later.",
                why=str(away),
            ) from None
    if not agrees:
        sys.exit(1)


def _compare(desk: Desk, settings: Settings, chosen: list[Practice] | None, say: Language) -> bool:
    client = make_client(settings.stripe_api_key, settings.stripe_api_base)
    Reconciler(desk, client).after_restore(livemode=settings.livemode)
    wanted = chosen or practices_of(desk, livemode=settings.livemode)
    found = [(one, Comparison(desk, client).now(one)) for one in wanted]
    for practice, outcome in found:
        _print(say, practice, outcome)
    return not any(outcome.differences for _, outcome in found)


def _print(say: Language, practice: Practice, outcome: Outcome) -> None:
    since = datetime.fromtimestamp(outcome.since / 1_000, UTC).date()
    name = practice.name or practice.slack_team
    tell(
        say.plural(
            "{practice}: one payment at Stripe since {day} compared.",
            "{practice}: {n} payments at Stripe since {day} compared.",
            outcome.listed,
            practice=name,
            day=since,
        )
    )
    if outcome.taken_over:
        tell(say("Paydesk was behind, and took over {n}.", n=str(outcome.taken_over)))
    if outcome.cancelled:
        n = str(outcome.cancelled)
        tell(say("Cancelled at Stripe, as nobody would pay them any more: {n}.", n=n))
    for one in outcome.differences:
        tell(f"✗ {comparison.line(say, one)}")
    if not outcome.differences:
        tell(f"✓ {say('Paydesk and Stripe agree.')}")
