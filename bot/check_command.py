"""`paydesk check`: says of each thing whether it is right, or how to mend it."""

import os
import sys
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from bot.checkup.address import address_findings
from bot.checkup.finding import Check, Finding, State, note
from bot.checkup.mail import mail_findings
from bot.checkup.run import run
from bot.checkup.settings import env_file_findings, setting_findings
from bot.checkup.slack import slack_findings
from bot.checkup.store import store_findings
from bot.checkup.stripe import stripe_findings
from bot.checkup.stripe_events import event_findings
from bot.console import tell, wrapped
from bot.settings import Problem, Settings, environment, examine

SECONDS = 10
"""How long the checks may take, all together: they run side by side."""


@click.command()
def check() -> None:
    """Say of each setting, the database, Slack, Stripe and mail whether it is right.

    What is wrong comes with the way to mend it, and the exit status is then 1. Nothing is changed
    and nobody is written to. The settings are those of the environment and of .env in this folder.
    """
    folder = Path.cwd()
    environ = environment(folder, os.environ)
    settings, problems = examine(environ)
    tell("Settings")
    found = setting_findings(environ, settings, problems) + env_file_findings(folder)
    for finding in found:
        _print(finding)
    tell("\nWhat they lead to")
    for finding in run(_checks(settings, problems), SECONDS):
        _print(finding)
        found.append(finding)
    wrong = sum(finding.state is State.WRONG for finding in found)
    if wrong:
        tell(f"\n{wrong} {'thing' if wrong == 1 else 'things'} to mend.")
        sys.exit(1)
    tell("\nAll is right. Start with: paydesk serve")


def _checks(settings: Settings, problems: list[Problem]) -> list[Check]:
    """What can be looked at; in place of the others, which setting comes first."""
    wrong = {problem.setting for problem in problems}

    def check(
        name: str, look: Callable[[Settings], list[Finding]], needed: Collection[str] = ()
    ) -> Check:
        first = sorted(wrong.intersection(needed))
        if not first:
            return Check(name, partial(look, settings))
        return Check(name, lambda: [note(name, f"not looked at: mend {', '.join(first)} first")])

    stripe = partial(stripe_findings, now=datetime.now(UTC))
    return [
        check("Database", store_findings, ("DATABASE_URL", "PAYDESK_SECRET_KEY")),
        check("Slack", slack_findings, ("SLACK_BOT_TOKEN", "SLACK_API_URL")),
        check("Stripe", stripe, ("STRIPE_API_KEY", "STRIPE_API_BASE")),
        check("Stripe events", event_findings, ("STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET")),
        check("Mail", mail_findings, ("SMTP_URL",)),
        check("Public address", address_findings, ("PAYDESK_PUBLIC_URL", "SLACK_APP_TOKEN")),
    ]


def _print(finding: Finding) -> None:
    tell(f"  {finding.state.value} {finding.name:<22} {finding.text}".rstrip())
    if finding.mend:
        tell(wrapped(finding.mend, indent="      "))
