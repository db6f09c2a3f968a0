"""What is shown before a charge: the plan, what could be chosen instead, and what it is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk.access import Person, authorize
from desk.charge_parts import Wish, refuse_too_many
from desk.charge_plans import Plan, plan_of, plan_of_new
from desk.context import Desk
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.roles import Action
from rules.words import refuse
from storage import charging, clients, consents, invoice_contents
from storage.charging import Chargeable
from storage.clients import Client
from storage.consents import Consent
from storage.invoice_contents import Line
from storage.invoices import Invoice
from storage.practices import Practice

OFFERED = 50


@dataclass(frozen=True)
class Sheet:
    """`offered`: the invoices that may be in the same charge, those of the plan among them.
    `lines`: what stands on the invoice, where it is one. `consent`: what the payer said when the
    payment method was saved, None where Paydesk wasn't there. `today` is the day where the practice
    is. `linked`: a payment link of one of the invoices waits for a payer; it is closed first.
    """

    wish: Wish
    plan: Plan
    offered: tuple[Invoice, ...]
    lines: tuple[Line, ...]
    consent: Consent | None
    settings: PracticeSettings
    today: date
    linked: bool


@dataclass(frozen=True)
class NothingOpen:
    """The client has no open invoice; an amount in `currency` can be charged all the same."""

    client: Client
    currency: str


def sheet(desk: Desk, practice: Practice, person: Person, wish: Wish) -> Sheet:
    """Refusal where it can't be charged so."""
    authorize(person, Action.CHARGE)
    settings = practice_settings(desk, practice)
    if wish.new_for is not None:
        return sheet_of_new(desk, practice, person, settings, wish)
    refuse_too_many(wish)
    found = charging.by_ids(desk.store, practice.id, wish.invoice_ids)
    return sheet_of(desk, practice, person, settings, wish, found)


def sheet_of(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    wish: Wish,
    found: Sequence[Chargeable],
    beside: Sequence[Chargeable] | None = None,
) -> Sheet:
    """The same, where the wanted invoices, and those `beside` them, were read already."""
    made = plan_of(desk, practice, person, settings, wish, found)
    if beside is None:
        beside = charging.open_of(desk.store, practice.id, made.payer.id, OFFERED)
    lines: tuple[Line, ...] = ()
    if len(made.parts) == 1:
        lines = invoice_contents.lines(desk.store, practice.id, made.parts[0].invoice.id)
    wanted = {part.invoice.id for part in made.parts}
    linked = any(one.linked for one in found if one.invoice.id in wanted)
    return _sheet(desk, practice, settings, wish, made, _offered(made, beside), lines, linked)


def sheet_of_new(
    desk: Desk, practice: Practice, person: Person, settings: PracticeSettings, wish: Wish
) -> Sheet:
    made = plan_of_new(desk, practice, person, settings, wish)
    return _sheet(desk, practice, settings, wish, made, (), (), False)


def of_client(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    client_id: int,
    client: Client | None = None,
) -> Sheet | NothingOpen:
    """The client's open invoice that is due first; others can be added to it. `client`: where they
    were read already. Refusal where there is no such client."""
    authorize(person, Action.CHARGE)
    payer_id = (client and client.payer_id) or client_id
    theirs = charging.open_of(desk.store, practice.id, payer_id, OFFERED)
    mine = [one for one in theirs if client_id in (one.invoice.client_id, one.invoice.payer_id)]
    if not mine:
        client = client or clients.get(desk.store, practice.id, client_id)
        if client is None:
            raise refuse("There is no such client. Type /client and a name to find them.")
        return NothingOpen(client, settings.currency)
    first = min(mine, key=lambda one: (one.busy, one.invoice.due_on, one.invoice.id))
    wish = Wish((first.invoice.id,))
    return sheet_of(desk, practice, person, settings, wish, [first], theirs)


def _sheet(
    desk: Desk,
    practice: Practice,
    settings: PracticeSettings,
    wish: Wish,
    made: Plan,
    offered: tuple[Invoice, ...],
    lines: tuple[Line, ...],
    linked: bool,
) -> Sheet:
    consent, today = _consent(desk, practice, made), today_at(desk, settings)
    return Sheet(wish, made, offered, lines, consent, settings, today, linked)


def _consent(desk: Desk, practice: Practice, made: Plan) -> Consent | None:
    """The newest for the payment method."""
    if made.method is None:
        return None
    given = consents.of_client(desk.store, practice.id, made.payer.id)
    return next((one for one in reversed(given) if one.method_id == made.method.method_id), None)


def _offered(made: Plan, beside: Sequence[Chargeable]) -> tuple[Invoice, ...]:
    """What one charge could pay with those of the plan: of the same payer, in the same currency."""
    wanted = {part.invoice.id: part.invoice for part in made.parts}
    others = [
        one.invoice
        for one in beside
        if not one.busy
        and one.invoice.id not in wanted
        and (one.invoice.payer_id, one.invoice.currency) == (made.payer.id, made.currency)
    ]
    return (*wanted.values(), *others[: OFFERED - len(wanted)])
