"""What was written to questions after they were asked, and what people think of the answers."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from storage.models import HelpMessage as Table
from storage.models import HelpRating
from storage.store import Store


@dataclass(frozen=True)
class Message:
    """By the asker, or by an agent (`by_agent`); `author` is a Slack user, `at` epoch ms. `channel`
    and `ts` name the message in Slack, or the window that it was written in."""

    id: int
    practice_id: int
    question_id: int
    channel: str
    ts: str
    author: str
    by_agent: bool
    text: str
    at: int


_COLUMNS = tuple(getattr(Table, name) for name in Message.__dataclass_fields__)


def add(store: Store, practice_id: int, new: Message) -> bool:
    """False: it stands there already."""
    values = {name: value for name, value in vars(new).items() if name not in ("id", "practice_id")}
    made = Table.insert({"practice_id": practice_id, **values}).on_conflict(action="nothing")
    return store.change(made.as_rowcount()) == 1


def of_question(store: Store, practice_id: int, question_id: int) -> list[Message]:
    """The oldest first."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.question_id == question_id
    )
    return [_message(row) for row in store.select(query.order_by(Table.id))]


def find(store: Store, practice_id: int, channel: str, ts: str) -> Message | None:
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.channel == channel, Table.ts == ts
    )
    row = store.first(query)
    return _message(row) if row else None


def set_text(store: Store, practice_id: int, message_id: int, text: str) -> None:
    mine = (Table.practice_id == practice_id) & (Table.id == message_id)
    store.change(Table.update(text=text).where(mine))


def delete_of(store: Store, practice_id: int, question_id: int) -> None:
    """All that was written to that question."""
    theirs = (Table.practice_id == practice_id) & (Table.question_id == question_id)
    store.change(Table.delete().where(theirs))


def rate(
    store: Store,
    practice_id: int,
    question_id: int,
    revision: int,
    slack_user: str,
    rating: str,
    at: int,
) -> None:
    """One a person and answer: the last one counts."""
    given = {"question_id": question_id, "revision": revision, "slack_user": slack_user}
    made = HelpRating.insert({"practice_id": practice_id, **given, "rating": rating, "at": at})
    key = (
        HelpRating.practice_id,
        HelpRating.question_id,
        HelpRating.revision,
        HelpRating.slack_user,
    )
    upsert = made.on_conflict(conflict_target=key, update={"rating": rating, "at": at})
    store.change(upsert.as_rowcount())


def rating_by(
    store: Store, practice_id: int, question_id: int, revision: int, slack_user: str
) -> str | None:
    """What the person thinks of that answer."""
    query = HelpRating.select(HelpRating.rating).where(
        HelpRating.practice_id == practice_id,
        HelpRating.question_id == question_id,
        HelpRating.revision == revision,
        HelpRating.slack_user == slack_user,
    )
    row = store.first(query)
    return str(row["rating"]) if row else None


def ratings(
    store: Store, practice_id: int, question_ids: Collection[int]
) -> dict[int, Counter[str]]:
    """How often each rating was given, by question."""
    query = HelpRating.select(HelpRating.question_id, HelpRating.rating).where(
        HelpRating.practice_id == practice_id, HelpRating.question_id.in_(sorted(question_ids))
    )
    counted: dict[int, Counter[str]] = {}
    for row in store.select(query):
        counted.setdefault(row["question_id"], Counter())[row["rating"]] += 1
    return counted


def _message(row: dict[str, object]) -> Message:
    return Message(**{**row, "by_agent": bool(row["by_agent"])})  # type: ignore[arg-type]
