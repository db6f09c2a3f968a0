"""The way of an import: every line is checked before any is written, and what is right waits in a
temporary file. Then it goes in by small batches, each a short transaction of its own, so that chat
goes on meanwhile, and a second run resumes where a killed one stopped.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from desk.access import Actor, authorize, name_of
from desk.context import Desk
from desk.imports.faults import Fault
from desk.imports.items import Item, Kind, Known
from desk.imports.opening import Opened
from rules.roles import Action
from rules.words import Refusal, refuse, sentence
from storage import audit, bulk, import_runs, practices
from storage.import_runs import DONE, Run
from storage.practices import Practice
from storage.scratch import Seen, Spool

T = TypeVar("T")
ITEMS_AT_ONCE = 400
"""In one transaction, which takes less than a tenth of a second on an idle machine."""
SHOWN = 100
"""How many lines are named; the others are counted."""

Progress = Callable[[int], None]
"""Is told how far it is."""


@dataclass
class Findings:
    """What a check found. `fresh`, `there` and `faulty` count clients or invoices; `rows` counts
    rows. Of `known` (line, reference) and `faults` the first SHOWN are kept."""

    rows: int = 0
    fresh: int = 0
    there: int = 0
    faulty: int = 0
    known: list[tuple[int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add_faults(self, items: int, found: list[Fault]) -> None:
        self.faulty += items
        self.faults += found[: SHOWN - len(self.faults)]


@dataclass(frozen=True)
class Import:
    """A file on its way into a practice."""

    desk: Desk
    actor: Actor
    practice: Practice
    opened: Opened

    @property
    def run_key(self) -> str:
        """What the file is known by: its content, and how it is read."""
        opened = self.opened
        how = (
            f"{opened.file.digest}:{opened.table.separator}:{opened.file.encoding}:{opened.habits}"
        )
        return hashlib.sha256(how.encode()).hexdigest()

    def run(self) -> Run | None:
        """How far it came before, if it was begun."""
        authorize(self.actor, Action.IMPORT_AND_EXPORT)
        kind = self.opened.columns.kind
        return import_runs.find(self.desk.store, self.practice.id, kind, self.run_key)


@dataclass
class Checked:
    """What a check found, and what it keeps for the writing: batches of (rows of the file up to
    its end, items), and the keys of all lines. Close it when done."""

    findings: Findings = field(default_factory=Findings)
    batches: Spool = field(default_factory=Spool)
    seen: Seen = field(default_factory=Seen)

    def close(self) -> None:
        self.batches.close()
        self.seen.close()


def check(work: Import, kind: Kind[T], progress: Progress) -> Checked:
    """Reads everything and writes nothing. `progress` is told how many bytes are read."""
    run = work.run()
    done = run.done if run else 0
    checked = Checked()
    try:
        for batch in _batches(kind, checked.seen, progress):
            _check(kind, batch, done, checked)
        work.opened.file.refuse_if_changed()
    except BaseException:
        checked.close()
        raise
    return checked


def take(work: Import, kind: Kind[T], checked: Checked, progress: Progress) -> Findings:
    """Writes what a check found to be right, and goes on where an earlier run stopped. What has
    come into the store since the check is passed by. `progress` is told how many rows are done.
    Returns what was done now."""
    authorize(work.actor, Action.IMPORT_AND_EXPORT)
    run, taken = _begun(work, checked.findings), Findings()
    bulk.expect_many(work.desk.store)
    turns = bulk.Turns(work.desk.store)
    for rows, made in checked.batches.values():
        run = _write(work, kind, run, rows, made, checked.seen, taken)
        progress(rows)
        turns.leave()
    import_runs.finish(work.desk.store, work.practice.id, run.id, work.desk.clock())
    return taken


def _check(kind: Kind[T], batch: list[Item[T]], done: int, checked: Checked) -> None:
    """What an earlier run has `done` is in the store, and isn't held against itself."""
    findings, todo = checked.findings, []
    for item in batch:
        findings.rows += item.rows
        if findings.rows <= done:
            continue
        if item.faults:
            findings.add_faults(1, list(item.faults))
        elif item.made is not None:
            todo.append((item.line, item.made))
    if findings.rows > done:
        made = dict(todo)
        known = kind.known(list(made.values()), checked.seen)
        fresh, there = _count(made, known, findings)
        checked.batches.put((findings.rows, fresh | there))


def _begun(work: Import, findings: Findings) -> Run:
    """The run, with its row in the audit log: what will come in, and by whom."""
    store, practice_id = work.desk.store, work.practice.id
    now, kind = work.desk.clock(), work.opened.columns.kind
    with store.transaction():
        run = work.run()
        resumed = run.done if run else None
        if run is None:
            by = name_of(work.actor)
            run = import_runs.begin(store, practice_id, kind, work.run_key, findings.rows, by, now)
        if run is None or run.state == DONE:
            raise _elsewhere()
        counts = {"new": findings.fresh, "there": findings.there, "left_out": findings.faulty}
        audit.record(
            store,
            practice_id,
            actor=name_of(work.actor),
            action="import.begun" if resumed is None else "import.resumed",
            target=f"import {run.id}",
            detail={"kind": kind, "rows": findings.rows, "from_row": run.done, **counts},
            now=now,
        )
    return run


def _write(
    work: Import,
    kind: Kind[T],
    run: Run,
    rows: int,
    made: dict[int, T],
    seen: Seen,
    taken: Findings,
) -> Run:
    store = work.desk.store
    with store.transaction():
        practices.lock(store, work.practice.id)
        if not import_runs.advance(store, work.practice.id, run, rows):
            raise _elsewhere()
        known = kind.known(list(made.values()), seen)
        fresh, there = _count(made, known, taken)
        kind.adopt(list(there.values()))
        kind.write(list(fresh.values()), known)
    taken.rows = rows
    return replace(run, done=rows)


def _count(
    made: dict[int, T], known: Known[T], findings: Findings
) -> tuple[dict[int, T], dict[int, T]]:
    """Of what stands on these lines: what is fresh, and what is there."""
    refused = {fault.line for fault in known.faults}
    findings.add_faults(len(refused), known.faults)
    there = {line: ref for line, ref in known.there.items() if line not in refused}
    findings.there += len(there)
    findings.known += list(there.items())[: SHOWN - len(findings.known)]
    fresh = {line: one for line, one in made.items() if line not in refused and line not in there}
    findings.fresh += len(fresh)
    return fresh, {line: made[line] for line in there}


def _batches(kind: Kind[T], seen: Seen, progress: Progress) -> Iterator[list[Item[T]]]:
    """Items with the faults of those that come twice in the file."""
    items = kind.items(progress)
    while batch := list(islice(items, ITEMS_AT_ONCE)):
        keys = [(key, item.line) for item in batch if not item.faults for key in item.keys]
        yield batch if seen.put_all(keys) else [_once(item, seen) for item in batch]


def _once(item: Item[T], seen: Seen) -> Item[T]:
    if item.faults:
        return item
    for key in item.keys:
        before = seen.put(key, item.line)
        if before is not None:
            reason = sentence(
                "This is the same as on line {line}, or can’t be told apart from it.",
                line=str(before),
            )
            return replace(item, faults=[Fault(item.line, "", reason)], made=None)
    return item


def _elsewhere() -> Refusal:
    return refuse("Somebody else has taken over this file meanwhile. Start again to see.")
