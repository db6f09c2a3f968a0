"""Files that are being taken over: how far each is, so that a second run goes on there."""

from dataclasses import dataclass

from storage.models import ImportRun as Table
from storage.store import Row, Store

RUNNING, DONE = "running", "done"
_COLUMNS = tuple(
    getattr(Table, name)
    for name in ("id", "kind", "done", "total", "state", "started_at", "finished_at")
)


@dataclass(frozen=True)
class Run:
    """`done` of `total` lines of the file are taken over or passed by. Times are epoch ms."""

    id: int
    kind: str
    done: int
    total: int
    state: str
    started_at: int
    finished_at: int | None


def find(store: Store, practice_id: int, kind: str, digest: str) -> Run | None:
    """The run of the file with that digest, whether it ended or not."""
    row = store.first(
        Table.select(*_COLUMNS).where(
            Table.practice_id == practice_id, Table.kind == kind, Table.digest == digest
        )
    )
    return Run(**row) if row else None


def begin(
    store: Store, practice_id: int, kind: str, digest: str, total: int, by: str, now: int
) -> Run | None:
    """A new run. None: somebody else has begun with this file meanwhile."""
    values: Row = {
        "practice_id": practice_id,
        "kind": kind,
        "digest": digest,
        "done": 0,
        "total": total,
        "state": RUNNING,
        "started_by": by,
        "started_at": now,
    }
    made = Table.insert(values).on_conflict(action="nothing")
    if not store.change(made.as_rowcount()):
        return None
    return find(store, practice_id, kind, digest)


def begin_again(store: Store, practice_id: int, run: Run, now: int) -> bool:
    """What ended once begins anew. False: it has not ended."""
    mine = (Table.practice_id == practice_id) & (Table.id == run.id)
    anew = Table.update(state=RUNNING, done=0, started_at=now, finished_at=None)
    return store.change(anew.where(mine, Table.state == DONE)) == 1


def advance(store: Store, practice_id: int, run: Run, done: int) -> bool:
    """So far now. False: somebody else went on with it since `run` was read."""
    mine = (Table.practice_id == practice_id) & (Table.id == run.id)
    moved = Table.update(done=done).where(mine, Table.done == run.done, Table.state == RUNNING)
    return store.change(moved) == 1


def finish(store: Store, practice_id: int, run_id: int, now: int) -> None:
    mine = (Table.practice_id == practice_id) & (Table.id == run_id)
    store.change(Table.update(state=DONE, finished_at=now).where(mine))
