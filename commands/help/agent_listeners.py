"""The buttons under the agents' card of a question, and the window of a reply."""

from commands.asked import Asked
from commands.help.agent_views import agents_card, reply_form
from desk.help import agents
from desk.help.agents import REPLY
from storage.help_questions import Question


def on_take(asked: Asked) -> None:
    _shown(asked, agents.take(asked.desk, asked.practice, asked.person, asked.value))


def on_let_go(asked: Asked) -> None:
    _shown(asked, agents.let_go(asked.desk, asked.practice, asked.person, asked.value))


def on_resolve(asked: Asked) -> None:
    _shown(asked, agents.resolve(asked.desk, asked.practice, asked.person, asked.value))


def on_not_ours(asked: Asked) -> None:
    _shown(asked, agents.not_ours(asked.desk, asked.practice, asked.person, asked.value))


def on_reply(asked: Asked) -> None:
    """Opens the window, unless somebody else has the question."""
    question = agents.to_reply(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.open(reply_form(asked.say, question))


def on_reply_submitted(asked: Asked) -> None:
    """Sends it to the asker; the card and its thread show the rest."""
    text = asked.values.get(REPLY, "")
    agents.reply(
        asked.desk, asked.practice, asked.person, asked.private, text, asked.window or text
    )
    asked.reply.close()


def _shown(asked: Asked, question: Question) -> None:
    """At once, where the button was pressed; others' cards follow. All read the same card, so it
    is in the practice's language."""
    asked.reply.replace(agents_card(asked.desk, asked.practice, question))
