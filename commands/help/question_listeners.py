"""Asking in private, and what is pressed under an answer."""

from uuid import uuid4

from commands.asked import Asked
from commands.blocks import section
from commands.help.answer_views import read_rating
from commands.help.question_views import answer_card, answered_message, private_card
from commands.help.views import help_message
from commands.replies import Message
from desk.help.agents import ask_a_person
from desk.help.asked import BEFORE_ALL, COMMAND, DIRECT, SHORTCUT, Heard
from desk.help.questions import ask, gone, rate
from rules.words import refuse
from storage.help_questions import Question

ASK_ABOUT = "help:ask"
"""The callback_id of the shortcut "Ask about this"."""


def on_question(asked: Asked, text: str) -> None:
    """`/billing help …`. Without a question: what can be typed."""
    if not text:
        asked.reply.show(help_message(asked.say, asked.person.role, asked.command))
        return
    _answered(asked, Heard(COMMAND, COMMAND, uuid4().hex, None, text))


def on_ask_about(asked: Asked) -> None:
    """Of somebody's message; only who asks sees the answer. A second time it is the same one."""
    about = asked.message
    if about is None or not about.text.strip():
        raise refuse("Choose “Ask about this” among the actions of a message that has a text.")
    key = f"{about.channel}:{about.ts}:{asked.person.slack_user}"
    _answered(asked, Heard(SHORTCUT, SHORTCUT, key, None, about.text))


def on_rate(asked: Asked) -> None:
    """Keeps it. The asker's own stands under the answer, and may call for a person."""
    uid, rating = read_rating(asked.value)
    if not rating:
        raise gone()
    question = rate(asked.desk, asked.practice, asked.person, uid, rating)
    if question.asker != asked.person.slack_user:
        thanks = asked.say("Thank you.")
        asked.reply.show(Message(thanks, [section(thanks)]))
        return
    _shown(asked, question)


def on_talk(asked: Asked) -> None:
    """Hands the question over."""
    _shown(asked, ask_a_person(asked.desk, asked.practice, asked.person, asked.value))


def _answered(asked: Asked, heard: Heard) -> None:
    question = ask(asked.desk, asked.practice, asked.person, heard, str(asked.say.locale))
    if question is None:
        raise gone()
    asked.reply.show(answered_message(asked.desk, asked.practice, question))


def _shown(asked: Asked, question: Question) -> None:
    """At once, where the button was pressed; other places follow."""
    of_asker = (asked.desk, asked.practice, question)
    if question.source == DIRECT or (question.source in BEFORE_ALL and not question.private):
        asked.reply.redraw(answer_card(*of_asker))
    elif question.source in BEFORE_ALL:
        asked.reply.replace(private_card(*of_asker))
    else:
        asked.reply.replace(answered_message(*of_asker))
