"""Counts what the audit log has seen of late, so that several processes hold to one limit."""

from peewee import fn

from storage.models import Audit
from storage.store import Store


def count(store: Store, practice_id: int, action: str, since: int, actor: str | None = None) -> int:
    """How often `action` was recorded at or after `since` (epoch ms), by `actor` or by anybody."""
    query = Audit.select(fn.COUNT(Audit.id).alias("times")).where(
        Audit.practice_id == practice_id, Audit.action == action, Audit.at >= since
    )
    if actor is not None:
        query = query.where(Audit.actor == actor)
    row = store.first(query)
    return int(row["times"]) if row else 0
