"""What acts without a person: named, and with no other rights than it needs."""

from enum import StrEnum

from rules.roles import Action


class System(StrEnum):
    """A part of Paydesk that somebody at the terminal, or nobody, has started."""

    IMPORT = "import"
    EXPORT = "export"
    ERASURE = "erasure"


_RIGHTS: dict[System, frozenset[Action]] = {
    System.IMPORT: frozenset({Action.IMPORT_AND_EXPORT}),
    System.EXPORT: frozenset({Action.IMPORT_AND_EXPORT}),
    System.ERASURE: frozenset({Action.ERASE}),
}


def system_may(system: System, action: Action) -> bool:
    """What isn't listed is allowed to none."""
    return action in _RIGHTS.get(system, frozenset())
