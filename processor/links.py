"""Payment links: made, read with their pages and payments, and closed.

Each call raises what processor.outcomes says: NotDone, Refused or Unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import stripe

from processor import payments
from processor.amounts import to_stripe
from processor.lists import every
from processor.outcomes import Unknown, meaning_of
from processor.payments import INVOICES, KIND, OPERATION, PRACTICE, SURCHARGE, parts_of
from rules.link_state import LinkSnapshot, Page

LINK = "link"
"""The kind in the metadata of links and their payments."""
DEACTIVATION: Mapping[str, Any] = {"active": False}
"""What is sent so that nobody opens a page of it any more."""
_PAGE = 100

Body = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """What stands on the page, and how much it is."""

    name: str
    amount: int


@dataclass(frozen=True)
class Wanted:
    """A link to be made. `invoices`: "id:amount id:amount", `description`: "Invoice INV-1042".
    `lines` come to all that is paid. `inactive`: what its page says once it is closed; `back`:
    where the payer lands afterwards, "" on Stripe's own page."""

    practice: str
    operation: str
    method_type: str
    surcharge: int
    currency: str
    lines: Sequence[Line]
    invoices: str
    description: str
    inactive: str
    back: str


@dataclass(frozen=True)
class Made:
    """A link that Paydesk made, as its metadata says: of which operation, and (id, how much it
    gets) of which invoices. `method_type` is what it can be paid with."""

    seen: LinkSnapshot
    operation: str
    invoices: tuple[tuple[int, int], ...]
    surcharge: int
    currency: str
    method_type: str

    @property
    def amount(self) -> int:
        return sum(part for _, part in self.invoices) + self.surcharge


def creation(wanted: Wanted) -> Body:
    """What is sent to make a link that can be paid once."""
    ours = {
        PRACTICE: wanted.practice,
        OPERATION: wanted.operation,
        KIND: LINK,
        INVOICES: wanted.invoices,
        SURCHARGE: str(wanted.surcharge),
    }
    body: Body = {
        "line_items": [_item(line, wanted.currency) for line in wanted.lines],
        "restrictions": {"completed_sessions": {"limit": 1}},
        "payment_method_types": [wanted.method_type],
        "inactive_message": wanted.inactive,
        "metadata": ours,
        "payment_intent_data": {"metadata": ours, "description": wanted.description},
    }
    if wanted.back:
        body["after_completion"] = {"type": "redirect", "redirect": {"url": wanted.back}}
    return body


def create(client: stripe.StripeClient, body: Mapping[str, Any], key: str) -> LinkSnapshot:
    params = cast(Any, dict(body))
    return _link(_asked(lambda: client.v1.payment_links.create(params, {"idempotency_key": key})))


def find(client: stripe.StripeClient, operation: str) -> LinkSnapshot | None:
    """The link that was made for that operation, among those that can be paid. A list, for Stripe's
    search may lag behind by minutes."""
    found = _active(client)
    return next((_link(one) for one in found if _operation_of(one) == operation), None)


def open_of(client: stripe.StripeClient, practice: str) -> list[Made]:
    """Those of the practice (its Slack team) that can be paid now, without their pages."""
    told = [(one, one.to_dict().get("metadata") or {}) for one in _active(client)]
    return [
        _made(one, metadata)
        for one, metadata in told
        if metadata.get(PRACTICE) == practice and metadata.get(OPERATION)
    ]


def of_payment(client: stripe.StripeClient, intent_id: str) -> str | None:
    """The link by which the payment was made."""
    asked: Any = {"payment_intent": intent_id, "limit": 1}
    found = every(_asked(lambda: client.v1.checkout.sessions.list(asked)))
    return next((one.to_dict().get("payment_link") for one in found), None)


def read(client: stripe.StripeClient, link_id: str) -> LinkSnapshot:
    """With its pages, and the payments of those that are complete: the link first, so that a page
    that is opened meanwhile is of a link that was still active."""
    link = _link(_asked(lambda: client.v1.payment_links.retrieve(link_id)))
    asked: Any = {"payment_link": link_id, "limit": _PAGE}
    found = _asked(lambda: list(every(client.v1.checkout.sessions.list(asked))))
    pages = tuple(_page(one.to_dict()) for one in found)
    paid = [page.intent_id for page in pages if page.status == "complete" and page.intent_id]
    return LinkSnapshot(
        link_id=link.link_id,
        active=link.active,
        url=link.url,
        pages=pages,
        payments=tuple(payments.read(client, one) for one in paid),
    )


def deactivate(
    client: stripe.StripeClient, link_id: str, body: Mapping[str, Any], key: str
) -> LinkSnapshot:
    """Nobody opens a page of it any more; those that are open can still be paid."""
    params = cast(Any, dict(body))
    return _link(
        _asked(lambda: client.v1.payment_links.update(link_id, params, {"idempotency_key": key}))
    )


def expire(client: stripe.StripeClient, page_id: str, body: Mapping[str, Any], key: str) -> None:
    """Nobody pays on that page any more. Refused where it is over already, Unknown where what
    answers isn't a page."""
    params = cast(Any, dict(body))
    over = _asked(
        lambda: client.v1.checkout.sessions.expire(page_id, params, {"idempotency_key": key})
    )
    if getattr(over, "object", None) != "checkout.session":
        raise Unknown("not_a_page")


def _item(line: Line, currency: str) -> Body:
    price = {
        "currency": currency,
        "unit_amount": to_stripe(line.amount, currency),
        "product_data": {"name": line.name},
    }
    return {"price_data": price, "quantity": 1}


def _asked(call: Callable[[], T]) -> T:
    try:
        return call()
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def _active(client: stripe.StripeClient) -> list[stripe.PaymentLink]:
    asked: Any = {"active": True, "limit": _PAGE}
    return _asked(lambda: list(every(client.v1.payment_links.list(asked))))


def _made(link: stripe.PaymentLink, metadata: Mapping[str, str]) -> Made:
    surcharge = metadata.get(SURCHARGE, "")
    told = link.to_dict()
    return Made(
        seen=_link(link),
        operation=metadata[OPERATION],
        invoices=parts_of(metadata.get(INVOICES, "")),
        surcharge=int(surcharge) if surcharge.isdecimal() else 0,
        currency=told["currency"],
        method_type=next(iter(told.get("payment_method_types") or ["card"])),
    )


def _link(link: stripe.PaymentLink) -> LinkSnapshot:
    """Without its pages. Unknown where it isn't one."""
    if getattr(link, "object", None) != "payment_link":
        raise Unknown("not_a_link")
    return LinkSnapshot(link.id, link.active, link.url)


def _page(told: Body) -> Page:
    intent = told.get("payment_intent")
    named = intent["id"] if isinstance(intent, dict) else intent
    return Page(told["id"], told["status"], named, told["created"] * 1_000)


def _operation_of(found: stripe.StripeObject) -> str | None:
    return (found.to_dict().get("metadata") or {}).get(OPERATION)
