"""Slack's events: written down before they are acknowledged, each of them done once."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.help_messages import HelpMessages
from bot.installations import Installations
from bot.message_events import keep_mention, keep_message
from bot.people_languages import PeopleLanguages
from desk.board import open_at_first_page
from desk.context import Desk
from storage import inbox, members
from storage.inbox import InboxRow
from storage.practices import Practice

log = logging.getLogger("paydesk.slack")

SOURCE = "slack"


@dataclass(frozen=True)
class EventHandler:
    """What is kept of an event, and what is done with it later.

    `keep` gives None for events of that name that nothing is to be done about. `wanted` says
    whether one is the practice's business. `forgets`: once it is dealt with, nothing of it is kept.
    """

    keep: Callable[[Mapping[str, Any]], dict[str, str] | None]
    handle: Callable[[InboxRow], None]
    wanted: Callable[[Practice, Mapping[str, str]], bool] = lambda _, __: True
    forgets: bool = False


def handlers(desk: Desk, languages: PeopleLanguages) -> dict[str, EventHandler]:
    """Each event that has a handler, by Slack's name for it."""

    def user_changed(row: InboxRow) -> None:
        left = desk.clock() if row.body["left"] else None
        members.set_disabled(desk.store, row.practice_id, row.body["user"], left)
        if left is None:
            languages.refresh_known(row.practice_id, row.body["user"])

    def home_opened(row: InboxRow) -> None:
        open_at_first_page(desk, row.practice_id, row.body["user"])

    def knows(practice: Practice, kept: Mapping[str, str]) -> bool:
        """What happens to people whom Paydesk never met is none of its business."""
        return members.find(desk.store, practice.id, kept["user"]) is not None

    asked = HelpMessages(desk, languages)
    return {
        "app_home_opened": EventHandler(keep=_who_opened_home, handle=home_opened),
        "app_mention": EventHandler(keep_mention, asked.handle, forgets=True),
        "message": EventHandler(keep_message, asked.handle, asked.wanted, forgets=True),
        "user_change": EventHandler(keep=_who_changed, handle=user_changed, wanted=knows),
    }


def _who_changed(event: Mapping[str, Any]) -> dict[str, str] | None:
    """Whom it is about, and whether they have left the workspace."""
    user = event.get("user") or {}
    return {"user": str(user["id"]), "left": "yes" if user.get("deleted") else ""} if user else None


def _who_opened_home(event: Mapping[str, Any]) -> dict[str, str] | None:
    """The same event tells of the Messages tab, which is none of our business."""
    user = event.get("user")
    return {"user": str(user)} if user and event.get("tab") == "home" else None


class EventIntake:
    """Takes events in. Slack sends them again until it hears that they arrived."""

    def __init__(
        self, desk: Desk, installations: Installations, known: Mapping[str, EventHandler]
    ) -> None:
        self._desk = desk
        self._installations = installations
        self._known = known

    def is_event(self, body: Mapping[str, Any]) -> bool:
        return body.get("type") == "event_callback"

    def take_in(self, body: Mapping[str, Any]) -> bool:
        """Write the event down, if it is new and somebody's business. Whether Slack may forget it:
        False where the store could not be written to."""
        try:
            self._write_down(body)
        except Exception:
            log.exception("an event could not be taken in")
            return False
        return True

    def _write_down(self, body: Mapping[str, Any]) -> None:
        event = body.get("event") or {}
        handler = self._known.get(str(event.get("type")))
        if handler is None or not body.get("event_id"):
            return
        kept = handler.keep(event)
        practice = self._installations.practice(str(body.get("team_id")))
        if kept is None or practice is None:
            return
        if not handler.wanted(practice, kept):
            return
        inbox.receive(
            self._desk.store,
            practice.id,
            source=SOURCE,
            dedupe_key=str(body["event_id"])[:200],
            kind=str(event["type"]),
            body=kept,
            now=self._desk.clock(),
        )
