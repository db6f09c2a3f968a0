"""Which language each person's Slack speaks, and what it calls them. Payloads don't say: users.info
does, once."""

import logging
from collections.abc import Mapping
from typing import Any

from bot.installations import Installations
from bot.slack_replies import TROUBLE
from desk.context import Desk
from desk.privacy import plain
from storage import members, practices
from storage.failures import StoreDown
from storage.members import Member
from storage.practices import Practice

log = logging.getLogger("paydesk.slack")

ASK_AGAIN_AFTER_MS = 60 * 60 * 1000
"""After Slack could not tell, the practice's language is used that long."""
ASK_SECONDS = 1
LONGEST_NAME = 80


class PeopleLanguages:
    """The locale that Slack shows a person, kept in the store and refreshed on user_change."""

    def __init__(self, desk: Desk, installations: Installations) -> None:
        self._desk = desk
        self._installations = installations
        self._not_before: dict[tuple[int, str], int] = {}

    def locale(self, practice: Practice, member: Member | None, user: str) -> str:
        """The person's locale ("fr-CA"), else the practice's language."""
        if member is not None and member.locale:
            return member.locale
        key = (practice.id, user)
        if self._desk.clock() >= self._not_before.get(key, 0):
            if locale := self._refresh(practice, user):
                return locale
            self._not_before[key] = self._desk.clock() + ASK_AGAIN_AFTER_MS
        return practice.language

    def refresh_known(self, practice_id: int, user: str) -> None:
        """The person changed something in Slack: ask again, if we ever talked to them."""
        if members.find(self._desk.store, practice_id, user) is not None:
            self._not_before.pop((practice_id, user), None)
            practice = practices.get(self._desk.store, practice_id)
            if practice is not None:
                self._refresh(practice, user)

    def ask(self, practice: Practice, user: str) -> str | None:
        """The locale that Slack names now, remembered; "" where it names none, and None where the
        person is of another organisation. Raises TROUBLE if Slack could not tell in time."""
        client = self._installations.client(practice.id)
        client.timeout = ASK_SECONDS
        answer = client.users_info(user=user, include_locale=True)
        told = answer.get("user") or {}
        if told.get("team_id", practice.slack_team) != practice.slack_team:
            return None
        locale = str(told.get("locale") or "")
        if locale:
            self.remember(practice.id, user, locale, name_in(told))
        return locale

    def _refresh(self, practice: Practice, user: str) -> str | None:
        try:
            return self.ask(practice, user)
        except TROUBLE as error:
            log.warning("the person's language is not known", extra={"error": type(error).__name__})
            return None

    def remember(self, practice_id: int, user: str, locale: str, name: str = "") -> None:
        """A look-up must not fail because its reader's language can't be kept."""
        now, store = self._desk.clock(), self._desk.store
        try:
            members.remember_locale(store, practice_id, user, locale[:20], now, name or None)
        except StoreDown as away:
            log.warning("a person's language was not kept", extra={"error": str(away)})


def name_in(told: Mapping[str, Any]) -> str:
    """What Slack's description of a person calls them; "" where it says nothing."""
    profile = told.get("profile") or {}
    named = told.get("real_name") or profile.get("real_name") or told.get("name") or ""
    return plain(str(named), LONGEST_NAME)
