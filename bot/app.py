"""Wires everything together: `build_app(settings)`. Nothing happens when this is imported."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Thread
from uuid import uuid4

from flask import Flask
from slack_bolt import App

from bot.admin_mount import mount_admin
from bot.background import EarlyStart, in_background
from bot.channels import SlackChannels
from bot.dispatcher import Dispatcher, Routes
from bot.events import EventIntake, handlers
from bot.heartbeat import Heartbeat
from bot.help_clock import HelpClock
from bot.home import Homes
from bot.installations import Installations
from bot.lateness import LateAcknowledgements
from bot.open_desk import open_desk
from bot.outbox.delivery import SlackPosts, carriers
from bot.outbox.mail_worker import MailWorker, build_mails
from bot.outbox.rendering import renderers
from bot.people_languages import PeopleLanguages
from bot.readiness import Contacts, Readiness
from bot.routes import ROUTES
from bot.settings import Settings
from bot.signatures import SlackSignatures
from bot.slack import build_bolt
from bot.socket_mode import Socket
from bot.stop_page import add_stop_page
from bot.stripe_contact import StripeContact
from bot.stripe_link import StripeLink, build_link
from bot.till import Till
from bot.web import build_web
from bot.worker import Worker
from commands.asked import Outside
from desk.context import Desk
from desk.dispute_notices import DisputeNotices
from desk.outages import was_away
from desk.reminders import clock as reminders
from desk.sending import Sender
from processor.accounts import read_account
from processor.client import make_client

LISTENERS_FINISH_WITHIN_SECONDS = 6


@dataclass(frozen=True)
class Paydesk:
    """A wired Paydesk. `start` begins the work in the background, `stop` ends it cleanly."""

    desk: Desk
    bolt: App
    web: Flask
    worker: Worker
    mails: MailWorker
    lateness: LateAcknowledgements
    heartbeat: Heartbeat
    stripe: StripeContact
    link: StripeLink
    socket: Socket | None
    early: EarlyStart

    def start(self) -> None:
        self.heartbeat.start()
        self.lateness.start()
        self.worker.start()
        self.mails.start()
        self.stripe.start()
        self.link.start()
        if self.socket is not None:
            self.socket.start()
        self.early.start()

    def stop(self) -> None:
        """Begin nothing more, let what is being answered finish, and hand back the rest. What hangs
        is not waited for: the whole takes less than the time until the process is killed."""
        self.early.stop()
        self.worker.finish()
        self.mails.finish()
        self.link.finish()
        if self.socket is not None:
            self.socket.finish()
        self._wait_for_listeners()
        self.worker.stop()
        self.mails.stop()
        self.link.stop()
        self.lateness.stop()
        self.heartbeat.stop()
        self.stripe.stop()
        if self.socket is not None:
            self.socket.stop()
        self.desk.store.close()

    def _wait_for_listeners(self) -> None:
        pool = self.bolt.listener_runner.listener_executor
        waiting = Thread(target=pool.shutdown, daemon=True)
        waiting.start()
        waiting.join(LISTENERS_FINISH_WITHIN_SECONDS)


def _notices(desk: Desk) -> Callable[[], int]:
    """What people are to be told at a time of its own; says how many were told."""
    disputes, questions = DisputeNotices(desk), HelpClock(desk)
    return lambda: disputes.do_due() + questions.look() + reminders.do_due(desk)


def _pages(desk: Desk) -> Callable[[Flask], None] | None:
    """For people outside; None where nobody outside reaches Paydesk."""
    return partial(add_stop_page, desk=desk) if desk.public_url else None


def build_app(settings: Settings, routes: Routes = ROUTES) -> Paydesk:
    """Everything that a serving process needs, wired and not yet started."""
    desk = replace(open_desk(settings), aside=in_background)
    owner = f"{platform.node()}:{os.getpid()}:{uuid4().hex[:8]}"
    lease_ms = settings.lease_seconds * 1_000
    installations = Installations(desk.store, settings.slack_api_url)
    languages = PeopleLanguages(desk, installations)
    known_events = handlers(desk, languages)
    lateness = LateAcknowledgements()
    contacts = Contacts()
    client = make_client(settings.stripe_api_key, settings.stripe_api_base)
    dispatcher = Dispatcher(
        desk,
        routes,
        installations,
        languages,
        settings.slack_api_url,
        lateness,
        contacts,
        Outside(client, SlackChannels(installations)),
    )
    bolt = build_bolt(
        dispatcher,
        EventIntake(desk, installations, known_events),
        installations,
        settings.slack_api_url,
    )
    make = renderers(desk)
    ways = carriers(desk, installations, Homes(desk, installations, languages), make)
    posts = SlackPosts(desk, ways, owner, lease_ms)
    till = Till(Sender(desk, client, lease_ms), owner)
    worker = Worker(desk, owner, lease_ms, known_events, posts, till, _notices(desk))
    mails = build_mails(settings, desk, make.files, owner)
    link = build_link(settings, desk, client, contacts, owner)

    def nudge() -> None:
        worker.nudge()
        mails.nudge()
        link.news.nudge()

    desk.store.on_queued = nudge
    socket = Socket(bolt, settings.slack_app_token) if settings.socket_mode else None
    signatures = None if socket else SlackSignatures(settings.slack_signing_secret)
    ready = Readiness(desk, socket, contacts)
    web = build_web(bolt, signatures, ready, link.webhook, _pages(desk))
    mount_admin(web, desk, SlackChannels(installations))
    return Paydesk(
        desk=desk,
        bolt=bolt,
        web=web,
        worker=worker,
        mails=mails,
        lateness=lateness,
        heartbeat=Heartbeat(desk.store, on_gap=partial(was_away, desk)),
        stripe=StripeContact(lambda: read_account(client), contacts, desk.clock),
        link=link,
        socket=socket,
        early=EarlyStart(desk),
    )
