"""Asking: a message becomes a question once, and is answered from the articles; what its asker
edits, deletes, writes more or thinks of the answer follows it."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import uuid4

from desk.access import Person
from desk.context import Desk
from desk.help.about import about
from desk.help.answers import Answer, Asker, answer
from desk.help.asked import BEFORE_ALL, CHANNEL, DIRECT, LONGEST, Heard
from desk.help.moving import hand_over, hand_over_values, moved, touched
from desk.help.news import show
from desk.help.waiting import say_when
from desk.privacy import cut
from rules.help_state import State, What
from rules.roles import Action, may
from rules.words import refuse
from storage import help_messages, help_questions, outbox, practices
from storage.help_questions import Question
from storage.practices import Practice

BAD, GOOD = "bad", "good"
"""Ratings that something follows from."""


def ask(
    desk: Desk, practice: Practice, person: Person, heard: Heard, language: str
) -> Question | None:
    """The question, written down and answered; the same one where it was asked before. None: it is
    not about billing, and nobody asked Paydesk. `language`: the asker's locale."""
    known = help_questions.by_message(desk.store, practice.id, heard.channel, heard.ts)
    if known is not None:
        return known
    new = Question(
        id=0,
        practice_id=practice.id,
        uid=uuid4().hex,
        source=heard.source,
        channel=heard.channel,
        ts=heard.ts,
        thread=heard.thread,
        asker=person.slack_user,
        language=language,
        private=_is_private(desk, person, heard.source, heard.text),
        text=cut(heard.text, LONGEST),
        edited=heard.edited,
        state=State.ANSWERED,
        asked_at=desk.clock(),
    )
    said = answer_to(desk, practice, person, new)
    if not said.is_billing and heard.quiet:
        return None
    new = _with(new, said)
    with desk.store.transaction():
        if not said.is_billing and heard.source != DIRECT:
            new = replace(new, state=State.WAITING, **hand_over_values(desk, practice))
        added = help_questions.add(desk.store, practice.id, new)
        if added is None:
            return help_questions.by_message(desk.store, practice.id, heard.channel, heard.ts)
        show(desk, practice, added)
        if added.handed_over_at is not None:
            say_when(desk, practice, added)
    return added


def answer_to(
    desk: Desk, practice: Practice, person: Person, question: Question, *, before_all: bool = False
) -> Answer:
    """What the articles say, and what can be worked out for that person. `before_all`: as others
    may read it too."""
    asker = Asker(
        practice=practice,
        slack_user=person.slack_user,
        role=person.role,
        language=question.language,
        private=not before_all and (question.private or question.source not in BEFORE_ALL),
    )
    return answer(desk, asker, question.text)


def edit(desk: Desk, practice: Practice, person: Person, heard: Heard) -> bool:
    """Its text is another one now: the answer is another one too, in the same place. Agents see
    what it says now. An edit that was made before the last one changes nothing. False: no question
    or message of a question is there."""
    channel, ts, text = heard.channel, heard.ts, heard.text
    known = help_questions.by_message(desk.store, practice.id, channel, ts)
    if known is None:
        return _edit_message(desk, practice, channel, ts, text)
    if known.state == State.WITHDRAWN or not _is_later(heard.edited, known.edited):
        return True
    private = known.private or _is_private(desk, person, known.source, text)
    changed = replace(known, text=cut(text, LONGEST), private=private)
    said = _with(changed, answer_to(desk, practice, person, changed))
    with desk.store.transaction():
        now = help_questions.locked(desk.store, practice.id, known.uid)
        gone_on = now is None or now.state == State.WITHDRAWN
        if now is None or gone_on or not _is_later(heard.edited, now.edited):
            return True
        state = State.ANSWERED if now.state == State.HELPED else now.state
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
            state=state,
        )
        if again is not None:
            show(desk, practice, again)
    return True


