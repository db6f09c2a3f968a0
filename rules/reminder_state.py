"""Whether a reminder may go out, and on which day: the same for plan, preview and sending."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.calendar import WorkingDays, rolled_onto

CLIENT, STAFF, VISITED = "client", "staff", "visited"
"""Kinds of reminders: a mail to whoever pays, a row of the staff's morning digest for an invoice,
and one for a payment link that was opened and not paid."""
OWING, FEES = "owing", "fees"
"""Kinds of lists for the staff that come by themselves: who owes, by the week, and what fees came
to, by the month."""
CARDS = "cards"
"""The list of cards that are about to expire."""
EXPIRING, CARD_MAIL = "expiring", "card_mail"
"""Kinds of reminders by the same rule, of one such card each: its row in the list, and the mail to
whose it is."""


class State(StrEnum):
    """Of one reminder. `WAITING`: for its payment link. `SENDING`: it is with the outbox."""

    PLANNED = "planned"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    MISSED = "missed"
    FAILED = "failed"


COUNTED = frozenset({State.WAITING, State.SENDING, State.SENT})
"""Those that reach, or may have reached, whom they were for."""
LOST = frozenset({State.MISSED, State.FAILED})
"""Those that should have, and did not."""


class Reason(StrEnum):
    """Why one did not go out."""

    OFF = "off"
    PAID = "paid"
    VOID = "void"
    ON_ITS_WAY = "on_its_way"
    DISPUTED = "disputed"
    PAUSED = "paused"
    NO_ADDRESS = "no_address"
    ENOUGH = "enough"
    ENDED = "ended"
    LATER = "later"
    """A later one about the same was due as well, and goes in its place."""
    NOTHING = "nothing"
    """A digest without any row."""
    TOO_LATE = "too_late"
    NO_SERVER = "no_server"
    STOPPED = "stopped"
    """Whoever pays has asked for no more of them at their address."""
    REFUSED = "refused"
    """The mail server knows no such reader."""
    BROKEN = "broken"
    """Time and again something of ours went wrong with it."""
    CHANGED = "changed"
    """What is due, or the link to pay it by, is another one than the mail says."""
    CLOSED = "closed"
    """Nobody can pay by the payment link any more."""
    WITH_INVOICE = "with_invoice"
    """The row of its invoice tells it."""
    GONE = "gone"
    """The card was removed, or its client isn't one any more."""
    REPLACED = "replaced"
    """The client has another payment method, which is good for longer."""


@dataclass(frozen=True)
class Facts:
    """What counts of an invoice. `held`: something collects it at this moment; `paused_until`: the
    first local day on which no pause holds, date.max: it ends by nobody; `sent`: how many of the
    kind have gone out; `later`: a later one of the kind is due already. `stopped` and `refused` are
    about the payer's address."""

    state: str
    due_on: date
    held: bool = False
    disputed: bool = False
    paused_until: date = date.min
    has_address: bool = True
    sent: int = 0
    later: bool = False
    stopped: bool = False
    refused: bool = False


@dataclass(frozen=True)
class Limits:
    """Of a rule: how many for one invoice, and until how many days after its due day."""

    most: int | None = None
    ends_after: int | None = None
    needs_address: bool = False


def why_not(facts: Facts, limits: Limits, day: date) -> Reason | None:
    """Why no reminder goes out on that local day; None: it does."""
    no = {
        Reason.VOID: facts.state == "void",
        Reason.PAID: facts.state == "paid",
        Reason.ON_ITS_WAY: facts.held,
        Reason.DISPUTED: facts.disputed,
        Reason.PAUSED: day < facts.paused_until,
        Reason.LATER: facts.later,
        Reason.ENDED: _has_ended(facts, limits, day),
        Reason.ENOUGH: limits.most is not None and facts.sent >= limits.most,
        Reason.NO_ADDRESS: limits.needs_address and not facts.has_address,
        Reason.STOPPED: limits.needs_address and facts.stopped,
        Reason.REFUSED: limits.needs_address and facts.refused,
    }
    return next((reason for reason, is_so in no.items() if is_so), None)


def _has_ended(facts: Facts, limits: Limits, day: date) -> bool:
    if limits.ends_after is None:
        return False
    return day > facts.due_on + timedelta(days=limits.ends_after)


@dataclass(frozen=True)
class Slot:
    """The invoices that are due on `due_on` are reminded of on `day`, as `days` after that day."""

    due_on: date
    days: int
    day: date


@dataclass(frozen=True)
class Day:
    """A local day of a rule and the moment on it. It takes over `days`: itself, and the days before
    it on which nobody works. `slots` have each due day once: where several offsets come together on
    this day, it is the last."""

    day: date
    at: int
    days: tuple[date, ...]
    slots: tuple[Slot, ...]


def day_of_rule(
    day: date, at: int, offsets: tuple[int, ...], working: WorkingDays | None
) -> Day | None:
    """None: nothing goes out on that day. `working` None: any day counts."""
    days = [day] if working is None else rolled_onto(day, working)
    found: dict[date, Slot] = {}
    for nominal in days:
        for days_after in offsets:
            due_on = nominal - timedelta(days=days_after)
            known = found.get(due_on)
            if known is None or known.days < days_after:
                found[due_on] = Slot(due_on, days_after, day)
    slots = sorted(found.values(), key=lambda one: one.due_on)
    return Day(day, at, tuple(days), tuple(slots)) if days else None
