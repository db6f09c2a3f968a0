"""Requests for access: somebody without a role asks, an owner decides."""

from dataclasses import dataclass

from storage.models import AccessRequest as Table
from storage.store import Store

OPEN = "open"
_TRIES = 10


@dataclass(frozen=True)
class AccessRequest:
    """`state` is open, granted or declined; times are epoch ms."""

    id: int
    practice_id: int
    slack_user: str
    state: str
    created_at: int
    decided_by: str | None
    decided_at: int | None


def ask(store: Store, practice_id: int, slack_user: str, now: int) -> tuple[AccessRequest, bool]:
    """The person's open request, and whether it is new: at most one is open at a time."""
    made = Table.insert(
        practice_id=practice_id, slack_user=slack_user, state=OPEN, created_at=now
    ).on_conflict(action="nothing")
    mine = (Table.practice_id == practice_id) & (Table.slack_user == slack_user)
    for _ in range(_TRIES):
        with store.transaction():
            created = store.change(made.clone().as_rowcount()) == 1
            row = store.first(Table.select().where(mine, Table.state == OPEN))
        if row:
            return AccessRequest(**row), created
        # Decided by somebody just between the two: ask anew.
    raise RuntimeError("The request can neither be made nor found.")


def get(store: Store, practice_id: int, request_id: int) -> AccessRequest | None:
    query = Table.select().where(Table.practice_id == practice_id, Table.id == request_id)
    row = store.first(query)
    return AccessRequest(**row) if row else None


def open_requests(store: Store, practice_id: int) -> list[AccessRequest]:
    """Those that wait for an owner, the oldest first."""
    query = Table.select().where(Table.practice_id == practice_id, Table.state == OPEN)
    return [AccessRequest(**row) for row in store.select(query.order_by(Table.id))]


def decide(store: Store, practice_id: int, request_id: int, state: str, by: str, now: int) -> bool:
    """Grant or decline an open request ("granted", "declined"). False if it was decided before."""
    waiting = (Table.practice_id == practice_id) & (Table.id == request_id) & (Table.state == OPEN)
    decision = Table.update(state=state, decided_by=by, decided_at=now)
    return store.change(decision.where(waiting)) == 1
