"""Files that wait in the web admin to be imported: how each stands, and its content while it is
needed, sealed with the secret key."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from typing import Any

from storage.models import ImportFile as Table
from storage.models import ImportPiece
from storage.store import Row, Store

CHECKING, CHECKED, TAKING, DONE, STOPPED = "checking", "checked", "taking", "done", "stopped"
"""States: looked at, seen by who gave it, on its way in, in, and given up for a reason."""
AT_WORK = (CHECKING, TAKING)
PIECE = 300_000
"""Bytes in one row."""


@dataclass(frozen=True)
class File:
    """`told` and `found` are JSON, `found` "" of nothing yet; `done` of `total` is how far the work
    is, which whoever does it has until `lease_until`. Times are epoch ms."""

    id: int
    name: str
    size: int
    told: str
    language: str
    state: str
    given_by: str
    given_at: int
    changed_at: int
    partial: bool = False
    found: str = ""
    done: int = 0
    total: int = 0
    lease_until: int = 0


_COLUMNS = tuple(getattr(Table, name) for name in File.__dataclass_fields__)


def add(store: Store, practice_id: int, new: File, content: bytes) -> File:
    """With all of its content, in this transaction."""
    values = {name: value for name, value in vars(new).items() if name != "id"}
    made = Table.insert({"practice_id": practice_id, **values}).returning(Table.id)
    [row] = store.returning(made)
    for number, begins in enumerate(range(0, len(content), PIECE)):
        sealed = store.keyring.encrypt(b64encode(content[begins : begins + PIECE]).decode())
        piece = {"file_id": row["id"], "number": number, "sealed": sealed}
        store.change(ImportPiece.insert({"practice_id": practice_id, **piece}).as_rowcount())
    return replace(new, id=row["id"])


def get(store: Store, practice_id: int, file_id: int) -> File | None:
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id, Table.id == file_id)
    row = store.first(query)
    return _file(row) if row else None


def newest(store: Store, practice_id: int, limit: int) -> list[File]:
    """The newest first."""
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id)
    return [_file(row) for row in store.select(query.order_by(Table.id.desc()).limit(limit))]


def content(store: Store, practice_id: int, file_id: int) -> bytes:
    """Nothing where it is gone already."""
    query = ImportPiece.select(ImportPiece.sealed).where(
        ImportPiece.practice_id == practice_id, ImportPiece.file_id == file_id
    )
    rows = store.select(query.order_by(ImportPiece.number))
    return b"".join(b64decode(store.keyring.decrypt(row["sealed"])) for row in rows)


def take(store: Store, practice_id: int, file_id: int, now: int, until: int) -> File | None:
    """It, for whoever asks, until then. None: there is nothing to do with it, or somebody does."""
    mine = (Table.practice_id == practice_id) & (Table.id == file_id)
    free = Table.state.in_(AT_WORK) & (Table.lease_until <= now)
    taken = Table.update(lease_until=until, changed_at=now).where(mine, free)
    return get(store, practice_id, file_id) if store.change(taken) == 1 else None


def go_on(store: Store, practice_id: int, file: File, done: int, total: int, until: int) -> None:
    """So far now, and whoever does it has it until then."""
    mine = (Table.practice_id == practice_id) & (Table.id == file.id)
    values = {"done": done, "total": total, "lease_until": until}
    store.change(Table.update(values).where(mine, Table.state == file.state))


def move(store: Store, practice_id: int, file: File, state: str, now: int, **values: Any) -> bool:
    """False: somebody else has moved it since `file` was read."""
    mine = (Table.practice_id == practice_id) & (Table.id == file.id)
    anew = {"state": state, "changed_at": now, "lease_until": 0, **values}
    return store.change(Table.update(anew).where(mine, Table.state == file.state)) == 1


def forget_content(store: Store, practice_id: int, file_id: int) -> None:
    mine = (ImportPiece.practice_id == practice_id) & (ImportPiece.file_id == file_id)
    store.change(ImportPiece.delete().where(mine))


def forget(store: Store, practice_id: int, file_id: int, state: str) -> None:
    """The file with its content, if it is in that state."""
    with store.transaction():
        known = get(store, practice_id, file_id)
        if known is not None and known.state == state:
            forget_content(store, practice_id, file_id)
            mine = (Table.practice_id == practice_id) & (Table.id == file_id)
            store.change(Table.delete().where(mine))


def forget_before(store: Store, before: int) -> int:
    """Those of all practices with which nothing was done since then (epoch ms); how many."""
    old = Table.select(Table.id).where(Table.changed_at < before)
    with store.transaction():
        store.change(ImportPiece.delete().where(ImportPiece.file_id.in_(old)))
        return store.change(Table.delete().where(Table.changed_at < before))


def _file(row: Row) -> File:
    return File(**{**row, "partial": bool(row["partial"])})
