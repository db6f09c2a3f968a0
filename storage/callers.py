"""Who is asking: the practice of a workspace and the person in it, in one query.

Every request asks this, and on SQLite each query costs the request its turn among the threads.
"""

from peewee import JOIN

from storage.members import Member
from storage.models import Member as MemberTable
from storage.models import Practice as PracticeTable
from storage.practices import Practice
from storage.prepared import Prepared, slot
from storage.store import Store

_OF_PRACTICE = tuple(Practice.__dataclass_fields__)
_OF_MEMBER = tuple(Member.__dataclass_fields__)
_FIND = Prepared(
    PracticeTable.select(
        *(getattr(PracticeTable, name) for name in _OF_PRACTICE),
        *(getattr(MemberTable, name).alias(f"member_{name}") for name in _OF_MEMBER),
    )
    .join(
        MemberTable,
        JOIN.LEFT_OUTER,
        on=(
            (MemberTable.practice_id == PracticeTable.id) & (MemberTable.slack_user == slot("user"))
        ),
    )
    .where(PracticeTable.slack_team == slot("team"))
)


def find(store: Store, team: str, slack_user: str) -> tuple[Practice, Member | None] | None:
    """The practice behind a Slack workspace, and the person if Paydesk has met them there."""
    row = _FIND.first(store, team=team, user=slack_user)
    if row is None:
        return None
    practice = {name: row[name] for name in _OF_PRACTICE}
    if practice["livemode"] is not None:
        practice["livemode"] = bool(practice["livemode"])
    if row["member_id"] is None:
        return Practice(**practice), None
    return Practice(**practice), Member(**{name: row[f"member_{name}"] for name in _OF_MEMBER})
