"""The way of a request: whose it is, what it asks, whether it was asked before, the answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.stripe.answer import Answer, refused
from sandbox.stripe.api import INCLUDABLE
from sandbox.stripe.books import Books, copied
from sandbox.stripe.call import Call
from sandbox.stripe.errors import StripeError, refused_input, unauthorized
from sandbox.stripe.expand import check, expanded
from sandbox.stripe.fault_kinds import CUT, Fault
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
    """A request as it came: `params` nested, not checked yet; `secret`: the API key."""

    verb: str
    path: str
    headers: Mapping[str, str]
    params: dict[str, Any]
    secret: str = ""

    @property
    def is_v2(self) -> bool:
        return self.path.startswith("/v2/")

    @property
    def is_json(self) -> bool:
        """What stands in an address is text, also in API v2."""
        return self.is_v2 and self.verb == "POST"

    @property
    def key(self) -> str | None:
        named = self.headers.get("Idempotency-Key")
        return named if self.verb != "GET" and named else None


@dataclass(frozen=True)
class _Request:
    """What is asked of whom, and what is to go wrong with it."""

    service: Service
    route: Route
    ids: dict[str, str]
    asked: Asked
    id: str
    books: Books
    fault: Fault


def answer(service: Service, route: Route, ids: dict[str, str], asked: Asked) -> Answer:
    """Never raises StripeError: refusals are answers too."""
    request = new_id("req", 14)
    entry = service.log.begin(
        at=service.clock(),
        verb=asked.verb,
        path=asked.path,
        params=hidden(asked.params),
        account=asked.headers.get("Stripe-Account") or PLATFORM,
        idempotency_key=asked.key,
        request=request,
    )
    try:
        books = books_of(service, asked)
        fault = service.faults.take(asked, books.account)
        given = _with_fault(_Request(service, route, ids, asked, request, books, fault))
    except StripeError as refusal:
        given = refused(refusal, request)
    given = replace(given, headers=_headers(asked, given, request))
    replayed = "Idempotent-Replayed" in given.headers
    service.log.finish(entry, None if given.cut else given.status, given.body, replayed)
    return given


def books_of(service: Service, asked: Asked) -> Books:
    """The account that the key, or the Stripe-Account header, speaks for."""
    version = asked.headers.get("Stripe-Version")
    if not asked.secret:
        raise unauthorized(
            "You did not provide an API key. You need to provide your API key in the Authorization "
            "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
    shown = f"{asked.secret[:8]}{'*' * 8}"
    if not _KEY.fullmatch(asked.secret):
        raise unauthorized(f"Invalid API Key provided: {shown}")
    if version and version != schema()["version"]:
        raise refused_input(f"Invalid Stripe API version: {version[:40]}", None)
    account = asked.headers.get("Stripe-Account")
    if not account or account == PLATFORM:
        return service.platform
    if service.platform.get("account", account) is None:
        raise StripeError(
            403,
            "invalid_request_error",
            f"The provided key '{shown}' does not have access to account '{account}' "
            "(or that account does not exist). Application access may have been revoked.",
            code="account_invalid",
            stored=False,
        )
    return service.books(account)


def _with_fault(this: _Request) -> Answer:
    """What a machine before Stripe answers instead, or Stripe's answer, as far as it gets."""
    instead = this.fault.refuses(this.id)
    return instead if instead is not None else this.fault.sent(_once(this))


def _once(this: _Request) -> Answer:
    """Under an idempotency key, what was answered first is answered again. The key is held until
    the answer goes out."""
    key, service = this.asked.key, this.service
    if key is None:
        return _in_its_time(this, None)
    said = fingerprint(this.asked.verb, this.asked.path, this.asked.params)
    with service.lock:
        first = service.keys.begin(this.books.account, key, said, service.now())
    try:
        return _in_its_time(this, first)
    finally:
        with service.lock:
            service.keys.release(this.books.account, key)


def _in_its_time(this: _Request, first: Answer | None) -> Answer:
    """`first`: the answer to give again, if there is one."""
    if not this.fault.after:
        this.service.faults.wait(this.fault.wait)
        if this.fault.name == "hang":
            return CUT
    if first is not None:
        given = replace(first, headers={"Idempotent-Replayed": "true"})
    else:
        given = _carried_out(this)
        this.service.webhooks.before_answer(this.id)
    if this.fault.after:
        this.service.faults.wait(this.fault.wait)
    return given


def _carried_out(this: _Request) -> Answer:
    """What was done and the answer that is kept under the key are written down together."""
    with this.service.acting():
        failed = this.fault.fails(this.id)
        given = failed if failed and not this.fault.after else _done(this)
        given = failed or given
        if this.asked.key and given.stored and not (this.asked.is_v2 and given.status >= 400):
            now = this.service.now()
            this.service.keys.keep(this.books.account, this.asked.key, given, now)
        return given


def _done(this: _Request) -> Answer:
    try:
        params = reader(this.route.params)(this.asked.params, "", this.asked.is_json)
        check(this.route, params.get("expand", ()), INCLUDABLE)
        this.service.call = call = Call(this.books, params, this.ids, this.id, this.asked.key)
        return Answer(200, _shown(call, this.route.answer(call)), request=this.id)
    except StripeError as refusal:
        return refused(refusal, this.id)
    finally:
        this.service.call = None


def _shown(call: Call, body: Body) -> Body:
    """A copy, so that what is on its way doesn't change any more."""
    return copied(expanded(call.books, body, call.get("expand", []), INCLUDABLE))


def _headers(asked: Asked, given: Answer, request: str) -> dict[str, str]:
    headers = {"Request-Id": request, "Stripe-Version": schema()["version"], **given.headers}
    if asked.key:
        headers["Idempotency-Key"] = asked.key
    if "Idempotent-Replayed" in given.headers:
        headers["Original-Request"] = given.request
    return headers
