"""Sessions of the web admin: who is in, from where and since when, and which have ended."""

from dataclasses import dataclass

from storage.models import AdminSession as Table
from storage.prepared import Prepared, slot
from storage.store import Store


@dataclass(frozen=True)
class AdminSession:
    """A person's visit from one browser. Times are epoch ms; `ended_by` is a Slack user."""

    id: int
    practice_id: int
    slack_user: str
    address: str
    browser: str
    created_at: int
    seen_at: int
    ended_at: int | None
    ended_by: str | None


_COLUMNS = tuple(getattr(Table, name) for name in AdminSession.__dataclass_fields__)
_BY_HASH = Prepared(Table.select(*_COLUMNS).where(Table.token_hash == slot("token_hash")))


def add(
    store: Store,
    practice_id: int,
    slack_user: str,
    token_hash: str,
    address: str,
    browser: str,
    now: int,
) -> int:
    """A new one; its id."""
    made = Table.insert(
        practice_id=practice_id,
        slack_user=slack_user,
        token_hash=token_hash,
        address=address,
        browser=browser,
        created_at=now,
        seen_at=now,
    )
    [row] = store.returning(made.returning(Table.id))
    return int(row["id"])


def by_hash(store: Store, token_hash: str) -> AdminSession | None:
    """Whoever asks isn't known yet: the session says who it is."""
    row = _BY_HASH.first(store, token_hash=token_hash)
    return AdminSession(**row) if row else None


def get(store: Store, practice_id: int, session_id: int) -> AdminSession | None:
    mine = (Table.practice_id == practice_id) & (Table.id == session_id)
    row = store.first(Table.select(*_COLUMNS).where(mine))
    return AdminSession(**row) if row else None


def seen(store: Store, practice_id: int, session_id: int, now: int) -> None:
    """Somebody is still there."""
    mine = (Table.practice_id == practice_id) & (Table.id == session_id)
    store.change(Table.update(seen_at=now).where(mine, Table.ended_at.is_null()))


def end(store: Store, practice_id: int, session_id: int, by: str, now: int) -> bool:
    """False where it had ended before."""
    mine = (Table.practice_id == practice_id) & (Table.id == session_id)
    ended = Table.update(ended_at=now, ended_by=by).where(mine, Table.ended_at.is_null())
    return store.change(ended) == 1


def listed(
    store: Store, practice_id: int, slack_user: str | None, limit: int
) -> list[AdminSession]:
    """The newest of the person, or of everybody."""
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id)
    if slack_user is not None:
        query = query.where(Table.slack_user == slack_user)
    return [
        AdminSession(**row) for row in store.select(query.order_by(Table.id.desc()).limit(limit))
    ]


def forget_before(store: Store, practice_id: int, seen_before: int) -> None:
    """Sessions in which nobody has been for long."""
    old = (Table.practice_id == practice_id) & (Table.seen_at < seen_before)
    store.change(Table.delete().where(old))


def forget_all(store: Store) -> None:
    """After a restore: who was in when the backup was made has to come in anew."""
    store.change(Table.delete())
