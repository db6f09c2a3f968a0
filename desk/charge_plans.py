"""What a charge would be: who pays what for which invoices, by which card, and what is in its way.

The plan is what the person is shown before they charge. Its hash binds them: what differs from it
when they press the button is shown again instead.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.access import Person, authorize
from desk.card_tries import Tries, tries_of
from desk.charge_fees import Fees, fees_of
from desk.charge_limits import needs_second_person, others_who_approve
from desk.context import Desk
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.currencies import largest, step
from rules.money import Money
from rules.payment_state import State
from rules.roles import Action
from rules.words import Sentence, refuse, sentence
from storage import clients, invoices, operations, stripe_clients
from storage.clients import Client
from storage.invoices import Invoice
from storage.operations import Operation
from storage.practices import Practice
from storage.stripe_clients import SavedMethod

SAME_WITHIN_MS = 10 * 60_000
"""A charge of the same amount to the same payer within this time may be a mistake."""
MOST_INVOICES = 20


@dataclass(frozen=True)
class Wish:
    """What somebody wants charged. `amount` None: all that is due. In part only where it is one
    invoice. `method_id` None: the payer's usual one."""

    invoice_ids: tuple[int, ...]
    amount: int | None = None
    method_id: str | None = None


@dataclass(frozen=True)
class Part:
    """How much of the charge pays which invoice."""

    invoice: Invoice
    amount: int


