"""The buttons under the question whether Stripe's real fee is to be used: owners only."""

from commands.asked import Asked
from commands.fees.real_fee_views import offer_message
from commands.replies import Message
from desk.context import Desk
from desk.language import language_of
from desk.real_fees import keep_own_fee, use_real_fee
from desk.settings import practice_settings, today_at
from storage.fee_offers import FeeOffer
from storage.practices import Practice


def on_use(asked: Asked) -> None:
    offer = use_real_fee(asked.desk, asked.practice, asked.person, _number(asked.value))
    asked.reply.redraw(card_of_offer(asked.desk, asked.practice, offer))


def on_keep(asked: Asked) -> None:
    offer = keep_own_fee(asked.desk, asked.practice, asked.person, _number(asked.value))
    asked.reply.redraw(card_of_offer(asked.desk, asked.practice, offer))


def card_of_offer(desk: Desk, practice: Practice, offer: FeeOffer) -> Message:
    """In the practice's language: all owners have the same card."""
    today = today_at(desk, practice_settings(desk, practice))
    return offer_message(language_of(practice.language), offer, today)


def _number(text: str) -> int:
    """It came back from the person's side, so anything else is nobody's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