def withdraw(desk: Desk, practice: Practice, channel: str, ts: str) -> bool:
    """Its asker has deleted it: the answer goes, what was written is forgotten, and nobody has to
    answer it any more. False: no question or message of a question is there."""
    known = help_questions.by_message(desk.store, practice.id, channel, ts)
    if known is None:
        return _edit_message(desk, practice, channel, ts, "")
    forget(desk, practice, known)
    return True


def forget(desk: Desk, practice: Practice, question: Question) -> None:
    """Keep nothing of what was written, and close it for good."""
    with desk.store.transaction():
        moved(
            desk,
            practice,
            question.uid,
            What.WITHDRAW,
            text="",
            articles=(),
            due_at=None,
            closed_at=desk.clock(),
        )
        help_messages.delete_of(desk.store, practice.id, question.id)
        outbox.forget_beginning(desk.store, practice.id, f"help:{question.uid}:")


def forget_mentioning(desk: Desk, practice_id: int, words: Iterable[str]) -> None:
    """The questions in which one of the words stands, and what was written to them."""
    practice = practices.get(desk.store, practice_id)
    if practice is None:
        return
    for question in help_questions.mentioning(desk.store, practice_id, list(words)):
        forget(desk, practice, question)


def never_asked(desk: Desk, practice: Practice, channel: str, ts: str) -> None:
    """The message was deleted before Paydesk heard of it: it is not to be answered."""
    gone = Question(
        *(0, practice.id, uuid4().hex, CHANNEL, channel, ts, None, "", "en", False, ""),
        state=State.WITHDRAWN,
        asked_at=desk.clock(),
        closed_at=desk.clock(),
    )
    help_questions.add(desk.store, practice.id, gone)


def rate(desk: Desk, practice: Practice, person: Person, uid: str, rating: str) -> Question:
    """What the person thinks of the answer; once a person and answer, and the last counts. The
    asker's own also says whether somebody has to help."""
    question = named(desk, practice, uid)
    if question.private and question.asker != person.slack_user:
        raise gone()
    with desk.store.transaction():
        help_messages.rate(
            desk.store,
            practice.id,
            question.id,
            question.revision,
            person.slack_user,
            rating,
            desk.clock(),
        )
        if question.asker != person.slack_user:
            return question
        following = None
        if rating == BAD:
            following = hand_over(desk, practice, uid)
        elif rating == GOOD:
            done = {"due_at": None, "closed_at": desk.clock()}
            following = moved(desk, practice, uid, What.HELP, **done)
        return following or touched(desk, practice, uid) or question


def rating_of(desk: Desk, question: Question, slack_user: str) -> str | None:
    """What the person thinks of the answer that is shown now."""
    return help_messages.rating_by(
        desk.store, question.practice_id, question.id, question.revision, slack_user
    )


def named(desk: Desk, practice: Practice, uid: str) -> Question:
    question = help_questions.by_uid(desk.store, practice.id, uid)
    if question is None:
        raise gone()
    return question


def gone() -> Exception:
    return refuse("That question is not there any more.")


def _is_private(desk: Desk, person: Person, source: str, text: str) -> bool:
    """Whether others must not see the answer: nobody reads there, or it is about a client, whom
    the asker may see."""
    if source not in BEFORE_ALL:
        return True
    sees = may(person.role, Action.SEE_CLIENTS)
    return sees and about(desk, person.practice_id, [text]).anything


def _is_later(edited: str, than: str) -> bool:
    return float(edited or 0) > float(than or 0)


def _with(question: Question, said: Answer) -> Question:
    names = tuple(one.name for one in said.articles)
    return replace(question, articles=names, computed=said.computed is not None)


def _edit_message(desk: Desk, practice: Practice, channel: str, ts: str, text: str) -> bool:
    """What was written to a question later, which agents see as it is now."""
    message = help_messages.find(desk.store, practice.id, channel, ts)
    if message is None:
        return False
    with desk.store.transaction():
        help_messages.set_text(desk.store, practice.id, message.id, cut(text, LONGEST))
        question = help_questions.by_id(desk.store, practice.id, message.question_id)
        if question is not None:
            touched(desk, practice, question.uid)
    return True
