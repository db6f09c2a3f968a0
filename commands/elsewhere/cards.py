"""The card of what was noted, as the store has it now."""

from commands.elsewhere.noted_views import card_message
from commands.replies import Message
from desk.context import Desk
from desk.language import Language, language_of
from desk.noted import noted_of
from storage.operations import Operation
from storage.practices import Practice


def card_of_noted(
    desk: Desk, practice: Practice, operation: Operation, say: Language | None = None
) -> Message:
    """`say` None: in the practice's language."""
    test = practice.livemode is not True
    noted = noted_of(desk, practice, operation)
    return card_message(say or language_of(practice.language), noted, test=test)
