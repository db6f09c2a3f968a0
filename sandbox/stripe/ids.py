"""Ids and secrets as Stripe's look."""

import hashlib
import secrets
import string

_LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str, letters: int = 24) -> str:
    """ "cus_…" and the like; some of Stripe's have more to them: "cs_test_…" with 58."""
    return f"{prefix}_{token(letters)}"


def token(letters: int) -> str:
    return _spelled(secrets.token_bytes(letters))


def fingerprint(of: str) -> str:
    """The same 16 letters for the same text."""
    return _spelled(hashlib.sha256(of.encode()).digest()[:16])


def _spelled(data: bytes) -> str:
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in data)
