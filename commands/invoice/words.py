"""How an invoice's lines, taxes and client are written in Slack."""

from collections.abc import Mapping

from desk.invoice_words import rounding_words
from desk.language import Language
from desk.privacy import escape
from rules.fees import Percent
from rules.money import Money
from storage.catalogue import Practitioner
from storage.clients import Client
from storage.invoice_contents import Line
from storage.taxes import TaxRate


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
