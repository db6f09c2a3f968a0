"""Questions of the help channel on a wide page: those that agents may read, and one with its story.

What was asked in private stays with who asked it, until it is handed over.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from desk.access import Person, authorize
from desk.context import Desk
from desk.help.asked import BEFORE_ALL
from desk.help.questions import BAD, GOOD, gone
from desk.help.shelf import library_of
from desk.settings import practice_settings
from rules.help_state import State
from rules.roles import Action
from storage import help_lists, help_messages, help_questions
from storage.help_lists import Wanted
from storage.help_messages import Message
from storage.help_questions import Question
from storage.practices import Practice

HELPED, NOT_HELPED = "helped", "not-helped"


@dataclass(frozen=True)
class Around:
    """`titles` of articles by their names; `helped`: by the question's id, HELPED or NOT_HELPED,
    of those of which anybody said so."""

    titles: Mapping[str, str]
    helped: Mapping[int, str]
    time_zone: str


@dataclass(frozen=True)
class Story:
    """`written`: what came after it, the oldest first."""

    question: Question
    written: Sequence[Message]
    around: Around


def wanted(states: Collection[str], text: str, *, gaps: bool) -> Wanted:
    return Wanted(BEFORE_ALL, states, text, gaps)


def rows(
    desk: Desk, person: Person, wish: Wanted, after: int | None, before: int | None, limit: int
) -> Sequence[Question]:
    """Those after or before one, the newest first."""
    authorize(person, Action.ANSWER_QUESTIONS)
    places = {"after": after, "before": before}
    return help_lists.page(desk.store, person.practice_id, wish, **places, limit=limit)


def count(desk: Desk, person: Person, wish: Wanted, most: int) -> int:
    """How many there are; `most` for as many or more."""
    authorize(person, Action.ANSWER_QUESTIONS)
    return help_lists.count(desk.store, person.practice_id, wish, most)


def around(
    desk: Desk, practice: Practice, person: Person, found: Sequence[Question], language: str
) -> Around:
    """Titles in that language, where an article is written in it."""
    authorize(person, Action.ANSWER_QUESTIONS)
    library = library_of(desk, practice)
    names = {name for one in found for name in one.articles}
    rated = help_messages.ratings(desk.store, practice.id, [one.id for one in found])
    helped = {one.id: said for one in found if (said := _helped(one, rated.get(one.id, {})))}
    titles = {name: library.article(name, language).title for name in names if library.has(name)}
    return Around(titles, helped, practice_settings(desk, practice).time_zone)


def story(desk: Desk, practice: Practice, person: Person, uid: str, language: str) -> Story:
    """Refusal where agents don't see it."""
    authorize(person, Action.ANSWER_QUESTIONS)
    question = help_questions.by_uid(desk.store, practice.id, uid)
    if question is None or not _for_agents(question):
        raise gone()
    written = help_messages.of_question(desk.store, practice.id, question.id)
    return Story(question, written, around(desk, practice, person, [question], language))


def _for_agents(question: Question) -> bool:
    before_all = question.source in BEFORE_ALL and not question.private
    return question.handed_over_at is not None or before_all


def _helped(question: Question, rated: Mapping[str, int]) -> str:
    """What its asker did tells more than how others rate it."""
    if question.state == State.HELPED or rated.get(GOOD, 0) > rated.get(BAD, 0):
        return HELPED
    return NOT_HELPED if rated.get(BAD, 0) else ""
