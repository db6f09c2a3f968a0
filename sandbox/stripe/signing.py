"""Stripe-Signature: how a webhook endpoint knows that an event comes from here."""

import hashlib
import hmac
from collections.abc import Iterable


def signature_header(secrets: Iterable[str], timestamp: int, body: bytes) -> str:
    """`timestamp`: wall time, in seconds. One v1 for each secret that holds."""
    signed = str(timestamp).encode() + b"." + body
    parts = [hmac.new(one.encode(), signed, hashlib.sha256).hexdigest() for one in secrets]
    return ",".join([f"t={timestamp}", *(f"v1={part}" for part in parts)])
