"""What agents do with a question that was handed over.

One of them has it at a time. Only what they send as a reply reaches the asker, or what they write
where it was asked.
"""

from desk.access import Person, authorize
from desk.context import Desk
from desk.help.asked import LONGEST
from desk.help.letters import letter, line_of, mention, quoted
from desk.help.moving import hand_over, moved, written
from desk.help.news import tell_agents, tell_asker
from desk.help.questions import gone, named
from desk.help.waiting import replied_values, waiting_values
from desk.language import Language
from desk.letters import Letter
from desk.privacy import cut, refuse_card_numbers
from rules.help_state import AGENTS_TURN, OPEN, State, What
from rules.roles import Action, Role
from rules.words import Refusal, refuse, sentence
from storage import help_questions
from storage.help_questions import Question
from storage.practices import Practice

BUSY = sentence("Somebody else has this question already.")
REPLY = "help_reply"
"""The field of the reply's form; and what stands in the place of a channel where it is kept."""
ATTACHED = "📎"
"""Stands for a message that is a file alone."""


class Busy(Refusal):
    """Another agent has it. Where names can be shown, `agent` says who."""

    def __init__(self, agent: str) -> None:
        super().__init__(BUSY)
        self.agent = agent


def ask_a_person(desk: Desk, practice: Practice, person: Person, uid: str) -> Question:
    """Who asked wants somebody to answer. A second time it is as it was."""
    question = named(desk, practice, uid)
    if question.asker != person.slack_user:
        raise refuse("Only who asked can hand this question over. Ask yours in the same way.")
    return hand_over(desk, practice, uid) or question


def take(desk: Desk, practice: Practice, person: Person, uid: str) -> Question:
    """The person has it from now on; refused where somebody else does."""
    authorize(person, Action.ANSWER_QUESTIONS)
    with desk.store.transaction():
        question = _locked(desk, practice, uid)
        if question.agent == person.slack_user and question.state in OPEN:
            return question
        taken = moved(desk, practice, uid, What.TAKE, agent=person.slack_user)
        if taken is None:
            raise _busy(question)
    return taken


def let_go(desk: Desk, practice: Practice, person: Person, uid: str) -> Question:
    """Somebody else may take it. Whoever has it gives it back, or an owner does it for them."""
    authorize(person, Action.ANSWER_QUESTIONS)
    with desk.store.transaction():
        question = _locked(desk, practice, uid)
        if question.state == State.WAITING:
            return question
        if person.role is not Role.OWNER:
            _refuse_others(question, person)
        values = {"agent": None, **waiting_values(desk, practice)}
        freed = moved(desk, practice, uid, What.LET_GO, **values)
        if freed is None:
            raise _over(question)
    return freed


def to_reply(desk: Desk, practice: Practice, person: Person, uid: str) -> Question:
    """For the form: refused where somebody else has it."""
    authorize(person, Action.ANSWER_QUESTIONS)
    question = named(desk, practice, uid)
    if question.state not in OPEN:
        raise _over(question)
    _refuse_others(question, person)
    return question


def reply(
    desk: Desk, practice: Practice, person: Person, uid: str, text: str, window: str
) -> Question:
    """Send this to the asker. Who replies has the question. `window`: what was written in one
    window is sent once."""
    authorize(person, Action.ANSWER_QUESTIONS)
    said = cut(text.strip(), LONGEST)
    refuse_card_numbers(said)
    if not said:
        raise refuse("Write what the asker is to read.")
    with desk.store.transaction():
        question = take(desk, practice, person, uid)
        if not written(desk, question, REPLY, window, person.slack_user, said, by_agent=True):
            return question
        replied = _replied(desk, practice, question)
        line = f"help:{uid}:reply:{window}"
        tell_asker(desk, replied, line, lambda say: _to_asker(say, person, said))
        tell_agents(desk, practice, replied, line, lambda say: _to_agents(say, person, said))
    return replied


