"""What clients said yes to when they saved a payment method: kept for as long as it may be asked
for, without a name."""

from dataclasses import dataclass

from storage.models import Consent as Table
from storage.store import Row, Store

SPOKEN, ONLINE = "spoken", "online"


@dataclass(frozen=True)
class Consent:
    """`how` is SPOKEN or ONLINE, `wording` the version of the text, `language` the one that it was
    in. `recorded_by`: who read it aloud. `method_id` None: nothing was saved yet. `at` is epoch
    ms."""

    client_id: int
    operation_id: int
    how: str
    wording: str
    language: str
    at: int
    method_id: str | None = None
    recorded_by: str | None = None


_COLUMNS = tuple(getattr(Table, name) for name in Consent.__dataclass_fields__)


def add(store: Store, practice_id: int, consent: Consent) -> bool:
    """False: it was written down before. There is one of a kind for each request."""
    values: Row = {"practice_id": practice_id, **vars(consent)}
    made = Table.insert(values).on_conflict(action="nothing").returning(Table.id)
    return bool(store.returning(made))


def set_method(store: Store, practice_id: int, operation_id: int, method_id: str) -> None:
    """What was said yes to has become this payment method."""
    theirs = (Table.practice_id == practice_id) & (Table.operation_id == operation_id)
    store.change(Table.update(method_id=method_id).where(theirs))


def of_client(store: Store, practice_id: int, client_id: int) -> list[Consent]:
    """The oldest first."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.client_id == client_id
    )
    return [Consent(**row) for row in store.select(query.order_by(Table.id))]
