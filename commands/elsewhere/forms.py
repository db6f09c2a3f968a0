"""What comes back with the windows in which something is noted of invoices. It comes from the
person's side: never trusted.

What is due is read from the store each time; the versions say only what the person saw.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from desk.noted import Noting
from rules.ids import LONGEST
from rules.words import refuse

_LONGEST_REQUEST = 64


@dataclass(frozen=True)
class Form:
    """`request`: the same for one window, however often it is submitted. `seen`: the versions of
    the invoices, by their ids."""

    request: str
    seen: Mapping[int, int]


def new_form(made: Noting) -> Form:
    return Form(uuid4().hex, made.seen())


def private_of(form: Form) -> str:
    return json.dumps([form.request, *map(list, form.seen.items())], separators=(",", ":"))


def read_form(private: str) -> Form:
    """Refusal where it isn't one of ours."""
    try:
        request, *pairs = json.loads(private)
        if not isinstance(request, str) or not 0 < len(request) <= _LONGEST_REQUEST:
            raise ValueError
        return Form(request, {_number(one): _number(version) for one, version in pairs})
    except (ValueError, TypeError, RecursionError):
        raise refuse("This form has expired. Type /invoice and start anew.") from None


def _number(value: object) -> int:
    if type(value) is not int or not 0 < value < 10**LONGEST:
        raise ValueError
    return value
