"""The buttons under the agents' card of a question, and the window of a reply."""

from collections.abc import Callable

from commands.asked import Asked
from commands.help.agent_views import agents_card, busy_message, card_view
from commands.help.reply_views import reply_form
from desk.access import Person, authorize
from desk.context import Desk
from desk.help import agents
from desk.help.agents import REPLY, Busy
from desk.help.questions import named
from rules.roles import Action
from storage import help_messages
from storage.help_questions import Question
from storage.practices import Practice

Act = Callable[[Desk, Practice, Person, str], Question]


def on_open(asked: Asked) -> None:
    """The card in a window, from a reminder of it."""
    authorize(asked.person, Action.ANSWER_QUESTIONS)
    question = named(asked.desk, asked.practice, asked.value)
    asked.reply.open(card_view(asked.desk, asked.practice, question))


def on_take(asked: Asked) -> None:
    _act(asked, agents.take)


def on_let_go(asked: Asked) -> None:
    _act(asked, agents.let_go)


def on_resolve(asked: Asked) -> None:
    _act(asked, agents.resolve)


def on_not_ours(asked: Asked) -> None:
    _act(asked, agents.not_ours)


def on_reply(asked: Asked) -> None:
    """Opens the window, unless somebody else has the question."""
    uid, _, begun = asked.value.partition(" ")
    try:
        question = agents.to_reply(asked.desk, asked.practice, asked.person, uid)
    except Busy as busy:
        asked.reply.show(busy_message(asked.say, busy.agent))
        return
    written = help_messages.of_question(asked.desk.store, asked.practice.id, question.id)
    asked.reply.open(reply_form(asked.say, question, written, begun))


def on_reply_submitted(asked: Asked) -> None:
    """Sends it to the asker; the card and its thread show the rest."""
    text = asked.values.get(REPLY, "")
    agents.reply(
        asked.desk, asked.practice, asked.person, asked.private, text, asked.window or text
    )
    asked.reply.close()


def _act(asked: Asked, act: Act) -> None:
    """Shown at once, where the button was pressed; others' cards follow. All read the same card, so
    it is in the practice's language."""
    try:
        question = act(asked.desk, asked.practice, asked.person, asked.value)
    except Busy as busy:
        asked.reply.show(busy_message(asked.say, busy.agent))
        return
    asked.reply.redraw(agents_card(asked.desk, asked.practice, question))
