"""People of a practice: their role, and the language that Slack shows them or that they chose."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rules.words import refuse
from storage import practices
from storage.models import Member as Table
from storage.models import Practice as PracticeTable
from storage.prepared import Prepared, slot
from storage.store import Store

NO_ROLE = "none"
OWNER = "owner"


@dataclass(frozen=True)
class Member:
    """A person whom Paydesk has met. `role` is "none" for those of whom only the locale is known.
    `board`: what they look at on Home's board, as desk.board writes it. `name`: what Slack calls
    them, None while that isn't known.

    `language` is what they chose ("en", "fr"), `locale` what Slack shows them ("fr-CA"). Whoever
    has a `disabled_at` (epoch ms) left the workspace, and has no rights whatever the role says.
    """

    id: int
    practice_id: int
    slack_user: str
    role: str
    language: str | None
    locale: str | None
    disabled_at: int | None
    board: str | None = None
    name: str | None = None


_COLUMNS = (
    Table.id,
    Table.practice_id,
    Table.slack_user,
    Table.role,
    Table.language,
    Table.locale,
    Table.disabled_at,
    Table.board,
    Table.name,
)
_FIND = Prepared(
    Table.select(*_COLUMNS).where(
        Table.practice_id == slot("practice"), Table.slack_user == slot("user")
    )
)
_OF_PRACTICE = "practice_"
_FIND_WITH_PRACTICE = Prepared(
    Table.select(*_COLUMNS, *(one.alias(f"{_OF_PRACTICE}{one.name}_") for one in practices.COLUMNS))
    .join(PracticeTable, on=(PracticeTable.id == Table.practice_id))
    .where(Table.practice_id == slot("practice"), Table.slack_user == slot("user"))
)


def find(store: Store, practice_id: int, slack_user: str) -> Member | None:
    row = _FIND.first(store, practice=practice_id, user=slack_user)
    return Member(**row) if row else None


def find_with_practice(
    store: Store, practice_id: int, slack_user: str
) -> tuple[practices.Practice, Member] | None:
    """The same, asked at once."""
    row = _FIND_WITH_PRACTICE.first(store, practice=practice_id, user=slack_user)
    if row is None:
        return None
    names = [(one.name, f"{_OF_PRACTICE}{one.name}_") for one in practices.COLUMNS]
    practice = practices.practice_of({name: row.pop(told) for name, told in names})
    return practice, Member(**row)


def list_members(store: Store, practice_id: int) -> list[Member]:
    """Everybody with a role, those who left too, by role and then by Slack user."""
    of_practice = (Table.practice_id == practice_id) & (Table.role != NO_ROLE)
    query = Table.select(*_COLUMNS).where(of_practice).order_by(Table.role, Table.slack_user)
    return [Member(**row) for row in store.select(query)]


def without_role(store: Store, practice_id: int, limit: int) -> list[Member]:
    """People whom Paydesk has met and who are still there: by their names."""
    of_practice = (Table.practice_id == practice_id) & (Table.role == NO_ROLE)
    query = Table.select(*_COLUMNS).where(of_practice, Table.disabled_at.is_null())
    rows = store.select(query.order_by(Table.name, Table.slack_user).limit(limit))
    return [Member(**row) for row in rows]


def names(store: Store, practice_id: int, users: Collection[str]) -> dict[str, str]:
    """What Slack calls these people, as far as that is known."""
    theirs = (Table.practice_id == practice_id) & Table.slack_user.in_(list(users))
    query = Table.select(Table.slack_user, Table.name).where(theirs, Table.name.is_null(False))
    return {row["slack_user"]: row["name"] for row in store.select(query)}


def owners(store: Store, practice_id: int) -> list[Member]:
    """The owners who can act: those who left don't count."""
    of_practice = (Table.practice_id == practice_id) & (Table.role == OWNER)
    query = Table.select(*_COLUMNS).where(of_practice, Table.disabled_at.is_null())
    return [Member(**row) for row in store.select(query.order_by(Table.slack_user))]


def count_owners(store: Store, practice_id: int) -> int:
    return len(owners(store, practice_id))


def become_first_owner(store: Store, practice_id: int, slack_user: str, now: int) -> bool:
    """Make the person the owner, only while there is none. Of two at once, one succeeds."""
    with store.transaction():
        practices.lock(store, practice_id)
        if count_owners(store, practice_id):
            return False
        _remember(store, practice_id, slack_user, now, {"role": OWNER, "disabled_at": None})
    return True


def set_role(store: Store, practice_id: int, slack_user: str, role: str, now: int) -> None:
    """Give the person a role; "none" takes it away. The last owner's is refused to be taken."""
    with store.transaction():
        practices.lock(store, practice_id)
        _keep_an_owner(store, practice_id, slack_user, stays_owner=role == OWNER)
        _remember(store, practice_id, slack_user, now, {"role": role, "disabled_at": None})


def set_disabled(store: Store, practice_id: int, slack_user: str, at: int | None) -> None:
    """The person left the workspace at that time (epoch ms), or is back (None)."""
    mine = (Table.practice_id == practice_id) & (Table.slack_user == slack_user)
    store.change(Table.update(disabled_at=at).where(mine))


def set_language(
    store: Store, practice_id: int, slack_user: str, language: str | None, now: int
) -> None:
    """The language that the person chose ("en", "fr"); None follows Slack again."""
    _remember(store, practice_id, slack_user, now, {"language": language})


def set_board(store: Store, practice_id: int, slack_user: str, board: str | None) -> None:
    """What they look at on Home's board from now on."""
    mine = (Table.practice_id == practice_id) & (Table.slack_user == slack_user)
    store.change(Table.update(board=board).where(mine))


def remember_locale(
    store: Store, practice_id: int, slack_user: str, locale: str, now: int, name: str | None = None
) -> None:
    """The locale that Slack shows the person ("fr-CA"), also of people without a role; and what it
    calls them, if it said so."""
    known = {"locale": locale, "name": name} if name else {"locale": locale}
    _remember(store, practice_id, slack_user, now, known)


def _remember(
    store: Store, practice_id: int, slack_user: str, now: int, known: Mapping[str, str | int | None]
) -> None:
    person = {"practice_id": practice_id, "slack_user": slack_user, "created_at": now}
    made = Table.insert({"role": NO_ROLE, **person, **known})
    upsert = made.on_conflict(conflict_target=(Table.practice_id, Table.slack_user), update=known)
    store.change(upsert.as_rowcount())


def _keep_an_owner(store: Store, practice_id: int, slack_user: str, stays_owner: bool) -> None:
    if stays_owner:
        return
    if [owner.slack_user for owner in owners(store, practice_id)] == [slack_user]:
        raise refuse("A practice needs an owner. Make someone else an owner first.")
