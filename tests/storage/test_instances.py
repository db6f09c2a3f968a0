"""Which processes may share a store: any number on PostgreSQL, one machine's on SQLite."""

import os
import subprocess
import sys

import pytest

from rules.words import Refusal
from storage import instances
from storage.database import Store
from storage.instances import Machine
from tests.support.cast import FrozenClock
from tests.support.stores import ON_POSTGRESQL, ON_SQLITE


def machine(
    host: str = "desk-1", pid: int = 10, *, network: bool = False, alive: bool = True
) -> Machine:
    return Machine(host, pid, lambda pid: alive, lambda path: network)


def shown(refusal: Refusal) -> str:
    return refusal.sentence.text.format(**refusal.sentence.values)


def test_processes_of_one_machine_share_a_store(store: Store) -> None:
    instances.register(store, machine(pid=10))
    instances.register(store, machine(pid=11))
    assert [one.pid for one in instances.running(store, machine(pid=12))] == [10, 11]


@ON_SQLITE
def test_another_machine_on_the_same_sqlite_file_is_refused(store: Store) -> None:
    instances.register(store, machine("desk-1"))
    with pytest.raises(Refusal) as refused:
        instances.register(store, machine("desk-2"))
    assert "Paydesk on desk-1 works with the same SQLite file." in shown(refused.value)
    assert len(instances.running(store, machine("desk-3"))) == 1


@ON_POSTGRESQL
def test_several_machines_share_a_postgresql_store(store: Store) -> None:
    for number in range(3):
        instances.register(store, machine(f"desk-{number}", network=True))
    assert len(instances.running(store, machine("desk-9"))) == 3


@ON_SQLITE
def test_a_second_process_on_a_network_drive_is_refused(store: Store) -> None:
    instances.register(store, machine(pid=10, network=True))
    with pytest.raises(Refusal) as refused:
        instances.register(store, machine(pid=11, network=True))
    assert "on a network drive" in shown(refused.value)
    assert "process 10 does" in shown(refused.value)


@ON_SQLITE
def test_who_signed_off_makes_room(store: Store) -> None:
    first = instances.register(store, machine("desk-1", network=True))
    instances.sign_off(store, first)
    instances.register(store, machine("desk-2", network=True))


@ON_SQLITE
def test_who_was_silent_for_half_a_minute_makes_room(store: Store, clock: FrozenClock) -> None:
    instances.register(store, machine("desk-1"))
    clock.advance(instances.STALE_MS - 1)
    with pytest.raises(Refusal):
        instances.register(store, machine("desk-2"))
    clock.advance(1)
    instances.register(store, machine("desk-2"))


@ON_SQLITE
def test_a_heartbeat_keeps_the_place(store: Store, clock: FrozenClock) -> None:
    me = instances.register(store, machine("desk-1"))
    for _ in range(5):
        clock.advance(instances.BEAT_EVERY_MS)
        instances.beat(store, me, machine("desk-1"))
    with pytest.raises(Refusal):
        instances.register(store, machine("desk-2"))


@ON_SQLITE
def test_who_slept_too_long_is_refused_once_another_took_the_place(
    store: Store, clock: FrozenClock
) -> None:
    sleeper = instances.register(store, machine("desk-1"))
    clock.advance(instances.STALE_MS)
    instances.register(store, machine("desk-2"))
    with pytest.raises(Refusal, match="works with the same SQLite file"):
        instances.beat(store, sleeper, machine("desk-1"))


def test_who_slept_too_long_goes_on_where_nobody_else_came(
    store: Store, clock: FrozenClock
) -> None:
    sleeper = instances.register(store, machine("desk-1"))
    clock.advance(10 * instances.STALE_MS)
    instances.beat(store, sleeper, machine("desk-1"))
    assert len(instances.running(store, machine("desk-2"))) == 1


@ON_SQLITE
def test_a_process_that_died_does_not_count_on_its_own_machine(store: Store) -> None:
    instances.register(store, machine(pid=10, network=True))
    instances.register(store, machine(pid=11, network=True, alive=False))


@ON_SQLITE
def test_a_container_that_starts_again_under_the_same_number_is_not_its_own_rival(
    store: Store,
) -> None:
    instances.register(store, machine("desk-1", pid=1, network=True))
    instances.register(store, machine("desk-1", pid=1, network=True))


def test_this_machine_knows_which_processes_run() -> None:
    here = instances.this_machine()
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    assert here.pid == os.getpid()
    assert here.is_running(os.getpid())
    assert here.is_running(1)
    assert not here.is_running(ended.pid)
