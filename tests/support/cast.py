"""The cast of the tests: two practices, their people, and a clock that stands still."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from storage import members, practices
from storage.practices import Practice
from storage.schema import HISTORY
from storage.store import Store

T0 = 1_795_424_400_000
"""2026-11-23T09:00:00Z, in epoch milliseconds."""

TEAM = "T0PRACTICE"
NAME = "Northside Physio"
PLACE = "US-TX"
CURRENCY = "usd"

OLIVIA = "U0OLIVIA"
"""The owner; her Slack is in English."""
BEN = "U0BEN"
"""The biller."""
FLORENCE = "U0FLORENCE"
"""The front desk; her Slack is in French."""
SAM = "U0SAM"
"""The support agent."""
NOAH = "U0NOAH"
"""Of the workspace, without a role."""

OTHER_TEAM = "T0OTHER"
OTHER_NAME = "Southside Dental"
STRANGER = "U0STRANGER"
"""The owner of the other practice, a stranger to this one."""

ROLES = {OLIVIA: "owner", BEN: "biller", FLORENCE: "front_desk", SAM: "support"}
LOCALES = {OLIVIA: "en-US", BEN: "en-US", FLORENCE: "fr-FR", SAM: "en-GB", NOAH: "en-US"}


class FrozenClock:
    """A clock that only moves when told to. Called, it gives epoch milliseconds."""

    def __init__(self, now: int = T0) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def advance(self, ms: int) -> None:
        self.now += ms


@dataclass(frozen=True)
class Cast:
    """The practice with its people, and the other practice with the stranger."""

    practice: Practice
    other: Practice


def enter_cast(store: Store, now: int = T0) -> Cast:
    """Put the whole cast into the store."""
    with store.transaction():
        practice = practices.ensure(store, TEAM, NAME, now)
        practices.set_place(store, practice.id, PLACE, CURRENCY)
        for user, role in ROLES.items():
            members.set_role(store, practice.id, user, role, now)
        for user, locale in LOCALES.items():
            members.remember_locale(store, practice.id, user, locale, now)
        other = practices.ensure(store, OTHER_TEAM, OTHER_NAME, now)
        practices.set_place(store, other.id, "GB", "gbp")
        members.set_role(store, other.id, STRANGER, "owner", now)
    found = practices.get(store, practice.id), practices.get(store, other.id)
    assert found[0] is not None
    assert found[1] is not None
    return Cast(*found)


T = TypeVar("T")


class Remembered(Generic[T]):
    """Fills a new store as often as asked. Only the first time, on each kind of database, through
    what storage offers: after that the rows of `tables`, those first that others refer to, are
    written as they were then."""

    def __init__(self, tables: Sequence[str]) -> None:
        self._tables = tables
        self._entered: dict[str, tuple[T, list[tuple[str, list[Any]]]]] = {}

    def enter(self, store: Store, fill: Callable[[Store], T]) -> T:
        """What `fill` gave the first time. A store that has practices already is filled by it."""
        if practices.all_practices(store):
            return fill(store)
        if store.kind not in self._entered:
            result = fill(store)
            assert _filled(store) <= {*self._tables, HISTORY, "store_meta"}
            self._entered[store.kind] = result, [(one, _rows(store, one)) for one in self._tables]
            return result
        result, tables = self._entered[store.kind]
        with store.transaction():
            for name, rows in tables:
                _write(store, name, rows)
        return result


def _filled(store: Store) -> set[str]:
    ours = (name for name in store.database.get_tables() if not name.startswith("sqlite_"))
    return {name for name in ours if _rows(store, name)}


def _rows(store: Store, table: str) -> list[Any]:
    return list(store.database.run(f"SELECT * FROM {table}").fetchall())


def _write(store: Store, table: str, rows: list[Any]) -> None:
    """Rows with their ids; the next new row gets the id after them."""
    mark = "?" if store.kind == "sqlite" else "%s"
    row = "(" + ", ".join([mark] * len(rows[0])) + ")"
    values = [value for one in rows for value in one]
    store.database.run(f"INSERT INTO {table} VALUES {', '.join([row] * len(rows))}", values)
    if store.kind == "postgresql":
        number = f"pg_get_serial_sequence('{table}', 'id')"
        store.database.run(f"SELECT setval({number}, (SELECT max(id) FROM {table}))")
