"""Who sees what has become of a question: in the transaction in which it became so.

The answer, the asker's own card and the agents' cards are each posted once and edited in place.
Edits notify nobody, so what somebody waits for goes into the thread as well.
"""

from desk.cards import line, show_wanted
from desk.channels import AGENTS_CHANNEL
from desk.context import Desk
from desk.help.asked import AGENTS, ANSWER, BEFORE_ALL, DIRECT, PRIVATE, place_of
from desk.language import language_of
from desk.letters import Writer
from desk.settings import practice_settings
from storage import cards, members
from storage.cards import Card
from storage.help_questions import Question
from storage.practices import Practice


def show(desk: Desk, practice: Practice, question: Question) -> None:
    """Everywhere, as it is now."""
    if question.source in BEFORE_ALL:
        _show(desk, question, ANSWER, question.channel, thread=question.thread)
    elif question.source == DIRECT:
        _show(desk, question, ANSWER, question.asker, thread=question.thread)
    kind, recipient = place_of(question)
    if kind == PRIVATE and (question.source in BEFORE_ALL or question.handed_over_at is not None):
        _show(desk, question, PRIVATE, recipient)
    if question.handed_over_at is not None:
        for one in agents_of(desk, practice, question):
            _show(desk, question, AGENTS, one)


def agents_of(desk: Desk, practice: Practice, question: Question) -> list[str]:
    """Who has its card, or gets it: the agents' channel, or where none is set up, the owners."""
    known = cards.of_key(desk.store, practice.id, AGENTS, question.uid)
    if known:
        return [one.recipient for one in known]
    channel = getattr(practice_settings(desk, practice), AGENTS_CHANNEL)
    owners = members.owners(desk.store, practice.id)
    return [channel] if channel else [one.slack_user for one in owners]


def tell_asker(desk: Desk, question: Question, uid: str, write: Writer) -> None:
    """A line where they asked, in their language; once for each `uid`."""
    kind, recipient = place_of(question)
    card = cards.find(desk.store, question.practice_id, kind, question.uid, recipient)
    if card is not None:
        line(desk, card, uid, write(language_of(question.language)))


def tell_agents(
    desk: Desk, practice: Practice, question: Question, uid: str, write: Writer
) -> None:
    """A line in the thread of each of their cards, in the practice's language."""
    for card in cards.of_key(desk.store, practice.id, AGENTS, question.uid):
        line(desk, card, f"{uid}:{card.id}", write(language_of(practice.language)))


def _show(
    desk: Desk, question: Question, kind: str, recipient: str, thread: str | None = None
) -> None:
    person = None if kind == AGENTS else question.asker
    which = (0, question.practice_id, kind, question.uid, recipient, question.version, person)
    show_wanted(desk, Card(*which, thread=thread))
