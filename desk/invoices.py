"""Invoices: listed by what is due, found by number, shown with all that is known, and voided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from desk import link_endings
from desk.access import Person, authorize
from desk.context import Desk
from desk.home_news import show_anew
from desk.invoice_fees import PassingOn, fee_payer_of, passing_on
from desk.invoice_forms import read_reason
from desk.link_endings import close_later
from desk.receipt_contents import is_paid, refunds_of, settled_by
from desk.reminders.shown import show_invoice
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.reminder_state import COUNTED, LOST
from rules.roles import Action, may
from rules.words import refuse
from storage import (
    audit,
    catalogue,
    clients,
    disputes,
    invoice_contents,
    invoices,
    operations,
    payment_links,
    reminder_pauses,
    reminders,
    taxes,
)
from storage.audit import Entry
from storage.catalogue import Practitioner
from storage.clients import Client
from storage.disputes import Dispute
from storage.invoice_contents import Content
from storage.invoices import Invoice
from storage.operations import Operation
from storage.practices import Practice
from storage.reminder_pauses import INVOICE, Pause
from storage.reminders import Reminder
from storage.taxes import TaxRate

ADDED, EDITED, VOIDED = "invoice.added", "invoice.edited", "invoice.voided"
"""In the audit log, under the invoice's reference."""
OPEN, OVERDUE, PAID = "open", "overdue", "paid"
"""What can be listed."""
PAGE_SIZE = 10
HISTORY_SHOWN = 10
PAYMENTS_SHOWN = 5
REMINDED_SHOWN = 3

After = tuple[str, int]
"""Where a page begins: the due day and id of the last invoice of the page before."""


@dataclass(frozen=True)
class Page:
    """Invoices of one of OPEN, OVERDUE, PAID, each with its client: what is due first at the
    top, of the paid ones the newest. `next`: where the next page begins, None of the last."""

    which: str
    rows: tuple[tuple[Invoice, Client], ...]
    today: date
    next: After | None


@dataclass(frozen=True)
class InvoiceCard:
    """Everything that is known of an invoice. `taxes` and `practitioners` are by the ids that stand
    in `content`. `today` and the days of `history` are those of `time_zone`. `fee_payer` is
    "client" or "practice", `passing_on` None where nothing is to be passed on. `payments`: the
    newest charges that paid some of it; `may_mail`: their receipts may be sent to the payer.
    `refunded`: the newest refunds that took some of that back. `disputes`: of all its payments.
    `noted`: what of it was settled without Stripe, and still counts. `links`: the payment links
    that wait for a payer. For people who may see reminders: the `pauses` that hold, about the least
    first, and the newest that went out or were lost (`reminded`)."""

    invoice: Invoice
    client: Client
    payer: Client
    content: Content
    taxes: Mapping[int, TaxRate]
    practitioners: Mapping[int, Practitioner]
    history: tuple[Entry, ...]
    time_zone: str
    today: date
    fee_payer: str
    passing_on: PassingOn | None
    payments: tuple[Operation, ...]
    disputes: tuple[Dispute, ...]
    may_mail: bool
    noted: tuple[Operation, ...]
    refunded: tuple[Operation, ...] = ()
    links: tuple[Operation, ...] = ()
    pauses: tuple[Pause, ...] = ()
    reminded: tuple[Reminder, ...] = ()


def listed(
    desk: Desk, practice: Practice, person: Person, which: str, after: After | None = None
) -> Page:
    """A page of the list; which one is where the page before ended."""
    authorize(person, Action.SEE_INVOICES)
    today = today_at(desk, practice_settings(desk, practice))
    found = invoices.page(
        desk.store,
        practice.id,
        invoices.PAID if which == PAID else invoices.OPEN,
        due_before=today.isoformat() if which == OVERDUE else None,
        after=after,
        newest=which == PAID,
        limit=PAGE_SIZE + 1,
    )
    shown = found[:PAGE_SIZE]
    named = clients.by_ids(desk.store, practice.id, [one.client_id for one in shown])
    more = (shown[-1].due_on, shown[-1].id) if len(found) > PAGE_SIZE else None
    return Page(which, tuple((one, named[one.client_id]) for one in shown), today, more)


def find(desk: Desk, practice: Practice, person: Person, text: str) -> Invoice | None:
    """The invoice whose reference this is ("inv-1042"), or what follows the practice's prefix."""
    authorize(person, Action.SEE_INVOICES)
    return _find(desk, practice, practice_settings(desk, practice), text)


def _find(desk: Desk, practice: Practice, settings: PracticeSettings, text: str) -> Invoice | None:
    said = "".join(text.split())
    references = list(dict.fromkeys((said, said.upper(), f"{settings.invoice_prefix}{said}")))
    return invoices.first_of_references(desk.store, practice.id, references)


def card(desk: Desk, practice: Practice, person: Person, invoice_id: int) -> InvoiceCard:
    """Refusal where the practice has no such invoice."""
    authorize(person, Action.SEE_INVOICES)
    return card_of(desk, practice, person, named(desk, practice, invoice_id))


def card_named(desk: Desk, practice: Practice, person: Person, text: str) -> InvoiceCard | None:
    """The same, of the invoice that `find` finds."""
    authorize(person, Action.SEE_INVOICES)
    settings = practice_settings(desk, practice)
    found = _find(desk, practice, settings, text)
    return card_of(desk, practice, person, found, settings) if found else None


