"""Checks how Stripe's news reach us: the webhook, whether it is registered, when one came last."""

from bot.checkup.finding import Finding, note, refused, right, wrong
from bot.checkup.stripe import TIMEOUTS
from bot.settings import Settings
from processor.accounts import KeyRefused
from processor.client import make_client
from processor.webhooks import Endpoint, endpoints
from rules.stripe_types import TYPES
from rules.words import Refusal

NAME = "Stripe events"
PATH = "/stripe/webhook"
_MEND = "At dashboard.stripe.com → Developers → Webhooks, "


def event_findings(settings: Settings) -> list[Finding]:
    if not settings.public or not settings.gets_webhooks:
        return [right(NAME, "Paydesk asks Stripe for them: no webhook needed")]
    client = make_client(
        settings.stripe_api_key, settings.stripe_api_base, timeouts=TIMEOUTS, retries=0
    )
    address = settings.public_url.rstrip("/") + PATH
    try:
        found = [one for one in endpoints(client) if one.url == address]
    except KeyRefused:
        return [note(NAME, f"by webhook at {address}; the key may not read whether it is there")]
    except Refusal as refusal:
        return [refused(NAME, "not known whether the webhook is there", refusal)]
    if not found:
        return [wrong(NAME, f"no webhook goes to {address}", f"{_MEND}add it; see README.md.")]
    return [_finding(found[0])]


def _finding(endpoint: Endpoint) -> Finding:
    if not endpoint.enabled:
        return wrong(NAME, "Stripe has switched the webhook off", f"{_MEND}enable it again.")
    missing = [name for name in TYPES if name not in endpoint.events]
    if missing and "*" not in endpoint.events:
        return wrong(NAME, "the webhook lacks events", f"{_MEND}add: {', '.join(missing)}.")
    return right(NAME, f"by webhook at {endpoint.url}")
