"""Where reminders stand, and what was to stand in a digest that nobody was shown."""

from collections.abc import Collection

from storage.models import Reminder as Table
from storage.store import Store


def take_back(store: Store, practice_id: int, digest: str, state: str, reason: str) -> int:
    """What was to stand in the digest of that day ends so instead, since nobody was shown it. How
    many that are."""
    theirs = (Table.practice_id == practice_id) & (Table.digest == digest)
    values = {"state": state, "reason": reason, "digest": None}
    return store.change(Table.update(values).where(theirs, Table.state == "sent"))


def days_with(
    store: Store, practice_id: int, subject: str, ids: Collection[int], since: str
) -> list[str]:
    """The days, from that one on (ISO), of those digests in which any of these subjects stands."""
    query = Table.select(Table.digest).where(
        Table.practice_id == practice_id,
        Table.subject == subject,
        Table.subject_id.in_(list(ids)),
        Table.state == "sent",
        Table.digest >= since,
    )
    rows = store.select(query.distinct().order_by(Table.digest))
    return [row["digest"] for row in rows]
