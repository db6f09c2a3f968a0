"""Every call to Stripe in a charge's way, with every fault: what Paydesk concludes at once, what it
sends, what the card says, and that at rest the card was charged once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from commands.charge.card_views import card_of_charge
from desk.context import Desk
from sandbox.stripe.log import Entry
from storage import attempts
from storage.operations import Operation
from tests.support.cast import OLIVIA, Cast, FrozenClock
from tests.support.invariants import Watch
from tests.support.register import Accounting, Register
from tests.support.slate import Slate
from tests.support.stores import ON_POSTGRESQL, ON_SQLITE
from tests.support.stripe_faults import (
    BUSY,
    CALLS,
    CHANGES,
    CONFIRM,
    CREATE,
    KEY_TROUBLE,
    LIST,
    REFUSED,
    RETRIEVE,
    STRIKES,
    THROUGH,
    UNKNOWN,
    Hurried,
    Strike,
    call_of,
    new_client,
)

HIDDEN = {"fault": "error", "when": "after", "should_retry": False}
"""Stripe does it, and says that it failed."""
BEFORE = {RETRIEVE: CONFIRM, LIST: CREATE}
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
SAMPLE = (REFUSED, "cut after, twice", "500 after, final", "429", "401")


@dataclass
class Table:
    """A charge on its way, and the requests that Stripe has seen of it."""

    register: Register
    strike: Strike
    call: str
    http: Hurried
    slate: Slate
    watch: Watch
    asked: Operation

    @property
    def seen(self) -> list[Entry]:
        """Of the call that is struck."""
        entries = self.register.accounting.stripe.service.log.since(self._since)
        return [one for one in entries if call_of(one.verb, one.path) == self.call]

    def __post_init__(self) -> None:
        log = self.register.accounting.stripe.service.log.since()
        self._since = log[-1].number

    def strikes(self) -> Operation:
        """As it is once the call was struck; the calls before it went as they do."""
        if (earlier := BEFORE.get(self.call)) is not None:
            self._fault(earlier, HIDDEN)
            assert self.register.done(self.asked).state == "unknown"
            self.register.passes(seconds=6)
        if self.strike.name == REFUSED:
            self.http.refused = self.call
        else:
            self._fault(self.call, {**self.strike.fault, "times": self.strike.times})
        return self.register.done(self.asked)

    def _fault(self, call: str, fault: dict[str, Any]) -> None:
        verb, path = CALLS[call]
        self.register.fault(verb=verb, path=path, **fault)

    def rests(self) -> Operation:
        """As it is in the end, all faults being over."""
        self.http.refused = ""
        self.register.accounting.stripe.service.faults.clear()
        for seconds in PAUSES:
            self.register.passes(seconds=seconds)
            self.register.till.work_off()
            self.slate.deliver()
        return self.register.now(self.asked)

    def card(self) -> str:
        """All that the card says."""
        register = self.register
        found = card_of_charge(register.desk, register.cast.practice, register.now(self.asked))
        return str(found.blocks)


@pytest.fixture
def table(
    request: pytest.FixtureRequest,
    desk: Desk,
    cast: Cast,
    clock: FrozenClock,
    accounting: Accounting,
) -> Iterator[Table]:
    call, strike = request.param
    hurried = strike.fault.get("fault") == "hang"
    client, http = new_client(accounting.stripe.url, hurried=hurried)
    accounting.now = clock()
    register = Register(desk, cast, clock, accounting, client)
    slate = Slate(desk)
    watch = Watch(accounting.stripe.service, shown=lambda: slate.shown)
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    yield Table(register, strike, call, http, slate, watch, asked)
    accounting.stripe.service.faults.clear()


def _cells(*calls: str, only: tuple[str, ...] = ()) -> pytest.MarkDecorator:
    cells = [
        pytest.param((call, strike), id=f"{call}: {strike.name}")
        for call in calls
        for strike in STRIKES
        if not only or strike.name in only
    ]
    return pytest.mark.parametrize("table", cells, indirect=True)


@ON_SQLITE
@_cells(*CALLS)
def test_whatever_goes_wrong_the_card_is_charged_once(table: Table) -> None:
    _check(table)


@ON_POSTGRESQL
@_cells(*CALLS, only=SAMPLE)
def test_whatever_goes_wrong_the_card_is_charged_once_on_postgresql(table: Table) -> None:
    _check(table)


def _check(table: Table) -> None:
    concluded = table.strike.concluded(table.call)
    struck = table.strikes()
    assert (struck.state, struck.reason) == _state(table, concluded)
    assert len(table.seen) == table.strike.sent(table.call)
    assert len({one.idempotency_key for one in table.seen}) <= 1
    assert SAYS["succeeded" if concluded == THROUGH else _shown(table, concluded)] in table.card()
    table.watch.check(table.register.store)

    paid = table.rests()
    assert (paid.state, paid.reason) == ("succeeded", None)
    assert SAYS["succeeded"] in table.card()
    table.watch.check(table.register.store, at_rest=True)
    _keys(table)


def _state(table: Table, concluded: str) -> tuple[str, str | None]:
    """Nobody knows more about what was sent because Stripe couldn't be read."""
    if concluded == THROUGH:
        return "succeeded", None
    if concluded == UNKNOWN or table.call not in CHANGES:
        return "unknown", None
    return "approved", concluded


def _shown(table: Table, concluded: str) -> str:
    return concluded if table.call in CHANGES else UNKNOWN


def _keys(table: Table) -> None:
    """What may have been done is never sent again; what was not is, under a new key. Each key was
    written down with what came of it."""
    if table.call not in CHANGES:
        return
    mine = table.register.mine
    tried = [
        one
        for one in attempts.of_operation(table.register.store, mine, table.asked.id)
        if one.step == table.call
    ]
    assert len(tried) == len({one.key for one in tried}) == (1 if table.strike.done else 2)
    assert {one.idempotency_key for one in table.seen} <= {one.key for one in tried}
    assert tried[-1].outcome == (
        attempts.UNKNOWN
        if table.strike.done and table.strike.concluded(table.call) == UNKNOWN
        else attempts.DONE
    )
    intents = table.register.accounting.stripe.service.platform.all("payment_intent")
    uid = table.asked.uid
    assert len([one for one in intents if one.body["metadata"]["paydesk_operation"] == uid]) == 1


@ON_SQLITE
@_cells(CONFIRM)
def test_whatever_goes_wrong_a_declined_card_is_not_tried_again(table: Table) -> None:
    register = table.register
    register.next_answer(table.asked.method_id or "", "insufficient_funds")
    table.strikes()
    declined = table.rests()
    assert (declined.state, declined.reason) == ("declined", "insufficient_funds")
    assert SAYS["declined"] in table.card()
    charges = [
        one
        for one in register.accounting.stripe.service.platform.all("charge")
        if one.body["payment_intent"] == declined.stripe_id
    ]
    assert [one.body["status"] for one in charges] == ["failed"]
    table.watch.check(register.store, at_rest=True)
