"""Idempotency keys: the first answer is kept, and given again to whoever asks the same again."""

import hashlib
import json
from typing import Any

from sandbox.stripe.answer import Answer
from sandbox.stripe.errors import StripeError, refused_input
from sandbox.stripe.shelf import Shelf

KEPT_SECONDS = 24 * 3600
LONGEST = 255


class Keys:
    """Under the service's lock. A key belongs to an account."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._kept: dict[str, tuple[float, str, dict[str, Any] | None]] = {}
        """By account and key: until when, what was asked, and the answer, None while in flight."""

    def begin(self, account: str, key: str, asked: str, now: float) -> Answer | None:
        """The answer to give again, or None: then `finish` or `forget` must follow. StripeError 409
        while the first request is under way, 400 where something else was asked."""
        if len(key) > LONGEST:
            raise refused_input(
                f"The idempotency key must be at most {LONGEST} characters long.", None
            )
        until, first, kept = self._kept.get(name := f"{account}/{key}", (0.0, "", None))
        if name not in self._kept or (kept is not None and until <= now):
            self._kept[name] = (now + KEPT_SECONDS, asked, None)
            return None
        if first != asked:
            raise _other_parameters(key)
        if kept is None:
            raise _in_flight()
        return Answer.read(kept)

    def finish(self, account: str, key: str, answer: Answer) -> None:
        name = f"{account}/{key}"
        until, asked, _ = self._kept[name]
        self._kept[name] = (until, asked, answer.as_json())
        self._shelf.put("key", name, self._kept[name])

    def forget(self, account: str, key: str) -> None:
        """Nothing was tried: the same key may be used anew."""
        del self._kept[f"{account}/{key}"]

    def restore(self) -> None:
        for name, (until, asked, answer) in self._shelf.all("key"):
            self._kept[name] = (until, asked, answer)


def fingerprint(verb: str, path: str, params: dict[str, Any]) -> str:
    said = json.dumps([verb, path, params], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _other_parameters(key: str) -> StripeError:
    message = (
        "Keys for idempotent requests can only be used with the same parameters they were first "
        f"used with. Try using a key other than '{key}' if you meant to execute a different "
        "request."
    )
    return StripeError(400, "idempotency_error", message, stored=False)


def _in_flight() -> StripeError:
    message = (
        "There is currently another in-progress request using this Idempotent Key (that probably "
        "means you submitted twice, and the other request is still going through). Please try "
        "again later."
    )
    return StripeError(
        409, "invalid_request_error", message, code="idempotency_key_in_use", stored=False
    )
