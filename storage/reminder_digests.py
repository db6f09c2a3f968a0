"""What was to stand in a digest, and nobody was shown."""

from storage.models import Reminder as Table
from storage.store import Store


def take_back(store: Store, practice_id: int, digest: str, state: str, reason: str) -> int:
    """What was to stand in the digest of that day ends so instead, since nobody was shown it. How
    many that are."""
    theirs = (Table.practice_id == practice_id) & (Table.digest == digest)
    values = {"state": state, "reason": reason, "digest": None}
    return store.change(Table.update(values).where(theirs, Table.state == "sent"))
