"""Messages on their way to people, delivered in order per recipient and kind. Mails go by
themselves: neither they nor what goes to Slack waits for the other.

A message is recorded in the transaction of what it tells about, and sent afterwards. When a worker
died in the middle, it is not known whether its message was shown: it is sent again, as a repeat.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from peewee import SQL, fn

from storage import leases
from storage.models import Card
from storage.models import Outbox as Table
from storage.store import Row, Store

PENDING, SENDING, SENT, FAILED, UNCERTAIN = "pending", "sending", "sent", "failed", "uncertain"
MAX_TRIES = 12
MAIL = "mail"
"""The kind of the rows that a mail server takes; all others go to Slack."""
ANSWER = "answer:"
"""Begins the uids of answers that could not be shown where they were asked for."""
QUESTION = "help:"
"""Begins the uids of what is told about a question, which may be deleted or erased later."""

_EARLIER = Table.alias("earlier")
_ITS_TURN = ~fn.EXISTS(
    _EARLIER.select(SQL("1")).where(
        _EARLIER.practice_id == Table.practice_id,
        _EARLIER.recipient == Table.recipient,
        _EARLIER.kind == Table.kind,
        _EARLIER.id < Table.id,
        SQL("earlier.state IN ('pending', 'sending')"),
    )
)
_CARD_IS_THERE = Table.after_card_id.is_null() | fn.EXISTS(
    Card.select(SQL("1")).where(
        Card.practice_id == Table.practice_id,
        Card.id == Table.after_card_id,
        Card.ts.is_null(False) | Card.lost.is_null(False),
    )
)
_QUEUE = leases.Queue(
    Table,
    waiting=PENDING,
    claimed=SENDING,
    spent=UNCERTAIN,
    max_tries=MAX_TRIES,
    ready=_ITS_TURN & _CARD_IS_THERE & (Table.kind != MAIL),
    on_claim={"repeat": Table.repeat | (Table.state == SENDING)},
)
_OF_QUESTIONS = Table.uid.startswith(QUESTION)
_MAILS = replace(_QUEUE, ready=_ITS_TURN & (Table.kind == MAIL))


@dataclass(frozen=True)
class OutboxRow:
    """`recipient` is a Slack user or channel, or whatever else the kind's rows keep an order by.
    `repeat`: it may have been shown before, say so.

    `tries` counts this one. `lease_owner` and `fence` prove that the row is still ours. `channel`
    and `ts` are where Slack shows it, once it is sent.
    """

    id: int
    practice_id: int
    kind: str
    recipient: str
    uid: str
    payload: dict[str, Any]
    state: str
    repeat: bool
    tries: int
    fence: int
    lease_owner: str | None
    last_error: str | None
    channel: str | None
    ts: str | None


def enqueue(
    store: Store,
    practice_id: int,
    kind: str,
    recipient: str,
    uid: str,
    payload: dict[str, Any],
    now: int,
    after_card: int | None = None,
) -> bool:
    """Let the message be sent soon, or once the card with the id `after_card` has been posted.

    False: one with this `uid` was enqueued before.
    """
    uids = {recipient: uid}
    return enqueue_all(store, practice_id, kind, uids, payload, now, after_card) == 1


def enqueue_all(
    store: Store,
    practice_id: int,
    kind: str,
    uids: Mapping[str, str],
    payload: dict[str, Any],
    now: int,
    after_card: int | None = None,
) -> int:
    """The same to several, in one query; `uids` by recipient. Returns how many are new."""
    if not uids:
        return 0
    said = {"practice_id": practice_id, "kind": kind, "payload": json.dumps(payload)}
    fresh = {"state": PENDING, "repeat": False, "tries": 0, "fence": 0}
    times = {"due_at": now, "created_at": now, "after_card_id": after_card}
    rows = [
        {**said, "recipient": recipient, "uid": uid, **fresh, **times}
        for recipient, uid in uids.items()
    ]
    made = Table.insert_many(rows).on_conflict(action="nothing")
    new = store.change(made.as_rowcount())
    if new:
        store.tell_queued()
    return new


def drop_waiting(store: Store, practice_id: int, kind: str, recipients: Collection[str]) -> int:
    """Forget what waits for the recipients: the next of that kind says all of it anew, and must not
    wait for their turn. Returns how many rows."""
    theirs = (Table.practice_id == practice_id) & Table.recipient.in_(recipients)
    waiting = theirs & (Table.kind == kind) & (Table.state == PENDING)
    return store.change(Table.delete().where(waiting, leases.unfinished(_QUEUE)))


def claim(store: Store, owner: str, now: int, lease_ms: int, limit: int) -> list[OutboxRow]:
    """Up to `limit` due messages to Slack, of any practice, leased to `owner` for `lease_ms`.

    Never two of a kind for one recipient: the later waits until the earlier one is through.
    """
    return [_row(row) for row in leases.claim(store, _QUEUE, owner, now, lease_ms, limit)]


def claim_mails(store: Store, owner: str, now: int, lease_ms: int, limit: int) -> list[OutboxRow]:
    """Like `claim`, of the mails."""
    return [_row(row) for row in leases.claim(store, _MAILS, owner, now, lease_ms, limit)]


def renew(store: Store, row: OutboxRow, now: int, lease_ms: int) -> bool:
    """Make the lease last `lease_ms` from now. False: it was lost, don't send."""
    return leases.change_held(store, _QUEUE, row, {"due_at": now + lease_ms})


