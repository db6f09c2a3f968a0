"""Several processes charge from one database, one of them killed and one paused meanwhile; at the
end it is read what came of it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from desk.charge_checks import INVOICE_CHANGED
from desk.context import Desk
from rules.payment_state import State
from storage import operation_lists
from storage.database import Store
from storage.invoices import Invoice
from storage.operations import Operation
from tests.sandbox.stripe.support import KEY
from tests.support.cast import Cast, FrozenClock
from tests.support.invariants import Watch
from tests.support.invariants.keeping import RESTS
from tests.support.register import Accounting, Register
from tests.support.slate import Slate

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = ("killed", "paused", "untouched")
LEASE_MS = 1_200
PAUSED_SECONDS = 2.0
TOTAL, ABOVE_THE_LIMIT = 2_000, 60_000
PATIENCE_SECONDS = 90.0
LOOK_SECONDS = 0.05


class LiveAccounting(Accounting):
    """Its time goes by itself, for processes share no other clock. What is set is added to it."""

    _ahead = 0

    @property
    def now(self) -> int:
        return _now() + self._ahead

    @now.setter
    def now(self, value: int) -> None:
        self._ahead = value - _now()


@dataclass
class Contest:
    """`url`: of the store's database."""

    store: Store
    cast: Cast
    url: str
    folder: Path
    accounting: LiveAccounting

    def __post_init__(self) -> None:
        self.clock = FrozenClock(_now())
        self.accounting.now = _now()
        desk = Desk(self.store, self.clock, claim_secret=b"of the tests")
        client = self.accounting.stripe.client
        self.register = Register(desk, self.cast, self.clock, self.accounting, client)
        self.slate = Slate(desk)
        service = self.accounting.stripe.service
        self.watch = Watch(service, shown=lambda: self.slate.shown)
        self.invoices: list[Invoice] = []
        self.printed: list[str] = []

    def run(self, charges: int) -> int:
        """How many charges were fought for. AssertionError where one was lost or made twice."""
        self._prepare(charges)
        cashiers = {name: self._start(name) for name in PROCESSES}
        readers = [Thread(target=self._read, args=(one,)) for one in cashiers.values()]
        for reader in readers:
            reader.start()
        try:
            self._fight(cashiers)
            self._end(cashiers, readers)
        finally:
            for cashier in cashiers.values():
                cashier.kill()
        self._check()
        return charges

    def _fight(self, cashiers: dict[str, subprocess.Popen[str]]) -> None:
        self._wait(lambda: len([one for one in self.printed if "ready" in one]) == len(cashiers))
        for cashier in cashiers.values():
            _say(cashier, "begin\n")
        self._disturb(cashiers)
        self._wait(self._quiet)

    def _prepare(self, charges: int) -> None:
        for number in range(charges):
            total = ABOVE_THE_LIMIT if number % 3 == 2 else TOTAL
            self.invoices.append(self.register.invoice(self.register.payer(), total))
        job = {
            "database": self.url,
            "practice": self.cast.practice.id,
            "stripe": self.accounting.stripe.url,
            "key": KEY,
            "lease_ms": LEASE_MS,
            "invoices": [one.id for one in self.invoices],
        }
        (self.folder / "job.json").write_text(json.dumps(job))

    def _start(self, name: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.support.cashier", str(self.folder), name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _read(self, cashier: subprocess.Popen[str]) -> None:
        assert cashier.stdout is not None
        for line in iter(cashier.stdout.readline, ""):
            self.printed.append(line)

    def _disturb(self, cashiers: dict[str, subprocess.Popen[str]]) -> None:
        """While they send: one dies, one sleeps longer than its lease."""
        self._wait(lambda: len(self._of(State.SENDING, State.SUCCEEDED)) >= 2)
        os.kill(cashiers["paused"].pid, signal.SIGSTOP)
        os.kill(cashiers["killed"].pid, signal.SIGKILL)
        time.sleep(PAUSED_SECONDS)
        os.kill(cashiers["paused"].pid, signal.SIGCONT)

    def _quiet(self) -> bool:
        """Everybody has asked for everything, and nothing is left to be sent."""
        asked = {(one["invoice"]) for one in self._clicks()}
        return len(asked) == len(self.invoices) and all(
            one.state in RESTS and one.state != State.DRAFT and one.lease_owner is None
            for one in self._all()
        )

    def _end(self, cashiers: dict[str, subprocess.Popen[str]], readers: list[Thread]) -> None:
        for name, cashier in cashiers.items():
            _say(cashier, "", end=True)
            cashier.wait(timeout=PATIENCE_SECONDS)
            assert cashier.stderr is not None
            errors = cashier.stderr.read()
            assert name == "killed" or (errors, cashier.returncode) == ("", 0), errors
        for reader in readers:
            reader.join()

    def _check(self) -> None:
        """What was asked for while they ended is sent too; then all is read once more."""
        self.clock.now = self.accounting.now = _now() + LEASE_MS
        for seconds in (1, 10, 90, 4_000):
            self.register.passes(seconds=seconds)
            self.register.till.work_off()
            self.slate.deliver()
        self.watch.check(self.store, at_rest=True)
        known = Counter(one.uid for one in self._all())
        assert {one["uid"] for one in self._clicks()} <= set(known)
        for number, invoice in enumerate(self.invoices):
            self._charged_once(number, invoice)

    def _charged_once(self, number: int, invoice: Invoice) -> None:
        found = operation_lists.of_invoice(self.store, self.cast.practice.id, invoice.id, 100)
        ended = Counter((one.state, one.reason) for one in found)
        assert ended.pop(("succeeded", None)) == 1, (invoice.id, found)
        # Somebody had looked before it was paid, and pressed the button just after.
        assert set(ended) <= {("cancelled", INVOICE_CHANGED)}, (invoice.id, found)
        [charged] = [one for one in found if one.state == State.SUCCEEDED]
        [intent] = [one for other in found for one in self._intents(other.uid)]
        paid = self.register.invoice_now(invoice).paid
        assert intent["amount_received"] == paid == charged.amount
        assert paid == invoice.total or (number % 3 == 0 and paid == 1_000)

    def _intents(self, uid: str) -> list[dict[str, Any]]:
        """Those that money came by."""
        service = self.accounting.stripe.service
        with service.lock:
            all_ = [one.body for one in service.platform.all("payment_intent")]
        return [
            one
            for one in all_
            if one["metadata"].get("paydesk_operation") == uid and one["amount_received"]
        ]

    def _clicks(self) -> list[dict[str, Any]]:
        """Those that were taken. What a killed process printed last may be cut off."""
        return [json.loads(one) for one in list(self.printed) if one.endswith("}\n")]

    def _all(self) -> list[Operation]:
        return self._of(*State)

    def _of(self, *states: State) -> list[Operation]:
        return [
            one
            for state in states
            for one in operation_lists.in_state(self.store, self._mine, state, 999)
        ]

    @property
    def _mine(self) -> int:
        return self.cast.practice.id

    def _wait(self, done: Any) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not done():
            assert time.monotonic() < deadline, Counter(one.state for one in self._all())
            time.sleep(LOOK_SECONDS)


def _now() -> int:
    return int(time.time() * 1000)


def _say(cashier: subprocess.Popen[str], text: str, *, end: bool = False) -> None:
    """To one that may be dead by now."""
    assert cashier.stdin is not None
    try:
        cashier.stdin.write(text)
        (cashier.stdin.close if end else cashier.stdin.flush)()
    except BrokenPipeError:
        return
