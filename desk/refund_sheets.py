"""What is shown before a refund: the plan, and what is typed after /refund to get there."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk import clients
from desk.access import Person, authorize
from desk.context import Desk
from desk.mail import can_send
from desk.privacy import plain
from desk.refund_plans import RefundPlan, Wish, plan_of
from desk.refund_takings import HAS_MONEY
from desk.refunds import charge_named
from desk.settings import PracticeSettings, practice_settings
from rules.amount_text import read_amount
from rules.payment_state import State
from rules.refund_state import RESERVES
from rules.roles import Action
from rules.search_phrases import folded
from rules.words import refuse
from storage import charging, operation_lists, refunds
from storage import clients as client_rows
from storage.clients import Client
from storage.invoices import Invoice
from storage.operations import COLLECT, Operation
from storage.practices import Practice

OFFERED = 10


@dataclass(frozen=True)
class RefundSheet:
    """`mail_to`: where the client can be written to, "" where they can't. Days are those of
    `time_zone`."""

    plan: RefundPlan
    mail_to: str
    time_zone: str


@dataclass(frozen=True)
class Payment:
    """One that money may be left of: `left`, in minor units."""

    charge: Operation
    payer: Client
    left: int


@dataclass(frozen=True)
class Choice:
    """Which payment? `invoice_id` and `bill` were named before."""

    payments: tuple[Payment, ...]
    time_zone: str
    invoice_id: int | None = None
    bill: int | None = None


def sheet(desk: Desk, practice: Practice, person: Person, wish: Wish) -> RefundSheet:
    """Refusal where it can't be refunded so."""
    settings = practice_settings(desk, practice)
    charge = charge_named(desk, practice, person, wish.charge)
    return _sheet(desk, practice, person, settings, charge, wish)


def of_invoice(
    desk: Desk, practice: Practice, person: Person, invoice: Invoice
) -> RefundSheet | Choice:
    """The payments of an invoice."""
    authorize(person, Action.ASK_REFUNDS)
    settings = practice_settings(desk, practice)
    return _of_invoice(desk, practice, person, settings, invoice, None)


def of_client(desk: Desk, practice: Practice, person: Person, client_id: int) -> Choice:
    """What whoever pays for the client has paid. Refusal where there is no such client."""
    authorize(person, Action.ASK_REFUNDS)
    found = client_rows.get(desk.store, practice.id, client_id)
    if found is None:
        raise refuse("There is no such client. Type /client and a name to find them.")
    payer = found.payer_id or found.id
    return _choice(desk, practice, practice_settings(desk, practice), [payer])


def requested(
    desk: Desk, practice: Practice, person: Person, text: str, language: str
) -> RefundSheet | Choice:
    """What is asked for by "", "INV-1042", "INV-1042 40", "NP-0042", "ada". Refusal, with the
    sentence that helps, of what can't be understood."""
    authorize(person, Action.ASK_REFUNDS)
    settings = practice_settings(desk, practice)
    words = text.split()
    if not words:
        return _choice(desk, practice, settings, None)
    spelled = [words[0], words[0].upper(), f"{settings.invoice_prefix}{words[0]}"]
    found = charging.by_references(desk.store, practice.id, spelled)
    match = next((found[one].invoice for one in spelled if one in found), None)
    if match is not None:
        bill = _amount(words[1:], language, match.currency)
        return _of_invoice(desk, practice, person, settings, match, bill)
    return _choice(desk, practice, settings, _clients(desk, person, text))


def _of_invoice(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    invoice: Invoice,
    bill: int | None,
) -> RefundSheet | Choice:
    paid = operation_lists.of_invoice(desk.store, practice.id, invoice.id, OFFERED, COLLECT)
    paid = [one for one in paid if one.state in HAS_MONEY]
    if not paid:
        raise refuse(
            "Nothing of {invoice} was paid through Stripe, so there is nothing to refund.",
            invoice=invoice.reference,
        )
    if len(paid) > 1:
        offered = _payments(desk, practice, paid)
        if len(offered) > 1:
            return Choice(tuple(offered), settings.time_zone, invoice.id, bill)
        paid = [one.charge for one in offered] or paid[:1]
    wish = Wish(paid[0].uid, bill, invoice.id)
    return _sheet(desk, practice, person, settings, paid[0], wish)


def _sheet(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    charge: Operation,
    wish: Wish,
) -> RefundSheet:
    made = plan_of(desk, practice, person, settings, charge, wish)
    to = made.payer.email or ""
    return RefundSheet(made, to if can_send(desk, to) else "", settings.time_zone)


def _choice(
    desk: Desk, practice: Practice, settings: PracticeSettings, whose: list[int] | None
) -> Choice:
    paid = refunds.newest_payments(
        desk.store, practice.id, COLLECT, (State.SUCCEEDED,), 2 * OFFERED, whose
    )
    return Choice(tuple(_payments(desk, practice, paid)[:OFFERED]), settings.time_zone)


def _payments(desk: Desk, practice: Practice, paid: Sequence[Operation]) -> list[Payment]:
    """Those of which something is left."""
    gone: dict[int | None, int] = {}
    for one in refunds.of_charges(desk.store, practice.id, [charge.id for charge in paid]):
        if one.state in RESERVES:
            gone[one.charge_id] = gone.get(one.charge_id, 0) + one.amount
    payers = client_rows.by_ids(desk.store, practice.id, [one.client_id for one in paid])
    left = [(one, one.amount - gone.get(one.id, 0)) for one in paid]
    return [Payment(one, payers[one.client_id], rest) for one, rest in left if rest > 0]


def _clients(desk: Desk, person: Person, text: str) -> list[int]:
    """Who pays for those who are named."""
    found = _named_in(desk, person, text)
    if not found:
        raise refuse(
            "“{named}” is no client and no invoice. Write the number of an invoice, or a client’s"
            " reference or name.",
            named=plain(text, 60),
        )
    return [one.payer_id or one.id for one in found]


def _named_in(desk: Desk, person: Person, text: str) -> list[Client]:
    """By a reference, which has digits, or by a name."""
    if any(one.isdigit() for one in text):
        named = clients.by_reference(desk, person, text)
        return [named] if named else []
    return clients.search(desk, person, text) if folded(text) else []


def _amount(words: Sequence[str], language: str, currency: str) -> int | None:
    if not words:
        return None
    amount = read_amount(" ".join(words), language, currency)
    if amount.currency != currency:
        raise refuse(
            "This invoice is in {currency}, so no other currency can be refunded for it.",
            currency=currency.upper(),
        )
    return amount.amount