def sent(store: Store, row: OutboxRow, channel: str, ts: str, now: int) -> bool:
    """Slack shows it at `channel` and `ts`. False: the lease was lost, so this doesn't count."""
    shown = {"channel": channel, "ts": ts, "state": SENT, "finished_at": now}
    return leases.change_held(
        store, _QUEUE, row, {**shown, "lease_owner": None, "last_error": None}
    )


def retry_at(
    store: Store,
    row: OutboxRow,
    at: int,
    why: str,
    *,
    counts: bool = True,
    maybe_shown: bool = False,
) -> bool:
    """Send it again from `at` on (epoch ms), as a repeat if it was `maybe_shown` this time.

    After MAX_TRIES it has failed, or is uncertain; a try that doesn't count (it only waited for its
    turn) is not among them. False: the lease was lost.
    """
    repeat = row.repeat or maybe_shown
    if counts and row.tries >= MAX_TRIES:
        state = UNCERTAIN if repeat else FAILED
        return leases.finish(store, _QUEUE, row, state, store.clock(), why)
    tries = row.tries if counts else row.tries - 1
    return leases.put_back(store, _QUEUE, row, at, why, repeat=repeat, tries=tries)


def failed(store: Store, row: OutboxRow, why: str, now: int) -> bool:
    """It can't be delivered, whatever is tried. False: the lease was lost."""
    return leases.finish(store, _QUEUE, row, FAILED, now, why)


def uncertain(store: Store, row: OutboxRow, why: str, now: int) -> bool:
    """It may have been shown, and must not be sent again. False: the lease was lost."""
    return leases.finish(store, _QUEUE, row, UNCERTAIN, now, why)


def hand_back(store: Store, owner: str, now: int, begun: Collection[int] = ()) -> int:
    """At shutdown: what `owner` still holds is due for others at once. Returns how many rows.

    `begun`: the ids of those whose sending has begun; they will be repeats.
    """
    with store.transaction():
        if begun:
            mine = (Table.state == SENDING) & (Table.lease_owner == owner)
            store.change(Table.update(repeat=True).where(mine, Table.id.in_(list(begun))))
        return leases.hand_back(store, _QUEUE, owner, now)


def repeat_all(store: Store, now: int) -> None:
    """After a restore: what was on its way when the backup was made may have been shown since."""
    with store.transaction():
        leases.hand_back(store, _QUEUE, None, now)
        store.change(Table.update(repeat=True).where(Table.state == PENDING))


def find(store: Store, practice_id: int, uid: str) -> OutboxRow | None:
    """The message that was enqueued under `uid`."""
    query = Table.select().where(Table.practice_id == practice_id, Table.uid == uid)
    row = store.first(query)
    return _row(row) if row else None


def empty(store: Store, row: OutboxRow) -> None:
    """Keep neither what a finished message said nor to whom."""
    mine = (Table.practice_id == row.practice_id) & (Table.id == row.id)
    finished = mine & Table.state.in_((SENT, FAILED, UNCERTAIN))
    store.change(Table.update(payload="{}", recipient="").where(finished))


def undelivered(store: Store, practice_id: int) -> list[OutboxRow]:
    """The messages that failed or may not have been shown, the oldest first, with why."""
    lost = Table.state.in_((FAILED, UNCERTAIN))
    query = Table.select().where(Table.practice_id == practice_id, lost)
    return [_row(row) for row in store.select(query.order_by(Table.id))]


def forget_answers(store: Store, practice_id: int, mentioning: str) -> None:
    """Delete the answers that missed their place and have this text in them."""
    answers = Table.uid.startswith(ANSWER) & Table.payload.contains(mentioning)
    store.change(Table.delete().where(Table.practice_id == practice_id, answers))


def beginning(store: Store, practice_id: int, uid: str) -> list[OutboxRow]:
    """The messages whose uids begin so, the oldest first."""
    theirs = (Table.practice_id == practice_id) & Table.uid.startswith(uid)
    return [_row(row) for row in store.select(Table.select().where(theirs).order_by(Table.id))]


def forget_waiting(store: Store, practice_id: int, uid: str) -> None:
    """Delete those of them that nobody has begun to send."""
    theirs = (Table.practice_id == practice_id) & Table.uid.startswith(uid)
    store.change(Table.delete().where(theirs, Table.state == PENDING, leases.unfinished(_QUEUE)))


def forget(store: Store, practice_id: int, uid: str) -> None:
    """Delete that message here, wherever else it stands."""
    store.change(Table.delete().where(Table.practice_id == practice_id, Table.uid == uid))


def forget_finished(store: Store, before: int) -> int:
    """Delete what ended before then (epoch ms), of all practices, but for what may yet be taken
    back. Returns how many rows."""
    return leases.forget_finished(store, _QUEUE, before, ~_OF_QUESTIONS)


def forget_of_questions(store: Store, before: int) -> int:
    """The same, of what was told about questions."""
    return leases.forget_finished(store, _QUEUE, before, _OF_QUESTIONS)


def _row(row: Row) -> OutboxRow:
    wanted = {name: row[name] for name in OutboxRow.__dataclass_fields__}
    return OutboxRow(**{**wanted, "payload": json.loads(row["payload"])})
