"""Events: what happened to which object, kept for reading and sent to webhook endpoints."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sandbox.stripe.books import Books, Record, copied
from sandbox.stripe.changes import previous_attributes
from sandbox.stripe.followers import FOLLOWERS
from sandbox.stripe.ids import new_id
from sandbox.stripe.shapes import Body, schema

if TYPE_CHECKING:
    from sandbox.stripe.service import Service

KEPT_SECONDS = 30 * 86_400


class Events:
    def __init__(self, service: "Service") -> None:
        self._service = service

    def emit(self, books: Books, event: str, body: Body, before: Body | None = None) -> Record:
        """With a copy of the object as it is now; `before`, as it was before an update."""
        data: Body = {"object": copied(body)}
        if before is not None:
            data["previous_attributes"] = previous_attributes(before, body)
        call = self._service.call
        to = self._service.webhooks.endpoints_for(books, event)
        told: Body = {
            "id": new_id("evt"),
            "api_version": schema()["version"],
            "data": data,
            "pending_webhooks": len(to),
            "request": {"id": call.id if call else None, "idempotency_key": call and call.key},
            "type": event,
        }
        if books is not self._service.platform:
            told["account"] = books.account
        record = books.add("event", "evt", told)
        for endpoint in to:
            self._service.webhooks.send(books, endpoint, record)
        if follow := FOLLOWERS.get(event):
            follow(books, body)
        return record

    def kept(self, books: Books) -> Iterator[Record]:
        """Newest first, as long as Stripe keeps them."""
        oldest = books.now - KEPT_SECONDS
        for record in books.all("event"):
            if record.body["created"] >= oldest:
                yield record
