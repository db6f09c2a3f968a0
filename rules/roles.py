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


_EVERYONE = frozenset(Role)
_OWNER = frozenset({Role.OWNER})

_ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_FEES: _EVERYONE,
    Action.EDIT_FEE_ROWS: _OWNER,
    Action.MANAGE_PEOPLE: _OWNER,
}


def may(role: Role, action: Action) -> bool:
    """Whether `role` is allowed `action`; what isn't in the table is allowed to nobody."""
    return role in _ALLOWED.get(action, frozenset())
