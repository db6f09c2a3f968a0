"""Who somebody is at the practice, and what waits for them."""

from dataclasses import dataclass

from desk.access import Person
from desk.context import Desk
from rules.roles import Action, Role, may
from storage import access_requests, members
from storage.practices import Practice


@dataclass(frozen=True)
class Standing:
    """`waiting`: people whose requests this person can decide.

    `asked_at`: when the person asked for access (epoch ms), while nobody has decided.
    """

    practice: Practice
    role: Role
    has_owner: bool
    asked_at: int | None
    waiting: int


def standing(desk: Desk, practice: Practice, person: Person) -> Standing:
    """What /billing shows; everybody may ask it about themselves."""
    requests = access_requests.open_requests(desk.store, person.practice_id)
    mine = (one.created_at for one in requests if one.slack_user == person.slack_user)
    return Standing(
        practice=practice,
        role=person.role,
        has_owner=members.count_owners(desk.store, person.practice_id) > 0,
        asked_at=next(mine, None),
        waiting=len(requests) if may(person.role, Action.MANAGE_PEOPLE) else 0,
    )
