"""Charges above somebody's limit: a second person lets them through, or doesn't."""

from desk.access import Person, authorize
from desk.charge_limits import may_approve
from desk.charges import cancel, moved_on, named, worked_on
from desk.context import Desk
from desk.outcomes import move
from desk.settings import practice_settings
from rules.payment_state import State
from rules.roles import Action
from rules.words import refuse
from storage.operations import Operation
from storage.practices import Practice

NOT_APPROVED = "not_approved"
"""Why a charge was cancelled by a second person."""


def approve(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """A second person lets it be charged: nobody approves what they asked for themselves."""
    waiting = _to_decide(desk, practice, person, uid)
    if waiting.asked_by == person.slack_user:
        raise refuse("Somebody else has to approve what you asked for.")
    return _decided(desk, waiting, person, State.APPROVED)


def refuse_approval(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """It isn't charged. Who asked for it may take it back this way too."""
    waiting = named(desk, practice, person, uid)
    if waiting.asked_by == person.slack_user:
        return cancel(desk, practice, person, uid)
    return _decided(
        desk, _to_decide(desk, practice, person, uid), person, State.CANCELLED, NOT_APPROVED
    )


def _to_decide(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    authorize(person, Action.APPROVE_CHARGES)
    if not may_approve(practice_settings(desk, practice), person.role):
        raise refuse("At this practice, an owner approves what is above the limit.")
    waiting = named(desk, practice, person, uid)
    if waiting.state != State.DRAFT:
        raise moved_on()
    return waiting


def _decided(
    desk: Desk, waiting: Operation, person: Person, state: State, reason: str | None = None
) -> Operation:
    decided = move(
        desk,
        waiting,
        state,
        person.slack_user,
        approved_by=person.slack_user if state is State.APPROVED else None,
        approved_at=desk.clock() if state is State.APPROVED else None,
        reason=reason,
    )
    return worked_on(desk, decided)
