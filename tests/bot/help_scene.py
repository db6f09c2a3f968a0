"""A help channel in the local Slack workspace, with Paydesk in it: what people do there arrives as
Slack writes it, when and in the order that a test says."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.events import EventIntake, handlers
from bot.help_clock import HelpClock
from bot.home import Homes
from bot.installations import Installations, register
from bot.outbox.delivery import SlackPosts, carriers
from bot.outbox.rendering import renderers
from bot.people_languages import PeopleLanguages
from bot.worker import Worker
from desk.access import Person
from desk.access_requests import role_of
from desk.context import Desk
from desk.help import agents
from desk.settings import change
from rules.roles import Role
from sandbox.slack import acts
from sandbox.slack.api import call
from sandbox.slack.delivery import EVENT, Ack, Retry
from sandbox.slack.people import Channel, Identity
from sandbox.slack.posts import Shown
from sandbox.slack.server import Server
from sandbox.slack.workspace import Workspace
from storage import outbox
from storage.help_questions import Question, asked_between
from storage.outbox import OutboxRow
from storage.practices import Practice
from tests.sandbox.slack.support import HELP, TOKEN, served, settle
from tests.support.blockcheck import elements
from tests.support.cast import FLORENCE, NAME, OLIVIA, TEAM, FrozenClock
from tests.support.tills import idle_till

AGENTS = "C0AGENTS"
LEASE_MS = 120_000


@contextmanager
def help_workspace() -> Iterator[Server]:
    with served(Workspace(Identity(team=TEAM, team_name=NAME))) as server:
        server.workspace.delivery = Letterbox()
        yield server


@dataclass
class Letterbox:
    """Keeps what Slack tells of until a test has it arrive."""

    envelopes: list[dict[str, Any]] = field(default_factory=list)

    def send(self, kind: str, payload: dict[str, Any], retry: Retry | None = None) -> Ack:
        if kind == EVENT:
            self.envelopes.append(payload)
        return Ack()


@dataclass
class HelpScene:
    desk: Desk
    clock: FrozenClock
    practice: Practice
    server: Server

    def __post_init__(self) -> None:
        self.slack = self.server.workspace
        self.slack.reset()
        self.box = Letterbox()
        self.slack.delivery = self.box
        members = {"U0OLIVIA", "U0SAM", "U0BEN", self.slack.identity.bot_user}
        self.slack._channels[AGENTS] = Channel(AGENTS, "agents", "channel", members)
        self.slack._rooms[AGENTS] = type(self.slack.room(HELP))()
        installations = Installations(self.desk.store, self.server.api_url)
        languages = PeopleLanguages(self.desk, installations)
        known = handlers(self.desk, languages)
        self.intake = EventIntake(self.desk, installations, known)
        homes = Homes(self.desk, installations, languages)
        ways = carriers(self.desk, installations, homes, renderers(self.desk))
        posts = SlackPosts(self.desk, ways, "worker-1", LEASE_MS)
        look = HelpClock(self.desk).look
        till = idle_till(self.desk)
        self.worker = Worker(self.desk, "worker-1", LEASE_MS, known, posts, till, look)
        self.set_up(help_channel=HELP, agents_channel=AGENTS)

    def set_up(self, **settings: Any) -> None:
        owner = Person(self.practice.id, OLIVIA, Role.OWNER)
        for name, value in settings.items():
            change(self.desk, owner, self.practice, name, value)

    def person(self, user: str) -> Person:
        return Person(self.practice.id, user, role_of(self.desk, self.practice.id, user))

    def says(self, user: str, text: str, channel: str = HELP, thread: str | None = None) -> str:
        """The ts of their message, which has not arrived yet."""
        acts.say(self.slack, user, channel, text, thread)
        return self.slack.messages(user, channel, thread)[-1].ts

    def arrived(self) -> list[dict[str, Any]]:
        """What Slack has told of and has not arrived yet."""
        settle(self.slack)
        waiting, self.box.envelopes = self.box.envelopes, []
        return waiting

    def hears(self, *envelopes: dict[str, Any]) -> None:
        """These arrive, or whatever was told of; and all that follows from it happens."""
        for one in itertools.chain(envelopes or self.arrived()):
            assert self.intake.take_in(one)
        self.works()
        echoes = self.arrived()  # Of what Paydesk itself has posted and edited.
        for one in echoes:
            assert self.intake.take_in(one)
        self.works()
        assert self.arrived() == []

    def hears_nothing(self) -> None:
        """What is due by itself happens."""
        self.works()
        for one in self.arrived():
            assert self.intake.take_in(one)
        self.works()

    def posts_as_claimed(self, row: OutboxRow) -> bool:
        """Another worker, which claimed it some time ago, posts it in its channel now."""
        answer = call(self.slack, "chat.postMessage", {"channel": AGENTS, **_said(row)}, TOKEN)
        ts = str(answer["ts"])
        return outbox.sent(self.desk.store, row, AGENTS, ts, self.clock())

    def works(self) -> None:
        for _ in range(4):
            self.worker.work_off()
            self.clock.advance(1_100)

    def thread(self, user: str, ts: str, channel: str = HELP) -> list[str]:
        """What they read under a message."""
        return [read(one) for one in self.slack.messages(user, channel, ts) if one.ts != ts]

    def channel(self, user: str, channel: str) -> list[str]:
        return [read(one) for one in self.slack.messages(user, channel)]

    def questions(self) -> list[Question]:
        return asked_between(self.desk.store, self.practice.id, 0, 2**60)

    def leaves(self, channel: str) -> None:
        """Somebody removes Paydesk from the channel."""
        members = self.slack.place(channel).members
        assert members is not None
        members.discard(self.slack.identity.bot_user)

    def bot_says(self, text: str, channel: str = HELP) -> None:
        assert call(self.slack, "chat.postMessage", {"channel": channel, "text": text}, TOKEN)["ok"]


def read(shown: Shown) -> str:
    """Everything that can be read in a message."""
    texts = [one["text"] for one in elements(shown.blocks) if isinstance(one.get("text"), str)]
    return "\n".join([shown.text, *texts]).replace("\u00a0", " ").replace("\u202f", " ")


def handed_over(scene: HelpScene, text: str, user: str = FLORENCE, channel: str = HELP) -> str:
    """The ts of a question that agents have."""
    ts = scene.says(user, text, channel)
    scene.hears()
    [asked] = scene.questions()
    agents.ask_a_person(scene.desk, scene.practice, scene.person(user), asked.uid)
    scene.hears()
    return ts


def _said(row: OutboxRow) -> dict[str, Any]:
    return {"text": row.payload["text"], "blocks": row.payload["blocks"]}


def scene_in(desk: Desk, clock: FrozenClock, server: Server) -> HelpScene:
    identity = {"team_id": TEAM, "team": NAME}
    practice = register(desk.store, identity, TOKEN, False, clock())
    return HelpScene(desk, clock, practice, server)
