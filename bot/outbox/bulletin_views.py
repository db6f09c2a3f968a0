"""The cards of the lists that come to the staff by themselves."""

from collections.abc import Mapping

from commands.reminders.bulletin_cards import card_of_bulletin
from commands.replies import Message
from desk.context import Desk
from desk.reminders.bulletins import BULLETINS
from storage import practices


def bulletin_cards(desk: Desk) -> Mapping[str, "BulletinCards"]:
    """By the kind that rows name."""
    return {kind: BulletinCards(desk, kind) for kind in BULLETINS}


class BulletinCards:
    """A bot.outbox.rendering.Cards; keys are the lists' occurrences."""

    def __init__(self, desk: Desk, kind: str) -> None:
        self._desk = desk
        self._kind = kind

    def __call__(self, practice_id: int, key: str) -> Message | None:
        practice = practices.get(self._desk.store, practice_id)
        return card_of_bulletin(self._desk, practice, self._kind, key) if practice else None
