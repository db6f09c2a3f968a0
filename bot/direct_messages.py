"""Answers whoever writes to Paydesk. What they wrote is not kept: who it was is enough."""

from collections.abc import Mapping
from typing import Any

from bot.people_languages import PeopleLanguages
from bot.surfaces import sentence_message
from commands.help.views import help_letter
from desk.access import STRANGER
from desk.access_requests import role_of
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter, send
from desk.privacy import CARD_NUMBER
from rules.card_numbers import contains_card_number
from rules.words import Sentence
from storage import members, practices
from storage.inbox import InboxRow

BY_A_PERSON = frozenset({None, "file_share"})
"""Slack's subtypes of what somebody writes; the others tell of edits, deletions and the like."""


def who_wrote(event: Mapping[str, Any]) -> dict[str, str] | None:
    """Who it was, and whether a card number was in it; None for any other message."""
    user = event.get("user")
    if event.get("channel_type") != "im" or event.get("subtype") not in BY_A_PERSON:
        return None
    if not user or event.get("bot_id"):
        return None
    has_card = contains_card_number(str(event.get("text") or ""))
    return {"user": str(user), "card": "yes" if has_card else ""}


def answer(desk: Desk, languages: PeopleLanguages, row: InboxRow) -> None:
    """One answer to each message. Raises what calls to Slack raise, where Slack doesn't say who
    it is."""
    practice = practices.get(desk.store, row.practice_id)
    if practice is None:
        return
    user = row.body["user"]
    member = members.find(desk.store, practice.id, user)
    is_known = bool(member and member.locale) or languages.ask(practice, user) is not None
    role = role_of(desk, practice.id, user)

    def write(say: Language) -> Letter:
        if not is_known:
            return _sentence(say, STRANGER)
        return _sentence(say, CARD_NUMBER) if row.body["card"] else help_letter(say, role)

    send(desk, practice, user, f"message:{row.dedupe_key}", write)


def _sentence(say: Language, sentence: Sentence) -> Letter:
    message = sentence_message(say.sentence(sentence))
    return {"text": message.text, "blocks": message.blocks}
