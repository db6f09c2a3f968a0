"""Which Paydesk processes run on this store, each with a heartbeat.

SQLite's locks hold within one machine and not over a network: so a SQLite file is for the processes
of one machine, and on a network file system for one process. PostgreSQL is for any number.
"""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from rules.words import refuse
from storage.address import SqliteFile
from storage.models import Instance as Table
from storage.mounts import on_network
from storage.store import Store

STALE_MS = 30_000
"""A process whose last heartbeat is older than that is taken to have ended."""
BEAT_EVERY_MS = 10_000


@dataclass(frozen=True)
class Machine:
    """What the rules ask of the machine; tests put their own in its place."""

    host: str
    pid: int
    is_running: Callable[[int], bool]
    on_network: Callable[[Path], bool]


@dataclass(frozen=True)
class Instance:
    """A process that works with the store. `seen_at` is its last heartbeat, epoch ms."""

    id: str
    host: str
    pid: int
    started_at: int
    seen_at: int


def this_machine() -> Machine:
    return Machine(socket.gethostname(), os.getpid(), _is_running, on_network)


def register(store: Store, machine: Machine | None = None) -> Instance:
    """Say that this process works with the store from now on, or refuse because of another one."""
    machine, now = machine or this_machine(), store.clock()
    me = Instance(uuid4().hex, machine.host, machine.pid, started_at=now, seen_at=now)
    _enter(store, machine, me, now)
    return me


def beat(store: Store, me: Instance, machine: Machine | None = None) -> None:
    """The heartbeat, every BEAT_EVERY_MS. Refuses if this process slept so long that it was taken
    to have ended, and another one works with the store by now."""
    now = store.clock()
    if store.change(Table.update(seen_at=now).where(Table.id == me.id)) == 0:
        _enter(store, machine or this_machine(), me, now)


def sign_off(store: Store, me: Instance) -> None:
    """Say that this process has ended its work."""
    store.change(Table.delete().where(Table.id == me.id))


def running(store: Store, machine: Machine | None = None) -> list[Instance]:
    """The other processes that work with the store, as far as can be told."""
    machine, now = machine or this_machine(), store.clock()
    others = [Instance(**row) for row in store.select(Table.select().order_by(Table.started_at))]
    return [other for other in others if _is_live(other, machine, now)]


def _enter(store: Store, machine: Machine, me: Instance, now: int) -> None:
    with store.transaction():
        others = running(store, machine)
        if isinstance(store.address, SqliteFile):
            _refuse_company(others, machine, store.address.path)
        store.change(Table.delete().where(Table.seen_at <= now - STALE_MS))
        made = Table.insert(
            id=me.id, host=me.host, pid=me.pid, started_at=me.started_at, seen_at=now
        )
        store.change(made.as_rowcount())


def _refuse_company(others: list[Instance], machine: Machine, path: Path) -> None:
    elsewhere = [other for other in others if other.host != machine.host]
    if elsewhere:
        raise refuse(
            "Paydesk on {host} works with the same SQLite file. Stop that one and wait {seconds}"
            " seconds, or let both use PostgreSQL.",
            host=elsewhere[0].host,
            seconds=STALE_MS // 1000,
        )
    if others and machine.on_network(path):
        raise refuse(
            "The SQLite file is on a network drive, where only one Paydesk can work with it, and"
            " process {pid} does. Stop that one, move the file to a local disk, or use PostgreSQL.",
            pid=str(others[0].pid),
        )


def _is_live(other: Instance, machine: Machine, now: int) -> bool:
    if other.host != machine.host:
        return other.seen_at > now - STALE_MS
    if other.pid == machine.pid:
        return False  # An earlier process with our number, as in a container that started again.
    return other.seen_at > now - STALE_MS and machine.is_running(other.pid)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
