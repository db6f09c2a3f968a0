"""What makes the cards and open windows of payment links."""

from commands.paylink.card_views import card_of_link
from commands.paylink.link_views import link_view
from commands.replies import Message, View
from desk.access import Person
from desk.access_requests import role_of
from desk.context import Desk
from desk.letters import language_for
from desk.link_windows import window
from rules.roles import Action, may
from storage import operations, practices


class PaymentLinks:
    """Both a bot.outbox.rendering.Cards and, by `view`, a Views; keys are operations' uids."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, practice_id: int, key: str) -> Message | None:
        practice = practices.get(self._desk.store, practice_id)
        operation = operations.by_uid(self._desk.store, practice_id, key)
        return card_of_link(self._desk, practice, operation) if practice and operation else None

    def view(self, practice_id: int, key: str, slack_user: str) -> View | None:
        practice = practices.get(self._desk.store, practice_id)
        person = Person(practice_id, slack_user, role_of(self._desk, practice_id, slack_user))
        if practice is None or not may(person.role, Action.SEND_LINKS):
            return None
        say = language_for(self._desk, practice, slack_user)
        shown = window(self._desk, practice, person, key)
        return link_view(say, shown, practice.livemode)
