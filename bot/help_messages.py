"""Messages that may be questions: in the help channel, to Paydesk itself, where it is mentioned,
and in the threads of questions. Whatever Slack tells of them, and in whatever order."""

from collections.abc import Mapping

from bot.message_events import DELETED, EDITED, MENTIONED, WRITTEN, Kept
from bot.people_languages import PeopleLanguages
from commands.help.reply_views import hint_letter
from desk.access import STRANGER, Person
from desk.access_requests import role_of
from desk.context import Desk
from desk.help.agents import answer_in_thread
from desk.help.asked import AGENTS, CHANNEL, DIRECT, LONGEST, MENTION, PRIVATE, Heard
from desk.help.changes import edit, never_asked, withdraw
from desk.help.following import AGENTS_HAVE, follow, is_about_an_answer
from desk.help.letters import letter
from desk.help.questions import ask
from desk.language import Language
from desk.letters import Letter, Writer, send
from desk.privacy import CARD_NUMBER, escape
from desk.settings import practice_settings
from desk.whispers import whisper
from rules.help_state import GONE, OPEN, State
from rules.roles import Action, may
from rules.words import Sentence
from storage import help_messages, help_questions, members, practices
from storage.help_questions import Question
from storage.inbox import InboxRow
from storage.practices import Practice

LATE_MS = 15 * 60 * 1_000
"""Slack tells of a message within these: of one that was deleted sooner, it may yet come."""


RECENT_MS = 24 * 60 * 60 * 1_000
"""What somebody writes to Paydesk about an answer, outside its thread, is about one so recent."""
OTHERS = frozenset(State) - AGENTS_HAVE - GONE


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
        settings = practice_settings(self._desk, practice)
        if channel == settings.help_channel:
            return True
        if kept["thread"]:
            if channel == settings.agents_channel and self._on_agents_card(practice, kept):
                return True
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
        if self._is_about_another(practice, person, kept):
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

    def _is_about_another(self, practice: Practice, person: Person, kept: Kept) -> bool:
        """Whether the message belongs to a question that was asked before, which has it then."""
        desk, where = self._desk, (kept["channel"], kept["ts"], kept["text"])
        question = self._on_agents_card(practice, kept)
        if question is not None and kept["what"] == WRITTEN:
            self._hint(practice, person, question, kept)
            return True
        followed = self._followed(practice, kept)
        if followed is not None and follow(desk, practice, followed, *where):
            return True
        open_one = self._others(practice, kept)
        if open_one is None or not may(person.role, Action.ANSWER_QUESTIONS):
            return False
        return answer_in_thread(desk, practice, person, open_one, *where)

    def _followed(self, practice: Practice, kept: Kept) -> Question | None:
        """Their own, below which they write."""
        store, user, thread = self._desk.store, kept["user"], kept["thread"]
        if not thread:
            return self._recent(practice, kept)
        for states in (AGENTS_HAVE, OTHERS):
            where = (user, kept["channel"], thread, states)
            if found := help_questions.in_thread(store, practice.id, *where):
                return found
        if not kept["direct"]:
            return None
        below = help_questions.under_card(store, practice.id, user, PRIVATE, thread)
        return below if below and below.state not in GONE else None

    def _recent(self, practice: Practice, kept: Kept) -> Question | None:
        """To Paydesk itself, people write of an answer wherever they are."""
        if not kept["direct"] or not is_about_an_answer(kept["text"]):
            return None
        since = self._desk.clock() - RECENT_MS
        found = help_questions.newest_of(self._desk.store, practice.id, kept["user"], since)
        return found if found and found.state not in GONE else None

    def _others(self, practice: Practice, kept: Kept) -> Question | None:
        """What somebody else waits for an answer to, where this was written."""
        if not kept["thread"] or kept["direct"]:
            return None
        where = (kept["channel"], kept["thread"], OPEN)
        found = help_questions.newest_in_thread(self._desk.store, practice.id, *where)
        return found if found and found.asker != kept["user"] else None

    def _on_agents_card(self, practice: Practice, kept: Mapping[str, str]) -> Question | None:
        """The one in the thread of whose card it was written."""
        where = (AGENTS, kept["channel"], kept["thread"])
        return help_questions.of_card(self._desk.store, practice.id, *where) if where[2] else None

    def _hint(self, practice: Practice, person: Person, question: Question, kept: Kept) -> None:
        """Once to each who may answer: there, they write to one another."""
        if question.state in GONE or not may(person.role, Action.ANSWER_QUESTIONS):
            return
        uid = f"help:{question.uid}:hint:{kept['user']}"
        self._whisper(practice, kept, uid, lambda say: hint_letter(say, question, kept["text"]))

    def _question(self, practice: Practice, kept: Kept) -> Heard | None:
        """As which it is asked; None: nobody asks Paydesk anything there."""
        channel, ts, thread = kept["channel"], kept["ts"], kept["thread"]
        where = (channel, ts, thread or ts, kept["text"])
        if not kept["text"]:
            return None
        if kept["direct"]:
            return Heard(DIRECT, *where, offers=True, edited=kept["edited"])
        if kept["what"] == MENTIONED:
            return Heard(MENTION, *where)
        store = self._desk.store
        others = (kept["user"], channel, thread, frozenset(State))
        if not thread:
            return Heard(CHANNEL, *where, quiet=True, edited=kept["edited"])
        if help_questions.in_thread(store, practice.id, *others) is None:
            return None
        return Heard(CHANNEL, *where, offers=True, edited=kept["edited"])

    def _tell(self, practice: Practice, kept: Kept, sentence: Sentence) -> None:
        """Them alone, where they wrote it."""
        uid = f"message:{kept['channel']}:{kept['ts']}:{kept['what']}"

        def write(say: Language) -> Letter:
            return letter(escape(say.sentence(sentence), LONGEST))

        self._whisper(practice, kept, uid, write)

    def _whisper(self, practice: Practice, kept: Kept, uid: str, write: Writer) -> None:
        if kept["direct"]:
            send(self._desk, practice, kept["user"], uid, write)
        else:
            place = (kept["channel"], kept["thread"])
            whisper(self._desk, practice, kept["user"], place, uid, write)