def resolve(desk: Desk, practice: Practice, person: Person, uid: str) -> Question:
    """It is answered. Its asker may open it again by writing more."""
    return _end(desk, practice, person, uid, What.RESOLVE)


def not_ours(desk: Desk, practice: Practice, person: Person, uid: str) -> Question:
    """It is no question about billing."""
    return _end(desk, practice, person, uid, What.NOT_OURS)


def answer_in_thread(
    desk: Desk,
    practice: Practice,
    person: Person,
    question: Question,
    channel: str,
    ts: str,
    text: str,
) -> bool:
    """They have written this below the question, where its asker reads it: that is a reply. Whoever
    has the question keeps it; what nobody has is theirs. False: nobody has to answer it."""
    authorize(person, Action.ANSWER_QUESTIONS)
    said = cut(text, LONGEST) or ATTACHED
    with desk.store.transaction():
        now = _locked(desk, practice, question.uid)
        if now.state not in OPEN:
            return False
        if not written(desk, now, channel, ts, person.slack_user, said, by_agent=True):
            return True
        if now.state == State.WAITING:
            moved(desk, practice, now.uid, What.TAKE, agent=person.slack_user)
        replied = _replied(desk, practice, now)
        line = line_of(replied, ts)
        tell_agents(desk, practice, replied, line, lambda say: _to_agents(say, person, said))
    return True


def _end(desk: Desk, practice: Practice, person: Person, uid: str, what: What) -> Question:
    authorize(person, Action.ANSWER_QUESTIONS)
    with desk.store.transaction():
        question = _locked(desk, practice, uid)
        if question.state in OPEN:
            _refuse_others(question, person)
        values = {"agent": person.slack_user, "due_at": None, "closed_at": desk.clock()}
        ended = moved(desk, practice, uid, what, **values)
        if ended is None:
            raise _over(question)
        waited = question.state in AGENTS_TURN
        line = f"help:{uid}:{what}:{ended.version}"
        tell_asker(desk, ended, line, lambda say: _ended(say, what, was_waiting=waited))
    return ended


def _replied(desk: Desk, practice: Practice, question: Question) -> Question:
    """It is the asker's turn."""
    first = question.first_reply_at or desk.clock()
    values = {"first_reply_at": first, **replied_values(desk, practice)}
    replied = moved(desk, practice, question.uid, What.REPLY, **values)
    if replied is None:
        raise _over(question)
    return replied


def _locked(desk: Desk, practice: Practice, uid: str) -> Question:
    question = help_questions.locked(desk.store, practice.id, uid)
    if question is None:
        raise gone()
    return question


def _refuse_others(question: Question, person: Person) -> None:
    if question.agent is not None and question.agent != person.slack_user:
        raise _busy(question)


def _busy(question: Question) -> Refusal:
    if question.agent is not None and question.state in OPEN:
        return Busy(question.agent)
    return _over(question)


def _over(question: Question) -> Refusal:
    if question.state == State.ERASED:
        return refuse("This question was erased with a client’s data.")
    if question.state == State.WITHDRAWN:
        return refuse("Who asked this has deleted it, so nobody has to answer it any more.")
    return refuse("Nobody has to answer this question any more.")


def _to_asker(say: Language, person: Person, text: str) -> Letter:
    who = say("{person} answers:", person=mention(person.slack_user))
    return letter(f"{who}\n{quoted(text)}")


def _to_agents(say: Language, person: Person, text: str) -> Letter:
    who = say("{person} has answered:", person=mention(person.slack_user))
    return letter(f"{who}\n{quoted(text)}")


def _ended(say: Language, what: What, *, was_waiting: bool) -> Letter:
    if what is What.NOT_OURS:
        return letter(say("This isn’t a question about billing, so nobody answers it here."))
    if was_waiting:
        return letter(say("Your question is closed. If you still need an answer, write it here."))
    return letter(say("Your question is answered. If you need more, write it here."))
