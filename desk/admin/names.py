"""What people are called, wherever the admin shows who did something."""

from collections.abc import Collection, Mapping

from desk.access import Person
from desk.context import Desk
from storage import members


def names_of(desk: Desk, person: Person, users: Collection[str]) -> Mapping[str, str]:
    """By Slack id; those of whom Slack has told no name yet are left out."""
    return members.names(desk.store, person.practice_id, users) if users else {}
