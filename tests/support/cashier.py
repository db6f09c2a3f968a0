"""A process at the pay desk, one of several: `python -m tests.support.cashier FOLDER NAME`.

It has a till of eight threads, and people who ask for the same charges over and over, as all other
processes do. What to do stands in the folder's job.json; it begins with the first line of its
standard input, and ends with the last. It prints a JSON value for each click that was taken.
"""

import json
import random
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from bot.till import Till
from desk.access import Person
from desk.charge_approvals import approve
from desk.charge_plans import Wish, plan
from desk.charges import Agreed, submit
from desk.context import Desk
from desk.sending import Sender
from processor.client import make_client
from rules.payment_state import State
from rules.roles import Role
from rules.words import Refusal
from storage import practices
from storage.database import open_store
from storage.operations import Operation
from storage.practices import Practice
from tests.support.cast import BEN, FLORENCE, OLIVIA, ROLES
from tests.support.keys import TEST_KEY

PEOPLE_AT_ONCE = 3
TICK_SECONDS = 0.05
_PRINTING = Lock()


def now() -> int:
    return int(time.time() * 1000)


class Cashier:
    def __init__(self, job: dict[str, Any], name: str) -> None:
        self.job, self.name = job, name
        store = open_store(job["database"], TEST_KEY, now)
        self.desk = Desk(store, now, claim_secret=b"of the tests")
        found = practices.get(store, job["practice"])
        assert found is not None
        self.practice: Practice = found
        sender = Sender(self.desk, make_client(job["key"], job["stripe"]), job["lease_ms"])
        self.till = Till(sender, f"cashier-{name}")

    def run(self) -> None:
        due, over = Event(), Event()
        self.till.on_free = due.set
        people = [Thread(target=self._asks, args=(number,)) for number in range(PEOPLE_AT_ONCE)]
        for thread in people:
            thread.start()
        Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
        while not over.is_set():
            due.wait(TICK_SECONDS)
            due.clear()
            self.till.begin_due()
        for thread in people:
            thread.join()
        self.till.stop()

    def _asks(self, number: int) -> None:
        """Every charge, in an order of its own."""
        chance = random.Random(f"{self.name}-{number}")
        wanted = list(self.job["invoices"])
        chance.shuffle(wanted)
        for invoice_id in wanted:
            with suppress(Refusal):
                self._asks_for(invoice_id, number, chance)

    def _asks_for(self, invoice_id: int, number: int, chance: random.Random) -> None:
        """One request by all, some of them for less; or a request of each one's own; or above the
        limit, so that others have to approve."""
        how = self.job["invoices"].index(invoice_id) % 3
        request = f"{invoice_id}-{self.name}-{number}" if how == 1 else f"{invoice_id}"
        amount = chance.choice((None, 1_000)) if how == 0 else None
        user = FLORENCE if how == 2 else chance.choice((OLIVIA, BEN))
        asked = self._submits(user, Wish((invoice_id,), amount), request)
        if asked is None:
            return
        with _PRINTING:
            sys.stdout.write(json.dumps({"invoice": invoice_id, "uid": asked.uid}) + "\n")
            sys.stdout.flush()
        if asked.state == State.DRAFT:
            for approver in (OLIVIA, BEN, OLIVIA):
                with suppress(Refusal):
                    approve(self.desk, self.practice, self._person(approver), asked.uid)

    def _submits(self, user: str, wish: Wish, request: str) -> Operation | None:
        person = self._person(user)
        seen = plan(self.desk, self.practice, person, wish).hash()
        agreed = Agreed(seen, told=True, again=True)
        asked = submit(self.desk, self.practice, person, request, wish, agreed)
        return asked if isinstance(asked, Operation) else None

    def _person(self, user: str) -> Person:
        return Person(self.practice.id, user, Role(ROLES[user]))


def main() -> None:
    folder, name = Path(sys.argv[1]), sys.argv[2]
    cashier = Cashier(json.loads((folder / "job.json").read_text()), name)
    sys.stdout.write('"ready"\n')
    sys.stdout.flush()
    sys.stdin.readline()
    cashier.run()


if __name__ == "__main__":
    main()
