"""The way of a request: whose it is, what it asks, whether it was asked before, the answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.stripe.answer import Answer
from sandbox.stripe.api import INCLUDABLE
from sandbox.stripe.books import Books
from sandbox.stripe.call import Call
from sandbox.stripe.errors import StripeError, unauthorized
from sandbox.stripe.expand import expanded
from sandbox.stripe.hidden import hidden
from sandbox.stripe.idempotency import fingerprint
from sandbox.stripe.ids import new_id
from sandbox.stripe.parameters import reader
from sandbox.stripe.route import Route
from sandbox.stripe.service import PLATFORM, Service
from sandbox.stripe.shapes import Body, schema

_KEY = re.compile(r"(sk|rk)_test_\w{8,}")


@dataclass(frozen=True)
class Asked:
    """A request as it came: `params` nested, not checked yet."""

    verb: str
    path: str
    headers: Mapping[str, str]
    params: dict[str, Any]

    @property
    def is_v2(self) -> bool:
        return self.path.startswith("/v2/")

    @property
    def key(self) -> str | None:
        named = self.headers.get("Idempotency-Key")
        return named if self.verb != "GET" and named else None


def answer(service: Service, route: Route, ids: dict[str, str], asked: Asked) -> Answer:
    """Never raises StripeError: refusals are answers too."""
    request = new_id("req", 14)
    account = asked.headers.get("Stripe-Account", "")
    try:
        books = books_of(service, asked)
        given = service.faults.around(
            asked, lambda: _once(service, books, route, ids, asked, request)
        )
    except StripeError as refusal:
        given = refused(refusal, request)
    given = replace(given, headers=_headers(asked, given, request))
    service.log.note(
        verb=asked.verb,
        path=asked.path,
        params=hidden(asked.params),
        account=account or PLATFORM,
        idempotency_key=asked.key,
        request=request,
        status=given.status,
        body=given.body,
    )
    return given


def books_of(service: Service, asked: Asked) -> Books:
    """The account that the key, or the Stripe-Account header, speaks for."""
    kind, _, secret = asked.headers.get("Authorization", "").partition(" ")
    if kind != "Bearer" or not secret:
        raise unauthorized(
            "You did not provide an API key. You need to provide your API key in the Authorization "
            "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
    if not _KEY.fullmatch(secret):
        raise unauthorized(f"Invalid API Key provided: {secret[:8]}{'*' * 8}")
    account = asked.headers.get("Stripe-Account")
    if not account or account == PLATFORM:
        return service.platform
    if service.platform.get("account", account) is None:
        raise StripeError(
            403,
            "invalid_request_error",
            f"The provided key '{secret[:8]}{'*' * 8}' does not have access to account '{account}' "
            "(or that account does not exist). Application access may have been revoked.",
            code="account_invalid",
            stored=False,
        )
    return service.books(account)


def _once(
    service: Service, books: Books, route: Route, ids: dict[str, str], asked: Asked, request: str
) -> Answer:
    """Under an idempotency key, what was answered first is answered again."""
    if asked.key is None:
        return _carried_out(service, books, route, ids, asked, request)
    said = fingerprint(asked.verb, asked.path, asked.params)
    with service.acting():
        first = service.keys.begin(books.account, asked.key, said, service.now())
    if first is not None:
        return replace(first, headers={"Idempotent-Replayed": "true"})
    given = _carried_out(service, books, route, ids, asked, request)
    with service.acting():
        if given.stored and not (asked.is_v2 and given.status >= 400):
            service.keys.finish(books.account, asked.key, given)
        else:
            service.keys.forget(books.account, asked.key)
    return given


def _carried_out(
    service: Service, books: Books, route: Route, ids: dict[str, str], asked: Asked, request: str
) -> Answer:
    try:
        params = reader(route.params)(asked.params, "", asked.is_v2)
        call = Call(books, params, ids, request, asked.key)
        with service.acting():
            service.call = call
            try:
                return Answer(200, _shown(call, route.answer(call)), request=request)
            finally:
                service.call = None
    except StripeError as refusal:
        return refused(refusal, request)


def _shown(call: Call, body: Body) -> Body:
    return expanded(call.books, body, call.get("expand", []), INCLUDABLE)


def refused(refusal: StripeError, request: str = "") -> Answer:
    request = request or new_id("req", 14)
    log = f"https://dashboard.stripe.com/test/logs/{request}"
    error = refusal.error | {"request_log_url": log}
    return Answer(refusal.status, {"error": error}, stored=refusal.stored, request=request)


def _headers(asked: Asked, given: Answer, request: str) -> dict[str, str]:
    headers = {"Request-Id": request, "Stripe-Version": schema()["version"], **given.headers}
    if asked.key:
        headers["Idempotency-Key"] = asked.key
    if "Idempotent-Replayed" in given.headers:
        headers["Original-Request"] = given.request
    return headers
