"""What comes back with the window of /paylink. It comes from the person's side: never trusted.

What is to be paid is read from the store each time; the hash says only what the person saw.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from commands.charge.forms import money_in, number_of, read_ids, text_of
from desk.charge_parts import Wish
from desk.link_plans import CARD
from desk.link_sheets import LinkSheet
from rules.words import refuse

KIND, INVOICES, AMOUNT = "paylink:kind", "paylink:invoices", "paylink:amount"
"""What can be changed in the window."""


@dataclass(frozen=True)
class Form:
    """`request`: the same for one window, whatever is changed in it. `kind`: card or a bank debit.
    `seen`: the plan's hash; `bill` in `currency`: the amount that stood there."""

    request: str
    wish: Wish
    kind: str
    seen: str
    bill: int
    currency: str


def form_of(sheet: LinkSheet, request: str) -> Form:
    plan = sheet.plan
    return Form(request, sheet.wish, plan.kind, plan.hash(), plan.bill, plan.currency)


def private_of(form: Form) -> str:
    wish = form.wish
    numbers = [list(wish.invoice_ids), wish.amount, wish.new_for, form.bill]
    texts = [form.request, form.kind, form.seen, form.currency]
    return json.dumps([*numbers, *texts], separators=(",", ":"))


def read_form(private: str) -> Form:
    """Refusal where it isn't one of ours."""
    try:
        ids, amount, new_for, bill, *texts = json.loads(private)
        request, kind, seen, currency = map(text_of, texts)
        chosen = tuple(number_of(one) for one in ids)
        numbers = [None if one is None else number_of(one) for one in (amount, new_for)]
        wish = Wish(chosen, numbers[0], None, numbers[1], currency)
        return Form(request, wish, kind, seen, number_of(bill), currency)
    except (ValueError, TypeError, RecursionError):
        raise refuse("This form has expired. Type /paylink and start anew.") from None


def chosen_in(form: Form, values: Mapping[str, str], language: str) -> tuple[Wish, str]:
    """What is chosen in the window now, and how it is to be paid; what isn't in it stays. Raises
    WrongFields."""
    kind = values.get(KIND) or form.kind or CARD
    chosen = tuple(read_ids(values.get(INVOICES)))
    if INVOICES in values and set(chosen) != set(form.wish.invoice_ids):
        return replace(form.wish, invoice_ids=chosen, amount=None), kind
    typed = values.get(AMOUNT)
    amount = form.bill if typed is None else money_in(AMOUNT, typed, language, form.currency).amount
    if amount == form.bill:
        return form.wish, kind
    return replace(form.wish, amount=amount), kind
