"""Events, as they are read."""

from collections.abc import Iterator

from sandbox.stripe.books import Record
from sandbox.stripe.call import Call
from sandbox.stripe.errors import no_such, refused_input
from sandbox.stripe.event_types import wanted
from sandbox.stripe.events import KEPT_SECONDS
from sandbox.stripe.lists import page
from sandbox.stripe.shapes import Body

MOST_TYPES = 20


def retrieve(call: Call) -> Body:
    record = call.named("event", "id")
    if record.body["created"] < call.books.now - KEPT_SECONDS:
        raise no_such("event", record.id)
    return record.body


def list_all(call: Call) -> Body:
    return page(call, "/v1/events", _matching(call))


def _matching(call: Call) -> Iterator[Record]:
    patterns = _patterns(call)
    delivered = call.get("delivery_success")
    newest = call.books.now - call.books.service.lags.events
    for record in call.books.service.events.kept(call.books):
        body = record.body
        if (
            body["created"] <= newest
            and any(wanted(body["type"], pattern) for pattern in patterns)
            and delivered in (None, body["pending_webhooks"] == 0)
        ):
            yield record


def _patterns(call: Call) -> list[str]:
    kind, kinds = call.get("type"), call.get("types")
    if kind and kinds:
        raise refused_input("You may only specify one of these parameters: type, types.", None)
    if kinds and len(kinds) > MOST_TYPES:
        raise refused_input(f"You may only specify up to {MOST_TYPES} types.", "types")
    return kinds or [kind or "*"]
