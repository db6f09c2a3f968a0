"""Who somebody is at the practice, and what waits for them."""

from dataclasses import dataclass
from datetime import date

from desk.access import Person
from desk.context import Desk
from desk.days import day_in
from desk.settings import practice_settings
from rules.roles import Action, Role, may
from storage import access_requests, comparing, members
from storage.access_requests import AccessRequest
from storage.practices import Practice


@dataclass(frozen=True)
class Standing:
    """`waiting`: people whose requests this person can decide. `comparing`: nothing is charged for
    now, since a backup was restored.

    `asked_on`: the day on which the person asked for access, while nobody has decided.
    `opens_admin`: there is a web admin that can be reached, and the person may come in.
    """

    practice: Practice
    role: Role
    has_owner: bool
    asked_on: date | None
    waiting: int
    comparing: bool
    opens_admin: bool = False


def standing(desk: Desk, practice: Practice, person: Person) -> Standing:
    """What /billing shows; everybody may ask it about themselves."""
    requests = access_requests.open_requests(desk.store, person.practice_id)
    mine = next((one for one in requests if one.slack_user == person.slack_user), None)
    return Standing(
        practice=practice,
        role=person.role,
        has_owner=_has_owner(desk, person),
        asked_on=day_asked(desk, practice, mine) if mine else None,
        waiting=len(requests) if may(person.role, Action.MANAGE_PEOPLE) else 0,
        comparing=comparing.begun(desk.store) is not None,
        opens_admin=bool(desk.admin_url) and may(person.role, Action.OPEN_ADMIN),
    )


def _has_owner(desk: Desk, person: Person) -> bool:
    return person.role is Role.OWNER or members.count_owners(desk.store, person.practice_id) > 0


def day_asked(desk: Desk, practice: Practice, request: AccessRequest) -> date:
    """The day where the practice is."""
    return day_in(request.created_at, practice_settings(desk, practice).time_zone)
