"""The local Stripe under load: what it answers in a second of its own processor time, and how many
webhooks it brings in a second."""

import json
import threading
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit

import psutil

from tests.sandbox.stripe.endpoint import Endpoint
from tests.sandbox.stripe.process import Process

THREADS = 4
REQUESTS = 2_000
WEBHOOKS = 1_000
_HEADERS = {
    "Authorization": "Bearer sk_test_51Bench0000000000",
    "Content-Type": "application/x-www-form-urlencoded",
}


def requests_per_cpu_second() -> float:
    """One write to three reads, kept in memory."""
    with Process() as process:
        named = _ask(process.url, "POST", "/v1/customers", "name=Ada")["id"]
        watched = psutil.Process(process.pid)
        before = _cpu(watched)
        threads = [
            threading.Thread(target=_customers, args=(process.url, named, REQUESTS // THREADS))
            for _ in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return REQUESTS / (_cpu(watched) - before)


def webhooks_per_second() -> float:
    """To an endpoint that answers at once, from when its account was held up."""
    endpoint = Endpoint()
    hook = ("--webhook", endpoint.url, "--webhook-secret", "whsec_bench")
    with Process(*hook) as process:
        process.ask("webhooks", way="held", times=WEBHOOKS)
        for number in range(WEBHOOKS):
            _ask(process.url, "POST", "/v1/customers", f"name={number}")
        began = time.perf_counter()
        process.ask("webhooks/release")
        endpoint.wait_for(WEBHOOKS)
        rate = WEBHOOKS / (time.perf_counter() - began)
    endpoint.stop()
    return rate


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _customers(url: str, named: str, count: int) -> None:
    for number in range(count):
        if number % 4 == 0:
            _ask(url, "POST", "/v1/customers", f"name={number}&metadata[invoice]=INV-{number}")
        else:
            _ask(url, "GET", f"/v1/customers/{named}")


def _ask(url: str, verb: str, path: str, body: str = "") -> dict[str, str]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.request(verb, path, body, _HEADERS)
    answer = connection.getresponse()
    content: dict[str, str] = json.loads(answer.read())
    connection.close()
    assert answer.status == 200, content
    return content
