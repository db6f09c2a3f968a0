"""Payment links: where their pages are, and how often they may be paid."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sandbox.stripe.books import Books, Record
from sandbox.stripe.ids import token
from sandbox.stripe.shapes import Body

if TYPE_CHECKING:
    from sandbox.stripe.service import Service

_FOR_INTENT = ("application_fee_amount", "on_behalf_of", "transfer_data")


def add(books: Books, fields: Body, items: Iterable[Record]) -> Record:
    """`fields`: what the link says beside what is so by default."""
    named = f"test_{token(20)}"
    body: Body = {
        "active": True,
        "after_completion": {"type": "hosted_confirmation", "hosted_confirmation": {}},
        "allow_promotion_codes": False,
        "automatic_tax": {"enabled": False},
        "billing_address_collection": "auto",
        "custom_fields": [],
        "custom_text": {},
        "customer_creation": "if_required",
        "invoice_creation": {"enabled": False, "invoice_data": None},
        "metadata": {},
        "payment_method_collection": "if_required",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "submit_type": "auto",
        "tax_id_collection": {"enabled": False, "required": "never"},
        "url": f"{books.service.base_url}/pages/link/{named}",
        **fields,
    }
    held = {"token": named, "items": [item.id for item in items]}
    record = books.add("payment_link", "plink", body, held)
    books.emit("payment_link.created", record.body)
    return record


def of_token(service: "Service", named: str) -> tuple[Books, Record] | tuple[None, None]:
    """The link whose page is at /pages/link/{named}, with its account's books."""
    return service.whose("payment_link", lambda link: link.private["token"] == named)


def is_open(link: Record) -> bool:
    """Whether its page lets anyone pay; `inactive_message` says why not."""
    return bool(link.body["active"]) and has_room(link)


def has_room(link: Record, under_way: int = 0) -> bool:
    """Whether one more payment fits into the link's limit, beside those that are `under_way`."""
    if not link.body["restrictions"]:
        return True
    sessions = link.body["restrictions"]["completed_sessions"]
    return bool(sessions["count"] + under_way < sessions["limit"])


def intent_data(body: Body) -> Body:
    """What the payment intents of its sessions say."""
    given: Body = body.get("payment_intent_data") or {}
    own = {name: body.get(name) for name in _FOR_INTENT}
    return {name: value for name, value in (given | own).items() if value is not None}


def count(books: Books, link: Record) -> None:
    """One more session of it is complete. The last that fits closes the link."""
    if not link.body["restrictions"]:
        return
    before = link.snapshot()
    link.body["restrictions"]["completed_sessions"]["count"] += 1
    link.body["active"] = is_open(link)
    books.save(link, "payment_link.updated", before)
