"""That the owners were told how Stripe's real fees differ from the practice's row: once each."""

from dataclasses import dataclass

from storage.models import FeeOffer as Table
from storage.store import Row, Store

ASKED, TAKEN, KEPT = "asked", "taken", "kept"


@dataclass(frozen=True)
class FeeOffer:
    """`percent` is decimal text, "" where no rule could be told from the payments. `example`: of
    one payment, what Stripe took and what the row says, in minor units. `known`: the row that it
    was compared with, as text. `by`: the Slack user who decided."""

    id: int
    method: str
    currency: str
    percent: str
    fixed: int
    cap: int | None
    known: str
    payments: int
    amount: int
    took: int
    expected: int
    state: str
    asked_at: int
    by: str | None


_COLUMNS = tuple(getattr(Table, name) for name in FeeOffer.__dataclass_fields__)


def add(store: Store, practice_id: int, offer: FeeOffer) -> FeeOffer | None:
    """None: the same was told before."""
    values: Row = {name: value for name, value in vars(offer).items() if name != "id"}
    made = Table.insert(practice_id=practice_id, **values).on_conflict(action="nothing")
    rows = store.returning(made.returning(Table.id))
    return FeeOffer(**{**vars(offer), "id": rows[0]["id"]}) if rows else None


def get(store: Store, practice_id: int, offer_id: int) -> FeeOffer | None:
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id, Table.id == offer_id)
    row = store.first(query)
    return FeeOffer(**row) if row else None


def decide(store: Store, practice_id: int, offer_id: int, state: str, by: str) -> bool:
    """False: somebody has decided before."""
    mine = (Table.practice_id == practice_id) & (Table.id == offer_id)
    return store.change(Table.update(state=state, by=by).where(mine, Table.state == ASKED)) == 1
