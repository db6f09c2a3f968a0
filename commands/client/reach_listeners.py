"""A client wants no more reminders by e-mail, or wants them again; or their address is right."""

from collections.abc import Callable, Mapping

from commands.asked import Asked
from commands.client.ids import client_id
from commands.client.reach_views import RESUME, RETRY, STOP
from commands.client.views import card_message
from desk import clients
from desk.reminders import ways_out


def on_stop(asked: Asked) -> None:
    ways_out.stop_for(asked.desk, asked.practice, asked.person, client_id(asked.value))
    _show(asked)


def on_resume(asked: Asked) -> None:
    ways_out.resume_for(asked.desk, asked.practice, asked.person, client_id(asked.value))
    _show(asked)


def on_right(asked: Asked) -> None:
    ways_out.try_again(asked.desk, asked.practice, asked.person, client_id(asked.value))
    _show(asked)


def _show(asked: Asked) -> None:
    card = clients.card(asked.desk, asked.person, client_id(asked.value))
    asked.reply.replace(card_message(asked.say, card, asked.person.role))


CLICKS: Mapping[str, Callable[[Asked], None]] = {
    STOP: on_stop,
    RESUME: on_resume,
    RETRY: on_right,
}
"""For bot.routes."""
