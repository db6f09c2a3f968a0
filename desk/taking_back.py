"""Messages that are taken back, because what they tell about was deleted: whether they wait, are on
their way, or stand in Slack."""

from desk.context import Desk
from storage import outbox

KIND = "slack_take_back"
"""Of the outbox rows that have a message deleted."""
UID = "uid"
"""Names the message in a row's payload."""


def take_back(desk: Desk, practice_id: int, uid: str) -> None:
    """The messages whose uids begin so, in the transaction of what they tell about. Nothing of what
    they said is kept; where they stand is, until they don't any more."""
    store = desk.store
    with store.transaction():
        outbox.forget_waiting(store, practice_id, uid)
        for row in outbox.beginning(store, practice_id, uid):
            outbox.empty(store, row)
            outbox.enqueue(
                store,
                practice_id,
                kind=KIND,
                recipient=str(row.id),
                uid=f"taken_back:{row.id}",
                payload={UID: row.uid},
                now=desk.clock(),
            )
