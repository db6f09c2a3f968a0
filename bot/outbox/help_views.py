"""What makes the cards of questions: the answer, the asker's own, and the agents'."""

from collections.abc import Callable, Mapping

from commands.help.agent_views import agents_card
from commands.help.question_views import answer_card, private_card
from commands.replies import Message
from desk.context import Desk
from desk.help.asked import AGENTS, ANSWER, PRIVATE
from storage import help_questions, practices
from storage.help_questions import Question
from storage.practices import Practice

Maker = Callable[[Desk, Practice, Question], Message]
_MAKERS: Mapping[str, Maker] = {ANSWER: answer_card, PRIVATE: private_card, AGENTS: agents_card}


def help_cards(desk: Desk) -> Mapping[str, "HelpCards"]:
    """By the kind that rows name."""
    return {kind: HelpCards(desk, make) for kind, make in _MAKERS.items()}


class HelpCards:
    """A bot.outbox.rendering.Cards; keys are questions' uids."""

    def __init__(self, desk: Desk, make: Maker) -> None:
        self._desk = desk
        self._make = make

    def __call__(self, practice_id: int, key: str) -> Message | None:
        practice = practices.get(self._desk.store, practice_id)
        question = help_questions.by_uid(self._desk.store, practice_id, key)
        return self._make(self._desk, practice, question) if practice and question else None
