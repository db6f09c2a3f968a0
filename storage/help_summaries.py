"""Which weeks' summaries were sent: each once."""

from storage.models import HelpSummary as Table
from storage.store import Store


def claim(store: Store, practice_id: int, monday: str, now: int) -> bool:
    """Whether who asks sends the summary of that week. False: it was sent before."""
    made = Table.insert(practice_id=practice_id, monday=monday, made_at=now)
    return store.change(made.on_conflict(action="nothing").as_rowcount()) == 1


def last(store: Store, practice_id: int) -> str | None:
    """The first day of the last week that was summed up."""
    query = Table.select(Table.monday).where(Table.practice_id == practice_id)
    row = store.first(query.order_by(Table.monday.desc()).limit(1))
    return str(row["monday"]) if row else None
