"""What comes back with the window of a refund. It comes from the person's side: never trusted.

What goes back is worked out anew each time; the hash says only what the person saw.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from commands.blocks import TICKED
from commands.charge.forms import money_in
from desk.language import LANGUAGES, language_of
from desk.refund_plans import ENDS, RefundPlan, Wish
from desk.refunds import Said
from processor.refunds import REASONS
from rules.ids import LONGEST, read_id
from rules.words import refuse, sentence

AMOUNT, INVOICE = "refund:amount", "refund:invoice"
"""What can be changed in the window, and is worked out at once."""
REASON, ENDING, NOTE, MAIL, ALONE = "reason", "ending", "note", "mail", "alone"
ALL = "all"
"""Chosen in INVOICE: whichever invoices the payment has paid."""
WORD = sentence("REFUND")
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


def form_of(made: RefundPlan, request: str) -> Form:
    return Form(request, made.wish, made.hash(), made.back.bill, made.currency)


def private_of(form: Form) -> str:
    wish = form.wish
    numbers = [wish.bill, wish.invoice_id, form.bill]
    texts = [form.request, wish.charge, form.seen, form.currency]
    return json.dumps([*numbers, *texts], separators=(",", ":"))


def read_form(private: str) -> Form:
    """Refusal where it isn't one of ours."""
    try:
        wanted, invoice_id, bill, *texts = json.loads(private)
        request, charge, seen, currency = map(_text, texts)
        numbers = [None if one is None else _number(one) for one in (wanted, invoice_id)]
        wish = Wish(charge, numbers[0], numbers[1])
        return Form(request, wish, seen, _number(bill), currency)
    except (ValueError, TypeError, RecursionError):
        raise refuse("This form has expired. Type /refund and start anew.") from None


def wish_in(form: Form, values: Mapping[str, str], language: str) -> Wish:
    """What is chosen in the window now; what isn't in it stays. Raises WrongFields."""
    wish = form.wish
    if INVOICE in values:
        chosen = read_id(values[INVOICE])
        if chosen != wish.invoice_id:
            return replace(wish, invoice_id=chosen, bill=None)
    typed = values.get(AMOUNT)
    bill = form.bill if typed is None else money_in(AMOUNT, typed, language, form.currency).amount
    return wish if bill == form.bill else replace(wish, bill=bill)


def said_in(form: Form, values: Mapping[str, str]) -> Said:
    """What the person has said to what they saw."""
    word = values.get(ALONE, "").strip().casefold()
    return Said(
        seen=form.seen,
        reason=_one_of(REASONS, values.get(REASON)),
        ends=_one_of(ENDS, values.get(ENDING)),
        note=values.get(NOTE, ""),
        mail=values.get(MAIL) == TICKED,
        alone=word in {language_of(one).sentence(WORD).casefold() for one in LANGUAGES},
    )


def _one_of(known: tuple[str, ...], chosen: str | None) -> str:
    """The first one where none of them was chosen."""
    return chosen if chosen in known else known[0]


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 10**LONGEST:
        raise ValueError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise ValueError
    return value
