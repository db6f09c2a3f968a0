"""Who may do what: the table of roles, and nothing beyond it."""

import pytest

from rules.roles import Action, Role, may

ALLOWED = {
    Action.SEE_FEES: set(Role),
    Action.EDIT_FEE_ROWS: {Role.OWNER},
    Action.MANAGE_PEOPLE: {Role.OWNER},
    Action.SEE_CLIENTS: {Role.OWNER, Role.BILLER, Role.FRONT_DESK, Role.SUPPORT},
    Action.EDIT_CLIENTS: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.SEE_INVOICES: {Role.OWNER, Role.BILLER, Role.FRONT_DESK, Role.SUPPORT},
    Action.EDIT_INVOICES: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.EDIT_TAXES: {Role.OWNER},
    Action.DECIDE_FEE_PAYER: {Role.OWNER},
    Action.SEE_SETTINGS: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.EDIT_SETTINGS: {Role.OWNER},
    Action.ADD_CARDS: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.SEND_LINKS: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.CHARGE: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.APPROVE_CHARGES: {Role.OWNER, Role.BILLER},
    Action.REFUND: {Role.OWNER, Role.BILLER},
    Action.ASK_REFUNDS: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.SETTLE_CHARGES: {Role.OWNER},
    Action.NOTE_PAYMENTS: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.SEE_TAKINGS: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.WRITE_OFF: {Role.OWNER, Role.BILLER},
    Action.RECORD_OUTCOMES: set(),
    Action.ANSWER_QUESTIONS: {Role.OWNER, Role.BILLER, Role.SUPPORT},
    Action.EDIT_ARTICLES: {Role.OWNER, Role.BILLER, Role.SUPPORT},
    Action.SEE_REMINDERS: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.PAUSE_REMINDERS: {Role.OWNER, Role.BILLER, Role.FRONT_DESK},
    Action.EDIT_REMINDERS: {Role.OWNER, Role.BILLER},
    Action.IMPORT_AND_EXPORT: {Role.OWNER, Role.BILLER},
    Action.ERASE: {Role.OWNER},
    Action.SEE_AUDIT: {Role.OWNER},
    Action.SEE_HEALTH: {Role.OWNER, Role.BILLER},
    Action.OPEN_ADMIN: {Role.OWNER, Role.BILLER, Role.SUPPORT},
    Action.USE_ADMIN: {Role.OWNER, Role.BILLER},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_the_table_of_roles_is_as_agreed(role: Role, action: Action) -> None:
    assert may(role, action) == (role in ALLOWED[action])


@pytest.mark.parametrize("role", Role)
def test_what_is_not_in_the_table_is_allowed_to_nobody(role: Role) -> None:
    assert not may(role, "sell the practice")  # type: ignore[arg-type]
