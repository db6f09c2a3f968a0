"""What a fault does to a request: each kind by its name, before or after the request's effect."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sandbox.stripe.answer import Answer, refused
from sandbox.stripe.errors import StripeError, unauthorized
from sandbox.stripe.idempotency import key_in_use

HANG_SECONDS = 90.0
"""Longer than a client waits: the official ones give up after 80."""
CUT = Answer(0, "", stored=False, cut=True)
NAMES: Mapping[str, str] = {
    "none": "before",
    "cut": "before",
    "hang": "before",
    "slow": "before",
    "error": "before",
    "html": "before",
    "rate_limit": "before",
    "lock_timeout": "before",
    "key_in_use": "before",
    "unauthorized": "before",
    "forbidden": "before",
    "truncated": "after",
    "short": "after",
    "other_json": "after",
}
"""The kinds, and when each one strikes unless told otherwise."""
_ONLY_BEFORE = frozenset({"rate_limit", "lock_timeout", "key_in_use", "unauthorized", "forbidden"})
_HTML = "<html>\r\n<head><title>{0}</title></head>\r\n<body><h1>{0}</h1></body>\r\n</html>\r\n"
_OTHER = '{"status": "ok"}'
"""JSON, but not what was asked for: from a machine in between."""
_REASONS = {502: "502 Bad Gateway", 503: "503 Service Temporarily Unavailable"}


@dataclass(frozen=True)
class Fault:
    """`name` is in NAMES. `after`: what was asked is done all the same. `seconds`: how long a
    `slow` or a `hang` lasts. `status`: of an `error` (500) or `html` (502). `should_retry` is said
    in Stripe's header. `times`: for so many requests, one after the other."""

    name: str = "none"
    after: bool = False
    seconds: float = 0.0
    status: int = 0
    should_retry: bool | None = None
    times: int = 1

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> "Fault":
        """From the control API: {"fault": name, "when": "before" or "after"}, and the fields.
        ValueError where there is no such fault."""
        given = dict(asked)
        name = str(given.pop("fault", ""))
        if name not in NAMES:
            raise ValueError(f"fault: one of {', '.join(NAMES)}, not {name!r}")
        when = given.pop("when", NAMES[name])
        if when not in ("before", "after") or (when == "after" and name in _ONLY_BEFORE):
            raise ValueError(f"when: {name} can't strike {when}")
        if unknown := set(given) - {field.name for field in fields(cls)}:
            raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
        return cls(name, when == "after", **given)

    @property
    def wait(self) -> float:
        """Seconds in which the request holds its idempotency key, and nothing happens."""
        return self.seconds or (HANG_SECONDS if self.name == "hang" else 0.0)

    def refuses(self, request: str) -> Answer | None:
        """What comes before anything is looked at: the idempotency key stays as it was."""
        if self.after:
            return None
        if self.name == "cut":
            return CUT
        if self.name == "html":
            return self._html()
        refusal = self._refusal()
        return self._advised(refused(refusal, request)) if refusal else None

    def fails(self, request: str) -> Answer | None:
        """Stripe's own failure: kept under the idempotency key, whether something was done."""
        if self.name != "error":
            return None
        broken = StripeError(self.status or 500, "api_error", "An unknown error occurred")
        return self._advised(refused(broken, request))

    def sent(self, given: Answer) -> Answer:
        """What becomes of the answer on its way to the client."""
        if self.name == "hang" or (self.name == "cut" and self.after):
            return CUT
        if self.name == "html" and self.after:
            return self._html()
        if self.name == "other_json":
            return replace(given, body=_OTHER)
        if self.name in ("truncated", "short"):
            whole = json.dumps(given.body)
            half = replace(given, body=whole[: len(whole) // 2])
            return replace(half, promised=len(whole)) if self.name == "short" else half
        return given

    def _refusal(self) -> StripeError | None:
        if self.name == "rate_limit":
            return _too_many("rate_limit", "Request rate limit exceeded.")
        if self.name == "lock_timeout":
            return _too_many("lock_timeout", _LOCKED)
        if self.name == "unauthorized":
            return unauthorized("Expired API Key provided: sk_test_********", "api_key_expired")
        if self.name == "forbidden":
            return _forbidden()
        return key_in_use() if self.name == "key_in_use" else None

    def _html(self) -> Answer:
        """From a machine before Stripe, which knows nothing of keys."""
        status = self.status or 502
        text = _HTML.format(_REASONS.get(status, str(status)))
        return self._advised(Answer(status, text, stored=False, mime="text/html"))

    def _advised(self, given: Answer) -> Answer:
        say = self.should_retry
        if say is None and self.name == "lock_timeout":
            say = True
        advice = {} if say is None else {"Stripe-Should-Retry": str(say).lower()}
        return replace(given, headers=given.headers | advice)


_LOCKED = (
    "This object cannot be accessed right now because another API request or Stripe process is "
    "currently accessing it. If you see this error intermittently, retry the request. If you see "
    "this error frequently and are making multiple concurrent requests to a single object, make "
    "your requests serially or at a lower rate."
)


def _too_many(code: str, message: str) -> StripeError:
    return StripeError(429, "invalid_request_error", message, code=code, stored=False)


def _forbidden() -> StripeError:
    """A restricted key that may not do this."""
    message = (
        "The provided key 'rk_test_********' does not have the required permissions for this "
        "endpoint."
    )
    return StripeError(403, "invalid_request_error", message, code="more_permissions_required")
