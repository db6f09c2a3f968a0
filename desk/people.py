"""The people of a practice and their roles: who there is, and how an owner gives them a role."""

import re
from dataclasses import dataclass

from desk.access import Person, authorize
from desk.access_requests import grant_waiting, role_of
from desk.claims import claim, claim_code, has_owner
from desk.context import Desk
from desk.home_news import show_owners_too
from desk.letters import Writer, send
from desk.settings import practice_settings
from rules.roles import Action, Role
from rules.words import refuse
from storage import access_requests, audit, members, practices
from storage.access_requests import AccessRequest
from storage.members import Member
from storage.practices import Practice

__all__ = ["claim", "claim_code", "give_role", "has_owner", "people_page"]

PAGE_SIZE = 20
ROLE_SET = "role.set"

SLACKBOT = "USLACKBOT"

_SLACK_USER = re.compile(r"[UW][A-Z0-9]{1,30}")


@dataclass(frozen=True)
class PeoplePage:
    """Up to PAGE_SIZE people with a role, and all requests that wait. `number` counts from 1.
    Days are those of `time_zone`."""

    people: tuple[Member, ...]
    requests: tuple[AccessRequest, ...]
    number: int
    count: int
    time_zone: str


def people_page(desk: Desk, practice: Practice, person: Person, number: int) -> PeoplePage:
    """The page with that number, or the last one where there are fewer."""
    authorize(person, Action.MANAGE_PEOPLE)
    everyone = sorted(members.list_members(desk.store, person.practice_id), key=_rank)
    count = max(1, -(-len(everyone) // PAGE_SIZE))
    number = min(max(1, number), count)
    people = everyone[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    waiting = access_requests.open_requests(desk.store, person.practice_id)
    zone = practice_settings(desk, practice).time_zone
    return PeoplePage(tuple(people), tuple(waiting), number, count, zone)


def give_role(
    desk: Desk, practice: Practice, person: Person, slack_user: str, role: Role, write: Writer
) -> None:
    """Give `slack_user` the role, or take it away (NONE), and tell them.

    The last owner can't be taken the role. An open request of theirs is granted with it.
    """
    authorize(person, Action.MANAGE_PEOPLE)
    if not _SLACK_USER.fullmatch(slack_user) or slack_user == SLACKBOT:
        raise refuse("Choose a person of your workspace.")
    with desk.store.transaction():
        practices.lock(desk.store, person.practice_id)
        before = role_of(desk, person.practice_id, slack_user)
        if before is role:
            return
        members.set_role(desk.store, person.practice_id, slack_user, role, desk.clock())
        audit.record(
            desk.store,
            person.practice_id,
            actor=person.slack_user,
            action=ROLE_SET,
            target=slack_user,
            detail={"from": before, "to": role},
            now=desk.clock(),
        )
        if role is not Role.NONE:
            grant_waiting(desk, person, slack_user)
        if slack_user != person.slack_user:
            change_number = audit.head(desk.store, person.practice_id).seq
            send(desk, practice, slack_user, f"role:{change_number}", write)
        show_owners_too(desk, person.practice_id, slack_user)


def _rank(member: Member) -> int:
    """Owners first; within a role the store's order stays."""
    return list(Role).index(Role(member.role))
