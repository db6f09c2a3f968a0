"""The workspace's state, and what a person sees of it.

Everything here may be called from any thread. `person` is always a user id ("U0OLIVIA").
Code that changes something holds `lock` and calls `touch()`; nothing holds it while it talks to
the app.
"""

from collections.abc import Callable, Sequence
from threading import Condition, RLock
from typing import Any

from sandbox.clock import Clock
from sandbox.links import Link
from sandbox.slack.courier import Courier
from sandbox.slack.delivery import ACK_SECONDS, EVENT, Ack, Delivery, Nobody, Retry
from sandbox.slack.elements import State, full_state
from sandbox.slack.failures import Failures
from sandbox.slack.files import Files
from sandbox.slack.ids import Ids
from sandbox.slack.log import TO_BOT, Log
from sandbox.slack.manifest import App, Command, Manifest, Shortcut
from sandbox.slack.passes import Passes
from sandbox.slack.people import CAST, Channel, Identity, Person, first_channels, own_places
from sandbox.slack.posts import Post, Room, Shown, shown
from sandbox.slack.tour import Tour
from sandbox.slack.where import Home, Message, NotThere, View, Where
from sandbox.slack.windows import Window, Windows, as_json


class Workspace:
    def __init__(
        self,
        identity: Identity | None = None,
        cast: Sequence[Person] = CAST,
        manifest: Manifest | None = None,
        clock: Clock | None = None,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self.identity = identity or Identity()
        self.app = App(manifest)
        self.clock = clock or Clock()
        self.ack_seconds = ack_seconds
        self.tour: Tour = {}
        """Things to try, which the page lists."""
        self.links: Sequence[Link] = ()
        """Other pages that go with this workspace."""
        self.base_url = "http://127.0.0.1"
        """Where the app reaches this workspace; set by the server once it has a port."""
        self.delivery: Delivery = Nobody()
        self.socket_url: Callable[[], str] | None = None
        """Gives an address for one Socket Mode connection; None: the app is reached by HTTP."""
        self.lock = RLock()
        self.changed = Condition(self.lock)
        self.version = 0
        self._cast = tuple(cast)
        self.ids = Ids(self.clock)
        """They outlast a reset: what the app still knows of before names nothing of after."""
        self.log = Log()
        self.failures = Failures()
        self.courier = Courier(self.deliver, self.clock)
        self._begin()

    def _begin(self) -> None:
        self.passes = Passes(self.ids)
        self.windows = Windows()
        self.files = Files()
        self._people = {person.id: person for person in self._cast}
        places = first_channels(self._cast, self.identity.bot_user)
        for person in self._cast:
            places += own_places(person, self.identity.app_name, self.identity.bot_user)
        self._channels = {channel.id: channel for channel in places}
        self._rooms: dict[str, Room] = {channel.id: Room() for channel in places}
        self._kept: dict[tuple[str, Message], State] = {}
        self._read_up_to: dict[tuple[str, str], str] = {}

    def reset(self) -> None:
        """As at the start: no messages, no views, an empty log, no failures, no events waiting."""
        with self.lock:
            self.courier.forget()
            self.log = Log()
            self.failures = Failures()
            self._begin()
            self.touch()

    # Changes

    def touch(self) -> int:
        """Something has changed: those who wait for it are told. The new version."""
        with self.changed:
            self.version += 1
            self.changed.notify_all()
            return self.version

    def wait_for_change(self, since: int, timeout: float) -> int:
        """The version as soon as it is above `since`, or after `timeout` seconds in any case."""
        with self.changed:
            self.changed.wait_for(lambda: self.version > since, timeout)
            return self.version

    def deliver(self, kind: str, payload: dict[str, Any], retry: Retry | None = None) -> Ack:
        """Send something to the app, and note it in the log. Not while holding the lock."""
        name = payload.get("command") or payload.get("type") or kind
        if kind == EVENT:
            name = f"event:{payload['event']['type']}"
        number = retry.number if retry else 0
        log = self.log
        entry = log.begin(self.clock(), TO_BOT, name, payload, number)
        ack = self.delivery.send(kind, payload, retry)
        log.finish(entry, ack.status, {"error": ack.error} if ack.error else ack.body)
        return ack

    # Who and where

    @property
    def people(self) -> list[Person]:
        return list(self._people.values())

    def person(self, person: str) -> Person:
        """Raises NotThere."""
        if person not in self._people:
            raise NotThere(person)
        return self._people[person]

    def find_person(self, person: str) -> Person | None:
        return self._people.get(person)

    def set_person(self, person: Person) -> None:
        with self.lock:
            self._people[person.id] = person
            self.touch()

    def channel(self, channel_id: str) -> Channel | None:
        return self._channels.get(channel_id)

    def place(self, channel_id: str, person: str | None = None) -> Channel:
        """A channel or direct messages; in which `person` is, if given. Raises NotThere."""
        channel = self._channels.get(channel_id)
        if channel is None or channel.kind == "home" or (person and not channel.has(person)):
            raise NotThere(channel_id)
        return channel

    @property
    def channels(self) -> list[Channel]:
        return list(self._channels.values())

    def channels_of(self, person: str) -> list[Channel]:
        """Where they are: channels, then direct messages with the app, then their App Home (only
        where the app has one)."""
        own = self.person(person)
        return [
            one
            for one in self._channels.values()
            if (one.kind != "home" and one.has(person))
            or (one.id == own.home and self.app.home_enabled)
        ]

    def commands(self) -> list[Command]:
        return self.app.commands

    def shortcuts(self) -> list[Shortcut]:
        return self.app.shortcuts

    # Messages

    def room(self, channel_id: str) -> Room:
        return self._rooms[channel_id]

    def post_at(self, person: str, channel_id: str, ts: str) -> Post:
        """The message, if this person sees it. Raises NotThere."""
        channel, room = self.channel(channel_id), self._rooms.get(channel_id)
        post = room.get(ts) if room and channel and channel.has(person) else None
        if post is None or not post.seen_by(person):
            raise NotThere(ts)
        return post

    def messages(
        self, person: str, channel_id: str, thread_ts: str | None = None, limit: int | None = None
    ) -> list[Shown]:
        """What they see in a channel or thread, oldest first; the newest `limit`, if given."""
        with self.lock:
            channel = self.channel(channel_id)
            if channel is None or not channel.has(person):
                return []
            posts = [one for one in self._rooms[channel_id].posts(thread_ts) if one.seen_by(person)]
            return [shown(post) for post in (posts[-limit:] if limit else posts)]

    def unread(self, person: str) -> dict[str, int]:
        """By channel, how many messages of others are new to them; channels with none left out."""
        with self.lock:
            counts = {one.id: self._unread_in(person, one.id) for one in self.channels_of(person)}
        return {channel_id: count for channel_id, count in counts.items() if count}

    def _unread_in(self, person: str, channel_id: str) -> int:
        read = self._read_up_to.get((person, channel_id), "")
        new = self._rooms[channel_id].since(read)
        return sum(post.user != person and post.only_for is None for post in new)

    def mark_read(self, person: str, channel_id: str) -> None:
        with self.lock:
            newest = self._rooms[channel_id].newest if channel_id in self._rooms else ""
            if self._read_up_to.get((person, channel_id), "") < newest:
                self._read_up_to[person, channel_id] = newest
                self.touch()

    # Views

    def window(self, person: str, where: View | Home) -> Window:
        """The view that they act in. Raises NotThere."""
        window = (
            self.windows.home(person) if isinstance(where, Home) else self.windows.get(where.id)
        )
        if window is None or window.person != person:
            raise NotThere("view")
        return window

    def view_on_top(self, person: str) -> dict[str, Any] | None:
        """The modal they see, as Slack's API writes it, with `errors` (by block_id), `depth`
        (1 to 3: how many lie on each other) and `revision`."""
        with self.lock:
            stack = self.windows.stack(person)
            return self._seen(stack[-1], depth=len(stack)) if stack else None

    def home_view(self, person: str) -> dict[str, Any] | None:
        """Their App Home, in the same way; None where the app has published none."""
        with self.lock:
            home = self.windows.home(person)
            return self._seen(home, depth=0) if home else None

    def _seen(self, window: Window, depth: int) -> dict[str, Any]:
        return {
            **as_json(window, self.identity),
            "errors": dict(window.errors),
            "depth": depth,
            "revision": window.revision,
        }

    # What stands in inputs

    def blocks_at(self, person: str, where: Where) -> list[dict[str, Any]]:
        """Raises NotThere."""
        if isinstance(where, Message):
            return self.post_at(person, where.channel, where.ts).blocks
        return self.window(person, where).blocks

    def kept(self, person: str, where: Where) -> State:
        """What they have put into inputs there; to be changed under the lock."""
        if isinstance(where, Message):
            return self._kept.setdefault((person, where), {})
        return self.window(person, where).state

    def state_of(self, where: Where, person: str) -> State:
        """What stands in each input there, what it began with included. {} where it has gone."""
        with self.lock:
            try:
                return full_state(self.blocks_at(person, where), self.kept(person, where))
            except NotThere:
                return {}


__all__ = ["Home", "Message", "NotThere", "View", "Where", "Workspace"]
