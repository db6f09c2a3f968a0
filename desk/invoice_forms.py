"""The forms of an invoice: its head, one of its lines, and why it is void."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from desk.fields import Fields
from desk.privacy import plain
from rules.amount_text import read_amount
from rules.currencies import is_known, largest
from rules.ids import read_id
from rules.invoice_totals import line_amount
from rules.money import Money
from rules.words import Sentence, refuse, sentence
from storage.drafts import Draft
from storage.invoice_contents import Line

CLIENT, CURRENCY, DUE, NOTE, FEE_PAYER = (
    "invoice_client",
    "currency",
    "due_on",
    "note",
    "fee_payer",
)
"""The fields of the head."""
DESCRIPTION, QUANTITY, UNIT_PRICE, TAXES, PRACTITIONER = (
    "description",
    "quantity",
    "unit_price",
    "taxes",
    "practitioner",
)
"""The fields of a line."""
REASON = "reason"
AS_PRACTICE, CLIENT_PAYS, PRACTICE_PAYS = "default", "client", "practice"
"""Who bears the fee: as the practice has it, or one of the two."""
LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_REASON = 200, 500, 200
NOBODY = "nobody"
"""Chosen instead of a practitioner."""

_QUANTITY = re.compile(r"([0-9]{1,5})(?:[.,]([0-9]{1,3}))?")
_NOTHING = re.compile(r"0+(?:[.,]0+)?")
_MINUS = ("-", "−", "–")


def read_head(draft: Draft, form: Mapping[str, str], issued_on: date) -> tuple[Draft, Fields]:
    """The draft with what stands in the form; what is wrong in `Fields.wrong` leaves the draft as
    it was, and so does what the form doesn't have."""
    fields = Fields(form)
    readers: dict[str, tuple[str, Callable[[str], Any]]] = {
        "client_id": (CLIENT, _client),
        "currency": (CURRENCY, _currency),
        "due_on": (DUE, lambda text: _due(text, issued_on)),
        "note": (NOTE, lambda text: plain(text, LONGEST_NOTE)),
        "fee_payer": (FEE_PAYER, _fee_payer),
    }
    read = {name: fields.read(*how) for name, how in readers.items() if how[0] in form}
    kept: dict[str, Any] = {
        name: value for name, value in read.items() if readers[name][0] not in fields.wrong
    }
    if draft.lines:  # Their amounts are in this currency's minor units.
        kept.pop("currency", None)
    return replace(draft, **kept), fields


def read_line(fields: Fields, currency: str, language: str) -> Line | None:
    """What the form says, without its taxes; None where something is wrong in `fields`."""
    description = fields.read(DESCRIPTION, _description)
    quantity = fields.read(QUANTITY, _quantity)
    unit = fields.read(UNIT_PRICE, lambda text: read_price(text, language, currency))
    practitioner_id = fields.read(PRACTITIONER, _practitioner)
    if quantity is None or unit is None:
        return None
    amount = line_amount(quantity, unit)
    if abs(amount) > largest(currency):
        fields.check(UNIT_PRICE, _too_much(currency))
    return Line(description or "", f"{quantity:f}", unit, amount, practitioner_id)


def read_price(text: str, language: str, currency: str) -> int:
    """Minor units; below zero for a discount, nothing for what is free."""
    negative = text.startswith(_MINUS)
    amount = text.lstrip("".join(_MINUS)).strip()
    if _NOTHING.fullmatch(amount):
        return 0
    read = read_amount(amount, language, currency)
    if read.currency != currency:
        raise refuse(
            "This invoice is in {currency}: write the price in it.", currency=currency.upper()
        )
    return -read.amount if negative else read.amount


def read_ids(text: str) -> list[int]:
    """Of a select of several."""
    ids = [read_id(one) for one in text.split(",") if one]
    known = [one for one in ids if one is not None]
    if len(known) != len(ids):
        raise refuse("Choose from the list.")
    return list(dict.fromkeys(known))


def read_reason(form: Mapping[str, str]) -> str:
    """Raises WrongFields."""
    fields = Fields(form)
    reason = fields.read(REASON, _reason)
    fields.refuse_if_wrong()
    return reason or ""


def _client(text: str) -> int:
    client_id = read_id(text)
    if client_id is None:
        raise refuse("Choose the client: type the beginning of the name.")
    return client_id


def _currency(text: str) -> str:
    if not is_known(text.lower()):
        raise refuse("Choose a currency.")
    return text.lower()


def _due(text: str, issued_on: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise refuse("Choose the day on which it is due.") from None
    if day < issued_on:
        raise refuse("Choose a day that is not before {day}.", day=issued_on)
    return day.isoformat()


def _fee_payer(text: str) -> str | None:
    if text in ("", AS_PRACTICE):
        return None
    if text not in (CLIENT_PAYS, PRACTICE_PAYS):
        raise refuse("Choose who bears the fee.")
    return text


def _description(text: str) -> str:
    description = plain(text, LONGEST_DESCRIPTION)
    if not description:
        raise refuse("Write what it is for, as it shall stand on the invoice.")
    return description


def _quantity(text: str) -> Decimal:
    found = _QUANTITY.fullmatch("".join(text.split()) or "1")
    quantity = Decimal(f"{found[1]}.{found[2] or 0}").normalize() if found else Decimal(0)
    if not quantity:
        raise refuse(
            "Write how many, as a number above 0 with at most three decimals, such as {example}.",
            example=Decimal("1.5"),
        )
    return quantity


def _practitioner(text: str) -> int | None:
    if text in ("", NOBODY):
        return None
    return next(iter(read_ids(text)), None)


def _reason(text: str) -> str:
    reason = plain(text, LONGEST_REASON)
    if not reason:
        raise refuse("Write why it is void. The reason stays in its history.")
    return reason


def _too_much(currency: str) -> Sentence:
    return sentence(
        "One charge can’t be more than {most}.", most=Money(largest(currency), currency)
    )
