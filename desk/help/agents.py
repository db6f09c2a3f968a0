"""What agents do with a question that was handed over, and what its asker writes to them.

One of them has it at a time. Only what they send as a reply reaches the asker.
"""

from desk.access import Person, authorize
from desk.context import Desk
from desk.help.asked import LONGEST
from desk.help.letters import letter, line_of, mention, quoted
from desk.help.moving import hand_over, moved
from desk.help.news import tell_agents, tell_asker
from desk.help.questions import gone, named
from desk.help.waiting import replied_values, waiting_values
from desk.language import Language
from desk.letters import Letter
from desk.privacy import cut, refuse_card_numbers
from rules.help_state import AGENTS_TURN, GONE, OPEN, State, What
from rules.roles import Action, Role
from rules.words import Refusal, refuse, sentence
from storage import help_messages, help_questions
from storage.help_messages import Message
from storage.help_questions import Question
from storage.practices import Practice

BUSY = sentence("Somebody else has this question already.")
REPLY = "help_reply"
"""The field of the reply's form; and what stands in the place of a channel where it is kept."""


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
        new = _message(question, REPLY, window, person.slack_user, said, desk.clock(), agent=True)
        if not help_messages.add(desk.store, practice.id, new):
            return question
        first = question.first_reply_at or desk.clock()
        values = {"first_reply_at": first, **replied_values(desk, practice)}
        replied = moved(desk, practice, uid, What.REPLY, **values)
        if replied is None:
            raise _over(question)
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


def write_more(
    desk: Desk, practice: Practice, question: Question, channel: str, ts: str, text: str
) -> bool:
    """Its asker has written this to it: the agents read it. False: it was written down before, or
    the question was withdrawn."""
    said = cut(text, LONGEST)
    with desk.store.transaction():
        now = help_questions.locked(desk.store, practice.id, question.uid)
        if now is None or now.state in GONE:
            return False
        new = _message(now, channel, ts, now.asker, said, desk.clock(), agent=False)
        if not help_messages.add(desk.store, practice.id, new):
            return False
        values = {"closed_at": None, **waiting_values(desk, practice)}
        if now.state in AGENTS_TURN:
            values = {}
        elif now.state != State.REPLIED:
            values |= {"agent": None}
        following = moved(desk, practice, question.uid, What.WRITE, **values)
        if following is not None:
            line = line_of(following, ts)
            tell_agents(desk, practice, following, line, lambda say: _more(say, following, said))
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
        tell_asker(desk, ended, f"help:{uid}:{what}:{ended.version}", lambda say: _ended(say, what))
    return ended


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


def _message(
    question: Question, channel: str, ts: str, author: str, text: str, at: int, *, agent: bool
) -> Message:
    return Message(0, question.practice_id, question.id, channel, ts, author, agent, text, at)


def _to_asker(say: Language, person: Person, text: str) -> Letter:
    who = say("{person} answers:", person=mention(person.slack_user))
    return letter(f"{who}\n{quoted(text)}")


def _to_agents(say: Language, person: Person, text: str) -> Letter:
    who = say("{person} has answered:", person=mention(person.slack_user))
    return letter(f"{who}\n{quoted(text)}")


def _more(say: Language, question: Question, text: str) -> Letter:
    asker = mention(question.asker)
    who = say("{person} writes:", person=asker)
    to = f"{mention(question.agent)} · " if question.agent else ""
    return letter(f"{to}{who}\n{quoted(text)}")


def _ended(say: Language, what: What) -> Letter:
    if what is What.NOT_OURS:
        return letter(say("This isn’t a question about billing, so nobody answers it here."))
    return letter(say("Your question is answered. If you need more, write it here."))
