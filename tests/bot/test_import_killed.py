"""An import that is killed, at any point, goes on where it stopped; chat goes on beside it."""

import os
import signal
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from desk.access import SystemActor
from desk.context import Desk
from desk.imports import running
from desk.imports.kinds import kind_of
from desk.imports.opening import Told, open_file
from desk.imports.running import Import
from rules.systems import System
from rules.words import Refusal
from storage import bulk, clients, invoices, practices
from storage.database import open_store
from storage.models import Audit, ImportRun
from storage.store import Store
from tests.support.cast import T0
from tests.support.importing import Terminal
from tests.support.keys import TEST_KEY
from tests.support.stores import ON_SQLITE

ROWS = 7
PEOPLE = "id,name,payer\n" + "".join(
    f"{n},Person {n},{1 if n > 3 else ''}\n" for n in range(1, ROWS + 1)
)
BILLS = "number,client,issued_on,total\n" + "".join(
    f"INV-{n},{n},2026-11-25,{n}.00\n" for n in range(1, ROWS + 1)
)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "ITEMS_AT_ONCE", 2)


def killed_at(terminal: Terminal, content: str, commit: int, *, before: bool) -> bool:
    """Runs the import in another process, which kills itself at its nth commit. Whether it did."""
    child = os.fork()
    if child == 0:
        _kill_at(commit, before=before)
        terminal.imports(content)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _kill_at(commit: int, *, before: bool) -> None:
    numbers, real = count(), Store._commit

    def dying(store: Store, whole: Any) -> None:
        mine = next(numbers) == commit
        if mine and before:
            os.kill(os.getpid(), signal.SIGKILL)
        real(store, whole)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)

    Store._commit = dying  # type: ignore[method-assign]


@ON_SQLITE
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_kill_at_any_commit_loses_and_doubles_nothing(terminal: Terminal, before: bool) -> None:
    killed = []
    for content in (PEOPLE, BILLS):
        for commit in count():
            marked = content + "".join(["\n"] * commit)  # Another file to the store.
            if not killed_at(terminal, marked, commit, before=before):
                break
            killed.append(commit)
            assert terminal.imports(marked).status == 0
            _are_whole(terminal, invoices_too=content == BILLS)
            _start_over(terminal, content)
        terminal.imports(content)
    assert len(killed) >= 2 * (ROWS // 2 + 2)


def _are_whole(terminal: Terminal, *, invoices_too: bool) -> None:
    people = terminal.clients()
    assert [one.name for one in people] == [f"Person {n}" for n in range(1, ROWS + 1)]
    assert [one.reference for one in people] == [f"NP-{n:04}" for n in range(1, ROWS + 1)]
    assert {one.payer_id for one in people[3:]} == {people[0].id}
    if invoices_too:
        bills = invoices.after_id(terminal.store, terminal.cast.practice.id, 0, 99)
        assert [one.reference for one in bills] == [f"INV-{n}" for n in range(1, ROWS + 1)]
    [run] = terminal.store.select(ImportRun.select().order_by(ImportRun.id.desc()).limit(1))
    assert (run["state"], run["done"]) == ("done", ROWS)


def _start_over(terminal: Terminal, content: str) -> None:
    """Without what the file brought, so that the next kill meets an empty store."""
    from storage.models import Client, ClientPhrase, Counter, Invoice, InvoiceLine

    gone = [InvoiceLine, Invoice]
    if content == PEOPLE:
        gone += [ClientPhrase, Client, Counter]
    for table in gone:
        terminal.store.change(table.delete())


def test_what_was_taken_over_is_not_checked_against_itself(terminal: Terminal) -> None:
    assert killed_at(terminal, PEOPLE, 2, before=False)
    assert 0 < len(terminal.clients()) < ROWS
    told = terminal.imports(PEOPLE)
    told.says("An earlier run stopped after 4 of 7 rows", "3 clients are new, 0 are there")
    actions = [row["action"] for row in terminal.store.select(Audit.select(Audit.action))]
    assert actions == ["import.begun", "import.resumed"]


def test_of_two_at_once_each_line_comes_in_once(terminal: Terminal) -> None:
    terminal.file(PEOPLE)
    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            terminal.types("import", "file.csv", "--practice", terminal.cast.practice.slack_team)
            os._exit(0)
        children.append(child)
    for child in children:
        assert os.waitpid(child, 0)[1] == 0
    assert sorted(terminal.names()) == [f"Person {n}" for n in range(1, ROWS + 1)]


@ON_SQLITE
def test_after_each_batch_of_an_import_a_click_is_answered(terminal: Terminal) -> None:
    path = Path(terminal.file(PEOPLE))
    desk, practice = Desk(terminal.store, lambda: T0, b""), terminal.cast.practice
    opened = open_file(path, Told())
    work = Import(desk, SystemActor(practice.id, System.IMPORT), practice, opened)
    kind = kind_of(desk, practice, opened)
    seen = []

    def click(rows: int) -> None:
        """Of another process: it reads what has come in, and writes."""
        seen.append((rows, len(clients.search(other, practice.id, "person", 20))))
        practices.set_language(other, practice.id, "en")

    with (
        closing(open_store(terminal.url, TEST_KEY, lambda: T0)) as other,
        closing(running.check(work, kind, lambda at: None)) as checked,
    ):
        running.take(work, kind, checked, click)
    assert seen == [(2, 2), (4, 4), (6, 6), (7, 7)]


@ON_SQLITE
def test_an_import_that_goes_on_leaves_other_processes_their_turn(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four batches, of half the time after which the others have their turn."""
    looked, waited = count(0, bulk.WRITES_FOR_SECONDS / 2 + 0.01), []
    monkeypatch.setattr(bulk, "monotonic", lambda: next(looked))
    monkeypatch.setattr(bulk, "sleep", waited.append)
    assert terminal.imports(PEOPLE).status == 0
    assert waited == [bulk.LEAVES_SECONDS] * 2


@ON_SQLITE
def test_a_file_that_changes_under_the_check_is_refused(terminal: Terminal) -> None:
    path = Path(terminal.file(PEOPLE))
    desk, practice = Desk(terminal.store, lambda: T0, b""), terminal.cast.practice
    opened = open_file(path, Told())
    work = Import(desk, SystemActor(practice.id, System.IMPORT), practice, opened)

    def grows(at: int) -> None:
        path.write_text(PEOPLE + "8,Late,\n")

    with pytest.raises(Refusal, match="has changed while it was read"):
        running.check(work, kind_of(desk, practice, opened), grows)
    assert terminal.names() == []


@ON_SQLITE
def test_what_came_in_since_the_check_is_passed_by(terminal: Terminal) -> None:
    desk, practice = Desk(terminal.store, lambda: T0, b""), terminal.cast.practice
    opened = open_file(Path(terminal.file(PEOPLE)), Told())
    work = Import(desk, SystemActor(practice.id, System.IMPORT), practice, opened)
    kind = kind_of(desk, practice, opened)
    with closing(running.check(work, kind, lambda at: None)) as checked:
        terminal.imports("id,name\n3,Person 3\n")
        taken = running.take(work, kind, checked, lambda rows: None)
    assert (checked.findings.fresh, taken.fresh, taken.there) == (ROWS, ROWS - 1, 1)
    assert sorted(terminal.names()) == [f"Person {n}" for n in range(1, ROWS + 1)]
