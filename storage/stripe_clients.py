"""Who clients are at Stripe, and which payment methods it keeps of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from peewee import Case

from storage import bulk
from storage.models import ClientStripe as Table
from storage.models import SavedMethod as Methods
from storage.store import Row, Store


@dataclass(frozen=True)
class SavedMethod:
    """`method_id` is "pm_…", `type` Stripe's. What doesn't fit the type is None. `default_since`:
    when it became the usual one of its customer at Stripe (epoch ms); None: it isn't."""

    client_id: int
    customer_id: str
    method_id: str
    type: str
    brand: str | None = None
    last4: str | None = None
    exp_month: int | None = None
    exp_year: int | None = None
    funding: str | None = None
    country: str | None = None
    fingerprint: str | None = None
    default_since: int | None = None


_COLUMNS = tuple(getattr(Methods, name) for name in SavedMethod.__dataclass_fields__)


def by_customers(store: Store, practice_id: int, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Those of the customers who are known: the client's id, and when Stripe was last asked."""
    names = ("customer_id", "client_id", "read_at")
    rows = bulk.find(store, Table, names, practice_id, "customer_id", ids)
    return {row["customer_id"]: (row["client_id"], row["read_at"]) for row in rows}


def practices_of(store: Store, customer_id: str) -> list[int]:
    """The practices of which a client is that customer."""
    query = Table.select(Table.practice_id).where(Table.customer_id == customer_id)
    return [row["practice_id"] for row in store.select(query.order_by(Table.practice_id))]


def customers_of(store: Store, practice_id: int, client_id: int) -> list[str]:
    """The client's ids at Stripe, the first known first."""
    query = Table.select(Table.customer_id).where(
        Table.practice_id == practice_id, Table.client_id == client_id
    )
    return [row["customer_id"] for row in store.select(query.order_by(Table.id))]


def put(
    store: Store,
    practice_id: int,
    customers: Sequence[tuple[str, int]],
    methods: Sequence[SavedMethod],
    now: int,
) -> None:
    """The customers (their id, their client's), each with exactly these saved methods. What was a
    customer's default before, and is still, became so then."""
    with store.transaction():
        since = _defaults(store, practice_id, [customer_id for customer_id, _ in customers])
        methods = [
            replace(one, default_since=since.get(one.method_id, one.default_since))
            if one.default_since
            else one
            for one in methods
        ]
        for customer_id, client_id in customers:
            _put_customer(store, practice_id, customer_id, client_id, now)
        names = ("practice_id", *SavedMethod.__dataclass_fields__, "read_at")
        rows = [[practice_id, *vars(one).values(), now] for one in methods]
        bulk.insert(store, Methods, names, rows)


def methods_of(store: Store, practice_id: int, client_id: int) -> list[SavedMethod]:
    """What is saved of the client: the default first, that is, the one that became so last; then
    in the order in which it came to be known."""
    query = Methods.select(*_COLUMNS).where(
        Methods.practice_id == practice_id, Methods.client_id == client_id
    )
    found = [SavedMethod(**row) for row in store.select(query.order_by(Methods.id))]
    return sorted(found, key=lambda one: -(one.default_since or 0))


def keep_method(store: Store, practice_id: int, method: SavedMethod, now: int) -> None:
    """One that has just been saved, beside the others."""
    values: Row = {"practice_id": practice_id, **vars(method), "read_at": now}
    told = {name: value for name, value in values.items() if name != "default_since"}
    made = Methods.insert(values).on_conflict(
        conflict_target=(Methods.practice_id, Methods.method_id), update=told
    )
    store.change(made.as_rowcount())


def remove_method(store: Store, practice_id: int, method_id: str) -> None:
    """It isn't the client's any more."""
    mine = (Methods.practice_id == practice_id) & (Methods.method_id == method_id)
    store.change(Methods.delete().where(mine))


def set_default(store: Store, practice_id: int, customer_id: str, method_id: str, now: int) -> None:
    """It is the customer's usual one from now on."""
    theirs = (Methods.practice_id == practice_id) & (Methods.customer_id == customer_id)
    since = Case(None, [(Methods.method_id == method_id, now)], None)
    store.change(Methods.update(default_since=since).where(theirs))


def forget_customer(store: Store, practice_id: int, customer_id: str) -> None:
    """Stripe has no such customer any more."""
    theirs = (Methods.practice_id == practice_id) & (Methods.customer_id == customer_id)
    who = (Table.practice_id == practice_id) & (Table.customer_id == customer_id)
    with store.transaction():
        store.change(Methods.delete().where(theirs))
        store.change(Table.delete().where(who))


def forget(store: Store, practice_id: int, client_id: int) -> None:
    """The client is nobody at Stripe any more."""
    theirs = (Methods.practice_id == practice_id) & (Methods.client_id == client_id)
    who = (Table.practice_id == practice_id) & (Table.client_id == client_id)
    with store.transaction():
        store.change(Methods.delete().where(theirs))
        store.change(Table.delete().where(who))


def _defaults(store: Store, practice_id: int, customers: Sequence[str]) -> dict[str, int]:
    """Which of their methods are the default, and since when."""
    names = ("method_id", "default_since")
    rows = bulk.find(store, Methods, names, practice_id, "customer_id", customers)
    return {row["method_id"]: row["default_since"] for row in rows if row["default_since"]}


def _put_customer(
    store: Store, practice_id: int, customer_id: str, client_id: int, now: int
) -> None:
    values: Row = {
        "practice_id": practice_id,
        "customer_id": customer_id,
        "client_id": client_id,
        "read_at": now,
    }
    made = Table.insert(values).on_conflict(
        conflict_target=(Table.practice_id, Table.customer_id), update={"read_at": now}
    )
    store.change(made.as_rowcount())
    theirs = (Methods.practice_id == practice_id) & (Methods.customer_id == customer_id)
    store.change(Methods.delete().where(theirs))
