"""What came of asking a client for a payment method: the one place that writes it down, whoever has
read Stripe."""

from typing import Any

from desk.access import SystemActor, authorize
from desk.charge_checks import CLIENT_ERASED
from desk.context import Desk
from desk.looks import HOUR, MINUTE
from desk.outcomes import move
from desk.saved_methods import saved
from processor.setups import Seen
from rules.payment_state import State
from rules.roles import Action
from rules.setup_state import SetupChange, apply
from rules.systems import System
from storage import clients, consents, operations, practices, stripe_clients
from storage.consents import ONLINE, SPOKEN, Consent
from storage.operations import Operation

LOOKED_AT_EVERY = 6 * HOUR
"""While the client has the link, in case that Stripe's news get lost."""


def record_setup(
    desk: Desk, practice_id: int, uid: str, seen: Seen, actor: System
) -> Operation | None:
    """Take over what Stripe says of a set-up page: the method that was saved, with the consent.
    None: there is no such operation. Hearing the same again changes nothing."""
    authorize(SystemActor(practice_id, actor), Action.RECORD_OUTCOMES)
    with desk.store.transaction():
        practices.lock(desk.store, practice_id)
        operation = operations.locked(desk.store, practice_id, uid)
        if operation is None or operation.state == State.SUCCEEDED:
            return operation
        change = _change(desk, operation, seen)
        if change.state == operation.state:
            return operation
        if change.state is State.SUCCEEDED:
            operation = _keep(desk, operation, seen)
        values = _values(desk, change, seen)
        return move(desk, operation, change.state, actor, reason=change.reason, **values)


def _change(desk: Desk, operation: Operation, seen: Seen) -> SetupChange:
    change = apply(State(operation.state), operation.customer_id, seen.snapshot)
    client = clients.get(desk.store, operation.practice_id, operation.client_id)
    erased = client is None or client.erased_at is not None
    if erased and change.state is State.SUCCEEDED:
        return SetupChange(State.FAILED, CLIENT_ERASED)
    if erased and change.state is State.NEEDS_CUSTOMER:
        return SetupChange(State.CANCELLED, CLIENT_ERASED)
    return change


def _keep(desk: Desk, operation: Operation, seen: Seen) -> Operation:
    """The method is known from now on, and what the client said yes to."""
    store, mine, method = desk.store, operation.practice_id, seen.method
    if method is None:
        raise LookupError("Nothing was saved.")
    now = desk.clock()
    kept = saved(method, operation.client_id, operation.customer_id or "")
    stripe_clients.keep_method(store, mine, kept, now)
    if not spoken(desk, operation):
        consents.add(store, mine, consent_of(operation, ONLINE, now))
    consents.set_method(store, mine, operation.id, method.id)
    told = {name: getattr(kept, name) for name in ("type", "brand", "last4")}
    changed = operations.change(store, mine, operation, method_id=method.id, method=told)
    if changed is None:
        raise RuntimeError(f"{operation.uid} changed while it was locked")
    return changed


def spoken(desk: Desk, operation: Operation) -> bool:
    """Whether the client said yes on the phone or at the desk."""
    told = consents.of_client(desk.store, operation.practice_id, operation.client_id)
    return any(one.operation_id == operation.id and one.how == SPOKEN for one in told)


def consent_of(operation: Operation, how: str, now: int, by: str | None = None) -> Consent:
    """To the words that the operation names."""
    return Consent(
        client_id=operation.client_id,
        operation_id=operation.id,
        how=how,
        wording=operation.shown["wording"],
        language=operation.shown["language"],
        recorded_by=by,
        at=now,
    )


def _values(desk: Desk, change: SetupChange, seen: Seen) -> dict[str, Any]:
    """The link, for as long as it leads somewhere."""
    if change.state is State.CANCELLED:
        return {"url": None, "due_at": desk.clock()}
    if change.state is State.PROCESSING:
        return {"url": None}
    if change.state is not State.NEEDS_CUSTOMER:
        return {"url": None, "due_at": None}
    ends = seen.snapshot.expires_at
    return {"url": seen.url, "expires_at": ends, "due_at": next_look_at(desk, ends)}


def next_look_at(desk: Desk, ends: int) -> int:
    """When Stripe is read again while the client has the link (epoch ms)."""
    return min(desk.clock() + LOOKED_AT_EVERY, max(ends, desk.clock()) + MINUTE)
