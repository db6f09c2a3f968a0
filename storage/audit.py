"""The audit log: a chain per practice that shows when a row was edited, moved or deleted.

Each row's hash is an HMAC over its contents and the hash before it, under a key of the practice
that is stored encrypted: whoever changes the database without PAYDESK_SECRET_KEY can't make new
hashes. The practice's row keeps the end of the chain, so that a missing tail shows too. Someone who
sets both back to an older state is only seen by comparing `head` with a copy kept elsewhere.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from peewee import JOIN

from rules.words import Refusal, Sentence, sentence
from storage import secrets
from storage.models import Audit, Practice, Secret
from storage.store import Row, Store

KEY = "audit_key"
"""The name of the secret with the chain's key."""

_PAGE = 1000


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many rows it has, and the hash of the last one ("" of none)."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Entry:
    """What somebody did, when (epoch ms), and its detail."""

    at: int
    actor: str
    action: str
    detail: dict[str, Any]


def record(
    store: Store,
    practice_id: int,
    actor: str,
    action: str,
    target: str,
    detail: dict[str, Any],
    now: int,
) -> None:
    """Add a row to the chain, in the transaction of what it tells about.

    `actor` is a Slack user or a named part of the system, `detail` small, JSON, and free of
    clients' names, card numbers and secrets. `now` is epoch ms.
    """
    if not store.in_transaction():
        raise RuntimeError("An audit row is recorded together with what it tells about.")
    key, end = _key_and_head(store, practice_id)
    row: Row = {
        "practice_id": practice_id,
        "seq": end.seq + 1,
        "at": now,
        "actor": actor,
        "action": action,
        "target": target,
        "detail": json.dumps(detail, sort_keys=True, ensure_ascii=False),
        "prev_hash": end.hash,
    }
    row["hash"] = _hash(key, row)
    store.change(Audit.insert(row).as_rowcount())
    moved = Practice.update(audit_seq=row["seq"], audit_head=row["hash"])
    store.change(moved.where(Practice.id == practice_id))


def head(store: Store, practice_id: int) -> Head:
    """The end of the practice's chain, to be kept where the database's owner can't change it."""
    query = Practice.select(Practice.audit_seq, Practice.audit_head)
    row = store.first(query.where(Practice.id == practice_id))
    if row is None:
        raise LookupError(f"There is no practice {practice_id}.")
    return Head(row["audit_seq"], row["audit_head"])


def of_target(store: Store, practice_id: int, target: str, limit: int | None = None) -> list[Entry]:
    """What was done with one thing, the oldest first; the newest `limit` entries, if given."""
    query = Audit.select(Audit.at, Audit.actor, Audit.action, Audit.detail).where(
        Audit.practice_id == practice_id, Audit.target == target
    )
    rows = store.select(query.order_by(Audit.seq.desc()).limit(limit))
    return [Entry(**{**row, "detail": json.loads(row["detail"])}) for row in reversed(rows)]


def verify(store: Store, practice_id: int) -> list[str]:
    """`faults` in English, for terminals and tests."""
    return [str(Refusal(one)) for one in faults(store, practice_id)]


def faults(store: Store, practice_id: int) -> list[Sentence]:
    """What is wrong with the chain, a sentence each; empty where nothing is."""
    end = head(store, practice_id)
    key = secrets.get(store, practice_id, KEY)
    if key is None:
        return [sentence("The key of the audit log is gone.")] if end.seq else []
    found = []
    before = Head(0, "")
    for row in _rows(store, practice_id, end.seq):
        found += _faults(key, before, row)
        before = Head(row["seq"], row["hash"])
    if before != end:
        ends = sentence(
            "The log ends at row {found}, but row {last} was its last.",
            found=str(before.seq),
            last=str(end.seq),
        )
        found.append(ends)
    return found + _faults_after(store, practice_id, end)


def _faults(key: str, before: Head, row: Row) -> list[Sentence]:
    found = []
    rows = {"row": str(row["seq"]), "before": str(before.seq)}
    if row["seq"] != before.seq + 1:
        found.append(sentence("Between rows {before} and {row} some are missing.", **rows))
    elif row["prev_hash"] != before.hash:
        found.append(sentence("Row {row} does not follow row {before}.", **rows))
    if not hmac.compare_digest(_hash(key, row), row["hash"]):
        found.append(sentence("Row {row} was changed.", row=rows["row"]))
    return found


def _faults_after(store: Store, practice_id: int, end: Head) -> list[Sentence]:
    """Rows after the end. A true one moves the end in the same transaction, so that it shows."""
    query = Audit.select(Audit.seq).where(Audit.practice_id == practice_id, Audit.seq > end.seq)
    later = store.first(query.order_by(Audit.seq).limit(1))
    if later is None or head(store, practice_id) != end:
        return []
    return [sentence("Row {row} stands after the end of the log.", row=str(later["seq"]))]


def _rows(store: Store, practice_id: int, end: int) -> Iterator[Row]:
    """The chain from its beginning up to row `end`, a page at a time."""
    last = 0
    while True:
        query = Audit.select().where(Audit.practice_id == practice_id, Audit.seq > last)
        page = store.select(query.where(Audit.seq <= end).order_by(Audit.seq).limit(_PAGE))
        yield from page
        if len(page) < _PAGE:
            return
        last = page[-1]["seq"]


def _key_and_head(store: Store, practice_id: int) -> tuple[str, Head]:
    """In one query, and until the transaction ends nobody else adds to the chain."""
    named = (Secret.practice_id == Practice.id) & (Secret.name == KEY)
    query = (
        Practice.select(Practice.audit_seq, Practice.audit_head, Secret.value)
        .join(Secret, JOIN.LEFT_OUTER, on=named)
        .where(Practice.id == practice_id)
    )
    if store.kind == "postgresql":
        # As practices.lock does, and says why.
        query = query.for_update("FOR NO KEY UPDATE", of=Practice)  # type: ignore[arg-type]
    row = store.first(query)
    if row is None:
        raise LookupError(f"There is no practice {practice_id}.")
    key = secrets.opened(store, practice_id, KEY, row["value"]) if row["value"] else None
    return key or _new_key(store, practice_id), Head(row["audit_seq"], row["audit_head"])


def _new_key(store: Store, practice_id: int) -> str:
    """Looks once more: where PostgreSQL waited for the practice's row, it showed the secret as it
    was before."""
    key = secrets.get(store, practice_id, KEY)
    if key is None:
        secrets.put_if_absent(store, practice_id, KEY, token_hex(32))
        key = secrets.get(store, practice_id, KEY)
    if key is None:
        raise RuntimeError("The key of the audit log could not be stored.")
    return key


def _hash(key: str, row: Row) -> str:
    """Over all columns but `id` and `hash`, as a JSON list, so that no two rows read alike."""
    told = ("practice_id", "seq", "at", "actor", "action", "target", "detail", "prev_hash")
    message = json.dumps([row[name] for name in told]).encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
