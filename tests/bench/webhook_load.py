"""Stripe's news under load: how many webhooks a second a serving process takes in, and how many
events a second are applied, several of each object, on SQLite."""

import json
import multiprocessing
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.database import open_store
from tests.support.cast import T0, FrozenClock, enter_cast
from tests.support.keys import TEST_KEY
from tests.support.stripe_news import Door, event, signature

CONNECTIONS = 8
EVENTS = 2_000
OBJECTS, EACH = 400, 4


def taken_in_per_second(port: int) -> float:
    """From a process of its own; each is new, and each must be acknowledged."""
    queue: multiprocessing.Queue[float] = multiprocessing.Queue()
    process = multiprocessing.Process(target=_drive, args=(port, queue))
    process.start()
    rate = queue.get(timeout=120)
    process.join()
    return rate


def applied_per_second() -> float:
    """By the threads of one worker, whose handlers read nothing: what is measured is ours."""
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'bench.db'}", TEST_KEY, FrozenClock())
        enter_cast(store)
        door = Door(store, FrozenClock(T0))
        for number in range(OBJECTS * EACH):
            told = {"id": f"pi_{number % OBJECTS}"}
            assert door.sends(event(told=told, event_id=f"evt_{number}")) == 200
        worker = door.new_worker()
        began = time.perf_counter()
        worker.start()
        worker.nudge()
        while "pending" in (states := door.states()) or "working" in states:
            time.sleep(0.02)
        rate = OBJECTS * EACH / (time.perf_counter() - began)
        worker.stop()
        assert len(door.told) == OBJECTS
        store.close()
    return rate


def _drive(port: int, queue: "multiprocessing.Queue[float]") -> None:
    bodies = [json.dumps(_event(number)) for number in range(EVENTS)]
    signed = [(body, {"Stripe-Signature": signature(body)}) for body in bodies]

    def connection(first: int) -> None:
        http = HTTPConnection("127.0.0.1", port, timeout=20)
        for body, headers in signed[first::CONNECTIONS]:
            http.request("POST", "/stripe/webhook", body, headers)
            answer = http.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
        http.close()

    threads = [threading.Thread(target=connection, args=(n,)) for n in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put(EVENTS / (time.perf_counter() - began))


def _event(number: int) -> dict[str, object]:
    told = {"id": f"cus_{number}", "object": "customer"}
    return event("customer.updated", told, f"evt_{number}")
