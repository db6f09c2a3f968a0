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
        self._kept: dict[str, tuple[float, str, dict[str, Any]]] = {}
        """By account and key: until when, what was asked, and the answer."""
        self._in_flight: dict[str, str] = {}
        """What is asked by those that are still under way."""

    def begin(self, account: str, key: str, asked: str, now: float) -> Answer | None:
        """The answer to give again, or None: then `keep` may follow. The key is held until
        `release`. StripeError 409 while another request holds it, 400 where something else was
        asked."""
        if len(key) > LONGEST:
            raise refused_input(
                f"The idempotency key must be at most {LONGEST} characters long.", None
            )
        name = f"{account}/{key}"
        if (first := self._in_flight.get(name)) is not None:
            raise key_in_use() if first == asked else _other_parameters(key)
        until, first, kept = self._kept.get(name, (now, "", None))
        if until > now and first != asked:
            raise _other_parameters(key)
        self._in_flight[name] = asked
        return Answer.read(kept) if kept is not None and until > now else None

    def keep(self, account: str, key: str, answer: Answer, now: float) -> None:
        """Together with what was done for it, so that neither is ever there without the other."""
        name = f"{account}/{key}"
        self._kept[name] = (now + KEPT_SECONDS, self._in_flight[name], answer.as_json())
        self._shelf.put("key", name, self._kept[name])

    def release(self, account: str, key: str) -> None:
        del self._in_flight[f"{account}/{key}"]

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


def key_in_use() -> StripeError:
    message = (
        "There is currently another in-progress request using this Idempotent Key (that probably "
        "means you submitted twice, and the other request is still going through). Please try "
        "again later."
    )
    return StripeError(
        409, "invalid_request_error", message, code="idempotency_key_in_use", stored=False
    )
