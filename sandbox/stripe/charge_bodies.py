"""A charge's body, made of the intent that it is for and the payment method that pays."""

from collections.abc import Mapping
from typing import Any

from sandbox.stripe import connected
from sandbox.stripe.books import Books, Record
from sandbox.stripe.ids import token
from sandbox.stripe.shapes import Body

_DEBIT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "us_bank_account": ("account_holder_type", "account_type", "bank_name", "routing_number"),
    "sepa_debit": ("bank_code", "branch_code", "country"),
    "bacs_debit": ("sort_code",),
    "au_becs_debit": ("bsb_number",),
}
_COPIED = ("amount", "currency", "customer", "description", "on_behalf_of", "receipt_email")
_ALSO_COPIED = ("shipping", "statement_descriptor", "statement_descriptor_suffix", "transfer_group")
_LONGEST_DESCRIPTOR = 22


def new(books: Books, intent: Record, method: Record, **more: Any) -> Record:
    """A charge for all of the intent's amount, paid and captured unless `more` says otherwise; it
    is the intent's latest. Nobody is told yet."""
    secret = token(40)
    copied = {name: intent.body.get(name) for name in (*_COPIED, *_ALSO_COPIED)}
    body: Body = copied | {
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": connected.application_of(books),
        "application_fee_amount": intent.body.get("application_fee_amount"),
        "billing_details": method.snapshot()["billing_details"],
        "calculated_statement_descriptor": descriptor(books, intent),
        "captured": False,
        "disputed": False,
        "fraud_details": {},
        "metadata": dict(intent.body["metadata"]),
        "paid": False,
        "payment_intent": intent.id,
        "payment_method": method.id,
        "radar_options": {},
        "receipt_url": f"{books.service.base_url}/pages/receipt/{secret}",
        "refunded": False,
        "transfer_data": _transfer_data(intent),
        **more,
    }
    prefix = "ch" if method.body["type"] == "card" else "py"
    charge = books.add("charge", prefix, body, {"receipt": secret})
    intent.body["latest_charge"] = charge.id
    return charge


def _transfer_data(intent: Record) -> Body | None:
    given = intent.body.get("transfer_data")
    return given and {"amount": given.get("amount"), "destination": given["destination"]}


def descriptor(books: Books, intent: Record) -> str:
    """What stands on the payer's statement: the account's name, and the suffix."""
    name, suffix = books.service.setup.name.upper(), intent.body.get("statement_descriptor_suffix")
    if own := intent.body.get("statement_descriptor"):
        return str(own)
    return f"{name[:10].strip()}* {suffix}"[:_LONGEST_DESCRIPTOR] if suffix else name[:22]


def card_details(intent: Record, method: Record, *, authenticated: bool) -> Body:
    card = method.body["card"]
    shown = {name: card[name] for name in ("brand", "country", "exp_month", "exp_year")}
    shown |= {name: card[name] for name in ("fingerprint", "funding", "last4", "regulated_status")}
    amount = intent.body["amount"]
    return {
        "type": "card",
        "card": shown
        | {
            "amount_authorized": amount,
            "authorization_code": token(6).upper(),
            "checks": dict(card["checks"]),
            "extended_authorization": {"status": "disabled"},
            "incremental_authorization": {"status": "unavailable"},
            "multicapture": {"status": "unavailable"},
            "network": card["brand"],
            "network_token": {"used": False},
            "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
            "three_d_secure": _three_d_secure() if authenticated else None,
        },
    }


def _three_d_secure() -> Body:
    return {
        "authentication_flow": "challenge",
        "electronic_commerce_indicator": "05",
        "result": "authenticated",
        "version": "2.2.0",
    }


def debit_details(method: Record, mandate: str) -> Body:
    kind = method.body["type"]
    bank = method.body[kind]
    shown = {name: bank.get(name) for name in (*_DEBIT_FIELDS[kind], "fingerprint", "last4")}
    return {"type": kind, kind: shown | {"mandate": mandate}}
