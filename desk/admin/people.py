"""Who can be given a role from the web: people whom Paydesk has met in Slack."""

from collections.abc import Sequence

from desk.access import Person, authorize
from desk.context import Desk
from rules.roles import Action
from storage import members
from storage.members import Member

MOST = 200
"""Beyond that they are chosen in Slack, which can search among them."""


def without_role(desk: Desk, person: Person) -> Sequence[Member]:
    """Up to MOST of them, by name."""
    authorize(person, Action.MANAGE_PEOPLE)
    return members.without_role(desk.store, person.practice_id, MOST)
