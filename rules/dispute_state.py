"""What a dispute comes to: what moves in the ledger, whether the invoice is owed again, and what
people hear. The one place that decides it.

While the bank thinks, the money is gone but the invoice counts as paid: the client isn't asked for
it a second time. Only once the dispute is lost is it owed again, and no more if it is won after
all.
"""

from dataclasses import dataclass
from enum import StrEnum

from rules.payment_state import Entry

DISPUTE, DISPUTE_BACK, DISPUTE_FEE = "dispute", "dispute_back", "dispute_fee"
"""Kinds of ledger entries, each of a balance transaction. The fee's amount is in the currency in
which the account is paid out, the others in the payment's."""


class Stage(StrEnum):
    """ASKED: the bank only wants to know, and nothing was taken (an inquiry). OPEN: the money was
    taken and the practice can answer. WAITING: it has answered. LOST, WON. ENDED: it is over and
    nothing was taken."""

    ASKED = "asked"
    OPEN = "open"
    WAITING = "waiting"
    LOST = "lost"
    WON = "won"
    ENDED = "ended"


_STAGES = {
    "warning_needs_response": Stage.ASKED,
    "warning_under_review": Stage.WAITING,
    "warning_closed": Stage.ENDED,
    "needs_response": Stage.OPEN,
    "under_review": Stage.WAITING,
    "appeal_needs_response": Stage.OPEN,
    "appeal_under_review": Stage.WAITING,
    "prevented": Stage.ENDED,
    "lost": Stage.LOST,
    "won": Stage.WON,
}
_OVER = frozenset({Stage.LOST, Stage.WON, Stage.ENDED})
_ANSWERABLE = frozenset({Stage.ASKED, Stage.OPEN})
_INQUIRY, _APPEAL = "warning_", "appeal_"


@dataclass(frozen=True)
class Movement:
    """A balance transaction of the dispute's: `amount` is negative where money was taken, in minor
    units of the payment's currency; `fee` what Stripe took for it, in `fee_currency`."""

    id: str
    amount: int
    fee: int
    fee_currency: str


@dataclass(frozen=True)
class DisputeSnapshot:
    """A dispute as Stripe had it at one moment. Times are epoch seconds, `due` None where there is
    nothing to answer."""

    id: str
    charge_id: str
    intent_id: str | None
    status: str
    reason: str
    amount: int
    currency: str
    due: int | None
    created: int
    livemode: bool
    movements: tuple[Movement, ...] = ()


@dataclass(frozen=True)
class Known:
    """What Paydesk has of it: its last status, and (kind, object) of the ledger entries of its
    payment. `reopened`: the invoices are owed again because of it."""

    status: str | None = None
    recorded: frozenset[tuple[str, str]] = frozenset()
    reopened: bool = False


@dataclass(frozen=True)
class DisputeChange:
    """What is to be recorded. `reopens`: the invoices are owed again; `restores`: no more, it was
    won after all. `news`: people hear of it."""

    entries: tuple[Entry, ...] = ()
    reopens: bool = False
    restores: bool = False
    news: bool = False


def stage_of(status: str) -> Stage:
    """One that Stripe has invented since then is taken to be open: somebody should look."""
    return _STAGES.get(status, Stage.OPEN)


def is_over(status: str) -> bool:
    return stage_of(status) in _OVER


def blocks_refunds(status: str) -> bool:
    """Whether money that went back now might go back twice. Of an inquiry a refund is the way out
    of it, and what was won is the practice's."""
    inquiry = status.startswith(_INQUIRY)
    return not inquiry and stage_of(status) in (Stage.OPEN, Stage.WAITING, Stage.LOST)


def wants_an_answer(status: str) -> bool:
    return stage_of(status) in _ANSWERABLE


def apply(known: Known, seen: DisputeSnapshot) -> DisputeChange | None:
    """What Paydesk must record now that Stripe says this; None: it was heard before, or is older
    than what is known."""
    entries = _new_entries(known, seen)
    if not entries and _is_older(known, seen):
        return None
    stage = stage_of(seen.status)
    return DisputeChange(
        entries=entries,
        reopens=stage is Stage.LOST and not known.reopened,
        restores=stage is Stage.WON and known.reopened,
        news=seen.status != known.status,
    )


def _new_entries(known: Known, seen: DisputeSnapshot) -> tuple[Entry, ...]:
    found = [entry for one in seen.movements for entry in _entries_of(one, seen.currency)]
    return tuple(one for one in found if (one.kind, one.object_id) not in known.recorded)


def _entries_of(moved: Movement, currency: str) -> list[Entry]:
    kind = DISPUTE if moved.amount < 0 else DISPUTE_BACK
    entries = [Entry(kind, moved.id, moved.amount, currency)] if moved.amount else []
    if moved.fee:
        entries.append(Entry(DISPUTE_FEE, moved.id, -moved.fee, moved.fee_currency))
    return entries


def _is_older(known: Known, seen: DisputeSnapshot) -> bool:
    """Whether it was read before what is known. What is over is taken up again only by an appeal,
    or where an inquiry becomes a dispute."""
    if known.status is None or seen.status == known.status:
        return False
    ended = known.status.startswith(_INQUIRY) and not seen.status.startswith(_INQUIRY)
    went_on = ended or seen.status.startswith(_APPEAL) or is_over(seen.status)
    return is_over(known.status) and not went_on
