"""The payment methods that are saved of a client: seen, removed, and made the usual one.

None of it asks Stripe: a row is written, and the worker does the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.access import Person, authorize
from desk.card_requests import payer_of, waiting_among
from desk.context import Desk
from desk.outcomes import audit_of
from desk.settings import practice_settings, today_at
from rules.payment_state import HOLDING, State
from rules.roles import Action
from rules.words import refuse, sentence
from storage import clients, consents, operation_facts, operation_lists, operations, stripe_clients
from storage.clients import Client
from storage.consents import Consent
from storage.new_operations import blank, hash_of
from storage.operations import CHARGE, DEFAULT, REMOVAL, Operation
from storage.practices import Practice
from storage.stripe_clients import SavedMethod

PAYMENTS_SHOWN = 5
_RECENT = 30
_UNDER_WAY = frozenset({State.APPROVED, State.SENDING, State.UNKNOWN})
BEING_PAID = sentence("A payment with it is under way. Remove it when that has come to an end.")


@dataclass(frozen=True)
class Saved:
    """A payment method as people see it. `default`: it is charged unless another is chosen.
    `changing`: it is being removed or made the default at this moment."""

    method: SavedMethod
    default: bool
    expired: bool
    changing: bool


@dataclass(frozen=True)
class MethodsSheet:
    """Of who pays for the client. `payments`: the newest charges; `asked`: the request that waits;
    `failed`: the last change, where it came to nothing."""

    payer: Client
    methods: tuple[Saved, ...]
    consents: tuple[Consent, ...]
    payments: tuple[Operation, ...]
    asked: Operation | None
    failed: Operation | None
    time_zone: str


def methods_sheet(desk: Desk, practice: Practice, person: Person, client_id: int) -> MethodsSheet:
    """Refusal where there is no such client."""
    authorize(person, Action.SEE_CLIENTS)
    return sheet_of(desk, practice, _payer(desk, practice, client_id))


def sheet_of(desk: Desk, practice: Practice, payer: Client) -> MethodsSheet:
    """The same of who pays, for whoever may see clients."""
    settings = practice_settings(desk, practice)
    recent = operation_lists.of_client(desk.store, practice.id, payer.id, _RECENT)
    saved = stripe_clients.methods_of(desk.store, practice.id, payer.id)
    today = today_at(desk, settings)
    changes = [one for one in recent if one.kind in (REMOVAL, DEFAULT)]
    changing = {one.method_id for one in changes if one.state in _UNDER_WAY}
    newest = changes[0] if changes else None
    return MethodsSheet(
        payer=payer,
        methods=tuple(
            Saved(
                method=one,
                default=number == 0 and one.default_since is not None,
                expired=is_expired(one, today.year, today.month),
                changing=one.method_id in changing,
            )
            for number, one in enumerate(saved)
        ),
        consents=tuple(consents.of_client(desk.store, practice.id, payer.id)),
        payments=tuple(_charges(recent)[:PAYMENTS_SHOWN]),
        asked=waiting_among(recent),
        failed=newest if newest and newest.state in (State.FAILED, State.CANCELLED) else None,
        time_zone=settings.time_zone,
    )


def is_expired(method: SavedMethod, year: int, month: int) -> bool:
    """A card is good until the end of the month that stands on it."""
    if method.exp_year is None or method.exp_month is None:
        return False
    return (method.exp_year, method.exp_month) < (year, month)


def remove(
    desk: Desk,
    practice: Practice,
    person: Person,
    client_id: int,
    method_id: str,
    modal: dict[str, str] | None = None,
) -> Operation:
    """Have it taken off at Stripe, so that nobody can charge it any more. Refusal while a payment
    with it is under way."""
    payer, method = _own(desk, practice, person, client_id, method_id)
    if in_use(desk, practice.id, payer.id, method_id):
        raise refuse(BEING_PAID.text)
    return _asked(desk, practice, person, REMOVAL, method, modal)


def make_default(
    desk: Desk,
    practice: Practice,
    person: Person,
    client_id: int,
    method_id: str,
    modal: dict[str, str] | None = None,
) -> Operation:
    """Have it charged from now on unless another is chosen."""
    _, method = _own(desk, practice, person, client_id, method_id)
    return _asked(desk, practice, person, DEFAULT, method, modal)


def in_use(desk: Desk, practice_id: int, client_id: int, method_id: str) -> bool:
    """Whether a charge with it may still be paid."""
    return operation_facts.any_of_method(
        desk.store, practice_id, client_id, method_id, CHARGE, [state.value for state in HOLDING]
    )


def _charges(recent: Sequence[Operation]) -> list[Operation]:
    return [one for one in recent if one.kind == CHARGE]


def _payer(desk: Desk, practice: Practice, client_id: int) -> Client:
    client = clients.get(desk.store, practice.id, client_id)
    if client is not None and client.payer_id is not None:
        client = clients.get(desk.store, practice.id, client.payer_id)
    if client is None:
        raise refuse("There is no such client. Type /client and a name to find them.")
    return client


def _own(
    desk: Desk, practice: Practice, person: Person, client_id: int, method_id: str
) -> tuple[Client, SavedMethod]:
    payer = payer_of(desk, practice, person, client_id)
    saved = stripe_clients.methods_of(desk.store, practice.id, payer.id)
    found = next((one for one in saved if one.method_id == method_id), None)
    if found is None:
        raise refuse("This payment method isn’t saved any more.")
    return payer, found


def _asked(
    desk: Desk,
    practice: Practice,
    person: Person,
    kind: str,
    method: SavedMethod,
    modal: dict[str, str] | None,
) -> Operation:
    """Named for the client's newest operation: who asks twice at once gets the same one."""
    store, now = desk.store, desk.clock()
    recent = operation_lists.of_client(store, practice.id, method.client_id, _RECENT)
    for one in recent:
        same = (one.kind, one.method_id) == (kind, method.method_id)
        if same and one.state in _UNDER_WAY:
            return one
    request = f"{kind}:{method.method_id}:{recent[0].id if recent else 0}"
    shown = {"method": method.method_id}
    new = replace(
        blank(practice.id, kind, method.client_id, person.slack_user, now),
        request_id=request,
        customer_id=method.customer_id,
        method_id=method.method_id,
        method={name: getattr(method, name) for name in ("type", "brand", "last4")},
        shown=shown,
        shown_hash=hash_of(shown),
        approved_by=person.slack_user,
        approved_at=now,
        modal=modal,
        due_at=now,
    )
    with store.transaction():
        added = operations.add(store, practice.id, new, [], live=False)
        if added is not None:
            audit_of(desk, added, person.slack_user)
    if added is None:
        added = operations.by_request(store, practice.id, request)
    if added is None:
        raise LookupError(f"There is no operation of request {request}.")
    desk.store.tell_queued()
    return added
