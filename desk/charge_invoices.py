"""The invoice behind a charge of which only the amount was named: it is made with the charge."""

from collections.abc import Sequence
from dataclasses import replace

from desk.access import Person, authorize
from desk.charge_parts import Part
from desk.context import Desk
from desk.invoice_parties import buyer_of, language_of_payer, seller_of
from desk.invoices import ADDED, record
from desk.language import language_of
from desk.settings import PracticeSettings, today_at
from rules.roles import Action
from rules.words import refuse
from storage import clients, counters, invoices
from storage.clients import Client
from storage.invoice_contents import Content, Line
from storage.invoices import Invoice
from storage.practices import Practice


def for_whom(desk: Desk, practice: Practice, client_id: int) -> tuple[Client, Client]:
    """The client, and who pays. Refusal where there is no such client, or none any more."""
    client = clients.get(desk.store, practice.id, client_id)
    if client is None or client.erased_at is not None:
        raise refuse("There is no such client. Type /client and a name to find them.")
    payer = clients.get(desk.store, practice.id, client.payer_id) if client.payer_id else None
    return client, payer or client


def not_yet_written(
    desk: Desk,
    settings: PracticeSettings,
    person: Person,
    client: Client,
    payer: Client,
    amount: int,
    currency: str,
) -> Invoice:
    """As it will be, without id, number and reference: it is due on the day, and without tax."""
    authorize(person, Action.EDIT_INVOICES)
    say, now = language_of_payer(payer, settings), desk.clock()
    today = today_at(desk, settings).isoformat()
    return Invoice(
        id=0,
        number=0,
        reference="",
        client_id=client.id,
        payer_id=payer.id,
        state=invoices.OPEN,
        currency=currency,
        language=say.code,
        issued_on=today,
        due_on=today,
        note="",
        rounding=settings.rounding,
        fee_payer=None,
        net=amount,
        total=amount,
        paid=0,
        seller=seller_of(settings),
        buyer=buyer_of(client, payer, say),
        version=1,
        external_id=None,
        created_by=person.slack_user,
        created_at=now,
        changed_at=now,
    )


def written_parts(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    parts: Sequence[Part],
) -> tuple[Part, ...]:
    """The parts as they are; one whose invoice isn't written yet with its invoice."""
    [first, *_] = parts
    if first.invoice.id:
        return tuple(parts)
    return (Part(written(desk, practice, person, settings, first.invoice), first.amount),)


def written(
    desk: Desk, practice: Practice, person: Person, settings: PracticeSettings, invoice: Invoice
) -> Invoice:
    """It with the next number and its one line, in the transaction of the charge."""
    number = counters.take(desk.store, practice.id, counters.INVOICES)
    numbered = replace(invoice, number=number, reference=f"{settings.invoice_prefix}{number}")
    say = language_of(invoice.language)
    content = Content((Line(say("Payment"), "1", invoice.total, invoice.total),), ())
    added = invoices.add(desk.store, practice.id, numbered, content)
    record(desk, person, ADDED, added)
    return added
