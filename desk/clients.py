"""Clients: found as somebody types, added, edited, and shown with what they owe."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from desk.access import Person, authorize
from desk.client_forms import read_client
from desk.context import Desk
from desk.days import day_in
from desk.methods import MethodsSheet, sheet_of
from desk.reminders.ways_out import Reach, reach_of
from rules.ids import read_id
from rules.roles import Action, may
from rules.search_phrases import folded, phrases_of
from rules.words import refuse
from storage import audit, clients, counters, invoices, practices, reminder_pauses
from storage.clients import Client
from storage.invoices import Invoice
from storage.practices import Practice
from storage.reminder_pauses import Pause

FOUND_AT_ONCE = 20
INVOICES_SHOWN = 5


@dataclass(frozen=True)
class ClientCard:
    """`payer`: who pays for the client, None where they do themselves. `owes`: what the open
    invoices come to, by currency; `newest`: of these, the newest. `methods`: how they
    pay. `reach`: whether reminders reach them; for people who may see reminders, the
    `pauses` that hold. `erased_on`: the day, where the
    practice is, on which the data was erased."""

    client: Client
    payer: Client | None
    owes: Mapping[str, int]
    newest: tuple[Invoice, ...]
    methods: MethodsSheet
    reach: Reach
    erased_on: date | None
    pauses: tuple[Pause, ...] = ()


class SameName(Exception):
    """There is somebody of that name already: a new client, or the same?"""

    def __init__(self, same: list[Client]) -> None:
        super().__init__()
        self.same = same


def search(desk: Desk, person: Person, text: str) -> list[Client]:
    """Those whom a beginning of a name, a reference or an e-mail address finds; with an empty
    text, the first by name."""
    authorize(person, Action.SEE_CLIENTS)
    beginning = folded(text)
    if not beginning:
        return clients.first_by_name(desk.store, person.practice_id, FOUND_AT_ONCE)
    return clients.search(desk.store, person.practice_id, beginning, FOUND_AT_ONCE)


def search_ids(desk: Desk, person: Person, text: str) -> list[int]:
    """Whom `search` finds, by their ids alone."""
    authorize(person, Action.SEE_CLIENTS)
    return clients.search_ids(desk.store, person.practice_id, folded(text), FOUND_AT_ONCE)


def by_reference(desk: Desk, person: Person, text: str) -> Client | None:
    """The client whose whole reference this is ("np-0042", "NP 42"), if it is one."""
    authorize(person, Action.SEE_CLIENTS)
    said = folded(text).replace(" ", "-").upper()
    prefix, dash, number = said.rpartition("-")
    counted = read_id(number)
    if counted is None:
        return None
    padded = f"{prefix}{dash}{counted:04}"
    return clients.by_reference(desk.store, person.practice_id, padded)


def card(desk: Desk, person: Person, client_id: int) -> ClientCard:
    """Refusal where the practice has no such client."""
    authorize(person, Action.SEE_CLIENTS)
    client = _named(desk, person, client_id)
    store, mine = desk.store, person.practice_id
    practice = practices.get(store, mine)
    if practice is None:
        raise LookupError(f"There is no practice {mine}.")
    payer = clients.get(store, mine, client.payer_id) if client.payer_id else None
    methods = sheet_of(desk, practice, payer or client)
    return ClientCard(
        client=client,
        payer=payer,
        owes=invoices.open_balance(store, mine, client.id),
        newest=tuple(invoices.of_client(store, mine, client.id, invoices.OPEN, INVOICES_SHOWN)),
        methods=methods,
        reach=reach_of(desk, mine, client, methods.time_zone),
        erased_on=day_in(client.erased_at, methods.time_zone) if client.erased_at else None,
        pauses=_pauses(desk, person, client, methods.time_zone),
    )


def _pauses(desk: Desk, person: Person, client: Client, zone: str) -> tuple[Pause, ...]:
    if not may(person.role, Action.SEE_REMINDERS):
        return ()
    today, theirs = day_in(desk.clock(), zone), {client.id, client.payer_id or client.id}
    found = reminder_pauses.about(desk.store, person.practice_id, today.isoformat(), theirs)
    return tuple(found)


def may_edit(person: Person) -> None:
    """Refusal for whoever may not."""
    authorize(person, Action.EDIT_CLIENTS)


def to_edit(desk: Desk, person: Person, client_id: int) -> ClientCard:
    """The same, for whoever may change it. Refusal of one whose data is erased."""
    authorize(person, Action.EDIT_CLIENTS)
    _not_erased(_named(desk, person, client_id))
    return card(desk, person, client_id)


def add(
    desk: Desk, practice: Practice, person: Person, form: Mapping[str, str], *, anyway: bool = False
) -> Client:
    """A new client with the next reference. Raises WrongFields; and SameName where there is one of
    that name, unless they are to be added `anyway`."""
    authorize(person, Action.EDIT_CLIENTS)
    now = desk.clock()
    with desk.store.transaction():
        practices.lock(desk.store, practice.id)
        read = read_client(desk, person, form)
        if not anyway and (same := _of_same_name(desk, person, read)):
            raise SameName(same)
        number = counters.take(desk.store, practice.id, counters.CLIENTS)
        client = replace(
            read, reference=reference(practice, number), created_at=now, changed_at=now
        )
        client = clients.add(desk.store, practice.id, client, _phrases(client))
        _audit(desk, person, "client.added", client)
    return client


def edit(desk: Desk, person: Person, client_id: int, form: Mapping[str, str]) -> Client:
    """Invoices that were issued keep the name and address that they have. Raises WrongFields."""
    authorize(person, Action.EDIT_CLIENTS)
    with desk.store.transaction():
        practices.lock(desk.store, person.practice_id)
        read = read_client(desk, person, form, client_id)
        before = _not_erased(_named(desk, person, client_id))
        kept = ("id", "reference", "external_id", "created_at", "archived_at", "erased_at")
        same = {name: getattr(before, name) for name in kept}
        client = replace(read, **same, changed_at=desk.clock())
        clients.change(desk.store, person.practice_id, client, _phrases(client))
        _audit(desk, person, "client.edited", client)
    return client


def reference(practice: Practice, number: int) -> str:
    """ "NP-0042": the initials of the practice's name, and the number."""
    return f"{_initials(practice.name)}-{number:04}"


@lru_cache(maxsize=64)
def _initials(name: str) -> str:
    initials = "".join(word[0] for word in folded(name).split()[:3]).upper()
    return initials if initials.isascii() and initials else "C"


def _named(desk: Desk, person: Person, client_id: int) -> Client:
    client = clients.get(desk.store, person.practice_id, client_id)
    if client is None:
        raise refuse("There is no such client. Type /client and a name to find them.")
    return client


def _not_erased(client: Client) -> Client:
    if client.erased_at is not None:
        raise refuse("This client’s data is erased already.")
    return client


def _of_same_name(desk: Desk, person: Person, read: Client) -> list[Client]:
    found = clients.search(desk.store, person.practice_id, read.sort_name, FOUND_AT_ONCE)
    return [one for one in found if one.sort_name == read.sort_name]


def _phrases(client: Client) -> list[str]:
    return phrases_of(client.name, client.reference, client.email or "")


def _audit(desk: Desk, person: Person, action: str, client: Client) -> None:
    """Without what tells who it is: the log can't be erased."""
    audit.record(
        desk.store,
        person.practice_id,
        actor=person.slack_user,
        action=action,
        target=client.reference,
        detail={"payer": client.payer_id} if client.payer_id else {},
        now=desk.clock(),
    )
