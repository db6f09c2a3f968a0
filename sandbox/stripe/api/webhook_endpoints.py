"""Webhook endpoints. Events come in this API version alone, so no other can be asked for."""

from typing import Any

from sandbox.stripe import addresses
from sandbox.stripe.books import Books, Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import refused_input
from sandbox.stripe.ids import token
from sandbox.stripe.lists import page
from sandbox.stripe.shapes import Body, schema
from sandbox.stripe.webhooks import KIND

MOST = 16


def create(call: Call) -> Body:
    """With the secret, which is shown this once."""
    if sum(1 for _ in call.books.all(KIND)) >= MOST:
        raise refused_input(f"You have reached the maximum of {MOST} test webhook endpoints.", None)
    record = add(call.books, call.params)
    return record.body | {"secret": record.private["secret"]}


def add(books: Books, params: dict[str, Any], secret: str = "") -> Record:
    """`secret`: the one that it is to have; otherwise a new one."""
    if (version := params.get("api_version")) not in (None, schema()["version"]):
        raise refused_input(f"Invalid Stripe API version: {version}", "api_version")
    body: Body = {
        "api_version": version,
        "application": None,
        "description": params.get("description") or None,
        "enabled_events": _once_each(params["enabled_events"]),
        "metadata": metadata(params.get("metadata")),
        "status": "enabled",
        "url": _url(params["url"]),
    }
    private = {
        "account": books.account,
        "connect": params.get("connect") or False,
        "secret": secret or new_secret(),
    }
    return books.add(KIND, "we", body, private)


def listen_at(books: Books, url: str, secret: str) -> None:
    """One endpoint for everything; another start with another address or secret changes it."""
    there = next((one for one in books.all(KIND) if one.private.get("from_start")), None)
    record = there or add(books, {"url": url, "enabled_events": ["*"]}, secret)
    record.body["url"] = _url(url)
    record.private |= {"secret": secret, "from_start": True}
    books.save(record)


def new_secret() -> str:
    return f"whsec_{token(32)}"


def retrieve(call: Call) -> Body:
    return call.named(KIND).body


def update(call: Call) -> Body:
    record = call.named(KIND)
    changed = record.snapshot()
    set_fields(changed, call.params, ("description",))
    if "url" in call.params:
        changed["url"] = _url(call.params["url"])
    if "enabled_events" in call.params:
        changed["enabled_events"] = _once_each(call.params["enabled_events"])
    if (disabled := call.get("disabled")) is not None:
        changed["status"] = "disabled" if disabled else "enabled"
    changed["metadata"] = metadata(call.params.get("metadata"), changed["metadata"])
    record.body = changed
    call.books.save(record)
    return record.body


def delete(call: Call) -> Body:
    record = call.named(KIND)
    call.books.remove(record)
    return {"id": record.id, "object": KIND, "deleted": True}


def list_all(call: Call) -> Body:
    return page(call, "/v1/webhook_endpoints", call.books.all(KIND))


def roll(record: Record, now: float, keep_seconds: float, secret: str = "") -> str:
    """A new secret; for `keep_seconds`, deliveries are signed with the old one as well."""
    old = record.private["secret"]
    record.private["before"] = {"secret": old, "until": now + keep_seconds}
    record.private["secret"] = secret or new_secret()
    return str(record.private["secret"])


def _once_each(given: list[str]) -> list[str]:
    return list(dict.fromkeys(given))


def _url(given: str) -> str:
    wanted = "Invalid URL: An explicit scheme (such as https) must be provided."
    addresses.web(given if given.isascii() else "?", "url", wanted)
    return given
