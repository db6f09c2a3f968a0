"""The audit log, looked through by an owner, and whether its chain is whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.access import Person, authorize
from desk.context import Desk
from rules.roles import Action
from rules.words import Sentence
from storage import audit, audit_pages, members
from storage.audit import Head
from storage.audit_pages import Logged, Place, Wanted
from storage.members import Member


@dataclass(frozen=True)
class Checked:
    """The chain as it was found: its end, to be kept elsewhere, and what is wrong with it."""

    head: Head
    faults: Sequence[Sentence]


def entries(
    desk: Desk,
    person: Person,
    wanted: Wanted,
    after: Place | None,
    before: Place | None,
    limit: int,
) -> Sequence[Logged]:
    """Those after or before a place, the newest first."""
    authorize(person, Action.SEE_AUDIT)
    return audit_pages.page(
        desk.store, person.practice_id, wanted, after=after, before=before, limit=limit
    )


def people_who_act(desk: Desk, person: Person) -> Sequence[Member]:
    """Whose deeds can be picked out: everybody with a role."""
    authorize(person, Action.SEE_AUDIT)
    return members.list_members(desk.store, person.practice_id)


def check(desk: Desk, person: Person) -> Checked:
    """Reads the whole chain: the longer the log, the longer it takes."""
    authorize(person, Action.SEE_AUDIT)
    faults = audit.faults(desk.store, person.practice_id)
    return Checked(audit.head(desk.store, person.practice_id), faults)
