"""Load as Slack makes it: signed /fees commands from many people, over keep-alive connections."""

import json
import multiprocessing
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.support.running import ROOT, free_port
from tests.support.slack_requests import FORM, command_body, form, signed

CONNECTIONS = 16
PEOPLE = 500
"""So many that nobody reaches the limit for one person."""


class Load:
    """Requests to one server."""

    def __init__(self, port: int, team: str, response_url: str) -> None:
        self.port = port
        self.team = team
        self.response_url = response_url

    def first_answers(self) -> dict[str, Any]:
        """Everybody's first /fees, for which Slack is asked for their language. The last answer,
        from the acknowledgement: the very first one finds out whether the workspace takes tables.
        """
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        for person in range(PEOPLE):
            body, headers = self.request(person)
            connection.request("POST", "/slack/events", body, headers)
            answer = connection.getresponse().read()
        found: dict[str, Any] = json.loads(answer)
        return found

    def request(self, person: int) -> tuple[str, dict[str, str]]:
        user = f"U{person % PEOPLE:05}"
        body = form(command_body("/fees", "", user, self.team, self.response_url))
        return body, signed(body, FORM)

    def at_once(self, count: int, rounds: int = 2) -> tuple[list[float], int]:
        """`count` commands started together, `rounds` times: the sorted seconds of all, and how
        many got no 200."""
        times: list[float] = []
        lost = 0
        for round_ in range(rounds):
            start = threading.Barrier(count)
            results: list[tuple[float, int]] = []
            threads = [
                threading.Thread(target=self._one, args=(start, round_ * count + n, results))
                for n in range(count)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            times += [seconds for seconds, _ in results]
            lost += sum(status != 200 for _, status in results)
        return sorted(times), lost

    def _one(self, start: threading.Barrier, person: int, results: list[tuple[float, int]]) -> None:
        body, headers = self.request(person)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.connect()
        start.wait()
        began = time.perf_counter()
        connection.request("POST", "/slack/events", body, headers)
        answer = connection.getresponse()
        answer.read()
        results.append((time.perf_counter() - began, answer.status))
        connection.close()

    @contextmanager
    def bare_app(self, blocks: Path) -> Iterator[int]:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.bare", str(port), str(blocks)], cwd=ROOT
        )
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def throughput(load: Load, seconds: float) -> float:
    """Requests a second, from a process of its own so that the client's work isn't the server's."""
    queue: multiprocessing.Queue[float] = multiprocessing.Queue()
    process = multiprocessing.Process(target=_drive, args=(load, seconds, queue))
    process.start()
    rate = queue.get(timeout=seconds + 60)
    process.join()
    return rate


def _drive(load: Load, seconds: float, queue: "multiprocessing.Queue[float]") -> None:
    requests = [load.request(person) for person in range(PEOPLE)]
    done = [0] * CONNECTIONS
    end = time.perf_counter() + seconds

    def connection(number: int) -> None:
        http = HTTPConnection("127.0.0.1", load.port, timeout=20)
        position = number
        while time.perf_counter() < end:
            body, headers = requests[position % PEOPLE]
            position += CONNECTIONS
            http.request("POST", "/slack/events", body, headers)
            answer = http.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            done[number] += 1
            if position >= PEOPLE:
                requests[:] = [load.request(person) for person in range(PEOPLE)]
                position = number

    threads = [threading.Thread(target=connection, args=(n,)) for n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put(statistics.fsum(done) / seconds)


def _wait_for(port: int) -> None:
    for _ in range(500):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            threading.Event().wait(0.02)
        else:
            return
    raise AssertionError(f"nothing answers on port {port}")
