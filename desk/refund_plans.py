"""What a refund would be: how much goes back of which charge, what its invoices lose, and what is
in its way. The plan is what the person is shown; its hash binds them, as a charge's does."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from desk.access import Person, authorize
from desk.context import Desk
from desk.refund_limits import others_who_let_through, refunds_alone
from desk.refund_takings import Takings, takings_of
from desk.settings import PracticeSettings, practice_settings
from rules.currencies import step
from rules.money import Money, round_half_up
from rules.refund_shares import Back, of_bill, over_invoices
from rules.roles import Action, may
from rules.words import Sentence, refuse, sentence
from storage import clients, invoices
from storage.clients import Client
from storage.invoices import Invoice
from storage.new_operations import hash_of
from storage.operations import CREDIT, REOPEN, UNCOUNTED, Allocation, Operation
from storage.practices import Practice

ENDS = (CREDIT, REOPEN)
"""What a person chooses between, the usual one first."""
DISPUTED = sentence(
    "The client’s bank has taken this payment back or may do so, and decides about it. It can’t be"
    " refunded meanwhile, or the money would be gone twice."
)


@dataclass(frozen=True)
class Wish:
    """What somebody wants refunded. `bill`: how much of what the invoices got; None: all that is
    left. `invoice_id`: only of that invoice."""

    charge: str
    bill: int | None = None
    invoice_id: int | None = None


@dataclass(frozen=True)
class RefundPlan:
    """`back` goes to the payer, `parts` of it are taken from the invoices. `bill_left` is the most
    that can be asked for. `kept` is what Stripe keeps of its fee for this part, in minor units of
    `kept_currency`, `about` where that is only an estimate; None: nobody knows. `approvers`: who
    could let it through, where it needs somebody else (`second`). `in_the_way`: why it can't be
    refunded at all."""

    takings: Takings
    payer: Client
    invoices: Mapping[int, Invoice]
    wish: Wish
    back: Back
    bill_left: int
    parts: tuple[Allocation, ...]
    kept: Money | None
    about: bool
    second: bool
    approvers: tuple[str, ...]
    in_the_way: Sentence | None

    @property
    def charge(self) -> Operation:
        return self.takings.charge

    @property
    def currency(self) -> str:
        return self.charge.currency

    def ends(self, chosen: str) -> str:
        """How it ends for the invoices."""
        return chosen if self.takings.counted else UNCOUNTED

    def shown(self) -> dict[str, Any]:
        """What was seen and is agreed to, without names."""
        return {
            "charge": self.charge.uid,
            "payer": self.payer.reference,
            "invoices": [self.invoices[one.invoice_id].reference for one in self.parts],
            "amounts": [one.amount for one in self.parts],
            "refund": self.back.amount,
            "surcharge": self.back.surcharge,
            "currency": self.currency,
            "gone": [self.takings.gone.bill, self.takings.gone.surcharge],
            "kept": self.kept.amount if self.kept else None,
        }

    def hash(self) -> str:
        return hash_of(self.shown())


def plan(
    desk: Desk, practice: Practice, person: Person, charge: Operation, wish: Wish
) -> RefundPlan:
    """Of that charge, as it is now. Refusal where so much can't be refunded."""
    return plan_of(desk, practice, person, practice_settings(desk, practice), charge, wish)


def plan_of(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    charge: Operation,
    wish: Wish,
) -> RefundPlan:
    """The same, where the settings were read already."""
    authorize(person, Action.ASK_REFUNDS)
    store, takings = desk.store, takings_of(desk, charge)
    payer = clients.get(store, practice.id, charge.client_id)
    if payer is None:
        raise LookupError(f"There is no client {charge.client_id}.")
    found = {one.id: one for one in invoices.by_ids(store, practice.id, takings.left)}
    most = _most(takings, wish)
    wall = _in_the_way(takings, most)
    back = Back() if wall else _back(takings, wish, most)
    second = not refunds_alone(settings, person.role, back.amount, charge.currency)
    approvers = _approvers(desk, person, settings, back.amount, charge.currency) if second else ()
    if second and not approvers and not may(person.role, Action.REFUND):
        wall = wall or sentence("Nobody at this practice may approve a refund at the moment.")
    kept, about = _kept(takings, back)
    return RefundPlan(
        takings=takings,
        payer=payer,
        invoices=found,
        wish=wish,
        back=back,
        bill_left=most,
        parts=_parts(takings, wish, back),
        kept=kept,
        about=about,
        second=second,
        approvers=approvers,
        in_the_way=wall,
    )


def _approvers(
    desk: Desk, person: Person, settings: PracticeSettings, amount: int, currency: str
) -> tuple[str, ...]:
    mine, me = person.practice_id, person.slack_user
    return tuple(others_who_let_through(desk, mine, settings, me, amount, currency))


def _most(takings: Takings, wish: Wish) -> int:
    if wish.invoice_id is None or not takings.left:
        return takings.bill_left
    if wish.invoice_id not in takings.left:
        raise refuse("That payment has paid nothing of this invoice.")
    return min(takings.left[wish.invoice_id], takings.bill_left)


def _in_the_way(takings: Takings, most: int) -> Sentence | None:
    if not takings.stripe_object:
        return sentence(
            "Nothing was paid by this charge, or the bank took it back: there is nothing to refund."
        )
    if takings.disputed:
        return DISPUTED
    if most <= 0:
        return sentence("All of this payment was refunded already, or is about to be.")
    return None


def _back(takings: Takings, wish: Wish, most: int) -> Back:
    bill, currency = most if wish.bill is None else wish.bill, takings.charge.currency
    if bill <= 0:
        raise refuse("Write an amount above zero.")
    if bill > most:
        raise refuse("At most {most} can be refunded.", most=Money(most, currency))
    back = of_bill(takings.paid, takings.gone, bill)
    if back.amount % step(currency):
        raise refuse(
            "{amount} can’t be refunded: in {currency}, the last digit must be 0.",
            amount=Money(back.amount, currency),
            currency=currency.upper(),
        )
    return back


def _parts(takings: Takings, wish: Wish, back: Back) -> tuple[Allocation, ...]:
    """Of the invoice that was named, or of the first ones first."""
    ids = [one for one in sorted(takings.left) if wish.invoice_id in (None, one)]
    if not ids or not back.bill:
        return ()
    amounts = over_invoices([takings.left[one] for one in ids], back.bill)
    return tuple(Allocation(*one) for one in zip(ids, amounts, strict=True) if one[1])


def _kept(takings: Takings, back: Back) -> tuple[Money | None, bool]:
    """Of its fee Stripe gives nothing back: this refund's share of it."""
    charge = takings.charge
    if takings.fees:
        fee = Money(-sum(one.amount for one in takings.fees), takings.fees[0].currency)
    elif isinstance(charge.shown.get("fee"), int):
        fee = Money(charge.shown["fee"], charge.currency)
    else:
        return None, True
    share = _share(fee.amount, back.amount, takings.paid.amount)
    return Money(share, fee.currency), not takings.fees


def _share(fee: int, part: int, whole: int) -> int:
    return round_half_up(Fraction(fee * part, whole)) if whole else 0
