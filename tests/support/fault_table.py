"""Calls to Stripe in a charge's way, each with faults: what Paydesk concludes at once, what it
sends, what the card says, and that at rest the card was charged once.

The cells of a call share a store: each is struck by itself, and all come to rest together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stripe import StripeClient

from commands.charge.card_views import card_of_charge
from desk.sending import Sender
from processor.payments import OPERATION
from sandbox.stripe.log import Entry
from storage import attempts
from storage.operation_queue import claim
from storage.operations import Operation
from tests.support.cast import OLIVIA
from tests.support.invariants import Watch
from tests.support.register import LEASE_MS, Register
from tests.support.slate import Slate
from tests.support.stripe_faults import (
    BUSY,
    CHANGES,
    CONFIRM,
    CREATE,
    EVERY_CALL,
    KEY_TROUBLE,
    LINKS,
    LIST,
    MAKE,
    REFUND,
    REFUNDS,
    REFUSED,
    RETRIEVE,
    THROUGH,
    UNKNOWN,
    Strike,
    call_of,
    new_client,
)

HIDDEN = {"fault": "error", "when": "after", "should_retry": False}
"""Stripe does it, and says that it failed."""
BEFORE = {RETRIEVE: CONFIRM, LIST: CREATE, REFUNDS: REFUND, LINKS: MAKE}
"""What is read because nobody knows what came of which call."""
SAYS = {
    "succeeded": "Paid",
    UNKNOWN: "Not known yet: Paydesk is asking Stripe",
    BUSY: "Stripe is busy. Paydesk tries again by itself; nothing was charged yet.",
    KEY_TROUBLE: "Stripe refuses Paydesk’s key, so nothing is charged.",
    "declined": "Declined",
}
"""What the card says, by what is concluded."""
PAUSES = (30, 400, 3_700, 90_000)
"""Seconds after which Stripe is asked again, in turn, until nothing is left."""


@dataclass
class Cell:
    """A charge whose call was struck: as it was right after, and what Stripe has seen of it."""

    strike: Strike
    asked: Operation
    struck: Operation
    seen: list[Entry]
    said: str


class Table:
    """All faults of one call, each with a charge of its own. `says`: what the card says, by what is
    concluded; `through`: the state that it has come to once the call went through."""

    says: Mapping[str, str] = SAYS
    through: tuple[str, str | None] = ("succeeded", None)

    def __init__(self, register: Register, call: str) -> None:
        self.register = register
        self.call = call
        self.stripe = register.accounting.stripe.service
        self.slate = Slate(register.desk)
        self.watch = Watch(self.stripe, shown=lambda: self.slate.shown)
        self.wrong: list[str] = []

    def fill(self, strikes: Sequence[Strike], answer: str = "") -> list[Cell]:
        """`answer`: the decline code that the cards get when they are asked at last."""
        asked = self._all_asked(len(strikes), answer)
        if (earlier := BEFORE.get(self.call)) is not None:
            for one in asked:
                self._fault(earlier, HIDDEN)
                self._work(self.register.client)
                self._expect("hidden", self.register.now(one).state, "unknown")
            self.register.passes(seconds=6)
        return [self._struck(*cell) for cell in zip(strikes, asked, strict=True)]

    def rest(self) -> None:
        """All faults are over, and time goes by."""
        for seconds in PAUSES:
            self.register.passes(seconds=seconds)
            self.register.till.work_off()
            self.slate.deliver()
        self.watch.check(self.register.store, at_rest=True)

    def check(self, cell: Cell) -> None:
        """What must be so right after, and what was sent."""
        concluded = cell.strike.concluded(self.call)
        shown = "succeeded" if concluded == THROUGH else concluded
        if concluded != THROUGH and self.call not in CHANGES:
            shown = UNKNOWN
        name = cell.strike.name
        state = (cell.struck.state, cell.struck.reason)
        self._expect(f"{name}: state", state, self._state(concluded))
        sent = cell.strike.sent(self.call) + self._more_sent(concluded)
        self._expect(f"{name}: requests", len(cell.seen), sent)
        self._expect(f"{name}: one key", len({one.idempotency_key for one in cell.seen}) <= 1, True)
        self._expect(f"{name}: card {cell.said}", self.says[shown] in cell.said, True)

    def check_paid(self, cell: Cell) -> None:
        """At rest: one charge, under keys that were written down and never used twice."""
        name, now = cell.strike.name, self.register.now(cell.asked)
        self._expect(f"{name}: at rest", (now.state, now.reason), ("succeeded", None))
        self._expect(f"{name}: charges", self.charges(cell), ["succeeded"])
        self._expect(f"{name}: card at rest", SAYS["succeeded"] in self._card(now), True)
        if self.call in CHANGES:
            self._keys(cell)

    def check_declined(self, cell: Cell) -> None:
        name, now = cell.strike.name, self.register.now(cell.asked)
        found = (now.state, now.reason)
        self._expect(f"{name}: at rest", found, ("declined", "insufficient_funds"))
        self._expect(f"{name}: charges", self.charges(cell), ["failed"])
        self._expect(f"{name}: card at rest", SAYS["declined"] in self._card(now), True)

    def charges(self, cell: Cell) -> list[str]:
        """At Stripe, how its tries went, whichever intent they belong to."""
        uid = cell.asked.uid
        intents = [one.body for one in self.stripe.platform.all("payment_intent")]
        ours = {one["id"] for one in intents if one["metadata"].get(OPERATION) == uid}
        charges = [one.body for one in self.stripe.platform.all("charge")]
        return [one["status"] for one in charges if one["payment_intent"] in ours]

    def all_right(self, cells: Sequence[Cell]) -> int:
        assert not self.wrong, "\n".join(self.wrong)
        return len(cells)

    def _all_asked(self, count: int, answer: str) -> list[Operation]:
        """So many, which wait for the worker."""
        return [self._asked(answer) for _ in range(count)]

    def _asked(self, answer: str) -> Operation:
        asked = self.register.charges(OLIVIA, self.register.invoice(self.register.payer()))
        if answer:
            self.register.next_answer(asked.method_id or "", answer)
        return asked

    def _struck(self, strike: Strike, asked: Operation) -> Cell:
        """One charge alone: the calls before this one go as they do."""
        hurried = strike.fault.get("fault") == "hang"
        client, http = new_client(self.register.accounting.stripe.url, hurried=hurried)
        since = self.stripe.log.since()[-1].number
        if strike.name == REFUSED:
            http.refused = self.call
        else:
            self._fault(self.call, {**strike.fault, "times": strike.times})
        self._work(client)
        self.stripe.faults.clear()
        seen = [
            one for one in self.stripe.log.since(since) if call_of(one.verb, one.path) == self.call
        ]
        struck = self.register.now(asked)
        self._expect(f"{strike.name}: refused", http.turned_away, 2 * (strike.name == REFUSED))
        return Cell(strike, asked, struck, seen, self._card(struck))

    def _work(self, client: StripeClient) -> None:
        """At the charge that has been due longest."""
        desk = self.register.desk
        [row] = claim(desk.store, "worker-1", desk.clock(), LEASE_MS, limit=1)
        Sender(desk, client, LEASE_MS).work(row)

    def _fault(self, call: str, fault: dict[str, Any]) -> None:
        verb, path = EVERY_CALL[call]
        self.register.fault(verb=verb, path=path, **fault)

    def _card(self, operation: Operation) -> str:
        """All that the card says."""
        register = self.register
        return str(card_of_charge(register.desk, register.cast.practice, operation).blocks)

    def _keys(self, cell: Cell) -> None:
        """What may have been done is never sent again; what was not is, under a new key."""
        store, mine, name = self.register.store, self.register.mine, cell.strike.name
        tried = [
            one
            for one in attempts.of_operation(store, mine, cell.asked.id)
            if one.step == self.call
        ]
        keys = {one.key for one in tried}
        sent = 1 if cell.strike.done else 2
        self._expect(f"{name}: keys", (len(tried), len(keys)), (sent, sent))
        unknown = cell.strike.done and cell.strike.concluded(self.call) == UNKNOWN
        wanted = attempts.UNKNOWN if unknown else attempts.DONE
        self._expect(f"{name}: outcome", tried[-1].outcome, wanted)
        written = {one.idempotency_key for one in cell.seen} <= keys
        self._expect(f"{name}: written down", written, True)

    def _state(self, concluded: str) -> tuple[str, str | None]:
        """Nobody knows more about what was sent because Stripe couldn't be read."""
        if concluded == THROUGH:
            return self.through
        if concluded == UNKNOWN or self.call not in CHANGES:
            return "unknown", None
        return "approved", concluded

    def _more_sent(self, concluded: str) -> int:
        """How often it is sent once more, for something else, after it went through."""
        return 0

    def _expect(self, what: str, found: object, wanted: object) -> None:
        if found != wanted:
            self.wrong.append(f"{self.call}, {what}: {found}, not {wanted}")


def charged_once(register: Register, call: str, strikes: Sequence[Strike]) -> int:
    """Each of them strikes `call`. How many cells were looked at."""
    table = Table(register, call)
    cells = table.fill(strikes)
    for cell in cells:
        table.check(cell)
    table.watch.check(register.store)
    table.rest()
    for cell in cells:
        table.check_paid(cell)
    return table.all_right(cells)


def declined_once(register: Register, strikes: Sequence[Strike]) -> int:
    """Each of them strikes the confirmation of a charge that the bank declines."""
    table = Table(register, CONFIRM)
    cells = table.fill(strikes, answer="insufficient_funds")
    table.rest()
    for cell in cells:
        table.check_declined(cell)
    return table.all_right(cells)
