"""An owner's word that a fee may be passed on where the rule doesn't simply allow it."""

from desk.access import Person, authorize
from desk.context import Desk
from desk.settings import (
    CONFIRMED,
    Change,
    Confirmation,
    audit_changes,
    locked,
    practice_settings,
)
from rules.roles import Action
from storage import settings as rows
from storage.practices import Practice


def confirm(
    desk: Desk, person: Person, practice: Practice, rule_id: str, reason: str
) -> Confirmation:
    """An owner's word, with the reason, that a rule's fee may be passed on."""
    authorize(person, Action.DECIDE_FEE_PAYER)
    word = Confirmation(person.slack_user, desk.clock(), reason, practice.place or "")
    with desk.store.transaction():
        rows.put(desk.store, practice.id, CONFIRMED + rule_id, vars(word))
        audit_changes(desk, person, [Change(CONFIRMED + rule_id, None, vars(word))])
    return word


def withdraw(desk: Desk, person: Person, practice: Practice, rule_id: str) -> bool:
    """An owner's word on a rule holds no more. False: there is none for the practice's place."""
    authorize(person, Action.DECIDE_FEE_PAYER)
    with desk.store.transaction():
        word = practice_settings(desk, locked(desk, practice)).confirmations.get(rule_id)
        if word is None:
            return False
        rows.remove(desk.store, practice.id, CONFIRMED + rule_id)
        audit_changes(desk, person, [Change(CONFIRMED + rule_id, vars(word), None)])
    return True
