"""How agents come to reply: the window of a reply, and what leads them to it."""

from collections.abc import Sequence

from commands.blocks import actions, button, labelled, mention, modal, section, text_input
from commands.help.agent_views import ANSWER, thread_blocks
from commands.replies import View
from desk.help.agents import REPLY
from desk.help.letters import quoted, shortened
from desk.language import Language
from desk.letters import Letter
from desk.privacy import cut
from storage.help_messages import Message as Written
from storage.help_questions import Question

FORM = "help:reply:form"
OPEN_CARD = "help:open"
"""An action_id; its value is the question's uid."""
LONGEST_REPLY = 2_500
LONGEST_BEGUN = 1_900
"""Characters that fit into a button's value beside a uid."""


def hint_letter(say: Language, question: Question, begun: str) -> Letter:
    """To an agent who writes in the thread of the card, which its asker doesn't read. `begun`: what
    they have written."""
    words = say(
        "{person} doesn’t read this. “Reply” sends it to them.", person=mention(question.asker)
    )
    value = f"{question.uid} {cut(begun, LONGEST_BEGUN)}".rstrip()
    reply = button(say("Reply"), ANSWER, value, "primary")
    return {"text": words, "blocks": [section(words), actions(reply)]}


def reminder_letter(say: Language, question: Question) -> Letter:
    """To all agents, of what none of them has taken. The button opens its card."""
    words = say(
        "Nobody has taken this question of {asker} yet: “{text}”",
        asker=mention(question.asker),
        text=shortened(question.text),
    )
    look = button(say("Open the question"), OPEN_CARD, question.uid, "primary")
    return {"text": words, "blocks": [section(words), actions(look)]}


def reply_form(say: Language, question: Question, written: Sequence[Written], begun: str) -> View:
    """What is sent with it is all that reaches the asker. `begun`: what stands in it already."""
    asked = say("{person} asks:", person=mention(question.asker))
    hint = say(
        "They read it where they asked. Never write card numbers, and no more about a"
        " client than they need to know."
    )
    field = labelled(say("Your answer"), text_input(REPLY, begun, LONGEST_REPLY, lines=True), hint)
    return modal(
        say("Reply"),
        [section(f"{asked}\n{quoted(question.text)}"), *thread_blocks(say, written), field],
        close=say("Cancel"),
        submit=say("Send"),
        callback_id=FORM,
        private=question.uid,
    )
