"""What acts without a person: named, and with no other rights than it needs."""

from enum import StrEnum

from rules.roles import Action


class System(StrEnum):
    """A part of Paydesk that somebody at the terminal, or nobody, has started."""

    IMPORT = "import"
    EXPORT = "export"
    ERASURE = "erasure"
    WORKER = "worker"
    """Sends what people have approved."""
    STRIPE_NEWS = "stripe_news"
    """Hears from Stripe: by its webhooks, or by looking at its events."""
    RECONCILER = "reconciler"
    """Compares everything with Stripe."""
    REMINDERS = "reminders"
    """Asks for what its mails need: payment links, and pages to save a card on."""
    CLIENTS = "clients"
    """Clients themselves, by the link in their mail."""


_RIGHTS: dict[System, frozenset[Action]] = {
    System.IMPORT: frozenset({Action.IMPORT_AND_EXPORT}),
    System.EXPORT: frozenset({Action.IMPORT_AND_EXPORT}),
    System.ERASURE: frozenset({Action.ERASE}),
    System.WORKER: frozenset({Action.RECORD_OUTCOMES}),
    System.STRIPE_NEWS: frozenset({Action.RECORD_OUTCOMES}),
    System.RECONCILER: frozenset({Action.RECORD_OUTCOMES}),
    System.REMINDERS: frozenset({Action.SEND_LINKS, Action.ADD_CARDS}),
    System.CLIENTS: frozenset({Action.PAUSE_REMINDERS}),
}


def is_system(name: str) -> bool:
    """Whether that is what acts without a person; else it is somebody's Slack id."""
    return name in set(System)


def system_may(system: System, action: Action) -> bool:
    """What isn't listed is allowed to none."""
    return action in _RIGHTS.get(system, frozenset())
