"""Tables of payments, refunds and disputes, for the dashboard and the payments page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from flask import url_for

from sandbox.stripe.books import Books, Record
from sandbox.stripe.pages.language import Reader
from sandbox.stripe.pages.wallet import title_of

MOST_ROWS = 40
_TONES = {
    **dict.fromkeys(("succeeded", "paid", "won", "active", "Paid", "delivered"), "ok"),
    **dict.fromkeys(
        (
            "failed",
            "failed, tried again",
            "given up",
            "lost",
            "inactive",
            "Failed",
            "needs_response",
        ),
        "bad",
    ),
    **dict.fromkeys(("processing", "pending", "requires_action", "On its way"), ""),
}


@dataclass(frozen=True)
class Cell:
    """`href`: it leads there; `is_badge`: a state; `is_amount`: stands to the right."""

    text: str
    href: str = ""
    is_badge: bool = False
    is_amount: bool = False


@dataclass(frozen=True)
class Section:
    """`nothing`: what stands there where there are no rows."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: list[list[Cell]]
    nothing: str


def tone(state: str) -> str:
    """The colour of a badge."""
    return _TONES.get(state, "plain")


def sections(shelves: Iterable[Books], known: Reader) -> list[Section]:
    """Of these accounts, newest first."""
    shelves = list(shelves)

    def rows(kind: str, of: Callable[[Books, Record, Reader], list[Cell]]) -> list[list[Cell]]:
        return [of(books, one, known) for books, one in newest(shelves, kind)]

    heads = ("Amount", "State", "When", "Object")
    return [
        Section(
            "payments",
            "Payments",
            ("Amount", "State", "Paid with", "Customer", "For", "When", "Object"),
            rows("payment_intent", _payment),
            "No payment yet.",
        ),
        Section(
            "refunds", "Refunds", (*heads, "Payment"), rows("refund", _refund), "No refund yet."
        ),
        Section(
            "disputes",
            "Disputes",
            (*heads, "Reason", "Payment"),
            rows("dispute", _dispute),
            "No dispute yet.",
        ),
    ]


def newest(shelves: list[Books], kind: str) -> list[tuple[Books, Record]]:
    found = [(books, record) for books in shelves for record in islice(books.all(kind), MOST_ROWS)]
    found.sort(key=lambda one: (one[1].body["created"], one[1].number), reverse=True)
    return found[:MOST_ROWS]


def opening(named: str | None) -> Cell:
    """The id of an object, leading to its JSON."""
    return Cell(named, url_for("pages.overview-show_object", token=named)) if named else Cell("–")


def _payment(books: Books, one: Record, known: Reader) -> list[Cell]:
    body = one.body
    method = books.get("payment_method", body["payment_method"])
    customer = books.get("customer", body["customer"])
    return [
        Cell(known.money(body["amount"], body["currency"]), is_amount=True),
        Cell(body["status"], is_badge=True),
        Cell(title_of(method.body, known) if method else "–"),
        Cell(str((customer and customer.body.get("name")) or "–")),
        Cell(body["description"] or "–"),
        Cell(known.moment(body["created"])),
        opening(one.id),
    ]


def _refund(_: Books, one: Record, known: Reader) -> list[Cell]:
    return [*_common(one, known), opening(one.body["payment_intent"] or one.body["charge"])]


def _dispute(_: Books, one: Record, known: Reader) -> list[Cell]:
    return [
        *_common(one, known),
        Cell(one.body["reason"]),
        opening(one.body["payment_intent"] or one.body["charge"]),
    ]


def _common(one: Record, known: Reader) -> list[Cell]:
    return [
        Cell(known.money(one.body["amount"], one.body["currency"]), is_amount=True),
        Cell(str(one.body["status"]), is_badge=True),
        Cell(known.moment(one.body["created"])),
        opening(one.id),
    ]
