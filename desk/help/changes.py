"""What becomes of a question when its asker edits or deletes it, or what they wrote to it, and when
it has to be forgotten with a client's data."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import uuid4

from desk.access import Person
from desk.context import Desk
from desk.help.asked import CHANNEL, LONGEST, Heard
from desk.help.letters import letter, line_of, mention, quoted
from desk.help.moving import moved, touched
from desk.help.news import show, tell_agents
from desk.help.questions import answer_to, is_private, with_answer
from desk.language import Language
from desk.letters import Letter
from desk.privacy import cut
from desk.taking_back import take_back
from rules.help_state import GONE, OPEN, State, What
from storage import help_messages, help_questions, practices
from storage.help_messages import Message
from storage.help_questions import Question
from storage.practices import Practice


def edit(desk: Desk, practice: Practice, person: Person, heard: Heard) -> bool:
    """Its text is another one now: the answer is another one too, in the same place. Agents see
    what it says now. An edit that was made before the last one changes nothing. False: no question
    or message of a question is there."""
    channel, ts, text = heard.channel, heard.ts, heard.text
    known = help_questions.by_message(desk.store, practice.id, channel, ts)
    if known is None:
        return _edit_message(desk, practice, channel, ts, text)
    if known.state in GONE or not _is_later(heard.edited, known.edited):
        return True
    private = known.private or is_private(desk, practice, person, known.source, text)
    changed = replace(known, text=cut(text, LONGEST), private=private)
    said = with_answer(changed, answer_to(desk, practice, person, changed))
    with desk.store.transaction():
        now = help_questions.locked(desk.store, practice.id, known.uid)
        if now is None or now.state in GONE or not _is_later(heard.edited, now.edited):
            return True
        back = {"state": State.ANSWERED, "closed_at": None} if now.state == State.HELPED else {}
        again = help_questions.change(
            desk.store,
            practice.id,
            now,
            text=said.text,
            edited=heard.edited,
            private=said.private,
            articles=said.articles,
            computed=said.computed,
            revision=now.revision + 1,
            **back,
        )
        if again is not None:
            show(desk, practice, again)
            _tell_of_edit(desk, practice, again)
    return True


def withdraw(desk: Desk, practice: Practice, channel: str, ts: str) -> bool:
    """Its asker has deleted it: the answer goes, what was written is forgotten, and nobody has to
    answer it any more. False: no question or message of a question is there."""
    known = help_questions.by_message(desk.store, practice.id, channel, ts)
    if known is None:
        return _edit_message(desk, practice, channel, ts, "")
    forget(desk, practice, known)
    return True


def forget(desk: Desk, practice: Practice, question: Question, what: What = What.WITHDRAW) -> None:
    """Keep nothing of what was written, here or in Slack, and close it for good."""
    with desk.store.transaction():
        moved(
            desk,
            practice,
            question.uid,
            what,
            text="",
            articles=(),
            due_at=None,
            closed_at=desk.clock(),
        )
        help_messages.delete_of(desk.store, practice.id, question.id)
        take_back(desk, practice.id, f"help:{question.uid}:")


def forget_mentioning(desk: Desk, practice_id: int, words: Iterable[str]) -> None:
    """The questions in which one of the words stands, and what was written to them: a client's data
    are erased."""
    practice = practices.get(desk.store, practice_id)
    if practice is None:
        return
    for question in help_questions.mentioning(desk.store, practice_id, list(words)):
        forget(desk, practice, question, What.ERASE)


def never_asked(desk: Desk, practice: Practice, channel: str, ts: str) -> None:
    """The message was deleted before Paydesk heard of it: it is not to be answered."""
    gone = Question(
        *(0, practice.id, uuid4().hex, CHANNEL, channel, ts, None, "", "en", False, ""),
        state=State.WITHDRAWN,
        asked_at=desk.clock(),
        closed_at=desk.clock(),
    )
    help_questions.add(desk.store, practice.id, gone)


def _tell_of_edit(desk: Desk, practice: Practice, question: Question) -> None:
    """Agents, who may have read it as it was before; what quotes that goes."""
    take_back(desk, practice.id, f"help:{question.uid}:reminder:")
    take_back(desk, practice.id, f"help:{question.uid}:edit:")
    if question.state not in OPEN:
        return

    def write(say: Language) -> Letter:
        who = say("{person} has changed the question:", person=mention(question.asker))
        return letter(f"{who}\n{quoted(question.text)}")

    line = f"help:{question.uid}:edit:{question.revision}"
    tell_agents(desk, practice, question, line, write)


def _edit_message(desk: Desk, practice: Practice, channel: str, ts: str, text: str) -> bool:
    """What was written to a question later, which agents see as it is now. "": it was deleted."""
    message = help_messages.find(desk.store, practice.id, channel, ts)
    if message is None:
        return False
    said = cut(text, LONGEST)
    with desk.store.transaction():
        question = help_questions.by_id(desk.store, practice.id, message.question_id)
        now = touched(desk, practice, question.uid) if question else None
        if now is None or message.text == said:
            return True
        help_messages.set_text(desk.store, practice.id, message.id, said)
        take_back(desk, practice.id, f"{line_of(now, ts)}:")
        if said:
            _tell_of_other_words(desk, practice, now, replace(message, text=said))
    return True


def _tell_of_other_words(
    desk: Desk, practice: Practice, question: Question, message: Message
) -> None:
    def write(say: Language) -> Letter:
        who = say("{person} has changed what they wrote:", person=mention(message.author))
        return letter(f"{who}\n{quoted(message.text)}")

    line = f"{line_of(question, message.ts)}:{question.version}"
    tell_agents(desk, practice, question, line, write)


def _is_later(edited: str, than: str) -> bool:
    return float(edited or 0) > float(than or 0)
