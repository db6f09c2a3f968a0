"""What is known of an invoice or a client that somebody asks about, in mrkdwn and few lines: all
that came, and all that went back or may go back."""

from collections.abc import Iterator

from commands.charge.dispute_views import is_lost
from commands.charge.words import told, why_words
from commands.elsewhere.noted_views import noted_words
from commands.invoice.words import client_words
from commands.refund.words import state_words as refund_words
from commands.refund.words import why_words as refund_why
from desk import dispute_words
from desk.help.about import MOST
from desk.help.lookups import ClientStanding, InvoiceStanding, LookedUp, Payment
from desk.invoice_words import state_words
from desk.language import Language
from desk.privacy import escape
from rules.dispute_state import stage_of
from rules.money import Money
from rules.payment_state import State
from storage.disputes import Dispute
from storage.invoices import VOID, Invoice
from storage.operations import LINK, NOTED


def looked_up(say: Language, found: LookedUp) -> Iterator[str]:
    """A text for each invoice and client."""
    for invoice in found.invoices:
        yield "\n".join(_invoice(say, invoice, found))
    for client in found.clients:
        yield "\n".join(_client(say, client, found.zone))
    if found.more:
        yield say.plural(
            "You name one more, which I did not look up. Ask about at most {most} at a time.",
            "You name {n} more, which I did not look up. Ask about at most {most} at a time.",
            found.more,
            most=MOST,
        )


def _invoice(say: Language, standing: InvoiceStanding, found: LookedUp) -> Iterator[str]:
    invoice = standing.invoice
    total = say.money(Money(invoice.total, invoice.currency))
    state = state_words(say, invoice, found.today)
    yield f"*{invoice.reference}* · {client_words(standing.client)} · {total} · {state}"
    if sums := _sums(say, invoice):
        yield sums
    for payment in standing.payments:
        references = payment.operation.shown.get("invoices", ())
        with_others = len(references) > 1
        yield from _payment(say, payment, found.zone, name_invoices=with_others)
    yield from _rest(say, standing)


def _sums(say: Language, invoice: Invoice) -> str:
    """How the invoice was settled so far; "" where nothing was, or the whole was paid."""
    if invoice.state == VOID or invoice.due == invoice.total or invoice.paid == invoice.total:
        return ""

    def money(amount: int) -> Money:
        return Money(amount, invoice.currency)

    parts = [say("Counts as paid: {amount}", amount=money(invoice.paid))]
    if invoice.credited:
        parts.append(say("credited: {amount}", amount=money(invoice.credited)))
    if invoice.written_off:
        parts.append(say("written off: {amount}", amount=money(invoice.written_off)))
    parts.append(say("still to be paid: {amount}", amount=money(invoice.due)))
    return " · ".join(parts)


def _client(say: Language, standing: ClientStanding, zone: str) -> Iterator[str]:
    yield f"*{client_words(standing.client)}*"
    owes = [say.money(Money(amount, code)) for code, amount in standing.owes.items()]
    yield say("Owes {amounts}", amounts=", ".join(owes)) if owes else say("Owes nothing.")
    for payment in standing.payments:
        yield from _payment(say, payment, zone, name_invoices=True)
    yield from _rest(say, standing)


def _rest(say: Language, standing: InvoiceStanding | ClientStanding) -> Iterator[str]:
    if not standing.payments:
        yield say("Nothing was charged.")
    if standing.earlier:
        yield say.plural("{n} earlier one", "{n} earlier ones", standing.earlier)


def _payment(say: Language, payment: Payment, zone: str, *, name_invoices: bool) -> Iterator[str]:
    """What came, then what went back of it. Of one that was lost in a dispute, only that."""
    if not is_lost(payment.disputes):
        yield _what_came(say, payment, name_invoices=name_invoices)
    for refund in payment.refunds:
        yield f"{refund_words(say, refund)} {escape(refund_why(say, refund))}".rstrip()
    for dispute in payment.disputes:
        yield _disputed(say, payment, dispute, zone, name_invoices=name_invoices)


def _what_came(say: Language, payment: Payment, *, name_invoices: bool) -> str:
    operation = payment.operation
    amount = Money(operation.amount, operation.currency)
    if operation.kind in NOTED:
        headline, why = noted_words(say, operation), ""
    elif operation.kind == LINK and operation.state == State.OPEN:
        headline = say("A payment link for {amount} is open; it isn’t paid yet.", amount=amount)
        why = ""
    else:
        headline, why = told(say, operation).headline, why_words(say, operation)
    of = _of(payment) if name_invoices else ""
    return f"{headline}{of} {escape(why, limit=1_000)}".rstrip()


def _disputed(
    say: Language, payment: Payment, dispute: Dispute, zone: str, *, name_invoices: bool
) -> str:
    sign = dispute_words.SIGNS[stage_of(dispute.status)]
    of = _of(payment) if name_invoices else ""
    headline = f"{sign} *{dispute_words.headline(say, dispute)}*{of}"
    return f"{headline} {dispute_words.next_step(say, dispute, zone)}"


def _of(payment: Payment) -> str:
    """The invoices that it pays, to be added to what is said of it."""
    references = payment.operation.shown.get("invoices", ())
    return f" · {', '.join(references)}" if references else ""
