"""An outbox with its worker, stepped by hand, and the local Slack workspace that it delivers to."""

from dataclasses import dataclass, field
from typing import Any

from bot.home import Homes
from bot.installations import Installations
from bot.outbox.delivery import SlackPosts, carriers
from bot.outbox.rendering import Renderers
from bot.people_languages import PeopleLanguages
from bot.worker import Worker
from commands.replies import Message
from desk.cards import show_card, tell_in_thread
from desk.context import Desk
from desk.language import Language
from sandbox.slack.failures import Failure
from sandbox.slack.log import Entry
from sandbox.slack.workspace import Workspace
from storage.practices import Practice
from tests.sandbox.slack.support import BILLING, section
from tests.support.cast import FrozenClock
from tests.support.tills import idle_till

LEASE_MS = 120_000
CHARGE = "charge"
"""The kind of the cards of these tests; what they say is in `Desktop.says`."""


@dataclass
class Desktop:
    """What cards and modals say at the moment, by key, and what is delivered of it."""

    desk: Desk
    clock: FrozenClock
    practice: Practice
    slack: Workspace
    api_url: str
    says: dict[str, str | None] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    versions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.worker = self.another_worker("worker-1")

    def another_worker(
        self, owner: str, api_url: str = "", renderers: Renderers | None = None
    ) -> Worker:
        desk, installations = self.desk, Installations(self.desk.store, api_url or self.api_url)
        homes = Homes(desk, installations, PeopleLanguages(desk, installations))
        known = renderers or Renderers(cards={CHARGE: self._card}, views={CHARGE: self._view})
        ways = carriers(desk, installations, homes, known)
        posts = SlackPosts(desk, ways, owner, LEASE_MS)
        return Worker(desk, owner, LEASE_MS, {}, posts, idle_till(desk), lambda: 0)

    def changes(
        self, key: str, says: str | None, recipient: str = BILLING, person: str | None = None
    ) -> None:
        """A use case changes what the card shows, and has it shown."""
        self.says[key] = says
        version = self.versions[key] = self.versions.get(key, 0) + 1
        with self.desk.store.transaction():
            show_card(self.desk, self.practice.id, CHARGE, key, version, recipient, person=person)

    def tells(self, key: str, text: str, recipient: str = BILLING, uid: str = "") -> None:
        """A use case tells something in the card's thread."""

        def write(say: Language) -> dict[str, Any]:
            return {"text": f"{text} ({say.code})", "blocks": []}

        with self.desk.store.transaction():
            tell_in_thread(
                self.desk, self.practice, CHARGE, key, recipient, uid or f"{key}:{text}", write
            )

    def runs(self, seconds: float = 0, worker: Worker | None = None) -> None:
        """Work off what is due, second by second."""
        (worker or self.worker).work_off()
        for _ in range(int(seconds)):
            self.clock.advance(1_000)
            (worker or self.worker).work_off()

    def fails(self, method: str, times: int = 1, **failure: Any) -> None:
        self.slack.failures.add(method, Failure(**failure), times)

    def leaves(self, channel: str) -> None:
        """Somebody removes Paydesk from the channel."""
        members = self.slack.place(channel).members
        assert members is not None
        members.discard(self.slack.identity.bot_user)

    def seen(self, person: str, place: str = BILLING) -> list[str]:
        """What the person reads there, threads left aside."""
        return [one.text for one in self.slack.messages(person, place) if one.by_app]

    def thread(self, person: str, place: str = BILLING, number: int = 0) -> list[str]:
        """What stands under the message with that number."""
        roots = [one for one in self.slack.messages(person, place) if one.by_app]
        found = self.slack.messages(person, place, roots[number].ts)
        return [one.text for one in found if one.ts != roots[number].ts]

    def calls(self, method: str) -> list[Entry]:
        return self.slack.log.named(method)

    def _card(self, practice_id: int, key: str) -> Message | None:
        text = self._text(key)
        return Message(text, [section(text)]) if text is not None else None

    def _text(self, key: str) -> str | None:
        if key in self.broken:
            raise KeyError(key)
        return self.says[key]

    def _view(self, practice_id: int, key: str, slack_user: str) -> dict[str, Any] | None:
        text = self._text(key)
        title = {"type": "plain_text", "text": "Charge"}
        return {"type": "modal", "title": title, "blocks": [section(text)]} if text else None
