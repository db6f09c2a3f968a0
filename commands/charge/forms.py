"""What comes back with the windows of /charge. It comes from the person's side: never trusted.

What is charged is read from the store each time; the hash says only what the person saw.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from commands.blocks import TICKED
from desk.charge_parts import Wish
from desk.charge_sheets import Sheet
from desk.charges import AGAIN, TOLD, Agreed
from desk.forms import WrongFields
from desk.language import LANGUAGES, language_of
from rules.amount_text import read_amount
from rules.ids import LONGEST, read_id
from rules.money import Money
from rules.words import Refusal, refuse, sentence
from storage.operations import ALONE

INVOICES, METHOD, AMOUNT = "charge:invoices", "charge:method", "charge:amount"
"""What can be changed in the window; TOLD, AGAIN and ALONE are what can be said in it."""
WORD = sentence("CHARGE")
"""Typed in place of a second person's approval."""
_LONGEST_TEXT = 100


@dataclass(frozen=True)
class Form:
    """`request`: the same for one window, whatever is changed in it. `seen`: the plan's hash;
    `bill` in `currency`: the amount that stood there."""

    request: str
    wish: Wish
    seen: str
    bill: int
    currency: str


def form_of(sheet: Sheet, request: str) -> Form:
    """The method that stands in the window is the one that is wished for, also where nobody chose
    it: it comes back with the window as if it had been chosen."""
    plan, wish = sheet.plan, sheet.wish
    if plan.method is not None:
        wish = replace(wish, method_id=plan.method.method_id)
    return Form(request, wish, plan.hash(), plan.bill, plan.currency)


def private_of(form: Form) -> str:
    wish = form.wish
    numbers = [list(wish.invoice_ids), wish.amount, wish.new_for, form.bill]
    texts = [form.request, wish.method_id or "", form.seen, form.currency]
    return json.dumps([*numbers, *texts], separators=(",", ":"))


def read_form(private: str) -> Form:
    """Refusal where it isn't one of ours."""
    try:
        ids, amount, new_for, bill, *texts = json.loads(private)
        request, method, seen, currency = map(text_of, texts)
        chosen = tuple(number_of(one) for one in ids)
        numbers = [None if one is None else number_of(one) for one in (amount, new_for)]
        found = Wish(chosen, numbers[0], method or None, numbers[1], currency)
        return Form(request, found, seen, number_of(bill), currency)
    except (ValueError, TypeError, RecursionError):
        raise refuse("This form has expired. Type /charge and start anew.") from None


def wish_in(form: Form, values: Mapping[str, str], language: str) -> Wish:
    """What is chosen in the window now; what isn't in it stays. Raises WrongFields."""
    wish = form.wish
    if method := values.get(METHOD):
        wish = replace(wish, method_id=method)
    chosen = tuple(read_ids(values.get(INVOICES)))
    if INVOICES in values and set(chosen) != set(wish.invoice_ids):
        return replace(wish, invoice_ids=chosen, amount=None)
    typed = values.get(AMOUNT)
    amount = form.bill if typed is None else money_in(AMOUNT, typed, language, form.currency).amount
    return wish if amount == form.bill else replace(wish, amount=amount)


def money_in(field: str, typed: str, language: str, currency: str) -> Money:
    """Raises WrongFields where it is no amount, or one in another currency."""
    try:
        found = read_amount(typed, language, currency)
    except Refusal as wrong:
        raise WrongFields({field: wrong.sentence}) from None
    if found.currency != currency:
        raise WrongFields({field: sentence("Write it in {currency}.", currency=currency.upper())})
    return found


def read_ids(text: str | None) -> list[int]:
    found = map(read_id, (text or "").split(","))
    return [one for one in found if one is not None]


def agreed_in(form: Form, values: Mapping[str, str]) -> Agreed:
    """What the person has said to what they saw."""
    word = values.get(ALONE, "").strip().casefold()
    return Agreed(
        seen=form.seen,
        told=values.get(TOLD) == TICKED,
        again=values.get(AGAIN) == TICKED,
        alone=word in {language_of(one).sentence(WORD).casefold() for one in LANGUAGES},
    )


def number_of(value: object) -> int:
    """ValueError where it is no id or amount."""
    if type(value) is not int or not 0 < value < 10**LONGEST:
        raise ValueError
    return value


def text_of(value: object) -> str:
    """ValueError where it is no text, or too long a one."""
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise ValueError
    return value
