"""One step of a question: decided under its lock, recorded, and shown, all in one transaction."""

from typing import Any

from desk.context import Desk
from desk.help.news import show
from desk.help.waiting import say_when, waiting_values
from desk.taking_back import take_back
from rules.help_state import State, What, after
from storage import help_messages, help_questions
from storage.help_messages import Message
from storage.help_questions import Question
from storage.practices import Practice


def moved(desk: Desk, practice: Practice, uid: str, what: What, **values: Any) -> Question | None:
    """The question after `what` has happened to it, with these values. None: that can't happen to
    it as it is now, or there is no such question."""
    with desk.store.transaction():
        now = help_questions.locked(desk.store, practice.id, uid)
        state = after(State(now.state), what) if now else None
        if now is None or state is None:
            return None
        following = help_questions.change(desk.store, practice.id, now, state=state, **values)
        if following is not None:
            show(desk, practice, following)
            if now.state == State.WAITING and state is not State.WAITING:
                take_back(desk, practice.id, f"help:{uid}:reminder:")
        return following


def touched(desk: Desk, practice: Practice, uid: str, **values: Any) -> Question | None:
    """Something beside its state has changed that its cards show, or these values."""
    with desk.store.transaction():
        now = help_questions.locked(desk.store, practice.id, uid)
        if now is None:
            return None
        following = help_questions.change(desk.store, practice.id, now, **values)
        if following is not None:
            show(desk, practice, following)
        return following


def written(
    desk: Desk,
    question: Question,
    channel: str,
    ts: str,
    author: str,
    text: str,
    *,
    by_agent: bool = False,
) -> bool:
    """Keep what was written to it. False: it is kept already."""
    what = (channel, ts, author, by_agent, text, desk.clock())
    new = Message(0, question.practice_id, question.id, *what)
    return help_messages.add(desk.store, question.practice_id, new)


def hand_over(desk: Desk, practice: Practice, uid: str) -> Question | None:
    """A person is to answer it; outside their hours its asker is told when. None: one already is,
    or it was withdrawn."""
    with desk.store.transaction():
        values = hand_over_values(desk, practice)
        following = moved(desk, practice, uid, What.HAND_OVER, **values)
        if following is not None:
            say_when(desk, practice, following)
        return following


def hand_over_values(desk: Desk, practice: Practice) -> dict[str, Any]:
    """What a question is given with when a person is to answer it."""
    now = desk.clock()
    return {
        "agent": None,
        "handed_over_at": now,
        "first_reply_at": None,
        "closed_at": None,
        **waiting_values(desk, practice),
    }
