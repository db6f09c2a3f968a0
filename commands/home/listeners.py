"""Home: choosing the language, and the board. Its other buttons are those of other commands."""

from commands.asked import Asked
from commands.charge.outcome_views import outcome_view
from desk.board import turn_to
from desk.charge_outcomes import outcome
from desk.home import choose_language


def on_language(asked: Asked) -> None:
    """Speaks the chosen language from now on; Home, shown anew, is the answer."""
    choose_language(asked.desk, asked.person, asked.value)
    asked.reply.leave_to_home()


def on_page(asked: Asked) -> None:
    """Another list of the board, or another page of it."""
    turn_to(asked.desk, asked.person, asked.value)
    asked.reply.leave_to_home()


def on_charge(asked: Asked) -> None:
    """What has become of a payment on the board, and what can be done about it."""
    shown = outcome(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.open(outcome_view(asked.say, shown, asked.practice.livemode))
