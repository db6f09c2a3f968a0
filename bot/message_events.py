"""What Slack tells of messages, in one shape: who did what to which of them."""

import html
import re
from collections.abc import Mapping
from typing import Any

from desk.help.asked import LONGEST
from rules.card_numbers import contains_card_number

WRITTEN, EDITED, DELETED, MENTIONED = "written", "edited", "deleted", "mentioned"
BY_A_PERSON = frozenset({None, "file_share", "thread_broadcast"})
"""Slack's subtypes of what somebody writes; the others tell of edits, deletions and the like."""
Kept = dict[str, str]

_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_CALLED = re.compile(r"\A(?:\s*<@[A-Z0-9]+(?:\|[^>]*)?>[\s,:]*)+")


def keep_message(event: Mapping[str, Any]) -> Kept | None:
    """What was done to which message; None for what no person did."""
    match event.get("subtype"):
        case "message_changed":
            return _changed(event)
        case "message_deleted":
            return _kept(DELETED, event, _part(event, "previous_message"), event.get("deleted_ts"))
        case subtype if subtype in BY_A_PERSON:
            return _kept(WRITTEN, event, event, event.get("ts"))
    return None


def keep_mention(event: Mapping[str, Any]) -> Kept | None:
    return _kept(MENTIONED, event, event, event.get("ts"))


def _changed(event: Mapping[str, Any]) -> Kept | None:
    """A message with a thread that is deleted leaves a tombstone. Where Slack only adds to what a
    link shows, nothing has changed."""
    now, before = _part(event, "message"), _part(event, "previous_message")
    if now.get("subtype") == "tombstone":
        return _kept(DELETED, event, before or now, now.get("ts"))
    if now.get("text") == before.get("text"):
        return None
    return _kept(EDITED, event, now, now.get("ts"))


def _kept(what: str, event: Mapping[str, Any], message: Mapping[str, Any], ts: Any) -> Kept | None:
    """Nothing of what bots and Paydesk itself write, and no card number."""
    user, channel = message.get("user"), event.get("channel")
    if not (user and channel and ts) or message.get("bot_id"):
        return None
    text = str(message.get("text") or "")
    has_card = what != DELETED and contains_card_number(text)
    thread = str(message.get("thread_ts") or "")
    return {
        "what": what,
        "user": str(user),
        "channel": str(channel),
        "ts": str(ts),
        "thread": "" if thread == ts else thread,
        "direct": "yes" if event.get("channel_type") == "im" else "",
        "edited": str(_part(message, "edited").get("ts") or "") if what == EDITED else "",
        "card": "yes" if has_card else "",
        "text": "" if has_card or what == DELETED else readable(text)[:LONGEST],
    }


def _part(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = event.get(name)
    return part if isinstance(part, Mapping) else {}


def readable(text: str) -> str:
    """What somebody wrote, without Slack's marks, and without the name of whom they call."""
    return html.unescape(_REFERENCE.sub(_as_read, _CALLED.sub("", text))).strip()


def _as_read(found: "re.Match[str]") -> str:
    sign, what, label = found.groups()
    return f"{sign}{label or what}" if sign in ("@", "#") else label or what
