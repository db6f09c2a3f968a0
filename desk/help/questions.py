"""Asking: a message becomes a question once, and is answered from the articles; what people think
of the answer follows it."""

from dataclasses import replace
from uuid import uuid4

from desk.access import Person
from desk.context import Desk
from desk.help.answers import Answer, Asker, Before, answer
from desk.help.asked import BEFORE_ALL, LONGEST, Heard
from desk.help.courtesy import courtesy_of
from desk.help.languages import answered_in
from desk.help.lookups import is_about_client
from desk.help.moving import hand_over, hand_over_values, moved, touched
from desk.help.news import show
from desk.help.waiting import say_when
from desk.help.wishes import says_no_answer, wants_a_person
from desk.privacy import cut
from rules.help_state import State, What
from rules.words import refuse
from storage import help_messages, help_questions
from storage.help_questions import Question
from storage.practices import Practice

BAD, GOOD = "bad", "good"
"""Ratings that something follows from."""


def ask(
    desk: Desk, practice: Practice, person: Person, heard: Heard, language: str
) -> Question | None:
    """The question, written down and answered; the same one where it was asked before. None: it is
    not about billing, and nobody asked Paydesk. `language`: the asker's locale; they are
    answered in the language in which they clearly ask."""
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
        language=answered_in(heard.text, language),
        private=is_private(desk, practice, person, heard.source, heard.text),
        text=cut(heard.text, LONGEST),
        edited=heard.edited,
        state=State.ANSWERED,
        asked_at=desk.clock(),
    )
    wanted = wants_a_person(heard.text)
    said = None
    if not wanted and not says_no_answer(heard.text):
        said = answer_to(desk, practice, person, new)
    answered = said is not None and said.is_billing
    if heard.quiet and not (answered or wanted):
        return None
    new = with_answer(new, said)
    with desk.store.transaction():
        calls = not (answered or heard.quiet) and (wanted or not heard.offers)
        if calls and not courtesy_of(heard.text):
            new = replace(new, state=State.WAITING, **hand_over_values(desk, practice))
        added = help_questions.add(desk.store, practice.id, new)
        if added is None:
            return help_questions.by_message(desk.store, practice.id, heard.channel, heard.ts)
        show(desk, practice, added)
        if added.handed_over_at is not None:
            say_when(desk, practice, added)
    return added


def answer_to(
    desk: Desk, practice: Practice, person: Person, question: Question, before: Before | None = None
) -> Answer:
    """What the articles say, and what can be worked out for that person."""
    asker = Asker(
        practice=practice,
        slack_user=person.slack_user,
        role=person.role,
        language=question.language,
        private=question.private or question.source not in BEFORE_ALL,
    )
    return answer(desk, asker, question.text, before)


def answer_given(desk: Desk, practice: Practice, person: Person, question: Question) -> Answer:
    """The same articles as when it was answered, as they were then: people rate what they read."""
    edited = round(float(question.edited or 0) * 1_000)
    before = Before(question.articles, max(question.asked_at, edited))
    return answer_to(desk, practice, person, question, before)


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


def is_private(desk: Desk, practice: Practice, person: Person, source: str, text: str) -> bool:
    """Whether others must not see the answer: nobody reads there, or it is about a client."""
    return source not in BEFORE_ALL or is_about_client(desk, practice, person, text)


def with_answer(question: Question, said: Answer | None) -> Question:
    """What of the answer is kept; None: there is none."""
    names = tuple(one.name for one in said.articles) if said else ()
    return replace(question, articles=names, computed=bool(said and said.computed))
