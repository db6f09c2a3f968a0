"""An answer on its way out."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.stripe.books import copied
from sandbox.stripe.errors import StripeError
from sandbox.stripe.ids import new_id


@dataclass(frozen=True)
class Answer:
    """`body` is JSON-like, or a text that is sent as it is, of the type `mime`. `stored`: kept
    under the idempotency key. `cut`: the connection ends without an answer; `promised`: a longer
    Content-Length than what comes. `request`: the request that was answered first."""

    status: int
    body: dict[str, Any] | str
    headers: dict[str, str] = field(default_factory=dict)
    stored: bool = True
    cut: bool = False
    promised: int | None = None
    request: str = ""
    mime: str = "application/json"

    def as_json(self) -> dict[str, Any]:
        """What is kept of it under an idempotency key."""
        return {"status": self.status, "body": self.body, "request": self.request}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Answer":
        return cls(**kept)


def refused(refusal: StripeError, request: str = "") -> Answer:
    request = request or new_id("req", 14)
    body = error_body(refusal, request)
    return Answer(refusal.status, body, stored=refusal.stored, request=request)


def error_body(refusal: StripeError, request: str) -> dict[str, Any]:
    """A copy, so that what is on its way doesn't change any more."""
    log = f"https://dashboard.stripe.com/test/logs/{request}"
    return copied({"error": refusal.error | {"request_log_url": log}})
