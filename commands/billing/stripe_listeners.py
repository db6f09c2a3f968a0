"""Stripe's state, and the steps that set payments up."""

from commands.asked import Asked
from commands.billing.stripe_views import refused_view, setup_view, state_view, waiting_view
from commands.replies import View
from desk.stripe_state import may_see, stripe_state, wanted
from rules.words import Refusal


def on_state(asked: Asked) -> None:
    """Asks Stripe, with a view that says so meanwhile."""
    may_see(asked.person)
    asked.reply.update_slowly(waiting_view(asked.say), lambda: _state(asked))


def on_setup(asked: Asked) -> None:
    """Shows the steps."""
    may_see(asked.person)
    asked.reply.update(setup_view(asked.say, wanted(asked.practice)))


def _state(asked: Asked) -> View:
    try:
        state = stripe_state(asked.desk, asked.outside.stripe, asked.practice, asked.person)
    except Refusal as refusal:
        return refused_view(asked.say, refusal.sentence)
    return state_view(asked.say, state)
