"""Which clients a practice may want to ask for a payment method all at once."""

from desk.access import Person, authorize
from desk.context import Desk
from rules.roles import Action
from rules.setup_state import WAITS
from storage import asked_clients, clients
from storage.clients import Client
from storage.operations import CARD
from storage.practices import Practice

INVOICES_READ = 500
MOST_LISTED = 100


def without_method(desk: Desk, practice: Practice, person: Person) -> list[Client]:
    """Who pays the oldest open invoices, has no payment method saved, and wasn't asked for one that
    waits."""
    authorize(person, Action.ADD_CARDS)
    store, mine = desk.store, practice.id
    owing = asked_clients.owing(store, mine, INVOICES_READ)
    left_out = asked_clients.with_method(store, mine, owing)
    left_out |= asked_clients.being_asked(store, mine, owing, CARD, [one.value for one in WAITS])
    wanted = [one for one in owing if one not in left_out][:MOST_LISTED]
    found = clients.by_ids(store, mine, wanted)
    return [found[one] for one in wanted if one in found]
