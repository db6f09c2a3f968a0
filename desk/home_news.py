"""When somebody's Home is shown anew: in the transaction of what has changed in it."""

from uuid import uuid4

from desk.context import Desk
from storage import members, outbox

KIND = "slack_home"
"""Of the outbox rows that have Home shown anew. They say only to whom: what it shows is looked up
when it is sent, so it is never older than that."""


def show_anew(desk: Desk, practice_id: int, *slack_users: str) -> None:
    """Have their Homes shown anew, in the transaction of what has changed in them; of nobody where
    a system alone did something."""
    if not slack_users:
        return
    uids = {user: f"home:{uuid4().hex}" for user in sorted(set(slack_users))}
    with desk.store.transaction():
        outbox.drop_waiting(desk.store, practice_id, KIND, sorted(uids))
        outbox.enqueue_all(desk.store, practice_id, KIND, uids, {}, desk.clock())


def show_owners_too(desk: Desk, practice_id: int, slack_user: str) -> None:
    """`show_anew` for somebody whose role has changed or may, and for those who decide about it."""
    owners = (owner.slack_user for owner in members.owners(desk.store, practice_id))
    show_anew(desk, practice_id, slack_user, *owners)
