"""A question as its asker sees it: the answer, whom they wait for, and what became of it."""

from collections.abc import Iterator

from commands.blocks import actions, context, mention, section
from commands.help.answer_views import answer_blocks, answer_text, talk_button
from commands.help.views import commands_words
from commands.replies import Block, Message
from desk.access import Person
from desk.access_requests import role_of
from desk.context import Desk
from desk.help.answers import Answer
from desk.help.asked import BEFORE_ALL, DIRECT
from desk.help.courtesy import Courtesy, courtesy_of
from desk.help.letters import quoted
from desk.help.questions import answer_given, rating_of
from desk.help.wishes import wants_a_person
from desk.language import Language, language_of
from rules.help_state import GONE, State
from rules.roles import Role
from storage.help_questions import Question
from storage.practices import Practice


def answer_card(desk: Desk, practice: Practice, question: Question) -> Message:
    """Where it was asked, as it is now. Others may read there."""
    say = language_of(question.language)
    if question.state in GONE:
        return _message(_gone_words(say, question))
    if question.private and question.source in BEFORE_ALL:
        who = mention(question.asker)
        said = say("{person}, this is about a client, so your answer is not here.", person=who)
        where = say("It stands in your direct messages with Paydesk.")
        return _message(f"{said} {where}")
    return answered_message(desk, practice, question)


def private_card(desk: Desk, practice: Practice, question: Question) -> Message:
    """To the asker alone: the answer that others must not see, or the thread in which a person
    answers what was asked in private."""
    say = language_of(question.language)
    if question.state in GONE:
        return _message(_gone_words(say, question))
    asked = section(f"{say('You asked:')}\n{quoted(question.text)}")
    if question.source in BEFORE_ALL:
        answered = answered_message(desk, practice, question)
        return Message(answered.text, [asked, *answered.blocks])
    words = list(_state_words(say, question))
    return Message(" ".join([say("You asked:"), *words]), [asked, *map(context, words)])


def answered_message(desk: Desk, practice: Practice, question: Question) -> Message:
    """What Paydesk says to it, with what its asker thought of that."""
    say = language_of(question.language)
    role = role_of(desk, practice.id, question.asker)
    person = Person(practice.id, question.asker, role)
    said = answer_given(desk, practice, person, question)
    rating = rating_of(desk, question, question.asker)
    seen_by = None if question.source in BEFORE_ALL and not question.private else role
    words = list(_state_words(say, question))
    if wants_a_person(question.text):
        return _for_a_person(say, question, words)
    if _found_nothing(said) and (polite := courtesy_of(question.text)):
        return _polite(say, polite, role, in_full=question.source == DIRECT)
    blocks = answer_blocks(say, said, question.uid, rating, seen_by)
    if _found_nothing(said):
        blocks = _without_answer(say, question, blocks, role)
    return Message(answer_text(say, said), [*blocks, *map(context, words)])


def _for_a_person(say: Language, question: Question, words: list[str]) -> Message:
    """No article answers who wants a person."""
    if question.handed_over_at is not None:
        return Message(" ".join(words), [*map(section, words)])
    text = say("A person can answer you.")
    return Message(text, [section(text), actions(talk_button(say, question.uid))])


def _found_nothing(said: Answer) -> bool:
    return said.article is None and not said.computed


def _polite(say: Language, polite: Courtesy, role: Role, *, in_full: bool) -> Message:
    """To who greets or thanks. `in_full`: with what can be typed, to who greets Paydesk itself."""
    if polite is Courtesy.THANKS:
        return _message(say("You’re welcome!"))
    hello = say("Hello! Ask me anything about billing.")
    more = [section(commands_words(say, role))] if in_full else []
    return Message(hello, [section(hello), *more])


def _without_answer(
    say: Language, question: Question, blocks: list[Block], role: Role
) -> list[Block]:
    """Once a person is to answer, there is nothing to press."""
    if question.handed_over_at is not None:
        return blocks[:1]
    if question.source == DIRECT:
        return [*blocks[:1], section(commands_words(say, role)), *blocks[1:]]
    return blocks


def _state_words(say: Language, question: Question) -> Iterator[str]:
    """Whom the asker waits for."""
    agent = mention(question.agent) if question.agent else ""
    match State(question.state):
        case State.WAITING:
            yield say("⏳ A person will answer you here.")
        case State.TAKEN:
            yield say("👀 {person} is looking at your question.", person=agent)
        case State.REPLIED:
            yield say("💬 {person} has answered you here.", person=agent)
        case State.RESOLVED | State.NOT_OURS | State.SILENT:
            yield say("✅ This question is closed.")


def _gone_words(say: Language, question: Question) -> str:
    if question.state == State.ERASED:
        return say("This question and its answer were erased with a client’s data.")
    return say("The question was deleted, and its answer with it.")


def _message(text: str) -> Message:
    return Message(text, [section(text)])
