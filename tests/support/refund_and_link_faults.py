"""Calls to Stripe in the way of a refund and of a payment link, each with faults: what Paydesk
concludes at once, what the card says, and that at rest there is one refund or one link, and a link
that was to be closed can't be paid by."""

from collections.abc import Callable, Mapping, Sequence

from commands.paylink.card_views import card_of_link
from desk import links
from desk.link_endings import CALLED_OFF
from desk.refund_reasons import REFUND_REASONS, REFUND_STATES
from processor.payments import OPERATION
from rules.payment_state import State
from sandbox.stripe.links import has_room
from storage import operations
from storage.operations import Operation
from tests.support.cast import OLIVIA
from tests.support.fault_table import SAYS, Cell, Table
from tests.support.link_payers import asks_for_link, at_stripe, makes_link, opens
from tests.support.refunding import gone_at_stripe, lines_of, refund
from tests.support.register import Register
from tests.support.stripe_faults import (
    BUSY,
    CLOSE_CALLS,
    KEY_TROUBLE,
    MAKE_CALLS,
    PAGES,
    READ,
    REFUND_CALLS,
    THROUGH,
    UNKNOWN,
    Strike,
)

PART = 4_000


class Refunding(Table):
    """Of a part of a payment, each."""

    says: Mapping[str, str] = {
        "succeeded": REFUND_STATES[State.SUCCEEDED].text,
        UNKNOWN: REFUND_STATES[State.UNKNOWN].text,
        BUSY: REFUND_REASONS[BUSY].text,
        KEY_TROUBLE: REFUND_REASONS[KEY_TROUBLE].text,
    }

    def _all_asked(self, count: int, answer: str) -> list[Operation]:
        register = self.register
        paid = [register.pays(register.payer()) for _ in range(count)]
        register.passes(seconds=6)
        register.till.work_off()
        return [refund(register, OLIVIA, one, PART) for one in paid]

    def _card(self, operation: Operation) -> str:
        return super()._card(self._charge(operation))

    def _charge(self, refunded: Operation) -> Operation:
        register = self.register
        [found] = operations.by_ids(register.store, register.mine, [refunded.charge_id or 0])
        return found

    def check_refunded(self, cell: Cell) -> None:
        """At rest: one refund, at Stripe as in the ledger."""
        name, now = cell.strike.name, self.register.now(cell.asked)
        self._expect(f"{name}: at rest", (now.state, now.reason), ("succeeded", None))
        gone = gone_at_stripe(self.register, self._charge(now))
        self._expect(f"{name}: refunds", gone, [PART])
        self._expect(f"{name}: ledger", lines_of(self.register, now), [("refund", -PART)])
        self._expect(f"{name}: card", self.says["succeeded"] in self._card(now), True)


class Making(Table):
    """A payment link each."""

    through = ("open", None)
    says: Mapping[str, str] = {
        "succeeded": "Link made, not sent yet",
        UNKNOWN: "Making the link…",
        BUSY: SAYS[BUSY],
        KEY_TROUBLE: "Stripe refuses Paydesk’s key, so no link can be made.",
    }

    def _asked(self, answer: str) -> Operation:
        asked = asks_for_link(self.register, self.register.invoice(self.register.payer()))
        assert isinstance(asked, Operation)
        return asked

    def _card(self, operation: Operation) -> str:
        register = self.register
        return str(card_of_link(register.desk, register.cast.practice, operation).blocks)

    def check_made(self, cell: Cell) -> None:
        """At rest: one link at Stripe, which can be paid by, and whose address is known."""
        name, now = cell.strike.name, self.register.now(cell.asked)
        self._expect(f"{name}: at rest", (now.state, now.reason), ("open", None))
        made = [
            one
            for one in self.stripe.platform.all("payment_link")
            if one.body["metadata"].get(OPERATION) == now.uid
        ]
        usable = [one.body["url"] for one in made if one.body["active"]]
        self._expect(f"{name}: links", (len(made), usable), (1, [now.url]))
        self._expect(f"{name}: card", self.says["succeeded"] in self._card(now), True)


class Closing(Making):
    """Of a link that was opened: somebody may be about to pay there."""

    through = ("cancelled", CALLED_OFF)
    says: Mapping[str, str] = {
        "succeeded": "Link closed, nothing paid",
        **dict.fromkeys((UNKNOWN, BUSY, KEY_TROUBLE), "Closing the link…"),
    }

    def _all_asked(self, count: int, answer: str) -> list[Operation]:
        register = self.register
        made = [makes_link(register, register.invoice(register.payer())) for _ in range(count)]
        for one in made:
            opens(register, one)
        practice, person = register.cast.practice, register.person(OLIVIA)
        return [links.close(register.desk, practice, person, one.uid) for one in made]

    def _state(self, concluded: str) -> tuple[str, str | None]:
        return self.through if concluded == THROUGH else ("open", None)

    def _more_sent(self, concluded: str) -> int:
        """It is read once more after its pages were closed."""
        return int(self.call in (READ, PAGES) and concluded == THROUGH)

    def check_closed(self, cell: Cell) -> None:
        """At rest: nobody can pay by it, and who wanted that is told so."""
        name, now = cell.strike.name, self.register.now(cell.asked)
        self._expect(f"{name}: at rest", (now.state, now.reason), self.through)
        link = at_stripe(self.register, now)
        self._expect(f"{name}: usable", link.body["active"] and has_room(link), False)
        pages = {
            one.body["status"]
            for one in self.stripe.platform.all("checkout.session")
            if one.body["payment_link"] == link.id
        }
        self._expect(f"{name}: pages", pages, {"expired"})
        card = self._card(now)
        told = "Link closed, nothing paid" in card and "Somebody closed it." in card
        self._expect(f"{name}: card {card}", told, True)


def refunded_once(register: Register, call: str, strikes: Sequence[Strike]) -> int:
    """Each of them strikes `call`. How many cells were looked at."""
    table = Refunding(register, call)
    cells = _struck(table, strikes)
    for cell in cells:
        table.check_refunded(cell)
    return table.all_right(cells)


def made_once(register: Register, call: str, strikes: Sequence[Strike]) -> int:
    table = Making(register, call)
    cells = _struck(table, strikes)
    for cell in cells:
        table.check_made(cell)
    return table.all_right(cells)


def closed_for_good(register: Register, call: str, strikes: Sequence[Strike]) -> int:
    table = Closing(register, call)
    cells = _struck(table, strikes)
    for cell in cells:
        table.check_closed(cell)
    return table.all_right(cells)


def _struck(table: Table, strikes: Sequence[Strike]) -> list[Cell]:
    """All that must hold right after, and while it comes to rest."""
    cells = table.fill(strikes)
    for cell in cells:
        table.check(cell)
    table.watch.check(table.register.store)
    table.rest()
    return cells


WAYS: Mapping[str, Callable[[Register, str, Sequence[Strike]], int]] = {
    **dict.fromkeys(REFUND_CALLS, refunded_once),
    **dict.fromkeys(MAKE_CALLS, made_once),
    **dict.fromkeys(CLOSE_CALLS, closed_for_good),
}
"""By the call that is struck."""
