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
from desk.charge_invoices import for_whom, not_yet_written
from desk.charge_limits import needs_second_person, others_who_approve
from desk.charge_parts import Part, Wish, parts_of, refuse_amounts, refuse_too_many
from desk.context import Desk
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.payment_state import State
from rules.roles import Action
from rules.words import Sentence, refuse, sentence
from storage import charging, clients, operation_lists, operations, stripe_clients
from storage.charging import Chargeable
from storage.clients import Client
from storage.invoices import Invoice
from storage.operations import Operation
from storage.practices import Practice
from storage.stripe_clients import SavedMethod

SAME_WITHIN_MS = 10 * 60_000
"""A charge of the same amount to the same payer within this time may be a mistake."""


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

    def name(self, invoice: Invoice) -> str:
        """Its reference; while it has none, the client's."""
        return invoice.reference or self.clients[invoice.client_id].reference

    def shown(self) -> dict[str, Any]:
        """What was seen and is agreed to, without names: it is kept longer than they may be.
        `again`: that one like it was charged just now, which a window from before doesn't say."""
        return {
            "again": self.same is not None,
            "payer": self.payer.reference,
            "invoices": [self.name(part.invoice) for part in self.parts],
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
    settings = practice_settings(desk, practice)
    if wish.new_for is not None:
        return plan_of_new(desk, practice, person, settings, wish)
    refuse_too_many(wish)
    found = charging.by_ids(desk.store, practice.id, wish.invoice_ids)
    return plan_of(desk, practice, person, settings, wish, found)


def plan_of(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    wish: Wish,
    found: Sequence[Chargeable],
) -> Plan:
    """The same, where the invoices were read already."""
    authorize(person, Action.CHARGE)
    parts = parts_of(wish, [one.invoice for one in found])
    wanted = {part.invoice.id for part in parts}
    busy = [one.invoice for one in found if one.busy and one.invoice.id in wanted]
    people = clients.by_ids(
        desk.store,
        practice.id,
        {one for part in parts for one in (part.invoice.client_id, part.invoice.payer_id)},
    )
    return _plan(desk, practice, person, settings, wish, parts, people, busy)


def plan_of_new(
    desk: Desk, practice: Practice, person: Person, settings: PracticeSettings, wish: Wish
) -> Plan:
    """Of an invoice that is made with the charge."""
    authorize(person, Action.CHARGE)
    client, payer = for_whom(desk, practice, wish.new_for or 0)
    amount, currency = wish.amount or 0, wish.currency or settings.currency
    invoice = not_yet_written(desk, settings, person, client, payer, amount, currency)
    parts = [Part(invoice, amount)]
    refuse_amounts(parts)
    people = {client.id: client, payer.id: payer}
    return _plan(desk, practice, person, settings, wish, parts, people, [])


def _plan(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    wish: Wish,
    parts: Sequence[Part],
    people: Mapping[int, Client],
    busy: Sequence[Invoice],
) -> Plan:
    currency = parts[0].invoice.currency
    payer = people[parts[0].invoice.payer_id]
    methods = tuple(stripe_clients.methods_of(desk.store, practice.id, payer.id))
    method = _chosen(methods, wish.method_id)
    bill = sum(part.amount for part in parts)
    today = today_at(desk, settings)
    fees = fees_of(
        desk, practice.id, settings, [part.invoice for part in parts], bill, payer, method, today
    )
    tries = tries_of(desk, practice.id, payer.id, method)
    recent = operation_lists.of_client(desk.store, practice.id, payer.id, 10, operations.CHARGE)
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
        last=next(iter(recent), None),
        in_the_way=_in_the_way(busy, method, tries),
    )


def _chosen(methods: Sequence[SavedMethod], method_id: str | None) -> SavedMethod | None:
    """The one that is asked for, else the usual one."""
    if method_id is None:
        return next(iter(methods), None)
    found = next((one for one in methods if one.method_id == method_id), None)
    if found is None:
        raise refuse("That payment method is not saved any more. Type /charge to start anew.")
    return found


def _approvers(
    desk: Desk, practice_id: int, settings: PracticeSettings, person: Person
) -> tuple[str, ...]:
    return tuple(others_who_approve(desk, practice_id, settings, person.slack_user))


def _same(recent: Sequence[Operation], charge: int, currency: str, now: int) -> Operation | None:
    over = {State.CANCELLED, State.DECLINED, State.FAILED}
    for one in recent:
        young = now - one.asked_at < SAME_WITHIN_MS
        alike = (one.amount, one.currency) == (charge, currency)
        if young and alike and one.state not in over:
            return one
    return None


def _in_the_way(
    busy: Sequence[Invoice], method: SavedMethod | None, tries: Tries
) -> Sentence | None:
    if busy:
        return sentence(
            "{invoice} is being paid at this moment, or its payment has to be looked at, so it"
            " isn’t charged a second time. The payment’s card says how it stands.",
            invoice=busy[0].reference,
        )
    if method is None:
        return sentence(
            "No payment method is saved. Press “Ask for a card”, or send a payment link."
        )
    return tries.in_the_way
