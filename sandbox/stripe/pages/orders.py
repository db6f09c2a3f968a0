"""What is paid for, as the left side of a checkout page shows it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.stripe.books import Books, Record
from sandbox.stripe.items import listed, taxes_of
from sandbox.stripe.lists import MOST
from sandbox.stripe.shapes import Body


@dataclass(frozen=True)
class Line:
    """`unit`: the price of one; None where it is no whole number of the smallest unit."""

    name: str
    quantity: int
    unit: int | None
    amount: int


@dataclass(frozen=True)
class Tax:
    name: str
    percent: float
    inclusive: bool
    amount: int


@dataclass(frozen=True)
class Order:
    """Amounts are in the smallest unit of `currency`. Without lines, nothing is paid now."""

    merchant: str
    back: str | None
    email: str
    currency: str
    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    subtotal: int
    total: int


def order_of(books: Books, record: Record) -> Order:
    session = record.body
    items = listed(books, record, {"limit": MOST})["data"]
    return Order(
        merchant=merchant_of(books),
        back=web_address(session.get("cancel_url")),
        email=email_of(books, session),
        currency=session.get("currency") or "usd",
        lines=tuple(_line(one) for one in items),
        taxes=_taxes(books, items),
        subtotal=session.get("amount_subtotal") or 0,
        total=session.get("amount_total") or 0,
    )


def merchant_of(books: Books) -> str:
    """What the account is called to those who pay it."""
    account = books.service.platform.find("account", books.account)
    return name_of(account.body)


def name_of(account: Body) -> str:
    profile, shown = account["business_profile"] or {}, account["settings"]["dashboard"]
    return str(
        profile.get("name") or shown.get("display_name") or account["email"] or account["id"]
    )


def email_of(books: Books, session: Body) -> str:
    """The payer's address, as far as it is known: then nobody asks for it."""
    customer = books.get("customer", session.get("customer"))
    known = (customer.body.get("email") if customer else None) or session.get("customer_email")
    return str(known or "")


def web_address(url: str | None) -> str | None:
    """Only what may stand in a link."""
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def _line(item: Body) -> Line:
    quantity = item["quantity"]
    unit = item["price"]["unit_amount"]
    return Line(str(item["description"] or ""), quantity, unit, item["amount_subtotal"])


def _taxes(books: Books, items: list[Body]) -> tuple[Tax, ...]:
    """One row for each rate."""
    rows: dict[str, Tax] = {}
    for one in (tax for item in items for tax in taxes_of(books, item)):
        rate, before = one["rate"], rows.get(one["rate"]["id"])
        amount = one["amount"] + (before.amount if before else 0)
        rows[rate["id"]] = Tax(rate["display_name"], rate["percentage"], rate["inclusive"], amount)
    return tuple(rows.values())
