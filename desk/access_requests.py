"""Asking for access: somebody without a role asks, the owners are told, the first decision wins."""

from collections.abc import Callable
from dataclasses import dataclass

from desk.access import NoRole, Person, authorize
from desk.context import Desk
from desk.home_news import show_owners_too
from desk.language import Language
from desk.letters import Letter, Writer, send
from rules.roles import Action, Role
from rules.words import Refusal, refuse
from storage import access_requests, audit, members
from storage.access_requests import AccessRequest
from storage.members import Member
from storage.practices import Practice

ASKED = "access.asked"

GRANTABLE = (Role.FRONT_DESK, Role.BILLER, Role.SUPPORT)
"""What an owner can answer a request with; who is to be an owner is chosen among the people."""


@dataclass(frozen=True)
class Decision:
    """A decided request. `first`: this decision was the one that counted. `role`: as it is now."""

    request: AccessRequest
    role: Role
    first: bool


def ask(
    desk: Desk,
    practice: Practice,
    person: Person,
    write: Callable[[Language, AccessRequest], Letter],
) -> tuple[AccessRequest, bool]:
    """Ask the owners for a role; the request, and whether it is new: one at a time is open."""
    if person.role is not Role.NONE:
        raise refuse("You have a role already. Type /billing to see what it allows.")
    owners = members.owners(desk.store, person.practice_id)
    if not owners:
        raise refuse("This practice has no owner who could answer yet. Type /billing to become it.")
    with desk.store.transaction():
        request, is_new = access_requests.ask(
            desk.store, person.practice_id, person.slack_user, desk.clock()
        )
        if is_new:
            _note_asked(desk, person, request)
            for owner in owners:
                uid = f"access:{request.id}:{owner.slack_user}"
                send(desk, practice, owner.slack_user, uid, lambda say: write(say, request))
            show_owners_too(desk, person.practice_id, person.slack_user)
    return request, is_new


def why_no_role(desk: Desk, person: Person, refusal: NoRole) -> Refusal:
    """The refusal of somebody without a role: who has asked for one isn't told to ask."""
    waiting = access_requests.open_requests(desk.store, person.practice_id)
    if all(one.slack_user != person.slack_user for one in waiting):
        return refusal
    return refuse(
        "You have no role at this practice yet. You have asked for access, and an owner has yet to"
        " answer."
    )


def decide(
    desk: Desk, practice: Practice, person: Person, request_id: int, role: Role, write: Writer
) -> Decision:
    """Grant a request with a role of GRANTABLE, or decline it with NONE, and tell who asked."""
    authorize(person, Action.MANAGE_PEOPLE)
    request = access_requests.get(desk.store, person.practice_id, request_id)
    if request is None or role not in (*GRANTABLE, Role.NONE):
        raise refuse("That request is not there any more. Type /billing to see who waits.")
    with desk.store.transaction():
        first = _close(desk, person, request, role)
        if first:
            send(desk, practice, request.slack_user, f"access:{request_id}:answer", write)
            show_owners_too(desk, person.practice_id, request.slack_user)
        decided = access_requests.get(desk.store, person.practice_id, request_id) or request
        now_has = role_of(desk, person.practice_id, request.slack_user)
    return Decision(decided, now_has, first)


def grant_waiting(desk: Desk, person: Person, slack_user: str) -> None:
    """Close the open request of somebody who was given a role in another way."""
    for request in access_requests.open_requests(desk.store, person.practice_id):
        if request.slack_user == slack_user:
            access_requests.decide(
                desk.store,
                person.practice_id,
                request.id,
                state="granted",
                by=person.slack_user,
                now=desk.clock(),
            )


def role_of(desk: Desk, practice_id: int, slack_user: str) -> Role:
    """The role that the person has at this moment; who left the workspace has none."""
    return role_of_member(members.find(desk.store, practice_id, slack_user))


def role_of_member(member: Member | None) -> Role:
    """The same, of somebody who was looked up already; None: nobody knows them."""
    return Role(member.role) if member and member.disabled_at is None else Role.NONE


def _note_asked(desk: Desk, person: Person, request: AccessRequest) -> None:
    audit.record(
        desk.store,
        person.practice_id,
        actor=person.slack_user,
        action=ASKED,
        target=person.slack_user,
        detail={"request": request.id},
        now=desk.clock(),
    )


def _close(desk: Desk, person: Person, request: AccessRequest, role: Role) -> bool:
    """Decide the request if it is still open, with the role and the audit row that go with it."""
    store, practice_id, now = desk.store, person.practice_id, desk.clock()
    state = "declined" if role is Role.NONE else "granted"
    if not access_requests.decide(store, practice_id, request.id, state, person.slack_user, now):
        return False
    if role is not Role.NONE:
        members.set_role(store, practice_id, request.slack_user, role, now)
    audit.record(
        store,
        practice_id,
        actor=person.slack_user,
        action=f"access.{state}",
        target=request.slack_user,
        detail={"request": request.id, "role": role},
        now=now,
    )
    return True
