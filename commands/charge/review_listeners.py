"""Ending what had to be looked at: for whoever may refund, from the card or the window."""

from commands.asked import Asked
from commands.charge.review_views import ended_view, review_view
from commands.charge.words import told, why_words
from commands.paylink.words import reason_words
from commands.refund.words import state_words as refund_words
from commands.refund.words import why_words as why_of_refund
from desk.review_endings import count, seen_to, to_decide
from storage.operations import LINK, REFUND, Operation


def on_open(asked: Asked) -> None:
    review = to_decide(asked.desk, asked.practice, asked.person, asked.value)
    why = _why(asked, review.operation)
    asked.reply.open(review_view(asked.say, review, why, asked.practice.livemode))


def on_count(asked: Asked) -> None:
    _ended(asked, count(asked.desk, asked.practice, asked.person, asked.value))


def on_seen_to(asked: Asked) -> None:
    """Without a reason it is told in the field (WrongFields)."""
    uid = asked.private
    _ended(asked, seen_to(asked.desk, asked.practice, asked.person, uid, asked.values))


def _ended(asked: Asked, operation: Operation) -> None:
    if operation.kind == REFUND:
        words = refund_words(asked.say, operation)
    else:
        words = told(asked.say, operation).headline
    asked.reply.update(ended_view(asked.say, words, asked.practice.livemode))


def _why(asked: Asked, operation: Operation) -> str:
    if operation.kind == REFUND:
        return why_of_refund(asked.say, operation)
    why = reason_words if operation.kind == LINK else why_words
    return why(asked.say, operation)
