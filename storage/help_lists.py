"""Questions as a long list: those that agents may read, the newest first, a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Select, fn

from storage.help_questions import COLUMNS, Question, question_of
from storage.keyset import newest_first
from storage.models import HelpQuestion as Table
from storage.store import Store


@dataclass(frozen=True)
class Wanted:
    """What is listed: in one of these `states`, none: in any. `text`: what stands in it, whatever
    the case, "" for anything. `gaps`: only those to which no article was found. `read_by_all`: the
    sources where others read too."""

    read_by_all: Collection[str]
    states: Collection[str] = ()
    text: str = ""
    gaps: bool = False


def page(
    store: Store,
    practice_id: int,
    wanted: Wanted,
    *,
    after: int | None = None,
    before: int | None = None,
    limit: int,
) -> list[Question]:
    """Those after or before the one with that id, in the order of the list."""
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id)
    query = _narrowed(query, wanted)
    order = (Table.asked_at, Table.id)
    rows = newest_first(store, practice_id, query, order, after=after, before=before, limit=limit)
    return [question_of(row) for row in rows]


def count(store: Store, practice_id: int, wanted: Wanted, most: int) -> int:
    """How many there are; `most` where there are as many or more."""
    some = Table.select(SQL("1").alias("one")).where(Table.practice_id == practice_id)
    some = _narrowed(some, wanted).limit(most)
    [row] = store.select(Select([some], [fn.COUNT(SQL("1")).alias("many")]))
    return int(row["many"])


def _narrowed(query: Any, wanted: Wanted) -> Any:
    before_all = Table.source.in_(sorted(wanted.read_by_all)) & ~Table.private
    query = query.where(Table.handed_over_at.is_null(False) | before_all)
    if wanted.states:
        query = query.where(Table.state.in_(sorted(wanted.states)))
    if wanted.gaps:
        query = query.where(Table.articles == "[]", ~Table.computed)
    if wanted.text:
        query = query.where(fn.LOWER(Table.text).contains(wanted.text.lower()))
    return query
