"""A process that works on a store: `python -m tests.support.busy JOB URL PRACTICE COUNT`.

It prints a JSON value a line, and a traceback for anything that went wrong.
"""

import json
import sys
import threading
import traceback
from collections.abc import Callable
from itertools import count

from storage import audit, inbox, outbox, practices
from storage.database import Store, open_store
from tests.support.cast import T0
from tests.support.keys import TEST_KEY

THREADS = 4
LEASE_MS = 60_000


def write(store: Store, practice_id: int, times: int) -> None:
    """Read, then write one more than that: it needs the lock from the beginning."""
    for _ in range(times):
        with store.transaction():
            practices.lock(store, practice_id)
            practice = practices.get(store, practice_id)
            assert practice is not None
            done = int(practice.name) if practice.name.isdigit() else 0
            practices.ensure(store, practice.slack_team, str(done + 1), T0)
            audit.record(store, practice_id, "test", "write", "practice", {"times": done + 1}, T0)


def claim_inbox(store: Store, practice_id: int, _: int) -> None:
    owner = f"{id(store)}-{threading.get_ident()}"
    while rows := inbox.claim(store, owner, T0, LEASE_MS, 7):
        for row in rows:
            say(row.id)
            assert inbox.done(store, row, T0)


def claim_outbox(store: Store, practice_id: int, _: int) -> None:
    owner = f"{id(store)}-{threading.get_ident()}"
    while _unsent(store, practice_id):
        for row in outbox.claim(store, owner, T0, LEASE_MS, 7):
            say(row.id)
            assert outbox.sent(store, row, "D1", "1.0", T0)


def _unsent(store: Store, practice_id: int) -> bool:
    sql = f"SELECT COUNT(*) FROM outbox WHERE practice_id = {practice_id} AND state <> 'sent'"
    return bool(store.attempt(lambda: store.database.run(sql).fetchone()[0]))


def commit(store: Store, practice_id: int, _: int) -> None:
    """Say what was committed, until killed."""
    for number in count():
        key = f"{threading.get_ident()}-{number}"
        with store.transaction():
            inbox.receive(store, practice_id, "slack", key, "event", {}, T0)
            audit.record(store, practice_id, "test", "commit", key, {}, T0)
        say({"key": key})


def say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


JOBS: dict[str, Callable[[Store, int, int], None]] = {
    "write": write,
    "claim_inbox": claim_inbox,
    "claim_outbox": claim_outbox,
    "commit": commit,
}


def main() -> None:
    job, url, practice_id, times = sys.argv[1:]
    store = open_store(url, TEST_KEY, lambda: T0)

    def work() -> None:
        try:
            JOBS[job](store, int(practice_id), int(times))
        except BaseException:
            traceback.print_exc()
            raise

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()


if __name__ == "__main__":
    main()
