"""What a payment link would be: who is asked to pay what for which invoices, by card or by bank
debit, and what is in its way. Its hash binds whoever sends the link to what they were shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.access import Actor, Person, authorize
from desk.charge_fees import Fees, Known, fees_by
from desk.charge_invoices import for_whom, not_yet_written
from desk.charge_parts import Part, Wish, parts_of, refuse_amounts, refuse_too_many
from desk.context import Desk
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.currencies import least
from rules.fees import CURRENCY_OF_REGION, METHOD_OF_REGION
from rules.money import Money
from rules.places import fee_region, parse_place
from rules.roles import Action
from rules.words import Sentence, refuse, sentence
from storage import charging, clients, payment_links
from storage.clients import Client
from storage.invoices import Invoice
from storage.new_operations import hash_of
from storage.operations import Operation
from storage.practices import Practice

CARD = "card"
MOST_INVOICES = 19
"""A link has 20 lines at most, and one may be the surcharge."""


@dataclass(frozen=True)
class LinkPlan:
    """`parts` all have one payer and one currency. `kind` is a method of rules.fees: CARD, or the
    bank debit of the practice's region; `kinds` are those that can be chosen.

    `fees` says what the client pays and the practice receives, whatever card it will be. `open`:
    the links of these invoices that wait for a payer; they are closed when this one is made.
    `in_the_way`: why none can be made at all. Amounts are minor units of `currency`.
    """

    payer: Client
    clients: Mapping[int, Client]
    parts: tuple[Part, ...]
    currency: str
    kind: str
    kinds: tuple[str, ...]
    fees: Fees
    open: tuple[Operation, ...]
    in_the_way: Sentence | None

    @property
    def bill(self) -> int:
        return sum(part.amount for part in self.parts)

    @property
    def charge(self) -> int:
        return self.bill + self.fees.surcharge

    @property
    def same(self) -> Operation | None:
        """The link that waits already and is just like this one."""
        return next((one for one in self.open if one.shown_hash == self.hash()), None)

    def name(self, invoice: Invoice) -> str:
        """Its reference; while it has none, the client's."""
        return invoice.reference or self.clients[invoice.client_id].reference

    def shown(self) -> dict[str, Any]:
        """What was seen and is agreed to, without names: it is kept longer than they may be."""
        return {
            "payer": self.payer.reference,
            "invoices": [self.name(part.invoice) for part in self.parts],
            "versions": [part.invoice.version for part in self.parts],
            "amounts": [part.amount for part in self.parts],
            "charge": self.charge,
            "currency": self.currency,
            "kind": self.kind,
            **self.fees.shown(),
        }

    def hash(self) -> str:
        return hash_of(self.shown())


def plan(desk: Desk, practice: Practice, actor: Actor, wish: Wish, kind: str = CARD) -> LinkPlan:
    """Refusal where these invoices can't be paid by one link, or such an amount can't be."""
    authorize(actor, Action.SEND_LINKS)
    settings = practice_settings(desk, practice)
    if wish.new_for is not None and isinstance(actor, Person):
        return _plan_of_new(desk, practice, actor, settings, wish, kind)
    refuse_too_many(wish)
    if len(wish.invoice_ids) > MOST_INVOICES:
        raise refuse("At most {most} invoices go into one link.", most=str(MOST_INVOICES))
    found = charging.by_ids(desk.store, practice.id, wish.invoice_ids)
    parts = parts_of(wish, [one.invoice for one in found])
    wanted = [part.invoice.id for part in parts]
    busy = [one.invoice for one in found if one.busy and one.invoice.id in wanted]
    people = clients.by_ids(
        desk.store,
        practice.id,
        {one for part in parts for one in (part.invoice.client_id, part.invoice.payer_id)},
    )
    waiting = payment_links.open_of(desk.store, practice.id, wanted)
    return _plan(desk, practice, settings, kind, parts, people, busy, waiting)


def kinds_of(settings: PracticeSettings, currency: str) -> tuple[str, ...]:
    """How a link in that currency can be paid: by card, and by bank debit where there is one."""
    region = fee_region(parse_place(settings.place)) if settings.place else "other"
    debit = METHOD_OF_REGION.get(region)
    return (CARD, debit) if debit and CURRENCY_OF_REGION[region] == currency else (CARD,)


def _plan_of_new(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    wish: Wish,
    kind: str,
) -> LinkPlan:
    """Of an invoice that is made with the link."""
    client, payer = for_whom(desk, practice, wish.new_for or 0)
    amount, currency = wish.amount or 0, wish.currency or settings.currency
    invoice = not_yet_written(desk, settings, person, client, payer, amount, currency)
    parts = [Part(invoice, amount)]
    refuse_amounts(parts)
    people = {client.id: client, payer.id: payer}
    return _plan(desk, practice, settings, kind, parts, people, [], [])


def _plan(
    desk: Desk,
    practice: Practice,
    settings: PracticeSettings,
    kind: str,
    parts: Sequence[Part],
    people: Mapping[int, Client],
    busy: Sequence[Invoice],
    waiting: Sequence[Operation],
) -> LinkPlan:
    currency = parts[0].invoice.currency
    payer = people[parts[0].invoice.payer_id]
    kinds = kinds_of(settings, currency)
    if kind not in kinds:
        raise refuse("Bank debits can’t be taken in this currency here. Send a link for cards.")
    bill = sum(part.amount for part in parts)
    if bill < least(currency):
        raise refuse("Stripe takes no less than {least}.", least=Money(least(currency), currency))
    charged = [part.invoice for part in parts]
    today = today_at(desk, settings)
    fees = fees_by(desk, practice.id, settings, charged, bill, payer, Known(kind), today)
    return LinkPlan(
        payer=payer,
        clients=people,
        parts=tuple(parts),
        currency=currency,
        kind=kind,
        kinds=kinds,
        fees=fees,
        open=tuple(waiting),
        in_the_way=_in_the_way(busy, payer),
    )


def _in_the_way(busy: Sequence[Invoice], payer: Client) -> Sentence | None:
    if payer.erased_at is not None:
        return sentence("This client’s data is erased already.")
    if busy:
        return sentence(
            "{invoice} is being paid at this moment, or its payment has to be looked at, so no link"
            " is made for it. The payment’s card says how it stands.",
            invoice=busy[0].reference,
        )
    return None
