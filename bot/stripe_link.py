"""How Stripe's news reach us: the webhook where there is one, asking for events, and the threads
that act on them."""

import hashlib
from dataclasses import dataclass
from functools import partial

from bot.news_worker import NewsWorker
from bot.readiness import Contacts
from bot.reconciler import Reconciling
from bot.settings import Settings
from bot.stripe_news import finder, handlers
from bot.stripe_poll import OurAccount, StripePoll
from bot.stripe_signatures import StripeSignatures
from bot.stripe_webhook import StripeWebhook
from desk.context import Desk
from desk.event_poll import EventPoll
from desk.outages import was_away
from desk.stripe_events import Intake
from processor.accounts import read_account
from processor.client import Client
from storage import comparisons, operation_queue, practices

EXPECTED_FOR_MS = 60 * 60_000
"""How long somebody may still sit before what they have begun. What takes longer is a bank's doing,
and is heard of at the usual pace."""


@dataclass(frozen=True)
class StripeLink:
    """`webhook` is None where STRIPE_WEBHOOK_SECRET isn't set: Stripe is asked instead."""

    webhook: StripeWebhook | None
    news: NewsWorker
    poll: StripePoll
    reconciling: Reconciling

    def start(self) -> None:
        self.news.start()
        self.poll.start()
        self.reconciling.start()

    def finish(self) -> None:
        """Begin nothing more. Doesn't wait for what is being done."""
        self.news.finish()
        self.poll.finish()
        self.reconciling.finish()

    def stop(self) -> None:
        self.finish()
        self.news.stop()
        self.poll.stop()
        self.reconciling.stop()


def build_link(
    settings: Settings, desk: Desk, client: Client, contacts: Contacts, owner: str
) -> StripeLink:
    known = handlers(desk, client)
    intake = Intake(desk, known, finder(desk))
    secrets = settings.stripe_webhook_secrets
    webhook = None
    if secrets:
        webhook = StripeWebhook(
            StripeSignatures(secrets),
            intake,
            contacts,
            livemode=settings.livemode,
            clock=desk.clock,
        )
    ours = OurAccount(
        find=lambda: contacts.stripe_account or read_account(client).id,
        livemode=settings.livemode,
        key_mark=hashlib.sha256(settings.stripe_api_key.encode()).hexdigest()[:12],
    )
    asks = EventPoll(desk, client, intake)
    poll = StripePoll(
        desk,
        asks,
        contacts,
        ours,
        by_webhook=settings.gets_webhooks,
        expects=lambda: expects(desk),
        on_gap=lambda practice_id, since: compare_since(desk, practice_id, since),
        on_silence=partial(was_away, desk),
    )
    news = NewsWorker(desk, owner, settings.lease_seconds * 1_000, known)
    reconciling = Reconciling(desk, client, livemode=settings.livemode)
    return StripeLink(webhook, news, poll, reconciling)


def expects(desk: Desk) -> bool:
    """Whether somebody waits for an outcome that Stripe may tell any moment."""
    since = desk.clock() - EXPECTED_FOR_MS
    return any(
        operation_queue.anything_expected(desk.store, practice.id, since)
        for practice in practices.all_practices(desk.store)
    )


def compare_since(desk: Desk, practice_id: int, since: int) -> None:
    """Events were lost since then (epoch seconds), and what they were about is still at Stripe."""
    comparisons.ask(desk.store, practice_id, desk.clock(), since * 1_000)
