"""The articles that a practice has written or changed: each version stays, the newest one holds."""

from dataclasses import dataclass

from peewee import fn

from storage.models import HelpArticle as Table
from storage.store import Store


@dataclass(frozen=True)
class Version:
    """Of an article in one language; the first is 1. `title` and `text` None: as it was shipped, or
    gone where it wasn't. `asked`: questions that it answers, a line each. `since` is an ISO day,
    `author` a Slack user, `at` epoch ms."""

    name: str
    language: str
    version: int
    title: str | None
    text: str | None
    asked: str
    since: str
    author: str
    at: int


_COLUMNS = tuple(getattr(Table, name) for name in Version.__dataclass_fields__)


def newest(store: Store, practice_id: int, until: int | None = None) -> list[Version]:
    """The version that holds of each article in each language, or held then (epoch ms)."""
    rank = fn.ROW_NUMBER().over(
        partition_by=[Table.name, Table.language], order_by=[Table.version.desc()]
    )
    ranked = Table.select(*_COLUMNS, rank.alias("rank")).where(Table.practice_id == practice_id)
    if until is not None:
        ranked = ranked.where(Table.at <= until)
    of_ranked = [getattr(ranked.c, name) for name in Version.__dataclass_fields__]
    query = ranked.select_from(*of_ranked).where(ranked.c.rank == 1)
    rows = store.select(query.order_by(ranked.c.name, ranked.c.language))
    return [Version(**row) for row in rows]


def versions(store: Store, practice_id: int, name: str, language: str, limit: int) -> list[Version]:
    """The newest first."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.name == name, Table.language == language
    )
    rows = store.select(query.order_by(Table.version.desc()).limit(limit))
    return [Version(**row) for row in rows]


def version(
    store: Store, practice_id: int, name: str, language: str, number: int
) -> Version | None:
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id,
        Table.name == name,
        Table.language == language,
        Table.version == number,
    )
    row = store.first(query)
    return Version(**row) if row else None


def add(store: Store, practice_id: int, new: Version) -> bool:
    """False: there is a version of that number already."""
    made = Table.insert({"practice_id": practice_id, **vars(new)})
    return store.change(made.on_conflict(action="nothing").as_rowcount()) == 1
