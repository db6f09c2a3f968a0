"""The rules by which a practice's reminders go out: one of each kind."""

import json
from dataclasses import dataclass, field
from typing import Any

from peewee import Case

from storage.models import ReminderRule as Table
from storage.store import Row, Store


@dataclass(frozen=True)
class Rule:
    """`offsets`: days after the due day, before it where negative; `at` and the quiet hours are
    minutes of the day. `most` and `ends_after` None: no limit. `options`: what only the kind has.
    All that was due until `planned_until` is written down; `next_at`: when to look again (epoch
    ms). `version` 0: nobody has saved it yet."""

    practice_id: int
    kind: str
    offsets: tuple[int, ...]
    at: int
    working_days: bool = True
    quiet_begins: int = 20 * 60
    quiet_ends: int = 8 * 60
    most: int | None = None
    ends_after: int | None = None
    options: dict[str, Any] = field(default_factory=dict)
    active: bool = False
    version: int = 0
    changed_by: str = ""
    changed_at: int = 0
    planned_until: int = 0
    next_at: int = 0


_COLUMNS = tuple(getattr(Table, name) for name in Rule.__dataclass_fields__)


def all_of(store: Store, practice_id: int) -> dict[str, Rule]:
    """By kind."""
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id)
    return {row["kind"]: _rule(row) for row in store.select(query)}


def find(store: Store, practice_id: int, kind: str) -> Rule | None:
    return all_of(store, practice_id).get(kind)


def put(store: Store, practice_id: int, rule: Rule) -> bool:
    """As it is from now on. False: somebody has changed it since it was read (`version`)."""
    values = {**vars(rule), "version": rule.version + 1}
    values |= {"offsets": json.dumps(rule.offsets), "options": json.dumps(rule.options)}
    if rule.version == 0:
        made = Table.insert({**values, "practice_id": practice_id})
        return store.change(made.on_conflict(action="nothing").as_rowcount()) == 1
    changed = Table.update(values).where(
        Table.practice_id == practice_id, Table.kind == rule.kind, Table.version == rule.version
    )
    return store.change(changed) == 1


def due(store: Store, now: int) -> list[Rule]:
    """Those of any practice that are on and to be looked at."""
    query = Table.select(*_COLUMNS).where(Table.active, Table.next_at <= now)
    return [_rule(row) for row in store.select(query.order_by(Table.next_at, Table.id))]


def take(store: Store, practice_id: int, rule: Rule, until: int, next_at: int) -> bool:
    """What is due until then is written down by whoever asks, in this transaction. False: somebody
    else does, or it was changed."""
    mine = (Table.practice_id == practice_id) & (Table.kind == rule.kind)
    same = (Table.version == rule.version) & (Table.planned_until == rule.planned_until)
    values = {"planned_until": until, "next_at": next_at}
    return store.change(Table.update(values).where(mine, same, Table.active)) == 1


def put_off(store: Store, practice_id: int, rule: Rule, until: int) -> None:
    """It is looked at again then (epoch ms); nothing of what is due is lost. Unless somebody has
    changed it meanwhile."""
    mine = (Table.practice_id == practice_id) & (Table.kind == rule.kind)
    values = {"next_at": until}
    store.change(Table.update(values).where(mine, Table.version == rule.version))


def look_back(store: Store, practice_id: int, since: int, now: int) -> None:
    """What is due after `since` (epoch ms) is looked for once more, by all that are on; what came
    before somebody changed a rule stays left out."""
    begins = Case(None, [(Table.changed_at > since, Table.changed_at)], since)
    values = {"planned_until": begins, "next_at": now}
    planned = (Table.practice_id == practice_id) & (Table.planned_until > begins)
    store.change(Table.update(values).where(planned, Table.active))


def _rule(row: Row) -> Rule:
    offsets, options = tuple(json.loads(row["offsets"])), json.loads(row["options"])
    read = {"offsets": offsets, "options": options}
    booleans = {name: bool(row[name]) for name in ("working_days", "active")}
    return Rule(**{**row, **read, **booleans})
