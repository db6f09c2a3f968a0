"""What was worked out or looked up about the very thing that was asked."""

from collections.abc import Iterator

from commands.blocks import context, section
from commands.charge.words import told, why_words
from commands.fees.views import answer_parts, table_parts
from commands.invoice.words import client_words
from commands.replies import Block
from desk.fees import FeeAnswer, FeeTable
from desk.help.answers import Computed
from desk.help.lookups import ClientStanding, InvoiceStanding, LookedUp
from desk.invoice_words import state_words
from desk.language import Language
from desk.privacy import escape
from rules.money import Money
from rules.payment_state import State
from rules.words import Refusal
from storage.operations import LINK, Operation


def computed_blocks(say: Language, computed: Computed) -> list[Block]:
    """Without buttons: those of the article stand below."""
    match computed:
        case FeeAnswer():
            return answer_parts(say, computed)
        case FeeTable():
            return table_parts(say, computed)
        case LookedUp():
            return [section(text) for text in _looked_up(say, computed)]
        case Refusal():
            return [context(escape(say.sentence(computed.sentence), limit=1_000))]


def computed_text(say: Language, computed: Computed) -> str:
    """For notifications: names and references don't stand in them."""
    match computed:
        case FeeAnswer():
            return say(
                "The processor keeps {kept} of {amount}.",
                kept=computed.kept,
                amount=computed.amount,
            )
        case LookedUp():
            return say("Here is what Paydesk knows about it.")
        case _:
            return say("What a payment costs")


def _looked_up(say: Language, found: LookedUp) -> Iterator[str]:
    for invoice in found.invoices:
        yield "\n".join(_invoice(say, invoice, found))
    for client in found.clients:
        yield "\n".join(_client(say, client))


def _invoice(say: Language, standing: InvoiceStanding, found: LookedUp) -> Iterator[str]:
    invoice = standing.invoice
    total = say.money(Money(invoice.total, invoice.currency))
    state = state_words(say, invoice, found.today)
    yield f"*{invoice.reference}* · {client_words(standing.client)} · {total} · {state}"
    if invoice.due and invoice.due != invoice.total:
        yield say("Still to be paid: {amount}", amount=Money(invoice.due, invoice.currency))
    yield from _payments(say, standing.payments)


def _client(say: Language, standing: ClientStanding) -> Iterator[str]:
    yield f"*{client_words(standing.client)}*"
    owes = [say.money(Money(amount, code)) for code, amount in standing.owes.items()]
    yield say("Owes {amounts}", amounts=", ".join(owes)) if owes else say("Owes nothing.")
    yield from _payments(say, standing.payments)


def _payments(say: Language, payments: tuple[Operation, ...]) -> Iterator[str]:
    for payment in payments:
        if payment.kind == LINK and payment.state == State.OPEN:
            amount = Money(payment.amount, payment.currency)
            yield say("A payment link for {amount} is open; it isn’t paid yet.", amount=amount)
            continue
        words = why_words(say, payment)
        yield f"{told(say, payment).headline} {escape(words, limit=1_000)}".rstrip()
    if not payments:
        yield say("Nothing was charged.")
