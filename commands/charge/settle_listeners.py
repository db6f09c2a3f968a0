"""Settling a charge by hand: owners only, and Stripe is asked before."""

from commands.asked import Asked
from commands.charge.outcome_views import outcome_view
from commands.charge.settle_views import settle_view
from desk.charge_outcomes import outcome
from desk.charge_settling import settle, to_settle


def on_settle(asked: Asked) -> None:
    """The button in the charge's window."""
    found = to_settle(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.update(settle_view(asked.say, found, asked.practice.livemode))


def on_settled(asked: Asked) -> None:
    """Without a reason it is told in the field (WrongFields)."""
    uid, stripe = asked.private, asked.outside.stripe
    settle(asked.desk, stripe, asked.practice, asked.person, uid, asked.values)
    shown = outcome(asked.desk, asked.practice, asked.person, uid)
    asked.reply.update(outcome_view(asked.say, shown, asked.practice.livemode))
