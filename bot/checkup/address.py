"""Checks the address that Slack, Stripe and browsers reach us at."""

from bot.checkup.finding import Finding, note, right
from bot.settings import Settings


def address_findings(settings: Settings) -> list[Finding]:
    name = "Public address"
    if settings.public:
        return [right(name, f"{settings.public_url}, https; a proxy must pass it on to Paydesk")]
    if settings.public_url:
        return [note(name, f"{settings.public_url} is this machine only, for trying things out")]
    if settings.socket_mode:
        return [note(name, "not set, and not needed in Socket Mode: Stripe's events are polled")]
    return [
        note(
            name,
            "not set, though Slack calls a public address (there is no SLACK_APP_TOKEN)",
            "Set PAYDESK_PUBLIC_URL, and give Slack what `paydesk manifest --url` prints for it.",
        )
    ]
