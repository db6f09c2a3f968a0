"""Several processes with several threads each work on one store."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from storage import audit, inbox, outbox, practices
from storage.database import Store
from tests.support.cast import T0, Cast

ROOT = Path(__file__).resolve().parents[2]


def start(job: str, url: str, practice_id: int, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.busy", job, url, str(practice_id), str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(*processes: subprocess.Popen[str]) -> list[object]:
    """What they printed, a JSON value a line; none may have printed an error."""
    printed = []
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert (err, process.returncode) == ("", 0)
        printed += [json.loads(line) for line in out.splitlines()]
    return printed


def test_no_writer_ever_finds_the_database_locked(
    store: Store, cast: Cast, database_url: str
) -> None:
    finish(*(start("write", database_url, cast.practice.id, 20) for _ in range(3)))
    written = 3 * 4 * 20
    assert audit.head(store, cast.practice.id).seq == written
    assert audit.verify(store, cast.practice.id) == []
    practice = practices.get(store, cast.practice.id)
    assert practice is not None
    assert practice.name == str(written)


@pytest.mark.parametrize("job", ["claim_inbox", "claim_outbox"])
def test_no_row_is_ever_claimed_by_two(
    store: Store, cast: Cast, database_url: str, job: str
) -> None:
    rows = 150
    with store.transaction():
        for number in range(rows):
            key = str(number)
            if job == "claim_inbox":
                inbox.receive(store, cast.practice.id, "slack", key, "event", {}, T0)
            else:
                user = f"U{number % 40}"
                outbox.enqueue(store, cast.practice.id, "slack_post", user, key, {}, T0)
    claimed = finish(*(start(job, database_url, cast.practice.id, 0) for _ in range(2)))
    assert Counter(claimed) == Counter(range(1, rows + 1))


def test_what_a_killed_process_committed_is_kept(
    store: Store, cast: Cast, database_url: str
) -> None:
    process = start("commit", database_url, cast.practice.id, 0)
    assert process.stdout is not None
    committed = [json.loads(process.stdout.readline()) for _ in range(30)]
    os.kill(process.pid, signal.SIGKILL)
    rest, _ = process.communicate(timeout=30)
    committed += [json.loads(line) for line in rest.splitlines() if line.endswith("}")]
    kept = {row.dedupe_key for row in inbox.claim(store, "me", T0, 1000, 100_000)}
    assert {one["key"] for one in committed} <= kept
    assert audit.verify(store, cast.practice.id) == []
    assert audit.head(store, cast.practice.id).seq == len(kept)
    if store.kind == "sqlite":
        assert store.database.run("PRAGMA integrity_check").fetchone() == ("ok",)
