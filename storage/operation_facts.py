"""What is asked of operations without reading them: whose one is, whether there is any."""

from collections.abc import Iterable, Sequence

from storage.models import Operation as Table
from storage.store import Store


def practice_of(store: Store, stripe_ids: Sequence[str]) -> int | None:
    """The practice that has an operation with one of these ids of Stripe's."""
    query = Table.select(Table.practice_id).where(Table.stripe_id.in_(list(stripe_ids)))
    row = store.first(query.limit(1)) if stripe_ids else None
    return int(row["practice_id"]) if row else None


def any_of_client(
    store: Store, practice_id: int, client_id: int, kinds: Iterable[str], states: Iterable[str]
) -> bool:
    """Whether one of these kinds of the client is in one of these states."""
    query = Table.select(Table.id).where(
        Table.practice_id == practice_id,
        Table.client_id == client_id,
        Table.kind.in_(list(kinds)),
        Table.state.in_(list(states)),
    )
    return store.first(query.limit(1)) is not None


def any_of_method(
    store: Store,
    practice_id: int,
    client_id: int,
    method_id: str,
    kind: str,
    states: Iterable[str],
) -> bool:
    """Whether one of that kind with the client's payment method is in one of these states."""
    query = Table.select(Table.id).where(
        Table.practice_id == practice_id,
        Table.client_id == client_id,
        Table.method_id == method_id,
        Table.kind == kind,
        Table.state.in_(list(states)),
    )
    return store.first(query.limit(1)) is not None
