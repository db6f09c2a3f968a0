"""Messages: how they are kept, who sees them, and how Slack writes them."""

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.people import Identity

Block = dict[str, Any]


@dataclass
class Post:
    """One message. `only_for`: an ephemeral one, which only that person sees."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    thread_ts: str | None = None
    only_for: str | None = None
    edited: str | None = None
    by_app: bool = False
    files: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    metadata: dict[str, Any] | None = None
    subtype: str | None = None
    reply_count: int = 0
    last_reply: str | None = None
    repliers: list[str] = field(default_factory=list)
    revision: int = 0
    """The workspace's version when this last changed."""

    def seen_by(self, person: str) -> bool:
        return self.only_for is None or self.only_for == person


@dataclass(frozen=True)
class Shown:
    """A message as one person sees it. Equal `revision`, equal looks."""

    ts: str
    user: str
    text: str
    blocks: list[Block]
    ephemeral: bool
    edited: bool
    by_app: bool
    thread_ts: str | None
    thread_count: int
    last_reply: str | None
    files: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    reactions: dict[str, list[str]]
    subtype: str | None
    revision: int


def shown(post: Post) -> Shown:
    return Shown(
        ts=post.ts,
        user=post.user,
        text=post.text,
        blocks=post.blocks,
        ephemeral=post.only_for is not None,
        edited=post.edited is not None,
        by_app=post.by_app,
        thread_ts=post.thread_ts,
        thread_count=post.reply_count,
        last_reply=post.last_reply,
        files=post.files,
        attachments=post.attachments,
        reactions={name: list(users) for name, users in post.reactions.items()},
        subtype=post.subtype,
        revision=post.revision,
    )


class Room:
    """The messages of one channel, by ts and in order; threads aside."""

    def __init__(self) -> None:
        self._by_ts: dict[str, Post] = {}
        self._lists: dict[str | None, list[Post]] = {None: []}

    def add(self, post: Post) -> None:
        """`post` is newer than all others."""
        self._by_ts[post.ts] = post
        self._lists.setdefault(post.thread_ts, []).append(post)
        root = self._by_ts.get(post.thread_ts or "")
        if root is not None and post.only_for is None:
            root.reply_count += 1
            root.last_reply = post.ts
            if post.user not in root.repliers:
                root.repliers.append(post.user)

    def get(self, ts: str) -> Post | None:
        return self._by_ts.get(ts)

    def remove(self, post: Post) -> None:
        del self._by_ts[post.ts]
        self._lists[post.thread_ts].remove(post)
        root = self._by_ts.get(post.thread_ts or "")
        if root is not None and post.only_for is None:
            root.reply_count -= 1

    def posts(self, thread_ts: str | None = None) -> list[Post]:
        """The channel's own messages, or a thread with the message that it hangs from."""
        root = self._by_ts.get(thread_ts or "")
        replies = self._lists.get(thread_ts, [])
        return [root, *replies] if root is not None else list(replies)

    @property
    def newest(self) -> str:
        """The ts of the channel's own newest message; "" where there is none."""
        return self._lists[None][-1].ts if self._lists[None] else ""

    def everything(self) -> list[Post]:
        """Threads and ephemeral ones included, oldest first."""
        return list(self._by_ts.values())

    def since(self, ts: str) -> Iterator[Post]:
        """The channel's own messages that are newer than `ts`."""
        own = self._lists[None]
        yield from own[bisect.bisect_right(own, ts, key=lambda post: post.ts) :]

    def ephemerals_of(self, person: str) -> list[Post]:
        return [post for post in self._by_ts.values() if post.only_for == person]


def as_json(post: Post, identity: Identity) -> dict[str, Any]:
    """The message as Slack's API and payloads write it."""
    written: dict[str, Any] = {"type": "message", "user": post.user, "ts": post.ts}
    written |= {"text": post.text, "team": identity.team}
    if post.by_app:
        written |= {
            "bot_id": identity.bot,
            "app_id": identity.app,
            "bot_profile": profile(identity),
        }
    optional = {
        "subtype": post.subtype,
        "blocks": post.blocks,
        "thread_ts": post.thread_ts or (post.ts if post.reply_count else None),
        "attachments": post.attachments,
        "files": post.files,
        "metadata": post.metadata,
        "edited": {"user": post.user, "ts": post.edited} if post.edited else None,
        "reactions": [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in post.reactions.items()
        ],
    }
    written |= {name: value for name, value in optional.items() if value}
    return written | _thread_facts(post)


def _thread_facts(post: Post) -> dict[str, Any]:
    if not post.reply_count:
        return {}
    return {
        "reply_count": post.reply_count,
        "reply_users": post.repliers[:5],
        "reply_users_count": len(post.repliers),
        "latest_reply": post.last_reply,
        "subscribed": False,
    }


def profile(identity: Identity) -> dict[str, Any]:
    """The app as messages carry it."""
    return {
        "id": identity.bot,
        "app_id": identity.app,
        "user_id": identity.bot_user,
        "name": identity.app_name,
        "icons": {},
        "deleted": False,
        "updated": 1700000000,
        "team_id": identity.team,
    }
