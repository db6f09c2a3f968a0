"""The audit log as it is looked through: a page of entries before or after one, the newest first,
narrowed to an action, a person, or what was done with one thing."""

import json
from dataclasses import dataclass
from typing import Any

from peewee import Tuple

from storage.models import Audit as Table
from storage.store import Store

Place = tuple[str, int]
"""Where a page begins or ends: "" and a row's place in the chain; where an action is chosen, when
it was recorded, and its id. That moment is written in letters: so many digits in an address may
look like a card number."""
_LETTERS = "abcdefghij"


@dataclass(frozen=True)
class Wanted:
    """What is listed; "" for all. `target`: the thing, exactly as it was recorded."""

    action: str = ""
    actor: str = ""
    target: str = ""

    @property
    def by_time(self) -> bool:
        """In the order of the index of actions, so that a rare one is found as fast as others."""
        return bool(self.action) and not self.target and not self.actor


@dataclass(frozen=True)
class Logged:
    """A row of the log. `seq`: its place in the chain; `at`: epoch ms."""

    id: int
    seq: int
    at: int
    actor: str
    action: str
    target: str
    detail: dict[str, Any]


def page(
    store: Store,
    practice_id: int,
    wanted: Wanted,
    *,
    after: Place | None = None,
    before: Place | None = None,
    limit: int,
) -> list[Logged]:
    """Those after or before a place, in the order of the list."""
    query = Table.select(
        Table.id, Table.seq, Table.at, Table.actor, Table.action, Table.target, Table.detail
    ).where(Table.practice_id == practice_id)
    query = _narrowed(query, wanted)
    if after is not None:
        query = query.where(_spot(wanted) < _there(wanted, after))
    if before is not None:
        query = query.where(_spot(wanted) > _there(wanted, before))
    order: list[Any] = [Table.at, Table.id] if wanted.by_time else [Table.seq]
    turned = order if before is not None else [one.desc() for one in order]
    rows = store.select(query.order_by(*turned).limit(limit))
    found = [Logged(**{**row, "detail": json.loads(row["detail"])}) for row in rows]
    return found if before is None else found[::-1]


def place_of(wanted: Wanted, row: Logged) -> Place:
    if not wanted.by_time:
        return "", row.seq
    return "".join(_LETTERS[int(digit)] for digit in str(row.at)), row.id


def _narrowed(query: Any, wanted: Wanted) -> Any:
    if wanted.action:
        query = query.where(Table.action == wanted.action)
    if wanted.target:
        query = query.where(Table.target == wanted.target)
    if wanted.actor:
        query = query.where(Table.actor == wanted.actor)
    return query


def _spot(wanted: Wanted) -> Any:
    return Tuple(Table.at, Table.id) if wanted.by_time else Table.seq


def _there(wanted: Wanted, place: Place) -> Any:
    """A place that belongs to another order is the beginning of time."""
    if not wanted.by_time:
        return place[1]
    digits = [str(_LETTERS.index(one)) for one in place[0][:15] if one in _LETTERS]
    return Tuple(int("".join(digits) or 0), place[1])
