"""Questions in the help channel: each message is one question, however often Slack tells of it."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from storage.models import Card, HelpMessage, HelpRating
from storage.models import HelpQuestion as Table
from storage.store import Row, Store


@dataclass(frozen=True)
class Question:
    """`uid` names it in buttons, `source` says where it was asked. `channel` and `ts` name the
    message; `thread` is where its asker writes more, None: under what Paydesk sent them.

    `private`: only the asker sees the answer. `revision` grows with each edit of the text;
    `edited` is Slack's ts of the last, "" of none.
    `articles` were shown, best first; `computed`: something was worked out. `agent`, a Slack user,
    has it. `waits_since` (epoch ms): whose turn it is has waited since then, and was told `nudges`
    times. `due_at`: when somebody is to be told again.
    """

    id: int
    practice_id: int
    uid: str
    source: str
    channel: str
    ts: str
    thread: str | None
    asker: str
    language: str
    private: bool
    text: str
    state: str
    asked_at: int
    articles: tuple[str, ...] = ()
    computed: bool = False
    edited: str = ""
    revision: int = 1
    version: int = 1
    agent: str | None = None
    handed_over_at: int | None = None
    first_reply_at: int | None = None
    closed_at: int | None = None
    waits_since: int | None = None
    nudges: int = 0
    due_at: int | None = None


COLUMNS = tuple(getattr(Table, name) for name in Question.__dataclass_fields__)
_GIVEN = frozenset({"id", "practice_id"})


def add(store: Store, practice_id: int, new: Question) -> Question | None:
    """The question, whose id is given here. None: that message is one already."""
    values = {name: value for name, value in vars(new).items() if name not in _GIVEN}
    made = Table.insert({"practice_id": practice_id, **_stored(values)})
    rows = store.returning(made.on_conflict(action="nothing").returning(*COLUMNS))
    return question_of(rows[0]) if rows else None


def by_uid(store: Store, practice_id: int, uid: str) -> Question | None:
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, Table.uid == uid)
    row = store.first(query)
    return question_of(row) if row else None


def locked(store: Store, practice_id: int, uid: str) -> Question | None:
    """As it is now, and nobody else changes it until the transaction ends."""
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, Table.uid == uid)
    row = store.first(query.for_update() if store.kind == "postgresql" else query)
    return question_of(row) if row else None


def by_id(store: Store, practice_id: int, question_id: int) -> Question | None:
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, Table.id == question_id)
    row = store.first(query)
    return question_of(row) if row else None


def by_message(store: Store, practice_id: int, channel: str, ts: str) -> Question | None:
    """The question that the message is."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.channel == channel, Table.ts == ts
    )
    row = store.first(query)
    return question_of(row) if row else None


def any_in_thread(store: Store, practice_id: int, channel: str, thread: str) -> bool:
    """Whether somebody has asked something in that thread."""
    query = Table.select(Table.id).where(
        Table.practice_id == practice_id, Table.channel == channel, Table.thread == thread
    )
    return store.first(query.limit(1)) is not None


def in_thread(
    store: Store,
    practice_id: int,
    asker: str,
    channel: str,
    thread: str,
    states: Collection[str],
) -> Question | None:
    """The newest that the person asked in the thread and that is in one of the states."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id,
        Table.channel == channel,
        Table.thread == thread,
        Table.asker == asker,
        Table.state.in_(sorted(states)),
    )
    row = store.first(query.order_by(Table.id.desc()).limit(1))
    return question_of(row) if row else None


def newest_of(store: Store, practice_id: int, asker: str, since: int) -> Question | None:
    """What the person asked last where only they read the answer, at that time (epoch ms) or
    later."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id,
        Table.asker == asker,
        Table.private,
        Table.asked_at >= since,
    )
    row = store.first(query.order_by(Table.id.desc()).limit(1))
    return question_of(row) if row else None