@dataclass(frozen=True)
class Plan:
    """`parts` all have one payer and one currency. `method` None: the payer has none saved.

    `fees` says what the client pays and the practice receives. `approvers`: who could approve it,
    where it needs a second person (`second`). `same`: a charge like it was made just now.
    `in_the_way`: why it can't be charged at all. Amounts are minor units of `currency`.
    """

    payer: Client
    clients: Mapping[int, Client]
    parts: tuple[Part, ...]
    currency: str
    methods: tuple[SavedMethod, ...]
    method: SavedMethod | None
    fees: Fees
    tries: Tries
    second: bool
    approvers: tuple[str, ...]
    same: Operation | None
    last: Operation | None
    in_the_way: Sentence | None

    @property
    def bill(self) -> int:
        return sum(part.amount for part in self.parts)

    @property
    def charge(self) -> int:
        return self.bill + self.fees.surcharge

    def shown(self) -> dict[str, Any]:
        """What was seen and is agreed to, without names: it is kept longer than they may be."""
        return {
            "payer": self.payer.reference,
            "invoices": [part.invoice.reference for part in self.parts],
            "versions": [part.invoice.version for part in self.parts],
            "amounts": [part.amount for part in self.parts],
            "charge": self.charge,
            "currency": self.currency,
            "method": self.method.method_id if self.method else None,
            **self.fees.shown(),
        }

    def hash(self) -> str:
        text = json.dumps(self.shown(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def plan(desk: Desk, practice: Practice, person: Person, wish: Wish) -> Plan:
    """Refusal where these invoices can't be charged together, or such an amount can't be."""
    authorize(person, Action.CHARGE)
    parts = _parts(desk, practice, wish)
    currency = parts[0].invoice.currency
    settings = practice_settings(desk, practice)
    people = clients.by_ids(
        desk.store,
        practice.id,
        {one for part in parts for one in (part.invoice.client_id, part.invoice.payer_id)},
    )
    payer = people[parts[0].invoice.payer_id]
    methods = tuple(stripe_clients.methods_of(desk.store, practice.id, payer.id))
    method = _chosen(methods, wish.method_id)
    bill = sum(part.amount for part in parts)
    today = today_at(desk, settings)
    fees = fees_of(
        desk, practice.id, settings, [part.invoice for part in parts], bill, payer, method, today
    )
    tries = tries_of(desk, practice.id, payer.id, method)
    recent = operations.of_client(desk.store, practice.id, payer.id, limit=10)
    charge = bill + fees.surcharge
    second = needs_second_person(settings, person.role, charge, currency)
    return Plan(
        payer=payer,
        clients=people,
        parts=tuple(parts),
        currency=currency,
        methods=methods,
        method=method,
        fees=fees,
        tries=tries,
        second=second,
        approvers=_approvers(desk, practice.id, settings, person) if second else (),
        same=_same(recent, charge, currency, desk.clock()),
        last=next((one for one in recent if one.kind == operations.CHARGE), None),
        in_the_way=_in_the_way(desk, practice.id, parts, method, tries),
    )


def _parts(desk: Desk, practice: Practice, wish: Wish) -> list[Part]:
    if not wish.invoice_ids:
        raise refuse("Choose at least one invoice to charge.")
    if len(wish.invoice_ids) > MOST_INVOICES:
        raise refuse("At most {most} invoices go into one charge.", most=str(MOST_INVOICES))
    found = {one.id: one for one in invoices.by_ids(desk.store, practice.id, wish.invoice_ids)}
    wanted = [found[one] for one in dict.fromkeys(wish.invoice_ids) if one in found]
    if len(wanted) != len(set(wish.invoice_ids)):
        raise refuse("There is no such invoice. Type /invoice open to see those that are open.")
    _refuse_together(wanted)
    amount = wish.amount
    if amount is not None and len(wanted) > 1:
        raise refuse("A part of the amount can be charged of one invoice at a time.")
    parts = [Part(one, one.due if amount is None else amount) for one in wanted]
    _refuse_amounts(parts)
    return parts


def _refuse_together(wanted: Sequence[Invoice]) -> None:
    for one in wanted:
        if one.state == invoices.VOID:
            raise refuse("{invoice} is void, so it can’t be charged.", invoice=one.reference)
        if one.due <= 0:
            raise refuse("{invoice} is paid already.", invoice=one.reference)
    if len({one.payer_id for one in wanted}) > 1:
        raise refuse("These invoices are paid by different people. Charge them one by one.")
    if len({one.currency for one in wanted}) > 1:
        raise refuse("These invoices are in different currencies. Charge them one by one.")


def _refuse_amounts(parts: Sequence[Part]) -> None:
    total, currency = sum(part.amount for part in parts), parts[0].invoice.currency
    for part in parts:
        if part.amount <= 0:
            raise refuse("Write an amount above zero.")
        if part.amount > part.invoice.due:
            raise refuse(
                "Only {due} of {invoice} is still to be paid.",
                due=Money(part.invoice.due, currency),
                invoice=part.invoice.reference,
            )
    if total > largest(currency):
        raise refuse(
            "One charge can’t be more than {most}.", most=Money(largest(currency), currency)
        )
    if total % step(currency):
        raise refuse(
            "The total {total} can’t be charged: in {currency}, the last digit must be 0.",
            total=Money(total, currency),
            currency=currency.upper(),
        )


def _chosen(methods: Sequence[SavedMethod], method_id: str | None) -> SavedMethod | None:
    """The one that is asked for, else the usual one."""
    if method_id is None:
        return next(iter(methods), None)
    return next((one for one in methods if one.method_id == method_id), None)


def _approvers(
    desk: Desk, practice_id: int, settings: PracticeSettings, person: Person
) -> tuple[str, ...]:
    return tuple(others_who_approve(desk, practice_id, settings, person.slack_user))


def _same(recent: Sequence[Operation], charge: int, currency: str, now: int) -> Operation | None:
    over = {State.CANCELLED, State.DECLINED, State.FAILED}
    for one in recent:
        young = now - one.asked_at < SAME_WITHIN_MS
        alike = (one.amount, one.currency) == (charge, currency)
        if one.kind == operations.CHARGE and young and alike and one.state not in over:
            return one
    return None


def _in_the_way(
    desk: Desk,
    practice_id: int,
    parts: Sequence[Part],
    method: SavedMethod | None,
    tries: Tries,
) -> Sentence | None:
    by_id = {part.invoice.id: part.invoice for part in parts}
    busy = operations.collecting(desk.store, practice_id, by_id)
    if busy:
        return sentence(
            "{invoice} is being paid at this moment, so it isn’t charged a second time. Look at it"
            " again when that has come to an end.",
            invoice=by_id[next(iter(busy))].reference,
        )
    if method is None:
        return sentence(
            "No payment method is saved. Press “Ask for a card”, or send a payment link."
        )
    return tries.in_the_way
