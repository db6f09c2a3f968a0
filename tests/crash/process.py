"""Paydesk as one process of it lives, in a single thread, so that its points come in one order."""

import json
import os
from collections.abc import Callable
from http.client import HTTPConnection
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import urlsplit

from slack_bolt import App

from bot.events import SOURCE as SLACK
from bot.events import EventIntake, handlers
from bot.help_clock import tell_due_questions
from bot.home import Homes
from bot.installations import Installations
from bot.mail_server import MailServer
from bot.outbox.delivery import SlackPosts, carriers
from bot.outbox.mails import MailAccount, Mails
from bot.outbox.rendering import renderers
from bot.people_languages import PeopleLanguages
from bot.readiness import Contacts
from bot.settings import Settings
from bot.stripe_link import build_link
from bot.till import Till
from bot.web import build_web
from bot.worker import Worker
from desk.context import Desk
from desk.dispute_notices import DisputeNotices
from desk.reminders import clock as reminders
from desk.sending import Sender
from processor.client import make_client
from storage import inbox, models, practices
from storage.database import open_store
from tests.crash.world import World
from tests.sandbox.stripe.support import KEY
from tests.support.cast import TEAM, Cast, FrozenClock
from tests.support.keys import TEST_KEY
from tests.support.register import Register
from tests.support.stripe_news import SECRET, signature

LEASE_MS = 120_000
STEPS = 300
"""More than any flow needs to come to rest."""
WAITING = ("pending", "sending", "working")
NOT_SENT = ("planned", "waiting")


class Process:
    """A desk, what works in its background, and the people at it. Closes its store at the end."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = FrozenClock(world.now)
        self.stripe_url = world.service.base_url
        store = open_store(world.url, TEST_KEY, self.clock)
        self.desk = Desk(store, self.clock, b"", sends_mail=True)
        owner, client = f"process-{os.getpid()}", make_client(KEY, self.stripe_url)
        installations = Installations(store, world.slack_url)
        languages = PeopleLanguages(self.desk, installations)
        homes = Homes(self.desk, installations, languages)
        make = renderers(self.desk)
        ways = carriers(self.desk, installations, homes, make)
        account = MailAccount(MailServer("smtp", "127.0.0.1", world.mail_port), "desk@example.com")
        self.till = Till(Sender(self.desk, client, LEASE_MS), owner)
        known = handlers(self.desk, languages)
        self.intake = EventIntake(self.desk, installations, known)
        posts = SlackPosts(self.desk, ways, owner, LEASE_MS)
        self.worker = Worker(self.desk, owner, LEASE_MS, known, posts, self.till, self._tell_due)
        self.mails = Mails(self.desk, account, make.files, owner, LEASE_MS)
        settings = Settings(stripe_api_key=KEY, stripe_webhook_secret=SECRET)
        self.link = build_link(settings, self.desk, client, Contacts(), owner)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.desk.store.close()

    @property
    def register(self) -> Register:
        """The people at the desk."""
        store = self.desk.store
        [mine, other] = practices.all_practices(store)
        assert mine.slack_team == TEAM
        stripe = self.world.stripe
        return Register(self.desk, Cast(mine, other), self.clock, self.world, stripe.client)

    def work_off(self) -> None:
        """Do what is due now."""
        rounds: tuple[Callable[[], int], ...] = (
            # What the till has is done before the worker could begin it in another thread.
            *(self.link.news.work_off, self.till.work_off),
            *(self.worker.work_off, self.mails.deliver_due),
        )
        while sum(one() for one in rounds):
            pass

    def until_rest(self, enough: Callable[[], bool] = lambda: False) -> None:
        """Do what is due, time after time, until nothing is, or it is `enough`."""
        for _ in range(STEPS):
            self.work_off()
            due = self._next_due()
            if due is None or enough():
                return
            self.passes(max(1, -(-(due - self.clock()) // 1000)))

    def passes(self, seconds: float) -> None:
        """Time goes by, here and at Stripe, which may be another process's."""
        address = urlsplit(self.stripe_url).netloc
        connection = HTTPConnection(address, timeout=10)
        connection.request("POST", "/_test/clock", json.dumps({"advance": seconds}))
        answer = json.load(connection.getresponse())
        connection.close()
        self.clock.now = round(answer["now"] * 1000)

    def events(self) -> list[dict[str, Any]]:
        """What has happened at Stripe, the oldest first."""
        found = self.world.stripe.client.v1.events.list({"limit": 100})
        return [one.to_dict() for one in reversed(found.data)]

    def is_told(self, event: dict[str, Any]) -> None:
        """Stripe sends an event, time and again until it is taken in."""
        web = build_web(cast(App, None), None, lambda: {"ready": True}, self.link.webhook)
        body = json.dumps(event)
        headers = {"Stripe-Signature": signature(body)}
        answer = web.test_client().post("/stripe/webhook", data=body, headers=headers)
        assert answer.status_code == 200, answer.text

    def hears(self, event_id: str, event: dict[str, Any]) -> None:
        """Slack tells of an event, as long as nobody has said that it arrived."""
        body = {"type": "event_callback", "event_id": event_id, "team_id": TEAM, "event": event}
        if not inbox.which_are_new(self.desk.store, self.register.mine, SLACK, [event_id]):
            return
        assert self.intake.take_in(body)

    def _tell_due(self) -> int:
        disputes = DisputeNotices(self.desk)
        return tell_due_questions(self.desk) + disputes.do_due() + reminders.do_due(self.desk)

    def _next_due(self) -> int | None:
        store = self.desk.store
        found = [
            store.select(table.select(table.due_at).where(where))
            for table, where in (
                (models.Operation, models.Operation.due_at.is_null(False)),
                (models.Inbox, models.Inbox.state.in_(WAITING)),
                (models.Outbox, models.Outbox.state.in_(WAITING)),
                (models.Reminder, models.Reminder.state.in_(NOT_SENT)),
            )
        ]
        return min((row["due_at"] for rows in found for row in rows), default=None)
