"""Is this request from Stripe? Checked before anything of it is read, and never logged.

Stripe signs `timestamp.body` with HMAC-SHA256, once for each secret that holds while one is being
replaced: `Stripe-Signature: t=1492774577,v1=…,v1=…`. Stripe's own check takes requests that are
dated in the future.
"""

import hashlib
import hmac
from collections.abc import Sequence

WINDOW_SECONDS = 5 * 60
_SCHEME = "v1"
_LONGEST_HEADER = 2_000


class StripeSignatures:
    """Knows one secret, or two while one takes the place of the other."""

    def __init__(self, secrets: Sequence[str]) -> None:
        """ValueError without a secret: an empty one would let everybody in."""
        if not secrets or not all(secrets):
            raise ValueError("a webhook needs its signing secret")
        self._secrets = [secret.encode() for secret in secrets]

    def genuine(self, header: str, body: bytes, now: int) -> bool:
        """Whether the header fits `body`; `now` in epoch seconds of wall time."""
        timestamp, signatures = _parts(header)
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
            return False
        if abs(now - int(timestamp)) > WINDOW_SECONDS:
            return False
        signed = timestamp.encode() + b"." + body
        expected = [
            hmac.new(secret, signed, hashlib.sha256).hexdigest() for secret in self._secrets
        ]
        return any(
            hmac.compare_digest(one.encode(), signature.encode("utf-8", "replace"))
            for one in expected
            for signature in signatures
        )


def _parts(header: str) -> tuple[str, list[str]]:
    """The timestamp, "" where there isn't just one, and the signatures."""
    pairs = [part.partition("=") for part in header[:_LONGEST_HEADER].split(",")]
    times = [value for name, _, value in pairs if name.strip() == "t"]
    signatures = [value for name, _, value in pairs if name.strip() == _SCHEME]
    return (times[0] if len(times) == 1 else ""), signatures
