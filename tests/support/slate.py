"""What Paydesk shows in Slack, delivered by its real outbox to a Slack that takes everything."""

import itertools
import json
from typing import Any, cast

from slack_sdk import WebClient

from bot.home import Homes
from bot.installations import Installations
from bot.outbox.delivery import SlackPosts, carriers
from bot.outbox.rendering import renderers
from bot.people_languages import PeopleLanguages
from desk.context import Desk
from storage.outbox import OutboxRow
from tests.support.invariants import Shown
from tests.support.running import NOWHERE

LEASE_MS = 120_000


class _Unhurried(SlackPosts):
    """For a Slack that takes more than one message a second."""

    def _has_its_turn(self, row: OutboxRow, place: str, now: int) -> bool:
        return True


class Slate(Installations):
    """`shown`: everything, in order, posts and edits."""

    def __init__(self, desk: Desk, owner: str = "posts") -> None:
        super().__init__(desk.store, NOWHERE)
        homes = Homes(desk, self, PeopleLanguages(desk, self))
        ways = carriers(desk, self, homes, renderers(desk))
        self._posts = _Unhurried(desk, ways, owner, LEASE_MS)
        self.shown: list[Shown] = []
        self._times = itertools.count(1)

    def deliver(self) -> None:
        """What is due now."""
        while self._posts.deliver_due():
            pass

    def client(self, practice_id: int) -> WebClient:
        return cast(WebClient, self)

    def chat_postMessage(self, *, channel: str, **said: Any) -> dict[str, Any]:  # noqa: N802
        self.shown.append(Shown(channel, json.dumps(said, ensure_ascii=False)))
        return {"channel": channel, "ts": f"{next(self._times)}.0"}

    def chat_update(self, *, channel: str, **said: Any) -> dict[str, Any]:
        self.shown.append(Shown(channel, json.dumps(said, ensure_ascii=False), new=False))
        return {"channel": channel, "ts": str(said["ts"])}

    def views_update(self, **said: Any) -> dict[str, Any]:
        return {}

    def views_publish(self, **said: Any) -> dict[str, Any]:
        """Home, which is its reader's own."""
        return {}
