"""Messages that may be questions: in the help channel, to Paydesk itself, where it is mentioned,
and in the threads of questions. Whatever Slack tells of them, and in whatever order."""

import html
import re
from collections.abc import Mapping
from typing import Any

from bot.people_languages import PeopleLanguages
from desk.access import STRANGER, Person
from desk.access_requests import role_of
from desk.context import Desk
from desk.help.agents import write_more
from desk.help.asked import CHANNEL, DIRECT, LONGEST, MENTION, PRIVATE, Heard
from desk.help.changes import edit, never_asked, withdraw
from desk.help.letters import letter
from desk.help.questions import ask
from desk.language import Language
from desk.letters import Letter, send
from desk.privacy import CARD_NUMBER, escape
from desk.settings import practice_settings
from desk.whispers import whisper
from rules.card_numbers import contains_card_number
from rules.help_state import CLOSED, OPEN, State
from rules.words import Sentence
from storage import help_messages, help_questions, members, practices
from storage.help_questions import Question
from storage.inbox import InboxRow
from storage.practices import Practice

WRITTEN, EDITED, DELETED, MENTIONED = "written", "edited", "deleted", "mentioned"
BY_A_PERSON = frozenset({None, "file_share", "thread_broadcast"})
"""Slack's subtypes of what somebody writes; the others tell of edits, deletions and the like."""
FOLLOWED = (OPEN | CLOSED) - {State.NOT_OURS}
"""What its asker writes in the thread of such a question is for the agents."""
LATE_MS = 15 * 60 * 1_000
"""Slack tells of a message within these: of one that was deleted sooner, it may yet come."""

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


class HelpMessages:
    """Does what messages ask for. Raises what calls to Slack raise, where Slack doesn't say who
    somebody is."""

    def __init__(self, desk: Desk, languages: PeopleLanguages) -> None:
        self._desk = desk
        self._languages = languages

    def wanted(self, practice: Practice, kept: Mapping[str, str]) -> bool:
        """Whether it stands where questions are asked, or belongs to one."""
        store, channel = self._desk.store, kept["channel"]
        if kept["direct"]:
            return True
        if channel == practice_settings(self._desk, practice).help_channel:
            return True
        if kept["thread"]:
            return help_questions.any_in_thread(store, practice.id, channel, kept["thread"])
        if kept["what"] == WRITTEN:
            return False
        return help_questions.by_message(store, practice.id, channel, kept["ts"]) is not None

    def handle(self, row: InboxRow) -> None:
        practice = practices.get(self._desk.store, row.practice_id)
        if practice is None or not row.body:
            return
        if row.body["what"] == DELETED:
            self._deleted(practice, row.body)
        elif self._is_ours(practice, row.body["user"]):
            self._heard(practice, row.body)
        elif row.body["what"] == MENTIONED or row.body["direct"]:
            self._tell(practice, row.body, STRANGER)

    def _deleted(self, practice: Practice, kept: Kept) -> None:
        channel, ts = kept["channel"], kept["ts"]
        if withdraw(self._desk, practice, channel, ts):
            return
        if float(ts) * 1_000 > self._desk.clock() - LATE_MS:
            never_asked(self._desk, practice, channel, ts)

    def _is_ours(self, practice: Practice, user: str) -> bool:
        member = members.find(self._desk.store, practice.id, user)
        return bool(member and member.locale) or self._languages.ask(practice, user) is not None

    def _heard(self, practice: Practice, kept: Kept) -> None:
        desk, channel, ts = self._desk, kept["channel"], kept["ts"]
        if kept["card"]:  # What was there before stays; it is taken over once the number is gone.
            self._tell(practice, kept, CARD_NUMBER)
            return
        role = role_of(desk, practice.id, kept["user"])
        person = Person(practice.id, kept["user"], role)
        if kept["what"] == EDITED and self._edited(practice, person, kept):
            return
        if help_messages.find(desk.store, practice.id, channel, ts) is not None:
            return
        if kept["thread"] and self._follows(practice, kept):
            return
        if heard := self._question(practice, kept):
            member = members.find(desk.store, practice.id, kept["user"])
            language = (member and member.language) or self._languages.locale(
                practice, member, kept["user"]
            )
            ask(desk, practice, person, heard, language)

    def _edited(self, practice: Practice, person: Person, kept: Kept) -> bool:
        where = (kept["channel"], kept["ts"], None, kept["text"])
        return edit(self._desk, practice, person, Heard(CHANNEL, *where, edited=kept["edited"]))

    def _follows(self, practice: Practice, kept: Kept) -> bool:
        """Whether the message belongs to a question that agents have, which has it then."""
        desk, channel = self._desk, kept["channel"]
        question = self._followed(practice, kept)
        if question is None:
            return False
        write_more(desk, practice, question, channel, kept["ts"], kept["text"])
        return True

    def _followed(self, practice: Practice, kept: Kept) -> Question | None:
        store, user, thread = self._desk.store, kept["user"], kept["thread"]
        found = help_questions.in_thread(
            store, practice.id, user, kept["channel"], thread, FOLLOWED
        )
        if found is None and kept["direct"]:
            below = help_questions.under_card(store, practice.id, user, PRIVATE, thread)
            found = below if below and below.state in FOLLOWED else None
        return found

    def _question(self, practice: Practice, kept: Kept) -> Heard | None:
        """As which it is asked; None: nobody asks Paydesk anything there."""
        channel, ts, thread = kept["channel"], kept["ts"], kept["thread"]
        where = (channel, ts, thread or ts, kept["text"])
        if not kept["text"]:
            return None
        if kept["direct"]:
            return Heard(DIRECT, *where, quiet=bool(thread), edited=kept["edited"])
        if kept["what"] == MENTIONED:
            return Heard(MENTION, *where)
        store = self._desk.store
        others = (kept["user"], channel, thread, frozenset(State))
        if thread and help_questions.in_thread(store, practice.id, *others) is None:
            return None
        return Heard(CHANNEL, *where, quiet=True, edited=kept["edited"])

    def _tell(self, practice: Practice, kept: Kept, sentence: Sentence) -> None:
        """Them alone, where they wrote it."""
        user, uid = kept["user"], f"message:{kept['channel']}:{kept['ts']}:{kept['what']}"

        def write(say: Language) -> Letter:
            return letter(escape(say.sentence(sentence), LONGEST))

        if kept["direct"]:
            send(self._desk, practice, user, uid, write)
        else:
            place = (kept["channel"], kept["thread"])
            whisper(self._desk, practice, user, place, uid, write)