def newest_in_thread(
    store: Store, practice_id: int, channel: str, thread: str, states: Collection[str]
) -> Question | None:
    """The newest that anybody asked in the thread and that is in one of the states."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id,
        Table.channel == channel,
        Table.thread == thread,
        Table.state.in_(sorted(states)),
    )
    row = store.first(query.order_by(Table.id.desc()).limit(1))
    return question_of(row) if row else None


def of_card(store: Store, practice_id: int, kind: str, channel: str, ts: str) -> Question | None:
    """The question whose card of that kind stands there."""
    on = (Card.practice_id == practice_id) & (Card.key == Table.uid) & (Card.kind == kind)
    there = (Card.channel == channel) & (Card.ts == ts)
    query = Table.select(*COLUMNS).join(Card, on=on)
    row = store.first(query.where(Table.practice_id == practice_id, there).limit(1))
    return question_of(row) if row else None


def under_card(store: Store, practice_id: int, asker: str, kind: str, ts: str) -> Question | None:
    """The person's question whose card of that kind, in their direct messages, stands at `ts`."""
    on = (Card.practice_id == practice_id) & (Card.key == Table.uid) & (Card.kind == kind)
    query = (
        Table.select(*COLUMNS)
        .join(Card, on=on)
        .where(
            Table.practice_id == practice_id,
            Table.asker == asker,
            Card.recipient == asker,
            Card.ts == ts,
        )
    )
    row = store.first(query.order_by(Table.id.desc()).limit(1))
    return question_of(row) if row else None


def change(store: Store, practice_id: int, question: Question, **values: Any) -> Question | None:
    """It with these values, if nobody changed it since it was read; else None."""
    moved = {**values, "version": question.version + 1}
    mine = (Table.practice_id == practice_id) & (Table.id == question.id)
    changed = Table.update(_stored(moved)).where(mine, Table.version == question.version)
    if store.change(changed) != 1:
        return None
    return Question(**{**vars(question), **moved})


def due(store: Store, now: int, limit: int) -> list[Question]:
    """Those of all practices of which somebody is to be told, the longest overdue first, and of
    the same moment the one that was asked first."""
    query = Table.select(*COLUMNS).where(Table.due_at.is_null(False), Table.due_at <= now)
    return [
        question_of(row)
        for row in store.select(query.order_by(Table.due_at, Table.id).limit(limit))
    ]


def asked_between(store: Store, practice_id: int, begins: int, ends: int) -> list[Question]:
    """Those asked from then until before then (epoch ms), the oldest first."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.asked_at >= begins, Table.asked_at < ends
    )
    return [question_of(row) for row in store.select(query.order_by(Table.id))]


def mentioning(store: Store, practice_id: int, words: Collection[str]) -> list[Question]:
    """Those in which one of the words stands, or in what was written to them, whatever the case."""
    wanted = _holding(words)
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id)
    messages = HelpMessage.select(HelpMessage.question_id, HelpMessage.text).where(
        HelpMessage.practice_id == practice_id
    )
    named = {row["question_id"] for row in store.select(messages) if wanted.search(row["text"])}
    found = map(question_of, store.select(query))
    return [one for one in found if one.id in named or wanted.search(one.text)]


def forget_before(store: Store, before: int) -> int:
    """Delete what was asked before then (epoch ms), of all practices, with what belongs to it.
    Returns how many questions."""
    old = Table.select(Table.id).where(Table.asked_at < before)
    with store.transaction():
        for table in (HelpMessage, HelpRating):
            store.change(table.delete().where(table.question_id.in_(old)))
        return store.change(Table.delete().where(Table.asked_at < before))


def _holding(words: Collection[str]) -> re.Pattern[str]:
    """Finds one where it stands by itself: "Ann" isn't in "cannot", nor in "Ann-Lou"."""
    parts = [r"\s+".join(map(re.escape, word.split())) for word in words if word.strip()]
    return re.compile(rf"(?<!\w)(?<!\w-)(?:{'|'.join(parts) or '(?!)'})(?!-?\w)", re.IGNORECASE)


def _stored(values: Row) -> Row:
    if "articles" not in values:
        return values
    return {**values, "articles": json.dumps(list(values["articles"]))}


def question_of(row: Row) -> Question:
    flags = {name: bool(row[name]) for name in ("private", "computed")}
    return Question(**{**row, **flags, "articles": tuple(json.loads(row["articles"]))})
