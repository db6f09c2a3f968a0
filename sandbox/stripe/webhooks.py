"""Brings events to webhook endpoints."""

from typing import TYPE_CHECKING

from sandbox.stripe.books import Books, Record

if TYPE_CHECKING:
    from sandbox.stripe.service import Service


class Webhooks:
    def __init__(self, service: "Service") -> None:
        self._service = service

    def endpoints_for(self, books: Books, event: str) -> list[Record]:
        """Those that want this kind of event of this account."""
        return []

    def send(self, endpoint: Record, event: Record) -> None:
        pass
