"""Publishes Home, as the store says it is at that moment."""

from slack_sdk import WebClient

from bot.installations import Installations
from bot.people_languages import PeopleLanguages
from commands.home.views import home_view
from commands.replies import View
from desk.access import Person
from desk.access_requests import role_of_member
from desk.context import Desk
from desk.home import home_of
from desk.language import language_of
from storage import members, practices


class Homes:
    """The Homes of all people, also of those whom Paydesk has not met."""

    def __init__(
        self, desk: Desk, installations: Installations, languages: PeopleLanguages
    ) -> None:
        self._desk = desk
        self._installations = installations
        self._languages = languages

    def publish(self, practice_id: int, user: str) -> None:
        """Show the person their Home; nothing to people of another organisation.

        Raises what calls to Slack raise, where Slack doesn't say who it is or doesn't show it.
        """
        view = self._view(practice_id, user)
        if view is not None:
            client: WebClient = self._installations.client(practice_id)
            client.views_publish(user_id=user, view=view)

    def _view(self, practice_id: int, user: str) -> View | None:
        practice = practices.get(self._desk.store, practice_id)
        if practice is None:
            return None
        member = members.find(self._desk.store, practice_id, user)
        locale = (member and member.locale) or self._languages.ask(practice, user)
        if locale is None:
            return None
        person = Person(practice_id, user, role_of_member(member))
        say = language_of((member and member.language) or locale or practice.language)
        return home_view(say, home_of(self._desk, practice, person, member), self._desk.clock())
