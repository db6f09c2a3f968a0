"""Coming into the web admin: a private link from Slack that opens it once, and the session that
begins with it. There are no passwords.

Tokens are 32 random bytes, of which only the SHA-256 is kept. The role is read anew at every
request, so whoever loses theirs is out at the next click.
"""

import hashlib
from dataclasses import dataclass
from secrets import token_urlsafe

from desk.access import Person, authorize
from desk.access_requests import role_of_member
from desk.context import Desk
from rules.roles import Action, Role, may
from rules.words import Refusal, refuse
from storage import admin_links, admin_sessions, audit, members
from storage.admin_links import AdminLink
from storage.admin_sessions import AdminSession
from storage.members import Member
from storage.practices import Practice

MINUTE_MS = 60_000
LINK_MS = 10 * MINUTE_MS
IDLE_MS = 30 * MINUTE_MS
LONGEST_MS = 12 * 60 * MINUTE_MS
NOTED_EVERY_MS = MINUTE_MS
"""How exactly it is known when a session was last used."""
KEPT_MS = 30 * 24 * 60 * MINUTE_MS
"""How long old links and sessions are kept, to be looked at."""
SESSIONS_SHOWN = 50
TOKEN_BYTES = 32
ENTERED, ENDED = "admin.entered", "admin.session_ended"
"""In the audit log, under the person's Slack id."""
ENTER = "/enter/"
"""What stands between the admin's address and a link's token."""


@dataclass(frozen=True)
class Visit:
    """Somebody in the admin, with the role that they have at this moment."""

    practice: Practice
    person: Person
    member: Member
    session: AdminSession


@dataclass(frozen=True)
class Where:
    """A browser: its network address, and what it calls itself."""

    address: str
    browser: str


def new_link(desk: Desk, practice: Practice, person: Person) -> str:
    """An address for this person alone, for ten minutes. Refusal where no admin can be reached."""
    authorize(person, Action.OPEN_ADMIN)
    if not desk.admin_url:
        raise refuse(
            "The web admin can’t be reached from here: it needs an address of its own. Whoever"
            " looks after Paydesk sets it as PAYDESK_PUBLIC_URL."
        )
    token, now = token_urlsafe(TOKEN_BYTES), desk.clock()
    admin_links.add(
        desk.store, practice.id, person.slack_user, person.role, hashed(token), now, now + LINK_MS
    )
    return f"{desk.admin_url}{ENTER}{token}"


def who_enters(desk: Desk, token: str) -> tuple[Practice, Member]:
    """Whose link it is, which stays as it is. Refusal where it opens nothing (any more)."""
    _, practice, member = _opened(desk, token)
    return practice, member


def enter(desk: Desk, token: str, where: Where) -> str:
    """Use the link up; the token of the session that begins. Refusal as in `who_enters`."""
    link, practice, member = _opened(desk, token)
    store, now, secret = desk.store, desk.clock(), token_urlsafe(TOKEN_BYTES)
    with store.transaction():
        if not admin_links.use_up(store, practice.id, link.id, now):
            raise _used()
        session_id = admin_sessions.add(
            store,
            practice.id,
            member.slack_user,
            hashed(secret),
            where.address,
            where.browser,
            now,
        )
        _record(desk, practice.id, member.slack_user, ENTERED, member.slack_user, session_id)
        admin_links.forget_before(store, practice.id, now - KEPT_MS)
        admin_sessions.forget_before(store, practice.id, now - KEPT_MS)
    return secret


def visit_of(desk: Desk, token: str) -> Visit | None:
    """Who has that session's token; None where it has ended, or its person may not be in."""
    session = admin_sessions.by_hash(desk.store, hashed(token))
    now = desk.clock()
    if session is None or not is_live(session, now):
        return None
    found = _person_of(desk, session.practice_id, session.slack_user)
    if found is None or not may(role_of_member(found[1]), Action.OPEN_ADMIN):
        with desk.store.transaction():
            admin_sessions.end(desk.store, session.practice_id, session.id, session.slack_user, now)
        return None
    if now - session.seen_at >= NOTED_EVERY_MS:
        admin_sessions.seen(desk.store, session.practice_id, session.id, now)
    practice, member = found
    person = Person(practice.id, member.slack_user, role_of_member(member))
    return Visit(practice, person, member, session)


def is_live(session: AdminSession, now: int) -> bool:
    """Whether it can still be used."""
    used_lately = now - session.seen_at < IDLE_MS
    return session.ended_at is None and used_lately and now - session.created_at < LONGEST_MS


def sessions_seen_by(desk: Desk, person: Person) -> list[AdminSession]:
    """The newest: a person's own; an owner's, everybody's."""
    authorize(person, Action.OPEN_ADMIN)
    whose = None if may(person.role, Action.MANAGE_PEOPLE) else person.slack_user
    return admin_sessions.listed(desk.store, person.practice_id, whose, SESSIONS_SHOWN)


def end_session(desk: Desk, person: Person, session_id: int) -> AdminSession:
    """One's own, or as an owner anybody's. One that has ended stays as it is."""
    authorize(person, Action.OPEN_ADMIN)
    store, mine, now = desk.store, person.practice_id, desk.clock()
    session = admin_sessions.get(store, mine, session_id)
    if session is None or not _may_end(person, session):
        raise refuse("There is no such session.")
    with store.transaction():
        if admin_sessions.end(store, mine, session.id, person.slack_user, now):
            _record(desk, mine, person.slack_user, ENDED, session.slack_user, session.id)
    return session


def hashed(token: str) -> str:
    """As it is kept: who reads the store can't use it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _may_end(person: Person, session: AdminSession) -> bool:
    own = session.slack_user == person.slack_user
    return own or may(person.role, Action.MANAGE_PEOPLE)


def _opened(desk: Desk, token: str) -> tuple[AdminLink, Practice, Member]:
    link = admin_links.by_hash(desk.store, hashed(token))
    if link is None:
        raise refuse(
            "This link opens nothing: it may have been cut off. In Slack, type /billing and press"
            " “Open admin” for a new one."
        )
    if link.used_at is not None:
        raise _used()
    if link.expires_at <= desk.clock():
        raise refuse(
            "This link was good for ten minutes, and they are over. In Slack, type /billing and"
            " press “Open admin” for a new one."
        )
    found = _person_of(desk, link.practice_id, link.slack_user)
    if found is None or not _still_holds(link, found[1]):
        raise refuse(
            "Your role at the practice has changed since this link was made. In Slack, type"
            " /billing to see what you may do now."
        )
    return link, *found


def _still_holds(link: AdminLink, member: Member) -> bool:
    role = role_of_member(member)
    return may(role, Action.OPEN_ADMIN) and role is Role(link.role)


def _used() -> Refusal:
    return refuse(
        "This link has been used, and each works once. In Slack, type /billing and press “Open"
        " admin” for a new one."
    )


def _person_of(desk: Desk, practice_id: int, slack_user: str) -> tuple[Practice, Member] | None:
    return members.find_with_practice(desk.store, practice_id, slack_user)


def _record(
    desk: Desk, practice_id: int, actor: str, action: str, whose: str, session_id: int
) -> None:
    audit.record(
        desk.store,
        practice_id,
        actor=actor,
        action=action,
        target=whose,
        detail={"session": session_id},
        now=desk.clock(),
    )
