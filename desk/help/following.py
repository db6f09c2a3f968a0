"""What the asker of a question writes after it: more for the agents, that the answer was none, or
thanks."""

from desk.context import Desk
from desk.help.asked import LONGEST
from desk.help.letters import letter, line_of, mention, quoted
from desk.help.moving import hand_over, moved, touched, written
from desk.help.news import tell_agents, tell_asker
from desk.help.waiting import is_there, say_when, waiting_values
from desk.help.wishes import is_thanks, says_no_answer, wants_a_person
from desk.language import Language
from desk.letters import Letter
from desk.privacy import cut
from rules.help_state import AGENTS_TURN, CLOSED, GONE, OPEN, State, What
from storage import help_questions
from storage.help_questions import Question
from storage.practices import Practice

AGENTS_HAVE = (OPEN | CLOSED) - {State.NOT_OURS}
"""Whatever its asker writes to such a question is for the agents."""


def is_about_an_answer(text: str) -> bool:
    """Whether it belongs to what was answered before, wherever it is written."""
    return is_thanks(text) or says_no_answer(text) or wants_a_person(text)


def follow(
    desk: Desk, practice: Practice, question: Question, channel: str, ts: str, text: str
) -> bool:
    """Its asker has written this below it. False: it is a question of its own, to be answered."""
    if is_thanks(text):
        _thank(desk, practice, question, channel, ts, text)
        return True
    if question.state in AGENTS_HAVE:
        write_more(desk, practice, question, channel, ts, text)
        return True
    if says_no_answer(text) or wants_a_person(text):
        return _call_a_person(desk, practice, question, channel, ts, text)
    return False


def write_more(
    desk: Desk, practice: Practice, question: Question, channel: str, ts: str, text: str
) -> bool:
    """The agents read it, and where it was their turn no longer it is again. False: it was written
    down before, or nothing is kept of the question."""
    said = cut(text, LONGEST)
    with desk.store.transaction():
        now = help_questions.locked(desk.store, practice.id, question.uid)
        if now is None or now.state in GONE:
            return False
        if not written(desk, now, channel, ts, now.asker, said):
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
            if now.state not in AGENTS_TURN:
                say_when(desk, practice, following)
    return True


def _thank(
    desk: Desk, practice: Practice, question: Question, channel: str, ts: str, text: str
) -> None:
    """Nobody has to answer that. Agents read it on the card, and its asker, who is content, isn't
    asked whether they are."""
    with desk.store.transaction():
        now = help_questions.locked(desk.store, practice.id, question.uid)
        if now is None or now.state in GONE:
            return
        if now.state == State.ANSWERED:
            done = {"due_at": None, "closed_at": desk.clock()}
            moved(desk, practice, now.uid, What.HELP, **done)
        elif written(desk, now, channel, ts, now.asker, cut(text, LONGEST)):
            content = {"nudges": 1} if now.state == State.REPLIED else {}
            touched(desk, practice, now.uid, **content)


def _call_a_person(
    desk: Desk, practice: Practice, question: Question, channel: str, ts: str, text: str
) -> bool:
    with desk.store.transaction():
        called = hand_over(desk, practice, question.uid)
        if called is None:
            return False
        written(desk, called, channel, ts, called.asker, cut(text, LONGEST))
        if is_there(desk, practice):
            tell_asker(desk, called, f"help:{called.uid}:called:{ts}", _called)
    return True


def _called(say: Language) -> Letter:
    return letter(say("⏳ A person will answer you here."))


def _more(say: Language, question: Question, text: str) -> Letter:
    asker = mention(question.asker)
    who = say("{person} writes:", person=asker)
    to = f"{mention(question.agent)} · " if question.agent else ""
    return letter(f"{to}{who}\n{quoted(text)}")
