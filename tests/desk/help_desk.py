"""A help desk: people who ask, agents who answer, and what each of them is shown."""

import json
from dataclasses import dataclass
from typing import Any

from bot.help_clock import tell_due_questions
from bot.outbox.help_views import help_cards
from commands.replies import Message
from desk.access import Person
from desk.access_requests import role_of
from desk.context import Desk
from desk.help import agents
from desk.help.asked import AGENTS, ANSWER, CHANNEL, PRIVATE, Heard
from desk.help.following import write_more
from desk.help.questions import ask
from desk.settings import change
from storage import cards, help_questions
from storage.help_questions import Question
from storage.models import Outbox
from storage.practices import Practice
from tests.support.blockcheck import elements, faults_in_message
from tests.support.cast import FLORENCE, OLIVIA, FrozenClock

HELP, OURS = "C0HELP", "C0AGENTS"
SEPA = "Combien coûte un prélèvement SEPA ?"
"""What an article answers."""
HOUR = 60 * 60 * 1_000


def all_text(message: Message) -> str:
    """Everything that can be read in it."""
    found = faults_in_message(message.text, message.blocks)
    assert not found, found
    texts = [one["text"] for one in elements(message.blocks) if isinstance(one.get("text"), str)]
    return "\n".join([message.text, *texts])


@dataclass
class HelpDesk:
    desk: Desk
    practice: Practice
    clock: FrozenClock
    count: int = 0

    def set_up(self, **settings: Any) -> None:
        for name, value in settings.items():
            change(self.desk, self.person(OLIVIA), self.practice, name, value)

    def person(self, user: str) -> Person:
        return Person(self.practice.id, user, role_of(self.desk, self.practice.id, user))

    def asks(self, user: str = FLORENCE, text: str = SEPA, **more: Any) -> Question:
        self.count += 1
        ts = more.pop("ts", f"{self.count}.1")
        usual = {"source": CHANNEL, "channel": HELP, "ts": ts, "thread": ts, "text": text}
        heard = Heard(**{**usual, **more})
        asked = ask(self.desk, self.practice, self.person(user), heard, "fr-FR")
        assert asked is not None
        return asked

    def handed_over(self, **more: Any) -> Question:
        question = self.asks(**more)
        return agents.ask_a_person(
            self.desk, self.practice, self.person(question.asker), question.uid
        )

    def now(self, question: Question) -> Question:
        found = help_questions.by_uid(self.desk.store, self.practice.id, question.uid)
        assert found is not None
        return found

    def replies(self, user: str, question: Question, text: str, window: str = "V1") -> Question:
        return agents.reply(self.desk, self.practice, self.person(user), question.uid, text, window)

    def writes(self, question: Question, text: str, ts: str = "9.9") -> bool:
        return write_more(self.desk, self.practice, question, HELP, ts, text)

    def tells_due(self) -> int:
        """How many questions somebody was told of."""
        return tell_due_questions(self.desk)

    def readers(self, question: Question, kind: str) -> list[str]:
        """Who has a card of it."""
        known = cards.of_key(self.desk.store, self.practice.id, kind, question.uid)
        return [one.recipient for one in known]

    def shows(self, question: Question, kind: str = ANSWER) -> str:
        """What stands on its card at this moment."""
        message = help_cards(self.desk)[kind](self.practice.id, question.uid)
        assert message is not None
        return all_text(message).replace("\u00a0", " ").replace("\u202f", " ")

    def card_json(self, question: Question) -> str:
        """The agents' card as Slack gets it."""
        message = help_cards(self.desk)[AGENTS](self.practice.id, question.uid)
        assert message is not None
        return json.dumps(message.blocks)

    def told(self, question: Question, kind: str) -> list[str]:
        """The lines in the threads of its cards."""
        known = cards.of_key(self.desk.store, self.practice.id, kind, question.uid)
        ids = {str(one.id) for one in known}
        query = Outbox.select().where(Outbox.kind == "slack_thread").order_by(Outbox.id)
        rows = [row for row in self.desk.store.select(query) if row["recipient"] in ids]
        return [json.loads(row["payload"])["text"] for row in rows]

    def letters(self, reader: str) -> list[str]:
        query = Outbox.select().where(Outbox.kind == "slack_post", Outbox.recipient == reader)
        rows = self.desk.store.select(query.order_by(Outbox.id))
        return [json.loads(row["payload"])["text"] for row in rows]


__all__ = ["AGENTS", "ANSWER", "HELP", "HOUR", "OURS", "PRIVATE", "SEPA", "HelpDesk", "all_text"]
