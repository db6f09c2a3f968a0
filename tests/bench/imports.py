"""How fast `paydesk import` takes lines in, in how much memory, and how long a click takes beside
it. By itself: `python -m tests.bench.imports 1000000 300000`, clients and invoices."""

import csv
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import psutil

from storage import clients, practices, taxes
from storage.database import Store, open_store
from storage.taxes import TaxTerms
from tests.bench.many_rows import FIRST, LAST
from tests.support.cast import T0, TEAM, enter_cast
from tests.support.keys import TEST_KEY

CLIENTS, INVOICES = 40_000, 20_000
FIRST_DAY = date(2024, 1, 1)
CLICK_EVERY = 0.2
SAMPLE_EVERY = 0.5
_CLIENT = ("Patient ID", "First name", "Last name", "Email", "Phone", "Address", "City", "State")
_INVOICE = (
    *("Invoice Number", "Patient ID", "Issue Date", "Due Date", "Item", "Quantity", "Unit price"),
    *("Net", "Tax", "Total", "Amount Paid", "Status"),
)


@dataclass(frozen=True)
class Taken:
    """What an import took: seconds by the clock and of the processor, the most memory in MB, how
    many times that is of the memory after a quarter of the time, and the slowest click beside."""

    lines: int
    seconds: float
    cpu: float
    memory: float
    growth: float
    click: float

    @property
    def a_second(self) -> float:
        return self.lines / self.seconds


def measured(many_clients: int, many_invoices: int) -> Iterator[tuple[str, Taken]]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        url = f"sqlite:///{home}/import.db"
        with closing(open_store(url, TEST_KEY, lambda: T0)) as store:
            practice = enter_cast(store).practice.id
            _add_tax(store, practice)
            for what, heading, count, lines in (
                ("clients", _CLIENT, many_clients, _client_lines(many_clients)),
                ("invoices", _INVOICE, many_invoices, _invoice_lines(many_invoices, many_clients)),
            ):
                _write(home / f"{what}.csv", heading, lines)
                with _clicks(store, practice) as clicks:
                    seconds, cpu, memory = _run(home, url, f"{what}.csv")
                later = memory[len(memory) // 4 :]
                growth = max(later) / later[0]
                yield what, Taken(count, seconds, cpu, max(memory), growth, max(clicks))


def _run(home: Path, url: str, file: str) -> tuple[float, float, list[float]]:
    """Of the command, in a process of its own: seconds, CPU seconds, samples of its memory."""
    environ = {**os.environ, "DATABASE_URL": url, "PAYDESK_SECRET_KEY": TEST_KEY}
    paydesk = Path(sys.executable).with_name("paydesk")
    began, before, memory = time.monotonic(), os.times(), []
    command = subprocess.Popen(
        [paydesk, "import", file, "--practice", TEAM], cwd=home, env=environ, stdout=sys.stderr
    )
    seen = psutil.Process(command.pid)
    while True:
        try:
            command.wait(SAMPLE_EVERY)
            break
        except subprocess.TimeoutExpired:
            memory.append(seen.memory_info().rss / 1_000_000)
    seconds, after = time.monotonic() - began, os.times()
    if command.returncode:
        raise RuntimeError(f"The import of {file} failed")
    used = after.children_user + after.children_system
    return seconds, used - before.children_user - before.children_system, memory


@contextmanager
def _clicks(store: Store, practice_id: int) -> Iterator[list[float]]:
    """Meanwhile somebody looks for a client, and something is written."""
    took: list[float] = []
    ended = threading.Event()

    def click() -> None:
        while not ended.wait(CLICK_EVERY):
            began = time.monotonic()
            clients.search(store, practice_id, "hopper", 20)
            practices.set_language(store, practice_id, "en")
            took.append(time.monotonic() - began)

    thread = threading.Thread(target=click)
    thread.start()
    try:
        yield took
    finally:
        ended.set()
        thread.join()


def _add_tax(store: Store, practice_id: int) -> None:
    with store.transaction():
        rate = taxes.add(store, practice_id, "VAT", "vat", T0)
        if rate is None:
            raise RuntimeError("There is such a rate already")
        terms = TaxTerms("VAT", Decimal(20), inclusive=False)
        taxes.add_version(store, practice_id, rate, terms, "bench", T0)


def _write(path: Path, heading: Iterable[str], lines: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(lines)


def _client_lines(count: int) -> Iterator[tuple[object, ...]]:
    for n in range(count):
        first, last = FIRST[n % len(FIRST)], f"{LAST[n // 10 % len(LAST)]}{n // 90}"
        street, phone = f"{n % 900} Main Street", f"+1 512 555 {n % 10_000:04}"
        yield n, first, last, f"client{n}@example.org", phone, street, "Austin", "TX"


def _invoice_lines(count: int, many_clients: int) -> Iterator[tuple[object, ...]]:
    for n in range(count):
        issued = FIRST_DAY + timedelta(days=n % 700)
        net = 2_000 + n * 7_919 % 28_000
        tax = (net + 2) // 5
        paid = net + tax if n % 3 else 0
        yield (
            *(f"INV-{n + 1}", n * 7_919 % many_clients, issued, issued + timedelta(days=30)),
            *("Consultation", 1, _units(net), _units(net), _units(tax), _units(net + tax)),
            *(_units(paid), "Paid" if paid else "Open"),
        )


def _units(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02}"


def main() -> None:
    for what, taken in measured(int(sys.argv[1]), int(sys.argv[2])):
        print(what, taken, f"{taken.a_second:.0f} a second", flush=True)


if __name__ == "__main__":
    main()
