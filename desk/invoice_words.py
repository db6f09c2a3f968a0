"""How an invoice's state and dates are said, wherever it is shown."""

from datetime import date

from desk.language import Language
from rules.invoice_totals import Rounding
from storage import invoices
from storage.invoices import Invoice


def state_words(say: Language, invoice: Invoice, today: date) -> str:
    """ "due in 3 days", "4 days overdue", "paid", "void"; with "partly paid" where it is so."""
    if invoice.state == invoices.PAID:
        return _settled_words(say, invoice)
    if invoice.state == invoices.VOID:
        return say("void")
    words = due_words(say, date.fromisoformat(invoice.due_on), today)
    return say("partly paid, {due}", due=words) if invoice.paid else words


def _settled_words(say: Language, invoice: Invoice) -> str:
    """By what settled it, the whole or the last of it."""
    if invoice.written_off and invoice.credited:
        if invoice.paid:
            return say("paid in part, the rest credited and written off")
        return say("credited and written off")
    if invoice.written_off:
        return say("paid in part, the rest written off") if invoice.paid else say("written off")
    if invoice.credited:
        return say("paid in part, the rest credited") if invoice.paid else say("credited")
    return say("paid")


def due_words(say: Language, due: date, today: date) -> str:
    days = (due - today).days
    if days == 0:
        return say("due today")
    if days < 0:
        return say.plural("{n} day overdue", "{n} days overdue", -days)
    return say.plural("due in {n} day", "due in {n} days", days)


def rounding_words(say: Language, rounding: str) -> str:
    if rounding == Rounding.LINE:
        return say("Tax is rounded on each line.")
    return say("Tax is rounded on the total.")


def payer_words(say: Language, fee_payer: str) -> str:
    """Who bears the fee, "client" or "practice"."""
    return say("the client") if fee_payer == "client" else say("the practice")
