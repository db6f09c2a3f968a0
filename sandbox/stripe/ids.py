"""Ids and secrets as Stripe's look."""

import secrets
import string

_LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str, letters: int = 24) -> str:
    """ "cus_…" and the like; some of Stripe's have more to them: "cs_test_…" with 58."""
    return f"{prefix}_{token(letters)}"


def token(letters: int) -> str:
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in secrets.token_bytes(letters))
