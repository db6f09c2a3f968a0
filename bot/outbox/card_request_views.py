"""What makes the cards and open windows of payment methods: those that clients are asked for, and
those that are saved."""

from commands.cards.card_views import card_of_request
from commands.cards.method_views import methods_view
from commands.cards.views import request_view
from commands.replies import Message, View
from desk.access import Person
from desk.access_requests import role_of
from desk.card_sheets import request_sheet
from desk.context import Desk
from desk.letters import language_for
from desk.methods import methods_sheet
from rules.roles import Action, may
from storage import operations, practices


class SavedMethods:
    """A bot.outbox.rendering.Views; keys are clients' ids."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, practice_id: int, key: str, slack_user: str) -> View | None:
        practice = practices.get(self._desk.store, practice_id)
        person = Person(practice_id, slack_user, role_of(self._desk, practice_id, slack_user))
        if practice is None or not may(person.role, Action.ADD_CARDS):
            return None
        say = language_for(self._desk, practice, slack_user)
        sheet = methods_sheet(self._desk, practice, person, int(key))
        return methods_view(say, sheet, may_change=True)


class CardRequests:
    """Both a bot.outbox.rendering.Cards and, by `view`, a Views; keys are operations' uids."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, practice_id: int, key: str) -> Message | None:
        practice = practices.get(self._desk.store, practice_id)
        asked = operations.by_uid(self._desk.store, practice_id, key)
        return card_of_request(self._desk, practice, asked) if practice and asked else None

    def view(self, practice_id: int, key: str, slack_user: str) -> View | None:
        practice = practices.get(self._desk.store, practice_id)
        person = Person(practice_id, slack_user, role_of(self._desk, practice_id, slack_user))
        if practice is None or not may(person.role, Action.ADD_CARDS):
            return None
        say = language_for(self._desk, practice, slack_user)
        return request_view(say, request_sheet(self._desk, practice, person, key, say))
