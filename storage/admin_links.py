"""Links that open the web admin once. A token is looked up by its hash, never compared."""

from dataclasses import dataclass

from storage.models import AdminLink as Table
from storage.store import Store


@dataclass(frozen=True)
class AdminLink:
    """For one person of a practice, in the role that they had when it was made. Times are epoch
    ms."""

    id: int
    practice_id: int
    slack_user: str
    role: str
    expires_at: int
    used_at: int | None


_COLUMNS = tuple(getattr(Table, name) for name in AdminLink.__dataclass_fields__)


def add(
    store: Store,
    practice_id: int,
    slack_user: str,
    role: str,
    token_hash: str,
    now: int,
    expires_at: int,
) -> None:
    made = Table.insert(
        practice_id=practice_id,
        slack_user=slack_user,
        role=role,
        token_hash=token_hash,
        created_at=now,
        expires_at=expires_at,
    )
    store.change(made.as_rowcount())


def by_hash(store: Store, token_hash: str) -> AdminLink | None:
    """Whoever asks isn't known yet: the link says whose it is."""
    row = store.first(Table.select(*_COLUMNS).where(Table.token_hash == token_hash))
    return AdminLink(**row) if row else None


def use_up(store: Store, practice_id: int, link_id: int, now: int) -> bool:
    """True for the first who does it in time. Of two at the same moment, one succeeds."""
    mine = (Table.practice_id == practice_id) & (Table.id == link_id)
    fresh = Table.used_at.is_null() & (Table.expires_at > now)
    return store.change(Table.update(used_at=now).where(mine & fresh)) == 1


def forget_before(store: Store, practice_id: int, created_before: int) -> None:
    """Links that have long been of no use."""
    old = (Table.practice_id == practice_id) & (Table.created_at < created_before)
    store.change(Table.delete().where(old))


def forget_all(store: Store) -> None:
    """After a restore: what was open when the backup was made opens nothing any more."""
    store.change(Table.delete())
