"""Events, and where each stands on its way to the webhook endpoints."""

from collections import defaultdict

from sandbox.stripe.books import Books, Record
from sandbox.stripe.deliveries import Delivery
from sandbox.stripe.pages.language import Reader
from sandbox.stripe.pages.tables import Cell, Section, newest, opening
from sandbox.stripe.service import Service

HEADS = ("Event", "Object", "When", "Deliveries", "JSON")


def events(service: Service, known: Reader) -> Section:
    waiting: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in service.webhooks.deliveries.all():
        waiting[delivery.event].append(delivery)
    rows = [
        [
            Cell(str(one.body["type"])),
            opening(one.body["data"]["object"].get("id")),
            Cell(known.moment(one.body["created"])),
            Cell(_state(books, one, waiting[one.id]), is_badge=True),
            opening(one.id),
        ]
        for books, one in newest(service.all_books, "event")
    ]
    return Section("events", "Events", HEADS, rows, "No event yet.")


def _state(books: Books, event: Record, waiting: list[Delivery]) -> str:
    """`waiting`: what is still to be sent of it."""
    if any(one.held for one in waiting):
        return "held"
    if waiting:
        return "failed, tried again" if any(one.tries for one in waiting) else "pending"
    if event.body["pending_webhooks"]:
        return "given up"
    listens = books.service.webhooks.endpoints_for(books, event.body["type"])
    return "delivered" if listens else "nobody listens"
