"""How an invoice's state, lines, taxes and days are written."""

from collections.abc import Mapping
from datetime import date

from desk.language import Language
from desk.privacy import escape
from rules.fees import Percent
from rules.invoice_totals import Rounding
from rules.money import Money
from storage import invoices
from storage.catalogue import Practitioner
from storage.clients import Client
from storage.invoice_contents import Line
from storage.invoices import Invoice
from storage.taxes import TaxRate


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


def client_words(client: Client) -> str:
    """In mrkdwn."""
    return f"{escape(client.name)} · {client.reference}"


def line_words(
    say: Language,
    line: Line,
    currency: str,
    rates: Mapping[int, TaxRate],
    people: Mapping[int, Practitioner],
) -> str:
    """In mrkdwn: "Session · 2 × $60.00 = *$120.00* · VAT 20% · Dr Jo Hill"."""
    amount = say.money(Money(line.amount, currency))
    if line.quantity == "1":
        price = f"*{amount}*"
    else:
        each = say.money(Money(line.unit_amount, currency))
        price = f"{say.number(line.quantity)} × {each} = *{amount}*"
    taxes = ", ".join(tax_name(say, rates[one]) for one in line.taxes if one in rates)
    person = people.get(line.practitioner_id or 0)
    parts = [escape(line.description), price, taxes, escape(person.name) if person else ""]
    return " · ".join(filter(None, parts))


def tax_name(say: Language, rate: TaxRate) -> str:
    """In mrkdwn: "VAT 20%"."""
    return say("{name} {percent}", name=escape(rate.name), percent=Percent(rate.percent))


def sum_words(
    say: Language,
    currency: str,
    net: int,
    taxed: list[tuple[str, bool, int, int]],
    total: int,
    rounding: str,
) -> str:
    """In mrkdwn: net, each tax (its name, whether prices contain it, of how much, how much), and
    the total."""
    lines = [say("Net {amount}", amount=Money(net, currency))]
    lines += [_tax_words(say, currency, *tax) for tax in taxed]
    lines.append(say("*Total {amount}*", amount=Money(total, currency)))
    if taxed:
        lines.append(f"_{rounding_words(say, rounding)}_")
    return "\n".join(lines)


def rounding_words(say: Language, rounding: str) -> str:
    if rounding == Rounding.LINE:
        return say("Tax is rounded on each line.")
    return say("Tax is rounded on the total.")


def payer_words(say: Language, fee_payer: str) -> str:
    return say("the client") if fee_payer == "client" else say("the practice")


def _tax_words(
    say: Language, currency: str, name: str, inclusive: bool, taxable: int, amount: int
) -> str:
    values = {
        "tax": name,
        "taxable": Money(taxable, currency),
        "amount": Money(amount, currency),
    }
    if inclusive:
        return say("{tax} of {taxable}: {amount}, contained in the prices", **values)
    return say("{tax} of {taxable}: {amount}", **values)