def card_of(
    desk: Desk,
    practice: Practice,
    person: Person,
    invoice: Invoice,
    settings: PracticeSettings | None = None,
) -> InvoiceCard:
    """The same, of an invoice that was read just now, as `settings` may have been too."""
    authorize(person, Action.SEE_INVOICES)
    store, mine = desk.store, practice.id
    settings = settings or practice_settings(desk, practice)
    today = today_at(desk, settings)
    taxed = taxes.on_invoice(store, mine, invoice.id)
    lines = invoice_contents.lines(store, mine, invoice.id)
    content = Content(lines, tuple(line for line, _ in taxed))
    people = clients.by_ids(store, mine, [invoice.client_id, invoice.payer_id])
    payer = people[invoice.payer_id]
    settled = settled_by(desk, mine, invoice, PAYMENTS_SHOWN)
    return InvoiceCard(
        invoice=invoice,
        client=people[invoice.client_id],
        payer=payer,
        content=content,
        taxes={line.tax_version_id: rate for line, rate in taxed},
        practitioners=practitioners_of(desk, mine, content),
        history=tuple(audit.of_target(store, mine, invoice.reference, HISTORY_SHOWN)),
        time_zone=settings.time_zone,
        today=today,
        fee_payer=fee_payer_of(invoice, settings),
        passing_on=passing_on(desk, mine, settings, invoice, payer, today),
        payments=tuple(one for one in settled if is_paid(one)),
        disputes=tuple(disputes.of_invoice(store, mine, invoice.id)),
        may_mail=may(person.role, Action.CHARGE),
        noted=tuple(one for one in settled if not is_paid(one)),
        refunded=refunds_of(desk, mine, invoice, settled, PAYMENTS_SHOWN),
        links=tuple(payment_links.open_of(store, mine, [invoice.id])) if invoice.due else (),
        pauses=_pauses(desk, person, invoice, today),
        reminded=_reminded(desk, person, invoice),
    )


def _pauses(desk: Desk, person: Person, invoice: Invoice, today: date) -> tuple[Pause, ...]:
    """None where nothing is to be reminded of."""
    if invoice.state != invoices.OPEN or not may(person.role, Action.SEE_REMINDERS):
        return ()
    return tuple(
        reminder_pauses.about(
            desk.store,
            person.practice_id,
            today.isoformat(),
            {invoice.client_id, invoice.payer_id},
            invoice.id,
        )
    )


def _reminded(desk: Desk, person: Person, invoice: Invoice) -> tuple[Reminder, ...]:
    if not may(person.role, Action.SEE_REMINDERS):
        return ()
    store, mine, gone = desk.store, person.practice_id, COUNTED | LOST
    found = reminders.of_subject(store, mine, INVOICE, invoice.id, REMINDED_SHOWN, gone)
    return tuple(found)


def to_void(desk: Desk, practice: Practice, person: Person, invoice_id: int) -> Invoice:
    """The invoice, for whoever may void it now."""
    authorize(person, Action.EDIT_INVOICES)
    return changeable(desk, practice, invoice_id)


def void(
    desk: Desk, practice: Practice, person: Person, invoice_id: int, form: Mapping[str, str]
) -> Invoice:
    """It keeps its number and is never deleted. Raises WrongFields without a reason."""
    authorize(person, Action.EDIT_INVOICES)
    reason, now = read_reason(form), desk.clock()
    with desk.store.transaction():
        operations.lock_invoices(desk.store, practice.id, [invoice_id])
        invoice = changeable(desk, practice, invoice_id)
        voided = replace(
            invoice, state=invoices.VOID, voided_at=now, changed_at=now, void_reason=reason
        )
        if not invoices.change(desk.store, practice.id, voided, None):
            raise refuse("Somebody has just changed this invoice. Look at it again.")
        close_later(desk, practice.id, [invoice_id], person.slack_user, link_endings.VOIDED)
        show_invoice(desk, practice.id, invoice_id)
        record(desk, person, VOIDED, voided)
    return voided


def changeable(desk: Desk, practice: Practice, invoice_id: int) -> Invoice:
    """Refusal where it is paid, credited or written off, even in part, or void."""
    invoice = named(desk, practice, invoice_id)
    if invoice.state == invoices.VOID:
        raise refuse("{invoice} is void, and stays as it is.", invoice=invoice.reference)
    if operations.collecting(desk.store, practice.id, [invoice.id]):
        raise refuse(
            "{invoice} is being paid at this moment, or its payment has to be looked at, so it"
            " stays as it is.",
            invoice=invoice.reference,
        )
    if invoice.credited or invoice.written_off:
        raise refuse(
            "Some of {invoice} was credited or written off, so it stays as it is.",
            invoice=invoice.reference,
        )
    if invoice.state == invoices.PAID or invoice.paid:
        raise refuse(
            "{invoice} has been paid, at least in part, so it stays as it is. What was paid too "
            "much is refunded.",
            invoice=invoice.reference,
        )
    return invoice


def named(desk: Desk, practice: Practice, invoice_id: int) -> Invoice:
    invoice = invoices.get(desk.store, practice.id, invoice_id)
    if invoice is None:
        raise refuse("There is no such invoice. Type /invoice open to see those that are open.")
    return invoice


def practitioners_of(desk: Desk, practice_id: int, content: Content) -> dict[int, Practitioner]:
    ids: Iterable[int] = filter(None, (line.practitioner_id for line in content.lines))
    return catalogue.practitioners_by_id(desk.store, practice_id, ids)


def record(desk: Desk, person: Person, action: str, invoice: Invoice) -> None:
    """In the audit log, without what stands on it: the log can't be erased. And in the person's
    Home."""
    show_anew(desk, person.practice_id, person.slack_user)
    audit.record(
        desk.store,
        person.practice_id,
        actor=person.slack_user,
        action=action,
        target=invoice.reference,
        detail={"total": invoice.total, "currency": invoice.currency, "version": invoice.version},
        now=desk.clock(),
    )
