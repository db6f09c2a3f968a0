"""What is shown before a payment link is made: the plan, what could be chosen instead, and what
each way of paying comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk import link_plans
from desk.access import Person, authorize
from desk.charge_fees import Fees, Known, fees_by
from desk.charge_parts import Wish
from desk.charge_sheets import NothingOpen
from desk.context import Desk
from desk.link_plans import CARD, MOST_INVOICES, LinkPlan
from desk.requested import Several, Ways, read_request, wish_for
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.money import Money
from rules.roles import Action
from rules.words import refuse
from storage import charging, clients
from storage.charging import Chargeable
from storage.clients import Client
from storage.invoices import Invoice
from storage.practices import Practice

OFFERED = 50


@dataclass(frozen=True)
class LinkSheet:
    """`fees`: of each way to pay that can be chosen, by its kind; that of the plan among them.
    `offered`: the invoices that one link could pay, those of the plan among them. `today` is the
    day where the practice is."""

    wish: Wish
    plan: LinkPlan
    fees: Mapping[str, Fees]
    offered: tuple[Invoice, ...]
    today: date


Answer = LinkSheet | NothingOpen | Several | None
"""None: nobody was named."""


def requested(desk: Desk, practice: Practice, person: Person, text: str, language: str) -> Answer:
    """What is asked for by "", "NP-0042", "ada", "NP-0042 85", "INV-1042 40", "INV-1042 INV-1043".
    Refusal, with the sentence that helps, of what can't be understood."""
    authorize(person, Action.SEND_LINKS)
    settings = practice_settings(desk, practice)
    ways = _ways(desk, practice, person, settings)
    return read_request(desk, practice, person, settings, language, text, ways)


def for_client(
    desk: Desk, practice: Practice, person: Person, client_id: int, amount: Money | None
) -> LinkSheet | NothingOpen:
    """One who was chosen: all that they owe, or the amount."""
    authorize(person, Action.SEND_LINKS)
    ways = _ways(desk, practice, person, practice_settings(desk, practice))
    if amount is None:
        return ways.of_client(client_id, None)
    return ways.of_new(wish_for(client_id, amount))


def sheet(desk: Desk, practice: Practice, person: Person, wish: Wish, kind: str) -> LinkSheet:
    """Refusal where no link can be made so."""
    authorize(person, Action.SEND_LINKS)
    settings = practice_settings(desk, practice)
    return _sheet(desk, practice, person, settings, wish, kind)


def _ways(
    desk: Desk, practice: Practice, person: Person, settings: PracticeSettings
) -> Ways[LinkSheet | NothingOpen]:
    def of_wish(wish: Wish, beside: Sequence[Chargeable] | None = None) -> LinkSheet | NothingOpen:
        return _sheet(desk, practice, person, settings, wish, CARD, beside)

    def of_client(client_id: int, client: Client | None) -> LinkSheet | NothingOpen:
        client = client or clients.get(desk.store, practice.id, client_id)
        if client is None:
            raise refuse("There is no such client. Type /client and a name to find them.")
        found = charging.open_of(desk.store, practice.id, client.payer_id or client.id, OFFERED)
        ids = (client.id, client.payer_id)
        mine = [one for one in found if {one.invoice.client_id, one.invoice.payer_id} & {*ids}]
        if not mine:
            return NothingOpen(client, settings.currency)
        return of_wish(Wish(_together(mine)), found)

    return Ways(of_invoices=lambda wish, _: of_wish(wish), of_client=of_client, of_new=of_wish)


def _together(found: Sequence[Chargeable]) -> tuple[int, ...]:
    """All that one link can pay with what is due first."""
    first = min(found, key=lambda one: (one.busy, one.invoice.due_on, one.invoice.id))
    like = (first.invoice.payer_id, first.invoice.currency)
    others = [
        one.invoice.id
        for one in found
        if not one.busy
        and one.invoice.id != first.invoice.id
        and (one.invoice.payer_id, one.invoice.currency) == like
    ]
    return (first.invoice.id, *others[: MOST_INVOICES - 1])


def _sheet(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    wish: Wish,
    kind: str,
    beside: Sequence[Chargeable] | None = None,
) -> LinkSheet:
    made = link_plans.plan(desk, practice, person, wish, kind)
    today = today_at(desk, settings)
    charged = [part.invoice for part in made.parts]
    fees = {
        one: made.fees
        if one == made.kind
        else fees_by(desk, practice.id, settings, charged, made.bill, made.payer, Known(one), today)
        for one in made.kinds
    }
    if beside is None and wish.new_for is None:
        beside = charging.open_of(desk.store, practice.id, made.payer.id, OFFERED)
    return LinkSheet(wish, made, fees, _offered(made, beside or ()), today)


def _offered(made: LinkPlan, beside: Sequence[Chargeable]) -> tuple[Invoice, ...]:
    wanted = {part.invoice.id: part.invoice for part in made.parts if part.invoice.id}
    others = [
        one.invoice
        for one in beside
        if not one.busy
        and one.invoice.id not in wanted
        and (one.invoice.payer_id, one.invoice.currency) == (made.payer.id, made.currency)
    ]
    return (*wanted.values(), *others[: OFFERED - len(wanted)])
