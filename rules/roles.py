"""Who may do what: the roles of a practice and the actions each is allowed. Deny by default."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is at the practice. `NONE` is anyone in the workspace without a role."""

    OWNER = "owner"
    BILLER = "biller"
    FRONT_DESK = "front_desk"
    SUPPORT = "support"
    NONE = "none"


class Action(StrEnum):
    """What can be asked of Paydesk."""

    SEE_FEES = "see_fees"
    EDIT_FEE_ROWS = "edit_fee_rows"
    MANAGE_PEOPLE = "manage_people"
    SEE_CLIENTS = "see_clients"
    EDIT_CLIENTS = "edit_clients"
    SEE_INVOICES = "see_invoices"
    EDIT_INVOICES = "edit_invoices"
    EDIT_TAXES = "edit_taxes"
    DECIDE_FEE_PAYER = "decide_fee_payer"
    SEE_SETTINGS = "see_settings"
    EDIT_SETTINGS = "edit_settings"
    ADD_CARDS = "add_cards"
    SEND_LINKS = "send_links"
    CHARGE = "charge"
    APPROVE_CHARGES = "approve_charges"
    REFUND = "refund"
    ASK_REFUNDS = "ask_refunds"
    """Have somebody else approve a refund, or refund oneself."""
    SETTLE_CHARGES = "settle_charges"
    """Say what came of one that Stripe can tell nothing of."""
    NOTE_PAYMENTS = "note_payments"
    """Say that an invoice was paid elsewhere: in cash, to the bank account."""
    WRITE_OFF = "write_off"
    SEE_TAKINGS = "see_takings"
    """What came in on a day, and who took it."""
    RECORD_OUTCOMES = "record_outcomes"
    """Write down what Stripe did: no person does."""
    ANSWER_QUESTIONS = "answer_questions"
    """Of the help channel, as an agent."""
    EDIT_ARTICLES = "edit_articles"
    """With which such questions are answered."""
    SEE_REMINDERS = "see_reminders"
    PAUSE_REMINDERS = "pause_reminders"
    EDIT_REMINDERS = "edit_reminders"
    IMPORT_AND_EXPORT = "import_and_export"
    ERASE = "erase"
    SEE_AUDIT = "see_audit"
    """Who did what, and when."""
    SEE_HEALTH = "see_health"
    """Whether Paydesk does its work: what waits, and when it last heard from Stripe."""
    OPEN_ADMIN = "open_admin"
    """The web admin: support agents its help pages."""
    USE_ADMIN = "use_admin"
    """All pages of it that are open to somebody who is let in."""


_EVERYONE = frozenset(Role)
_OWNER = frozenset({Role.OWNER})
_BILLING = _OWNER | {Role.BILLER}
_DESK = _BILLING | {Role.FRONT_DESK}
_LOOK = _DESK | {Role.SUPPORT}

_ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_FEES: _EVERYONE,
    Action.EDIT_FEE_ROWS: _OWNER,
    Action.MANAGE_PEOPLE: _OWNER,
    Action.SEE_CLIENTS: _LOOK,
    Action.EDIT_CLIENTS: _DESK,
    Action.SEE_INVOICES: _LOOK,
    Action.EDIT_INVOICES: _DESK,
    Action.EDIT_TAXES: _OWNER,
    Action.DECIDE_FEE_PAYER: _OWNER,
    Action.SEE_SETTINGS: _DESK,
    Action.EDIT_SETTINGS: _OWNER,
    Action.ADD_CARDS: _DESK,
    Action.SEND_LINKS: _DESK,
    Action.CHARGE: _DESK,
    Action.APPROVE_CHARGES: _BILLING,
    Action.REFUND: _BILLING,
    Action.ASK_REFUNDS: _DESK,
    Action.SETTLE_CHARGES: _OWNER,
    Action.NOTE_PAYMENTS: _DESK,
    Action.WRITE_OFF: _BILLING,
    Action.SEE_TAKINGS: _DESK,
    Action.RECORD_OUTCOMES: frozenset(),
    Action.ANSWER_QUESTIONS: _BILLING | {Role.SUPPORT},
    Action.EDIT_ARTICLES: _BILLING | {Role.SUPPORT},
    Action.SEE_REMINDERS: _DESK,
    Action.PAUSE_REMINDERS: _DESK,
    Action.EDIT_REMINDERS: _BILLING,
    Action.IMPORT_AND_EXPORT: _BILLING,
    Action.ERASE: _OWNER,
    Action.SEE_AUDIT: _OWNER,
    Action.SEE_HEALTH: _BILLING,
    Action.OPEN_ADMIN: _BILLING | {Role.SUPPORT},
    Action.USE_ADMIN: _BILLING,
}


def may(role: Role, action: Action) -> bool:
    """Whether `role` is allowed `action`; what isn't in the table is allowed to nobody."""
    return role in who_may(action)


def who_may(action: Action) -> frozenset[Role]:
    """The roles that are allowed `action`."""
    return _ALLOWED.get(action, frozenset())
