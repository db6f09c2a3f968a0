"""Checks Stripe: the account behind the key, and this machine's clock against Stripe's."""

from datetime import datetime, timedelta

from bot.checkup.finding import Finding, note, refused, right, wrong
from bot.settings import Settings
from processor.accounts import Account, read_account
from processor.client import make_client
from rules.words import Refusal

TIMEOUTS = (3.0, 5.0)
# Slack and Stripe sign the time; signatures older than this are refused.
CLOCK_MAY_DIFFER = timedelta(minutes=5)


def stripe_findings(settings: Settings, now: datetime) -> list[Finding]:
    """`now` is this machine's clock, with its time zone."""
    client = make_client(
        settings.stripe_api_key, settings.stripe_api_base, timeouts=TIMEOUTS, retries=0
    )
    try:
        account = read_account(client)
    except Refusal as refusal:
        return [refused("Stripe", "no account", refusal)]
    mode = "live mode: real money" if settings.livemode else "test mode"
    currency = account.currency.upper()
    found = [
        right("Stripe", f"{account.name} ({account.id}), {account.country} {currency}, {mode}")
    ]
    if not account.charges_enabled:
        found.append(
            note(
                "Stripe payments",
                "this account can't take payments yet",
                "Finish its set-up at dashboard.stripe.com.",
            )
        )
    return found + _clock(account, now)


def _clock(account: Account, now: datetime) -> list[Finding]:
    if account.answered_at is None:
        return []
    ahead = now - account.answered_at
    if abs(ahead) <= CLOCK_MAY_DIFFER:
        return [right("Clock", "agrees with Stripe's")]
    minutes = round(abs(ahead) / timedelta(minutes=1))
    return [
        wrong(
            "Clock",
            f"{minutes} minutes {'ahead of' if ahead > timedelta() else 'behind'} Stripe's",
            "Set this machine's clock, best by `timedatectl set-ntp true`: signed requests of "
            "Slack and Stripe are refused otherwise.",
        )
    ]
