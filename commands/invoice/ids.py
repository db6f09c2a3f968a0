"""Invoices as buttons and windows name them."""

from rules.ids import read_id
from rules.words import refuse


def invoice_id(text: str) -> int:
    """Refusal where it can't be one."""
    found = read_id(text)
    if found is None:
        raise refuse("There is no such invoice. Type /invoice open to see those that are open.")
    return found
